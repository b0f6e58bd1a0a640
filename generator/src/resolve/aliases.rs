//! Aliases of types.

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
                // The cycle is reported once, at its first type.
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

/// The target of a chain of aliases.
enum Chain {
    /// A type, or a cycle without the first type.
    Ends,
    /// The first type.
    Circle(Vec<TypeId>),
    /// Too many aliases; the second of them.
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
        // The cycle is reported at its own types.
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

/// A longer cycle is reported as a chain that is too long.
const MAX_CIRCLE: usize = 4 * MAX_ALIASES;

fn report_length(api: &Api, id: TypeId, diagnostics: &mut Diagnostics) {
    let definition = api.type_definition(id);
    diagnostics.push(
        Diagnostic::error(
            Id::Contradiction,
            definition.name.place,
            format!(
                "`{}` is an alias with more than {MAX_ALIASES} aliases between it and a type",
                definition.name.value
            ),
        )
        .expected(format!(
            "up to {MAX_ALIASES} aliases before a type with `fields`, `enum` or `union`, or a built-in type"
        ))
        .help("refer to the type itself, not to an alias"),
    );
}

fn report(api: &Api, path: &[TypeId], diagnostics: &mut Diagnostics) {
    let definitions: Vec<&TypeDefinition> = path.iter().map(|id| api.type_definition(*id)).collect();
    let [first, others @ ..] = definitions.as_slice() else { return };
    let names: Vec<&str> = definitions.iter().chain([first]).map(|definition| definition.name.value.as_str()).collect();
    let mut diagnostic =
        Diagnostic::error(Id::Contradiction, first.name.place, format!("cycle of aliases: {}", names.join(" -> ")))
            .expected("an alias that leads to a type")
            .help("give one of them `fields`, `enum`, `union`, or a `type` outside of the cycle");
    for other in others {
        diagnostic = diagnostic.related(other.name.place, "and this one");
    }
    diagnostics.push(diagnostic);
}
