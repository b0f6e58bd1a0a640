//! For people at a terminal: what it amounts to, and then each cause once.

use std::fmt::Write;

use super::words;
use crate::diff::Level;
use crate::diff::report::{Entry, Group, Report, RustItem};

/// So many names of what a change is seen through are shown; the others are counted.
const MAX_NAMES: usize = 4;

/// So many public items that come from no change of the spec are shown.
const MAX_UNEXPLAINED: usize = 20;

/// The report with ANSI colours, which who prints it may strip.
pub fn text(report: &Report) -> String {
    let mut out = String::new();
    // Writing to a string can't fail.
    let _ = write_all(report, &mut out);
    out
}

fn write_all(report: &Report, out: &mut String) -> std::fmt::Result {
    if report.is_empty() {
        return writeln!(out, "{} and {} say the same", report.base.name, report.head.name);
    }
    summary(report, out)?;
    for group in Group::ALL {
        let entries: Vec<&Entry> = report.group(*group).collect();
        if entries.is_empty() {
            continue;
        }
        writeln!(out, "\n\u{1b}[1m{}\u{1b}[0m ({})", group.title(), entries.len())?;
        for entry in entries {
            write_entry(entry, report, out)?;
        }
    }
    if !report.unexplained.is_empty() {
        let title = "Not from the spec: the generator or its runtime changed";
        writeln!(out, "\n\u{1b}[1m{title}\u{1b}[0m ({})", report.unexplained.len())?;
        for item in report.unexplained.iter().take(MAX_UNEXPLAINED) {
            write_item(item, out)?;
        }
        if report.unexplained.len() > MAX_UNEXPLAINED {
            writeln!(out, "        and {} more", report.unexplained.len() - MAX_UNEXPLAINED)?;
        }
    }
    if report.client_is_stale {
        writeln!(out, "\nthe client is not that of this spec yet: cargo xtask generate")?;
    }
    Ok(())
}

fn summary(report: &Report, out: &mut String) -> std::fmt::Result {
    let verdict = report.verdict;
    let docs = report.entries.iter().filter(|entry| entry.verdict.level() == Level::None).count();
    let levels = [("wire", verdict.wire), ("source", verdict.source), ("behaviour", verdict.behaviour)];
    let levels: Vec<String> = levels.iter().map(|(axis, level)| format!("{axis} {}", colored(*level))).collect();
    writeln!(out, "{} · documentation only: {docs}", levels.join(" · "))?;
    let (old, new) = (&report.base.version, &report.head.version);
    match &report.version.next {
        None => Ok(()),
        Some(next) if next == old => writeln!(out, "the version stays {old}"),
        Some(next) if old == new => writeln!(out, "next version: {next} (api.yaml still says {new})"),
        Some(next) => writeln!(out, "next version: {next} after {old} (api.yaml says {new})"),
    }
}

fn write_entry(entry: &Entry, report: &Report, out: &mut String) -> std::fmt::Result {
    writeln!(out, "  {} {}", colored(entry.verdict.level()), entry.id)?;
    let guess = if entry.is_guess { " (a guess: say `was` if it is so)" } else { "" };
    writeln!(out, "        {}{guess} [{}]", entry.title, entry.kind)?;
    match (&entry.old, &entry.new) {
        (None, None) => {}
        (Some(old), None) => writeln!(out, "        was: {old}")?,
        (None, Some(new)) => writeln!(out, "        now: {new}")?,
        (Some(old), Some(new)) => writeln!(out, "        {old} → {new}")?,
    }
    writeln!(out, "        {}", words::effect(entry.verdict, entry.direction))?;
    writeln!(out, "        at {}, before at {}:{}", entry.new_place, report.base.name, entry.old_place)?;
    for item in &entry.rust.items {
        write_item(item, out)?;
    }
    if entry.rust.more > 0 {
        writeln!(out, "        and {} more public items", entry.rust.more)?;
    }
    if let Some(instead) = &entry.rust.instead {
        writeln!(out, "        write instead: {instead}")?;
    }
    if let Some(note) = &entry.deprecated {
        writeln!(out, "        deprecated: {note}")?;
    }
    if let Some(text) = &entry.correction {
        writeln!(out, "        correction: {text}")?;
    }
    for reach in words::reach(entry, MAX_NAMES) {
        writeln!(out, "        seen through {reach}")?;
    }
    Ok(())
}

fn write_item(item: &RustItem, out: &mut String) -> std::fmt::Result {
    if let Some(old) = &item.old {
        writeln!(out, "        \u{1b}[31m- {old}\u{1b}[0m")?;
    }
    if let Some(new) = &item.new {
        writeln!(out, "        \u{1b}[32m+ {new}\u{1b}[0m")?;
    }
    Ok(())
}

/// A level, of one width, in its colour.
fn colored(level: Level) -> String {
    let word = level.as_str();
    match level {
        Level::None => format!("{word:<5}"),
        Level::Minor => format!("\u{1b}[33m{word:<5}\u{1b}[0m"),
        Level::Major => format!("\u{1b}[1;31m{word:<5}\u{1b}[0m"),
    }
}
