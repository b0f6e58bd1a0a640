//! Rust identifiers from the names of the spec.

use heck::{ToPascalCase, ToShoutySnakeCase, ToSnakeCase};

/// Reserved words of Rust, in every edition up to 2024.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true",
    "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Returns a name for a function, field, parameter or module; `None` if no character of the name is valid.
pub(super) fn snake(name: &str) -> Option<String> {
    finish(clean(name).to_snake_case(), "_")
}

/// Returns a name for a type or a variant.
pub(super) fn pascal(name: &str) -> Option<String> {
    finish(clean(name).to_pascal_case(), "N")
}

/// Returns a name for a static.
pub(super) fn constant(name: &str) -> Option<String> {
    finish(clean(name).to_shouty_snake_case(), "_")
}

/// Whether a name that the spec gives explicitly can be used as it is.
pub(super) fn is_identifier(name: &str) -> bool {
    let starts_well = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    let continues_well = name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_');
    starts_well && continues_well && name != "_" && name != "Self" && !KEYWORDS.contains(&name)
}

/// Whether a word is reserved in Rust.
pub fn is_keyword(word: &str) -> bool {
    KEYWORDS.contains(&word)
}

/// Characters that are invalid in an identifier separate words.
fn clean(name: &str) -> String {
    name.chars().map(|character| if character.is_ascii_alphanumeric() { character } else { '_' }).collect()
}

fn finish(name: String, digit_prefix: &str) -> Option<String> {
    let first = name.chars().next()?;
    // `r#type` can't be a file name and reads badly in a call, hence the trailing `_`.
    if KEYWORDS.contains(&name.as_str()) || name == "Self" {
        Some(name + "_")
    } else if first.is_ascii_digit() {
        Some(format!("{digit_prefix}{name}"))
    } else {
        Some(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_identifiers_of_each_kind() {
        for (name, expected_snake, expected_pascal, expected_constant) in [
            ("item_id", "item_id", "ItemId", "ITEM_ID"),
            ("userId", "user_id", "UserId", "USER_ID"),
            ("type", "type_", "Type", "TYPE"),
            ("gen", "gen_", "Gen", "GEN"),
            ("self", "self_", "Self_", "SELF"),
            ("2fa", "_2fa", "N2fa", "_2FA"),
            ("+1", "_1", "N1", "_1"),
            ("order:item-added", "order_item_added", "OrderItemAdded", "ORDER_ITEM_ADDED"),
            ("INVALID_PARAMS", "invalid_params", "InvalidParams", "INVALID_PARAMS"),
        ] {
            assert_eq!(snake(name).as_deref(), Some(expected_snake));
            assert_eq!(pascal(name).as_deref(), Some(expected_pascal));
            assert_eq!(constant(name).as_deref(), Some(expected_constant));
        }
        for nothing in ["", "_", "+", "é"] {
            assert_eq!(snake(nothing), None, "{nothing:?}");
        }
    }

    #[test]
    fn every_keyword_is_avoided() {
        for keyword in KEYWORDS {
            let name = snake(keyword).unwrap_or_default();
            assert!(is_identifier(&name), "{keyword} became {name}");
            assert!(!is_identifier(keyword));
        }
    }
}
