//! How much of a type changes: only its name in the spec, its type in Rust, or what is on the wire.

use super::kind::ChangeKind;
use super::record::Comparison;
use crate::model::{Api, JsonKind, Type, TypeShape, Union};

/// The kinds of a change of type: the same in Rust, the same on the wire, and neither.
pub(super) type TypeKinds = [ChangeKind; 3];

/// What kind of change it is if one type takes the place of another; `None` if it is the same one.
pub(super) fn kind(comparison: &Comparison<'_>, old: &Type, new: &Type, kinds: TypeKinds) -> Option<ChangeKind> {
    let (old_api, new_api) = (comparison.old_api, comparison.new_api);
    if comparison.is_same_type(old, new) {
        return None;
    }
    let [reworded, recast, changed] = kinds;
    let same_in_rust = rust_form(comparison, old_api, old, Side::Old) == rust_form(comparison, new_api, new, Side::New);
    if same_in_rust {
        return Some(reworded);
    }
    let is_other_unit = {
        let units = [old_api.target(old), new_api.target(new)];
        units.contains(&&Type::TimestampMillis) && units.contains(&&Type::TimestampSeconds)
    };
    let (old, new) = (json_form(old_api, old), json_form(new_api, new));
    // What may be anything looks like nothing else.
    Some(if old == new && !old.contains('?') && !is_other_unit { recast } else { changed })
}

#[derive(Clone, Copy)]
enum Side {
    Old,
    New,
}

/// What a type is in Rust, as a text that is equal for equal types. Aliases are what they stand for.
fn rust_form(comparison: &Comparison<'_>, api: &Api, type_: &Type, side: Side) -> String {
    match api.target(type_) {
        Type::String | Type::Url => "String".into(),
        Type::List(inner) => format!("Vec<{}>", rust_form(comparison, api, inner, side)),
        Type::Map(inner) => format!("Map<{}>", rust_form(comparison, api, inner, side)),
        // A type that was renamed is the same one.
        Type::Named(id) => match side {
            Side::Old => format!("{id:?}"),
            Side::New => comparison.old_id(*id).map_or_else(|| format!("new {id:?}"), |id| format!("{id:?}")),
        },
        other => format!("{other:?}"),
    }
}

/// What a type is as JSON; `?` if it may be anything, or an object whose fields may differ.
fn json_form(api: &Api, type_: &Type) -> String {
    let word = |kind: JsonKind| kind.as_str().to_owned();
    match api.target(type_) {
        Type::String | Type::Url | Type::DateTime | Type::Date | Type::JsonText => word(JsonKind::String),
        Type::Int | Type::Timestamp | Type::TimestampMillis | Type::TimestampSeconds => "whole number".into(),
        Type::Float => word(JsonKind::Number),
        Type::Bool => word(JsonKind::Bool),
        Type::List(inner) => format!("list of {}", json_form(api, inner)),
        Type::Map(_) | Type::Json => "?".into(),
        Type::File => "file".into(),
        Type::Named(id) => match &api.type_definition(*id).shape {
            TypeShape::Enum(_) => word(JsonKind::String),
            TypeShape::Object(_) | TypeShape::Union(Union::Tagged { .. } | Union::Kinds(_)) | TypeShape::Alias(_) => {
                "?".into()
            }
        },
    }
}
