//! Renders the list of rules, and the page of each rule.

use std::fmt::Write;

use anstyle::Style;

use super::style::{BOLD, HUNK, NEW, OLD, styled};
use super::words;
use crate::{Direction, Rule};

/// Returns the list of rules with their impact.
pub fn rules(rules: &[Rule]) -> String {
    let mut out = String::new();
    for rule in rules {
        // Writing to a string can't fail.
        _ = writeln!(out, "{}: {}", rule.id, rule.title);
        _ = write_verdicts(rule, &mut out);
    }
    out
}

/// Returns the page of a rule with ANSI colors. `all` has the rules of the alternative with less impact.
pub fn rule_page(rule: &Rule, all: &[Rule]) -> String {
    let mut out = String::new();
    // Writing to a string can't fail.
    _ = write_page(rule, all, &mut out);
    out
}

fn write_page(rule: &Rule, all: &[Rule], out: &mut String) -> std::fmt::Result {
    writeln!(out, "{}: {}", styled(BOLD, rule.id), rule.title)?;
    write_verdicts(rule, out)?;
    writeln!(out, "\n{}", rule.advice)?;
    writeln!(out, "\n{}", styled(BOLD, "Example"))?;
    write_diff(&rule.bad, out)?;
    for also in &rule.also {
        writeln!(out, "\nAlso reported: {}: {}", also.rule, also.reason)?;
    }
    let Some(good) = &rule.good else { return Ok(()) };
    writeln!(out, "\n{}", styled(BOLD, "Alternative with less impact"))?;
    write_diff(&good.diff, out)?;
    if good.rules.is_empty() {
        return writeln!(out, "\nNo effect.");
    }
    writeln!(out, "\nReported as")?;
    for id in &good.rules {
        if *id == rule.id {
            writeln!(out, "{id}, without an impact on the wire because of the `correction`")?;
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
        writeln!(out, "    {directions}{}", words::impact(*verdict, Direction::Neither))?;
    }
    Ok(())
}

fn write_diff(diff: &str, out: &mut String) -> std::fmt::Result {
    for line in diff.lines() {
        let style = match line.as_bytes().first() {
            Some(b'-') => OLD,
            Some(b'+') => NEW,
            Some(b'@') => HUNK,
            Some(_) => Style::new(),
            None => {
                writeln!(out)?;
                continue;
            }
        };
        writeln!(out, "    {}", styled(style, line))?;
    }
    Ok(())
}
