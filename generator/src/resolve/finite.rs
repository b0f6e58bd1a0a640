//! Infinite types, of which no value exists.

use std::collections::HashSet;

use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Api, Field, Object, Type, TypeId, TypeShape, Union};
use crate::source::Place;

/// The direction, which determines the required fields of an object.
type Needed = fn(&Field) -> bool;

/// A sent object has its `required` and `always` fields; a received one its `always` fields, which are never null.
const NEEDED: [Needed; 2] = [|field| field.is_given() && !field.nullable, |field| field.always];

/// Reports each cycle of infinite types once.
pub(super) fn check(api: &Api, diagnostics: &mut Diagnostics) {
    let mut reported: HashSet<TypeId> = HashSet::new();
    for needed in NEEDED {
        let finite = finite(api, needed);
        let mut seen: HashSet<TypeId> = HashSet::new();
        for id in api.type_ids().filter(|id| !finite.contains(id)) {
            let circle = circle(api, id, &finite, needed, &mut seen);
            if !circle.is_empty() && !circle.iter().any(|(id, _)| reported.contains(id)) {
                reported.extend(circle.iter().map(|(id, _)| *id));
                report(api, &circle, diagnostics);
            }
        }
    }
}

/// Returns the finite types.
fn finite(api: &Api, needed: Needed) -> HashSet<TypeId> {
    let mut finite = HashSet::new();
    let mut unknown: Vec<TypeId> = api.type_ids().collect();
    loop {
        let before = unknown.len();
        unknown.retain(|id| step(api, *id, &finite, needed).is_some() || !finite.insert(*id));
        if unknown.len() == before {
            return finite;
        }
        // Alternates the direction, so that a chain of types takes few rounds in either order.
        unknown.reverse();
    }
}

/// A type without a known value that each value of this type contains, with the place that says so; `None` if there is none.
fn step(api: &Api, id: TypeId, finite: &HashSet<TypeId>, needed: Needed) -> Option<(TypeId, Place)> {
    let open = |type_: &Type| match type_ {
        Type::Named(id) if !finite.contains(id) => Some(*id),
        _ => None,
    };
    let in_object = |object: &Object| {
        let mut fields = object.fields.iter().filter(|field| needed(field));
        fields.find_map(|field| Some((open(&field.type_)?, field.name.place)))
    };
    let definition = api.type_definition(id);
    match &definition.shape {
        TypeShape::Enum(_) => None,
        TypeShape::Alias(target) => Some((open(target)?, definition.name.place)),
        TypeShape::Object(object) => in_object(object),
        // A value of one member is enough; a union without members was reported.
        TypeShape::Union(Union::Tagged { members, .. }) => {
            let mut steps = members.iter().map(|member| Some((open(&member.type_)?, member.value.place)));
            let first = steps.next()??;
            steps.all(|step| step.is_some()).then_some(first)
        }
        TypeShape::Union(Union::Kinds(kinds)) => {
            let mut steps = kinds.iter().map(|(_, type_)| Some((open(type_)?, definition.name.place)));
            let first = steps.next()??;
            steps.all(|step| step.is_some()).then_some(first)
        }
    }
}

/// Returns the cycle that an infinite type leads into; empty if it leads to a type that was visited before.
fn circle(
    api: &Api,
    start: TypeId,
    finite: &HashSet<TypeId>,
    needed: Needed,
    seen: &mut HashSet<TypeId>,
) -> Vec<(TypeId, Place)> {
    let mut path: Vec<(TypeId, Place)> = Vec::new();
    let mut id = start;
    while let Some((next, place)) = step(api, id, finite, needed).filter(|_| seen.insert(id)) {
        path.push((id, place));
        id = next;
    }
    match path.iter().position(|(known, _)| *known == id) {
        Some(first) => path.split_off(first),
        None => Vec::new(),
    }
}

fn report(api: &Api, circle: &[(TypeId, Place)], diagnostics: &mut Diagnostics) {
    let name = |id: &TypeId| api.type_definition(*id).name.value.as_str();
    let [(first, place), others @ ..] = circle else { return };
    let problem = if others.is_empty() {
        format!("infinite type `{}`: each value contains a value of the same type", name(first))
    } else {
        let path: Vec<&str> = circle.iter().map(|(id, _)| name(id)).chain([name(first)]).collect();
        format!("cycle of types, so that each value is infinite: {}", path.join(" -> "))
    };
    let mut diagnostic = Diagnostic::error(Id::Contradiction, *place, problem)
        .expected("at least one optional field in the cycle")
        .help("make one of the fields optional, a list or a map");
    for (id, place) in others {
        diagnostic = diagnostic.related(*place, format!("`{}` contains it here", name(id)));
    }
    diagnostics.push(diagnostic);
}
