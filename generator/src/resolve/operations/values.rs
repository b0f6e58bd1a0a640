//! Whether the values that are declared for a parameter can be true together: bounds, default and conditions.

use serde_json::Value as Json;

use super::Context;
use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Bounds, Parameter, Source, Type, TypeShape};
use crate::resolve::examples::{json, misfit};
use crate::resolve::type_expression::describe;
use crate::source::node::{Entry, Node};

/// The bounds, with what they are about.
const BOUNDS: &[(Measure, &[&str])] = &[
    (Measure::Number, &["min", "max"]),
    (Measure::Length, &["min_length", "max_length"]),
    (Measure::Items, &["max_items"]),
];

/// The least value of each bound that is a count.
const LEAST: &[(&str, i64)] = &[("min_length", 0), ("max_length", 1), ("max_items", 1)];

/// A property of a value that a bound limits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Measure {
    Number,
    Length,
    Items,
}

impl Context<'_> {
    /// Reports bounds and a default that contradict the type or each other.
    pub(super) fn check_values(&self, entry: &Entry, type_: &Type, bounds: &Bounds, diagnostics: &mut Diagnostics) {
        let node = &entry.value;
        let before = diagnostics.len();
        self.check_measures(node, type_, diagnostics);
        check_least(node, diagnostics);
        check_order(node, "min", "max", diagnostics);
        check_order(node, "min_length", "max_length", diagnostics);
        let Some(default) = node.get("default") else { return };
        // A default can't be compared with wrong bounds.
        let unbounded = Bounds::default();
        let bounds = if diagnostics.len() == before { bounds } else { &unbounded };
        if node.bool("required") == Some(true) {
            diagnostics.push(
                Diagnostic::error(
                    Id::Contradiction,
                    node.key_place("default"),
                    format!("`{}` is required, so that its default never applies", entry.key.value),
                )
                .expected("`required` or `default`")
                .help("remove `default`, or `required` if the server takes the default"),
            );
        }
        if let Some(problem) = self.problem(default, type_, bounds) {
            diagnostics.push(
                Diagnostic::error(Id::Contradiction, default.place, format!("the default {problem}"))
                    .expected("a value that the parameter can have")
                    .help("correct the default, or the type and the bounds of the parameter"),
            );
        }
    }

    /// Why a parameter can't have a value.
    pub(super) fn problem(&self, value: &Node, type_: &Type, bounds: &Bounds) -> Option<String> {
        // The type may lack what a mistake in it left out.
        if self.source.has_damaged_types() {
            return None;
        }
        let value = json::of(value, Some(type_), self.api);
        misfit(self.api, &value, type_).or_else(|| beyond(bounds, &value))
    }

    /// Reports bounds that do not apply to values of the type.
    fn check_measures(&self, node: &Node, type_: &Type, diagnostics: &mut Diagnostics) {
        let measure = self.measure(type_);
        for (of_key, keys) in BOUNDS.iter().filter(|(of_key, _)| Some(*of_key) != measure) {
            let things = match of_key {
                Measure::Number => "numbers",
                Measure::Length => "strings",
                Measure::Items => "lists and maps",
            };
            for key in keys.iter().filter(|key| node.get(key).is_some()) {
                diagnostics.push(
                    Diagnostic::error(
                        Id::Contradiction,
                        node.key_place(key),
                        format!("`{key}` does not apply to a value of the type `{}`", describe(self.api, type_)),
                    )
                    .expected(format!("`{key}` for {things} only"))
                    .help("remove it, or correct the type"),
                );
            }
        }
    }

    fn measure(&self, type_: &Type) -> Option<Measure> {
        match self.api.target(type_) {
            Type::Int | Type::Float | Type::Timestamp | Type::TimestampMillis | Type::TimestampSeconds => {
                Some(Measure::Number)
            }
            Type::String | Type::Url | Type::DateTime | Type::Date | Type::JsonText => Some(Measure::Length),
            Type::List(_) | Type::Map(_) => Some(Measure::Items),
            Type::Named(id) => match self.api.type_definition(*id).shape {
                TypeShape::Object(_) => Some(Measure::Items),
                _ => None,
            },
            Type::Bool | Type::Json | Type::File => None,
        }
    }

    /// Reports conditions that no request can meet, and brings their values into the types of the parameters.
    pub(super) fn check_conditions(&self, node: &Node, parameters: &mut [Parameter], diagnostics: &mut Diagnostics) {
        for index in 0..parameters.len() {
            check_exclusions(parameters, index, diagnostics);
            let parameter = &parameters[index];
            let declared = node.get(parameter.location.as_str()).and_then(|named| named.get(&parameter.name.value));
            let Some(conditions) = declared.and_then(|declared| declared.get("required_when")) else { continue };
            // A parameter that the caller does not give has no condition, which was reported.
            if parameter.required && parameter.is_argument() {
                diagnostics.push(
                    Diagnostic::error(
                        Id::Contradiction,
                        declared.map_or(parameter.name.place, |declared| declared.key_place("required_when")),
                        format!("`{}` is always required", parameter.name.value),
                    )
                    .expected("`required` or `required_when`")
                    .help("remove one of the two"),
                );
            }
            let mut values = Vec::new();
            for condition in conditions.entries() {
                let Some(other) = parameters.iter().find(|other| other.name.value == condition.key.value) else {
                    continue;
                };
                if check_condition(&parameters[index], other, condition, diagnostics)
                    && let Some(problem) = self.problem(&condition.value, &other.type_, &other.bounds)
                {
                    diagnostics.push(
                        Diagnostic::error(
                            Id::Contradiction,
                            condition.value.place,
                            format!("this condition never holds: the value of `{}` {problem}", other.name.value),
                        )
                        .expected("a value that the other parameter can have")
                        .related(other.name.place, "the other parameter")
                        .help("correct the value, or remove the condition"),
                    );
                }
                values.push((condition.key.clone(), json::of(&condition.value, Some(&other.type_), self.api)));
            }
            parameters[index].required_when = values;
        }
    }
}

/// Reports parameters that exclude themselves, or others that are always there.
fn check_exclusions(parameters: &[Parameter], index: usize, diagnostics: &mut Diagnostics) {
    let parameter = &parameters[index];
    // One that the caller does not give excludes nothing, which was reported.
    if !parameter.is_argument() {
        return;
    }
    let name = &parameter.name.value;
    for (position, other) in parameter.not_with.iter().enumerate() {
        let excluded = parameters.iter().find(|candidate| candidate.name.value == other.value);
        let is_repeated = parameter.not_with[..position].iter().any(|earlier| earlier.value == other.value);
        let problem = match excluded {
            _ if is_repeated => format!("`{}` is named twice", other.value),
            Some(excluded) if excluded.name == parameter.name => format!("`{name}` excludes itself"),
            Some(excluded) if excluded.required => {
                let reason = if excluded.is_argument() { "required" } else { "always sent" };
                format!("`{name}` can never be given: `{}` is {reason}", other.value)
            }
            Some(_) if parameter.required => format!("`{}` can never be given: `{name}` is required", other.value),
            _ => continue,
        };
        diagnostics.push(
            Diagnostic::error(Id::Contradiction, other.place, problem)
                .expected("parameters that are optional, each once, and not this one")
                .help("remove it from `not_with`, or make the required parameter optional"),
        );
    }
}

/// Reports a condition of a parameter on itself, on one that it excludes, or on one that the caller does not give. Returns
/// whether there was nothing to report.
fn check_condition(parameter: &Parameter, other: &Parameter, condition: &Entry, diagnostics: &mut Diagnostics) -> bool {
    let excludes = |one: &Parameter, two: &Parameter| one.not_with.iter().any(|name| name.value == two.name.value);
    let name = &parameter.name.value;
    let problem = if other.name == parameter.name {
        format!("`{name}` is required when it is there itself")
    } else if excludes(parameter, other) || excludes(other, parameter) {
        format!("`{name}` is required together with `{}`, which excludes it", other.name.value)
    } else {
        match &other.source {
            Source::Caller => return true,
            Source::Fixed(value) => format!("the caller does not choose `{}`: it is always {value}", other.name.value),
            Source::Configuration(_) => {
                format!("the caller does not choose `{}`: it comes from the configuration", other.name.value)
            }
        }
    };
    diagnostics.push(
        Diagnostic::error(Id::Contradiction, condition.key.place, problem)
            .expected("another parameter that can be given together with this one")
            .help("remove the condition, or correct `not_with`; a parameter that is always needed is `required`"),
    );
    false
}

/// Reports counts that no value has.
fn check_least(node: &Node, diagnostics: &mut Diagnostics) {
    for (key, least) in LEAST {
        let Some(value) = node.get(key) else { continue };
        let number: Option<i64> = value.as_scalar().and_then(|scalar| scalar.text.parse().ok());
        if let Some(number) = number.filter(|number| number < least) {
            diagnostics.push(
                Diagnostic::error(Id::Contradiction, value.place, format!("`{key}` is {number}"))
                    .expected(format!("at least {least}"))
                    .help("correct the number, or remove the key"),
            );
        }
    }
}

/// Reports a lower bound above the upper one.
fn check_order(node: &Node, low: &str, high: &str, diagnostics: &mut Diagnostics) {
    let number = |key: &str| node.get(key)?.as_scalar()?.text.parse::<i64>().ok();
    if let (Some(least), Some(most)) = (number(low), number(high))
        && least > most
    {
        diagnostics.push(
            Diagnostic::error(
                Id::Contradiction,
                node.key_place(low),
                format!("`{low}` is {least}, which is above `{high}` of {most}"),
            )
            .expected(format!("at most the value of `{high}`"))
            .related(node.key_place(high), "the upper bound")
            .help("correct one of the two: no value is between them"),
        );
    }
}

/// Which bound a value violates.
pub(in crate::resolve) fn beyond(bounds: &Bounds, value: &Json) -> Option<String> {
    let Bounds { default: _, min, max, min_length, max_length, max_items } = bounds;
    let violated = |bound: &Option<i64>, is_violated: &dyn Fn(i64) -> bool| bound.filter(|bound| is_violated(*bound));
    let say = |relation: &str, bound: i64| format!("is {relation} of {bound}");
    let count = |length: usize| i64::try_from(length).unwrap_or(i64::MAX);
    let many =
        |items: i64| violated(max_items, &|bound| items > bound).map(|bound| say("longer than `max_items`", bound));
    match value {
        Json::Number(number) => {
            let order =
                |bound: i64| number.as_i64().map_or_else(|| compare(number, bound), |number| number.cmp(&bound));
            let low = violated(min, &|bound| order(bound).is_lt()).map(|bound| say("below `min`", bound));
            low.or_else(|| violated(max, &|bound| order(bound).is_gt()).map(|bound| say("above `max`", bound)))
        }
        Json::String(text) => {
            let length = count(text.chars().count());
            let low = violated(min_length, &|bound| length < bound);
            let high = || violated(max_length, &|bound| length > bound);
            low.map(|bound| say("shorter than `min_length`", bound))
                .or_else(|| high().map(|bound| say("longer than `max_length`", bound)))
        }
        Json::Array(items) => many(count(items.len())),
        Json::Object(map) => many(count(map.len())),
        Json::Null | Json::Bool(_) => None,
    }
}

#[expect(clippy::cast_precision_loss, reason = "a bound is compared with a number that has a fraction")]
fn compare(number: &serde_json::Number, bound: i64) -> std::cmp::Ordering {
    number.as_f64().unwrap_or_default().total_cmp(&(bound as f64))
}
