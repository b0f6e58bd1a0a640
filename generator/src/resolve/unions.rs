//! Unions.

use super::examples::misfit;
use super::type_expression::{self, Scope};
use super::types::check_choice;
use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Api, JsonKind, Member, Notes, Type, TypeDefinition, TypeShape, Union};
use crate::source::node::{Entry, Node};
use crate::source::{Place, Source};

/// Reads a union.
pub(super) fn resolve(entry: &Entry, union: &Node, scope: &Scope, diagnostics: &mut Diagnostics) -> TypeShape {
    let form = (union.text("by"), union.get("members"), union.get("kinds"));
    let union = match form {
        (Some(field), Some(members), None) => {
            check_choice(entry, "members", members, diagnostics);
            let members = members.entries().iter().filter_map(|entry| member(entry, scope, diagnostics));
            Some(Union::Tagged { field: field.value, members: members.collect() })
        }
        (None, None, Some(kinds)) => {
            check_choice(entry, "kinds", kinds, diagnostics);
            let kinds = JsonKind::ALL.iter().filter_map(|kind| {
                let text = kinds.text(kind.as_str())?;
                Some((*kind, type_expression::parse(&text, scope, diagnostics)?))
            });
            Some(Union::Kinds(kinds.collect()))
        }
        _ => None,
    };
    TypeShape::Union(union.unwrap_or_else(|| {
        if !entry.value.is_damaged {
            diagnostics.push(
                Diagnostic::error(
                    Id::Contradiction,
                    entry.value.key_place("union"),
                    format!("the types of the union `{}` cannot be distinguished", entry.key.value),
                )
                .expected("`by` with `members`, or `kinds`")
                .help(
                    "use `by` to select the type by the value of a field, or `kinds` to select it by the kind of JSON",
                ),
            );
        }
        Union::Kinds(Vec::new())
    }))
}

fn member(entry: &Entry, scope: &Scope, diagnostics: &mut Diagnostics) -> Option<Member> {
    let text = entry.value.as_text().or_else(|| entry.value.text("type"))?;
    let type_ = type_expression::parse(&text, scope, diagnostics)?;
    Some(Member { value: entry.key.clone(), type_, notes: Notes::of(&entry.value) })
}

/// Reports invalid members, after all types are known.
pub(super) fn check(source: &Source, api: &Api, diagnostics: &mut Diagnostics) {
    for definition in api.products.iter().flat_map(|product| &product.types) {
        let TypeShape::Union(union) = &definition.shape else { continue };
        match union {
            Union::Tagged { field, members } => {
                for member in members {
                    check_member(api, definition.usage.request, field, member, diagnostics);
                }
            }
            Union::Kinds(kinds) => {
                for (kind, type_) in kinds.iter().filter(|(kind, type_)| !fits(api, *kind, type_)) {
                    let type_ = type_expression::describe(api, type_);
                    diagnostics.push(
                        Diagnostic::error(
                            Id::Contradiction,
                            kind_place(source, definition, *kind).unwrap_or(definition.name.place),
                            format!(
                                "`{type_}` in the union `{}` is not a JSON {}",
                                definition.name.value,
                                kind.as_str()
                            ),
                        )
                        .expected("a type with this kind of JSON")
                        .help(
                            "use `string` for strings, ISO 8601 timestamps and enums, and `number` for ints and floats",
                        ),
                    );
                }
            }
        }
    }
}

fn check_member(api: &Api, is_sent: bool, field: &str, member: &Member, diagnostics: &mut Diagnostics) {
    let Some(object) = api.object(&member.type_) else {
        diagnostics.push(
            Diagnostic::error(Id::Contradiction, member.value.place, "a member of this union is not an object")
                .expected("a type with `fields`, because the value of a field selects the member")
                .help("use `kinds` for a union of other types"),
        );
        return;
    };
    let own = object.fields.iter().find(|candidate| candidate.name.value == field);
    if let Some(own) = own.filter(|own| !may_be_tag(api, &member.value.value, &own.type_)) {
        diagnostics.push(
            Diagnostic::error(
                Id::Contradiction,
                own.name.place,
                format!("`{field}` cannot have the value `{}`", member.value.value),
            )
            .expected("a type with this value, because it selects the member")
            .related(member.value.place, "the member of the union")
            .help("make the field a `string`, or an enum with this value, or remove it"),
        );
    } else if let Some(own) = own.filter(|_| is_sent) {
        diagnostics.push(
            Diagnostic::error(
                Id::Contradiction,
                member.value.place,
                format!("both the union and its member have the field `{field}`"),
            )
            .expected("a member without the field, because the union writes it")
            .related(own.name.place, "the member's field")
            .help("remove the field: the union sets it for each member"),
        );
    }
}

/// Whether the field that selects the members of a union can have a value.
fn may_be_tag(api: &Api, tag: &str, type_: &Type) -> bool {
    match api.target(type_) {
        Type::Json => true,
        Type::Named(id) => match &api.type_definition(*id).shape {
            // An enum is open. An alias remains only in a cycle, which was reported.
            TypeShape::Enum(_) | TypeShape::Alias(_) => true,
            TypeShape::Union(Union::Kinds(kinds)) => {
                kinds.iter().any(|(kind, type_)| *kind == JsonKind::String && may_be_tag(api, tag, type_))
            }
            TypeShape::Object(_) | TypeShape::Union(Union::Tagged { .. }) => false,
        },
        type_ => misfit(api, &tag.into(), type_).is_none(),
    }
}

/// Returns the place of a kind of a union in the spec.
fn kind_place(source: &Source, definition: &TypeDefinition, kind: JsonKind) -> Option<Place> {
    let files = source.types.iter().chain(&source.events).chain(&source.sections);
    let mut entries = files.flat_map(|file| file.node.get("types").map_or(&[][..], Node::entries));
    let entry = entries.find(|entry| entry.key.place == definition.name.place)?;
    Some(entry.value.get("union")?.get("kinds")?.get(kind.as_str())?.place)
}

fn fits(api: &Api, kind: JsonKind, type_: &Type) -> bool {
    let found = match api.target(type_) {
        Type::String | Type::Url | Type::DateTime | Type::Date | Type::JsonText => JsonKind::String,
        Type::Int | Type::Float | Type::Timestamp | Type::TimestampMillis | Type::TimestampSeconds => JsonKind::Number,
        Type::Bool => JsonKind::Bool,
        Type::List(_) => JsonKind::List,
        Type::Map(_) => JsonKind::Object,
        Type::Json => return true,
        Type::File => return false,
        Type::Named(id) => match &api.type_definition(*id).shape {
            TypeShape::Enum(_) => JsonKind::String,
            TypeShape::Object(_) | TypeShape::Union(Union::Tagged { .. }) => JsonKind::Object,
            TypeShape::Union(Union::Kinds(_)) | TypeShape::Alias(_) => return false,
        },
    };
    kind == found
}
