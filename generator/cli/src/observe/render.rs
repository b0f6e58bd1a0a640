//! The formats of a report.

use std::path::Path;

use api_client_generator::diagnostics::display_path;
use api_client_generator::observe::{Finding, Report};
use api_client_generator::source::SourceMap;
use serde_json::{Value, json};

use super::live::Calls;
use super::traffic::Summary;
use crate::arguments::Context;

/// The number of operations that a finding lists in text.
const MAX_SOURCES: usize = 3;

/// Returns the report for people.
pub(super) fn text(report: &Report, summary: &Summary, live: Option<&Calls>, sources: &SourceMap) -> String {
    let mut out = String::new();
    let mut last = ("", String::new());
    for finding in &report.findings {
        let file = finding.place.map(|place| sources.file(place.file));
        let (name, path) = file.map_or(("", String::new()), |file| (file.name.as_str(), file.display_path()));
        if last.0 != name {
            out.push_str(&format!("{path}\n"));
            last = (name, String::new());
        }
        if last.1 != finding.element {
            out.push_str(&format!("  {}\n", finding.element));
            last.1.clone_from(&finding.element);
        }
        out.push_str(&format!("    {}\n", line(finding)));
        out.push_str(&format!("      {}: {}, such as {}\n", observed(finding), finding.path, finding.example));
        if let Some(place) = finding.place {
            let start = if finding.proposed.is_some() { "add to" } else { "see" };
            let advice = if finding.advice.is_empty() { String::new() } else { format!(": {}", finding.advice) };
            out.push_str(&format!("      {start} {}{advice}\n", sources.describe(place)));
        }
    }
    if !report.proposal.is_empty() {
        out.push_str("\nproposal:\n");
        for fragment in &report.proposal {
            out.push_str(&format!("\n# {}\n{}", fragment.file, fragment.text));
        }
    }
    if !report.findings.is_empty() {
        out.push('\n');
    }
    if !summary.unmatched.is_empty() {
        out.push_str("requests without an operation in the spec:\n");
        for ((method, path), requests) in &summary.unmatched {
            out.push_str(&format!("  {method} {path} ({}, first: {})\n", requests.count, requests.location));
        }
        if summary.more_unmatched > 0 {
            out.push_str(&format!("  {} more\n", summary.more_unmatched));
        }
        out.push('\n');
    }
    if let Some(live) = live {
        out.push_str(&live.text());
    }
    let counts = [
        (summary.other_hosts, "requests to other hosts, ignored"),
        (summary.without_content, "responses without content, ignored"),
    ];
    for (count, text) in counts.into_iter().filter(|(count, _)| *count > 0) {
        out.push_str(&format!("{text}: {count}\n"));
    }
    out.push_str(&format!("compared bodies: {}, findings: {}\n", summary.bodies, report.findings.len()));
    out
}

fn line(finding: &Finding) -> String {
    let member = if finding.member.is_empty() { String::new() } else { format!(": `{}`", finding.member) };
    let detail = match (&finding.proposed, finding.detail.as_str()) {
        (Some(proposed), _) => format!(", proposed: {proposed}"),
        (None, "") => String::new(),
        (None, detail) => format!(": {detail}"),
    };
    format!("{}{member}{detail}", finding.kind.id())
}

fn observed(finding: &Finding) -> String {
    let values = if finding.count == 1 { "1 value".to_owned() } else { format!("{} values", finding.count) };
    let more = finding.sources.len().saturating_sub(MAX_SOURCES);
    let listed = finding.sources.iter().take(MAX_SOURCES).cloned().collect::<Vec<_>>().join(", ");
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{values} in {listed}{more}")
}

/// Returns the proposal alone: one YAML document for each file.
pub(super) fn yaml(report: &Report, context: &Context) -> String {
    let documents = report.proposal.iter().map(|fragment| {
        let path = Path::new(&context.spec).join(&fragment.file);
        format!("---\n# {}\n{}", display_path(&path), fragment.text)
    });
    documents.collect()
}

/// Returns the report for programs.
pub(super) fn json(report: &Report, summary: &Summary, live: Option<&Calls>, sources: &SourceMap) -> Value {
    let finding = |finding: &Finding| {
        let location = finding.place.map(|place| {
            let file = sources.file(place.file);
            let (number, column) = file.line_and_column(place.start);
            json!({ "file": file.name, "line": number, "column": column })
        });
        json!({
            "kind": finding.kind.id(),
            "element": finding.element,
            "member": finding.member,
            "evidence": "observed",
            "values": finding.count,
            "sources": finding.sources,
            "path": finding.path,
            "example": finding.example,
            "detail": finding.detail,
            "proposed": finding.proposed,
            "advice": finding.advice,
            "location": location,
        })
    };
    let unmatched = summary.unmatched.iter().map(|((method, path), requests)| {
        json!({ "method": method, "path": path, "requests": requests.count, "first": requests.location })
    });
    json!({
        "format": 1,
        "bodies": summary.bodies,
        "findings": report.findings.iter().map(finding).collect::<Vec<_>>(),
        "proposal": report.proposal.iter()
            .map(|fragment| json!({ "file": fragment.file, "text": fragment.text }))
            .collect::<Vec<_>>(),
        "unmatched": unmatched.collect::<Vec<_>>(),
        "more_unmatched": summary.more_unmatched,
        "other_hosts": summary.other_hosts,
        "without_content": summary.without_content,
        "invalid": summary.problems.len() + summary.more_problems,
        "live": live.map(Calls::json),
    })
}
