//! A change of a shared element is reported once, and not once for each path that leads to it.

use api_client_diff::{ChangeKind, Side, diff};
use api_client_generator::Spec;
use api_client_generator::model::{Api, Response, Type, TypeId, TypeShape, Union};
use api_client_generator::source::{InputFile, read_folder};

use crate::support::repository;

/// Returns how many paths lead from a type to the target. A type that contains itself ends its path.
fn paths(api: &Api, type_: &Type, target: TypeId, way: &mut Vec<TypeId>) -> usize {
    match type_ {
        Type::List(inner) | Type::Map(inner) => paths(api, inner, target, way),
        Type::Named(id) if *id == target => 1,
        Type::Named(id) if !way.contains(id) => {
            way.push(*id);
            let parts: Vec<&Type> = match &api.type_definition(*id).shape {
                TypeShape::Object(object) => object.fields.iter().map(|field| &field.type_).collect(),
                TypeShape::Union(Union::Tagged { members, .. }) => members.iter().map(|member| &member.type_).collect(),
                TypeShape::Union(Union::Kinds(kinds)) => kinds.iter().map(|(_, type_)| type_).collect(),
                TypeShape::Alias(target) => vec![target],
                TypeShape::Enum(_) => Vec::new(),
            };
            let count = parts.into_iter().map(|part| paths(api, part, target, way)).sum();
            way.pop();
            count
        }
        _ => 0,
    }
}

/// Returns the number of entries in a tool that compares documents path by path: one for each use in a request or a
/// response.
fn entries_by_path(api: &Api, target: TypeId) -> usize {
    let of_operations = api.operations().map(|operation| {
        let answered: Vec<&Type> = match &operation.response {
            Response::Type { type_, .. } => vec![type_],
            Response::Object(object) => object.fields.iter().map(|field| &field.type_).collect(),
            Response::Unknown | Response::None => Vec::new(),
        };
        let sent = operation.parameters.iter().map(|parameter| &parameter.type_);
        answered.into_iter().chain(sent).map(|type_| paths(api, type_, target, &mut Vec::new())).sum::<usize>()
    });
    let events = api.products.iter().filter_map(|product| product.events.as_ref()).flat_map(|events| &events.events);
    let of_events = events.filter_map(|event| event.type_.as_ref());
    of_operations.sum::<usize>() + of_events.map(|type_| paths(api, type_, target, &mut Vec::new())).sum::<usize>()
}

/// Returns the real spec with edited YAML files.
fn edited(edit: impl Fn(&str, String) -> String) -> Spec {
    let folder = repository().join("spec");
    let inputs = read_folder(&folder).expect("the spec is there").into_iter().map(|input| {
        if input.is_guide() {
            return input;
        }
        let text = String::from_utf8(input.content.clone().expect("it can be read")).expect("it is text");
        InputFile { content: Ok(edit(&input.name, text).into_bytes()), ..input }
    });
    Spec::from_files(inputs.collect(), &folder)
}

/// Returns the real spec with a field added to a type.
fn with_field(file: &str, after: &str) -> Spec {
    edited(|name, text| {
        if name != file {
            return text;
        }
        let (start, rest) = text.split_once(after).expect("the type is there");
        format!("{start}{after}      one_more: {{ type: string, doc: One more. }}\n{rest}")
    })
}

/// Returns the changes since the committed spec as kind and subject, with the number of affected operations.
fn changes_to(new: &Spec) -> Vec<(ChangeKind, String, usize)> {
    let old = Spec::load(&repository().join("spec")).expect("the spec is there");
    let models = [&old, new].map(|spec| spec.resolve().expect("it has no mistake"));
    let sides = [Side { spec: &old, resolved: &models[0] }, Side { spec: new, resolved: &models[1] }];
    let changes = diff(sides[0], sides[1]).changes.into_iter();
    changes.map(|change| (change.kind, change.subject, change.reach.operations.len())).collect()
}

/// Paths and examples that follow from a changed base path or header are no changes of their own.
#[test]
fn changed_base_path_or_header_is_one_entry_per_host() {
    let host = |name: &str| format!("api.hosts.{name}");
    let moved = edited(|_, text| {
        text.replace(" /v3/", " /v4/").replace("\"/v3/", "\"/v4/").replace("base_path: /v3\n", "base_path: /v4\n")
    });
    let changes = changes_to(&moved);
    let [(kind, subject, operations)] = changes.as_slice() else { panic!("{changes:#?}") };
    assert_eq!((kind.id(), subject), ("host-paths-changed", &host("chat")));
    assert!(*operations > 200, "{operations}");
    let renamed = edited(|_, text| text.replace("Api-Token", "X-Token"));
    let changes = changes_to(&renamed);
    let found: Vec<_> = changes.iter().map(|(kind, subject, _)| (kind.id(), subject.as_str())).collect();
    let hosts = ["chat", "calls", "notifications"].map(|name| format!("{}.auth", host(name)));
    assert_eq!(found, hosts.each_ref().map(|host| ("auth-changed", host.as_str())));
}

/// The page on reviews names both numbers.
#[test]
fn field_added_to_a_shared_type_is_one_entry() {
    let old = Spec::load(&repository().join("spec")).expect("the spec is there");
    let new = with_field("chat/types.yaml", "  User:\n    doc: A user of the application.\n    fields:\n");
    let models = [&old, &new].map(|spec| spec.resolve().expect("it has no mistake"));
    let sides = [Side { spec: &old, resolved: &models[0] }, Side { spec: &new, resolved: &models[1] }];
    let changes = diff(sides[0], sides[1]).changes;
    let [change] = changes.as_slice() else { panic!("it is one change: {changes:#?}") };
    assert_eq!(change.kind, ChangeKind::FIELD_ADDED);
    let api = models[0].api();
    let product = api.products.iter().position(|product| product.id.value == "chat").expect("it is there");
    let types = &api.products[product.into()].types;
    let index = types.iter().position(|definition| definition.name.value == "User").expect("it is there");
    let by_path = entries_by_path(api, TypeId { product: product.into(), index: index.into() });
    let reach = &change.reach;
    let expected = format!(
        "one entry, which names {} operations and {} type. A tool that compares documents path by path reports {by_path} entries",
        reach.operations.len(),
        reach.types.len()
    );
    let page = std::fs::read_to_string(repository().join("docs/reviews.md")).expect("the page is there");
    let page: Vec<&str> = page.split_whitespace().collect();
    assert!(page.join(" ").contains(&expected), "docs/reviews.md should say: {expected}");
}
