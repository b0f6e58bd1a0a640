//! Lines of `api.txt`, as far as migrations need them.

/// Whether a line is a method that returns what it is called on.
pub(super) fn is_setter(line: &str) -> bool {
    line.starts_with("fn ") && line.contains("self, ") && line.trim_end_matches(" #[deprecated]").ends_with("-> Self")
}

/// The call of a method or constructor: its name and arguments.
pub(super) fn call(line: &str) -> Option<String> {
    let (signature, _) = line.strip_prefix("fn ")?.split_once(" -> ")?;
    Some(signature.replacen("self, ", "", 1).replacen("(self)", "()", 1))
}

/// The path of a line: from its second word to its arguments or its type.
pub(super) fn path(line: &str) -> String {
    let rest = line.strip_prefix("impl ").and_then(|rest| rest.split_once(" for ")).map_or(line, |(_, rest)| rest);
    let rest = rest.split_once(' ').map_or(rest, |(_, rest)| rest);
    let end = rest.find(['(', ' ', '<']).unwrap_or(rest.len());
    rest[..end].trim_end_matches(':').to_owned()
}

/// The last name of a path.
pub(super) fn last(path: &str) -> &str {
    path.rsplit([':', '.']).next().unwrap_or(path)
}

/// The type of a field.
pub(super) fn field_type(line: &str) -> Option<&str> {
    let field_type = line.strip_prefix("struct ")?.split_once(": ")?.1;
    // Attributes follow the type.
    Some(field_type.split(" #[").next().unwrap_or(field_type))
}
