//! The second pass: from nodes with locations to the checked model.
//!
//! Everything that can be wrong with a spec is found here or in the naming pass, and all of it in
//! one run: what can't be resolved is reported and left out.

mod aliases;
mod api;
mod copies;
mod documented;
mod events;
mod examples;
mod finite;
mod guide_parts;
mod guides;
mod headers;
mod ids;
mod known_mistakes;
mod operations;
mod reserved_headers;
mod resources;
mod type_expression;
mod types;
mod unions;
mod usage;
mod vendor_names;

use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::Api;
use crate::source::{Place, Source, Text};

/// Resolves a spec. The result is only meaningful if no diagnostic was added.
pub(crate) fn resolve(source: &Source, diagnostics: &mut Diagnostics) -> Api {
    let source = copies::without(source, diagnostics);
    let source = source.as_ref();
    let mut api = api::resolve(source, diagnostics);
    check_folders(source, &api, diagnostics);
    api.documented = documented::resolve(source, diagnostics);
    let before = diagnostics.len();
    types::resolve(source, &mut api, diagnostics);
    let types_are_sound = diagnostics.len() == before && !source.has_damaged_types();
    let aliases_are_sound = aliases::check(&mut api, diagnostics);
    events::resolve(source, &mut api, diagnostics);
    let sound = operations::resolve(source, &mut api, diagnostics);
    documented::check_coverage(&api, diagnostics);
    api.vendor_clients = vendor_names::resolve(source, &api, diagnostics);
    api.guides = guides::resolve(source, &api, diagnostics);
    usage::resolve(&mut api, diagnostics);
    if aliases_are_sound && types_are_sound {
        let before = diagnostics.len();
        unions::check(source, &api, diagnostics);
        // A member that is not an object was reported.
        if diagnostics.len() == before {
            finite::check(&api, diagnostics);
        }
        types::check_absent(&api, diagnostics);
        events::check(&api, diagnostics);
    }
    resources::resolve(source, &mut api, diagnostics);
    examples::resolve(source, &mut api, &sound, types_are_sound, diagnostics);
    known_mistakes::check(source, &api, diagnostics);
    api
}

/// Reports folders without a product, each once.
fn check_folders(source: &Source, api: &Api, diagnostics: &mut Diagnostics) {
    let mut seen: Vec<&str> = Vec::new();
    for file in source.sections.iter().chain(&source.types).chain(&source.events) {
        if !seen.contains(&file.product.as_str()) {
            seen.push(&file.product);
            let folder = Text { value: file.product.clone(), place: Place::start_of(file.file) };
            let known = api.products.iter().map(|product| &product.id);
            let _: Option<usize> = lookup_in_api(source, "products", &folder, "product", known, diagnostics);
        }
    }
}

/// Returns a type as in the spec.
pub fn describe_type(api: &Api, type_: &crate::model::Type) -> String {
    type_expression::describe(api, type_)
}

/// Like [`lookup`], for what a part of `api.yaml` defines: what was left out of it for a mistake is
/// not reported again.
fn lookup_in_api<'a, I: From<usize>>(
    source: &Source,
    part: &str,
    name: &Text,
    what: &str,
    mut known: impl Iterator<Item = &'a Text>,
    diagnostics: &mut Diagnostics,
) -> Option<I> {
    let part = source.api.as_ref().and_then(|api| api.get(part));
    let is_left_out = part.is_some_and(|part| part.is_damaged || part.get(&name.value).is_some());
    if is_left_out {
        known.position(|id| id.value == name.value).map(I::from)
    } else {
        lookup(name, what, known, diagnostics)
    }
}

/// Returns the id of the element with this name, or reports an error.
fn lookup<'a, I: From<usize>>(
    name: &Text,
    what: &str,
    known: impl Iterator<Item = &'a Text>,
    diagnostics: &mut Diagnostics,
) -> Option<I> {
    let known: Vec<&str> = known.map(|text| text.value.as_str()).collect();
    let found = known.iter().position(|id| *id == name.value);
    if found.is_none() {
        diagnostics.push_with(|| unknown(name.place, what, &name.value, &known));
    }
    found.map(I::from)
}

fn unknown(place: Place, what: &str, name: &str, known: &[&str]) -> Diagnostic {
    let nearest = crate::diagnostics::suggest::did_you_mean(name, known);
    let expected = match known.len() {
        0 => format!("a defined {what}; the spec has none"),
        1..=8 => crate::source::shape::one_of(known),
        count => format!("one of the {count} definitions"),
    };
    Diagnostic::error(Id::UnknownName, place, format!("unknown {what} `{name}`"))
        .expected(expected)
        .help(nearest.unwrap_or_else(|| format!("define the {what}, or correct the name")))
}
