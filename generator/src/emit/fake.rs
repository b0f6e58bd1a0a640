//! What a fake server knows: the operations with their parameters and examples, as JSON.
//!
//! It is data and no code, so that it costs next to nothing to compile: the client has it as one
//! text. Its lines are those that a reviewer wants to see changed.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::{Context, Output, rust};
use crate::model::{
    Api, Bounds, Encoding, Example, Field, Location, Object, Operation, PaginationKind, Parameter, ParameterId, Source,
    Type, TypeId, TypeShape, Union,
};

pub(super) fn emit(context: &Context<'_>, output: &mut Output) {
    output.add_text("src/testing.json", Description::new(context.api).text(context));
}

/// Fields in the order in which they are written.
type Entries = Vec<(&'static str, Json)>;

/// The description in the making.
struct Description<'a> {
    api: &'a Api,
    /// The types that are sent, by their place in the table.
    indices: BTreeMap<TypeId, usize>,
    types: Vec<String>,
}

impl<'a> Description<'a> {
    fn new(api: &'a Api) -> Self {
        Self { api, indices: BTreeMap::new(), types: Vec::new() }
    }

    fn text(mut self, context: &Context<'_>) -> String {
        let api = self.api;
        let operations: Vec<String> = api.operations().map(|operation| self.operation(operation)).collect();
        let configuration: BTreeMap<&str, &str> =
            api.configuration.iter().map(|value| (value.id.value.as_str(), value.example.as_str())).collect();
        let credentials = context.names.credentials(api);
        let credentials: BTreeMap<&String, String> =
            credentials.map(|(_, credential, name)| (name, credential.example())).collect();
        let header = rust::header("", &context.origin(""));
        let events = event_bodies(context);
        let events = if events.is_empty() { String::new() } else { format!(",\n\"events\": {}", lines(&events, "")) };
        format!(
            "{{\n\"//\": {},\n\"configuration\": {},\n\"credentials\": {},\n\"types\": {},\n\"operations\": {}{events}\n}}\n",
            json!(header.split_whitespace().collect::<Vec<_>>().join(" ")),
            json!(configuration),
            json!(credentials),
            lines(&self.types, ""),
            lines(&operations, ""),
        )
    }

    fn operation(&mut self, operation: &Operation) -> String {
        // A new key does not compile until it is clear whether the server needs it.
        let Operation {
            id: _,
            method: _,
            path: _,
            host: _,
            encoding: _,
            one_of: _,
            pagination: _,
            parameters: _,
            examples: _,
            name: _,
            documented: _,
            substitute: _,
            variant_of: _,
            summary: _,
            docs: _,
            idempotent: _,
            scope: _,
            rate_limit: _,
            response: _,
            can_be_empty: _,
            response_notes: _,
            is_unpaged: _,
            job: _,
            errors: _,
            evidence: _,
            stability: _,
            notes: _,
        } = operation;
        let mut entries: Entries = vec![
            ("id", json!(operation.id)),
            ("method", json!(operation.method.as_str())),
            ("path", json!(operation.path.text)),
            ("host", json!(self.api.hosts[operation.host].id.value)),
        ];
        match operation.encoding {
            Encoding::Json if operation.has_body() => entries.push(("body", json!("json"))),
            Encoding::Json => {}
            Encoding::FormWithFile => entries.push(("body", json!("form_with_file"))),
            Encoding::Form => entries.push(("body", json!("form"))),
        }
        if !operation.one_of.is_empty() {
            let name = |id: &ParameterId| operation.parameters[*id].name.value.clone();
            let groups: Vec<Vec<String>> =
                operation.one_of.iter().map(|group| group.parameters.iter().map(name).collect()).collect();
            entries.push(("one_of", json!(groups)));
        }
        if let Some(list) = self.list(operation) {
            entries.push(("list", list));
        }
        let parameters: Vec<String> = operation.parameters.iter().map(|parameter| self.parameter(parameter)).collect();
        let examples: Vec<String> = operation.examples.iter().map(example).collect();
        let mut text = object(&entries);
        text.pop();
        for (key, members) in [("parameters", parameters), ("examples", examples)] {
            if !members.is_empty() {
                text.push_str(&format!(",\n \"{key}\": {}", lines(&members, " ")));
            }
        }
        text + "}"
    }

    /// How a list goes on behind its first page.
    fn list(&self, operation: &Operation) -> Option<Json> {
        let pagination = operation.pagination.as_ref()?;
        let items = &pagination.items;
        Some(match &self.api.pagination_styles[pagination.style].kind {
            PaginationKind::Cursor { request, response, has_more, repeats_last: _, backwards } => {
                let back = backwards.as_ref();
                let fields = [Some(response), has_more.as_ref()].into_iter();
                let back_fields = back.into_iter().flat_map(|back| [Some(&back.response), back.has_more.as_ref()]);
                let more: Vec<&String> = fields.chain(back_fields).flatten().collect();
                let mut list = json!({ "start": request, "items": items, "more": more });
                if let Some(back) = back {
                    list["back"] = back.request.as_str().into();
                }
                list
            }
            PaginationKind::Offset { request, next, total: _ } => {
                json!({ "start": request, "items": items, "more": next.iter().collect::<Vec<_>>() })
            }
            PaginationKind::Window { anchor, item, replaces: _, before: _, after: _, inclusive: _, reverse: _ } => {
                json!({ "start": anchor, "items": items, "item": item })
            }
        })
    }

    fn parameter(&mut self, parameter: &Parameter) -> String {
        // Conditions between parameters are not checked.
        let Parameter {
            name: _,
            type_: _,
            location: _,
            list: _,
            source: _,
            required: _,
            nullable: _,
            bounds,
            sensitive: _,
            limits: _,
            not_with: _,
            required_when: _,
            notes: _,
        } = parameter;
        let mut entries: Entries = vec![
            ("name", json!(parameter.name.value)),
            ("in", json!(parameter.location.as_str())),
            ("type", self.type_(&parameter.type_)),
        ];
        match &parameter.source {
            Source::Caller => {}
            Source::Fixed(value) => entries.push(("fixed", value.clone())),
            Source::Configuration(index) => entries.push(("fixed", json!(self.api.configuration[*index].example))),
        }
        if parameter.location == Location::Path {
            entries.extend(self.known(&parameter.type_).map(|known| ("known", known)));
        }
        for (key, is_set) in [("required", parameter.required), ("nullable", parameter.nullable)] {
            if is_set {
                entries.push((key, json!(true)));
            }
        }
        if let Some(list) = parameter.list {
            entries.push(("list", json!(list.as_str())));
        }
        let Bounds { default: _, min, max, min_length, max_length, max_items } = bounds;
        for (key, bound) in [
            ("min", min),
            ("max", max),
            ("min_length", min_length),
            ("max_length", max_length),
            ("max_items", max_items),
        ] {
            entries.extend(bound.map(|bound| (key, json!(bound))));
        }
        object(&entries)
    }

    /// The values of an enum, by which paths are told apart.
    fn known(&self, type_: &Type) -> Option<Json> {
        let Type::Named(id) = self.api.target(type_) else { return None };
        let TypeShape::Enum(values) = &self.api.type_definition(*id).shape else { return None };
        Some(values.values.iter().map(|value| json!(value.value.value)).collect())
    }

    fn type_(&mut self, type_: &Type) -> Json {
        match self.api.target(type_) {
            Type::String | Type::Url => json!("text"),
            Type::Int | Type::Timestamp | Type::TimestampMillis | Type::TimestampSeconds => json!("int"),
            Type::Float => json!("float"),
            Type::Bool => json!("bool"),
            Type::DateTime => json!("datetime"),
            Type::Date => json!("date"),
            Type::JsonText => json!("json_text"),
            Type::Json => json!("json"),
            Type::File => json!("file"),
            Type::List(item) => json!({ "list": self.type_(item) }),
            Type::Map(value) => json!({ "map": self.type_(value) }),
            Type::Named(id) => self.named(*id),
        }
    }

    /// An enum is any text, since its values are open; other types are in the table.
    fn named(&mut self, id: TypeId) -> Json {
        if let Some(index) = self.indices.get(&id) {
            return json!(index);
        }
        let shape = &self.api.type_definition(id).shape;
        if matches!(shape, TypeShape::Enum(_) | TypeShape::Alias(_)) {
            return json!("text");
        }
        let index = self.types.len();
        self.indices.insert(id, index);
        // A type may hold itself, so that it has its place before it is written.
        self.types.push(String::new());
        self.types[index] = match shape {
            TypeShape::Object(fields) => self.object(fields),
            TypeShape::Union(Union::Tagged { field, members }) => {
                let members = members.iter().map(|member| (member.value.value.clone(), self.type_(&member.type_)));
                let members: serde_json::Map<String, Json> = members.collect();
                object(&[("by", json!(field)), ("members", Json::Object(members))])
            }
            TypeShape::Union(Union::Kinds(kinds)) => {
                let kinds = kinds.iter().map(|(kind, type_)| (kind.as_str().to_owned(), self.type_(type_)));
                let kinds: serde_json::Map<String, Json> = kinds.collect();
                object(&[("kinds", Json::Object(kinds))])
            }
            TypeShape::Enum(_) | TypeShape::Alias(_) => String::new(),
        };
        json!(index)
    }

    fn object(&mut self, fields: &Object) -> String {
        let fields: Vec<String> = fields.fields.iter().map(|field| self.field(field)).collect();
        format!("{{\"object\": {}}}", lines(&fields, " "))
    }

    fn field(&mut self, field: &Field) -> String {
        let Field {
            name: _,
            type_: _,
            always: _,
            required: _,
            nullable: _,
            sensitive: _,
            private: _,
            recursive: _,
            also: _,
            absent: _,
            notes: _,
        } = field;
        let mut entries: Entries = vec![("name", json!(field.name.value)), ("type", self.type_(&field.type_))];
        for (key, is_set) in [("required", field.required || field.always), ("nullable", field.nullable)] {
            if is_set {
                entries.push((key, json!(true)));
            }
        }
        object(&entries)
    }
}

/// The made-up bodies of the events of all products.
fn event_bodies(context: &Context<'_>) -> Vec<String> {
    let products =
        context.products().filter_map(|(_, product, names)| Some((product.events.as_ref()?, names.module.as_str())));
    let bodies = products.flat_map(|(events, module)| {
        let events = events.events.iter().filter_map(|event| Some((&event.value.value, event.example.as_ref()?)));
        events.map(move |(name, body)| {
            object(&[("product", json!(module)), ("name", json!(name)), ("body", json!(body))])
        })
    });
    bodies.collect()
}

fn example(example: &Example) -> String {
    let Example { name, wire, response, arguments: _ } = example;
    let mut text = format!("{{\"name\": {},\n   \"request\": {}", json!(name.value), json!(wire.text));
    if let Some(response) = response {
        text.push_str(&format!(",\n   \"response\": {}", json!(response)));
    }
    text + "}"
}

/// An object on one line.
fn object(entries: &[(&'static str, Json)]) -> String {
    let entries: Vec<String> = entries.iter().map(|(key, value)| format!("\"{key}\": {value}")).collect();
    format!("{{{}}}", entries.join(", "))
}

/// A list with a line for each item.
fn lines(items: &[String], indent: &str) -> String {
    let items: Vec<String> = items.iter().map(|item| format!("\n{indent} {item}")).collect();
    format!("[{}\n{indent}]", items.join(","))
}
