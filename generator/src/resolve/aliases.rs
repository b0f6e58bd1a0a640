//! Types that are another name of a type.

use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Api, MAX_ALIASES, Type, TypeDefinition, TypeId, TypeShape};

/// Reports aliases that lead in a circle, and cuts them so that later passes come to an end. Gives
/// whether there was none.
pub(super) fn check(api: &mut Api, diagnostics: &mut Diagnostics) -> bool {
    let mut circular: Vec<TypeId> = Vec::new();
    for id in api.type_ids() {
        match chain(api, id) {
            Chain::Ends => continue,
            Chain::Circle(path) => {
                // The circle is reported once, at its first type.
                if path.iter().all(|other| !circular.contains(other)) {
                    report(api, &path, diagnostics);
                }
            }
            Chain::TooLong(next) => {
                // Reported once, at the first name that is too far from the type.
                if matches!(chain(api, next), Chain::Ends) {
                    report_length(api, id, diagnostics);
                }
            }
        }
        circular.push(id);
    }
    for id in &circular {
        api.products[id.product].types[id.index].shape = TypeShape::Alias(Type::Json);
    }
    circular.is_empty()
}

/// Where the aliases lead that start at a type.
enum Chain {
    /// To a type, or into a circle that this type is not in.
    Ends,
    /// Back to the type itself.
    Circle(Vec<TypeId>),
    /// Through more names than are followed; the second of them.
    TooLong(TypeId),
}

fn chain(api: &Api, start: TypeId) -> Chain {
    let mut path = vec![start];
    let mut last = start;
    let mut is_too_long = false;
    while let TypeShape::Alias(target) = &api.type_definition(last).shape {
        let Some(next) = target.named() else { break };
        if next == start {
            return Chain::Circle(path);
        }
        // A circle that this one only leads into is another type's.
        if path.contains(&next) {
            return Chain::Ends;
        }
        path.push(next);
        last = next;
        is_too_long = path.len() > MAX_ALIASES + 1;
        if path.len() > MAX_CIRCLE {
            break;
        }
    }
    if is_too_long { Chain::TooLong(path[1]) } else { Chain::Ends }
}

/// A circle of more names than this is reported as a chain that is too long.
const MAX_CIRCLE: usize = 4 * MAX_ALIASES;

fn report_length(api: &Api, id: TypeId, diagnostics: &mut Diagnostics) {
    let definition = api.type_definition(id);
    diagnostics.push(
        Diagnostic::error(
            Id::Contradiction,
            definition.name.place,
            format!("`{}` leads to a type through more than {MAX_ALIASES} other names", definition.name.value),
        )
        .expected(format!("up to {MAX_ALIASES} names between this one and a type with a shape of its own"))
        .help("name the type itself, and not another name of it"),
    );
}

fn report(api: &Api, path: &[TypeId], diagnostics: &mut Diagnostics) {
    let definitions: Vec<&TypeDefinition> = path.iter().map(|id| api.type_definition(*id)).collect();
    let [first, others @ ..] = definitions.as_slice() else { return };
    let names: Vec<&str> = definitions.iter().chain([first]).map(|definition| definition.name.value.as_str()).collect();
    let mut diagnostic = Diagnostic::error(
        Id::Contradiction,
        first.name.place,
        format!("these names lead in a circle: {}", names.join(" -> ")),
    )
    .expected("a type that is another name of something else in the end")
    .help("give one of them `fields`, `enum`, `union`, or a `type` outside of the circle");
    for other in others {
        diagnostic = diagnostic.related(other.name.place, "and this one");
    }
    diagnostics.push(diagnostic);
}
