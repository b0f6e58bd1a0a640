//! The statements of an example after its call: they print the part by which a user recognizes the response.

use std::collections::BTreeSet;

use super::Context;
use crate::model::{Field, Object, Operation, Response, Type, TypeDefinition, TypeShape, Union};
use crate::naming::{Members, OperationNames};

/// The variable of a value whose type has no name.
const RESPONSE: &str = "response";

/// The maximum nesting of the statements.
const MAX_DEPTH: usize = 3;

/// The variable for a response, and the statements that print a part of it.
pub(super) struct Received {
    pub(super) variable: String,
    /// No lines if everything in the value is private, or a secret.
    pub(super) lines: Vec<String>,
    /// The items that the statements use, as paths below the crate.
    pub(super) imports: BTreeSet<String>,
}

/// An object and its struct.
#[derive(Clone, Copy)]
struct Struct<'a> {
    object: &'a Object,
    members: &'a Members,
    /// The object is sent too, so its collections are optional.
    is_sent: bool,
    /// The object is the response of one operation, and a list in it is its content.
    is_response: bool,
}

impl Context<'_> {
    /// The response of an operation.
    pub(super) fn received(&self, operation: &Operation, names: &OperationNames) -> Received {
        let mut imports = BTreeSet::new();
        let (variable, lines) = match &operation.response {
            Response::None => (RESPONSE.to_owned(), Vec::new()),
            Response::Unknown => (RESPONSE.to_owned(), vec![print(RESPONSE)]),
            Response::Type { type_, .. } => {
                let variable = self.variable(type_).unwrap_or(RESPONSE).to_owned();
                let lines = match self.api.target(type_) {
                    // Its content is unknown.
                    Type::Json => Some(vec![print(&variable)]),
                    _ => self.print_value(type_, &variable, MAX_DEPTH, &mut imports),
                };
                (variable, lines.unwrap_or_default())
            }
            Response::Object(object) => {
                let members = &names.response_fields;
                let object = Struct { object, members, is_sent: false, is_response: true };
                let lines = self.print_object(object, RESPONSE, MAX_DEPTH, &mut imports);
                (RESPONSE.to_owned(), lines.unwrap_or_default())
            }
        };
        Received { variable, lines, imports }
    }

    /// An item of a list that is paged through.
    pub(super) fn received_item(&self, type_: &Type) -> Received {
        let mut imports = BTreeSet::new();
        let variable = self.variable(type_).unwrap_or("item").to_owned();
        let lines = match self.api.target(type_) {
            Type::Json => Some(vec![print(&variable)]),
            _ => self.print_value(type_, &variable, MAX_DEPTH, &mut imports),
        };
        Received { variable, lines: lines.unwrap_or_default(), imports }
    }

    /// The variable for a value of a type that has a name.
    fn variable(&self, type_: &Type) -> Option<&str> {
        let Type::Named(id) = self.api.target(type_) else { return None };
        Some(&self.names[*id].variable)
    }

    /// Statements that print a part of the value of a variable. `None` if no part may be printable.
    fn print_value(
        &self,
        type_: &Type,
        variable: &str,
        depth: usize,
        imports: &mut BTreeSet<String>,
    ) -> Option<Vec<String>> {
        match self.api.target(type_) {
            Type::List(item) if depth > 0 => self.print_each(item, variable, depth, imports),
            Type::Map(value) if self.is_plain(value) => {
                Some(block(&format!("for (key, value) in {variable}"), vec!["println!(\"{key}: {value}\");".into()]))
            }
            Type::Map(_) => {
                let map = variable.trim_start_matches('&');
                Some(block(&format!("for key in {map}.keys()"), vec![print("key")]))
            }
            Type::Named(id) => {
                let names = &self.names[*id];
                let definition = self.api.type_definition(*id);
                match &definition.shape {
                    TypeShape::Enum(_) => Some(vec![print(variable)]),
                    TypeShape::Object(object) => {
                        let is_sent = definition.usage.request;
                        let members = &names.members;
                        let object = Struct { object, members, is_sent, is_response: false };
                        self.print_object(object, variable, depth, imports)
                    }
                    TypeShape::Union(union) if depth > 0 => {
                        let path = format!("{}::{}", self.names[id.product].module, names.name);
                        let lines = self.print_member(union, definition, &names.members, variable, depth, imports);
                        let (variant, lines) = lines?;
                        imports.insert(path);
                        Some(block(&format!("if let {}::{variant} = {variable}", names.name), lines))
                    }
                    _ => None,
                }
            }
            plain if self.is_plain(plain) => Some(vec![print(variable)]),
            _ => None,
        }
    }

    /// The first member of a union of which something may be printable.
    fn print_member(
        &self,
        union: &Union,
        definition: &TypeDefinition,
        members: &Members,
        variable: &str,
        depth: usize,
        imports: &mut BTreeSet<String>,
    ) -> Option<(String, Vec<String>)> {
        if definition.notes.deprecated.is_some() {
            return None;
        }
        members.types(union).into_iter().find_map(|(type_, variant)| {
            let member = self.variable(type_).filter(|name| *name != variable).unwrap_or("value");
            let lines = self.print_value(type_, member, depth - 1, imports)?;
            Some((format!("{variant}({member})"), lines))
        })
    }

    fn print_each(&self, item: &Type, list: &str, depth: usize, imports: &mut BTreeSet<String>) -> Option<Vec<String>> {
        let variable = self.variable(item).unwrap_or("item");
        let lines = self.print_value(item, variable, depth - 1, imports)?;
        Some(block(&format!("for {variable} in {list}"), lines))
    }

    /// Prints the first of these that the object has: an identifier, the identifier of an object in it, a plain field, a
    /// list, a part of an object in it, the length of a list. In the response of one operation, a list comes before all
    /// but the identifier.
    fn print_object(
        &self,
        of: Struct<'_>,
        variable: &str,
        depth: usize,
        imports: &mut BTreeSet<String>,
    ) -> Option<Vec<String>> {
        let fields = of.members.fields(of.object).map(|(field, names)| (field, &names.name));
        let printable: Vec<(&Field, &String)> =
            fields.clone().filter(|(field, _)| is_printable(field, of.is_sent)).collect();
        let identifier =
            printable.iter().find(|(field, _)| self.types.is_bare(field, of.is_sent) && self.is_plain(&field.type_));
        if let Some((_, member)) = identifier {
            return Some(vec![format!("println!(\"{{}}\", {variable}.{member});")]);
        }
        let plain = || {
            let (_, member) = printable.iter().find(|(field, _)| self.is_plain(&field.type_))?;
            Some(block(&format!("if let Some({member}) = &{variable}.{member}"), vec![print(member)]))
        };
        if depth == 0 {
            return plain();
        }
        let list = |imports: &mut BTreeSet<String>| {
            printable.iter().find_map(|(field, member)| {
                let Type::List(item) = self.api.target(&field.type_) else { return None };
                let path = if self.types.is_bare(field, of.is_sent) {
                    format!("&{variable}.{member}")
                } else {
                    format!("{variable}.{member}.iter().flatten()")
                };
                self.print_each(item, &path, depth, imports)
            })
        };
        let inner = |imports: &mut BTreeSet<String>| {
            printable.iter().find_map(|(field, member)| {
                self.print_field(field, of.is_sent, [variable, member.as_str()], depth - 1, imports)
            })
        };
        let count = || {
            let is_list = |field: &Field| matches!(self.api.target(&field.type_), Type::List(_) | Type::Map(_));
            let mut fields = fields.clone();
            let (_, member) = fields.find(|(field, _)| is_list(field) && self.types.is_bare(field, of.is_sent))?;
            Some(vec![format!("println!(\"{{}}\", {variable}.{member}.len());")])
        };
        if of.is_response {
            return list(imports).or_else(plain).or_else(|| inner(imports)).or_else(count);
        }
        // A ban, for example, is recognized by its user.
        let inner_identifier = printable.iter().find_map(|(field, member)| {
            let object = self.api.object(&field.type_)?;
            object
                .fields
                .iter()
                .find(|field| field.always && is_printable(field, false) && self.is_plain(&field.type_))?;
            self.print_field(field, of.is_sent, [variable, member.as_str()], 0, imports)
        });
        inner_identifier.or_else(plain).or_else(|| list(imports)).or_else(|| inner(imports)).or_else(count)
    }

    /// Statements that print a part of the value of a field.
    fn print_field(
        &self,
        field: &Field,
        is_sent: bool,
        [variable, member]: [&str; 2],
        depth: usize,
        imports: &mut BTreeSet<String>,
    ) -> Option<Vec<String>> {
        let path = format!("{variable}.{member}");
        if !self.types.is_bare(field, is_sent) {
            let lines = self.print_value(&field.type_, member, depth, imports)?;
            return Some(block(&format!("if let Some({member}) = &{path}"), lines));
        }
        // A path reaches the fields of an object. Other values are borrowed.
        match self.api.object(&field.type_) {
            Some(_) => self.print_value(&field.type_, &path, depth, imports),
            None => self.print_value(&field.type_, &format!("&{path}"), depth, imports),
        }
    }

    /// Whether a value is a string, a number, a boolean, a time or an enum, which implements `Display`.
    fn is_plain(&self, type_: &Type) -> bool {
        match self.api.target(type_) {
            Type::Named(id) => matches!(self.api.type_definition(*id).shape, TypeShape::Enum(_)),
            Type::Json | Type::JsonText | Type::File | Type::List(_) | Type::Map(_) => false,
            _ => true,
        }
    }
}

/// Whether an example may print a field. Secrets and personal data are redacted, and deprecated fields cause warnings.
fn is_printable(field: &Field, is_sent: bool) -> bool {
    let is_nullable = is_sent && field.nullable;
    !field.sensitive && !field.private && field.notes.deprecated.is_none() && !is_nullable
}

fn print(variable: &str) -> String {
    format!("println!(\"{{{variable}}}\");")
}

/// A block of lines behind its head.
fn block(head: &str, lines: Vec<String>) -> Vec<String> {
    let inner = lines.into_iter().map(|line| format!("    {line}"));
    std::iter::once(format!("{head} {{")).chain(inner).chain(std::iter::once("}".to_owned())).collect()
}
