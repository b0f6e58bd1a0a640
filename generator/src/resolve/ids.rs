//! What ids look like.

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
        Diagnostic::error(Id::Malformed, id.place, format!("`{}` is no id for {what}", id.value))
            .expected("lower-case words with `_` between them, such as `list_items`")
            .help(likely.map_or_else(
                || "ids name files, features and methods; titles and documentation may say it as they like".into(),
                |likely| format!("write `{likely}`"),
            )),
    );
    false
}

/// Reports an id that can't be the name of a file or a folder: of a product, a section or a guide. Returns whether it can.
pub(super) fn check_file(id: &Text, what: &str, diagnostics: &mut Diagnostics) -> bool {
    if !is_device(&id.value) {
        return check(id, what, diagnostics);
    }
    diagnostics.push(
        Diagnostic::error(Id::Malformed, id.place, format!("`{}` is no id for {what}", id.value))
            .expected("a name that a file can have everywhere: Windows reserves this one for a device")
            .help(format!("choose a longer name, such as `{}_items`", id.value.to_lowercase())),
    );
    false
}

fn is_id(text: &str) -> bool {
    let starts_well = text.starts_with(|first: char| first.is_ascii_lowercase());
    let continues_well = text.chars().all(|character| matches!(character, 'a'..='z' | '0'..='9' | '_'));
    starts_well && continues_well && !text.ends_with('_') && !text.contains("__")
}
