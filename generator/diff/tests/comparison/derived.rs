//! Derived differences are no changes of their own. Any other edit is a change.

use super::{base, compare};

/// A replaced part of a file, as in `cases`.
type Edit = (&'static str, &'static str, &'static str);

/// The condition, the edits that make the old spec and the new one, and the ids of all changes.
type Case = (&'static str, &'static [Edit], &'static [Edit], &'static [&'static str]);

const API: &str = "api.yaml";
const ITEMS: &str = "shop/items.yaml";
const TYPES: &str = "shop/types.yaml";
const EVENTS: &str = "shop/events.yaml";

const RESPONSE: &str = "{\"items\":[{\"id\":\"a\"}],\"next\":\"\"}";

const SEARCH: Edit = (
    ITEMS,
    "operations:\n",
    "operations:
  search:
    request: POST /v1/search
    summary: Searches.
    body:
      words: { type: string, required: true, doc: The words. }
      limit: { type: int, doc: The number of items. }
      filter: { type: Filter, doc: The filter. }
    response: { type: Found, in: found }
    evidence: documented
    examples:
      usual:
        with: { words: box, limit: 5, filter: { form: round } }
        wire: |-
          POST /v1/search
          X-Key: EXAMPLE-KEY
          Content-Type: application/json; charset=utf-8

          {\"words\":\"box\",\"limit\":5,\"filter\":{\"form\":\"round\"}}
        response: '{\"found\":{\"sort\":\"thing\",\"weight\":[1,2]}}'
",
);

const SEARCH_TYPES: Edit = (
    TYPES,
    "types:\n",
    "types:
  Filter:
    doc: A filter.
    fields:
      form: { type: Form, doc: The form. }
      old: { type: string, doc: No longer used. }
  Form:
    doc: A form.
    enum:
      round: Round.
      square: Square.
  Found:
    doc: The result.
    union: { by: sort, members: { thing: { type: Thing, doc: A thing. } } }
  Thing:
    doc: A thing.
    fields:
      weight: { type: list<int>, doc: The weights. }
",
);

const LABEL: Edit = (TYPES, "      id:", "      label: { type: string, doc: Its label. }\n      id:");
const WITH_LABEL: &str = "{\"items\":[{\"id\":\"a\",\"label\":\"b\"}],\"next\":\"\"}";

const LOOSE: Edit = (
    TYPES,
    "types:\n",
    "types:
  Loose:
    doc: A number or a flag.
    union: { kinds: { number: int, bool: bool, string: string } }
",
);

const EVENT: Edit = (
    EVENTS,
    "",
    "format: 1
title: Events
doc: Events.
by: kind
events:
  sold: { type: Sold, doc: It was sold., evidence: documented, example: '{\"kind\":\"sold\",\"item\":\"a\"}' }
types:
  Sold:
    doc: It was sold.
    fields:
      item: { type: string, doc: The item. }
",
);

const CASES: &[Case] = &[
    (
        "a base path, with all paths below it",
        &[SEARCH, SEARCH_TYPES],
        &[
            (API, "base_path: /v1", "base_path: /v2/shop"),
            (ITEMS, "request: POST /v1/", "request: POST /v2/shop/"),
            (ITEMS, "  POST /v1/", "  POST /v2/shop/"),
            (ITEMS, "request: GET /v1/", "request: GET /v2/shop/"),
            (ITEMS, "  GET /v1/", "  GET /v2/shop/"),
        ],
        &["api.hosts.main:base_path"],
    ),
    (
        "a base path, with a path that changes in another way as well",
        &[SEARCH, SEARCH_TYPES],
        &[
            (API, "base_path: /v1", "base_path: /v2"),
            (ITEMS, "request: POST /v1/search", "request: POST /v2/find"),
            (ITEMS, "  POST /v1/search", "  POST /v2/find"),
            (ITEMS, "request: GET /v1/", "request: GET /v2/"),
            (ITEMS, "  GET /v1/", "  GET /v2/"),
        ],
        &["api.hosts.main:base_path", "shop.items.search:path"],
    ),
    (
        "a base path that is removed from all paths",
        &[],
        &[
            (API, "    base_path: /v1\n", ""),
            (ITEMS, "request: GET /v1/", "request: GET /"),
            (ITEMS, "  GET /v1/", "  GET /"),
        ],
        &["api.hosts.main:base_path"],
    ),
    (
        "a base path that is removed, while the paths stay",
        &[],
        &[(API, "    base_path: /v1\n", "")],
        &["api.hosts.main:base_path"],
    ),
    (
        "another host, whose base path is another one",
        &[],
        &[
            (
                API,
                "hosts:\n",
                "hosts:\n  second: { doc: The second host., url: \"https://s.shop.example\", base_path: /v2, errors: \
                 plain, auth: { header: X-Key, credential: key } }\n",
            ),
            (API, "host: main", "host: second"),
            (ITEMS, "request: GET /v1/", "request: GET /v2/"),
            (ITEMS, "  GET /v1/", "  GET /v2/"),
        ],
        &["api.hosts.second:added", "shop:host"],
    ),
    (
        "a header with the credential",
        &[],
        &[(API, "header: X-Key", "header: X-Token"), (ITEMS, "  X-Key:", "  X-Token:")],
        &["api.hosts.main.auth:carrier"],
    ),
    (
        "a header with the credential, and one response that is edited",
        &[],
        &[
            (API, "header: X-Key", "header: X-Token"),
            (ITEMS, "  X-Key:", "  X-Token:"),
            (ITEMS, "\"id\":\"a\"", "\"id\":\"b\""),
        ],
        &["api.hosts.main.auth:carrier", "shop.items.list_items.examples.usual:response"],
    ),
    (
        "a renamed field of a shared type",
        &[],
        &[(TYPES, "id: { type: string", "key: { was: id, type: string"), (ITEMS, "\"id\":", "\"key\":")],
        &["shop.types.Item.fields.key:name"],
    ),
    (
        "a renamed field with another value in the response",
        &[],
        &[(TYPES, "id: { type: string", "key: { was: id, type: string"), (ITEMS, "\"id\":\"a\"", "\"key\":\"b\"")],
        &["shop.types.Item.fields.key:name", "shop.items.list_items.examples.usual:response"],
    ),
    (
        "a removed field that the response showed",
        &[LABEL, (ITEMS, RESPONSE, WITH_LABEL)],
        &[(LABEL.0, LABEL.2, LABEL.1), (ITEMS, WITH_LABEL, RESPONSE)],
        &["shop.types.Item.fields.label:removed"],
    ),
    (
        "an added field that the response shows",
        &[],
        &[LABEL, (ITEMS, RESPONSE, WITH_LABEL)],
        &["shop.types.Item.fields.label:added"],
    ),
    (
        "a response that shows a field which was there before",
        &[LABEL],
        &[(ITEMS, RESPONSE, WITH_LABEL)],
        &["shop.items.list_items.examples.usual:response"],
    ),
    (
        "a response that is only written differently",
        &[],
        &[(ITEMS, RESPONSE, "{ \"items\": [{\"id\":\"a\"}],\"next\":\"\"}")],
        &["shop.items.list_items.examples.usual:response"],
    ),
    (
        "a renamed enum value in an argument",
        &[SEARCH, SEARCH_TYPES],
        &[
            (TYPES, "      round: Round.", "      circular: { was: round, doc: Round. }"),
            (ITEMS, "form: round", "form: circular"),
            (ITEMS, "\"form\":\"round\"", "\"form\":\"circular\""),
        ],
        &["shop.types.Form.enum.circular:name"],
    ),
    (
        "another enum value in an argument",
        &[SEARCH, SEARCH_TYPES],
        &[(ITEMS, "form: round", "form: square"), (ITEMS, "\"form\":\"round\"", "\"form\":\"square\"")],
        &["shop.items.search.examples.usual:with"],
    ),
    (
        "a removed enum value in an argument",
        &[SEARCH, SEARCH_TYPES],
        &[
            (TYPES, "      round: Round.\n", ""),
            (ITEMS, "form: round", "form: square"),
            (ITEMS, "\"form\":\"round\"", "\"form\":\"square\""),
        ],
        &["shop.types.Form.enum.round:removed"],
    ),
    (
        "a renamed, a removed and an added parameter",
        &[SEARCH, SEARCH_TYPES],
        &[
            (ITEMS, "words: { type", "text: { was: words, type"),
            (
                ITEMS,
                "limit: { type: int, doc: The number of items. }",
                "page: { type: int, required: true, doc: The page. }",
            ),
            (ITEMS, "with: { words: box, limit: 5,", "with: { text: box, page: 1,"),
            (ITEMS, "{\"words\":\"box\",\"limit\":5,", "{\"text\":\"box\",\"page\":1,"),
        ],
        &[
            "shop.items.search.body.text:name",
            "shop.items.search.body.page:added",
            "shop.items.search.body.limit:removed",
        ],
    ),
    (
        "an argument for a parameter that was there before",
        &[],
        &[(ITEMS, "        with: { after: b }\n", ""), (ITEMS, "items?after=b", "items")],
        &["shop.items.list_items.examples.usual:with"],
    ),
    (
        "a value of another type",
        &[SEARCH, SEARCH_TYPES],
        &[(TYPES, "weight: { type: list<int>", "weight: { type: list<string>"), (ITEMS, "[1,2]", "[\"one\",\"two\"]")],
        &["shop.types.Thing.fields.weight:type"],
    ),
    (
        "a value added to a list",
        &[SEARCH, SEARCH_TYPES],
        &[(ITEMS, "[1,2]", "[1,2,3]")],
        &["shop.items.search.examples.usual:response"],
    ),
    (
        "the wrapper of a response, and the field with the name of a type",
        &[SEARCH, SEARCH_TYPES],
        &[
            (ITEMS, "in: found", "in: result"),
            (TYPES, "by: sort", "by: kind"),
            (ITEMS, "{\"found\":{\"sort\"", "{\"result\":{\"kind\""),
        ],
        &["shop.items.search.response:in", "shop.types.Found.union:by"],
    ),
    (
        "a parameter that is required, with an argument for it",
        &[],
        &[
            (
                ITEMS,
                "after: { type: string, doc",
                "size: { type: int, required: true, doc: The size. }\n      after: { type: string, doc",
            ),
            (ITEMS, "with: { after: b }", "with: { size: 3, after: b }"),
            (ITEMS, "items?after=b", "items?size=3&after=b"),
        ],
        &["shop.items.list_items.query.size:added"],
    ),
    (
        "a parameter that becomes required, with an argument for it",
        &[(ITEMS, "        with: { after: b }\n", ""), (ITEMS, "items?after=b", "items")],
        &[
            (ITEMS, "after: { type: string,", "after: { type: string, required: true,"),
            (ITEMS, "      usual:\n", "      usual:\n        with: { after: b }\n"),
            (ITEMS, "  GET /v1/items\n          X", "  GET /v1/items?after=b\n          X"),
        ],
        &["shop.items.list_items.query.after:required"],
    ),
    (
        "a field that is always there by now, and shown",
        &[LABEL],
        &[(TYPES, "label: { type: string,", "label: { type: string, always: true,"), (ITEMS, RESPONSE, WITH_LABEL)],
        &["shop.types.Item.fields.label:always"],
    ),
    (
        "a renamed field of the values of a map",
        &[
            (
                ITEMS,
                "items: { type: list<Item>, doc: The items. }",
                "items: { type: list<Item>, doc: The items. }\n        by_name: { type: map<Item>, doc: The items by name. }",
            ),
            (ITEMS, RESPONSE, "{\"items\":[],\"by_name\":{\"x\":{\"id\":\"a\"}}}"),
        ],
        &[(TYPES, "id: { type: string", "key: { was: id, type: string"), (ITEMS, "\"id\":", "\"key\":")],
        &["shop.types.Item.fields.key:name"],
    ),
    (
        "another key in a map",
        &[
            (
                ITEMS,
                "items: { type: list<Item>, doc: The items. }",
                "items: { type: list<Item>, doc: The items. }\n        by_name: { type: map<Item>, doc: The items by name. }",
            ),
            (ITEMS, RESPONSE, "{\"items\":[],\"by_name\":{\"x\":{\"id\":\"a\"}}}"),
        ],
        &[(ITEMS, "\"x\":", "\"y\":")],
        &["shop.items.list_items.examples.usual:response"],
    ),
    (
        "a removed kind of JSON in a union",
        &[SEARCH, SEARCH_TYPES, LOOSE, (TYPES, "weight: { type: list<int>", "weight: { type: list<Loose>")],
        &[(TYPES, "number: int, bool: bool", "bool: bool"), (ITEMS, "[1,2]", "[true,false]")],
        &["shop.types.Loose.union.kinds:number:removed"],
    ),
    (
        "a value of another kind of JSON in a union",
        &[SEARCH, SEARCH_TYPES, LOOSE, (TYPES, "weight: { type: list<int>", "weight: { type: list<Loose>")],
        &[(ITEMS, "[1,2]", "[1,true]")],
        &["shop.items.search.examples.usual:response"],
    ),
    (
        "a field that is shown under another of its names",
        &[
            (LABEL.0, LABEL.1, "      label: { type: string, also: [tag], doc: Its label. }\n      id:"),
            (ITEMS, RESPONSE, WITH_LABEL),
        ],
        &[(ITEMS, "\"label\":", "\"tag\":")],
        &["shop.items.list_items.examples.usual:response"],
    ),
    (
        "a further key in a map",
        &[
            (
                ITEMS,
                "items: { type: list<Item>, doc: The items. }",
                "items: { type: list<Item>, doc: The items. }\n        by_name: { type: map<Item>, doc: The items by name. }",
            ),
            (ITEMS, RESPONSE, "{\"items\":[],\"by_name\":{\"x\":{\"id\":\"a\"}}}"),
        ],
        &[(ITEMS, "{\"x\":", "{\"w\":{\"id\":\"a\"},\"x\":")],
        &["shop.items.list_items.examples.usual:response"],
    ),
    (
        "another kind of JSON where any is valid",
        &[SEARCH, SEARCH_TYPES, (TYPES, "weight: { type: list<int>", "weight: { type: list<json>")],
        &[(ITEMS, "[1,2]", "[1,true]")],
        &["shop.items.search.examples.usual:response"],
    ),
    (
        "a value that changes and is valid under both types",
        &[SEARCH, SEARCH_TYPES],
        &[(TYPES, "weight: { type: list<int>", "weight: { type: list<float>"), (ITEMS, "[1,2]", "[1,3]")],
        &["shop.types.Thing.fields.weight:type", "shop.items.search.examples.usual:response"],
    ),
    (
        "another member of a union",
        &[
            SEARCH,
            SEARCH_TYPES,
            (TYPES, "members: {", "members: { crate: { type: Crate, doc: A crate. },"),
            (
                TYPES,
                "  Thing:\n",
                "  Crate:\n    doc: A crate.\n    fields:\n      weight: { type: list<int>, doc: The weights. }\n  Thing:\n",
            ),
        ],
        &[(ITEMS, "\"sort\":\"thing\"", "\"sort\":\"crate\"")],
        &["shop.items.search.examples.usual:response"],
    ),
    (
        "a value beside the wrapped response",
        &[SEARCH, SEARCH_TYPES, (ITEMS, "{\"found\":", "{\"took\":1,\"found\":")],
        &[(ITEMS, "\"took\":1", "\"took\":2")],
        &["shop.items.search.examples.usual:response"],
    ),
    (
        "a field that is shown under two of its names",
        &[
            (LABEL.0, LABEL.1, "      label: { type: string, also: [tag], doc: Its label. }\n      id:"),
            (ITEMS, RESPONSE, WITH_LABEL),
        ],
        &[(ITEMS, "\"label\":\"b\"", "\"label\":\"b\",\"tag\":\"b\"")],
        &["shop.items.list_items.examples.usual:response"],
    ),
    (
        "the field with the name of an event",
        &[EVENT],
        &[(EVENTS, "by: kind", "by: type"), (EVENTS, "\"kind\":", "\"type\":")],
        &["shop.events:by"],
    ),
    ("the body of an event", &[EVENT], &[(EVENTS, "\"item\":\"a\"", "\"item\":\"b\"")], &["shop.events.sold:example"]),
];

#[test]
fn derived_differences_are_not_reported() {
    let mut wrong = Vec::new();
    for (title, before, after, ids) in CASES {
        let states = [before.to_vec(), [*before, *after].concat()].map(|edits| base(&edits));
        let changes = compare(&states[0], &states[1]).changes;
        let mut found: Vec<&str> = changes.iter().map(|change| change.id.as_str()).collect();
        let mut expected = ids.to_vec();
        found.sort_unstable();
        expected.sort_unstable();
        if found != expected {
            wrong.push(format!("{title}: {found:?}, not {expected:?}"));
        }
        // In the reverse comparison, the same elements change.
        let count = compare(&states[1], &states[0]).changes.len();
        if count != ids.len() {
            wrong.push(format!("{title}, the other way round: {count} changes, not {}", ids.len()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The impact of a host represents the impact of all paths on it.
#[test]
fn changed_base_path_breaks_clients_and_names_operations() {
    let (_, before, after, _) = CASES[0];
    let changes = compare(&base(before), &base(&[before, after].concat())).changes;
    let [change] = changes.as_slice() else { panic!("one change: {changes:#?}") };
    assert_eq!(change.verdict().wire, api_client_diff::Level::Major);
    let operations: Vec<&str> = change.reach.operations.iter().map(String::as_str).collect();
    assert_eq!(operations, ["shop.items.list_items", "shop.items.search"]);
}
