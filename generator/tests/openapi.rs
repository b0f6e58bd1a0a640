//! Tests of the OpenAPI documents, by feature of the format.

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use api_client_generator::Spec;
use api_client_generator::output::MANIFEST;
use api_client_generator::source::read_folder;
use serde_json::{Value, json};
use support::{base, change, folder, spec};

/// Returns the documents of a spec by file name.
fn documents(spec: &Spec) -> BTreeMap<String, Value> {
    let resolved = spec.resolve().expect("the spec has no mistakes");
    let files = resolved.openapi().expect("all operations have different requests").files("api-client");
    let documents = files.iter().filter(|(name, _)| *name != MANIFEST);
    documents.map(|(name, text)| (name.to_owned(), serde_json::from_str(text).expect("documents are JSON"))).collect()
}

fn specs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/specs")
}

/// Returns the document of a product of a spec in `tests/specs`.
fn document(spec: &str, file: &str) -> Value {
    let spec = Spec::load(&specs().join(spec)).expect("the spec can be read");
    documents(&spec).remove(file).expect("there is such a document")
}

/// Returns the whole document of the base spec with these changes.
fn changed(changes: &str) -> Value {
    let mut files = base();
    change(&mut files, changes);
    documents(&spec(&files)).remove("shop-client.json").expect("there is a document of everything")
}

/// Compares the value at a JSON pointer with the expected value.
fn check(document: &Value, cases: &[(&str, Value)]) {
    for (pointer, expected) in cases {
        let found = document.pointer(pointer).unwrap_or(&Value::Null);
        assert_eq!(found, expected, "at {pointer}");
    }
}

/// Returns a parameter of an operation, without its description.
fn parameter(document: &Value, path: &str, method: &str, name: &str) -> Value {
    let parameters = document["paths"][path][method]["parameters"].as_array().expect("there are parameters");
    let found = parameters.iter().find(|parameter| parameter["name"] == name);
    let mut found = found.unwrap_or_else(|| panic!("no parameter {name} at {path}")).clone();
    for key in ["name", "description", "example"] {
        found.as_object_mut().expect("a parameter is an object").remove(key);
    }
    found
}

#[test]
fn each_kind_of_query_parameter_is_described() {
    let document = document("obstacle_course", "match.json");
    for (name, expected) in [
        ("fixed_number", json!({ "in": "query", "required": true, "schema": { "type": "integer", "const": 7 } })),
        ("fixed_truth", json!({ "in": "query", "required": true, "schema": { "type": "boolean", "const": true } })),
        // Values that YAML could parse as other types are strings.
        ("fixed_word", json!({ "in": "query", "required": true, "schema": { "type": "string", "const": "true" } })),
        ("fixed_null", json!({ "in": "query", "required": true, "schema": { "type": "string", "const": "null" } })),
        ("fixed_kind", json!({ "in": "query", "required": true, "schema": { "type": "string", "const": "off" } })),
        ("tenant", json!({ "in": "query", "required": true, "schema": { "type": "string" } })),
        (
            "type",
            json!({ "in": "query", "schema": { "type": "string", "minLength": 1, "maxLength": 9, "default": "x `y" } }),
        ),
        (
            "self",
            json!({ "in": "query", "schema": { "type": "integer", "format": "int64", "minimum": -1, "default": 3 } }),
        ),
        ("super", json!({ "in": "query", "schema": { "type": "number", "format": "double", "maximum": 9 } })),
        ("crate", json!({ "in": "query", "schema": { "type": "boolean", "default": false } })),
        ("x-y.z", json!({ "in": "query", "schema": { "type": "string", "format": "uri-reference" } })),
        ("2fa", json!({ "in": "query", "schema": { "type": "integer", "format": "int64" } })),
        ("__", json!({ "in": "query", "schema": { "type": "string", "format": "date-time" } })),
        ("in", json!({ "in": "query", "schema": { "type": "string", "format": "date" } })),
        ("gen", json!({ "in": "query", "schema": { "type": "string", "contentMediaType": "application/json" } })),
        ("match", json!({ "in": "query", "schema": { "$ref": "#/components/schemas/NastyValues" } })),
        (
            "send",
            json!({
                "in": "query", "style": "form", "explode": false,
                "schema": { "type": "array", "items": { "type": "string" }, "maxItems": 4 },
            }),
        ),
        (
            "items",
            json!({
                "in": "query", "style": "form", "explode": true,
                "schema": { "type": "array", "items": { "type": "integer", "format": "int64" } },
            }),
        ),
        ("secret", json!({ "in": "query", "schema": { "type": "string", "format": "password" } })),
        ("next", json!({ "in": "query", "deprecated": true, "schema": { "type": "string" } })),
        ("new", json!({ "in": "query", "schema": { "type": "string" }, "x-unverified": "*Perhaps* `." })),
    ] {
        assert_eq!(parameter(&document, "/m/v1/query", "get", name), expected, "{name}");
    }
    let schema = json!({ "type": "array", "items": { "type": "integer", "format": "int64" } });
    assert_eq!(
        parameter(&document, "/m/v1/query-as-json", "get", "ids"),
        json!({ "in": "query", "content": { "application/json": { "schema": schema, "example": [1, 2] } } })
    );
    let said = |index: usize| &document["paths"]["/m/v1/around"]["get"]["parameters"][index]["description"];
    assert_eq!(*said(0), "A moment. In Unix milliseconds. Exactly one of `note_ts`, `note_id` is given.");
}

#[test]
fn each_kind_of_type_is_described() {
    let document = document("obstacle_course", "match.json");
    let schema = |name: &str| format!("/components/schemas/{name}");
    check(
        &document,
        &[
            (
                &format!("{}/anyOf", schema("Cow")),
                json!([{ "type": "string", "enum": ["owned", "borrowed"] }, { "type": "string" }]),
            ),
            (
                &format!("{}/anyOf", schema("NoteId")),
                json!([{ "type": "string" }, { "type": "integer", "format": "int64" }]),
            ),
            (&schema("Json"), json!({ "description": "Called like JSON." })),
            (&format!("{}/additionalProperties", schema("Map")), json!({ "$ref": "#/components/schemas/Value" })),
            // Fields can be null in responses, but not in requests.
            (&format!("{}/properties/age/type", schema("Person")), json!(["integer", "null"])),
            (&format!("{}/required", schema("Person")), Value::Null),
            (&format!("{}/properties/name/type", schema("Person-request")), json!("string")),
            (&format!("{}/required", schema("Person-request")), json!(["name"])),
            (&format!("{}/additionalProperties", schema("Person-request")), json!(false)),
            (&format!("{}/required", schema("Placed")), json!(["note_id"])),
            (
                &format!("{}/properties/url/anyOf", schema("FileNote")),
                json!([{ "type": "string", "format": "uri-reference" }, { "enum": [""] }, { "type": "null" }]),
            ),
            (
                &format!("{}/discriminator", schema("Note")),
                json!({
                    "propertyName": "kind",
                    "mapping": { "TEXT": "#/components/schemas/Note.TEXT", "FILE": "#/components/schemas/Note.FILE" },
                }),
            ),
            (
                &format!("{}/allOf/1", schema("Note.TEXT")),
                json!({
                    "type": "object",
                    "properties": { "kind": { "type": "string", "const": "TEXT" } },
                    "required": ["kind"],
                }),
            ),
            (&format!("{}/properties/async/x-private", schema("NastyFields")), json!(true)),
            (&format!("{}/properties/self/x-private", schema("NastyFields")), Value::Null),
            // The schema of a member is open, because the union adds its field.
            (&format!("{}/additionalProperties", schema("SumExpression-request")), Value::Null),
        ],
    );
}

#[test]
fn hosts_credentials_and_errors_are_described() {
    check(
        &document("lending", "library.json"),
        &[
            (
                "/servers/0",
                json!({
                    "url": "https://{branch}.library.example", "description": "The library itself.",
                    "variables": { "branch": { "default": "north-1", "description": "ID of the branch." } },
                }),
            ),
            ("/components/securitySchemes/access_token/scheme", json!("bearer")),
            ("/paths/~1store~1covers~1{isbn}/get/security", json!([{ "files_key": [] }])),
            ("/paths/~1store~1covers~1{isbn}/get/servers/0/url", json!("https://files.library.example")),
            ("/paths/~1books/get/servers", Value::Null),
        ],
    );
    check(&document("weather", "meteo.json"), &[("/components/securitySchemes/station_key/in", json!("query"))]);
    check(
        &document("obstacle_course", "match.json"),
        &[
            ("/paths/~1m~1v1~1notes/delete/security", json!([{ "main_token": ["owner"] }])),
            (
                "/components/responses/main_error/content/application~1json/schema/properties/error/properties/code/type",
                json!("integer"),
            ),
            (
                "/components/responses/main_error/x-error-codes/4",
                json!({
                    "code": 5, "name": "slow.down", "kind": "rate_limited", "retryable": true,
                    "description": "Too fast 🐌.",
                }),
            ),
            ("/paths/~1m~1v1~1query/get/x-rate-limit", json!({ "limit": "buckets", "class": "read" })),
            ("/paths/~1m~1v1~1query/get/x-errors/5", json!("Too fast: see https://limits.example/<id>.")),
            ("/paths/~1m~1v1~1query-as-json/get/x-errors", Value::Null),
            ("/paths/~1m~1v1~1query/get/responses/default/$ref", json!("#/components/responses/main_error")),
            ("/paths/~1m~1v1~1query/get/responses/200/headers/X-Limit/schema/type", json!("integer")),
            ("/paths/~1m~1v1~1type/post/x-idempotent", json!(true)),
            ("/paths/~1m~1v1~1notes~1{note_id}/patch/x-stability", json!("beta")),
            ("/paths/~1m~1v1~1notes~1{note_id}/patch/x-evidence", json!("inferred")),
            ("/paths/~1m~1v1~1notes~1{note_id}/patch/deprecated", json!(true)),
            ("/paths/~1m~1v1~1query-as-json/get/responses/200/content/application~1json/schema", json!({})),
            ("/paths/~1m~1v1~1notes~1{note_id}/head/responses/200/content", Value::Null),
            (
                "/webhooks/note:sent/post/requestBody/content/application~1json/schema/allOf/1/required",
                json!(["category"]),
            ),
            ("/webhooks/note:sent/post/parameters/0/name", json!("x-match-signature")),
        ],
    );
}

#[test]
fn forms_have_the_encoding_of_their_fields() {
    let document = document("obstacle_course", "async.json");
    let form = "/paths/~1o~1uploads~1{name}/post/requestBody/content/multipart~1form-data";
    check(
        &document,
        &[
            (
                &format!("{form}/schema/properties/file"),
                json!({
                    "type": "string", "format": "binary", "contentMediaType": "application/octet-stream",
                    "description": "The file.",
                }),
            ),
            (&format!("{form}/encoding"), json!({ "options": { "contentType": "application/json" } })),
            (&format!("{form}/examples/minimal/value"), json!({ "kind": "bytes", "file": "" })),
            // Without its file, the body is JSON without the file's field.
            ("/paths/~1o~1uploads/put/requestBody/content/application~1json/schema/properties/files", Value::Null),
            (
                "/paths/~1o~1forms/post/requestBody/content/multipart~1form-data/encoding/ids",
                json!({ "style": "form", "explode": false, "allowReserved": true }),
            ),
        ],
    );
}

const OVERLAPPING: &str = "\
# shop/items.yaml
operations:
  list_things:
    request: GET /v1/{kind}/all
    summary: Lists things of one kind.
    path: { kind: { type: Kind, doc: What is listed. } }
    response: none
    evidence: documented
    examples:
      of_orders:
        with: { kind: old orders }
        wire: |-
          GET /v1/old%20orders/all
          X-Key: EXAMPLE-KEY
  list_users:
    request: GET /v1/users/all
    summary: Lists the users.
    response: none
    evidence: documented
  drop_things:
    request: DELETE /v1/{sort}/all
    summary: Drops things of one kind.
    path: { sort: { type: Kind, doc: What is dropped. } }
    response: none
    evidence: documented
  view_thing:
    request: GET /v1/{kind}/one/{id}
    summary: Gives a thing.
    path: { kind: { type: Kind, doc: Its kind. }, id: { type: string, doc: Its id. } }
    response: none
    evidence: documented
types:
  Kind:
    doc: What there is.
    enum: { offers: What is for sale., old orders: What was bought. }
";

#[test]
fn jobs_are_described() {
    let document = document("obstacle_course", "async.json");
    let all = json!({
        "state": "thing.super.mood",
        "done": ["off", "unknown"],
        "failed": ["on"],
        "every": 2,
        "progress": { "done": "count", "total": "counts.of" },
    });
    check(
        &document,
        &[
            ("/paths/~1watch~1{thing}/get/x-job", all),
            ("/paths/~1watch-mood/put/x-job", json!({ "state": "mood", "done": ["on"] })),
            ("/paths/~1send/put/x-job", Value::Null),
        ],
    );
    let description = document.pointer("/paths/~1watch~1{thing}/get/description").and_then(Value::as_str);
    let expected =
        "The job has succeeded if `thing.super.mood` is `off` or `unknown`. It has failed if the value is `on`.";
    assert!(description.is_some_and(|description| description.contains(expected)), "{description:?}");
}

#[test]
fn a_parameter_is_expanded_if_its_path_overlaps() {
    let document = changed(OVERLAPPING);
    let paths: Vec<&String> = document["paths"].as_object().expect("there are paths").keys().collect();
    assert_eq!(paths, ["/v1/offers/all", "/v1/old%20orders/all", "/v1/users/all", "/v1/{kind}/one/{id}"]);
    check(
        &document,
        &[
            ("/paths/~1v1~1offers~1all/get/operationId", json!("shop.items.list_things.offers")),
            ("/paths/~1v1~1old%20orders~1all/delete/operationId", json!("shop.items.drop_things.old_orders")),
            ("/paths/~1v1~1offers~1all/get/parameters", Value::Null),
            ("/paths/~1v1~1offers~1all/get/x-path-template", json!("/v1/{kind}/all")),
            ("/paths/~1v1~1{kind}~1one~1{id}/get/x-path-template", Value::Null),
            ("/paths/~1v1~1{kind}~1one~1{id}/get/parameters/0/name", json!("kind")),
        ],
    );
}

/// A path with many enums is not expanded to all their combinations.
#[test]
fn the_number_of_expanded_paths_is_limited() {
    let values: String = (0..50).map(|value| format!("      v{value}: A value.\n")).collect();
    let document = changed(&format!(
        "# shop/items.yaml
operations:
  view:
    request: GET /v1/{{a}}/{{b}}/{{c}}/{{d}}
    summary: Gives a thing.
    path:
      a: {{ type: Kind, doc: A kind. }}
      b: {{ type: Kind, doc: A kind. }}
      c: {{ type: Kind, doc: A kind. }}
      d: {{ type: Kind, doc: A kind. }}
    response: none
    evidence: documented
  other:
    request: GET /v1/w/x/y/z
    summary: Gives another thing.
    response: none
    evidence: documented
types:
  Kind:
    doc: What there is.
    enum:
{values}"
    ));
    assert_eq!(document["paths"].as_object().map(serde_json::Map::len), Some(51));
}

#[test]
fn operations_with_one_request_are_merged() {
    let document = changed(
        "\
# shop/items.yaml
operations:
  send_text:
    request: POST /v1/{room}/notes
    summary: Sends a text.
    path: { room: { type: string, doc: Where. } }
    query: { quiet: { value: false }, loud: { type: bool, required: true, doc: How. } }
    body: { kind: { value: T }, text: { type: string, required: true, doc: The text. } }
    response: { type: Item }
    evidence: documented
  send_file:
    variant_of: send_text
    request: POST /v1/{place}/notes
    summary: Sends a file.
    path: { place: { type: string, doc: Where. } }
    query: { quiet: { value: true }, size: { type: int, required: true, doc: How much. } }
    body: { kind: { value: F }, url: { type: url, doc: The file. } }
    response: { fields: { sent: { type: bool, doc: Whether it was. } } }
    evidence: inferred
",
    );
    let operation = &document["paths"]["/v1/{room}/notes"]["post"];
    check(
        operation,
        &[
            ("/operationId", json!("shop.items.send_text")),
            ("/parameters/0/name", json!("room")),
            ("/parameters/1/schema", json!({ "type": "boolean", "enum": [false, true] })),
            ("/parameters/1/required", json!(true)),
            ("/parameters/2/required", Value::Null),
            ("/parameters/3/required", Value::Null),
            ("/requestBody/content/application~1json/schema/oneOf/0/title", json!("send_text")),
            ("/requestBody/content/application~1json/schema/oneOf/1/properties/kind/const", json!("F")),
            ("/responses/200/content/application~1json/schema/anyOf/0/$ref", json!("#/components/schemas/shop.Item")),
            ("/x-operations/shop.items.send_file/x-evidence", json!("inferred")),
        ],
    );
    let description = operation["description"].as_str().expect("there is a description");
    assert!(description.contains("- `send_file`: Sends a file."), "{description}");
    assert_eq!(operation["parameters"].as_array().map(Vec::len), Some(4));
}

#[test]
fn the_document_of_a_small_spec() {
    let files =
        spec(&base()).resolve().expect("nothing is wrong with it").openapi().expect("nor here").files("api-client");
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("openapi_of_the_base", files.get("shop-client.json").expect("it is there"));
    });
    let names: Vec<&str> = files.iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["generated-files.txt", "shop-client.json", "shop.json"]);
    assert!(folder().join("base").is_dir());
}

/// The bytes do not depend on the run or on the order of the files.
#[test]
fn documents_are_reproducible() {
    for name in ["obstacle_course", "hardest"] {
        let folder = specs().join(name);
        let mut inputs = read_folder(&folder).expect("the spec can be read");
        let files = |spec: Spec| spec.resolve().expect("no mistakes").openapi().expect("no clash").files("api-client");
        let first = files(Spec::from_files(inputs.clone(), &folder));
        inputs.reverse();
        assert!(files(Spec::from_files(inputs, &folder)) == first, "{name}");
    }
}

/// Every reference of a document has a target in it.
#[test]
fn every_reference_has_a_target() {
    for name in ["obstacle_course", "hardest", "lending", "ledger", "weather"] {
        let spec = Spec::load(&specs().join(name)).expect("the spec can be read");
        for (file, document) in documents(&spec) {
            let mut references = Vec::new();
            collect(&document, &mut references);
            for reference in references {
                let pointer = reference.trim_start_matches('#');
                assert!(document.pointer(pointer).is_some(), "{name}/{file}: {reference}");
            }
        }
    }
}

fn collect<'v>(value: &'v Value, references: &mut Vec<&'v str>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, references)),
        Value::Object(object) => {
            references.extend(object.get("$ref").and_then(Value::as_str));
            object.values().for_each(|value| collect(value, references));
        }
        _ => {}
    }
}
