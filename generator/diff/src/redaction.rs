//! Compares secrets and private fields of a type with those of the type that replaces it.

use std::collections::BTreeSet;

use super::changes::ChangeKind as K;
use super::record::{Comparison, Element};
use api_client_generator::model::{Api, Field, Object, Response, Type, TypeId, TypeShape, Union};

/// The names of fields that are a secret or private in one version only.
#[derive(Default)]
struct Found {
    secret: [BTreeSet<String>; 2],
    private: [BTreeSet<String>; 2],
}

impl Comparison<'_> {
    /// Records the fields of two types that are a secret or private in one of them only.
    ///
    /// The types themselves are compared at their definitions, unless one replaces the other.
    pub(super) fn redaction_of_types(&mut self, at: &Element, old: &Type, new: &Type) {
        self.redaction(at, |walk| walk.types(old, new));
    }

    /// Records the same for two definitions of a type.
    pub(super) fn redaction_of_shapes(&mut self, at: &Element, old: &TypeShape, new: &TypeShape) {
        self.redaction(at, |walk| match (old, new) {
            (TypeShape::Alias(old), new) => {
                walk.with_shape(walk.comparison.old_api, old, |walk, old| walk.shapes(old, new));
            }
            (old, TypeShape::Alias(new)) => {
                walk.with_shape(walk.comparison.new_api, new, |walk, new| walk.shapes(old, new));
            }
            (old, new) => walk.shapes(old, new),
        });
    }

    /// Records the same for two responses.
    pub(super) fn redaction_of_responses(&mut self, at: &Element, old: &Response, new: &Response) {
        self.redaction(at, |walk| {
            let apis = [walk.comparison.old_api, walk.comparison.new_api];
            let [old, new] = [(apis[0], old), (apis[1], new)].map(|(api, response)| match response {
                Response::Object(object) => Some(object),
                Response::Type { type_, wrapper: None } => api.object(type_),
                Response::Type { .. } | Response::Unknown | Response::None => None,
            });
            if let (Some(old), Some(new)) = (old, new) {
                walk.objects(old, new);
            }
        });
    }

    fn redaction(&mut self, at: &Element, walk: impl FnOnce(&mut Walk<'_>)) {
        let mut found = Walk { comparison: self, compared: BTreeSet::new(), found: Found::default() };
        walk(&mut found);
        let Found { secret, private } = found.found;
        let kinds = [
            ("type_sensitive", secret, [K::FIELD_SENSITIVE_LOST, K::FIELD_SENSITIVE_GAINED]),
            ("type_private", private, [K::PRIVATE_LOST, K::PRIVATE_GAINED]),
        ];
        for (aspect, [lost, gained], kinds) in kinds {
            for ((names, kind), suffix) in [lost, gained].into_iter().zip(kinds).zip(["lost", "gained"]) {
                if names.is_empty() {
                    continue;
                }
                let text = Some(names.into_iter().collect::<Vec<_>>().join(", "));
                let (old, new) = if suffix == "lost" { (text, None) } else { (None, text) };
                self.record(at, &format!("{aspect}_{suffix}"), kind, &[], old, new);
                self.last_follows();
            }
        }
    }
}

/// A walk through two types side by side.
struct Walk<'c> {
    comparison: &'c Comparison<'c>,
    /// The compared types, so that cycles end.
    compared: BTreeSet<[TypeId; 2]>,
    found: Found,
}

impl<'c> Walk<'c> {
    fn with_shape(&mut self, api: &'c Api, type_: &Type, then: impl FnOnce(&mut Self, &TypeShape)) {
        if let Type::Named(id) = api.target(type_) {
            then(self, &api.type_definition(*id).shape);
        }
    }

    fn types(&mut self, old: &Type, new: &Type) {
        let comparison = self.comparison;
        let [old, new] = [comparison.old_api.target(old), comparison.new_api.target(new)];
        match (old, new) {
            (Type::List(old), Type::List(new)) | (Type::Map(old), Type::Map(new)) => self.types(old, new),
            (Type::Named(old), Type::Named(new))
                if comparison.links.old_type(*new) != Some(*old) && self.compared.insert([*old, *new]) =>
            {
                let [old, new] = [comparison.old_api.type_definition(*old), comparison.new_api.type_definition(*new)];
                self.shapes(&old.shape, &new.shape);
            }
            _ => {}
        }
    }

    fn shapes(&mut self, old: &TypeShape, new: &TypeShape) {
        match (old, new) {
            (TypeShape::Object(old), TypeShape::Object(new)) => self.objects(old, new),
            (
                TypeShape::Union(Union::Tagged { members: old, .. }),
                TypeShape::Union(Union::Tagged { members: new, .. }),
            ) => {
                for old in old {
                    if let Some(new) = new.iter().find(|new| new.value.value == old.value.value) {
                        self.types(&old.type_, &new.type_);
                    }
                }
            }
            (TypeShape::Union(Union::Kinds(old)), TypeShape::Union(Union::Kinds(new))) => {
                for (kind, old) in old {
                    if let Some((_, new)) = new.iter().find(|(other, _)| other == kind) {
                        self.types(old, new);
                    }
                }
            }
            _ => {}
        }
    }

    fn objects(&mut self, old: &Object, new: &Object) {
        let comparison = self.comparison;
        for (old, new) in
            comparison.match_fields(old, new).both::<usize>().map(|(index, now)| (&old.fields[index], &new.fields[now]))
        {
            self.field(old, new);
            self.types(&old.type_, &new.type_);
        }
    }

    fn field(&mut self, old: &Field, new: &Field) {
        let name = || new.name.value.clone();
        match (old.sensitive, new.sensitive) {
            (true, false) => drop(self.found.secret[0].insert(name())),
            (false, true) => drop(self.found.secret[1].insert(name())),
            // A secret is never part of debug output, so `private` has no effect on it.
            (true, true) => {}
            (false, false) => match (old.private, new.private) {
                (true, false) => drop(self.found.private[0].insert(name())),
                (false, true) => drop(self.found.private[1].insert(name())),
                (true, true) | (false, false) => {}
            },
        }
    }
}
