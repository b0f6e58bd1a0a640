//! Renders a report for a terminal: a summary, then each cause once, or each endpoint.
//!
//! Breaking changes are always shown in full. Other long lists are cut, and the rest is counted.

use std::fmt::{Result, Write};

use super::endpoints::{self, Block};
use super::style::{BOLD, DIM, ERROR, NEW, OLD, WARNING, of_level, styled};
use super::words;
use crate::Level;
use crate::report::{Endpoint, Entry, Finding, Group, Report, RustItem};

/// The longest value, in characters, so that two of them fit on a line.
const VALUE: usize = 40;
/// The room for the impact of a change and the elements that it affects, in characters.
const WIDTH: usize = 78;
/// The number of endpoints of a block that are named; the rest is counted.
const ENDPOINTS: usize = 3;
/// The number of shared changes that are shown for an endpoint.
const SHARED: usize = 4;
/// The number of public items that are shown: of changes that break code, of other changes, and without a cause.
const ITEMS: usize = 4;
const ITEMS_OF_ADDITION: usize = 2;
const ITEMS_ALONE: usize = 20;
/// The width of the column of levels, with the colon.
const LEVEL: usize = 6;

/// Returns the report by cause, with ANSI colors.
pub fn text(report: &Report) -> String {
    written(|out| {
        if summary(report, out)? {
            by_cause(report, out)?;
        }
        findings(&report.findings, out)
    })
}

/// Returns the report by endpoint, with ANSI colors.
pub fn text_by_endpoint(report: &Report) -> String {
    written(|out| {
        if summary(report, out)? {
            by_endpoint(report, out)?;
        }
        findings(&report.findings, out)
    })
}

fn written(write: impl FnOnce(&mut String) -> Result) -> String {
    let mut out = String::new();
    // Writing to a string can't fail.
    let _ = write(&mut out);
    out
}

/// Writes the verdict, the counts and the version; returns whether there are changes.
fn summary(report: &Report, out: &mut String) -> std::result::Result<bool, std::fmt::Error> {
    if report.is_empty() {
        writeln!(out, "no changes between {} and {}", report.base.name, report.head.name)?;
        return Ok(false);
    }
    let levels = words::all_axes(report.verdict)
        .map(|(axis, level)| format!("{axis} {}", styled(of_level(level), level.as_str())));
    writeln!(out, "impact: {}", levels.join(" · "))?;
    writeln!(out, "{}", words::counts(report))?;
    if let Some(version) = words::version(report) {
        writeln!(out, "{version}")?;
    }
    for remark in words::remarks(report) {
        writeln!(out, "{}", styled(WARNING, remark))?;
    }
    Ok(true)
}

fn by_cause(report: &Report, out: &mut String) -> Result {
    for group in Group::ALL {
        let entries: Vec<&Entry> = report.group(*group).collect();
        if entries.is_empty() {
            continue;
        }
        heading(group.title(), entries.len(), out)?;
        let (full, short) = limits(*group);
        let (detailed, others) = entries.split_at(full.min(entries.len()));
        for entry in detailed {
            write_entry(entry, report, out)?;
        }
        short_list(others, short, "  ", out)?;
    }
    unexplained(report, out)
}

/// Writes the findings. They come last, where the terminal shows them.
fn findings(findings: &[Finding], out: &mut String) -> Result {
    if !findings.is_empty() {
        heading(words::FINDINGS, findings.len(), out)?;
    }
    for finding in findings {
        let word = if finding.fails { styled(ERROR, "error") } else { styled(WARNING, "note") };
        writeln!(out, "  {word} {}: {} [{}]", finding.location, finding.message, finding.kind.as_str())?;
        writeln!(out, "        {}", finding.help)?;
    }
    Ok(())
}

/// Writes the changes of public items that no change of the spec causes.
fn unexplained(report: &Report, out: &mut String) -> Result {
    let items = &report.unexplained;
    if !items.is_empty() {
        heading(words::UNEXPLAINED, items.len(), out)?;
    }
    for item in items.iter().take(ITEMS_ALONE) {
        write_item(item, out)?;
    }
    let more = items.len().saturating_sub(ITEMS_ALONE);
    if more > 0 {
        writeln!(out, "        … and {more} more; `--format html` shows all")?;
    }
    Ok(())
}

/// Writes the old and the new signature of a public item.
fn write_item(item: &RustItem, out: &mut String) -> Result {
    if let Some(old) = &item.old {
        writeln!(out, "        {}", styled(OLD, format_args!("- {old}")))?;
    }
    if let Some(new) = &item.new {
        writeln!(out, "        {}", styled(NEW, format_args!("+ {new}")))?;
    }
    Ok(())
}

/// Returns the number of entries of a group that are shown in full, and of those that are shown in a line after them.
fn limits(group: Group) -> (usize, usize) {
    match group {
        Group::Breaking => (usize::MAX, usize::MAX),
        Group::Compatible => (12, 30),
        Group::Corrections => (12, 12),
        Group::Documentation => (3, 9),
        Group::Derived => (0, 5),
    }
}

fn heading(title: &str, count: usize, out: &mut String) -> Result {
    writeln!(out, "\n{} ({count})", styled(BOLD, title))
}

/// Writes a cause: title and id, values, notes, impact, public items, suggested change and locations.
fn write_entry(entry: &Entry, report: &Report, out: &mut String) -> Result {
    let level = label(entry.verdict.level());
    writeln!(out, "  {level} {}: {}", words::title(entry), styled(BOLD, &entry.id))?;
    if let Some(change) = words::change(entry, VALUE) {
        writeln!(out, "        {change}")?;
    }
    if let Some(accepted) = &entry.acknowledged {
        writeln!(out, "        {}", words::accepted(accepted))?;
    }
    if let Some(note) = &entry.deprecated {
        writeln!(out, "        deprecated: {note}")?;
    }
    if let Some(text) = &entry.correction {
        writeln!(out, "        correction: {text}")?;
    }
    let is_documentation = entry.verdict.level() == Level::None;
    let impact = if is_documentation { None } else { Some(words::impact(entry.verdict, entry.direction)) };
    let room = WIDTH.saturating_sub(impact.as_ref().map_or(0, |impact| impact.chars().count()));
    let affects = words::affects(entry, room).map(|affects| format!("affects {affects}"));
    let impact = impact.map(|impact| format!("impact: {impact}"));
    let parts: Vec<String> = impact.into_iter().chain(affects).collect();
    if !parts.is_empty() {
        writeln!(out, "        {}", parts.join(" · "))?;
    }
    // Additions break no code: their first lines are enough.
    let limit = if entry.verdict.source == Level::Major { ITEMS } else { ITEMS_OF_ADDITION };
    for item in entry.rust.items.iter().take(limit) {
        write_item(item, out)?;
    }
    let more = entry.rust.more + entry.rust.items.len().saturating_sub(limit);
    if more > 0 {
        writeln!(out, "        … and {}", words::plural(more, "more public item"))?;
    }
    if let Some(migration) = &entry.rust.migration {
        writeln!(out, "        suggested change: {migration}")?;
    }
    let (new, old) = (&entry.new_location, words::old_location(entry, report));
    writeln!(out, "        {}", styled(DIM, format_args!("at {new}, in the base at {old} [{}]", entry.kind)))
}

fn by_endpoint(report: &Report, out: &mut String) -> Result {
    for block in endpoints::blocks(report) {
        write_block(&block, out)?;
    }
    let elsewhere = endpoints::elsewhere(report);
    if !elsewhere.is_empty() {
        heading("Changes outside of endpoints", elsewhere.len(), out)?;
        let breaking = elsewhere.iter().filter(|entry| entry.verdict.level() == Level::Major).count();
        short_list(&elsewhere, breaking.max(20), "  ", out)?;
    }
    Ok(())
}

fn write_block(block: &Block<'_>, out: &mut String) -> Result {
    out.write_char('\n')?;
    for Endpoint { operation, method, path, .. } in block.endpoints.iter().take(ENDPOINTS) {
        writeln!(out, "{}  {operation}", styled(BOLD, format_args!("{method} {path}")))?;
    }
    let more = block.endpoints.len().saturating_sub(ENDPOINTS);
    if more > 0 {
        writeln!(out, "and {}", words::plural(more, "more endpoint"))?;
    }
    writeln!(out, "  {}", words::levels(block.verdict))?;
    short_list(&block.own, usize::MAX, "  ", out)?;
    if !block.shared.is_empty() {
        writeln!(out, "  shared with other endpoints:")?;
        short_list(&block.shared, SHARED, "  ", out)?;
    }
    Ok(())
}

/// Writes each entry in one or two lines; the rest is counted.
fn short_list(entries: &[&Entry], limit: usize, indent: &str, out: &mut String) -> Result {
    let (listed, others) = entries.split_at(limit.min(entries.len()));
    for entry in listed {
        let level = label(entry.verdict.level());
        let (title, change) = (words::title(entry), words::change(entry, VALUE).unwrap_or_default());
        let gap = match change.chars().count() {
            0 => String::new(),
            length if title.chars().count() + entry.id.len() + length < 85 => "  ".into(),
            _ => format!("\n{indent}      "),
        };
        writeln!(out, "{indent}{level} {title}: {}{gap}{change}", entry.id)?;
    }
    if others.is_empty() {
        return Ok(());
    }
    let breaking = others.iter().filter(|entry| entry.verdict.level() == Level::Major).count();
    let breaking = if breaking > 0 { format!(" ({breaking} breaking)") } else { String::new() };
    writeln!(out, "{indent}… and {} more{breaking}; `--format html` shows all", others.len())
}

/// Returns the level before a change, in its color and with the width of the column.
fn label(level: Level) -> String {
    let label = match level {
        Level::None => "docs:",
        Level::Minor => "minor:",
        Level::Major => "major:",
    };
    styled(of_level(level), format_args!("{label:<LEVEL$}"))
}
