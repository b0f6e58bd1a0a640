//! Checks the arguments of an example against the parameters.

use super::fit::{Direction, Fit};
use super::{Checker, json, request};
use crate::diagnostics::{Diagnostic, Diagnostics, Id, suggest};
use crate::model::{Argument, ListStyle, Location, Parameter};
use crate::resolve::operations::is_file;
use crate::source::node::{Entry, Node};
use crate::source::shape::list;

impl Checker<'_> {
    pub(super) fn arguments(&self, entry: &Entry, diagnostics: &mut Diagnostics) -> Vec<Argument> {
        let given = entry.value.get("with").map_or(&[][..], Node::entries);
        let arguments: Vec<Argument> =
            given.iter().filter_map(|argument| self.argument(argument, diagnostics)).collect();
        self.check_required(entry, &arguments, diagnostics);
        self.check_groups(entry, &arguments, diagnostics);
        self.check_conditions(entry, &arguments, diagnostics);
        self.check_lists(entry, &arguments, diagnostics);
        arguments
    }

    fn argument(&self, entry: &Entry, diagnostics: &mut Diagnostics) -> Option<Argument> {
        let parameters = &self.operation.parameters;
        let is_meant = |parameter: &Parameter| parameter.name.value == entry.key.value && parameter.is_argument();
        let Some(id) = parameters.position(is_meant) else {
            self.report_unknown(entry, diagnostics);
            return None;
        };
        let parameter = &parameters[id];
        let value = json::of(&entry.value, Some(&parameter.type_), self.api);
        if !(parameter.nullable && value.is_null()) {
            let mut fit = Fit::new(self.api, Direction::Request, self.types_are_sound);
            let is_needed = parameter.required || self.operation.group_of(id).is_some();
            fit.argument(&value, parameter, self.ids, is_needed);
            fit.report(entry.value.place, diagnostics);
            if let Some(problem) = request::refusal(self.api, &value, parameter) {
                diagnostics.push(
                    Diagnostic::error(Id::Example, entry.value.place, format!("the example {problem}"))
                        .expected("a value that the client accepts")
                        .related(parameter.name.place, "the parameter is declared here")
                        .help("choose a different value: the client rejects this one"),
                );
            }
            if let Some(problem) = parameter.bounds.violation(&value) {
                diagnostics.push(
                    Diagnostic::error(Id::Example, entry.value.place, format!("the example {problem}"))
                        .expected("a value within the limits of the parameter")
                        .related(parameter.name.place, "the limits are declared here")
                        .help("correct the example, or the limit if the server accepts the value"),
                );
            }
        }
        Some(Argument { parameter: id, value })
    }

    fn report_unknown(&self, entry: &Entry, diagnostics: &mut Diagnostics) {
        let parameters = self.operation.parameters.iter();
        let known: Vec<&str> = parameters
            .clone()
            .filter(|parameter| parameter.is_argument())
            .map(|parameter| parameter.name.value.as_str())
            .collect();
        let is_declared = parameters.clone().any(|parameter| parameter.name.value == entry.key.value);
        let what = if is_declared { "not an argument of" } else { "not a parameter of" };
        diagnostics.push(
            Diagnostic::error(
                Id::Example,
                entry.key.place,
                format!("`{}` is {what} `{}`", entry.key.value, self.operation.name.value),
            )
            .expected(match known.as_slice() {
                [] => "no arguments, because the operation has none".into(),
                known => format!("one of {}", list(known)),
            })
            .help(suggest::did_you_mean(&entry.key.value, &known).filter(|_| !is_declared).unwrap_or_else(
                || if is_declared { "remove it here" } else { "declare the parameter, or remove it here" }.into(),
            )),
        );
    }

    fn check_required(&self, entry: &Entry, arguments: &[Argument], diagnostics: &mut Diagnostics) {
        for (id, parameter) in self.operation.parameters.with_ids() {
            let is_given = arguments.iter().any(|argument| argument.parameter == id);
            if parameter.required && parameter.is_argument() && !is_given && !self.is_misspelt(entry, parameter) {
                diagnostics.push(
                    Diagnostic::error(
                        Id::Example,
                        entry.key.place,
                        format!("the required parameter `{}` is missing in the example", parameter.name.value),
                    )
                    .expected(format!("`{}` under `with`", parameter.name.value))
                    .related(parameter.name.place, "declared here")
                    .help("add a made-up value"),
                );
            }
        }
    }

    /// Whether an unknown argument is probably a misspelling of this parameter.
    fn is_misspelt(&self, entry: &Entry, parameter: &Parameter) -> bool {
        let parameters = self.operation.parameters.iter();
        let known: Vec<&str> = parameters.map(|parameter| parameter.name.value.as_str()).collect();
        let given = entry.value.get("with").map_or(&[][..], Node::entries);
        let mut unknown = given.iter().filter(|argument| !known.contains(&argument.key.value.as_str()));
        unknown.any(|argument| suggest::nearest(&argument.key.value, &known) == Some(parameter.name.value.as_str()))
    }

    fn check_groups(&self, entry: &Entry, arguments: &[Argument], diagnostics: &mut Diagnostics) {
        for group in &self.operation.one_of {
            let given = arguments.iter().filter(|argument| group.parameters.contains(&argument.parameter)).count();
            if given != 1 {
                let parameters = group.parameters.iter().map(|index| &self.operation.parameters[*index]);
                let names: Vec<&str> = parameters.map(|parameter| parameter.name.value.as_str()).collect();
                diagnostics.push(
                    Diagnostic::error(
                        Id::Example,
                        entry.key.place,
                        format!("the example has {given} parameters of the group `{}`", group.name.value),
                    )
                    .expected(format!("exactly one of {} under `with`", list(&names)))
                    .related(group.name.place, "the group")
                    .help("keep one of them, and show the others in separate examples"),
                );
            }
        }
    }

    /// Reports empty lists that the client rejects, because servers parse them as absent or as one empty item.
    fn check_lists(&self, entry: &Entry, arguments: &[Argument], diagnostics: &mut Diagnostics) {
        let given = entry.value.get("with").map_or(&[][..], Node::entries);
        let is_form = self.is_form(arguments);
        for argument in arguments.iter().filter(|argument| argument.value.as_array().is_some_and(Vec::is_empty)) {
            let parameter = &self.operation.parameters[argument.parameter];
            let place = match parameter.location {
                Location::Query => "the query",
                Location::Body if is_form && self.is_left_out_of_forms(parameter) => "a form",
                _ => continue,
            };
            let Some(given) = given.iter().find(|given| given.key.value == parameter.name.value) else { continue };
            diagnostics.push(
                Diagnostic::error(
                    Id::Example,
                    given.value.place,
                    format!("`{}` is an empty list, which cannot be sent in {place}", parameter.name.value),
                )
                .expected("at least one item")
                .help("remove the argument, or add an item"),
            );
        }
    }

    /// Whether an empty list is omitted in a form.
    fn is_left_out_of_forms(&self, parameter: &Parameter) -> bool {
        matches!(parameter.list, Some(ListStyle::Comma | ListStyle::Repeated)) || is_file(self.api, &parameter.type_)
    }

    fn check_conditions(&self, entry: &Entry, arguments: &[Argument], diagnostics: &mut Diagnostics) {
        let given = |name: &str| {
            arguments.iter().find(|argument| self.operation.parameters[argument.parameter].name.value == name)
        };
        for parameter in &self.operation.parameters {
            let is_given = given(&parameter.name.value).is_some();
            let clash = parameter.not_with.iter().find(|other| is_given && given(&other.value).is_some());
            if let Some(other) = clash {
                let problem = format!("the example has both `{}` and `{}`", parameter.name.value, other.value);
                report(entry, problem, "one of the two, because the server rejects both", other.place, diagnostics);
            }
            let case = parameter
                .required_when
                .iter()
                .find(|(name, value)| !is_given && given(&name.value).map(|argument| &argument.value) == Some(value));
            if let Some((name, value)) = case {
                let problem = format!("the example has no `{}`, but `{}` is {value}", parameter.name.value, name.value);
                report(entry, problem, "the parameter, which is required in this case", name.place, diagnostics);
            }
        }
    }
}

fn report(
    entry: &Entry,
    problem: String,
    expected: &str,
    condition: crate::source::Place,
    diagnostics: &mut Diagnostics,
) {
    diagnostics.push(
        Diagnostic::error(Id::Example, entry.key.place, problem)
            .expected(expected)
            .related(condition, "the condition")
            .help("correct `with`, or the condition"),
    );
}
