//! Classifies the change of a type: only its name in the spec, its type in Rust, or the values on the wire.

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde_json::{Number, Value as Json};

use super::changes::ChangeKind;
use super::record::Comparison;
use super::verdict::Direction;
use api_client_generator::model::{
    Api, Enum, Field, JsonKind, ListStyle, Object, Response, Type, TypeId, TypeShape, Union,
};

/// The kinds of a change of type.
#[derive(Clone, Copy)]
pub(super) struct TypeKinds {
    /// The type in Rust is the same.
    reworded: ChangeKind,
    /// The type in Rust is different; the values on the wire are the same.
    recast: ChangeKind,
    /// The values on the wire are different.
    changed: ChangeKind,
    /// The new values include all old values, or the reverse.
    widened: [ChangeKind; 2],
    /// The same, if only the known strings of an enum differ.
    strings: [ChangeKind; 2],
    direction: Direction,
}

impl TypeKinds {
    pub(super) const fn new(reworded: ChangeKind, recast: ChangeKind, changed: ChangeKind) -> Self {
        Self {
            reworded,
            recast,
            changed,
            widened: [ChangeKind::VALUE_TYPE_WIDENED, ChangeKind::VALUE_TYPE_NARROWED],
            strings: [ChangeKind::STRINGS_WIDENED, ChangeKind::STRINGS_NARROWED],
            direction: Direction::Neither,
        }
    }

    /// Returns the kinds for values in this direction. A sent object may lack optional fields. A received object may
    /// have unknown fields.
    pub(super) const fn in_direction(self, direction: Direction) -> Self {
        Self { direction, ..self }
    }

    /// Returns kinds that depend on the type in Rust alone.
    pub(super) const fn in_rust(reworded: ChangeKind, changed: ChangeKind) -> Self {
        let (widened, strings) = ([changed; 2], [changed; 2]);
        Self { reworded, recast: changed, changed, widened, strings, direction: Direction::Neither }
    }
}

/// The encoding of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wire {
    Json,
    /// Text, in which a number is its digits. The list styles are those of the old and the new version.
    Text([Option<ListStyle>; 2]),
}

/// Returns the kind of change if one type replaces another; `None` if both are the same type.
pub(super) fn kind(
    comparison: &Comparison<'_>,
    old: &Type,
    new: &Type,
    wire: Wire,
    kinds: TypeKinds,
) -> Option<ChangeKind> {
    if comparison.is_same_type(old, new) {
        return None;
    }
    let rust = [
        rust_form(comparison, comparison.old_api, old, Side::Old),
        rust_form(comparison, comparison.new_api, new, Side::New),
    ];
    if rust[0] == rust[1] {
        return Some(kinds.reworded);
    }
    let wire_from = |side: Side| match (wire, side) {
        (Wire::Text([old, new]), Side::New) => Wire::Text([new, old]),
        _ => wire,
    };
    Some(of_values(kinds, |side, enums| {
        let fit = Inclusion::new(comparison, side, enums, kinds.direction);
        let [from, to] = side.ordered(old, new);
        fit.types(from, to, wire_from(side))
    }))
}

/// Returns the kind of change if the form of a named type changes.
pub(super) fn kind_of_form(
    comparison: &Comparison<'_>,
    old: &TypeShape,
    new: &TypeShape,
    kinds: TypeKinds,
) -> ChangeKind {
    of_values(kinds, |side, enums| {
        let fit = Inclusion::new(comparison, side, enums, kinds.direction);
        let [from, to] = side.ordered(old, new);
        fit.values(Value::of_shape(fit.from, from), Value::of_shape(fit.to, to), Wire::Json)
    })
}

/// Returns the kind of change if the form of a response changes.
pub(super) fn kind_of_response(
    comparison: &Comparison<'_>,
    old: &Response,
    new: &Response,
    kinds: TypeKinds,
) -> ChangeKind {
    of_values(kinds, |side, enums| {
        let fit = Inclusion::new(comparison, side, enums, kinds.direction);
        let [from, to] = side.ordered(old, new);
        fit.responses(from, to)
    })
}

/// Chooses the kind by whether the values of one side include those of the other side.
fn of_values(kinds: TypeKinds, fits: impl Fn(Side, Enums) -> bool) -> ChangeKind {
    let is_of_strings = || fits(Side::Old, Enums::Open) && fits(Side::New, Enums::Open);
    let [wider, narrower] = if is_of_strings() { kinds.strings } else { kinds.widened };
    match (fits(Side::Old, Enums::Closed), fits(Side::New, Enums::Closed)) {
        (true, true) => kinds.recast,
        (true, false) => wider,
        (false, true) => narrower,
        (false, false) => kinds.changed,
    }
}

/// One of the two specs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Old,
    New,
}

impl Side {
    /// Returns the value of this side, then the value of the other side.
    fn ordered<T>(self, old: T, new: T) -> [T; 2] {
        match self {
            Self::Old => [old, new],
            Self::New => [new, old],
        }
    }
}

/// Whether an enum can contain unknown values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Enums {
    Closed,
    Open,
}

/// A check whether all values of types of one side are values of types of the other side.
struct Inclusion<'a> {
    comparison: &'a Comparison<'a>,
    side: Side,
    from: &'a Api,
    to: &'a Api,
    enums: Enums,
    direction: Direction,
    /// The compared pairs of types. A failed pair decides the result, so each pair is compared once, and cycles end.
    compared: RefCell<BTreeSet<[TypeId; 2]>>,
}

/// A type with aliases resolved.
#[derive(Clone, Copy)]
enum Value<'a> {
    Type(&'a Type),
    Shape(Option<TypeId>, &'a TypeShape),
}

impl<'a> Value<'a> {
    fn of(api: &'a Api, type_: &'a Type) -> Self {
        match api.target(type_) {
            Type::Named(id) => Self::Shape(Some(*id), &api.type_definition(*id).shape),
            other => Self::Type(other),
        }
    }

    fn of_shape(api: &'a Api, shape: &'a TypeShape) -> Self {
        match shape {
            TypeShape::Alias(target) => Self::of(api, target),
            shape => Self::Shape(None, shape),
        }
    }
}

impl<'a> Inclusion<'a> {
    fn new(comparison: &'a Comparison<'a>, side: Side, enums: Enums, direction: Direction) -> Self {
        let [from, to] = side.ordered(comparison.old_api, comparison.new_api);
        Self { comparison, side, from, to, enums, direction, compared: RefCell::default() }
    }

    fn types(&self, from: &Type, to: &Type, wire: Wire) -> bool {
        self.values(Value::of(self.from, from), Value::of(self.to, to), wire)
    }

    fn values(&self, from: Value<'_>, to: Value<'_>, wire: Wire) -> bool {
        let is_open = self.enums == Enums::Open;
        let is_text = wire != Wire::Json;
        match (from, to) {
            // A list of one item is written like the item.
            (from, Value::Type(Type::List(item)))
                if matches!(wire, Wire::Text([_, Some(ListStyle::Comma | ListStyle::Repeated)]))
                    && !matches!(from, Value::Type(Type::List(_))) =>
            {
                self.values(from, Value::of(self.to, item), in_list(wire))
            }
            (Value::Shape(Some(from_id), from), Value::Shape(Some(to_id), to)) => {
                let ids = [from_id, to_id];
                self.is_same(ids) || !self.compared.borrow_mut().insert(ids) || self.shapes(from, to)
            }
            (Value::Shape(_, from), Value::Shape(_, to)) => self.shapes(from, to),
            (Value::Shape(_, TypeShape::Enum(_)), Value::Type(Type::String)) => true,
            (Value::Type(Type::String), Value::Shape(_, TypeShape::Enum(_))) => is_open,
            (Value::Type(Type::Bool), Value::Shape(_, TypeShape::Enum(known))) if is_text => {
                is_open || ["true", "false"].iter().all(|word| strings(known).contains(word))
            }
            (Value::Type(from), Value::Shape(_, TypeShape::Enum(_))) if is_text => is_open && is_number(from),
            (Value::Type(Type::File), _) | (_, Value::Type(Type::File)) => {
                matches!((from, to), (Value::Type(Type::File), Value::Type(Type::File)))
            }
            (_, Value::Type(Type::Json)) if !is_text => true,
            (Value::Type(from), Value::Shape(_, TypeShape::Union(Union::Kinds(to)))) if !is_text => {
                let mut members = to.iter().filter(|(kind, _)| Some(*kind) == json_kind(from));
                members.any(|(_, to)| self.types(from, to, Wire::Json))
            }
            (Value::Type(from), Value::Type(to)) => self.plain(from, to, wire),
            (Value::Type(_), Value::Shape(..)) | (Value::Shape(..), Value::Type(_)) => false,
        }
    }

    /// Compares types that the spec does not define.
    fn plain(&self, from: &Type, to: &Type, wire: Wire) -> bool {
        match (from, to) {
            (Type::List(from), Type::List(to)) => self.types(from, to, in_list(wire)),
            (Type::Map(from), Type::Map(to)) => self.types(from, to, Wire::Json),
            (from, Type::String) if wire != Wire::Json && (is_number(from) || *from == Type::Bool) => true,
            // Types of times and strings describe values, and do not restrict them.
            (Type::Int, Type::Timestamp | Type::TimestampMillis | Type::TimestampSeconds | Type::Float)
            | (Type::Timestamp | Type::TimestampMillis | Type::TimestampSeconds, Type::Int | Type::Float)
            | (Type::TimestampMillis | Type::TimestampSeconds, Type::Timestamp)
            | (Type::String, Type::Url | Type::DateTime | Type::Date | Type::JsonText)
            | (Type::Url | Type::DateTime | Type::Date | Type::JsonText, Type::String) => true,
            (from, to) => from == to,
        }
    }

    fn shapes(&self, from: &TypeShape, to: &TypeShape) -> bool {
        match (from, to) {
            (TypeShape::Enum(from), TypeShape::Enum(to)) => {
                self.enums == Enums::Open || strings(from).is_subset(&strings(to))
            }
            (TypeShape::Object(from), TypeShape::Object(to)) => self.objects(from, to),
            (
                TypeShape::Union(Union::Tagged { field, members }),
                TypeShape::Union(Union::Tagged { field: to_field, members: to_members }),
            ) => {
                let fits = |value: &str, from: &Type| {
                    let member = to_members.iter().find(|member| member.value.value == value);
                    member.is_some_and(|member| self.types(from, &member.type_, Wire::Json))
                };
                field == to_field && members.iter().all(|member| fits(&member.value.value, &member.type_))
            }
            (TypeShape::Union(Union::Kinds(from)), TypeShape::Union(Union::Kinds(to))) => {
                let fits = |(kind, from): &(_, Type)| {
                    to.iter().any(|(other, to)| other == kind && self.types(from, to, Wire::Json))
                };
                from.iter().all(fits)
            }
            _ => false,
        }
    }

    /// Compares objects. The fields must be equal, unless the direction allows others.
    fn objects(&self, from: &Object, to: &Object) -> bool {
        let other = |object: &Object, field: &Field| {
            object.fields.iter().position(|other| other.name.value == field.name.value)
        };
        let fits = |field: &Field| match other(to, field).map(|index| &to.fields[index]) {
            Some(other) => has_same_presence(field, other) && self.types(&field.type_, &other.type_, Wire::Json),
            // Unknown fields are ignored.
            None => self.direction == Direction::Response,
        };
        let is_optional = |field: &Field| self.direction == Direction::Request && !field.is_given();
        from.fields.iter().all(fits) && to.fields.iter().all(|field| other(from, field).is_some() || is_optional(field))
    }

    fn responses(&self, from: &Response, to: &Response) -> bool {
        let wrapped = |response: &'_ Response| match response {
            Response::Type { type_, wrapper: Some(name) } => Some((name.clone(), type_.clone())),
            Response::Object(Object { fields }) => match fields.as_slice() {
                [field] => Some((field.name.value.clone(), field.type_.clone())),
                _ => None,
            },
            _ => None,
        };
        let object = |api: &'a Api, response: &Response| match response {
            Response::Object(object) => Some(object.clone()),
            Response::Type { type_, wrapper: None } => api.object(type_).cloned(),
            _ => None,
        };
        let is_file = |type_: &Type| *self.from.target(type_) == Type::File;
        match (from, to) {
            // Without a type, the client accepts any JSON.
            (Response::Object(_), Response::None) => return true,
            (Response::Type { type_, .. }, Response::None) => return !is_file(type_),
            _ => {}
        }
        match (object(self.from, from), object(self.to, to), wrapped(from), wrapped(to)) {
            (Some(from), Some(to), ..) => self.objects(&from, &to),
            (_, _, Some((from_name, from)), Some((to_name, to))) => {
                from_name == to_name && self.types(&from, &to, Wire::Json)
            }
            _ => false,
        }
    }

    fn is_same(&self, [from, to]: [TypeId; 2]) -> bool {
        let [old, new] = self.side.ordered(from, to);
        self.comparison.links.old_type(new) == Some(old)
    }
}

/// Returns the encoding of the items of a list.
fn in_list(wire: Wire) -> Wire {
    match wire {
        Wire::Text(
            [Some(ListStyle::Comma | ListStyle::Repeated), _] | [_, Some(ListStyle::Comma | ListStyle::Repeated)],
        ) => Wire::Text([None; 2]),
        _ => Wire::Json,
    }
}

/// Returns the kind of JSON of a built-in type, if it is known.
fn json_kind(type_: &Type) -> Option<JsonKind> {
    Some(match type_ {
        Type::Bool => JsonKind::Bool,
        Type::List(_) => JsonKind::List,
        Type::Map(_) => JsonKind::Object,
        Type::String | Type::Url | Type::DateTime | Type::Date | Type::JsonText => JsonKind::String,
        type_ if is_number(type_) => JsonKind::Number,
        _ => return None,
    })
}

/// Returns whether two values are equal as JSON, whatever the notation of their numbers is.
pub(super) fn is_same_json(one: &Json, other: &Json) -> bool {
    match (one, other) {
        (Json::Number(one), Json::Number(other)) => is_same_number(one, other),
        (Json::Array(one), Json::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same_json(one, other))
        }
        (Json::Object(one), Json::Object(other)) => {
            let is_same = |(name, one): (&String, &Json)| other.get(name).is_some_and(|other| is_same_json(one, other));
            one.len() == other.len() && one.iter().all(is_same)
        }
        (one, other) => one == other,
    }
}

/// Returns whether two numbers are equal, such as `1` and `1.0`.
pub(super) fn is_same_number(one: &Number, other: &Number) -> bool {
    let is_whole = |number: &Number| number.is_i64() || number.is_u64();
    one == other || (!(is_whole(one) && is_whole(other)) && one.as_f64() == other.as_f64())
}

pub(super) fn is_number(type_: &Type) -> bool {
    matches!(type_, Type::Int | Type::Float | Type::Timestamp | Type::TimestampMillis | Type::TimestampSeconds)
}

fn strings(values: &Enum) -> BTreeSet<&str> {
    values.values.iter().map(|value| value.value.value.as_str()).collect()
}

/// Returns whether two fields are present under the same conditions.
fn has_same_presence(one: &Field, other: &Field) -> bool {
    let names = |field: &Field| field.also.iter().map(|name| name.value.clone()).collect::<BTreeSet<_>>();
    let flags = |field: &Field| [field.always, field.required, field.nullable];
    flags(one) == flags(other) && names(one) == names(other) && one.absent == other.absent
}

/// Returns the type in Rust as text, which is equal for equal types. Aliases are resolved.
pub(super) fn rust_form(comparison: &Comparison<'_>, api: &Api, type_: &Type, side: Side) -> String {
    match api.target(type_) {
        Type::String | Type::Url => "String".into(),
        Type::List(inner) => format!("Vec<{}>", rust_form(comparison, api, inner, side)),
        Type::Map(inner) => format!("Map<{}>", rust_form(comparison, api, inner, side)),
        // A renamed type is the same type.
        Type::Named(id) => match side {
            Side::Old => format!("{id:?}"),
            Side::New => comparison.links.old_type(*id).map_or_else(|| format!("new {id:?}"), |id| format!("{id:?}")),
        },
        other => format!("{other:?}"),
    }
}
