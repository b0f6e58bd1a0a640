//! The entries that the findings propose, in the format of the spec.

use std::collections::{BTreeMap, HashSet};

use heck::ToUpperCamelCase;

use super::finding::{Evidence, FindingKind, Key, Owner};
use super::privacy::REDACTED;
use super::shape::{Form, Observed};
use super::times::is_name_of_time;
use super::tree::Tree;
use crate::model::{Api, Ids, OperationId, ProductId, Response, Type, TypeShape, Union};

/// The source of proposed elements, as their `unverified` states it.
const UNVERIFIED: &str = "Only in recorded traffic; the meaning is unknown.";
/// The text for elements that need one.
const DOC: &str = "Undocumented; only in recorded traffic.";

/// Proposed entries by file.
pub(super) struct Proposal<'a> {
    api: &'a Api,
    ids: Ids,
    /// The names of types that exist or are proposed.
    names: HashSet<(ProductId, String)>,
    pub(super) files: BTreeMap<String, Tree>,
}

/// The file of an element, and the names of types that are proposed for its parts.
struct Scope {
    product: ProductId,
    file: String,
    name: String,
}

impl<'a> Proposal<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let names = api.type_ids().map(|id| (id.product, api.type_definition(id).name.value.clone()));
        Self { api, ids: Ids::of(api), names: names.collect(), files: BTreeMap::new() }
    }

    /// Adds the entry of a finding, and returns a description of its type. `None` if a person has to decide.
    pub(super) fn add(&mut self, key: &Key, evidence: &Evidence) -> Option<String> {
        if key.member == REDACTED {
            return None;
        }
        let (member, observed) = (key.member.as_str(), &evidence.observed);
        match (key.kind, key.owner) {
            (FindingKind::UnknownField, Owner::Type(_) | Owner::Response(_)) => {
                let (scope, mut path) = self.fields(key.owner)?;
                let type_ = self.type_text(observed, member, &scope);
                let entry = self.field(member, &type_).with("unverified", Tree::text(UNVERIFIED));
                path.push(member.to_owned());
                self.put(&scope.file, &path, comment(evidence, observed, &type_), entry);
                Some(type_)
            }
            (FindingKind::UnknownEnumValue, Owner::Type(id)) => {
                let definition = self.api.type_definition(id);
                let path = ["types", &definition.name.value, "enum", member].map(str::to_owned);
                // No name can be derived from an empty string.
                let entry = Tree::default().with("unverified", Tree::text(UNVERIFIED));
                let entry = if member.is_empty() { entry.with("rust", Tree::text("Empty")) } else { entry };
                self.put(&definition.file, &path, comment(evidence, observed, ""), entry);
                Some("a value".into())
            }
            (FindingKind::UnknownUnionMember, Owner::Type(id)) => {
                let definition = self.api.type_definition(id);
                let TypeShape::Union(union) = &definition.shape else { return None };
                let name = definition.name.value.clone();
                let scope = Scope { product: id.product, file: definition.file.clone(), name };
                let type_ = self.type_text(observed, member, &scope);
                let (list, entry) = match union {
                    Union::Tagged { .. } => {
                        let entry = Tree::default().with("type", Tree::text(&type_));
                        ("members", entry.with("unverified", Tree::text(UNVERIFIED)))
                    }
                    Union::Kinds(_) => ("kinds", Tree::text(&type_)),
                };
                // A member of a union with a discriminator is an object.
                if list == "members" && !matches!(observed.form(), Form::Object(_)) {
                    return None;
                }
                let path = ["types", &definition.name.value, "union", list, member].map(str::to_owned);
                self.put(&definition.file, &path, comment(evidence, observed, &type_), entry);
                Some(type_)
            }
            (FindingKind::UnknownEvent | FindingKind::UndocumentedBody, Owner::Events(product)) => {
                self.event(key.kind, product, member, evidence)
            }
            (FindingKind::UndocumentedBody, Owner::Response(id)) => {
                let (scope, mut path) = self.response(id);
                let entry = match observed.form() {
                    Form::Object(fields) => Tree::default().with("fields", self.field_entries(fields, &scope, None)),
                    Form::List(_) | Form::Map(_) => {
                        let type_ = self.type_text(observed, "item", &scope);
                        Tree::default().with("type", Tree::text(&type_))
                    }
                    _ => return None,
                };
                path.push("response".into());
                let entry = entry.with("unverified", Tree::text(UNVERIFIED));
                self.put(&scope.file, &path, comment(evidence, observed, ""), entry);
                Some("a response".into())
            }
            (FindingKind::UnknownErrorCode, Owner::Errors(id)) => {
                let format = &self.api.error_formats[id].id.value;
                let path = ["errors", format, "codes", member].map(str::to_owned);
                let entry = Tree::default()
                    .with("name", Tree::text(format!("UNDOCUMENTED_{member}")))
                    .with("kind", Tree::text("other"))
                    .with("doc", Tree::text(DOC))
                    .with("unverified", Tree::text(UNVERIFIED));
                self.put("api.yaml", &path, comment(evidence, observed, ""), entry);
                Some("an error code".into())
            }
            _ => None,
        }
    }

    fn event(&mut self, kind: FindingKind, product: ProductId, member: &str, evidence: &Evidence) -> Option<String> {
        let events = self.api.products[product].events.as_ref()?;
        let name = format!("Event {member}").to_upper_camel_case();
        let scope = Scope { product, file: events.file.clone(), name };
        let form = evidence.observed.form();
        let type_ = match &form {
            Form::Object(fields) if fields.keys().any(|name| *name != events.by.value) => {
                let entries = self.field_entries(fields, &scope, Some(&events.by.value));
                self.new_type(scope.name.clone(), entries, &scope)
            }
            _ => "unknown".to_owned(),
        };
        let path = ["events", member].map(str::to_owned);
        let entry = Tree::default().with("type", Tree::text(&type_));
        let entry = match kind {
            FindingKind::UndocumentedBody if type_ == "unknown" => return None,
            FindingKind::UndocumentedBody => entry,
            _ => entry
                .with("doc", Tree::text(DOC))
                .with("evidence", Tree::text("observed"))
                .with("unverified", Tree::text(UNVERIFIED)),
        };
        self.put(&scope.file, &path, comment(evidence, &evidence.observed, ""), entry);
        Some(type_)
    }

    /// Returns the mapping with the fields of an element.
    fn fields(&self, owner: Owner) -> Option<(Scope, Vec<String>)> {
        match owner {
            Owner::Type(id) => {
                let definition = self.api.type_definition(id);
                let name = definition.name.value.clone();
                let path = ["types", &name, "fields"].map(str::to_owned).to_vec();
                Some((Scope { product: id.product, file: definition.file.clone(), name }, path))
            }
            Owner::Response(id) if matches!(self.api.operation(id).response, Response::Object(_)) => {
                let (scope, mut path) = self.response(id);
                path.extend(["response", "fields"].map(str::to_owned));
                Some((scope, path))
            }
            _ => None,
        }
    }

    fn response(&self, id: OperationId) -> (Scope, Vec<String>) {
        let operation = self.api.operation(id);
        let section = &self.api.products[id.product].sections[id.section];
        let name = operation.name.value.to_upper_camel_case();
        let path = ["operations", &operation.name.value].map(str::to_owned).to_vec();
        (Scope { product: id.product, file: section.file.clone(), name }, path)
    }

    /// Returns the type of observed values. An object becomes a new type.
    fn type_text(&mut self, observed: &Observed, member: &str, scope: &Scope) -> String {
        match observed.form() {
            Form::Word("int") if is_name_of_time(member) => {
                observed.time().map_or("int", super::times::Unit::type_name).to_owned()
            }
            Form::Word(word) => word.to_owned(),
            Form::Empty | Form::Mixed(_) => "json".into(),
            Form::List(item) if item.has_null() => "list<json>".into(),
            Form::List(item) => format!("list<{}>", self.type_text(item, member, scope)),
            Form::Map(values) if values.has_null() => "map<json>".into(),
            Form::Map(values) => format!("map<{}>", self.type_text(&values, member, scope)),
            Form::Object(fields) => {
                let name = format!("{}{}", scope.name, member.to_upper_camel_case());
                let scope = Scope { product: scope.product, file: scope.file.clone(), name };
                let entries = self.field_entries(fields, &scope, None);
                self.new_type(scope.name.clone(), entries, &scope)
            }
        }
    }

    fn field_entries(&mut self, fields: &BTreeMap<String, Observed>, scope: &Scope, tag: Option<&str>) -> Tree {
        let mut entries = Tree::default();
        for (name, observed) in fields.iter().filter(|(name, _)| Some(name.as_str()) != tag) {
            let type_ = self.type_text(observed, name, scope);
            entries = entries.with(name, self.field(name, &type_));
        }
        entries
    }

    /// Returns the entry of a field. Strings can be personal data, unless they are ids.
    fn field(&self, name: &str, type_: &str) -> Tree {
        let innermost = type_.rsplit('<').next().unwrap_or_default().trim_end_matches('>');
        let model = if type_.starts_with("list<") { Type::List(Box::new(Type::String)) } else { Type::String };
        let is_id = self.ids.contains(self.api, name, &model);
        let entry = Tree::default().with("type", Tree::text(type_));
        let is_private = ["string", "json"].contains(&innermost) && !is_id;
        if is_private { entry.with("private", Tree::Plain("true")) } else { entry }
    }

    /// Adds a type, and returns its name.
    fn new_type(&mut self, name: String, fields: Tree, scope: &Scope) -> String {
        let numbered = |number: usize| if number == 1 { name.clone() } else { format!("{name}{number}") };
        let free =
            (1..=self.names.len() + 1).map(numbered).find(|name| !self.names.contains(&(scope.product, name.clone())));
        let name = free.unwrap_or(name);
        self.names.insert((scope.product, name.clone()));
        let type_ = Tree::default()
            .with("doc", Tree::text(DOC))
            .with("fields", fields)
            .with("unverified", Tree::text(UNVERIFIED));
        self.put(&scope.file, &["types".to_owned(), name.clone()], String::new(), type_);
        name
    }

    fn put(&mut self, file: &str, path: &[String], comment: String, entry: Tree) {
        self.files.entry(file.to_owned()).or_default().put(path, comment, entry);
    }
}

/// Returns the comment above an entry: its evidence, and the observations that its type does not express.
fn comment(evidence: &Evidence, observed: &Observed, type_: &str) -> String {
    let source = match evidence.sources.len() {
        1 => evidence.sources.iter().next().cloned().unwrap_or_default(),
        count => format!("{count} operations"),
    };
    let values = if evidence.count == 1 { "1 value".to_owned() } else { format!("{} values", evidence.count) };
    let note = match observed.form() {
        Form::Mixed(kinds) => format!("; kinds of values: {}", kinds.join(", ")),
        Form::Empty if type_ == "json" => "; no value that shows the type".into(),
        Form::Word("int") if type_ == "int" => match observed.time() {
            Some(unit) => format!("; can be Unix {}", unit.name()),
            None => String::new(),
        },
        _ => String::new(),
    };
    format!("evidence: observed ({values} in {source}{note})")
}
