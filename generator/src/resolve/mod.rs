//! The second pass: from nodes with places to the checked model.
//!
//! Everything that can be wrong with a spec is found here or in the naming pass, and all of it in
//! one run: what can't be resolved is reported and left out.

mod aliases;
mod api;
mod documented;
mod events;
mod examples;
mod ids;
mod operations;
mod type_expression;
mod types;
mod unions;
mod usage;

use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::Api;
use crate::source::{Place, Source, Text};

/// Resolves a spec. The result is only meaningful if no diagnostic was added.
pub(crate) fn resolve(source: &Source, diagnostics: &mut Diagnostics) -> Api {
    let before = diagnostics.len();
    let mut api = api::resolve(source, diagnostics);
    // What is wrong with a host or a style would make what refers to it look wrong.
    let api_is_sound = diagnostics.len() == before && source.api.as_ref().is_some_and(|node| !node.is_damaged);
    api.documented = documented::resolve(source, diagnostics);
    let before = diagnostics.len();
    types::resolve(source, &mut api, diagnostics);
    let types_are_sound = diagnostics.len() == before && !source.has_damaged_types();
    let aliases_are_sound = aliases::check(&mut api, diagnostics);
    events::resolve(source, &mut api, diagnostics);
    let sound = operations::resolve(source, &mut api, api_is_sound, diagnostics);
    documented::check_coverage(&api, diagnostics);
    usage::resolve(&mut api, diagnostics);
    if aliases_are_sound && types_are_sound {
        unions::check(&api, diagnostics);
        events::check(&api, diagnostics);
    }
    examples::resolve(source, &mut api, &sound, types_are_sound, diagnostics);
    api
}

/// The index of the element with this id, or a diagnostic.
fn lookup<'a>(
    name: &Text,
    what: &str,
    known: impl Iterator<Item = &'a Text>,
    diagnostics: &mut Diagnostics,
) -> Option<usize> {
    let known: Vec<&str> = known.map(|text| text.value.as_str()).collect();
    let found = known.iter().position(|id| *id == name.value);
    if found.is_none() {
        diagnostics.push_with(|| unknown(name.place, what, &name.value, &known));
    }
    found
}

fn unknown(place: Place, what: &str, name: &str, known: &[&str]) -> Diagnostic {
    let nearest = crate::diagnostics::suggest::did_you_mean(name, known);
    let expected = match known.len() {
        0 => format!("a defined {what}; there is none yet"),
        1..=8 => format!("one of {}", crate::source::shape::list(known)),
        count => format!("one of the {count} defined ones"),
    };
    Diagnostic::error(Id::UnknownName, place, format!("there is no {what} `{name}`"))
        .expected(expected)
        .help(nearest.unwrap_or_else(|| format!("define the {what}, or correct the name")))
}
