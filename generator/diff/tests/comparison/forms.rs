//! The formats of a report for people: content, limits and escaping.

use std::collections::BTreeSet;

use data_encoding::BASE64;
use pulldown_cmark::{Options, Parser};
use scraper::{ElementRef, Html, Node, Selector};
use sha2::{Digest as _, Sha256};

use super::{base, load, resolved};
use api_client_diff::report::{Context, Finding, FindingKind, Policy, Report, RustItem, State};
use api_client_diff::{Level, Side, diff, render};
use api_client_generator::Spec;

/// A text that tries to break out of its place in each format.
const HOSTILE: &str = "HOSTILE | \\| `` ``` </code></td></tr></table></details></pre></article><script>alert(1)</script>\
    <img src=https://evil.example/x.png onerror=alert(2)> @everyone #123 GH-4 evil/repo#5 https://evil.example \
    www.evil.example a@evil.example [a](https://evil.example) ![b](https://evil.example) \n\n</details>\n\n# head\n\n\
    ```\n~~~\n- item\n<!-- -->\u{202e}\" ' & &lt; {{ 7 * 7 }} -->";

fn report(old: &Spec, new: &Spec) -> Report {
    let (old_model, new_model) = (resolved(old), resolved(new));
    let sides = [Side { spec: old, resolved: &old_model }, Side { spec: new, resolved: &new_model }];
    let state = |name: &str, model: &api_client_generator::Resolved| State {
        name: name.into(),
        commit: (name == "main").then(|| "0123456789abcdef".into()),
        folder: "spec/".into(),
        version: model.api().package.version.clone(),
    };
    let states = [state("main", &old_model), state("working-tree", &new_model)];
    Report::new(
        &diff(sides[0], sides[1]),
        &Context {
            sides,
            states,
            program: "api-client",
            clients: None,
            client_is_stale: false,
            policy: Policy::default(),
        },
    )
}

/// Returns a report with changes of each group, a shared cause, Rust signatures and an unexplained item.
fn usual() -> Report {
    let new = base(&[
        (
            "shop/types.yaml",
            "id: { type: string, always: true, doc: Its id. }",
            "id: { type: int, always: true, doc: Its id. }\n      name: { type: string, doc: Its name. }",
        ),
        ("shop/items.yaml", "doc: Where to go on.", "doc: Where to continue."),
        ("shop/items.yaml", "doc: What is for sale.", "doc: All that is for sale."),
        ("shop/items.yaml", "\"id\":\"a\"", "\"id\":1"),
        (
            "shop/items.yaml",
            "next: { type: string, doc",
            "next: { type: string, always: true, correction: It was always there., doc",
        ),
    ]);
    let mut report = report(&base(&[]), &new);
    let item = |old: &str, new: &str| RustItem { old: Some(old.into()), new: Some(new.into()) };
    let entry = report.entries.iter_mut().find(|entry| entry.id.contains("fields.id")).expect("the type changes");
    entry.rust.items = vec![item("pub shop_client::shop::Item::id: String", "pub shop_client::shop::Item::id: i64")];
    entry.rust.more = 2;
    entry.rust.migration = Some("item.id.to_string()".into());
    report.unexplained = vec![RustItem { old: None, new: Some("pub fn shop_client::Client::debug(&self)".into()) }];
    report
}

#[test]
fn text_by_cause_and_by_endpoint() {
    let report = usual();
    let text = [render::text(&report), render::text_by_endpoint(&report)].join("\n=== by endpoint ===\n\n");
    insta::assert_snapshot!(plain(&text));
}

#[test]
fn short_report_of_each_group() {
    insta::assert_snapshot!(plain(&render::short(&usual())));
    let unchanged = report(&base(&[]), &base(&[]));
    assert_eq!(render::short(&unchanged), "no changes between main and working-tree\n");
}

#[test]
fn short_report_has_one_line_per_change() {
    let (real, small) = (load("spec"), base(&[]));
    for (name, report) in [
        ("usual", usual()),
        ("hostile", hostile()),
        ("added", report(&small, &real)),
        ("removed", report(&real, &small)),
    ] {
        let text = plain(&render::short(&report));
        assert!(text.chars().all(|one| one == '\n' || !(one.is_control() || one == '\u{202e}')), "{name}: {text}");
        let lines: Vec<&str> = text.lines().collect();
        let (summary, lines) = lines.split_last().expect("there is a summary");
        let expected = report.entries.len() + report.unexplained.len() + report.findings.len();
        assert_eq!(lines.len(), expected, "{name}: {text}");
        for (line, entry) in lines.iter().zip(&report.entries) {
            let (_, rest) = line.split_once(&format!(": {}: ", entry.kind)).expect("the line has the kind");
            let id = entry.id.split_whitespace().next().unwrap_or_default();
            assert!(rest.starts_with(id), "{name}: {line}");
        }
        let breaking = lines.iter().filter(|line| line.contains(": breaking: ")).count();
        let start = format!("{} change", report.entries.len());
        assert!(
            summary.starts_with(&start) && summary.contains(&format!(": {breaking} breaking")),
            "{name}: {summary}"
        );
        assert!(summary.contains("next version: "), "{name}: {summary}");
    }
}

#[test]
fn header_of_the_page_counts_documentation_once() {
    let page = Html::parse_document(&render::html(&usual()));
    let header = select(&page, "header")[0].text().collect::<String>();
    assert_eq!(header.matches("documentation").count() + header.matches("docs").count(), 1, "{header}");
    assert!(header.contains("2 documentation only"), "{header}");
}

#[test]
fn markdown_of_a_usual_change() {
    insta::assert_snapshot!(render::markdown(&usual()));
}

fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        out.push_str(before);
        rest = after.split_once('m').map_or("", |(_, rest)| rest);
    }
    out + rest
}

#[test]
fn long_lists_are_cut_but_breaking_changes_are_shown() {
    let (real, small) = (load("spec"), base(&[]));
    let added = plain(&render::text(&report(&small, &real)));
    assert!(added.lines().count() < 160, "{added}");
    assert!(added.contains("more; `--format html` shows all"), "{added}");
    let breaking = report(&real, &small);
    let text = plain(&render::text(&breaking));
    for entry in breaking.entries.iter().filter(|entry| entry.verdict.level() == Level::Major && !entry.follows) {
        assert!(entry.correction.is_some() || text.contains(&entry.id), "{} is in:\n{text}", entry.id);
    }
}

#[test]
fn comment_is_empty_without_changes() {
    let spec = base(&[]);
    let report = report(&spec, &spec);
    assert_eq!(render::markdown(&report), "");
    assert!(render::html(&report).contains("No changes."));
}

/// Returns a report in which all strings of the spec, the branch and the client are hostile.
fn hostile() -> Report {
    let mut report = usual();
    let text = |number: usize| format!("{number} {HOSTILE}");
    for (number, entry) in report.entries.iter_mut().enumerate() {
        entry.id = text(number);
        entry.subject = text(number);
        entry.old = Some(text(number));
        entry.new = Some(format!("{} new", text(number)));
        entry.correction = Some(text(number));
        entry.deprecated = Some(text(number));
        entry.old_location.file = text(number);
        entry.new_location.file = text(number);
        for names in [&mut entry.affects.operations, &mut entry.affects.types, &mut entry.affects.events] {
            *names = BTreeSet::from([text(number)]);
        }
        entry.rust.items = vec![RustItem { old: Some(text(number)), new: Some(text(number)) }];
        entry.rust.migration = Some(text(number));
    }
    let ids: Vec<String> = report.entries.iter().map(|entry| entry.id.clone()).collect();
    for endpoint in &mut report.endpoints {
        (endpoint.operation, endpoint.method, endpoint.path) = (text(0), text(1), text(2));
        (endpoint.own, endpoint.shared) = (ids.clone(), ids.clone());
    }
    report.unexplained = vec![RustItem { old: Some(text(0)), new: Some(text(1)) }];
    for state in [&mut report.base, &mut report.head] {
        (state.name, state.version, state.folder) = (text(0), text(0), text(0));
        state.commit = Some(text(0));
    }
    report.version.next = Some(text(0));
    report.findings = vec![finding(&report, &text(0), &text(1))];
    report
}

fn finding(report: &Report, message: &str, help: &str) -> Finding {
    Finding {
        kind: FindingKind::StaleAcknowledgement,
        location: report.entries[0].new_location.clone(),
        message: message.into(),
        help: help.into(),
        fails: true,
    }
}

#[test]
fn comment_has_the_findings_of_the_text_report() {
    let mut report = usual();
    let mut stale = finding(&report, "there is no change `a:<b>` since main", "remove the acknowledgement");
    report.findings = vec![stale.clone(), finding(&report, "version 1.0.0 is too low", "write `version: 2.0.0`")];
    (report.findings[1].kind, report.findings[1].fails) = (FindingKind::VersionTooLow, false);
    let words = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let comment = words(rendered(&render::markdown(&report)).root_element().text().collect());
    let text = plain(&render::text(&report));
    let (_, findings) = text.split_once("Problems to fix (2)").expect("the text has findings");
    assert!(comment.contains(&words(format!("Problems to fix (2){findings}"))), "{comment}\n\n{text}");
    // Without changes, only the findings are reported.
    let spec = base(&[]);
    let mut unchanged = self::report(&spec, &spec);
    stale.kind = FindingKind::ExpiredAcknowledgement;
    unchanged.findings = vec![stale; 1_000];
    let comment = render::markdown(&unchanged);
    assert!(comment.contains("[expired-acknowledgement]") && comment.contains("in the full report"), "{comment}");
    assert!(comment.len() <= render::MAX_BYTES, "{} bytes", comment.len());
}

/// Renders a comment by GitHub's rules for Markdown.
fn rendered(markdown: &str) -> Html {
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, Parser::new_ext(markdown, Options::ENABLE_GFM | Options::ENABLE_TABLES));
    Html::parse_fragment(&html)
}

fn select<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    let selector = Selector::parse(selector).expect("the selector is right");
    page.select(&selector).collect()
}

#[test]
fn hostile_spec_makes_no_mentions_links_or_markup() {
    let comment = render::markdown(&hostile());
    let page = rendered(&comment);
    let allowed = ["html", "body", "h3", "h4", "p", "b", "br", "code", "pre", "details", "summary", "ul", "li"];
    let of_tables = ["table", "thead", "tbody", "tr", "th", "td"];
    let mut strings = 0;
    for node in page.tree.nodes() {
        match node.value() {
            Node::Element(element) => {
                let name = element.name();
                assert!(allowed.contains(&name) || of_tables.contains(&name), "there is <{name}>:\n{comment}");
                let attributes: Vec<&str> = element.attrs().map(|(name, _)| name).collect();
                assert!(attributes.iter().all(|name| ["class", "colspan"].contains(name)), "{attributes:?}");
            }
            Node::Text(text) => {
                let is_code = node
                    .ancestors()
                    .filter_map(|ancestor| ancestor.value().as_element().map(|element| element.name().to_owned()))
                    .any(|name| name == "code" || name == "pre");
                let marks = ["HOSTILE", "evil", "@", "#", "GH-", "`", "|", "~~~"];
                assert!(is_code || !marks.iter().any(|mark| text.contains(mark)), "outside of code: {}", &**text);
                assert!(!text.contains('\u{202e}'), "text turns its direction");
                strings += usize::from(is_code && text.contains("HOSTILE"));
            }
            Node::Comment(comment) => assert_eq!(comment.trim(), "api-diff"),
            _ => {}
        }
    }
    assert!(strings > 50, "the strings are visible: {strings}");
    let [all, nested] = ["details", "details details"].map(|selector| select(&page, selector).len());
    assert!(all > 5 && nested == 0, "{nested} of {all} blocks were not closed:\n{comment}");
}

#[test]
fn long_comment_is_cut_between_blocks_and_counts_the_rest() {
    let (real, small) = (load("spec"), base(&[]));
    let mut huge = report(&real, &small);
    let one = huge.entries.iter().find(|entry| entry.verdict.level() == Level::Major).expect("it breaks").clone();
    for number in 0..2000 {
        let mut entry = one.clone();
        entry.id = format!("{}{number}", entry.id);
        huge.entries.insert(0, entry);
    }
    let mut wide = usual();
    for entry in &mut wide.entries {
        entry.affects.operations = (0..500).map(|number| format!("shop.items.operation_{number}{HOSTILE}")).collect();
        entry.rust.items = vec![RustItem { old: Some(HOSTILE.repeat(5)), new: None }; 500];
    }
    for (name, report) in
        [("real", report(&real, &small)), ("added", report(&small, &real)), ("huge", huge), ("wide", wide)]
    {
        let comment = render::markdown(&report);
        assert!(comment.len() <= render::MAX_BYTES, "{name}: {} bytes", comment.len());
        let page = rendered(&comment);
        assert!(select(&page, "details details").is_empty(), "{name}: a block is cut:\n{comment}");
        let missing = select(&page, "td[colspan] b").into_iter().map(|more| more.text().collect::<String>());
        let missing: usize = missing.filter_map(|more| more.split(' ').next()?.parse::<usize>().ok()).sum();
        let listed = select(&page, "tbody tr").len() - select(&page, "td[colspan]").len();
        let read_only = [api_client_diff::report::Group::Documentation, api_client_diff::report::Group::Derived];
        let expected = report.entries.iter().filter(|entry| !read_only.contains(&entry.group)).count();
        assert_eq!(listed + missing, expected, "{name}: each cause is listed or counted");
    }
}

#[test]
fn page_is_well_formed_loads_no_files_and_escapes_text() {
    for (name, report) in [("usual", usual()), ("hostile", hostile()), ("real", report(&base(&[]), &load("spec")))] {
        let text = render::html(&report);
        let page = Html::parse_document(&text);
        assert!(page.errors.is_empty(), "{name}: {:?}", page.errors);
        let ids: Vec<&str> = select(&page, "[id]").iter().filter_map(|element| element.attr("id")).collect();
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{name}: ids are unique");
        assert_eq!(select(&page, "article.entry").len(), report.entries.len(), "{name}");
        for link in select(&page, "[href]") {
            let target = link.attr("href").and_then(|target| target.strip_prefix('#'));
            assert!(target.is_some_and(|target| unique.contains(target)), "{name}: {:?}", link.attr("href"));
        }
        for line in select(&page, "[data-entry]") {
            assert!(unique.contains(line.attr("data-entry").unwrap_or_default()), "{name}: it leads to an entry");
        }
        assert!(
            select(&page, "[src], [srcset], link, img, iframe, object, embed, base, [style], [onerror]").is_empty()
        );
        let policy = select(&page, "meta[http-equiv]")[0].attr("content").unwrap_or_default().to_owned();
        assert!(policy.starts_with("default-src 'none';"), "{policy}");
        for part in ["style", "script"] {
            let parts = select(&page, part);
            assert_eq!(parts.len(), 1, "{name}: one {part}");
            let inner = parts[0].text().collect::<String>();
            for word in ["url(", "@import", "://", "fetch", "XMLHttpRequest", "import(", "innerHTML", "eval"] {
                assert!(!inner.contains(word), "{part} has {word}");
            }
            let hash = BASE64.encode(&Sha256::digest(inner.as_bytes()));
            assert!(policy.contains(&format!("{part}-src 'sha256-{hash}'")), "{part}: {policy}");
        }
        let headings: Vec<char> = select(&page, "h1, h2, h3, h4")
            .iter()
            .filter_map(|heading| heading.value().name().chars().nth(1))
            .collect();
        assert!(headings.windows(2).all(|pair| pair[1] as u32 <= pair[0] as u32 + 1), "{name}: {headings:?}");
        assert_eq!(select(&page, "main").len(), 1, "{name}");
    }
}

#[test]
fn page_shows_migrations_and_unexplained_items() {
    let page = Html::parse_document(&render::html(&usual()));
    let text = page.root_element().text().collect::<String>();
    for expected in [
        "- pub shop_client::shop::Item::id: String",
        "+ pub shop_client::shop::Item::id: i64",
        "and 2 more public items",
        "item.id.to_string()",
        "+ pub fn shop_client::Client::debug(&self)",
        "It was always there.",
    ] {
        assert!(text.contains(expected), "{expected}");
    }
    assert_eq!(select(&page, "#endpoints .endpoint .request").len(), 1);
}

/// A browser checks the real page (`tools/diff/look`). This test checks the rules that limit its width.
#[test]
fn long_words_and_code_do_not_widen_the_page() {
    let style = include_str!("../../templates/page.css");
    let rule = |selector: &str| {
        let start = style.find(&format!("\n{selector} {{")).expect("the style has the rule");
        style[start..].split('}').next().unwrap_or_default()
    };
    assert!(rule("body").contains("overflow-wrap: anywhere"));
    assert!(rule("pre").contains("overflow-x: auto"));
    assert!(rule("pre:not(.rust)").contains("white-space: pre-wrap"));
}

/// The contrast of text reaches level AA of WCAG in the light, dark and print colors.
#[test]
fn colors_of_the_page_have_enough_contrast() {
    let style = include_str!("../../templates/page.css");
    let palettes: Vec<&str> =
        style.split(":root {").skip(1).map(|rest| rest.split('}').next().unwrap_or(rest)).collect();
    assert_eq!(palettes.len(), 3);
    for palette in palettes {
        for (text, backs) in [
            ("text", &["back", "box", "del", "ins"][..]),
            ("dim", &["back", "box"]),
            ("link", &["back", "box"]),
            ("major", &["back", "box"]),
            ("minor", &["back", "box"]),
        ] {
            for back in backs {
                let (one, other) = (luminance(palette, text), luminance(palette, back));
                let contrast = (one.max(other) + 0.05) / (one.min(other) + 0.05);
                assert!(contrast >= 4.5, "{text} on {back}: {contrast:.2} in {palette}");
            }
        }
    }
}

fn luminance(palette: &str, name: &str) -> f64 {
    let (_, value) = palette.split_once(&format!("--{name}: #")).expect("the palette has it");
    let digits = value.split(';').next().unwrap_or(value);
    let digits: Vec<u8> = digits.chars().filter_map(|digit| u8::try_from(digit.to_digit(16)?).ok()).collect();
    let channels: Vec<u8> = match digits.len() {
        3 => digits.iter().map(|digit| digit * 17).collect(),
        _ => digits.chunks(2).map(|pair| pair[0] * 16 + pair[1]).collect(),
    };
    let linear = |channel: u8| {
        let channel = f64::from(channel) / 255.0;
        if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(channels[0]) + 0.7152 * linear(channels[1]) + 0.0722 * linear(channels[2])
}
