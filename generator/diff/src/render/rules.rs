//! The rules as a list, and each rule as a page.

use std::fmt::Write;

use super::words;
use crate::{Direction, Rule};

/// The list of rules, each with its verdicts.
pub fn rules(rules: &[Rule]) -> String {
    let mut out = String::new();
    for rule in rules {
        // Writing to a string can't fail.
        _ = writeln!(out, "{}: {}", rule.id, rule.title);
        _ = write_verdicts(rule, &mut out);
    }
    out
}

/// The page of one rule, with ANSI colors, which the caller may strip. `all` contains the rules that apply to the edit
/// that breaks less.
pub fn rule_page(rule: &Rule, all: &[Rule]) -> String {
    let mut out = String::new();
    // Writing to a string can't fail.
    _ = write_page(rule, all, &mut out);
    out
}

fn write_page(rule: &Rule, all: &[Rule], out: &mut String) -> std::fmt::Result {
    writeln!(out, "\u{1b}[1m{}\u{1b}[0m: {}", rule.id, rule.title)?;
    write_verdicts(rule, out)?;
    writeln!(out, "\n{}", rule.advice)?;
    writeln!(out, "\n\u{1b}[1mFor example\u{1b}[0m")?;
    write_diff(&rule.bad, out)?;
    for also in &rule.also {
        writeln!(out, "\nComes with {}: {}", also.rule, also.reason)?;
    }
    let Some(good) = &rule.good else { return Ok(()) };
    writeln!(out, "\n\u{1b}[1mAn edit that breaks less\u{1b}[0m")?;
    write_diff(&good.diff, out)?;
    if good.rules.is_empty() {
        return writeln!(out, "\nThis edit has no impact.");
    }
    writeln!(out, "\nIt is reported as")?;
    for id in &good.rules {
        if *id == rule.id {
            writeln!(out, "{id}, but the `correction` says that nothing changes on the wire")?;
        } else if let Some(other) = all.iter().find(|other| other.id == *id) {
            writeln!(out, "{id}: {}", other.title)?;
            write_verdicts(other, out)?;
        }
    }
    Ok(())
}

fn write_verdicts(rule: &Rule, out: &mut String) -> std::fmt::Result {
    for (directions, verdict) in &rule.verdicts {
        let directions: Vec<&str> = directions.iter().map(|direction| direction.as_str()).collect();
        let directions = if rule.verdicts.len() == 1 { String::new() } else { format!("{}: ", directions.join(", ")) };
        writeln!(out, "    {directions}{}", words::effect(*verdict, Direction::Neither))?;
    }
    Ok(())
}

fn write_diff(diff: &str, out: &mut String) -> std::fmt::Result {
    for line in diff.lines() {
        let color = match line.as_bytes().first() {
            Some(b'-') => "\u{1b}[31m",
            Some(b'+') => "\u{1b}[32m",
            Some(b'@') => "\u{1b}[36m",
            Some(_) => "",
            None => {
                writeln!(out)?;
                continue;
            }
        };
        let reset = if color.is_empty() { "" } else { "\u{1b}[0m" };
        writeln!(out, "    {color}{line}{reset}")?;
    }
    Ok(())
}
