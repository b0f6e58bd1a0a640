//! Names of types, variants and fields.

use super::scope::Scope;
use super::{EventNames, EventsNames, MemberNames, Members, identifier};
use crate::diagnostics::Diagnostics;
use crate::model::{Enum, Events, Object, TypeDefinition, TypeShape, Union};

/// The reason why `new` is reserved in structs of requests.
const CONSTRUCTOR: &str = "the struct has a function of that name that makes it";

/// The reason why `maybe` is reserved in structs of requests.
const OPTION: &str = "the struct has a method of that name that takes an option";

/// The names of the variants or fields of a type.
pub(super) fn member_names(definition: &TypeDefinition, diagnostics: &mut Diagnostics) -> Members {
    let what = format!("the type `{}`", definition.name.value);
    match &definition.shape {
        TypeShape::Enum(values) => enum_names(values, what, diagnostics),
        TypeShape::Object(object) => field_names(object, definition.usage.request, what, diagnostics),
        TypeShape::Union(Union::Tagged { members, .. }) => {
            let mut scope = variants(what);
            let names = members
                .iter()
                .map(|member| scope.claim(&member.value, member.notes.rust.as_ref(), variant, diagnostics));
            Members::of_names(names)
        }
        // Kinds of JSON are known words, which are names as they are.
        TypeShape::Union(Union::Kinds(kinds)) => {
            let names = kinds.iter().filter_map(|(kind, _)| identifier::pascal(kind.as_str()));
            Members::of_names(names)
        }
        TypeShape::Alias(_) => Members::default(),
    }
}

fn enum_names(values: &Enum, what: String, diagnostics: &mut Diagnostics) -> Members {
    let mut scope = variants(what);
    let members = values.values.iter().map(|value| {
        let name = scope.claim(&value.value, value.notes.rust.as_ref(), variant, diagnostics);
        let former = scope.claim_former(value.notes.was.as_ref(), &name, variant, diagnostics);
        MemberNames { name, clear: None, former }
    });
    Members(members.collect())
}

impl Members {
    fn of_names(names: impl Iterator<Item = String>) -> Self {
        Self(names.map(|name| MemberNames { name, ..MemberNames::default() }).collect())
    }
}

fn variants(what: String) -> Scope {
    Scope::new(what).reserve(&["Unknown"], "it stands for unknown values")
}

/// Returns the variant of a value. The name `Unknown` is reserved for unknown values, so the value `unknown` is
/// `ExplicitUnknown`.
pub(super) fn variant(value: &str) -> Option<String> {
    identifier::pascal(value).map(|name| if name == "Unknown" { "ExplicitUnknown".into() } else { name })
}

/// The names of the fields of an object. In an object of requests, they are setters too.
pub(super) fn field_names(object: &Object, is_sent: bool, what: String, diagnostics: &mut Diagnostics) -> Members {
    let mut scope = Scope::new(what);
    if is_sent {
        scope = scope.reserve(&["new"], CONSTRUCTOR).reserve(&["maybe"], OPTION);
    }
    let mut members = Members::default();
    for field in &object.fields {
        let name = scope.claim(&field.name, field.notes.rust.as_ref(), identifier::snake, diagnostics);
        let clear = (is_sent && field.nullable).then(|| format!("clear_{}", name.trim_end_matches('_')));
        if let Some(clear) = &clear {
            let item = format!("the method that clears `{}`", field.name.value);
            scope.claim_derived(clear.clone(), item, field.name.place, diagnostics);
        }
        members.0.push(MemberNames { name, clear, former: None });
    }
    members
}

/// The enum of all events of a product.
pub const EVENT: &str = "Event";

/// The type that checks signatures of events.
pub const VERIFIER: &str = "EventVerifier";

/// The names of the events of a product.
pub(super) fn event_names(events: &Events, types: &mut Scope, diagnostics: &mut Diagnostics) -> EventsNames {
    let name = EVENT.to_owned();
    types.claim_derived(name.clone(), "the enum of the events", events.by.place, diagnostics);
    if events.signature.is_some() {
        types.claim_derived(VERIFIER.into(), "the verifier of the events", events.by.place, diagnostics);
    }
    let mut scope = Scope::new("the events").reserve(&["Unknown"], "it stands for unknown events");
    let mut tests = Scope::new("the tests of the events");
    let mut names = EventsNames { name, events: Vec::with_capacity(events.events.len()) };
    for event in &events.events {
        let variant = scope.claim(&event.value, event.rust.as_ref(), variant, diagnostics);
        let test = identifier::snake(&variant).unwrap_or_default();
        tests.claim_derived(
            test.clone(),
            format!("the test of `{}`", event.value.value),
            event.value.place,
            diagnostics,
        );
        names.events.push(EventNames { variant, test });
    }
    names
}
