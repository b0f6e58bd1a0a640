//! Conditions and groups of parameters.

use crate::diagnostics::{Diagnostic, Diagnostics, Id, suggest};
use crate::model::{IndexVec, OneOf, Parameter, ParameterId};
use crate::resolve::ids;
use crate::source::Text;
use crate::source::node::Node;

/// Reads the values of other parameters for which a parameter is required.
pub(super) fn read(node: &Node) -> Vec<(Text, serde_json::Value)> {
    let entries = node.get("required_when").map_or(&[][..], Node::entries);
    entries.iter().filter_map(|entry| Some((entry.key.clone(), entry.value.as_scalar()?.to_json()))).collect()
}

/// Reads the groups of parameters, of which each call has exactly one.
pub(super) fn groups(
    node: &Node,
    parameters: &IndexVec<ParameterId, Parameter>,
    diagnostics: &mut Diagnostics,
) -> Vec<OneOf> {
    let mut groups: Vec<OneOf> = Vec::new();
    for entry in node.get("one_of").map_or(&[][..], Node::entries) {
        ids::check(&entry.key, "a group of parameters", diagnostics);
        let names: Vec<Text> = match entry.value.as_text() {
            Some(text) => vec![text],
            None => entry.value.items().iter().filter_map(Node::as_text).collect(),
        };
        let mut members: Vec<ParameterId> = Vec::new();
        for name in &names {
            members.extend(member(name, parameters, &groups, &members, diagnostics));
        }
        check_members(parameters, &members, diagnostics);
        if names.len() < 2 {
            diagnostics.push(
                Diagnostic::error(
                    Id::Contradiction,
                    entry.key.place,
                    format!("group `{}` has fewer than two parameters", entry.key.value),
                )
                .expected("at least two parameters, of which each call has exactly one")
                .help("add a parameter, or replace the group by `required: true` on the parameter"),
            );
        }
        groups.push(OneOf { name: entry.key.clone(), parameters: members });
    }
    groups
}

fn member(
    name: &Text,
    parameters: &IndexVec<ParameterId, Parameter>,
    groups: &[OneOf],
    members: &[ParameterId],
    diagnostics: &mut Diagnostics,
) -> Option<ParameterId> {
    let index = find(name, parameters, diagnostics)?;
    let parameter = &parameters[index];
    let is_repeated = members.contains(&index);
    let is_grouped = groups.iter().any(|group| group.parameters.contains(&index));
    if parameter.required || is_grouped || is_repeated {
        let (reason, help) = if is_repeated {
            ("is twice in this group", "remove one of the two")
        } else if is_grouped {
            ("is in another group already", "remove it from one of the groups")
        } else {
            ("is always sent", "remove it from the group, or make it optional")
        };
        diagnostics.push(
            Diagnostic::error(Id::Contradiction, name.place, format!("`{}` {reason}", name.value))
                .expected("an optional parameter in the query, a header or the body, in one group only")
                .related(parameter.name.place, "declared here")
                .help(help),
        );
        return None;
    }
    Some(index)
}

/// Reports members of a group that require each other, because a call has exactly one of them.
fn check_members(
    parameters: &IndexVec<ParameterId, Parameter>,
    members: &[ParameterId],
    diagnostics: &mut Diagnostics,
) {
    for parameter in members.iter().map(|index| &parameters[*index]) {
        let is_member = |name: &&Text| members.iter().any(|index| parameters[*index].name.value == name.value);
        if let Some(other) = parameter.required_when.iter().map(|(name, _)| name).find(is_member) {
            diagnostics.push(
                Diagnostic::error(
                    Id::Contradiction,
                    other.place,
                    format!(
                        "`{}` and `{}` are in one group, but one requires the other",
                        parameter.name.value, other.value
                    ),
                )
                .expected("a condition on a parameter outside of the group: a call has one parameter of the group")
                .help("remove the condition, or remove one of the two from the group"),
            );
        }
    }
}

/// Reports conditions on parameters that do not exist.
pub(super) fn check(parameters: &IndexVec<ParameterId, Parameter>, diagnostics: &mut Diagnostics) {
    for parameter in parameters {
        for other in parameter.not_with.iter().chain(parameter.required_when.iter().map(|(name, _)| name)) {
            find(other, parameters, diagnostics);
        }
    }
}

fn find(
    name: &Text,
    parameters: &IndexVec<ParameterId, Parameter>,
    diagnostics: &mut Diagnostics,
) -> Option<ParameterId> {
    // A parameter that is not an argument contradicts the condition, which is reported with the condition.
    let found = parameters.position(|parameter| parameter.name.value == name.value);
    if found.is_none() {
        let known: Vec<&str> = parameters
            .iter()
            .filter(|parameter| parameter.is_argument())
            .map(|parameter| parameter.name.value.as_str())
            .collect();
        diagnostics.push(
            Diagnostic::error(Id::UnknownName, name.place, format!("unknown parameter `{}`", name.value))
                .expected("an argument of this operation")
                .help(
                    suggest::did_you_mean(&name.value, &known)
                        .unwrap_or_else(|| "declare the parameter, or correct the name".into()),
                ),
        );
    }
    found
}
