//! Checks that the limits, default and conditions of a parameter do not contradict each other.

use super::Context;
use super::limits::{self, Limit, Measure, Side};
use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{Bounds, Parameter, Source, Type, TypeShape};
use crate::resolve::examples::{json, misfit};
use crate::resolve::type_expression::describe;
use crate::source::node::{Entry, Node};

impl Context<'_> {
    /// Reports limits and a default that contradict the type or each other.
    pub(super) fn check_values(&self, entry: &Entry, type_: &Type, bounds: &Bounds, diagnostics: &mut Diagnostics) {
        let node = &entry.value;
        let before = diagnostics.len();
        let limits = limits::all(bounds);
        self.check_measures(node, type_, &limits, diagnostics);
        check_smallest(node, &limits, diagnostics);
        check_order(node, &limits, diagnostics);
        let Some(default) = node.get("default") else { return };
        // A default is not compared with invalid limits.
        let unbounded = Bounds::default();
        let bounds = if diagnostics.len() == before { bounds } else { &unbounded };
        if node.bool("required") == Some(true) {
            diagnostics.push(
                Diagnostic::error(
                    Id::Contradiction,
                    node.key_place("default"),
                    format!("`{}` is required, so its default never applies", entry.key.value),
                )
                .expected("`required` or `default`")
                .help("remove `default`, or `required` if the server takes the default"),
            );
        }
        if let Some(problem) = self.problem(default, type_, bounds) {
            diagnostics.push(
                Diagnostic::error(Id::Contradiction, default.place, format!("the default {problem}"))
                    .expected("a value that the parameter accepts")
                    .help("correct the default, or the type and the limits of the parameter"),
            );
        }
    }

    /// Returns why a value is invalid for a parameter.
    pub(super) fn problem(&self, value: &Node, type_: &Type, bounds: &Bounds) -> Option<String> {
        // A part of the type may have been omitted because of an error.
        if self.source.has_damaged_types() {
            return None;
        }
        let value = json::of(value, Some(type_), self.api);
        misfit(self.api, &value, type_).or_else(|| bounds.violation(&value))
    }

    /// Reports limits that do not apply to the type.
    fn check_measures(&self, node: &Node, type_: &Type, limits: &[Limit], diagnostics: &mut Diagnostics) {
        let applicable = self.measure(type_);
        let given = limits.iter().filter(|limit| limit.value.is_some());
        for Limit { key, measure, .. } in given.filter(|limit| Some(limit.measure) != applicable) {
            let things = match measure {
                Measure::Number => "numbers",
                Measure::Length => "strings",
                Measure::Items => "lists and maps",
            };
            diagnostics.push(
                Diagnostic::error(
                    Id::Contradiction,
                    node.key_place(key),
                    format!("`{key}` does not apply to the type `{}`", describe(self.api, type_)),
                )
                .expected(format!("`{key}` for {things} only"))
                .help("remove it, or correct the type"),
            );
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

    /// Reports conditions that no request can meet, and converts their values to the types of the parameters.
    pub(super) fn check_conditions(&self, node: &Node, parameters: &mut [Parameter], diagnostics: &mut Diagnostics) {
        for index in 0..parameters.len() {
            check_exclusions(parameters, index, diagnostics);
            let parameter = &parameters[index];
            let declared = node.get(parameter.location.as_str()).and_then(|named| named.get(&parameter.name.value));
            let Some(conditions) = declared.and_then(|declared| declared.get("required_when")) else { continue };
            // A condition on a parameter that is not an argument was reported.
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
                        .expected("a value that the other parameter accepts")
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

/// Reports parameters that exclude themselves or required parameters.
fn check_exclusions(parameters: &[Parameter], index: usize, diagnostics: &mut Diagnostics) {
    let parameter = &parameters[index];
    // `not_with` on a parameter that is not an argument was reported.
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
                format!("`{name}` can never be sent: `{}` is {reason}", other.value)
            }
            Some(_) if parameter.required => format!("`{}` can never be sent: `{name}` is required", other.value),
            _ => continue,
        };
        diagnostics.push(
            Diagnostic::error(Id::Contradiction, other.place, problem)
                .expected("other optional parameters, each once")
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
        format!("the condition of `{name}` depends on `{name}` itself")
    } else if excludes(parameter, other) || excludes(other, parameter) {
        format!("`{name}` is required together with `{}`, but they exclude each other", other.name.value)
    } else {
        match &other.source {
            Source::Caller => return true,
            Source::Fixed(value) => format!("the condition depends on `{}`, which is always {value}", other.name.value),
            Source::Configuration(_) => {
                format!("the condition depends on `{}`, which the configuration provides", other.name.value)
            }
        }
    };
    diagnostics.push(
        Diagnostic::error(Id::Contradiction, condition.key.place, problem)
            .expected("a different argument that can be sent together with this one")
            .help("remove the condition or correct `not_with`; use `required` if the parameter is always required"),
    );
    false
}

/// Reports limits below the smallest allowed number.
fn check_smallest(node: &Node, limits: &[Limit], diagnostics: &mut Diagnostics) {
    for Limit { key, smallest, value, .. } in limits {
        let (Some(number), Some(smallest)) = (value, smallest) else { continue };
        if number < smallest {
            let place = node.get(key).map_or_else(|| node.key_place(key), |value| value.place);
            diagnostics.push(
                Diagnostic::error(Id::Contradiction, place, format!("`{key}` is {number}"))
                    .expected(format!("at least {smallest}"))
                    .help("correct the number, or remove the key"),
            );
        }
    }
}

/// Reports a minimum above the maximum.
fn check_order(node: &Node, limits: &[Limit], diagnostics: &mut Diagnostics) {
    for low in limits.iter().filter(|limit| limit.side == Side::Minimum) {
        let is_opposite = |limit: &&Limit| limit.measure == low.measure && limit.side == Side::Maximum;
        let Some(high) = limits.iter().find(is_opposite) else { continue };
        if let (Some(min), Some(max)) = (low.value, high.value)
            && min > max
        {
            let (low, high) = (low.key, high.key);
            diagnostics.push(
                Diagnostic::error(
                    Id::Contradiction,
                    node.key_place(low),
                    format!("`{low}` is {min}, which is above `{high}` of {max}"),
                )
                .expected(format!("at most the value of `{high}`"))
                .related(node.key_place(high), "the maximum")
                .help("correct one of the two: no value is between them"),
            );
        }
    }
}
