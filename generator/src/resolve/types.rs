//! The types of the products.

use heck::ToPascalCase;

use super::type_expression::{self, Scope};
use super::unions;
use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{
    Api, Enum, EnumValue, Field, IndexVec, JsonKind, Notes, Object, Product, ProductId, Response, Type, TypeDefinition,
    TypeId, TypeIndex, TypeShape, TypesFile, Union, Usage, is_same_json,
};
use crate::source::node::{Entry, Node};
use crate::source::{Place, Source, Text};

/// Adds the types of all files to their products.
pub(super) fn resolve(source: &Source, api: &mut Api, diagnostics: &mut Diagnostics) {
    for file in &source.types {
        if let Some(product) = api.products.iter_mut().find(|product| product.id.value == file.product) {
            product.types_file = Some(TypesFile { place: Place::start_of(file.file), doc: file.node.string("doc") });
        }
    }
    // Names are collected first, because types can refer to each other in any order.
    let mut entries: Vec<(ProductId, &str, &str, &Entry)> = Vec::new();
    for file in source.types.iter().chain(&source.events).chain(&source.sections) {
        let Some(product) = api.products.position(|product| product.id.value == file.product) else {
            continue;
        };
        let name = source.map.file(file.file).name.as_str();
        for entry in file.node.get("types").map_or(&[][..], Node::entries) {
            entries.push((product, file.stem.as_str(), name, entry));
        }
    }
    let mut scopes: IndexVec<ProductId, Scope> =
        api.products.iter().map(|product| empty_scope(source, product)).collect();
    let mut accepted: Vec<(TypeId, &str, &str, &Entry)> = Vec::new();
    for (product, stem, file, entry) in entries {
        check_name(&entry.key, diagnostics);
        check_own_former(std::slice::from_ref(entry), diagnostics);
        if let Some(first) = scopes[product].types.get(&entry.key.value) {
            let place = accepted.iter().find(|(id, ..)| id == first).map(|(.., entry)| entry.key.place);
            let mut diagnostic = Diagnostic::error(
                Id::DuplicateKey,
                entry.key.place,
                format!("duplicate type `{}` in the product", entry.key.value),
            )
            .expected("unique type names in a product")
            .help("rename one, or move a shared type to types.yaml of the product");
            if let Some(place) = place {
                diagnostic = diagnostic.related(place, "first here");
            }
            diagnostics.push(diagnostic);
            continue;
        }
        let id = TypeId { product, index: TypeIndex::from(scopes[product].types.len()) };
        scopes[product].types.insert(entry.key.value.clone(), id);
        accepted.push((id, stem, file, entry));
    }
    for (id, stem, file, entry) in accepted {
        let definition = TypeDefinition {
            name: entry.key.clone(),
            file_stem: stem.to_owned(),
            file: file.to_owned(),
            shape: shape(entry, &scopes[id.product], diagnostics),
            usage: Usage::default(),
            events_only: false,
            notes: Notes::of(&entry.value),
        };
        api.products[id.product].types.push(definition);
    }
}

/// Returns the names of a product's types.
pub(super) fn scope(source: &Source, api: &Api, product: ProductId) -> Scope {
    let types = api.products[product].types.with_ids();
    let types = types.map(|(index, definition)| (definition.name.value.clone(), TypeId { product, index }));
    Scope { types: types.collect(), ..empty_scope(source, &api.products[product]) }
}

fn empty_scope(source: &Source, product: &Product) -> Scope {
    Scope { is_incomplete: source.incomplete.contains(&product.id.value), ..Scope::default() }
}

fn check_name(name: &Text, diagnostics: &mut Diagnostics) {
    let is_pascal = name.value.starts_with(|first: char| first.is_ascii_uppercase())
        && name.value.chars().all(|character| character.is_ascii_alphanumeric());
    if !is_pascal {
        let likely = name.value.to_pascal_case();
        let help = if likely.starts_with(|first: char| first.is_ascii_uppercase()) && likely.is_ascii() {
            format!("write `{likely}`")
        } else {
            "write the words without separators, each with an upper-case first letter".into()
        };
        diagnostics.push(
            Diagnostic::error(Id::Malformed, name.place, format!("invalid type name `{}`", name.value))
                .expected("letters and digits, starting with an upper-case letter, such as `ItemKind`")
                .help(help),
        );
    }
}

fn shape(entry: &Entry, scope: &Scope, diagnostics: &mut Diagnostics) -> TypeShape {
    let node = &entry.value;
    let forms = ["type", "enum", "union", "fields"].map(|form| node.get(form));
    match forms {
        [Some(_), None, None, None] => {
            let target = node.text("type").and_then(|text| type_expression::parse(&text, scope, diagnostics));
            TypeShape::Alias(target.unwrap_or(Type::Json))
        }
        [None, Some(values), None, None] => {
            check_choice(entry, "enum", values, diagnostics);
            check_own_former(values.entries(), diagnostics);
            TypeShape::Enum(enumeration(values))
        }
        [None, None, Some(union), None] => unions::resolve(entry, union, scope, diagnostics),
        [None, None, None, Some(fields)] => TypeShape::Object(object(fields, scope, diagnostics)),
        // The key may have been omitted because of an error.
        [None, None, None, None] if node.is_damaged => TypeShape::Object(Object::default()),
        _ => {
            diagnostics.push(
                Diagnostic::error(
                    Id::Contradiction,
                    entry.key.place,
                    format!("`{}` has none or several of `type`, `enum`, `union` and `fields`", entry.key.value),
                )
                .expected("one of the four")
                .help("use `fields` for an object, `enum` for a set of strings, `union` for several types, and `type` for an alias"),
            );
            TypeShape::Object(Object::default())
        }
    }
}

/// Reports a type without values.
pub(super) fn check_choice(entry: &Entry, key: &str, choices: &Node, diagnostics: &mut Diagnostics) {
    // Entries that were omitted because of an error were reported.
    if choices.entries().is_empty() && !choices.is_damaged {
        diagnostics.push(
            Diagnostic::error(Id::Contradiction, choices.place, format!("`{}` has no values", entry.key.value))
                .expected(format!("at least one entry under `{key}`"))
                .help("add the known entries, or use `string` or `json` if none is known"),
        );
    }
}

/// Reports former names that are present ones: a renaming leaves only one of the two. A name can be passed on, though: the
/// element that has it now has a former name of its own.
pub(super) fn check_former(entries: &[Entry], diagnostics: &mut Diagnostics) {
    for (entry, was) in entries.iter().filter_map(|entry| Some((entry, entry.value.text("was")?))) {
        let was_passed_on = |present: &Entry| present.key != entry.key && present.value.get("was").is_some();
        let present = entries.iter().find(|present| present.key.value == was.value);
        if let Some(present) = present.filter(|present| !was_passed_on(present)) {
            diagnostics.push(
                Diagnostic::error(
                    Id::Contradiction,
                    was.place,
                    format!("former name `{}` is a current name", was.value),
                )
                .expected("a name that no element beside this one currently has")
                .related(present.key.place, "this element has the name")
                .help("write the previous name, or remove `was`"),
            );
        }
    }
}

/// Like the check above, for elements with a former name in Rust. Names of other elements are reported by the naming
/// pass.
pub(super) fn check_own_former(entries: &[Entry], diagnostics: &mut Diagnostics) {
    for entry in entries {
        check_former(std::slice::from_ref(entry), diagnostics);
    }
}

fn enumeration(values: &Node) -> Enum {
    let values = values.entries().iter().map(|entry| {
        let text = entry.value.as_scalar().filter(|scalar| !scalar.is_null());
        let notes = match text {
            Some(text) => Notes { doc: Some(text.text.clone()), ..Notes::default() },
            None => Notes::of(&entry.value),
        };
        EnumValue { value: entry.key.clone(), notes }
    });
    Enum { values: values.collect() }
}

/// Creates an object. Fields that are always present are first, because the decoder requires this order.
pub(super) fn object(fields: &Node, scope: &Scope, diagnostics: &mut Diagnostics) -> Object {
    check_former(fields.entries(), diagnostics);
    let mut resolved: Vec<Field> =
        fields.entries().iter().filter_map(|entry| field(entry, scope, diagnostics)).collect();
    let mut seen: Vec<&Text> = Vec::new();
    for name in resolved.iter().flat_map(|field| std::iter::once(&field.name).chain(&field.also)) {
        if let Some(first) = seen.iter().find(|other| other.value == name.value) {
            diagnostics.push(
                Diagnostic::error(Id::DuplicateValue, name.place, format!("duplicate field `{}`", name.value))
                    .expected("each name once in an object, including `also`")
                    .related(first.place, "first here")
                    .help("remove one of the two"),
            );
        }
        seen.push(name);
    }
    for field in resolved.iter().filter(|field| field.always && !field.also.is_empty()) {
        diagnostics.push(
            Diagnostic::error(
                Id::Contradiction,
                field.name.place,
                format!("`{}` has `always` and `also`", field.name.value),
            )
            .expected("one name for an identifier that is always present")
            .help("remove `always`: neither of the two names is always present"),
        );
    }
    for field in resolved.iter().filter(|field| field.always && !field.absent.is_empty()) {
        diagnostics.push(
            Diagnostic::error(
                Id::Contradiction,
                field.name.place,
                format!("`{}` has `always` and `absent`", field.name.value),
            )
            .expected("one of the two")
            .help("remove `always` or `absent`: a field that is always present has no value that means absent"),
        );
    }
    for field in resolved.iter().filter(|field| field.private && field.sensitive) {
        diagnostics.push(
            Diagnostic::error(
                Id::Contradiction,
                field.name.place,
                format!("`{}` has `sensitive` and `private`", field.name.value),
            )
            .expected("one of the two")
            .help("remove `private`: `sensitive` also hides the value"),
        );
    }
    resolved.sort_by_key(|field| !field.always);
    if let Some(ninth) = resolved.iter().filter(|field| field.always).nth(8) {
        diagnostics.push(
            Diagnostic::error(Id::Contradiction, ninth.name.place, "an object has more than 8 fields with `always`")
                .expected("`always` on identifiers only")
                .help(
                    "remove `always` from fields that are usually present; without it, a missing field is not an error",
                ),
        );
    }
    Object { fields: resolved }
}

fn field(entry: &Entry, scope: &Scope, diagnostics: &mut Diagnostics) -> Option<Field> {
    let node = &entry.value;
    let type_text = node.as_text().or_else(|| node.text("type"))?;
    let type_ = type_expression::parse(&type_text, scope, diagnostics)?;
    Some(Field {
        name: entry.key.clone(),
        absent: absent(node, &type_, diagnostics),
        type_,
        always: node.bool("always").unwrap_or(false),
        required: node.bool("required").unwrap_or(false),
        nullable: node.bool("nullable").unwrap_or(false),
        sensitive: node.bool("sensitive").unwrap_or(false),
        private: node.bool("private").unwrap_or(false),
        recursive: false,
        also: node.texts("also"),
        notes: Notes::of(node),
    })
}

/// Reads the values that mean that the field has no value.
fn absent(node: &Node, type_: &Type, diagnostics: &mut Diagnostics) -> Vec<serde_json::Value> {
    let Some(absent) = node.get("absent") else { return Vec::new() };
    let scalars: Vec<&Node> = if absent.as_scalar().is_some() { vec![absent] } else { absent.items().iter().collect() };
    // The target of a name is not yet known: see `check_absent`.
    let is_number = matches!(
        type_,
        Type::Int | Type::Float | Type::Timestamp | Type::TimestampMillis | Type::TimestampSeconds | Type::Named(_)
    );
    let is_text =
        matches!(type_, Type::String | Type::Url | Type::DateTime | Type::Date | Type::JsonText | Type::Named(_));
    let mut values = Vec::new();
    for (node, scalar) in scalars.into_iter().filter_map(|node| Some((node, node.as_scalar()?))) {
        let value = scalar.to_json();
        let fits = match type_ {
            Type::Int | Type::Timestamp | Type::TimestampMillis | Type::TimestampSeconds => value.is_i64(),
            _ => (value.is_number() && is_number) || (value.is_string() && is_text),
        };
        if values.iter().any(|known| is_same_json(known, &value)) {
            diagnostics.push(
                Diagnostic::error(Id::Contradiction, node.place, format!("duplicate `{value}` under `absent`"))
                    .expected("each value once")
                    .help("remove one of the two"),
            );
        } else if fits {
            values.push(value);
        } else {
            let help = match (is_number, is_text) {
                (true, true) => "write a string or a number",
                (true, _) if *type_ == Type::Float => "write a number, without quotes",
                (true, _) => "write a whole number, without quotes",
                (_, true) => "write a string; in quotes if it looks like a number",
                _ => "remove `absent`: it applies only to strings, numbers and timestamps",
            };
            diagnostics.push(
                Diagnostic::error(
                    Id::Contradiction,
                    node.place,
                    format!("`{value}` is not a value of the field's type"),
                )
                .expected("a value of that type, as in the response body")
                .help(help),
            );
        }
    }
    values
}

/// Reports invalid `absent` values of named types, after all types are known.
pub(super) fn check_absent(api: &Api, diagnostics: &mut Diagnostics) {
    let responses = api.operations().filter_map(|operation| match &operation.response {
        Response::Object(object) => Some(object),
        _ => None,
    });
    let types =
        api.products.iter().flat_map(|product| &product.types).filter_map(|definition| match &definition.shape {
            TypeShape::Object(object) => Some(object),
            _ => None,
        });
    let fields = responses.chain(types).flat_map(|object| &object.fields);
    for field in fields.filter(|field| matches!(field.type_, Type::Named(_))) {
        let Some(value) = field.absent.iter().find(|value| !may_be(api, value, &field.type_)) else { continue };
        diagnostics.push(
            Diagnostic::error(
                Id::Contradiction,
                field.name.place,
                format!(
                    "`{value}` under `absent` is not a value of the type `{}`",
                    type_expression::describe(api, &field.type_)
                ),
            )
            .expected("a value of that type, as in the response body")
            .help("correct the value, or remove `absent`, which applies only to strings, numbers and timestamps"),
        );
    }
}

fn may_be(api: &Api, value: &serde_json::Value, type_: &Type) -> bool {
    match api.target(type_) {
        Type::Int | Type::Timestamp | Type::TimestampMillis | Type::TimestampSeconds => value.is_i64(),
        Type::Float => value.is_number(),
        Type::String | Type::Url | Type::DateTime | Type::Date | Type::JsonText => value.is_string(),
        Type::Named(id) => match &api.type_definition(*id).shape {
            TypeShape::Enum(_) => value.is_string(),
            TypeShape::Union(Union::Kinds(kinds)) => kinds.iter().any(|(kind, _)| match kind {
                JsonKind::String => value.is_string(),
                JsonKind::Number => value.is_number(),
                JsonKind::Bool | JsonKind::List | JsonKind::Object => false,
            }),
            _ => false,
        },
        _ => false,
    }
}
