//! What a fake server knows of an API: the text that the generator writes, as values.

use std::sync::OnceLock;

use serde_json::Value as Json;

use crate::api::Api;

/// An API as a fake server knows it.
#[derive(Debug)]
pub struct FakeApi {
    pub(super) api: &'static Api,
    text: &'static str,
    description: OnceLock<Description>,
}

impl FakeApi {
    /// Takes the API, and its operations as the generator describes them in JSON.
    pub const fn new(api: &'static Api, text: &'static str) -> Self {
        Self { api, text, description: OnceLock::new() }
    }

    /// The description, which is read once for all servers of a process.
    pub(in crate::testing) fn description(&self) -> &Description {
        self.description.get_or_init(|| {
            let json = serde_json::from_str(self.text).expect("the generator writes JSON");
            Description::read(&json).expect("the generator and the runtime are of the same version")
        })
    }
}

/// Everything that is known.
#[derive(Debug)]
pub(in crate::testing) struct Description {
    /// The values that an example client is built with.
    pub(super) configuration: Vec<(String, String)>,
    /// The tokens that an example client has, by the builder method that takes them.
    pub(super) credentials: Vec<(String, String)>,
    pub(super) types: Vec<Shape>,
    pub(super) operations: Vec<Endpoint>,
    /// The made-up bodies of events.
    #[cfg(feature = "webhooks")]
    pub(in crate::testing) events: Vec<EventBody>,
}

/// A made-up body of an event.
#[cfg(feature = "webhooks")]
#[derive(Debug)]
pub(in crate::testing) struct EventBody {
    /// The module of the product.
    pub(in crate::testing) product: String,
    pub(in crate::testing) name: String,
    pub(in crate::testing) body: String,
}

/// An operation.
#[derive(Debug)]
pub(super) struct Endpoint {
    pub(super) id: String,
    pub(super) method: String,
    pub(super) host: String,
    pub(super) path: Vec<Segment>,
    pub(super) body: BodyForm,
    pub(super) parameters: Vec<Parameter>,
    /// Groups of parameters of which exactly one is given.
    pub(super) one_of: Vec<Vec<String>>,
    pub(super) examples: Vec<Example>,
    pub(super) list: Option<List>,
}

/// A part of a path.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Segment {
    Literal(String),
    Parameter(String),
}

/// How a body is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BodyForm {
    None,
    Json,
    FormWithFile,
    Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Location {
    Path,
    Query,
    Header,
    Body,
}

/// How a list is written in a query or a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ListStyle {
    Comma,
    Repeated,
    Json,
}

#[derive(Debug)]
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) location: Location,
    pub(super) type_: Type,
    pub(super) required: bool,
    pub(super) nullable: bool,
    /// The only value that it has.
    pub(super) fixed: Option<Json>,
    pub(super) list: Option<ListStyle>,
    pub(super) bounds: Bounds,
    /// For a part of the path: the texts that are known.
    pub(super) known: Vec<String>,
}

/// What a value must keep within.
#[derive(Debug, Default)]
pub(super) struct Bounds {
    pub(super) min: Option<i64>,
    pub(super) max: Option<i64>,
    pub(super) min_length: Option<i64>,
    pub(super) max_length: Option<i64>,
    pub(super) max_items: Option<i64>,
}

/// A call that the spec shows, with what is sent and what comes back.
#[derive(Debug)]
pub(super) struct Example {
    pub(super) name: String,
    pub(super) request: String,
    pub(super) response: Option<String>,
}

/// How a list goes on: by a parameter that its first page has not, or that has a value of an item.
#[derive(Debug)]
pub(super) struct List {
    pub(super) start: String,
    /// The query parameter that requests the previous page.
    pub(super) back: Option<String>,
    pub(super) items: String,
    /// The field of an item that the next page starts from.
    pub(super) item: Option<String>,
    /// The fields of the answer that say that there is more.
    pub(super) more: Vec<String>,
}

/// The type of a value that is sent.
#[derive(Debug)]
pub(super) enum Type {
    Text,
    Int,
    Float,
    Bool,
    DateTime,
    Date,
    JsonText,
    Json,
    File,
    List(Box<Type>),
    Map(Box<Type>),
    /// One of the table.
    Named(usize),
}

/// What a type of the table consists of.
#[derive(Debug)]
pub(super) enum Shape {
    Object(Vec<Field>),
    /// A field tells which type an object has.
    Tagged(String, Vec<(String, Type)>),
    /// The kind of JSON tells which type a value has.
    Kinds(Vec<(String, Type)>),
}

#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) type_: Type,
    pub(super) required: bool,
    pub(super) nullable: bool,
}

impl Description {
    fn read(json: &Json) -> Option<Self> {
        Some(Self {
            configuration: texts(json.get("configuration")?)?,
            credentials: texts(json.get("credentials")?)?,
            types: json.get("types")?.as_array()?.iter().map(Shape::read).collect::<Option<_>>()?,
            operations: json.get("operations")?.as_array()?.iter().map(Endpoint::read).collect::<Option<_>>()?,
            #[cfg(feature = "webhooks")]
            events: list(json, "events").map(EventBody::read).collect::<Option<_>>()?,
        })
    }
}

#[cfg(feature = "webhooks")]
impl EventBody {
    fn read(json: &Json) -> Option<Self> {
        Some(Self { product: text(json, "product")?, name: text(json, "name")?, body: text(json, "body")? })
    }
}

impl Endpoint {
    fn read(json: &Json) -> Option<Self> {
        let path = text(json, "path")?;
        Some(Self {
            id: text(json, "id")?,
            method: text(json, "method")?,
            host: text(json, "host")?,
            path: path.split('/').skip(1).map(Segment::read).collect(),
            body: match json.get("body").and_then(Json::as_str) {
                None => BodyForm::None,
                Some("json") => BodyForm::Json,
                Some("form_with_file") => BodyForm::FormWithFile,
                Some("form") => BodyForm::Form,
                Some(_) => return None,
            },
            parameters: list(json, "parameters").map(Parameter::read).collect::<Option<_>>()?,
            one_of: list(json, "one_of").map(names).collect(),
            examples: list(json, "examples").map(Example::read).collect::<Option<_>>()?,
            list: json.get("list").and_then(List::read),
        })
    }
}

impl Segment {
    fn read(text: &str) -> Self {
        match text.strip_prefix('{').and_then(|text| text.strip_suffix('}')) {
            Some(name) => Self::Parameter(name.to_owned()),
            None => Self::Literal(text.to_owned()),
        }
    }
}

impl Parameter {
    fn read(json: &Json) -> Option<Self> {
        let number = |key| json.get(key).and_then(Json::as_i64);
        Some(Self {
            name: text(json, "name")?,
            location: match json.get("in")?.as_str()? {
                "path" => Location::Path,
                "query" => Location::Query,
                "header" => Location::Header,
                "body" => Location::Body,
                _ => return None,
            },
            type_: Type::read(json.get("type")?)?,
            required: is_set(json, "required"),
            nullable: is_set(json, "nullable"),
            fixed: json.get("fixed").cloned(),
            list: match json.get("list").and_then(Json::as_str) {
                None => None,
                Some("comma") => Some(ListStyle::Comma),
                Some("repeated") => Some(ListStyle::Repeated),
                Some(_) => Some(ListStyle::Json),
            },
            bounds: Bounds {
                min: number("min"),
                max: number("max"),
                min_length: number("min_length"),
                max_length: number("max_length"),
                max_items: number("max_items"),
            },
            known: json.get("known").map(names).unwrap_or_default(),
        })
    }
}

impl Example {
    fn read(json: &Json) -> Option<Self> {
        Some(Self { name: text(json, "name")?, request: text(json, "request")?, response: text(json, "response") })
    }
}

impl List {
    fn read(json: &Json) -> Option<Self> {
        let more = json.get("more").map(names).unwrap_or_default();
        let (start, back) = (text(json, "start")?, text(json, "back"));
        Some(Self { start, back, items: text(json, "items")?, item: text(json, "item"), more })
    }
}

impl Type {
    fn read(json: &Json) -> Option<Self> {
        if let Some(index) = json.as_u64() {
            return Some(Self::Named(usize::try_from(index).ok()?));
        }
        if let Some(item) = json.get("list") {
            return Some(Self::List(Box::new(Self::read(item)?)));
        }
        if let Some(value) = json.get("map") {
            return Some(Self::Map(Box::new(Self::read(value)?)));
        }
        Some(match json.as_str()? {
            "text" => Self::Text,
            "int" => Self::Int,
            "float" => Self::Float,
            "bool" => Self::Bool,
            "datetime" => Self::DateTime,
            "date" => Self::Date,
            "json_text" => Self::JsonText,
            "json" => Self::Json,
            "file" => Self::File,
            _ => return None,
        })
    }

    /// What it is called in a message.
    pub(super) fn describe(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Int => "integer",
            Self::Float => "number",
            Self::Bool => "boolean",
            Self::DateTime => "time such as 2026-01-31T23:59:59Z",
            Self::Date => "date such as 2026-01-31",
            Self::JsonText => "text that holds JSON",
            Self::Json => "JSON",
            Self::File => "file",
            Self::List(_) => "list",
            Self::Map(_) | Self::Named(_) => "object",
        }
    }
}

impl Shape {
    fn read(json: &Json) -> Option<Self> {
        let members = |key| {
            let members = json.get(key)?.as_object()?.iter();
            members.map(|(value, type_)| Some((value.clone(), Type::read(type_)?))).collect::<Option<Vec<_>>>()
        };
        if json.get("object").is_some() {
            return Some(Self::Object(list(json, "object").map(Field::read).collect::<Option<_>>()?));
        }
        if json.get("kinds").is_some() {
            return Some(Self::Kinds(members("kinds")?));
        }
        Some(Self::Tagged(text(json, "by")?, members("members")?))
    }
}

impl Field {
    fn read(json: &Json) -> Option<Self> {
        Some(Self {
            name: text(json, "name")?,
            type_: Type::read(json.get("type")?)?,
            required: is_set(json, "required"),
            nullable: is_set(json, "nullable"),
        })
    }
}

fn text(json: &Json, key: &str) -> Option<String> {
    json.get(key)?.as_str().map(str::to_owned)
}

fn is_set(json: &Json, key: &str) -> bool {
    json.get(key).and_then(Json::as_bool).unwrap_or_default()
}

fn list<'j>(json: &'j Json, key: &str) -> impl Iterator<Item = &'j Json> {
    json.get(key).and_then(Json::as_array).into_iter().flatten()
}

fn names(json: &Json) -> Vec<String> {
    json.as_array().into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect()
}

fn texts(json: &Json) -> Option<Vec<(String, String)>> {
    json.as_object()?.iter().map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned()))).collect()
}
