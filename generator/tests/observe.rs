//! Tests of the comparison of traffic with a spec: bodies and the findings about them.

mod support;

use std::path::Path;

use api_client_generator::diagnostics::Style;
use api_client_generator::model::{Api, OperationId, Response};
use api_client_generator::observe::{Finding, Matched, ObservedRequest, Observer, Report, Router};
use api_client_generator::source::InputFile;
use api_client_generator::{Spec, formatting};
use serde_json::{Value, json};
use support::{Files, base, change, spec};

const SHOP: &str = r#"
# shop/items.yaml
operations:
  view_item:
    request: GET /v1/items/{id}
    summary: Shows an item.
    path:
      id: { type: string, doc: The item. }
    response: { type: Item, in: item }
    evidence: documented
  view_first:
    request: GET /v1/items/first
    summary: Shows the first item.
    response: { type: Item, can_be_empty: true }
    evidence: documented
  list_items:
    request: GET /v1/items
    summary: Lists items.
    response:
      fields:
        items: { type: list<Item>, doc: The items. }
    pagination: none
    evidence: documented
  list_kinds:
    request: GET /v1/kinds/{kind}
    summary: Lists items of a kind.
    path:
      kind: { type: Kind, doc: The kind. }
    response: unknown
    evidence: documented
  add_new:
    request: POST /v1/items
    summary: Adds a new item.
    body:
      state: { value: new }
      name: { type: string, required: true, doc: The name. }
    response: none
    evidence: documented
  add_used:
    variant_of: add_new
    request: POST /v1/items
    summary: Adds a used item.
    body:
      state: { value: used }
      name: { type: string, required: true, doc: The name. }
    response: none
    evidence: documented
types:
  Kind:
    doc: The kind of an item.
    enum:
      toy: A toy.
      "": { doc: None., rust: Unset }
# shop/types.yaml
types:
  Item:
    doc: Something for sale.
    fields:
      id: { type: string, always: true, doc: Its id. }
      name: { type: string, also: [title], absent: [""], doc: Its name. }
      price: { type: int, absent: [-1], doc: Its price. }
      weight: { type: float, doc: Its weight. }
      is_new: { type: bool, doc: Whether it is new. }
      made_at: { type: timestamp_ms, doc: When it was made. }
      sold_at: { type: datetime, doc: When it was sold. }
      released: { type: date, doc: The day of its release. }
      page: { type: url, doc: Its page. }
      extra: { type: json, doc: Anything. }
      data: { type: json_text, doc: Anything as text. }
      kind: { type: Kind, doc: Its kind. }
      tags: { type: list<string>, doc: Tags. }
      ratings: { type: map<int>, doc: Ratings by name. }
      owner: { type: Owner, doc: Its owner. }
      note: { type: Note, doc: A note. }
      parts: { type: list<Item>, doc: Its parts. }
  Owner:
    doc: An owner.
    union:
      by: type
      members:
        person: { type: Person, doc: A person. }
        company: { type: Company, doc: A company. }
  Person:
    doc: A person.
    fields:
      type: { type: Kind, doc: A kind. }
      email: { type: string, private: true, doc: The mail address. }
  Company:
    doc: A company.
    fields:
      size: { type: int, doc: The number of employees. }
  Note:
    doc: A note.
    union:
      kinds: { string: string, object: Person }
# whole shop/events.yaml
format: 1
title: Events
doc: Events of the shop.
by: category
events:
  "item:sold": { type: ItemSold, doc: An item was sold., evidence: documented }
  "item:lost": { type: unknown, doc: An item was lost., evidence: documented }
types:
  ItemSold:
    doc: An item was sold.
    fields:
      id: { type: string, doc: The item. }
"#;

fn shop() -> (Files, Spec) {
    let mut files = base();
    change(&mut files, SHOP);
    let spec = spec(&files);
    (files, spec)
}

fn id(api: &Api, name: &str) -> OperationId {
    let found = api.operations_with_ids().find(|(_, operation)| operation.name.value == name);
    found.unwrap_or_else(|| panic!("there is no operation `{name}`")).0
}

/// Returns the report about bodies of operations. An event has the name `events`.
fn observe(spec: &Spec, bodies: &[(&str, u16, &str)]) -> Report {
    let resolved = spec.resolve().unwrap_or_else(|errors| panic!("{}", errors.render(spec.sources(), Style::Plain)));
    let api = resolved.api();
    let mut observer = Observer::new(api);
    for (name, status, body) in bodies {
        match *name {
            "events" => observer.event(api.products.ids().next().expect("there is a product"), body.as_bytes()),
            name => observer.response(id(api, name), Some(*status), body.as_bytes()),
        }
    }
    observer.finish()
}

fn line(finding: &Finding) -> String {
    let detail = match &finding.proposed {
        Some(proposed) => format!(" → {proposed}"),
        None => format!(" {}", finding.detail).trim_end().to_owned(),
    };
    format!("{} {}.{}{detail} at {}", finding.kind.id(), finding.element, finding.member, finding.path)
}

fn lines(report: &Report) -> Vec<String> {
    report.findings.iter().map(line).collect()
}

/// An item with additional fields, as the response of `view_item`.
fn item(field: Value) -> String {
    let mut item = json!({ "id": "i" });
    let Value::Object(fields) = field else { panic!("fields are an object") };
    item.as_object_mut().expect("it is an object").extend(fields);
    json!({ "item": item }).to_string()
}

#[test]
fn bodies_that_the_client_reads_without_a_warning_have_no_findings() {
    let (_, spec) = shop();
    for field in [
        json!({ "name": "Bear", "price": 3, "weight": 2, "is_new": true, "made_at": 1_700_000_000_000_i64 }),
        json!({ "title": "Bear" }),
        json!({ "name": "", "price": -1.0, "kind": "" }),
        json!({ "name": null, "price": null, "tags": null, "ratings": null, "owner": null, "note": null, "kind": null }),
        json!({ "price": 3.0, "made_at": 0 }),
        json!({ "made_at": -1 }),
        json!({ "made_at": 9_999_999_999_999_i64 }),
        json!({ "sold_at": "2026-01-31T08:30:00+09:00", "released": "2026-01-31", "data": "{\"a\":1}" }),
        json!({ "page": "", "extra": { "mina@example.com": [1, "x"] } }),
        json!({ "tags": [], "ratings": { "mina@example.com": 3 } }),
        json!({ "owner": { "type": "person", "email": "mina@example.com" }, "note": { "type": "toy" } }),
        json!({ "owner": { "type": "company", "size": 3 }, "note": "x" }),
        json!({ "parts": [{ "id": "p", "parts": [] }] }),
    ] {
        assert_eq!(lines(&observe(&spec, &[("view_item", 200, &item(field.clone()))])), [""; 0], "{field}");
    }
    for (name, status, body) in [
        ("view_first", 200, "{}"),
        ("view_first", 200, "\u{feff} {\"id\":\"i\"}"),
        ("list_items", 200, r#"{"items":[]}"#),
        ("add_new", 200, ""),
        ("add_new", 201, r#"{"a":1}"#),
        ("list_kinds", 200, ""),
        ("view_item", 404, r#"{"code":1,"message":"Mina is gone","data":{}}"#),
        ("view_item", 404, r#"{"code":"1"}"#),
        ("events", 200, r#"{"category":"item:sold","id":"i"}"#),
    ] {
        assert_eq!(lines(&observe(&spec, &[(name, status, body)])), [""; 0], "{name} {body}");
    }
}

#[test]
fn each_difference_is_a_finding() {
    let (_, spec) = shop();
    for (field, expected) in [
        (json!({ "color": "red" }), "unknown-field shop.Item.color → string at $.item.color"),
        (json!({ "stock_id": "s" }), "unknown-field shop.Item.stock_id → string at $.item.stock_id"),
        (json!({ "count": 3 }), "unknown-field shop.Item.count → int at $.item.count"),
        (json!({ "lost_at": 1_700_000_000 }), "unknown-field shop.Item.lost_at → timestamp_s at $.item.lost_at"),
        (json!({ "lost_at": 17 }), "unknown-field shop.Item.lost_at → int at $.item.lost_at"),
        (json!({ "total": 1_700_000_000 }), "unknown-field shop.Item.total → int at $.item.total"),
        (json!({ "sizes": [1, 2.5] }), "unknown-field shop.Item.sizes → list<float> at $.item.sizes"),
        (json!({ "labels": ["a", null] }), "unknown-field shop.Item.labels → list<json> at $.item.labels"),
        (json!({ "none": null }), "unknown-field shop.Item.none → json at $.item.none"),
        (json!({ "mixed": [1, "x"] }), "unknown-field shop.Item.mixed → list<json> at $.item.mixed"),
        (json!({ "votes": { "mina@example.com": 1 } }), "unknown-field shop.Item.votes → map<int> at $.item.votes"),
        (json!({ "size": { "width": 1 } }), "unknown-field shop.Item.size → ItemSize at $.item.size"),
        (json!({ "mina@example.com": 1 }), "unknown-field shop.Item.[*] at $.item[*]"),
        (json!({ "name": 3 }), "wrong-type shop.Item.name expected a string, found a number at $.item.name"),
        (json!({ "title": 3 }), "wrong-type shop.Item.name expected a string, found a number at $.item.title"),
        (json!({ "price": "3" }), "wrong-type shop.Item.price expected an integer, found a string at $.item.price"),
        (json!({ "weight": "3" }), "wrong-type shop.Item.weight expected a number, found a string at $.item.weight"),
        (json!({ "is_new": 1 }), "wrong-type shop.Item.is_new expected a boolean, found a number at $.item.is_new"),
        (
            json!({ "price": 2.5 }),
            "out-of-range shop.Item.price expected a 64-bit integer, found a number with a fraction at $.item.price",
        ),
        (
            json!({ "price": u64::MAX }),
            "out-of-range shop.Item.price expected a 64-bit integer, found a larger integer at $.item.price",
        ),
        (
            json!({ "made_at": 1_700_000_000 }),
            "implausible-time shop.Item.made_at expected Unix milliseconds, found a time in seconds at $.item.made_at",
        ),
        (
            json!({ "sold_at": "31.1.2026" }),
            "invalid-format shop.Item.sold_at expected a time such as `2026-01-31T08:30:00Z`, found a different string at $.item.sold_at",
        ),
        (
            json!({ "released": "" }),
            "invalid-format shop.Item.released expected a date such as `2026-01-31`, found an empty string at $.item.released",
        ),
        (
            json!({ "data": "{" }),
            "invalid-format shop.Item.data expected a string with JSON, found a different string at $.item.data",
        ),
        (json!({ "kind": "game" }), "unknown-enum-value shop.Kind.game → a value at $.item.kind"),
        (json!({ "kind": "A game of Mina" }), "unknown-enum-value shop.Kind.[*] at $.item.kind"),
        (json!({ "kind": 1 }), "wrong-type shop.Item.kind expected a string, found a number at $.item.kind"),
        (
            json!({ "tags": ["a", null] }),
            "unexpected-null shop.Item.tags[*] expected a string, found null at $.item.tags[*]",
        ),
        (json!({ "tags": "a" }), "wrong-type shop.Item.tags expected a list, found a string at $.item.tags"),
        (
            json!({ "ratings": { "mina": "a" } }),
            "wrong-type shop.Item.ratings[*] expected an integer, found a string at $.item.ratings[*]",
        ),
        (json!({ "ratings": [] }), "wrong-type shop.Item.ratings expected an object, found a list at $.item.ratings"),
        (
            json!({ "owner": { "type": "robot", "model": 3 } }),
            "unknown-union-member shop.Owner.robot → OwnerRobot at $.item.owner",
        ),
        (json!({ "owner": { "type": "mina@example.com" } }), "unknown-union-member shop.Owner.[*] at $.item.owner"),
        (
            json!({ "owner": { "size": 3 } }),
            "unknown-union-member shop.Owner.[*] has no `type`, which selects its type at $.item.owner",
        ),
        (
            json!({ "owner": { "type": "company", "age": 3 } }),
            "unknown-field shop.Company.age → int at $.item.owner.age",
        ),
        (json!({ "owner": "mina" }), "wrong-type shop.Item.owner expected an object, found a string at $.item.owner"),
        (json!({ "note": 3 }), "unknown-union-member shop.Note.number → int at $.item.note"),
        (
            json!({ "parts": [{ "name": "x" }] }),
            "missing-identifier shop.Item.id is `always`, but absent or null at $.item.parts[*]",
        ),
    ] {
        assert_eq!(lines(&observe(&spec, &[("view_item", 200, &item(field.clone()))])), [expected], "{field}");
    }
    for (name, status, body, expected) in [
        (
            "view_item",
            200,
            r#"{"id":"i"}"#,
            "missing-identifier shop.items.view_item.response.item is absent, although `in` names this field at $",
        ),
        (
            "view_item",
            200,
            r#"{"item":{"id":"i"},"etag":"x"}"#,
            "unknown-field shop.items.view_item.response.etag at $.etag",
        ),
        ("view_item", 200, "[]", "wrong-type shop.items.view_item.response. expected an object, found a list at $"),
        (
            "view_item",
            200,
            "",
            "unreadable-body shop.items.view_item.response. expected a body, found an empty one at $",
        ),
        (
            "view_item",
            200,
            "<html>",
            "unreadable-body shop.items.view_item.response. expected JSON, but it is malformed at $",
        ),
        (
            "view_item",
            200,
            "{",
            "unreadable-body shop.items.view_item.response. expected JSON, but it ends too early at $",
        ),
        ("add_new", 200, "OK", "unreadable-body shop.items.add_new.response. expected JSON, but it is malformed at $"),
        (
            "view_first",
            200,
            r#"{"user":"mina"}"#,
            "no-known-field shop.items.view_first.response. has none of the fields of its type at $",
        ),
        ("list_items", 200, "{}", "no-known-field shop.items.list_items.response. is an empty object at $"),
        (
            "list_items",
            200,
            r#"{"items":[],"total":3}"#,
            "unknown-field shop.items.list_items.response.total → int at $.total",
        ),
        (
            "list_kinds",
            200,
            r#"{"kinds":["a"]}"#,
            "undocumented-body shop.items.list_kinds.response. → a response at $",
        ),
        ("list_kinds", 200, "3", "undocumented-body shop.items.list_kinds.response. at $"),
        ("view_item", 400, r#"{"code":400123}"#, "unknown-error-code api.errors.plain.400123 → an error code at $"),
        (
            "view_item",
            502,
            "<html>",
            "error-without-code api.errors.plain. a response with status 502 has no `code` at $",
        ),
        ("view_item", 302, "", "error-without-code api.errors.plain. a response with status 302 has no `code` at $"),
        ("events", 200, r#"{"category":"item:sold","by":"mina"}"#, "unknown-field shop.ItemSold.by → string at $.by"),
        (
            "events",
            200,
            r#"{"category":"item:lost","id":"i"}"#,
            "undocumented-body shop.events.item:lost → EventItemLost at $",
        ),
        (
            "events",
            200,
            r#"{"category":"item:new","id":"i"}"#,
            "unknown-event shop.events.item:new → EventItemNew at $",
        ),
        ("events", 200, r#"{"category":"item:none"}"#, "unknown-event shop.events.item:none → unknown at $"),
        ("events", 200, r#"{"category":"Mina Park"}"#, "unknown-event shop.events.[*] at $"),
        ("events", 200, "[]", "unknown-event shop.events.[*] has no `category`, which selects the event at $"),
        ("events", 200, "{", "unreadable-body shop.events. expected JSON, but it ends too early at $"),
    ] {
        assert_eq!(lines(&observe(&spec, &[(name, status, body)])), [expected], "{name} {body}");
    }
    let deep = format!("{}{}", "[".repeat(1000), "]".repeat(1000));
    let expected = "unreadable-body shop.items.view_item.response. expected JSON, but it is nested too deep at $";
    assert_eq!(lines(&observe(&spec, &[("view_item", 200, &deep)])), [expected]);
}

/// Returns a spec with the proposed entries.
fn with_proposal(files: &Files, report: &Report) -> Files {
    let mut files = files.clone();
    for fragment in &report.proposal {
        let content = files.get(&fragment.file).expect("the file exists").clone();
        let file = InputFile { path: fragment.file.clone().into(), name: fragment.file.clone(), content: Ok(content) };
        let merged = formatting::merge(file, &fragment.text).expect("both are YAML");
        files.insert(fragment.file.clone(), merged.into_bytes());
    }
    files
}

/// Bodies with every kind of difference that has a proposal.
fn differences() -> Vec<(&'static str, u16, String)> {
    vec![
        (
            "view_item",
            200,
            item(json!({
                "color": "red", "2d": 1, "votes": { "mina@example.com": [1] }, "lost_at": 1_700_000_000_000_i64,
                "size": { "width": 1.5, "unit": { "name": "m", "user_ids": ["a"] } }, "on": true, "type": "x",
                "stages": [{ "at": "2026-01-31" }, { "by": null }], "note": 4, "kind": "game",
                "owner": { "type": "robot", "model": "R2" }
            })),
        ),
        ("view_item", 200, item(json!({ "kind": "null", "owner": { "type": "alien", "eyes": 3 } }))),
        ("list_items", 200, r#"{"items":[],"total":3}"#.into()),
        ("list_kinds", 200, r#"{"kinds":[{"name":"toy"}]}"#.into()),
        ("view_item", 400, r#"{"code":400123}"#.into()),
        ("events", 200, r#"{"category":"item:lost","id":"i","item":{"id":"i"}}"#.into()),
        ("events", 200, r#"{"category":"item:new","id":"i"}"#.into()),
        ("events", 200, r#"{"category":"item:none"}"#.into()),
    ]
}

#[test]
fn proposal_is_valid_and_resolves_its_findings() {
    let (files, original) = shop();
    let bodies = differences();
    let bodies: Vec<(&str, u16, &str)> =
        bodies.iter().map(|(name, status, body)| (*name, *status, body.as_str())).collect();
    let report = observe(&original, &bodies);
    let open: Vec<String> = report.findings.iter().filter(|finding| finding.proposed.is_none()).map(line).collect();
    // A key that starts with a digit can be an id.
    assert_eq!(open, ["unknown-field shop.Item.[*] at $.item[*]"]);
    let proposed = spec(&with_proposal(&files, &report));
    let again = lines(&observe(&proposed, &bodies));
    // An event of an unknown type stays undocumented.
    assert_eq!(again, ["undocumented-body shop.events.item:none at $", "unknown-field shop.Item.[*] at $.item[*]"]);
    let texts: Vec<String> =
        report.proposal.iter().map(|fragment| format!("# {}\n{}", fragment.file, fragment.text)).collect();
    insta::assert_snapshot!("observe_proposal", texts.join("\n"));
}

#[test]
fn observations_are_counted_and_sorted_by_location() {
    let (_, spec) = shop();
    let first = item(json!({ "color": "red", "kind": "game" }));
    let second = item(json!({ "kind": "game", "color": null }));
    let bodies = [
        ("view_item", 200, first.as_str()),
        ("view_item", 200, &second),
        ("view_first", 200, r#"{"id":"i","color":"x"}"#),
    ];
    let report = observe(&spec, &bodies);
    let mut turned = bodies;
    turned.reverse();
    let counts = |report: &Report| -> Vec<_> {
        report.findings.iter().map(|finding| (finding.member.clone(), finding.count, finding.sources.clone())).collect()
    };
    let (view_first, view_item) = ("shop.items.view_first".to_owned(), "shop.items.view_item".to_owned());
    assert_eq!(
        counts(&report),
        [("game".to_owned(), 2, vec![view_item.clone()]), ("color".to_owned(), 3, vec![view_first, view_item]),]
    );
    assert_eq!(counts(&observe(&spec, &turned)), counts(&report), "the order of the traffic has no effect");
    let places =
        report.findings.iter().map(|finding| finding.place.map(|place| spec.sources().describe(place).to_string()));
    let places: Vec<String> = places.flatten().collect();
    assert!(places[0].contains("shop/items.yaml") && places[1].contains("shop/types.yaml"), "{places:?}");
}

/// Strings that are not names of the API, at every position of a body.
#[test]
fn reports_contain_no_values() {
    let (_, spec) = shop();
    let canaries =
        ["canary@example.com", "+49 151 canary", "https://canary.example/?token=canary", "Canary Park", "canary 55 5"];
    let number = 5_551_234_987_i64;
    let mut observed = Vec::new();
    for canary in canaries {
        for body in [
            json!({ "color": canary, "count": number, "share": 555_123.25, "list": [canary, [number]] }),
            json!({ (canary): canary, "size": { (canary): { (canary): number } } }),
            json!({ "kind": canary, "tags": [number, null], "ratings": { (canary): canary } }),
            json!({ "owner": { "type": canary, (canary): canary }, "note": [canary] }),
            json!({ "owner": { "type": "robot", "name": canary, (canary): number } }),
            json!({ "owner": { "type": "person", "email": number, "phone": canary } }),
            json!({ "sold_at": canary, "released": canary, "data": canary, "price": canary, "extra": canary }),
        ] {
            observed.push(("view_item", 200, item(body)));
        }
        observed.push(("view_item", 200, json!({ (canary): canary }).to_string()));
        observed.push(("view_item", 200, json!(canary).to_string()));
        observed.push(("view_item", 200, canary.to_owned()));
        observed.push((
            "list_kinds",
            200,
            json!({ "name": canary, (canary): canary, "list": [{ (canary): 1 }] }).to_string(),
        ));
        observed.push(("view_item", 400, json!({ "code": number, "message": canary, (canary): canary }).to_string()));
        observed.push(("view_item", 400, json!({ "code": canary }).to_string()));
        observed.push(("events", 200, json!({ "category": canary, "user": canary }).to_string()));
        observed.push(("events", 200, json!({ "category": "item:new", "user": canary, (canary): canary }).to_string()));
        observed.push(("events", 200, json!({ "category": "item:lost", "user": { "name": canary } }).to_string()));
    }
    let bodies: Vec<(&str, u16, &str)> =
        observed.iter().map(|(name, status, body)| (*name, *status, body.as_str())).collect();
    let report = observe(&spec, &bodies);
    let text = format!("{report:?}").to_lowercase();
    assert!(report.findings.len() > 20, "{text}");
    for part in ["canary", "555"] {
        assert!(!text.contains(part), "`{part}` in {text}");
    }
}

#[test]
fn many_unknown_names_are_counted_together() {
    let (_, spec) = shop();
    let names = |letter: char| {
        (0..300).map(move |index| format!("{letter}{}", "x".repeat(index % 20) + &"y".repeat(index / 20)))
    };
    let fields: serde_json::Map<String, Value> = names('k').map(|name| (name, json!(1))).collect();
    let mut bodies = vec![("view_item", 200, item(fields.into()))];
    bodies.extend(names('v').map(|name| ("view_item", 200, item(json!({ "kind": name })))));
    let bodies: Vec<(&str, u16, &str)> =
        bodies.iter().map(|(name, status, body)| (*name, *status, body.as_str())).collect();
    let report = observe(&spec, &bodies);
    assert_eq!(report.findings.len(), 2 * 51);
    let rest: Vec<(&str, usize)> = report
        .findings
        .iter()
        .filter(|finding| finding.member == "[*]")
        .map(|finding| (finding.kind.id(), finding.count))
        .collect();
    assert_eq!(rest, [("unknown-enum-value", 250), ("unknown-field", 250)]);
}

/// Returns the specs of the repository.
fn specs() -> Vec<Spec> {
    let generator = Path::new(env!("CARGO_MANIFEST_DIR"));
    let names = ["hardest", "ledger", "lending", "obstacle_course", "weather"];
    let folders = names.map(|name| generator.join("tests/specs").join(name));
    let folders = folders.into_iter().chain([generator.join("../spec")]);
    folders.map(|folder| Spec::load(&folder).expect("the spec can be read")).collect()
}

#[test]
fn examples_have_no_findings() {
    let (mut count, mut found) = (0, Vec::new());
    for spec in specs() {
        let resolved = spec.resolve().expect("the spec has no errors");
        let api = resolved.api();
        let mut observer = Observer::new(api);
        for (id, operation) in api.operations_with_ids() {
            // The body of an operation with the response `unknown` is a finding, but it has no example.
            for response in operation.examples.iter().filter_map(|example| example.response.as_ref()) {
                observer.response(id, Some(200), response.as_bytes());
            }
        }
        for (product, content) in api.products.with_ids() {
            let events = content.events.iter().flat_map(|events| &events.events).filter(|event| event.type_.is_some());
            for example in events.filter_map(|event| event.example.as_ref()) {
                observer.event(product, example.as_bytes());
            }
        }
        count += observer.bodies();
        found.extend(lines(&observer.finish()));
    }
    // This example has a field beside the field in `in`.
    assert_eq!(found, ["unknown-field match.gen.type.response.more at $.more"]);
    assert!(count > 500, "{count}");
}

/// Bodies of every form for every operation: no panic, and no example is printed.
#[test]
fn any_json_is_compared() {
    let values = [
        json!(null),
        json!(true),
        json!(-1),
        json!(1.5),
        json!("canary x"),
        json!([]),
        json!({}),
        json!([null, [{}], "canary x"]),
        json!({ "type": { "type": [] }, "code": "canary x", "error": true, "": null, "canary x": {} }),
    ];
    for spec in specs() {
        let resolved = spec.resolve().expect("the spec has no errors");
        let api = resolved.api();
        let mut observer = Observer::new(api);
        for (id, operation) in api.operations_with_ids() {
            let mut bodies: Vec<Value> = values.to_vec();
            let names = match &operation.response {
                Response::Object(object) => object.fields.iter().map(|field| field.name.value.clone()).collect(),
                Response::Type { type_, .. } => api.object(type_).map_or_else(Vec::new, |object| {
                    object.fields.iter().map(|field| field.name.value.clone()).collect()
                }),
                Response::None | Response::Unknown => Vec::new(),
            };
            for value in &values {
                bodies.push(
                    names.iter().map(|name| (name.clone(), value.clone())).collect::<serde_json::Map<_, _>>().into(),
                );
            }
            for body in bodies {
                observer.response(id, None, body.to_string().as_bytes());
                observer.response(id, Some(500), body.to_string().as_bytes());
            }
        }
        let report = observer.finish();
        let places = report.findings.iter().filter_map(|finding| finding.place);
        assert!(places.count() > 10 && !format!("{report:?}").contains("canary"));
    }
}

#[test]
fn examples_lead_to_their_operations() {
    let mut count = 0;
    for spec in specs() {
        let resolved = spec.resolve().expect("the spec has no errors");
        let api = resolved.api();
        let router = Router::new(api, Vec::new());
        for (id, operation) in api.operations_with_ids() {
            let mut host = api.hosts[operation.host].url.clone();
            for value in &api.configuration {
                host = host.replace(&format!("{{{}}}", value.id.value), &value.example);
            }
            for example in &operation.examples {
                let (head, body) = example.wire.text.split_once("\n\n").unwrap_or((&example.wire.text, ""));
                // The fixed values of variants are in the body.
                if head.contains("multipart/form-data") {
                    continue;
                }
                let (method, target) =
                    head.lines().next().and_then(|line| line.split_once(' ')).expect("there is a line");
                let body: Option<Value> = serde_json::from_str(body).ok();
                let url = format!("{host}{target}");
                let headers = head.lines().skip(1).filter_map(|line| line.split_once(": "));
                let headers: Vec<(String, String)> =
                    headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
                let request = ObservedRequest { method, url: &url, headers: &headers, body: body.as_ref() };
                assert_eq!(router.find(request), Matched::Operation(id), "{} {target}", operation.id);
                count += 1;
            }
        }
    }
    assert!(count > 700, "{count}");
}

#[test]
fn requests_lead_to_operations() {
    let (_, spec) = shop();
    let resolved = spec.resolve().expect("the spec has no errors");
    let api = resolved.api();
    let router = Router::new(api, Vec::new());
    let local = Router::new(api, vec![(None, "http://127.0.0.1:8080/proxy".into())]);
    let used = json!({ "state": "used", "name": "x" });
    let host = "https://acme.shop.example";
    for (router, method, url, body, expected) in [
        (&router, "GET", format!("{host}/v1/items"), None, "list_items"),
        (&router, "get", format!("{host}:443/v1/items?after=b#x"), None, "list_items"),
        (&router, "GET", format!("{host}/v1/items/first"), None, "view_first"),
        (&router, "GET", format!("{host}/v1/items/a%2Fb"), None, "view_item"),
        (&router, "GET", format!("{host}/v1/kinds/toy"), None, "list_kinds"),
        (&router, "POST", format!("{host}/v1/items"), Some(&used), "add_used"),
        (&router, "POST", format!("{host}/v1/items"), None, "add_new"),
        (&local, "GET", "http://127.0.0.1:8080/proxy/v1/items".into(), None, "list_items"),
        (&router, "DELETE", format!("{host}/v1/items/mina"), None, "DELETE /v1/items/{}"),
        (&router, "CANARY", format!("{host}/v2/mina@example.com/items/?token=x"), None, "[*] /{}/{}/items/"),
        (&router, "GET", host.into(), None, "GET /"),
        (&router, "GET", "https://shop.example/v1/items".into(), None, "other"),
        (&router, "GET", "http://127.0.0.1:8080/proxyv1/items".into(), None, "other"),
        (&local, "GET", "http://127.0.0.1:8080/proxyv1/items".into(), None, "other"),
        (&router, "GET", "not a URL".into(), None, "other"),
        (&router, "", String::new(), None, "other"),
    ] {
        let found = match router.find(ObservedRequest { method, url: &url, headers: &[], body }) {
            Matched::Operation(id) => api.operation(id).name.value.clone(),
            Matched::NoOperation { method, path } => format!("{method} {path}"),
            Matched::OtherHost => "other".into(),
        };
        assert_eq!(found, expected, "{method} {url}");
    }
}
