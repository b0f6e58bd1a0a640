//! `Debug` of generated types, which shows that a personal value is present, but not the value.

use std::fmt::{Debug, Display, Formatter, Result};

use crate::JsonValue;

/// The maximum length of a string that `Debug` shows as the name of a type.
const MAX_TAG_LENGTH: usize = 64;

/// A placeholder for a personal value.
struct Private;

impl Debug for Private {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        formatter.write_str("[private]")
    }
}

/// Shows a struct without the values of some fields.
///
/// # Errors
/// Returns the errors of the formatter.
#[doc(hidden)]
pub fn debug_redacted(
    formatter: &mut Formatter<'_>,
    name: &str,
    redacted: &[&str],
    fields: &[(&str, &dyn Debug)],
) -> Result {
    let mut debug = formatter.debug_struct(name);
    for (field, value) in fields {
        let value = if redacted.contains(field) { &Private } else { *value };
        debug.field(field.strip_prefix("r#").unwrap_or(field), value);
    }
    debug.finish()
}

/// Shows a known member of a union. `None` is JSON with unknown content.
///
/// # Errors
/// Returns the errors of the formatter.
#[doc(hidden)]
pub fn debug_member(formatter: &mut Formatter<'_>, name: &str, member: Option<&dyn Debug>) -> Result {
    formatter.debug_tuple(name).field(member.unwrap_or(&Private)).finish()
}

/// Shows that a member of a union is unknown, with the value that would select its type.
///
/// # Errors
/// Returns the errors of the formatter.
#[doc(hidden)]
pub fn debug_unknown(formatter: &mut Formatter<'_>, value: &JsonValue, tag_field: Option<&str>) -> Result {
    let mut debug = formatter.debug_tuple("Unknown");
    let tag = tag_field.and_then(|field| value.get(field)?.as_str());
    if let Some(tag) = tag.filter(|tag| is_name(tag)) {
        debug.field(&tag);
    }
    debug.field(&Private).finish()
}

/// A prefix and the unknown value of an enum, which the vendor chose. Empty if the value is longer than
/// [`MAX_TAG_LENGTH`].
pub(crate) struct ShownValue<'t>(pub(crate) &'static str, pub(crate) &'t str);

impl Display for ShownValue<'_> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        if self.1.len() > MAX_TAG_LENGTH {
            return Ok(());
        }
        write!(formatter, "{}`{}`", self.0, self.1.escape_debug())
    }
}

/// A prefix and a string of a server, if it looks like an identifier of a program. Otherwise empty.
pub(crate) struct ShownName<'t>(pub(crate) &'static str, pub(crate) &'t str);

impl Display for ShownName<'_> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        if is_name(self.1) { write!(formatter, "{}`{}`", self.0, self.1) } else { Ok(()) }
    }
}

/// Whether a string looks like an identifier of a program, and not like user content.
fn is_name(text: &str) -> bool {
    let belongs = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.:/".contains(&byte);
    text.len() <= MAX_TAG_LENGTH && text.bytes().all(belongs)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::debug_unknown;
    use crate::JsonValue;

    struct Unknown(JsonValue, Option<&'static str>);

    impl std::fmt::Debug for Unknown {
        fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            debug_unknown(formatter, &self.0, self.1)
        }
    }

    #[test]
    fn only_the_type_of_an_unknown_value_is_shown() {
        for (value, tag_field, expected) in [
            (json!({ "kind": "room:closed", "text": "canary" }), Some("kind"), r#"Unknown("room:closed", [private])"#),
            (json!({ "kind": "I said canary", "text": "canary" }), Some("kind"), "Unknown([private])"),
            (json!({ "kind": "canary".repeat(11) }), Some("kind"), "Unknown([private])"),
            (json!({ "kind": { "canary": 1 } }), Some("kind"), "Unknown([private])"),
            (json!({ "text": "canary" }), Some("kind"), "Unknown([private])"),
            (json!("canary"), Some("kind"), "Unknown([private])"),
            (json!(["canary"]), None, "Unknown([private])"),
            (json!(null), None, "Unknown([private])"),
        ] {
            assert_eq!(format!("{:?}", Unknown(value, tag_field)), expected);
        }
    }
}
