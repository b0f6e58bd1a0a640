//! `api-client rules`: the list, the page of a rule, and the specs of its example.

use crate::support::Workshop;

#[test]
fn rules_are_listed() {
    let list = Workshop::empty().run(&["rules"]).exits(0).stdout;
    let lines: Vec<&str> = list.lines().collect();
    let rule = lines.iter().position(|line| line.starts_with("operation-removed: ")).expect("the rule is listed");
    assert_eq!(lines[rule + 1], "    wire major · source major · detected by: compiler");
    assert!(!list.contains('\u{1b}'), "{list}");
}

#[test]
fn rule_page_has_an_example_and_an_alternative() {
    let page = |id: &str| Workshop::empty().run(&["rules", id]).exits(0).stdout;
    for (id, phrase) in [
        ("required-parameter-added", "    wire major · source major · detected by: compiler\n\n"),
        ("required-parameter-added", "\nExample\n    @@ shop/orders.yaml › operations › create_order › body\n"),
        ("required-parameter-added", "\n    +      currency: { type: string, required: true, doc: The currency. }\n"),
        ("required-parameter-added", "\nAlternative with less impact\n    @@ shop/orders.yaml"),
        ("required-parameter-added", "\n    +      currency: { type: string, doc: The currency. }\n"),
        ("required-parameter-added", "\nReported as\nparameter-added: "),
        ("argument-renamed", "argument-renamed, without an impact on the wire because of the `correction`"),
        ("choices-reordered", "\nNo effect.\n"),
        // The mirror has the reverse example.
        ("operation-removed", "    @@ stock/counts.yaml › operations\n\n    -  list_shelves:\n"),
        ("type-not-sent", "\nAlso reported: parameter-removed: "),
    ] {
        assert!(page(id).contains(phrase), "{phrase}\n{}", page(id));
    }
    for (arguments, expected) in [
        (&["rules", "operation-remove"][..], "did you mean `operation-removed`? (for a list: api-client rules)"),
        (&["rules", "operation-removed", "HEAD"], "unexpected argument 'HEAD'"),
        (&["rules", "--write", "example"], "<ID>"),
    ] {
        let error = Workshop::empty().run(arguments).exits(2).stderr;
        assert!(error.contains(expected), "{arguments:?}: {error}");
    }
}

#[test]
fn specs_of_an_example_can_be_written_and_compared() {
    let workshop = Workshop::empty();
    let written = workshop.run(&["rules", "field-removed", "--write", "example"]).exits(0).stdout;
    assert_eq!(written.lines().count(), 3, "{written}");
    for (state, phrase) in [("bad", "[field-removed]"), ("good", "[deprecation-added]")] {
        let both = ["example/old".to_owned(), format!("example/{state}")];
        let report = workshop.run(&["diff", &both[0], &both[1]]).exits(0).stdout;
        assert!(report.contains(phrase), "{state}: {report}");
    }
    let again = workshop.run(&["rules", "field-removed", "--write", "example"]).exits(2).stderr;
    assert!(again.contains("already exists"), "{again}");
}
