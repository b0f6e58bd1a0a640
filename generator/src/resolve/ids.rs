//! What ids look like.

use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::source::Text;

/// Reports an id that is not `snake_case`: it becomes part of paths, features and method names.
pub(super) fn check(id: &Text, what: &str, diagnostics: &mut Diagnostics) {
    let starts_well = id.value.starts_with(|first: char| first.is_ascii_lowercase());
    let continues_well = id.value.chars().all(|character| matches!(character, 'a'..='z' | '0'..='9' | '_'));
    if !starts_well || !continues_well || id.value.ends_with('_') || id.value.contains("__") {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, id.place, format!("`{}` is no id for {what}", id.value))
                .expected("lower-case words with `_` between them, such as `list_items`")
                .help("ids name files, features and methods; titles and documentation may say it as they like"),
        );
    }
}
