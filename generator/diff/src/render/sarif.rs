//! Renders a report as SARIF 2.1.0, for code scanning.

use std::collections::BTreeSet;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::messages::{self, Severity};
use super::words;
use crate::report::{Entry, Location, Report};
use crate::{ChangeKind, Direction, verdict};

/// The number of results that code scanning accepts in a file. The most severe come first.
pub(super) const MAX_RESULTS: usize = 5_000;

/// Returns the report as SARIF.
pub fn sarif(report: &Report) -> String {
    let entries: Vec<&Entry> = report.entries.iter().take(MAX_RESULTS).collect();
    let kinds: BTreeSet<ChangeKind> = entries.iter().map(|entry| entry.kind).collect();
    let kinds: Vec<ChangeKind> = kinds.into_iter().collect();
    let mut results: Vec<Value> = entries.iter().map(|entry| result(entry, report, &kinds)).collect();
    // Changes without a location in the spec get that of the version.
    results.extend(messages::unexplained(report).map(|text| {
        json!({
            "ruleId": words::UNEXPLAINED_ID,
            "level": "warning",
            "message": { "text": text },
            "locations": [location(&report.version.location)],
        })
    }));
    results.extend(report.findings.iter().map(|finding| {
        json!({
            "ruleId": finding.kind.as_str(),
            "level": if finding.fails { "error" } else { "note" },
            "message": { "text": format!("{}: {}", finding.message, finding.help) },
            "locations": [location(&finding.location)],
        })
    }));
    let left_out = report.entries.len() - entries.len();
    let notices = (left_out > 0).then(|| {
        let text = format!("{left_out} more changes are not in this file, which is limited to {MAX_RESULTS}");
        json!([{ "level": "warning", "message": { "text": text } }])
    });
    let mut invocation = json!({ "executionSuccessful": true });
    if let (Some(notices), Some(object)) = (notices, invocation.as_object_mut()) {
        object.insert("toolExecutionNotifications".into(), notices);
    }
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "api-diff",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": kinds.iter().map(|kind| rule(*kind, &report.program)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { "SRCROOT": { "description": { "text": "The root of the repository." } } },
            "invocations": [invocation],
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

fn rule(kind: ChangeKind, program: &str) -> Value {
    let worst = [Direction::Request, Direction::Response].map(|direction| verdict(kind, direction));
    let worst = worst[0].and(worst[1]);
    json!({
        "id": kind.id(),
        "shortDescription": { "text": kind.title() },
        "fullDescription": { "text": format!("{}: {}", kind.title(), words::impact(worst, Direction::Neither)) },
        "help": { "text": format!("{program} rules {kind}") },
    })
}

fn result(entry: &Entry, report: &Report, kinds: &[ChangeKind]) -> Value {
    let level = match messages::severity(entry) {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let mut before = location(&entry.old_location);
    if let Some(object) = before.as_object_mut() {
        object.insert("message".into(), json!({ "text": format!("in the base version {}", report.base.name) }));
    }
    let suppressions: Vec<Value> = entry
        .acknowledged
        .iter()
        .map(|accepted| json!({ "kind": "external", "status": "accepted", "justification": accepted.reason }))
        .collect();
    json!({
        "ruleId": entry.kind.id(),
        "ruleIndex": kinds.binary_search(&entry.kind).unwrap_or_default(),
        "level": level,
        "message": { "text": messages::message(entry, report) },
        "locations": [location(&entry.new_location)],
        "relatedLocations": [before],
        "partialFingerprints": { "change/v1": entry.id },
        "suppressions": suppressions,
    })
}

fn location(location: &Location) -> Value {
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri(&location.file), "uriBaseId": "SRCROOT" },
        "region": { "startLine": location.line, "startColumn": location.column },
    } })
}

/// The characters that the path of a URI does not contain literally: all but `/` and the unreserved ones of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Returns a path as a relative URI reference.
fn uri(path: &str) -> String {
    utf8_percent_encode(path, RESERVED).to_string()
}
