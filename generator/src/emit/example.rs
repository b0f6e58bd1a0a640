//! Examples of the spec as Rust expressions: for the documentation and for the contract test.

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value as Json;

use super::received::Received;
use super::{Context, ident, rust};
use crate::model::{Example, JsonKind, Operation, OperationId, ParameterId, Type, TypeShape, Union};
use crate::naming::{MemberNames, Members, required_parameters};

/// A call with the arguments of an example.
pub(super) struct CallExample<'a> {
    context: &'a Context<'a>,
    operation: &'a Operation,
    /// The request value, made from a variable `client` and bound to `request`.
    statement: String,
    received: Received,
    /// The items that the expression uses, as paths below the crate.
    pub(super) imports: BTreeSet<String>,
}

impl<'a> CallExample<'a> {
    pub(super) fn new(context: &'a Context<'a>, id: OperationId, example: &Example) -> Self {
        let (operation, names) = (context.api.operation(id), &context.names[id]);
        let received = match &operation.pagination {
            Some(pagination) => context.received_item(&pagination.item),
            None => context.received(operation, names),
        };
        let mut call = Self { context, operation, statement: String::new(), received, imports: BTreeSet::new() };
        let request = call.build(id, example);
        call.statement = format_statements(&quote!(let request = #request;));
        call
    }

    fn build(&mut self, id: OperationId, example: &Example) -> TokenStream {
        let (product_names, names) = (&self.context.names[id.product], &self.context.names[id]);
        let section = &product_names.sections[id.section].module;
        let (product_method, section_method, method) =
            (ident(&product_names.module), ident(section), ident(&names.method));
        let operation = self.operation;
        let given = |id: ParameterId| example.arguments.iter().find(|argument| argument.parameter == id);
        let required: Vec<TokenStream> = required_parameters(operation)
            .map(|(id, parameter)| {
                let value = given(id).map_or(Json::Null, |argument| argument.value.clone());
                if names.required.is_some() {
                    let name = ident(&names.parameters[id].name);
                    let value = self.kept_value(&parameter.type_, parameter.sensitive, &value);
                    quote!(#name: #value)
                } else {
                    self.value(&parameter.type_, &value)
                }
            })
            .collect();
        let module = format!("{}::{section}", product_names.module);
        let mut groups = Vec::new();
        for (group, group_names) in names.groups(operation) {
            let mut choices = group_names.choices(group, operation);
            let chosen = choices.find_map(|(id, parameter, variant)| Some((parameter, variant, &given(id)?.value)));
            let Some((parameter, variant, value)) = chosen else { continue };
            self.imports.insert(format!("{module}::{}", group_names.choice));
            let (choice, variant) = (ident(&group_names.choice), ident(variant));
            let value = self.kept_value(&parameter.type_, parameter.sensitive, value);
            let value = quote!(#choice::#variant(#value));
            groups.push(if names.required.is_some() {
                let argument = ident(&group_names.argument);
                quote!(#argument: #value)
            } else {
                value
            });
        }
        let arguments = match &names.required {
            Some(name) => {
                self.imports.insert(format!("{module}::{name}"));
                let name = ident(name);
                quote!(#name { #(#required,)* #(#groups),* })
            }
            None => quote!(#(#required,)* #(#groups),*),
        };
        let mut request = quote!(client.#product_method().#section_method().#method(#arguments));
        for argument in &example.arguments {
            let parameter = &operation.parameters[argument.parameter];
            if parameter.required || operation.group_of(argument.parameter).is_some() {
                continue;
            }
            let parameter_names = &names.parameters[argument.parameter];
            request = match &parameter_names.clear {
                Some(clear) if argument.value.is_null() => {
                    let clear = ident(clear);
                    quote!(#request.#clear())
                }
                _ => {
                    let setter = ident(&parameter_names.name);
                    let value = self.value(&parameter.type_, &argument.value);
                    quote!(#request.#setter(#value))
                }
            };
        }
        request
    }

    /// A value as an argument that converts into its type.
    fn value(&mut self, type_: &Type, value: &Json) -> TokenStream {
        match (self.context.api.target(type_), value) {
            (Type::String | Type::Url | Type::DateTime | Type::Date | Type::JsonText, Json::String(text)) => {
                quote!(#text)
            }
            // The compiler cannot infer the item type of an empty list.
            (Type::List(item), Json::Array(values)) if values.is_empty() && self.is_text(item) => {
                quote!([] as [&str; 0])
            }
            (Type::Map(_), Json::Object(map)) if map.is_empty() => {
                if let Type::Map(value) = self.context.api.target(type_)
                    && self.is_text(value)
                {
                    return quote!([] as [(&str, &str); 0]);
                }
                quote!([] as [(&str, _); 0])
            }
            (Type::List(item), Json::Array(values)) => {
                let values = values.iter().map(|value| self.item(item, value)).collect::<Vec<_>>();
                quote!([#(#values),*])
            }
            (Type::Map(inner), Json::Object(map)) => {
                let entries = map
                    .iter()
                    .map(|(key, value)| {
                        let value = self.item(inner, value);
                        quote!((#key, #value))
                    })
                    .collect::<Vec<_>>();
                quote!([#(#entries),*])
            }
            _ => self.owned_value(type_, value),
        }
    }

    fn is_text(&self, type_: &Type) -> bool {
        matches!(self.context.api.target(type_), Type::String | Type::Url)
    }

    /// An item of an argument: text is borrowed and converted, other values are owned.
    fn item(&mut self, type_: &Type, value: &Json) -> TokenStream {
        match (self.context.api.target(type_), value) {
            (Type::String | Type::Url, Json::String(text)) => quote!(#text),
            _ => self.owned_value(type_, value),
        }
    }

    /// A value of exactly its type, wrapped if it is a secret.
    fn kept_value(&mut self, type_: &Type, sensitive: bool, value: &Json) -> TokenStream {
        let name = match (self.context.api.target(type_), value) {
            // Text converts into a secret by itself.
            (Type::String | Type::Url, _) => return self.owned_value(type_, value),
            _ if !sensitive => return self.owned_value(type_, value),
            (Type::DateTime, Json::String(_)) => Some("DateTime"),
            (Type::Date, Json::String(_)) => Some("Date"),
            (Type::JsonText, Json::String(_)) => Some("JsonText"),
            _ => None,
        };
        self.imports.insert("Sensitive".to_owned());
        let value = match name {
            Some(name) => {
                self.imports.insert(name.to_owned());
                let (name, text) = (ident(name), value.as_str());
                quote!(#name::from(#text))
            }
            None => self.owned_value(type_, value),
        };
        quote!(Sensitive::from(#value))
    }

    /// A value of exactly its type.
    fn owned_value(&mut self, type_: &Type, value: &Json) -> TokenStream {
        let type_ = self.context.api.target(type_);
        match (type_, value) {
            (Type::String | Type::Url | Type::DateTime | Type::Date | Type::JsonText, Json::String(text)) => {
                quote!(#text.into())
            }
            (Type::File, Json::Object(file)) => {
                self.imports.insert("File".to_owned());
                let text = |key: &str| file.get(key).and_then(Json::as_str).unwrap_or_default();
                let (name, content) = (text("name"), text("content"));
                let content_type = file.get("type").and_then(Json::as_str).map(|type_| quote!(.content_type(#type_)));
                quote!(File::from_bytes(#name, #content)#content_type)
            }
            (Type::Int, Json::Number(number)) => integer(number.as_i64().unwrap_or_default()),
            (Type::Float, Json::Number(number)) => {
                let number = Literal::f64_unsuffixed(number.as_f64().unwrap_or_default());
                quote!(#number)
            }
            (Type::Bool, Json::Bool(value)) => quote!(#value),
            (Type::Timestamp | Type::TimestampMillis | Type::TimestampSeconds, Json::Number(number)) => {
                let name = match type_ {
                    Type::Timestamp => "Timestamp",
                    Type::TimestampMillis => "TimestampMillis",
                    _ => "TimestampSeconds",
                };
                self.imports.insert(name.to_owned());
                let (name, number) = (ident(name), integer(number.as_i64().unwrap_or_default()));
                quote!(#name::from(#number))
            }
            (Type::List(item), Json::Array(values)) => {
                let values = values.iter().map(|value| self.owned_value(item, value)).collect::<Vec<_>>();
                quote!(vec![#(#values),*])
            }
            (Type::Map(inner), Json::Object(map)) => {
                let entries = map
                    .iter()
                    .map(|(key, value)| {
                        let value = self.owned_value(inner, value);
                        quote!((#key.into(), #value))
                    })
                    .collect::<Vec<_>>();
                quote!([#(#entries),*].into())
            }
            (Type::Named(id), value) => self.named_value(*id, value),
            (_, value) => self.json(value),
        }
    }

    fn named_value(&mut self, id: crate::model::TypeId, value: &Json) -> TokenStream {
        let (product, names) = (&self.context.names[id.product], &self.context.names[id]);
        let definition = self.context.api.type_definition(id);
        self.imports.insert(format!("{}::{}", product.module, names.name));
        let name = ident(&names.name);
        match (&definition.shape, value) {
            (TypeShape::Enum(values), Json::String(text)) => {
                match names.members.values(values).find(|(value, _)| value.value.value == *text) {
                    Some((_, member)) => {
                        let variant = ident(&member.name);
                        quote!(#name::#variant)
                    }
                    None => quote!(#name::from(#text)),
                }
            }
            (TypeShape::Object(object), Json::Object(map)) => {
                let module = &product.module;
                let needs_names = names.required.as_ref();
                let mut required = Vec::new();
                let mut setters = TokenStream::new();
                for (field, MemberNames { name: member, clear, .. }) in names.members.fields(object) {
                    let Some(value) = map.get(&field.name.value) else { continue };
                    if let (Json::Null, Some(clear)) = (value, clear) {
                        let clear = ident(clear);
                        setters = quote!(#setters.#clear());
                        continue;
                    }
                    let member = ident(member);
                    if field.is_given() && needs_names.is_some() {
                        let value = self.kept_value(&field.type_, field.sensitive, value);
                        let value = if field.recursive { quote!(Box::new(#value)) } else { value };
                        required.push(quote!(#member: #value));
                        continue;
                    }
                    let value = self.value(&field.type_, value);
                    if field.is_given() {
                        required.push(value);
                    } else {
                        setters = quote!(#setters.#member(#value));
                    }
                }
                let arguments = match needs_names {
                    Some(names) => {
                        self.imports.insert(format!("{module}::{names}"));
                        let names = ident(names);
                        quote!(#names { #(#required),* })
                    }
                    None => quote!(#(#required),*),
                };
                quote!(#name::new(#arguments)#setters)
            }
            (TypeShape::Union(union), value) => self.union_value(union, &name, &names.members, value),
            (_, value) => self.json(value),
        }
    }

    /// A value of a union, as the member that it is.
    fn union_value(
        &mut self,
        union: &Union,
        name: &proc_macro2::Ident,
        members: &Members,
        value: &Json,
    ) -> TokenStream {
        let member = match union {
            Union::Tagged { field, members: tagged } => {
                let tag = value.get(field).and_then(Json::as_str);
                let mut tagged = members.tagged(tagged);
                tagged.find(|(member, _)| Some(member.value.value.as_str()) == tag).map(|(member, names)| {
                    let mut inner = value.clone();
                    if let Some(map) = inner.as_object_mut() {
                        map.remove(field);
                    }
                    (names.name.as_str(), &member.type_, inner)
                })
            }
            Union::Kinds(kinds) => {
                let found = members.kinds(kinds).find(|(kind, ..)| is_of_kind(value, *kind));
                found.map(|(_, type_, variant)| (variant, type_, value.clone()))
            }
        };
        let Some((variant, type_, inner)) = member else { return self.json(value) };
        // Strings and booleans convert into the union.
        if let (Union::Kinds(_), Type::String | Type::Url, Json::String(text)) =
            (union, self.context.api.target(type_), &inner)
        {
            return quote!(#name::from(#text));
        }
        if let (Union::Kinds(_), Type::Bool, Json::Bool(value)) = (union, self.context.api.target(type_), &inner) {
            return quote!(#name::from(#value));
        }
        let inner = self.owned_value(type_, &inner);
        let inner = if self.context.types.is_boxed(type_) { quote!(Box::new(#inner)) } else { inner };
        let variant = ident(variant);
        quote!(#name::#variant(#inner))
    }

    /// Any JSON.
    fn json(&mut self, value: &Json) -> TokenStream {
        self.imports.insert("JsonValue".to_owned());
        match value {
            Json::Null => quote!(JsonValue::Null),
            Json::Bool(value) => quote!(JsonValue::from(#value)),
            Json::String(text) => quote!(JsonValue::from(#text)),
            Json::Number(number) => match number.as_i64() {
                Some(number) => {
                    let number = Literal::i64_suffixed(number);
                    quote!(JsonValue::from(#number))
                }
                None => {
                    let number = Literal::f64_suffixed(number.as_f64().unwrap_or_default());
                    quote!(JsonValue::from(#number))
                }
            },
            Json::Array(values) => {
                let values = values.iter().map(|value| self.json(value)).collect::<Vec<_>>();
                quote!(JsonValue::Array(vec![#(#values),*]))
            }
            Json::Object(map) => {
                let entries = map
                    .iter()
                    .map(|(key, value)| {
                        let value = self.json(value);
                        quote!((#key.to_owned(), #value))
                    })
                    .collect::<Vec<_>>();
                quote!(JsonValue::Object([#(#entries),*].into_iter().collect()))
            }
        }
    }

    /// The request as a formatted statement that binds it to `request`.
    pub(super) fn request_statement(&self) -> &str {
        &self.statement
    }

    /// The same statement with another name, and something called on the request.
    fn statement_with(&self, binding: &str, call: &str) -> String {
        let expression = self.statement.trim_start_matches(BINDING).trim_end().trim_end_matches(';');
        // If a chain has several lines, the next call is on its own line.
        let separator = if expression.contains('\n') { "\n    " } else { "" };
        format!("{binding}{expression}{separator}{call};\n")
    }

    /// The `use` lines for the items that the request mentions.
    pub(super) fn uses(&self) -> String {
        self.uses_of(self.imports.iter())
    }

    fn uses_of<'p>(&self, paths: impl Iterator<Item = &'p String>) -> String {
        let krate = self.context.crate_name();
        paths.map(|path| format!("use {krate}::{path};\n")).collect()
    }

    /// The lines of a documentation example, in a function with an argument `client`.
    pub(super) fn documentation(&self) -> String {
        let krate = self.context.crate_name();
        let mut text = self.uses_of(self.imports.union(&self.received.imports));
        // The frame of the example is compiled, but not shown.
        text.push_str(&format!("# async fn example(client: &{krate}::Client) -> Result<(), {krate}::Error> {{\n"));
        text.push_str(&self.statements());
        text.push_str("# Ok(())\n# }\n");
        text
    }

    /// The same, with statements that create the client.
    pub(super) fn documentation_with_client(&self) -> String {
        let mut imports: BTreeSet<&String> = self.imports.union(&self.received.imports).collect();
        let mut own = vec!["Client".to_owned()];
        let values = self.context.names.configuration(self.context.api);
        let values = values.map(|(_, value, name)| (ident(name), &value.example));
        let arguments = if super::client::is_named(self.context) {
            own.push("Configuration".to_owned());
            let fields = values.map(|(name, example)| quote!(#name: #example.into()));
            quote!(Configuration { #(#fields),* })
        } else {
            let examples = values.map(|(_, example)| example);
            quote!(#(#examples),*)
        };
        imports.extend(&own);
        let token = self.context.api.hosts[self.operation.host].auth.as_ref().map(|auth| {
            let method = &self.context.names[auth.credential];
            let (method, variable) = (ident(method), method.to_uppercase());
            quote!(.#method(std::env::var(#variable)?))
        });
        let client = format_statements(&quote!(let client = Client::builder(#arguments)#token.build()?;));
        format!(
            "{}\n# async fn example() -> Result<(), Box<dyn std::error::Error>> {{\n{client}\n{}# Ok(())\n# }}\n",
            self.uses_of(imports.into_iter()),
            self.statements()
        )
    }

    /// The call, and the statements that print a part of its response.
    fn statements(&self) -> String {
        let Received { variable, lines, imports: _ } = &self.received;
        let lines = lines.iter();
        if self.operation.pagination.is_some() {
            let items = self.statement_with("let mut items = ", ".items()");
            let lines: String = lines.map(|line| format!("    {line}\n")).collect();
            format!("{items}while let Some({variable}) = items.try_next().await? {{\n{lines}}}\n")
        } else if lines.len() == 0 {
            self.statement_with("", ".await?")
        } else {
            let lines: String = lines.map(|line| format!("{line}\n")).collect();
            self.statement_with(&format!("let {variable} = "), ".await?") + &lines
        }
    }
}

/// How the statement of a request begins.
const BINDING: &str = "let request = ";

/// Statements, formatted as in a function.
fn format_statements(statements: &TokenStream) -> String {
    let formatted = rust::format_items(&quote!(async fn example() { #statements }));
    let lines = formatted.lines().filter_map(|line| line.strip_prefix("    "));
    lines.map(|line| format!("{line}\n")).collect()
}

fn is_of_kind(value: &Json, kind: JsonKind) -> bool {
    match kind {
        JsonKind::String => value.is_string(),
        JsonKind::Number => value.is_number(),
        JsonKind::Bool => value.is_boolean(),
        JsonKind::List => value.is_array(),
        JsonKind::Object => value.is_object(),
    }
}

fn integer(number: i64) -> TokenStream {
    // A negative literal is a minus and a number to the parser.
    let magnitude = Literal::u64_unsuffixed(number.unsigned_abs());
    if number < 0 { quote!(-#magnitude) } else { quote!(#magnitude) }
}
