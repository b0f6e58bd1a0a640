//! The changelog entries of changes.

use std::collections::BTreeMap;

use super::{base, cases, resolved};
use api_client_diff::changelog::entries;
use api_client_diff::report::{Context, Policy, Report, State};
use api_client_diff::{Side, diff};
use api_client_generator::Spec;

fn report(old: &Spec, new: &Spec) -> Report {
    let models = [resolved(old), resolved(new)];
    let sides = [Side { spec: old, resolved: &models[0] }, Side { spec: new, resolved: &models[1] }];
    let states = [("old", &models[0]), ("new", &models[1])].map(|(name, model)| State {
        name: name.into(),
        commit: None,
        folder: "spec/".into(),
        version: model.api().package.version.clone(),
    });
    let context = Context {
        sides,
        states,
        program: "api-client",
        clients: None,
        client_is_stale: false,
        policy: Policy::default(),
    };
    Report::new(&diff(sides[0], sides[1]), &context)
}

/// The lines of all cases in both directions, as a table for reviews.
#[test]
fn each_change_has_a_changelog_entry() {
    let mut lines: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (case, old, new) in cases::all() {
        for (old, new, way) in [(&old, &new, "there"), (&new, &old, "back")] {
            let text = entries(&report(old, new));
            let said = text.lines().filter(|line| !line.is_empty() && !line.starts_with("####"));
            lines.entry(case.to_owned()).or_default().extend(said.map(|line| format!("    {way}: {line}")));
        }
    }
    let text: String = lines.into_iter().map(|(case, lines)| format!("{case}\n{}\n", lines.join("\n"))).collect();
    insta::assert_snapshot!(text);
}

#[test]
fn breaking_changes_come_first_and_documentation_is_counted() {
    const TYPES: &str = "shop/types.yaml";
    const ITEMS: &str = "shop/items.yaml";
    let old = base(&[]);
    let new = base(&[
        (TYPES, "      id: { type: string,", "      name: { type: string, doc: Its name. }\n      id: { type: int,"),
        (ITEMS, "\"id\":\"a\"", "\"id\":7"),
        (ITEMS, "summary: Lists the items.", "summary: Lists all items."),
        (
            ITEMS,
            "after: { type: string, doc: Where to go on. }",
            "after: { type: string, doc: Where it goes on. }\n      size: { type: int, doc: How many. }",
        ),
        (
            "acknowledged.yaml",
            "",
            "format: 1\nacknowledged:\n  shop.types.Item.fields.id:type: { reason: The server changed. }\n",
        ),
    ]);
    let mut report = report(&old, &new);
    let breaking =
        report.entries.iter_mut().find(|entry| entry.subject == "shop.types.Item.fields.id").expect("the type changed");
    breaking.rust.migration = Some("compare it with a number".into());
    let expected = "### Breaking changes

#### `shop`

- Type of `id` of `Item` changed (`string` → `int`). Breaks user code and existing clients. Suggested change: compare it \
                    with a number. Reason: The server changed. Affects 1 operation.

### Added

#### `shop`

- Field added to `Item`: `name`. Affects 1 operation.

#### `shop::items`

- Parameter added to `list_items`: `size`.

### Documentation

- 2 changes of documentation, examples and guides.
";
    assert_eq!(entries(&report), expected);
    assert_eq!(entries(&self::report(&old, &old)), "");
}

#[test]
fn names_are_escaped_in_markdown() {
    const TYPES: &str = "shop/types.yaml";
    let field = |name: &str| {
        format!(
            "      id:\n        type: string\n        always: true\n        doc: Its id.\n      \"{name}\": {{ type: string, rust: odd, doc: Odd. }}\n"
        )
    };
    for (name, expected) in [("a`b", "``a`b``"), ("`", "`` ` ``"), ("a.b", "`a.b`"), ("<b>", "`<b>`"), ("*", "`*`")] {
        let old = base(&[]);
        let text = field(name);
        let leaked: &'static str = Box::leak(text.into_boxed_str());
        let new = base(&[(TYPES, "      id: { type: string, always: true, doc: Its id. }\n", leaked)]);
        let text = entries(&report(&old, &new));
        assert!(text.contains(&format!("- Field added to `Item`: {expected}. Affects")), "{text}");
    }
}
