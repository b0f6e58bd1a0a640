//! The syntax of ids.

use heck::ToSnakeCase;

use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::naming::is_device;
use crate::source::Text;

/// Reports an id that is not `snake_case`: it becomes part of paths, features and method names. Returns whether it is one.
pub(super) fn check(id: &Text, what: &str, diagnostics: &mut Diagnostics) -> bool {
    if is_id(&id.value) {
        return true;
    }
    let likely = Some(id.value.to_snake_case()).filter(|likely| is_id(likely));
    diagnostics.push(
        Diagnostic::error(Id::Malformed, id.place, format!("invalid id `{}` for {what}", id.value))
            .expected("lower-case words separated by `_`, such as `list_items`")
            .help(likely.map_or_else(
                || "rename it; files, features and methods get this name".into(),
                |likely| format!("write `{likely}`"),
            )),
    );
    false
}

/// Reports an id of a product, section or guide that is invalid as a file name. Returns whether it is valid.
pub(super) fn check_file(id: &Text, what: &str, diagnostics: &mut Diagnostics) -> bool {
    if !is_device(&id.value) {
        return check(id, what, diagnostics);
    }
    diagnostics.push(
        Diagnostic::error(Id::Malformed, id.place, format!("invalid id `{}` for {what}", id.value))
            .expected("a different name, because Windows reserves this one for a device")
            .help(format!("choose a longer name, such as `{}_items`", id.value.to_lowercase())),
    );
    false
}

fn is_id(text: &str) -> bool {
    let starts_well = text.starts_with(|first: char| first.is_ascii_lowercase());
    let continues_well = text.chars().all(|character| matches!(character, 'a'..='z' | '0'..='9' | '_'));
    starts_well && continues_well && !text.ends_with('_') && !text.contains("__")
}
