//! Writes the blocks of the report. Each is written as a whole or not at all.

use super::super::endpoints::Block;
use super::super::words::{self, cut};
use super::escape::{code, fenced};
use crate::report::{Entry, Finding, Report, RustItem};
use crate::{Level, Verdict};

/// The longest value in the table, in characters; the details show more.
const CELL: usize = 60;
/// The longest text, in characters.
const TEXT: usize = 400;
/// The number of affected elements of each kind that are named.
const NAMES: usize = 20;
/// The number of endpoints of a block that are named, and of their changes.
const ENDPOINTS: usize = 20;
const CHANGES: usize = 12;

/// Returns the verdict and the version.
pub(super) fn summary(report: &Report) -> String {
    let levels = words::all_axes(report.verdict).map(|(axis, level)| match level {
        Level::None => format!("{axis} none"),
        level => format!("{axis} <b>{}</b>", level.as_str()),
    });
    let names = format!("{} → {}", code(&cut(&report.base.name, CELL)), code(&cut(&report.head.name, CELL)));
    let counts = words::counts(report);
    let version = words::version(report).map(|version| format!("<b>{}</b><br>\n", code(&cut(&version, TEXT))));
    let version = version.unwrap_or_default();
    let remarks = words::remarks(report)
        .iter()
        .map(|remark| format!("<p>{}</p>\n", code(&cut(remark, TEXT))))
        .collect::<String>();
    format!("<h3>API: {}</h3>\n<p>{version}{counts}; {names}</p>\n{remarks}", levels.join(" · "))
}

/// Returns a finding with its fix.
pub(super) fn finding(finding: &Finding) -> String {
    let [location, message, help] =
        [&finding.location.to_string(), &finding.message, &finding.help].map(|text| code(&cut(text, TEXT)));
    let word = if finding.fails { "error" } else { "note" };
    format!("<li>{word} {location}: {message} [{}]<br>\n{help}</li>\n", finding.kind.as_str())
}

/// Returns a cause in the table.
pub(super) fn row(entry: &Entry) -> String {
    let values = match words::old_and_new(entry, CELL) {
        (None, None) => String::new(),
        (Some(old), None) => format!("{} → –", code(&old)),
        (None, Some(new)) => format!("– → {}", code(&new)),
        (Some(old), Some(new)) => format!("{} → {}", code(&old), code(&new)),
    };
    format!(
        "<tr><td>{}</td><td>{}<br>{}</td><td>{values}</td><td>{}</td><td>{}</td></tr>\n",
        badge(entry.verdict),
        words::title(entry),
        code(&cut(&entry.id, TEXT)),
        code(&cut(&format!("{}:{}", entry.new_location.file, entry.new_location.line), TEXT)),
        entry.affects.counts(),
    )
}

/// Returns a cause in full.
pub(super) fn details(entry: &Entry, report: &Report) -> String {
    let mut out = format!(
        "<details><summary>{}: {}: {}</summary>\n<ul>\n",
        badge(entry.verdict),
        words::title(entry),
        code(&cut(&entry.id, TEXT))
    );
    let mut item = |name: &str, value: &str| out.push_str(&format!("<li>{name}: {value}</li>\n"));
    item("Rule", &code(&entry.kind.to_string()));
    item("Impact", &words::impact(entry.verdict, entry.direction));
    if let Some(old) = &entry.old {
        item("Old", &code(&cut(old, TEXT)));
    }
    if let Some(new) = &entry.new {
        item("New", &code(&cut(new, TEXT)));
    }
    item("Location", &code(&cut(&entry.new_location.to_string(), TEXT)));
    item("Location in the base", &code(&cut(&words::old_location(entry, report), TEXT)));
    if let Some(note) = &entry.deprecated {
        item("Deprecated", &code(&cut(note, TEXT)));
    }
    if let Some(accepted) = &entry.acknowledged {
        item("Accepted", &code(&cut(&words::accepted(accepted), TEXT)));
    }
    if let Some(text) = &entry.correction {
        item("Correction", &code(&cut(text, TEXT)));
    }
    for names in words::affected_names(entry, NAMES) {
        item("Affects", &code(&names));
    }
    out.push_str("</ul>\n");
    out.push_str(&signatures(&entry.rust.items));
    if entry.rust.more > 0 {
        out.push_str(&format!("<p>and {}</p>\n", words::plural(entry.rust.more, "more public item")));
    }
    if let Some(migration) = &entry.rust.migration {
        let lines: Vec<String> = migration.lines().map(|line| cut(line, TEXT)).collect();
        out.push_str("<p>Suggested change:</p>\n");
        out.push_str(&fenced("text", &lines));
    }
    out.push_str("</details>\n\n");
    out
}

/// Returns the old and the new signatures of public items.
pub(super) fn signatures(items: &[RustItem]) -> String {
    let mut lines = Vec::new();
    for item in items {
        lines.extend(item.old.iter().map(|old| format!("- {}", cut(old, TEXT))));
        lines.extend(item.new.iter().map(|new| format!("+ {}", cut(new, TEXT))));
    }
    if lines.is_empty() { String::new() } else { fenced("diff", &lines) }
}

/// Returns a change in a line.
pub(super) fn line(entry: &Entry) -> String {
    let change = match words::old_and_new(entry, CELL) {
        (None, None) => String::new(),
        (Some(old), None) => format!(", removed: {}", code(&old)),
        (None, Some(new)) => format!(", added: {}", code(&new)),
        (Some(old), Some(new)) => format!(", {} → {}", code(&old), code(&new)),
    };
    format!("<li>{}: {}: {}{change}</li>\n", badge(entry.verdict), words::title(entry), code(&cut(&entry.id, TEXT)))
}

/// Endpoints with their changes: first their own, then those of shared elements.
pub(super) fn endpoint(block: &Block<'_>) -> String {
    let mut out = String::from("<li>");
    for endpoint in block.endpoints.iter().take(ENDPOINTS) {
        let request = format!("{} {}", endpoint.method, endpoint.path);
        out.push_str(&format!("<b>{}</b> {}<br>\n", code(&cut(&request, TEXT)), code(&cut(&endpoint.operation, TEXT))));
    }
    let more = block.endpoints.len().saturating_sub(ENDPOINTS);
    if more > 0 {
        out.push_str(&format!("and {more} more<br>\n"));
    }
    out.push_str(&words::levels(block.verdict));
    out.push_str("\n<ul>\n");
    for entry in block.own.iter().take(CHANGES) {
        out.push_str(&line(entry));
    }
    for entry in block.shared.iter().take(CHANGES) {
        out.push_str(&line(entry).replacen("<li>", "<li>shared: ", 1));
    }
    let more = block.own.len().saturating_sub(CHANGES) + block.shared.len().saturating_sub(CHANGES);
    if more > 0 {
        out.push_str(&format!("<li>and {more} more</li>\n"));
    }
    out.push_str("</ul>\n</li>\n");
    out
}

/// Returns the level of a change, with a color.
fn badge(verdict: Verdict) -> &'static str {
    match verdict.level() {
        Level::Major => "🔴 major",
        Level::Minor => "🟡 minor",
        Level::None => "⚪ docs",
    }
}
