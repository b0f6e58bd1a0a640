//! For people at a terminal: what it amounts to, and then each cause once, or endpoint by endpoint.
//!
//! The usual change fits on a screen. What breaks is always shown in full; of other long lists the rest is counted.

use std::fmt::{Result, Write};

use super::endpoints::{self, Block};
use super::words;
use crate::report::{Endpoint, Entry, Finding, Group, Report, RustItem};
use crate::{Direction, Level};

/// Values are cut to so many characters each, so that both of them fit on a line of a hundred.
const VALUE: usize = 40;
/// What comes of a change and what it is seen through have so many characters.
const WIDTH: usize = 78;
/// So many endpoints that the same changes reach are named; the others are counted.
const ENDPOINTS: usize = 3;
/// So many changes of an endpoint are shown that it shares with others.
const SHARED: usize = 4;
/// So many public items are shown of what breaks code, of what does not, and of what comes from no change.
const ITEMS: usize = 4;
const ITEMS_OF_ADDITION: usize = 2;
const ITEMS_ALONE: usize = 20;
/// The width of the column of levels.
const LEVEL: usize = 5;

/// The report with ANSI colours, which who prints it may strip.
pub fn text(report: &Report) -> String {
    written(|out| {
        if summary(report, out)? {
            by_cause(report, out)?;
        }
        findings(&report.findings, out)
    })
}

/// The report endpoint by endpoint, with ANSI colours, which who prints it may strip.
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

/// The verdict, the counts, the version; whether there is more to say.
fn summary(report: &Report, out: &mut String) -> std::result::Result<bool, std::fmt::Error> {
    if report.is_empty() {
        writeln!(out, "{} and {} say the same", report.base.name, report.head.name)?;
        return Ok(false);
    }
    let levels = words::all_axes(report.verdict).map(|(axis, level)| format!("{axis} {}", colored(level, 0)));
    writeln!(out, "{}", levels.join(" · "))?;
    writeln!(out, "{}", words::counts(report))?;
    if let Some(version) = words::version(report) {
        writeln!(out, "{version}")?;
    }
    for remark in words::remarks(report) {
        writeln!(out, "\u{1b}[33m{remark}\u{1b}[0m")?;
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
        let (full, short) = shown(*group);
        let (detailed, others) = entries.split_at(full.min(entries.len()));
        for entry in detailed {
            write_entry(entry, report, out)?;
        }
        short_list(others, short, "  ", out)?;
    }
    unexplained(report, out)
}

/// What is to be mended stands last, where a terminal ends.
fn findings(findings: &[Finding], out: &mut String) -> Result {
    if !findings.is_empty() {
        heading("To be mended", findings.len(), out)?;
    }
    for finding in findings {
        let word = if finding.fails { "\u{1b}[1;31merror\u{1b}[0m" } else { "\u{1b}[33mnote\u{1b}[0m" };
        writeln!(out, "  {word} {}: {} [{}]", finding.place, finding.message, finding.kind.as_str())?;
        writeln!(out, "        {}", finding.help)?;
    }
    Ok(())
}

/// What the generator or its runtime did.
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

/// A public item, as it was and as it is.
fn write_item(item: &RustItem, out: &mut String) -> Result {
    if let Some(old) = &item.old {
        writeln!(out, "        \u{1b}[31m- {old}\u{1b}[0m")?;
    }
    if let Some(new) = &item.new {
        writeln!(out, "        \u{1b}[32m+ {new}\u{1b}[0m")?;
    }
    Ok(())
}

/// So many entries of a group are shown in full, and so many of the others in a line.
fn shown(group: Group) -> (usize, usize) {
    match group {
        Group::Breaking => (usize::MAX, usize::MAX),
        Group::Notable => (12, 30),
        Group::Corrections => (12, 12),
        Group::Documentation => (3, 9),
        Group::Consequences => (0, 5),
    }
}

fn heading(title: &str, count: usize, out: &mut String) -> Result {
    writeln!(out, "\n\u{1b}[1m{title}\u{1b}[0m ({count})")
}

/// A cause: what changed, what happened to it, what comes of it and where it stands.
fn write_entry(entry: &Entry, report: &Report, out: &mut String) -> Result {
    writeln!(out, "  {} \u{1b}[1m{}\u{1b}[0m", colored(entry.verdict.level(), LEVEL), entry.id)?;
    writeln!(out, "        {}", words::title_and_change(entry, VALUE))?;
    if let Some(accepted) = &entry.acknowledged {
        writeln!(out, "        {}", words::accepted(accepted))?;
    }
    if let Some(note) = &entry.deprecated {
        writeln!(out, "        deprecated: {note}")?;
    }
    if let Some(text) = &entry.correction {
        writeln!(out, "        correction: {text}")?;
    }
    let is_read_only = entry.verdict.level() == Level::None;
    let effect = if is_read_only { String::new() } else { words::effect(entry.verdict, entry.direction) };
    let through = words::reach(entry, WIDTH.saturating_sub(effect.chars().count()));
    let through = through.map(|reach| format!("through {reach}")).unwrap_or_default();
    if !effect.is_empty() || !through.is_empty() {
        let separator = if effect.is_empty() || through.is_empty() { "" } else { " · " };
        writeln!(out, "        {effect}{separator}{through}")?;
    }
    // What breaks no code is not worth more than its first lines.
    let shown = if entry.verdict.source == Level::Major { ITEMS } else { ITEMS_OF_ADDITION };
    for item in entry.rust.items.iter().take(shown) {
        write_item(item, out)?;
    }
    let more = entry.rust.more + entry.rust.items.len().saturating_sub(shown);
    if more > 0 {
        writeln!(out, "        … and {}", words::plural(more, "more public item"))?;
    }
    if let Some(instead) = &entry.rust.instead {
        writeln!(out, "        instead: {instead}")?;
    }
    let (new, old) = (words::place(entry), words::old_place(entry, report));
    writeln!(out, "        \u{1b}[2mat {new}, before at {old} [{}]\u{1b}[0m", entry.kind)
}

fn by_endpoint(report: &Report, out: &mut String) -> Result {
    for block in endpoints::blocks(report) {
        write_block(&block, out)?;
    }
    let elsewhere = endpoints::elsewhere(report);
    if !elsewhere.is_empty() {
        heading("What concerns no endpoint", elsewhere.len(), out)?;
        let breaking = elsewhere.iter().filter(|entry| entry.verdict.level() == Level::Major).count();
        short_list(&elsewhere, breaking.max(20), "  ", out)?;
    }
    Ok(())
}

fn write_block(block: &Block<'_>, out: &mut String) -> Result {
    out.write_char('\n')?;
    for Endpoint { operation, method, path, .. } in block.endpoints.iter().take(ENDPOINTS) {
        writeln!(out, "\u{1b}[1m{method} {path}\u{1b}[0m  {operation}")?;
    }
    let more = block.endpoints.len().saturating_sub(ENDPOINTS);
    if more > 0 {
        writeln!(out, "and {}", words::plural(more, "more endpoint"))?;
    }
    writeln!(out, "  {}", words::effect(block.verdict, Direction::Neither))?;
    short_list(&block.own, usize::MAX, "  ", out)?;
    if !block.shared.is_empty() {
        writeln!(out, "  through what it shares with others:")?;
        short_list(&block.shared, SHARED, "  ", out)?;
    }
    Ok(())
}

/// Entries in a line or two each, and how many more there are.
fn short_list(entries: &[&Entry], shown: usize, indent: &str, out: &mut String) -> Result {
    let (listed, others) = entries.split_at(shown.min(entries.len()));
    for entry in listed {
        let text = words::title_and_change(entry, VALUE);
        let level = colored(entry.verdict.level(), LEVEL);
        if entry.id.len() + text.chars().count() < 85 {
            writeln!(out, "{indent}{level} {}  {text}", entry.id)?;
        } else {
            writeln!(out, "{indent}{level} {}\n{indent}      {text}", entry.id)?;
        }
    }
    if others.is_empty() {
        return Ok(());
    }
    let breaking = others.iter().filter(|entry| entry.verdict.level() == Level::Major).count();
    let breaking = if breaking > 0 { format!(" ({breaking} breaking)") } else { String::new() };
    writeln!(out, "{indent}… and {} more{breaking}; `--format html` shows all", others.len())
}

/// A level in its colour, with spaces up to a width.
fn colored(level: Level, width: usize) -> String {
    let word = level.as_str();
    match level {
        Level::None => format!("{word:<width$}"),
        Level::Minor => format!("\u{1b}[33m{word:<width$}\u{1b}[0m"),
        Level::Major => format!("\u{1b}[1;31m{word:<width$}\u{1b}[0m"),
    }
}
