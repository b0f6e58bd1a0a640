//! Changes of a small spec that need more than one edit, because other elements refer to the changed one.

use std::collections::BTreeSet;

use super::{base, compare};
use api_client_generator::Spec;

/// A replaced part of a file: file, old text, new text. Without an old text, it is a new file.
type Edit = (&'static str, &'static str, &'static str);

pub(super) struct Case {
    /// The keys of the format that the case covers.
    pub(super) keys: &'static [(&'static str, &'static str)],
    /// The edits that make the old spec from the base.
    before: &'static [Edit],
    /// The edits that make the new spec from the old one.
    edits: &'static [Edit],
    /// The expected changes, by id and kind.
    expected: &'static [&'static str],
}

const API: &str = "api.yaml";
const ITEMS: &str = "shop/items.yaml";
const TYPES: &str = "shop/types.yaml";
const LIST: &str = "documented.yaml";

const EVENTS: &str = "shop/events.yaml";
const NAMES: &str = "vendor_names.yaml";
const GUIDE: &str = "guides/start.md";

const SEARCH: &str = "operations:
  search:
    request: POST /v1/search
    summary: Searches.
    rate_limit: read
    body:
      words: { type: string, doc: The words to search for. }
    response: unknown
    evidence: documented
";

const RESOURCES: &str = "resources:
  rack:
    key: id
    view: view_rack
  other:
    key: id
    view: view_rack
  item:
    belongs_to: rack
    key: id
    list: list_items
operations:
  view_rack:
    request: GET /v1/racks/{id}
    summary: Views a rack.
    path: { id: { type: string, doc: Its id. } }
    response: { fields: { id: { type: string, doc: Its id. }, mark: { type: string, doc: Another id. } } }
    evidence: documented
  list_again:
    request: GET /v1/again
    summary: Lists the items again.
    response: { type: list<Item> }
    pagination: none
    evidence: documented
";

const FIXED: &str = "operations:
  fix:
    request: POST /v1/fix
    summary: Fixes.
    header: { X-Mode: { value: fast } }
    body:
      kind: { value: plain }
    response: unknown
    evidence: documented
    examples:
      usual:
        wire: |-
          POST /v1/fix
          X-Key: EXAMPLE-KEY
          X-Mode: fast
          Content-Type: application/json; charset=utf-8

          {\"kind\":\"plain\"}
";

const AROUND: &str = "operations:
  around:
    request: GET /v1/around
    summary: Lists the items around an item.
    query:
      anchor: { type: string, doc: The item. }
      prev: { type: int, doc: The number of items before it. }
      following: { type: int, doc: The number of items after it. }
    response: { fields: { items: { type: list<Item>, doc: The items. } } }
    pagination: { style: around, items: items }
    evidence: documented
";

const WINDOW: &str = "pagination:
  around: { window: { anchor: anchor, item: id, before: prev, after: following } }
";

const JOB: &str = "operations:
  watch:
    request: GET /v1/watch
    summary: Shows a job.
    response:
      fields:
        state: { type: string, doc: The state. }
        done: { type: int, doc: The finished work. }
        all: { type: int, doc: The total work. }
        phase: { type: string, doc: The state. }
        parts: { type: int, doc: The finished work. }
        whole: { type: int, doc: The total work. }
    job: { state: state, done: [end], progress: { done: done, total: all } }
    evidence: documented
";

const UNIONS: &str = "types:
  Crate: { doc: A box., fields: { size: { type: int, doc: Its size. } } }
  Bag: { doc: A bag., fields: { size: { type: string, doc: Its size. } } }
  Hull:
    doc: Its container.
    union: { by: form, members: { box: { type: Crate, doc: A box. } } }
  Loose:
    doc: Anything.
    union: { kinds: { string: string, number: int, bool: bool, list: list<string> } }
  Shelf:
    doc: A shelf.
    fields:
      hull: { type: Hull, doc: Its container. }
      loose: { type: Loose, doc: Its content. }
";

const USES_UNIONS: &str = "operations:
  view_shelf:
    request: GET /v1/shelf
    summary: Shows the shelf.
    response: { type: Shelf }
    evidence: documented
";

const EVENT: &str = "format: 1
title: Events
doc: Events of the shop.
by: kind
signature: { header: X-Sign, algorithm: hmac_sha256, encoding: hex, credential: key }
events:
  sold: { type: Sold, doc: It was sold., evidence: documented }
  lost: { type: unknown, doc: It was lost., evidence: documented }
types:
  Sold:
    doc: It was sold.
    fields:
      kind: { type: string, doc: The kind. }
      sort: { type: string, doc: The kind. }
";

pub(super) const CASES: &[Case] = &[
    Case {
        keys: &[("a cursor", "request"), ("an operation", "query"), ("a pagination style", "cursor")],
        before: &[],
        edits: &[
            (API, "request: after", "request: from"),
            (ITEMS, "after: { type: string", "from: { type: url"),
            (ITEMS, "with: { after", "with: { from"),
            (ITEMS, "?after=b", "?from=b"),
        ],
        expected: &[
            "api.pagination.cursor.cursor:request pagination-style-changed",
            "shop.items.list_items.query.from:added parameter-added",
        ],
    },
    Case {
        keys: &[("a cursor", "response"), ("a response", "fields")],
        before: &[],
        edits: &[
            (API, "response: next", "response: more"),
            (ITEMS, "next: { type: string", "more: { type: url"),
            (ITEMS, ",\"next\":", ",\"more\":"),
        ],
        expected: &[
            "api.pagination.cursor.cursor:response pagination-style-changed",
            "shop.items.list_items.response.fields.more:added field-added",
        ],
    },
    Case {
        keys: &[("a field", "type")],
        before: &[(TYPES, "      id:", "      name: { type: string, doc: Its name. }\n      id:")],
        edits: &[(TYPES, "name: { type: string", "name: { type: int")],
        expected: &["shop.types.Item.fields.name:type field-type-changed"],
    },
    Case {
        keys: &[("a cursor of the previous page", "request"), ("a cursor of the previous page", "response")],
        before: &[
            (API, "response: next }", "response: next, backwards: { request: before, response: last } }"),
            (ITEMS, "after: { type", "before: { type: string, doc: The end. }\n      after: { type"),
            (ITEMS, "next: { type", "last: { type: string, doc: The last. }\n        next: { type"),
        ],
        edits: &[
            (API, "request: before, response: last", "request: until, response: previous"),
            (ITEMS, "before: { type: string", "until: { type: url"),
            (ITEMS, "last: { type: string", "previous: { type: url"),
        ],
        expected: &[
            "api.pagination.cursor.cursor.backwards:request pagination-style-changed",
            "api.pagination.cursor.cursor.backwards:response pagination-style-changed",
            "shop.items.list_items.query.before:removed parameter-removed",
            "shop.items.list_items.query.until:added parameter-added",
            "shop.items.list_items.response.fields.last:removed field-removed",
            "shop.items.list_items.response.fields.previous:added field-added",
        ],
    },
    Case {
        keys: &[
            ("a pagination style", "offset"),
            ("an offset", "request"),
            ("the API", "pagination"),
            ("a parameter", "type"),
            ("an example", "wire"),
        ],
        before: &[],
        edits: &[
            (API, "cursor: { cursor: { request: after, response: next } }", "cursor: { offset: { request: after } }"),
            (ITEMS, "after: { type: string", "after: { type: int"),
            (ITEMS, "after: b", "after: 2"),
            (ITEMS, "?after=b", "?after=2"),
        ],
        expected: &[
            "api.pagination.cursor:way pagination-style-changed",
            "shop.items.list_items.query.after:type value-type-narrowed",
        ],
    },
    Case {
        keys: &[("the pagination of an operation", "style"), ("the pagination of an operation", "items")],
        before: &[],
        edits: &[
            (API, "pagination:\n", "pagination:\n  other: { cursor: { request: after, response: last } }\n"),
            (ITEMS, "pagination: { style: cursor, items: items }", "pagination: { style: other, items: things }"),
            (
                ITEMS,
                "        items: { type: list<Item>",
                "        last: { type: string, doc: The last. }\n        things: { type: list<json>",
            ),
            (ITEMS, "{\"items\"", "{\"things\""),
        ],
        expected: &[
            "api.pagination.other:added pagination-style-added",
            "shop.items.list_items.pagination:style pagination-replaced",
            "shop.items.list_items.pagination:items paged-items-changed",
            "shop.items.list_items.response.fields.things:added field-added",
        ],
    },
    Case {
        keys: &[
            ("a host", "auth"),
            ("the auth of a host", "header"),
            ("the auth of a host", "prefix"),
            ("the auth of a host", "credential"),
            ("the API", "credentials"),
        ],
        before: &[],
        edits: &[
            (API, "credentials:\n", "credentials:\n  token: { doc: A token. }\n"),
            (
                API,
                "auth: { header: X-Key, credential: key }",
                "auth: { header: X-Token, prefix: Own, credential: token }",
            ),
            (ITEMS, "X-Key: EXAMPLE-KEY", "X-Token: OwnEXAMPLE-TOKEN"),
        ],
        expected: &[
            "api.credentials.token:added credential-added",
            "api.hosts.main.auth:carrier auth-changed",
            "api.hosts.main.auth:prefix auth-changed",
            "api.hosts.main.auth:credential auth-changed",
        ],
    },
    Case {
        keys: &[("the auth of a host", "query")],
        before: &[],
        edits: &[
            (API, "auth: { header: X-Key", "auth: { query: key"),
            (ITEMS, "?after=b\n          X-Key: EXAMPLE-KEY", "?after=b&key=EXAMPLE-KEY"),
        ],
        expected: &["api.hosts.main.auth:carrier auth-changed"],
    },
    Case {
        keys: &[("a product", "host"), ("the API", "hosts"), ("a host", "errors"), ("the API", "errors")],
        before: &[],
        edits: &[
            (API, "errors:\n", "errors:\n  other:\n    body: { message: text }\n"),
            (
                API,
                "hosts:\n",
                "hosts:\n  second: { doc: Another., url: \"https://s.shop.example\", errors: other, \
                 auth: { header: X-Key, credential: key } }\n",
            ),
            (API, "host: main", "host: second"),
        ],
        expected: &[
            "api.errors.other:added error-format-added",
            "api.hosts.second:added host-added",
            "shop:host product-host-changed",
        ],
    },
    Case {
        keys: &[("an operation", "host"), ("an error format", "body")],
        before: &[(
            API,
            "hosts:\n",
            "hosts:\n  second: { doc: Another., url: \"https://s.shop.example\", errors: plain, \
             auth: { header: X-Key, credential: key } }\n",
        )],
        edits: &[
            (ITEMS, "    summary: Lists the", "    host: second\n    summary: Lists the"),
            (API, "message: message", "message: text"),
        ],
        expected: &[
            "shop.items.list_items:host operation-host-changed",
            "api.errors.plain.body:message error-body-changed",
        ],
    },
    Case {
        keys: &[("the API", "configuration"), ("a parameter", "from")],
        before: &[
            (API, "configuration:\n", "configuration:\n  shelf: { doc: A shelf., example: low }\n"),
            (ITEMS, "    query:\n", "    query:\n      shelf: { from: shelf, doc: The shelf. }\n"),
            (ITEMS, "?after=b", "?shelf=low&after=b"),
        ],
        edits: &[(ITEMS, "from: shelf", "from: tenant"), (ITEMS, "?shelf=low", "?shelf=acme")],
        expected: &["shop.items.list_items.query.shelf:source fixed-value-changed"],
    },
    Case {
        keys: &[("the API", "configuration")],
        before: &[],
        edits: &[(API, "configuration:\n", "configuration:\n  shelf: { doc: A shelf., example: low }\n")],
        expected: &["api.configuration.shelf:added configuration-added"],
    },
    Case {
        keys: &[("a type", "fields"), ("a file of shared types", "types"), ("a field", "also")],
        before: &[(TYPES, "      id:", "      name: { type: string, also: [title], doc: Its name. }\n      id:")],
        edits: &[(TYPES, "also: [title]", "also: [label]")],
        expected: &["shop.types.Item.fields.name:also other-name-changed"],
    },
    Case {
        keys: &[("a type", "fields"), ("a file of shared types", "types")],
        before: &[],
        edits: &[
            (TYPES, "  Item:\n", "  Thing:\n    was: Item\n"),
            (ITEMS, "list<Item>", "list<Thing>"),
            (TYPES, "      id:", "      name: { type: string, doc: Its name. }\n      id:"),
        ],
        expected: &["shop.types.Thing:name type-renamed", "shop.types.Thing.fields.name:added field-added"],
    },
    Case {
        keys: &[("an operation", "request")],
        before: &[],
        edits: &[
            (ITEMS, "request: GET /v1/items", "request: GET /v1/goods"),
            (ITEMS, "          GET /v1/items", "          GET /v1/goods"),
        ],
        expected: &["shop.items.list_items:path path-changed"],
    },
    Case {
        keys: &[("a section", "section"), ("the API", "products"), ("the documented list", "documented")],
        before: &[],
        edits: &[(LIST, "list: List items", "list: List items, found: Find an item")],
        expected: &["documented.shop/items/found:added documented-added"],
    },
    Case {
        keys: &[("an operation", "body"), ("an operation", "response"), ("a response", "in")],
        before: &[(ITEMS, "operations:\n", SEARCH)],
        edits: &[
            (ITEMS, "    response: unknown\n", "    response: { type: Item, in: found }\n"),
            (ITEMS, "words: { type: string,", "words: { type: string, required: true, nullable: true,"),
        ],
        expected: &[
            "shop.items.search.response:form response-discovered",
            "shop.items.search.body.words:required parameter-required",
            "shop.items.search.body.words:nullable parameter-nullable-gained",
        ],
    },
    Case {
        keys: &[("a parameter", "nullable"), ("an operation", "encoding")],
        before: &[(ITEMS, "operations:\n", SEARCH)],
        edits: &[(ITEMS, "words: { type: string,", "words: { type: string, nullable: true,")],
        expected: &["shop.items.search.body.words:nullable parameter-nullable-gained"],
    },
    Case {
        keys: &[("an operation", "encoding")],
        before: &[(ITEMS, "operations:\n", SEARCH)],
        edits: &[(ITEMS, "    body:\n", "    encoding: multipart\n    body:\n")],
        expected: &["shop.items.search:encoding encoding-changed"],
    },
    Case {
        keys: &[("an operation", "variant_of")],
        before: &[(ITEMS, "operations:\n", SEARCH)],
        edits: &[
            (ITEMS, "POST /v1/search\n", "GET /v1/items\n    variant_of: list_items\n"),
            (ITEMS, "    body:\n      words: { type: string,", "    query:\n      words: { value: x,"),
        ],
        expected: &["shop.items.search:variant_of variant-changed", "shop.items.search:method method-changed"],
    },
    Case {
        keys: &[("a documented product", "sections")],
        before: &[],
        edits: &[(LIST, "sections:\n", "sections:\n      more: { title: More, endpoints: { one: One } }\n")],
        expected: &["documented.shop/more/one:added documented-added"],
    },
    Case {
        keys: &[
            ("a pagination style", "window"),
            ("a window", "anchor"),
            ("a window", "item"),
            ("a window", "before"),
            ("a window", "after"),
        ],
        before: &[
            (API, "pagination:\n", WINDOW),
            (ITEMS, "operations:\n", AROUND),
            (TYPES, "      id:", "      key: { type: string, doc: Its key. }\n      id:"),
        ],
        edits: &[
            (
                API,
                "anchor: anchor, item: id, before: prev, after: following",
                "anchor: at, item: key, before: b, after: a",
            ),
            (ITEMS, "      anchor: { type: string", "      at: { type: url"),
            (ITEMS, "      prev:", "      b:"),
            (ITEMS, "      following:", "      a:"),
        ],
        expected: &[
            "api.pagination.around.window:anchor pagination-style-changed",
            "api.pagination.around.window:item pagination-style-changed",
            "api.pagination.around.window:before pagination-style-changed",
            "api.pagination.around.window:after pagination-style-changed",
        ],
    },
    Case {
        keys: &[
            ("the job of an operation", "state"),
            ("the progress of a job", "done"),
            ("the progress of a job", "total"),
        ],
        before: &[(ITEMS, "operations:\n", JOB)],
        edits: &[(
            ITEMS,
            "state: state, done: [end], progress: { done: done, total: all }",
            "state: phase, done: [end], progress: { done: parts, total: whole }",
        )],
        expected: &[
            "shop.items.watch.job:state job-state-changed",
            "shop.items.watch.job.progress:done job-progress-changed",
            "shop.items.watch.job.progress:total job-progress-changed",
        ],
    },
    Case {
        keys: &[
            ("a type", "union"),
            ("a union", "by"),
            ("a union", "kinds"),
            ("a member of a union", "type"),
            ("the kinds of a union", "string"),
            ("the kinds of a union", "number"),
            ("the kinds of a union", "bool"),
            ("the kinds of a union", "list"),
        ],
        before: &[(TYPES, "types:\n", UNIONS), (ITEMS, "operations:\n", USES_UNIONS)],
        edits: &[
            (
                TYPES,
                "by: form, members: { box: { type: Crate,",
                "by: shape, members: { bag: { type: Bag, doc: A bag. }, box: { type: Bag,",
            ),
            (
                TYPES,
                "string: string, number: int, bool: bool, list: list<string>",
                "string: url, number: float, list: list<int>",
            ),
        ],
        expected: &[
            "shop.types.Hull.union:by union-tag-changed",
            "shop.types.Hull.union.members.bag:added member-added",
            "shop.types.Hull.union.members.box:type member-type-changed",
            "shop.types.Loose.union.kinds:string:type member-type-reworded",
            "shop.types.Loose.union.kinds:number:type value-type-widened",
            "shop.types.Loose.union.kinds:bool:removed member-removed",
            "shop.types.Loose.union.kinds:list:type member-type-changed",
        ],
    },
    Case {
        keys: &[
            ("a file of events", "by"),
            ("a file of events", "types"),
            ("a signature", "credential"),
            ("an event", "type"),
        ],
        before: &[(EVENTS, "", EVENT)],
        edits: &[
            (API, "credentials:\n", "credentials:\n  token: { doc: A token. }\n"),
            (API, "auth: { header: X-Key, credential: key }", "auth: { header: X-Key, credential: token }"),
            (ITEMS, "EXAMPLE-KEY", "EXAMPLE-TOKEN"),
            (EVENTS, "by: kind", "by: sort"),
            (EVENTS, "lost: { type: unknown", "lost: { type: Sold"),
        ],
        expected: &["shop.events:by event-tag-changed", "shop.events.lost:type event-discovered"],
    },
    Case {
        keys: &[("a signature", "credential")],
        before: &[
            (API, "credentials:\n", "credentials:\n  token: { doc: A token. }\n"),
            (API, "X-Key, credential: key", "X-Key, credential: token"),
            (ITEMS, "EXAMPLE-KEY", "EXAMPLE-TOKEN"),
            (EVENTS, "", EVENT),
        ],
        edits: &[(EVENTS, "credential: key", "credential: token")],
        expected: &["shop.events.signature:credential signature-changed"],
    },
    Case {
        keys: &[("a section", "types")],
        before: &[],
        edits: &[(
            ITEMS,
            "operations:\n",
            "types:\n  Own: { doc: Its own., fields: { id: { type: string, doc: Its id. } } }\noperations:\n  show_own:\n    request: GET /v1/own\n    summary: Shows it.\n    response: { type: Own }\n    evidence: documented\n",
        )],
        expected: &["shop.types.Own:added type-added", "shop.items.show_own:added operation-added"],
    },
    Case {
        keys: &[("the API", "rate_limits")],
        before: &[],
        edits: &[
            (API, "rate_limits:\n", "rate_limits:\n  other: { doc: More., classes: { read: Ten a second. } }\n"),
            (API, "rate_limit: calls", "rate_limit: other"),
        ],
        expected: &[
            "api.rate_limits.other:added rate-limit-added",
            "api.hosts.main:rate_limit host-rate-limit-changed",
        ],
    },
    Case {
        keys: &[("the API", "guides")],
        before: &[],
        edits: &[
            (API, "configuration:\n", "guides: [start]\nconfiguration:\n"),
            (GUIDE, "", "# Start\n\nHow to start.\n"),
        ],
        expected: &["guides.start:added guide-added"],
    },
    Case {
        keys: &[("the names of the vendor", "vendor_names")],
        before: &[],
        edits: &[(
            NAMES,
            "",
            "format: 1\nvendor_names:\n  kit:\n    title: The kit\n    docs: https://shop.example/kit\n    classes:\n      Api:\n        listAll: shop.items.list_items\n",
        )],
        expected: &["vendor_names.kit:added vendor-client-added"],
    },
    Case {
        keys: &[("a parameter", "type")],
        before: &[(ITEMS, "operations:\n", SEARCH)],
        edits: &[(ITEMS, "words: { type: string", "words: { type: int")],
        expected: &["shop.items.search.body.words:type parameter-type-changed"],
    },
    Case {
        keys: &[("a parameter", "wire")],
        before: &[
            (ITEMS, "operations:\n", SEARCH),
            (
                ITEMS,
                "    body:\n      words: { type: string",
                "    query:\n      words: { type: list<string>, wire: comma",
            ),
        ],
        edits: &[(ITEMS, "wire: comma", "wire: repeated")],
        expected: &["shop.items.search.query.words:wire list-style-changed"],
    },
    Case {
        keys: &[("a parameter", "value"), ("an example", "wire")],
        before: &[(ITEMS, "operations:\n", FIXED)],
        edits: &[
            (ITEMS, "kind: { value: plain }", "kind: { value: bold }"),
            (ITEMS, "{\"kind\":\"plain\"}", "{\"kind\":\"bold\"}"),
        ],
        expected: &["shop.items.fix.body.kind:source fixed-value-changed"],
    },
    Case {
        keys: &[("an example", "with"), ("an example", "wire")],
        before: &[],
        edits: &[(ITEMS, "with: { after: b }", "with: { after: c }"), (ITEMS, "items?after=b", "items?after=c")],
        expected: &["shop.items.list_items.examples.usual:with example-changed"],
    },
    Case {
        keys: &[("an operation", "header")],
        before: &[(ITEMS, "operations:\n", FIXED)],
        edits: &[(ITEMS, "    header: { X-Mode: { value: fast } }\n", ""), (ITEMS, "          X-Mode: fast\n", "")],
        expected: &["shop.items.fix.header.X-Mode:removed fixed-parameter-removed"],
    },
    Case {
        keys: &[("a resource", "key")],
        before: &[(ITEMS, "operations:\n", RESOURCES)],
        edits: &[(ITEMS, "    key: id\n    view: view_rack\n  other:", "    key: mark\n    view: view_rack\n  other:")],
        expected: &["shop.resources.rack:key resource-changed"],
    },
    Case {
        keys: &[("a resource", "list")],
        before: &[(ITEMS, "operations:\n", RESOURCES)],
        edits: &[(ITEMS, "list: list_items", "list: list_again")],
        expected: &["shop.resources.item:list resource-changed"],
    },
    Case {
        keys: &[("a resource", "belongs_to")],
        before: &[(ITEMS, "operations:\n", RESOURCES)],
        edits: &[(ITEMS, "belongs_to: rack", "belongs_to: other")],
        expected: &["shop.resources.item:belongs_to resource-changed"],
    },
];

fn changes(case: &Case) -> BTreeSet<String> {
    let old = base(case.before);
    let edits: Vec<_> = case.before.iter().chain(case.edits).copied().collect();
    let new = base(&edits);
    compare(&old, &new).changes.iter().map(|change| format!("{} {}", change.id, change.kind)).collect()
}

#[test]
fn each_case_reports_its_changes() {
    let mut missing = Vec::new();
    for case in CASES {
        let found = changes(case);
        let absent = case.expected.iter().filter(|expected| !found.contains(**expected));
        missing.extend(absent.map(|expected| format!("{expected} is not among {found:#?}")));
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// A change in a shared type is one entry, with all elements that it affects.
#[test]
fn change_of_a_shared_type_is_one_entry_with_affected_elements() {
    const MORE: &str = "operations:
  view_item:
    request: GET /v1/items/{id}
    summary: Views an item.
    path:
      id: { type: string, doc: Its id. }
    response: { type: Item }
    evidence: documented
  list_again:
    request: GET /v1/again
    summary: Lists the items again.
    response: { type: Shelf }
    evidence: documented
";
    const SHELF: &str = "types:
  Shelf:
    doc: A shelf.
    fields:
      best: { type: Item, doc: The best. }
";
    let before: &[Edit] = &[(ITEMS, "operations:\n", MORE), (TYPES, "types:\n", SHELF)];
    let old = base(before);
    let edit: Edit = (TYPES, "      id:", "      name: { type: string, doc: Its name. }\n      id:");
    let edits: Vec<_> = before.iter().copied().chain([edit]).collect();
    let changes = compare(&old, &base(&edits)).changes;
    let [change] = changes.as_slice() else { panic!("one change: {changes:#?}") };
    assert_eq!(change.id, "shop.types.Item.fields.name:added");
    let operations: Vec<&str> = change.reach.operations.iter().map(String::as_str).collect();
    assert_eq!(operations, ["shop.items.list_again", "shop.items.list_items", "shop.items.view_item"]);
    assert_eq!(change.reach.types.iter().collect::<Vec<_>>(), ["shop.types.Shelf"]);
}

/// A new correction declares the other changes of its element, so they have no effect on the wire.
#[test]
fn correction_has_no_effect_on_the_wire() {
    let old = base(&[]);
    let edit = |extra: &'static str| -> [Edit; 1] { [(TYPES, "id: { type: string, always: true,", extra)] };
    let plain = compare(&old, &base(&edit("id: { type: string,"))).changes;
    assert_eq!(plain[0].verdict().wire, api_client_diff::Level::Major, "{plain:#?}");
    let declared = compare(&old, &base(&edit("id: { type: string, correction: It was never sure.,"))).changes;
    let [change] = declared.as_slice() else { panic!("one change: {declared:#?}") };
    assert_eq!(change.correction.as_deref(), Some("It was never sure."));
    assert_eq!(change.verdict().wire, api_client_diff::Level::None);
    assert_eq!(change.verdict().source, api_client_diff::Level::Major);
}

/// A section whose names change.
const SIZE: Edit = (
    "shop/more.yaml",
    "",
    "format: 1
section: more
title: More
doc: More.
operations:
  view_size:
    request: GET /v1/size
    summary: Shows a size.
    query:
      fit: { type: Fit, doc: The fit. }
    response:
      fields:
        inches: { type: int, doc: The size in inches. }
    evidence: documented
types:
  Fit:
    doc: Kinds of fit.
    enum:
      tight: Tight.
",
);

/// A new name with the same name in Rust breaks no code, and with `was` needs no alias.
#[test]
fn element_with_the_same_name_in_rust_breaks_no_code() {
    let size = SIZE;
    let old = base(&[size]);
    for (from, to, kind, found) in [
        ("inches: {", "width: { was: inches, rust: inches,", "field-renamed", "silently"),
        ("fit: {", "FIT: { was: fit,", "parameter-renamed", "at run time"),
        ("tight: Tight.", "close: { was: tight, rust: Tight, doc: Tight. }", "enum-value-renamed", "at run time"),
        ("view_size:", "show_size:\n    was: view_size\n    rust: view_size", "operation-renamed", "nothing to find"),
        ("  Fit:", "  Cut:\n    was: Fit\n    rust: Fit", "type-renamed", "nothing to find"),
    ] {
        let mut edits = vec![size, (size.0, from, to)];
        // The type is used under its new name.
        edits.extend((kind == "type-renamed").then_some((size.0, "type: Fit", "type: Cut")));
        let changes = compare(&old, &base(&edits)).changes;
        let change = changes.iter().find(|change| change.kind.id() == kind);
        let verdict = change.unwrap_or_else(|| panic!("{kind}: {changes:#?}")).verdict();
        assert_eq!(verdict.source, api_client_diff::Level::None, "{kind}");
        assert_eq!(super::detection(verdict.detected_by), found, "{kind}");
    }
}

/// A former name that equals the name in Rust has no alias, so removing it removes no alias.
#[test]
fn former_name_without_alias_can_be_removed() {
    for (from, with, without, kind) in [
        ("fit: {", "FIT: { was: fit,", "FIT: {", "former-name-noted"),
        ("tight: Tight.", "close: { was: tight, rust: Tight }", "close: { rust: Tight }", "former-name-noted"),
        ("tight: Tight.", "close: { was: tight }", "close: {}", "former-name-removed"),
        ("view_size:", "show_size:\n    was: view_size", "show_size:", "former-name-removed"),
    ] {
        let states = [with, without].map(|to| base(&[SIZE, (SIZE.0, from, to)]));
        for (sides, kind) in [([0, 1], kind.to_owned()), ([1, 0], kind.replace("removed", "added"))] {
            let changes = compare(&states[sides[0]], &states[sides[1]]).changes;
            let kinds: Vec<&str> = changes.iter().map(|change| change.kind.id()).collect();
            assert_eq!(kinds, [kind], "{with}");
        }
    }
}

/// Returns the old and the new spec of each case, with the first change that it expects.
pub(super) fn all() -> impl Iterator<Item = (&'static str, Spec, Spec)> {
    CASES.iter().filter_map(|case| {
        let edits: Vec<_> = case.before.iter().chain(case.edits).copied().collect();
        Some((*case.expected.first()?, base(case.before), base(&edits)))
    })
}
