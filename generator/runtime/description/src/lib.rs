//! The description of an API for its fake server: the generator writes it, and the runtime reads it.
//!
//! It is a separate crate, because both need it: the generator without the runtime, and the runtime only with the
//! feature `testing`, so that other clients do not compile serde's derive macros.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// An API as its fake server knows it.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Description {
    /// The program that wrote the file.
    #[serde(rename = "//", default, skip_serializing_if = "String::is_empty")]
    pub origin: String,
    /// The configuration values of an example client.
    pub configuration: BTreeMap<String, String>,
    /// The tokens of an example client, by the builder method that takes them.
    pub credentials: BTreeMap<String, String>,
    /// The types that requests contain.
    pub types: Vec<Shape>,
    /// The operations, in the order of the spec.
    pub operations: Vec<Endpoint>,
    /// The resources that the server remembers. A resource is after those that it belongs to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<Resource>,
    /// The example bodies of events.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<EventBody>,
}

/// The example body of an event.
#[derive(Debug, Serialize, Deserialize)]
pub struct EventBody {
    /// The module of the product.
    pub product: String,
    /// The name of the event.
    pub name: String,
    /// The body, as the vendor would send it.
    pub body: String,
}

/// An operation.
#[derive(Debug, Serialize, Deserialize)]
pub struct Endpoint {
    /// The id of the operation.
    pub id: String,
    /// The HTTP method.
    pub method: String,
    /// The template of the path, with `{name}` for each path parameter.
    pub path: String,
    /// The id of the host.
    pub host: String,
    /// The format of the body, if there is a body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<BodyFormat>,
    /// Groups of parameters of which exactly one is given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub one_of: Vec<Vec<String>>,
    /// The pagination, if the response is a page of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<List>,
    /// The parameters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<Parameter>,
    /// The examples.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Example>,
}

/// The format of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BodyFormat {
    /// A JSON object.
    Json,
    /// A multipart form if a file is set, otherwise a JSON object.
    FormWithFile,
    /// A multipart form.
    Form,
}

/// A parameter of an operation.
#[derive(Debug, Serialize, Deserialize)]
pub struct Parameter {
    /// The name in the request.
    pub name: String,
    /// The place in the request.
    #[serde(rename = "in")]
    pub location: Location,
    /// The type.
    #[serde(rename = "type")]
    pub type_: Type,
    /// The only value, if there is only one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixed: Option<Json>,
    /// The known values of a path parameter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known: Vec<String>,
    /// Whether each request has it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// Whether the value may be null.
    #[serde(default, skip_serializing_if = "is_false")]
    pub nullable: bool,
    /// The style of a list in a query or a form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<ListStyle>,
    /// The limits on the value.
    #[serde(flatten)]
    pub bounds: Bounds,
}

/// The place of a parameter in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// As a field of the body.
    Body,
}

/// The style of a list in a query or a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListStyle {
    /// One value with commas between the items.
    Comma,
    /// One value for each item.
    Repeated,
    /// One value, which is JSON.
    Json,
}

/// The limits on a value, each included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounds {
    /// The minimum of a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// The maximum of a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    /// The minimum length of a string, in characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<i64>,
    /// The maximum length of a string, in characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<i64>,
    /// The maximum number of items of a list, or of entries of a map.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
}

impl Bounds {
    /// Returns how a value violates the limits, such as `is 0; the minimum is 1`.
    pub fn violation(&self, value: &Json) -> Option<String> {
        let Self { min, max, min_length, max_length, max_items: _ } = self;
        match value {
            Json::Number(number) => {
                let order = |bound: i64| compare(number, bound);
                let low = min.filter(|min| order(*min).is_lt()).map(|min| format!("is {number}; the minimum is {min}"));
                let high =
                    max.filter(|max| order(*max).is_gt()).map(|max| format!("is {number}; the maximum is {max}"));
                low.or(high)
            }
            Json::String(text) => {
                let length = to_i64(text.chars().count());
                let low = min_length.filter(|min| length < *min).map(|min| format!("the minimum is {min}"));
                let high = max_length.filter(|max| length > *max).map(|max| format!("the maximum is {max}"));
                low.or(high).map(|bound| format!("has {length} characters; {bound}"))
            }
            Json::Array(items) => self.count_violation(items.len()),
            Json::Object(map) => self.count_violation(map.len()),
            Json::Null | Json::Bool(_) => None,
        }
    }

    /// Returns how a number of items violates the limits.
    pub fn count_violation(&self, count: usize) -> Option<String> {
        let max = self.max_items.filter(|max| to_i64(count) > *max)?;
        Some(format!("has {count} items; the maximum is {max}"))
    }
}

fn to_i64(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[expect(clippy::cast_precision_loss, reason = "a number with a fraction is compared with a bound")]
fn compare(number: &serde_json::Number, bound: i64) -> Ordering {
    match number.as_i64() {
        Some(number) => number.cmp(&bound),
        None => number.as_f64().unwrap_or_default().total_cmp(&(bound as f64)),
    }
}

/// An example of a call.
#[derive(Debug, Serialize, Deserialize)]
pub struct Example {
    /// The name.
    pub name: String,
    /// The literal request.
    pub request: String,
    /// The body of the response, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response: Option<String>,
}

/// The pagination of a list.
#[derive(Debug, Serialize, Deserialize)]
pub struct List {
    /// The field of the response that contains the items.
    pub items: String,
    /// The parameters and fields that select a page.
    #[serde(flatten)]
    pub paging: Paging,
}

/// How a page of a list is selected, with names of query parameters and response fields.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Paging {
    /// By the cursor of the page before it.
    Cursor {
        /// The parameter with the cursor, and the field with the cursor of the next page.
        #[serde(flatten)]
        next: Cursor,
        /// The same for the previous page.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        back: Option<Cursor>,
        /// Whether the last page repeats the cursor that it was requested with.
        #[serde(default, skip_serializing_if = "is_false")]
        repeats_last: bool,
        /// The number of items.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        limit: Option<Count>,
    },
    /// By the number of items before it.
    Offset {
        /// The parameter with the number.
        request: String,
        /// The field with the total number of items.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        total: Option<String>,
        /// The field that is null or empty on the last page.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<String>,
        /// The number of items.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        limit: Option<Count>,
    },
    /// By an item and the number of items around it.
    Window {
        /// The parameter with the item.
        anchor: String,
        /// The field of an item with the value of the anchor.
        item: String,
        /// The parameters with a creation time, which replace the anchor.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        replaces: Vec<String>,
        /// The number of items before the anchor.
        before: Count,
        /// The number of items after the anchor.
        after: Count,
        /// The parameter for whether the page contains the anchor.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        inclusive: Option<String>,
        /// The parameter for the reversed order.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reverse: Option<String>,
    },
}

/// The cursor of a page.
#[derive(Debug, Serialize, Deserialize)]
pub struct Cursor {
    /// The query parameter with the cursor.
    pub request: String,
    /// The response field with the cursor.
    pub response: String,
    /// The response field for whether there is such a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub has_more: Option<String>,
}

/// A query parameter with a number of items.
#[derive(Debug, Serialize, Deserialize)]
pub struct Count {
    /// The name of the parameter.
    pub name: String,
    /// The number if the parameter is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<usize>,
}

/// Objects that the server remembers, such as the members of a team.
///
/// A field is a path: dots separate the fields of nested objects.
#[derive(Debug, Serialize, Deserialize)]
pub struct Resource {
    /// The id: the product and the name, separated by a dot.
    pub id: String,
    /// The field with the id of an object.
    pub key: String,
    /// Whether the id is a number.
    #[serde(default, skip_serializing_if = "is_false")]
    pub number: bool,
    /// The template of the path of an object. It ends with the parameter for the id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The resources that an object can belong to, as indices of [`Description::resources`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parents: Vec<usize>,
    /// The field of a parent that lists its objects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown_in: Option<String>,
    /// The field with the time of the creation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<Time>,
    /// The field with the time of the last change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<Time>,
    /// The operations on its objects.
    pub uses: Vec<Use>,
}

/// A field with a time.
#[derive(Debug, Serialize, Deserialize)]
pub struct Time {
    /// The field.
    pub field: String,
    /// The unit.
    pub unit: TimeUnit,
}

/// The form of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeUnit {
    /// Unix time in seconds.
    Seconds,
    /// Unix time in milliseconds.
    Millis,
    /// Unix time in seconds or milliseconds, as in the examples.
    Either,
    /// A string such as `2026-01-31T23:59:59Z`.
    Text,
}

/// An operation on the objects of a resource.
#[derive(Debug, Serialize, Deserialize)]
pub struct Use {
    /// The id of the operation.
    pub operation: String,
    /// The effect of the operation.
    pub role: Role,
    /// The parameters with ids of objects. A list has several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<String>,
    /// The location of the object, or of the list of objects, in the response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Body>,
    /// The parameters that set fields, or that a list compares with fields.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, String>,
    /// The fields that the operation sets to fixed values.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub sets: BTreeMap<String, Json>,
    /// The error code for an id that no object has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_found: Option<i64>,
    /// The error code for an id that an object has already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub already_exists: Option<i64>,
}

/// The location of an object or a list in a response.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// The whole body.
    Whole,
    /// A field of the body.
    Field(String),
}

/// The effect of an operation on the objects of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// It creates objects.
    Create,
    /// It returns an object.
    View,
    /// It returns a list of objects.
    List,
    /// It changes an object.
    Update,
    /// It deletes objects.
    Delete,
}

/// The type of a value in a request.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// A string.
    Text,
    /// An integer.
    Int,
    /// A number.
    Float,
    /// A boolean.
    Bool,
    /// A time such as `2026-01-31T23:59:59Z`.
    #[serde(rename = "datetime")]
    DateTime,
    /// A date such as `2026-01-31`.
    Date,
    /// A string that contains JSON.
    JsonText,
    /// Any JSON.
    Json,
    /// A file.
    File,
    /// A list of values.
    List(Box<Type>),
    /// A map of values.
    Map(Box<Type>),
    /// The index of an entry of [`Description::types`].
    #[serde(untagged)]
    Named(usize),
}

/// The content of a type.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// An object.
    Object(Vec<Field>),
    /// The kind of the JSON value selects the type.
    Kinds(BTreeMap<String, Type>),
    /// The value of a field selects the type of the object.
    #[serde(untagged)]
    Tagged {
        /// The name of the field.
        by: String,
        /// The types by the value of the field.
        members: BTreeMap<String, Type>,
    },
}

/// A field of an object.
#[derive(Debug, Serialize, Deserialize)]
pub struct Field {
    /// The name.
    pub name: String,
    /// The type.
    #[serde(rename = "type")]
    pub type_: Type,
    /// Whether each object has it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// Whether the value may be null.
    #[serde(default, skip_serializing_if = "is_false")]
    pub nullable: bool,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
fn is_false(flag: &bool) -> bool {
    !flag
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// A description with each key and each type.
    fn complete() -> Json {
        let types = ["text", "int", "float", "bool", "datetime", "date", "json_text", "json", "file"];
        let mut parameters: Vec<Json> =
            types.iter().map(|type_| json!({ "name": type_, "in": "query", "type": type_ })).collect();
        parameters.extend([
            json!({ "name": "list", "in": "query", "type": { "list": "int" }, "list": "comma", "max_items": 5 }),
            json!({ "name": "list", "in": "query", "type": { "list": "int" }, "list": "repeated" }),
            json!({ "name": "map", "in": "body", "type": { "map": { "list": 0 } }, "list": "json" }),
            json!({ "name": "id", "in": "path", "type": "text", "known": ["a", "b"], "required": true }),
            json!({ "name": "int", "in": "header", "type": "int", "nullable": true, "min": -1, "max": 5 }),
            json!({ "name": "text", "in": "body", "type": "text", "fixed": "a", "min_length": 1, "max_length": 5 }),
        ]);
        json!({
            "//": "generated",
            "configuration": { "realm": "r" },
            "credentials": { "token": "t" },
            "types": [
                { "object": [{ "name": "a", "type": 1, "required": true, "nullable": true }, { "name": "b", "type": 2 }] },
                { "by": "type", "members": { "round": 0 } },
                { "kinds": { "string": "text", "list": { "list": "text" } } },
            ],
            "operations": [
                {
                    "id": "a", "method": "GET", "path": "/a/{id}", "host": "main", "body": "form_with_file",
                    "one_of": [["id", "text"]],
                    "list": { "items": "items", "cursor": {
                        "request": "next", "response": "next", "has_more": "more", "repeats_last": true,
                        "back": { "request": "prev", "response": "prev" }, "limit": { "name": "limit", "default": 10 },
                    } },
                    "parameters": parameters,
                    "examples": [{ "name": "a", "request": "GET /a/b", "response": "{}" }, { "name": "b", "request": "" }],
                },
                {
                    "id": "b", "method": "POST", "path": "/", "host": "main", "body": "form",
                    "list": { "items": "items", "offset": {
                        "request": "skip", "total": "count", "next": "next", "limit": { "name": "limit" },
                    } },
                },
                {
                    "id": "c", "method": "POST", "path": "/", "host": "main", "body": "json",
                    "list": { "items": "items", "window": {
                        "anchor": "id", "item": "id", "replaces": ["at"], "inclusive": "include", "reverse": "reverse",
                        "before": { "name": "before", "default": 15 }, "after": { "name": "after" },
                    } },
                },
            ],
            "resources": [
                { "id": "p.team", "key": "id", "uses": [{ "operation": "a", "role": "view" }] },
                {
                    "id": "p.member", "key": "person.id", "number": true, "path": "/a/{id}", "parents": [0],
                    "shown_in": "members",
                    "created": { "field": "at", "unit": "seconds" }, "updated": { "field": "at", "unit": "text" },
                    "uses": [{
                        "operation": "a", "role": "create", "ids": ["ids"], "body": { "field": "member" },
                        "fields": { "ids": "person.id" }, "sets": { "open": true }, "not_found": 4, "already_exists": 5,
                    }, { "operation": "b", "role": "list", "body": "whole" }],
                },
            ],
            "events": [{ "product": "p", "name": "n", "body": "{}" }],
        })
    }

    #[test]
    fn description_is_written_as_it_was_read() {
        let json = complete();
        let description: Description = serde_json::from_value(json.clone()).expect("a description");
        assert_eq!(serde_json::to_value(description).expect("JSON"), json);
    }

    #[test]
    fn error_names_the_unknown_or_missing_part() {
        for (pointer, value, expected) in [
            (
                "/operations/1/body",
                json!("xml"),
                "unknown variant `xml`, expected one of `json`, `form_with_file`, `form`",
            ),
            ("/operations/0/parameters/0/in", json!("cookie"), "unknown variant `cookie`"),
            ("/operations/0/parameters/0/type", json!("decimal"), "enum Type"),
            ("/types/0", json!({ "tuple": [] }), "enum Shape"),
            ("/resources/1/uses/0/role", json!("replace"), "unknown variant `replace`"),
            ("/events/0", json!({}), "missing field `product`"),
        ] {
            let mut json = complete();
            *json.pointer_mut(pointer).expect("the pointer exists") = value;
            let error = serde_json::from_value::<Description>(json).expect_err(pointer).to_string();
            assert!(error.contains(expected), "{pointer}: {error}");
        }
    }
}
