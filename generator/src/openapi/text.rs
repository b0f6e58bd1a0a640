//! Descriptions: the prose of the spec as escaped Markdown.

pub(super) use crate::markdown::{code, escape, paragraphs};
use crate::model::{Evidence, Notes};

/// Returns the description of an element, with its doubts.
pub(super) fn of(notes: &Notes) -> Vec<String> {
    // A correction is for programs. Former and explicit names are for Rust.
    let Notes { doc, unverified: doubt, deprecated, correction: _, was: _, rust: _ } = notes;
    vec![
        doc.as_deref().map(escape).unwrap_or_default(),
        deprecated.as_ref().map(|note| format!("Deprecated: {}", escape(&note.to_string()))).unwrap_or_default(),
        unverified(doubt.as_deref()),
    ]
}

pub(super) fn unverified(text: Option<&str>) -> String {
    text.map(|text| format!("Unverified: {}", escape(text))).unwrap_or_default()
}

/// Describes evidence.
pub(super) fn evidence(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Documented => "Known from the vendor's documentation.",
        Evidence::OfficialSdk => "Known from an SDK or a machine-readable description of the vendor.",
        Evidence::Observed => "Known from recorded responses or independent clients.",
        Evidence::Inferred => "Inferred from a similar element.",
    }
}

/// Returns names as code, separated by commas.
pub(super) fn names<'n>(names: impl Iterator<Item = &'n str>) -> String {
    names.map(code).collect::<Vec<_>>().join(", ")
}

/// Returns a text as part of an identifier.
pub(super) fn identifier(text: &str) -> String {
    text.chars().map(|character| if character.is_ascii_alphanumeric() { character } else { '_' }).collect()
}
