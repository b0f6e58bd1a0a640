//! Names the element of a change as the changelog shows it.

use crate::record::name_in_id;
use crate::report::Entry;

/// The parts of a subject.
pub(super) struct Subject<'a> {
    /// The module: `shop::items`, `shop`, or empty for the API as a whole.
    pub(super) module: String,
    /// The operation, type, event or entry of `api.yaml`.
    pub(super) owner: String,
    /// The element within the owner.
    pub(super) part: Option<&'a str>,
    /// Whether the owner is an operation.
    pub(super) is_operation: bool,
}

impl<'a> Subject<'a> {
    pub(super) fn of(entry: &'a Entry) -> Self {
        let mut parts = entry.subject.splitn(4, '.');
        let mut next = || parts.next().unwrap_or_default();
        let (product, section, owner, rest) = (next(), next(), next(), next());
        // Keys precede the name of an element: `query.limit`. A key alone is no name; names may contain dots.
        let part = rest.strip_prefix("response.").or_else(|| rest.strip_prefix("union.")).unwrap_or(rest);
        let part = part.split_once('.').map(|(_, name)| name).filter(|name| !name.is_empty());
        let (module, owner, is_operation) = match (product, section, owner) {
            ("api" | "documented" | "guides" | "vendor_names", ..) => {
                (String::new(), [section, owner].join(".").trim_matches('.').to_owned(), false)
            }
            (_, "" | "types" | "events", "") => (product.into(), product.into(), false),
            (_, "types" | "events", owner) => (product.into(), owner.into(), false),
            (_, section, "") => (product.into(), section.into(), false),
            (_, section, owner) => (format!("{product}::{section}"), owner.into(), true),
        };
        Self { module, owner, part: part.or_else(|| name_in_id(&entry.id, &entry.subject)), is_operation }
    }
}

pub(super) fn heading(module: &str) -> String {
    if module.is_empty() { "The API as a whole".into() } else { code(module) }
}

/// Returns the position of a module in the spec, by the order of the operations. A product comes before its sections.
pub(super) fn position(module: &str, operations: &[&str]) -> (usize, String) {
    let prefix = module.replace("::", ".");
    let is_within =
        |operation: &&&str| operation.strip_prefix(prefix.as_str()).is_some_and(|rest| rest.starts_with('.'));
    let found = operations.iter().find(is_within).and_then(|found| operations.iter().position(|other| other == found));
    let place = if module.is_empty() { 0 } else { found.map_or(usize::MAX, |index| index + 1) };
    (place, module.to_owned())
}

/// Formats text as code in Markdown, whether it contains backticks or not.
pub(super) fn code(text: &str) -> String {
    let runs = text.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(runs + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}
