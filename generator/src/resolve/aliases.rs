//! Types that are another name of a type.

use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Api, MAX_ALIASES, Type, TypeDefinition, TypeId, TypeShape};

/// Reports aliases that lead in a circle, and cuts them so that later passes come to an end. Gives
/// whether there was none.
pub(super) fn check(api: &mut Api, diagnostics: &mut Diagnostics) -> bool {
    let mut circular: Vec<TypeId> = Vec::new();
    for (product, types) in api.products.iter().map(|product| &product.types).enumerate() {
        for index in 0..types.len() {
            let id = TypeId { product, index };
            if let Some(path) = circle(api, id) {
                // The circle is reported once, at its first type.
                if path.iter().all(|other| !circular.contains(other)) {
                    report(api, &path, diagnostics);
                }
                circular.push(id);
            }
        }
    }
    for id in &circular {
        api.products[id.product].types[id.index].shape = TypeShape::Alias(Type::Json);
    }
    circular.is_empty()
}

/// The aliases that lead from a type back to itself, or too far.
fn circle(api: &Api, start: TypeId) -> Option<Vec<TypeId>> {
    let mut path = vec![start];
    loop {
        let TypeShape::Alias(target) = &api.type_definition(*path.last()?).shape else { return None };
        let next = target.named()?;
        if next == start {
            return Some(path);
        }
        // A circle that this one only leads into is another type's.
        if path.contains(&next) {
            return None;
        }
        path.push(next);
        if path.len() > MAX_ALIASES {
            return Some(path);
        }
    }
}

fn report(api: &Api, path: &[TypeId], diagnostics: &mut Diagnostics) {
    let definitions: Vec<&TypeDefinition> = path.iter().map(|id| api.type_definition(*id)).collect();
    let [first, others @ ..] = definitions.as_slice() else { return };
    let names: Vec<&str> = definitions.iter().chain([first]).map(|definition| definition.name.value.as_str()).collect();
    let mut diagnostic = Diagnostic::error(
        Id::Contradiction,
        first.name.place,
        format!("these names lead in a circle, or never to a type: {}", names.join(" -> ")),
    )
    .expected("a type that is another name of something else in the end")
    .help("give one of them `fields`, `enum`, `union`, or a `type` outside of the circle");
    for other in others {
        diagnostic = diagnostic.related(other.name.place, "and this one");
    }
    diagnostics.push(diagnostic);
}
