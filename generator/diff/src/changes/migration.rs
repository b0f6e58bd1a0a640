//! Computes the suggested change of user code.

use api_client_generator::public_api::{ItemKind, PublicItem};

use crate::public_api::Difference;
use crate::record::name_in_id;
use crate::{Change, Direction, Level, verdict};

/// How the suggested change of a kind is made.
#[derive(Clone, Copy)]
pub(crate) enum Migration {
    /// User code stays as it is.
    NotNeeded,
    /// The same text for each change of the kind.
    Text(&'static str),
    /// A text with names of the change.
    Of(fn(&Affected<'_>) -> String),
}

/// Returns the suggested change for users of the client; `None` if user code stays as it is.
pub(crate) fn migration(change: &Change, items: &[Difference<'_>]) -> Option<String> {
    let source = verdict(change.kind, change.direction).source;
    if change.same_in_rust && source > Level::None {
        return Some("no change in code: the name in Rust stays the same".into());
    }
    if change.same_on_wire && source == Level::None {
        return None;
    }
    match change.kind.declaration().migration {
        Migration::NotNeeded => None,
        Migration::Text(text) => Some(text.to_owned()),
        Migration::Of(text) => Some(text(&Affected { change, items })),
    }
}

/// A change with the public items that show it.
pub(crate) struct Affected<'a> {
    change: &'a Change,
    items: &'a [Difference<'a>],
}

impl Affected<'_> {
    /// Returns the name of the changed element in the spec.
    pub(super) fn name(&self) -> &str {
        let Change { id, subject, .. } = self.change;
        name_in_id(id, subject).or_else(|| subject.rsplit('.').next()).unwrap_or_default()
    }

    /// Returns the old value.
    pub(super) fn old_value(&self) -> &str {
        self.change.old.as_deref().unwrap_or("nothing")
    }

    /// Returns the new value.
    pub(super) fn new_value(&self) -> &str {
        self.change.new.as_deref().unwrap_or("nothing")
    }

    pub(super) fn direction(&self) -> Direction {
        self.change.direction
    }

    /// Returns whether it follows from other changes.
    pub(super) fn follows(&self) -> bool {
        self.change.follows
    }

    /// Returns the replacement that a deprecation of the element named, or otherwise a text.
    pub(super) fn deprecated_or(&self, otherwise: &str) -> String {
        self.change.deprecated.clone().unwrap_or_else(|| otherwise.to_owned())
    }

    fn old_items(&self) -> impl Iterator<Item = &PublicItem> {
        self.items.iter().filter_map(|item| item.old)
    }

    fn new_items(&self) -> impl Iterator<Item = &PublicItem> {
        self.items.iter().filter_map(|item| item.new)
    }

    fn removed_items(&self) -> impl Iterator<Item = &PublicItem> {
        self.items.iter().filter(|item| item.new.is_none()).filter_map(|item| item.old)
    }

    /// Returns the path of the first removed item, or the name in the spec.
    pub(super) fn old_path(&self) -> &str {
        self.removed_items().chain(self.old_items()).next().map_or_else(|| self.name(), |item| &item.path)
    }

    /// Returns the path of the first added item, or the name in the spec.
    pub(super) fn new_path(&self) -> &str {
        let added = self.items.iter().filter(|item| item.old.is_none()).filter_map(|item| item.new);
        added.chain(self.new_items()).next().map_or_else(|| self.name(), |item| &item.path)
    }

    pub(super) fn old_name(&self) -> &str {
        last(self.old_path())
    }

    pub(super) fn new_name(&self) -> &str {
        last(self.new_path())
    }

    /// Returns the advice to pass a new argument, which can replace a setter with its name.
    pub(super) fn pass(&self) -> String {
        let setter = self.removed_items().find(|item| item.is_setter());
        let setter = setter.map(|item| format!("; `.{}(..)` is removed", item.name())).unwrap_or_default();
        format!("pass `{}`: {}{setter}", self.name(), self.call())
    }

    /// Returns the new call of the changed method or constructor.
    pub(super) fn call(&self) -> String {
        let changed = self.items.iter().filter(|item| item.old.is_some()).filter_map(|item| item.new);
        let mut functions = changed.chain(self.new_items()).filter(|item| item.kind == ItemKind::Function);
        let function = functions.find(|item| !item.is_setter());
        match function.and_then(|item| Some((item, item.call()?.0))) {
            Some((PublicItem { path, .. }, arguments)) => {
                format!("`{path}{}`", arguments.replacen("self, ", "", 1).replacen("(self)", "()", 1))
            }
            None => "the arguments changed".into(),
        }
    }

    pub(super) fn renamed_method(&self) -> String {
        format!("replace `.{}(..)` with `.{}(..)`", last(self.old_value()), last(self.new_value()))
    }

    pub(super) fn renamed_module(&self) -> String {
        let [old, new] = [self.old_value(), self.new_value()].map(last);
        format!("replace `.{old}()` with `.{new}()`, and `{old}::` with `{new}::` in paths")
    }

    pub(super) fn renamed(&self) -> String {
        let (old, new) = (self.old_path(), self.new_path());
        if old == new || self.items.is_empty() {
            return format!("replace `{}` with `{}`", self.old_value(), self.new_value());
        }
        format!("replace `{old}` with `{new}`")
    }

    pub(super) fn new_type(&self, verb: &str, what: &str) -> String {
        let types = self.items.iter().find_map(|item| Some((item.old?, item.new?)));
        match types.map(|(old, new)| (field_type(old), field_type(new))) {
            Some((Some(old), Some(new))) if old != new => format!("{verb} {what} as `{new}` instead of `{old}`"),
            _ => format!("{verb} {what} as {} instead of {}", self.new_value(), self.old_value()),
        }
    }
}

/// Returns the last name of a path.
fn last(path: &str) -> &str {
    path.rsplit([':', '.']).next().unwrap_or(path)
}

fn field_type(item: &PublicItem) -> Option<&str> {
    item.type_().filter(|_| item.kind == ItemKind::Field)
}
