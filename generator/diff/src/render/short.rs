//! Renders a report with one line per change, as compilers do, for long reports and grep.
//!
//! `LOCATION: LEVEL: KIND: ID: OLD → NEW (NOTES)`. The last line has the counts and the next version.

use super::markdown::escape::visible;
use super::style::{WARNING, of_level, styled};
use super::words;
use crate::report::{Entry, Location, Report, RustItem};
use crate::{Discovery, Level};

/// The longest value, in characters; longer ones are cut.
const VALUE: usize = 40;
/// The longest signature of a public item, in characters.
const ITEM: usize = 120;

/// Returns the report with ANSI colors, one line per change, in the order of the report.
pub fn short(report: &Report) -> String {
    let mut lines: Vec<String> = report.entries.iter().map(entry).collect();
    lines.extend(report.unexplained.iter().map(|item| unexplained(item, report)));
    for finding in &report.findings {
        let level = if finding.fails { styled(of_level(Level::Major), "error") } else { "note".to_owned() };
        let text = format!("{}: {}: {}", finding.kind.as_str(), finding.message, finding.help);
        lines.push(line(&finding.location, &level, &text));
    }
    lines.extend(words::remarks(report).iter().map(|remark| format!("{}: {remark}", styled(WARNING, "warning"))));
    lines.push(on_one_line(&summary(report)));
    lines.into_iter().map(|line| line + "\n").collect()
}

fn entry(entry: &Entry) -> String {
    let level = entry.verdict.level();
    let level = styled(of_level(level), words::level(level));
    let notes = notes(entry);
    let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(", ")) };
    let (old, new) = words::old_and_new(entry, VALUE);
    let values = change(old, new).map(|change| format!(": {change}")).unwrap_or_default();
    line(&entry.new_location, &level, &format!("{}: {}{values}{notes}", entry.kind, entry.id))
}

/// Returns the conditions under which a change needs more or less attention than its level says.
fn notes(entry: &Entry) -> Vec<&'static str> {
    let notes = [
        (entry.verdict.detected_by == Discovery::Silently, "not detected"),
        (entry.is_guess, "guess"),
        (entry.correction.is_some(), "correction"),
        (entry.follows, "derived"),
        (entry.acknowledged.is_some(), "accepted"),
    ];
    notes.into_iter().filter_map(|(is_set, note)| is_set.then_some(note)).collect()
}

/// Returns a public item that no change of the spec explains. It has the location of the version, as in other formats.
fn unexplained(item: &RustItem, report: &Report) -> String {
    let [old, new] = [&item.old, &item.new].map(|item| item.as_deref().map(|text| words::cut(text, ITEM)));
    let change = change(old, new).unwrap_or_default();
    line(&report.version.location, "client", &format!("{}: {change}", words::UNEXPLAINED_ID))
}

fn change(old: Option<String>, new: Option<String>) -> Option<String> {
    if old.is_none() && new.is_none() {
        return None;
    }
    let [old, new] = [old, new].map(|value| value.unwrap_or_else(|| "–".into()));
    Some(format!("{old} → {new}"))
}

/// Returns a line of the report; `level` has its color.
fn line(location: &Location, level: &str, text: &str) -> String {
    format!("{}: {level}: {}", on_one_line(&location.to_string()), on_one_line(text))
}

/// Replaces characters that end the line or control the terminal.
fn on_one_line(text: &str) -> String {
    text.chars().map(visible).collect()
}

fn summary(report: &Report) -> String {
    let problems = match report.findings.len() {
        0 => None,
        count => Some(words::plural(count, "problem") + " to fix"),
    };
    let (changes, version) = if report.is_empty() {
        (format!("no changes between {} and {}", report.base.name, report.head.name), None)
    } else {
        (counts(report), words::version(report))
    };
    [Some(changes), problems, version].into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// Returns the number of changes, in total and of each level.
fn counts(report: &Report) -> String {
    let count = |level| report.entries.iter().filter(|entry| entry.verdict.level() == level).count();
    let levels = Level::ALL.iter().rev().map(|level| (count(*level), words::level(*level)));
    let unexplained = (report.unexplained.len(), "from the generator or its runtime");
    let counts = levels.chain([unexplained]).filter(|(count, _)| *count > 0);
    let counts: Vec<String> = counts.map(|(count, what)| format!("{count} {what}")).collect();
    format!("{}: {}", words::plural(report.entries.len(), "change"), counts.join(", "))
}
