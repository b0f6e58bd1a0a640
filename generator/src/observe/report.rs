//! The result of an observation.

use serde_json::Value as Json;

use super::finding::{Evidence, FindingKind, Findings, Key};
use super::proposal::Proposal;
use crate::formatting;
use crate::model::Api;
use crate::source::{InputFile, Place};

/// The differences between observed traffic and a spec.
#[derive(Clone, Debug)]
pub struct Report {
    /// The findings, in the order of the spec.
    pub findings: Vec<Finding>,
    /// The proposed entries, by file.
    pub proposal: Vec<Fragment>,
}

/// A difference between the traffic and the spec.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The kind.
    pub kind: FindingKind,
    /// The id of the type, response, event list or error format, such as `shop.Item`.
    pub element: String,
    /// The name of the field or value; `[*]` if it can be personal data, empty for the whole element.
    pub member: String,
    /// The type of a proposed entry; none if the proposal has no entry.
    pub proposed: Option<String>,
    /// The expected and the found value; empty if the kind says it.
    pub detail: String,
    /// The fix, if the proposal has no entry.
    pub advice: &'static str,
    /// The location in the spec: that of the member, otherwise that of the last member.
    pub place: Option<Place>,
    /// The number of values.
    pub count: usize,
    /// The operations and events with these values.
    pub sources: Vec<String>,
    /// The JSON path of the first value.
    pub path: String,
    /// A value with the same structure, without its content.
    pub example: Json,
}

/// A part of a file of the spec. Its entries belong into the mappings with the same keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fragment {
    /// The path inside the spec.
    pub file: String,
    /// The text in the canonical layout.
    pub text: String,
}

pub(super) fn report(api: &Api, findings: &Findings) -> Report {
    let mut proposal = Proposal::new(api);
    let finding = |(key, evidence): (&Key, &Evidence)| {
        let proposed = proposal.add(key, evidence);
        let advice = if proposed.is_some() { "" } else { advice(key) };
        Finding {
            kind: key.kind,
            element: key.owner.id(api),
            member: key.member.clone(),
            proposed,
            detail: key.detail.clone(),
            advice,
            place: key.owner.place(api, &key.member),
            count: evidence.count,
            sources: evidence.sources.iter().cloned().collect(),
            path: evidence.path.clone(),
            example: evidence.example.clone().unwrap_or_default(),
        }
    };
    let mut findings: Vec<Finding> = findings.iter().map(finding).collect();
    findings.sort_by(|a, b| {
        let key = |finding: &Finding| finding.place.map(|place| (place.file, place.start));
        (key(a), a.kind, &a.member, &a.detail).cmp(&(key(b), b.kind, &b.member, &b.detail))
    });
    let files =
        proposal.files.iter().map(|(file, tree)| Fragment { file: file.clone(), text: canonical(file, tree.print()) });
    Report { findings, proposal: files.collect() }
}

/// Returns a fragment in the canonical layout.
fn canonical(file: &str, text: String) -> String {
    let input = InputFile { path: file.into(), name: file.to_owned(), content: Ok(text.clone().into_bytes()) };
    let formatted = formatting::format(vec![input]);
    formatted.files.into_iter().next().map_or(text, |file| file.text)
}

/// Returns the fix of a finding without a proposed entry.
fn advice(key: &Key) -> &'static str {
    match key.kind {
        FindingKind::UnknownField if key.member == super::privacy::REDACTED => {
            "the names are not shown, because they can be personal data; if the object is a map, use `map<T>`"
        }
        FindingKind::UnknownField => {
            "the unknown field is beside the field that `in` names; describe the whole object with `response: { fields: ... }`"
        }
        FindingKind::UnknownEnumValue | FindingKind::UnknownUnionMember | FindingKind::UnknownEvent
            if key.detail.is_empty() =>
        {
            "the value is not shown, because it can be personal data; find it in the traffic, and add it if it is a word of the API"
        }
        FindingKind::UnknownUnionMember | FindingKind::UnknownEvent => {
            "if the server sends such objects, use a type without the discriminator"
        }
        FindingKind::UndocumentedBody => "the observed bodies do not show a type; record more traffic",
        FindingKind::UnknownEnumValue | FindingKind::UnknownErrorCode => {
            "find the code in the traffic, and add it if it is an error code"
        }
        FindingKind::ErrorWithoutCode => {
            "if the server sends such errors, add the field with the code to `body.code` of the error format; a proxy can also cause them"
        }
        FindingKind::WrongType => {
            "correct the type; use `kinds` of a union for several types, and `absent` for a value that means none"
        }
        FindingKind::UnexpectedNull => "a client ignores the item; `json` keeps it",
        FindingKind::OutOfRange => "change the type to `float`, or to `json` for larger integers",
        FindingKind::InvalidFormat => "change the type to `string`, or add the value to `absent` if it means none",
        FindingKind::ImplausibleTime => "correct the unit, or use `timestamp` if the server sends both",
        FindingKind::MissingIdentifier => "remove `always`, or correct the operation or type",
        FindingKind::NoKnownField => {
            "correct the operation of this response, or its type; add `can_be_empty: true` if the server sends `{}`"
        }
        FindingKind::UnreadableBody => {
            "correct the response: `none` for an empty body; other formats than JSON are not supported"
        }
    }
}
