//! Writes the differences between two versions of a spec's text as a unified diff.

use std::fmt::Write;

use similar::{ChangeTag, DiffTag, TextDiff};

use super::base::Files;

/// The number of context lines around a change.
const CONTEXT: usize = 1;

/// Returns the differences of all files. Each file has its name, then its changes below the keys that contain them.
pub(super) fn patch(old: &Files, new: &Files) -> String {
    let mut names: Vec<&String> = old.keys().chain(new.keys()).collect();
    names.sort();
    names.dedup();
    let renamed: Vec<(&String, &String)> =
        names.iter().filter_map(|name| Some((*name, renamed(name, old, new)?))).collect();
    let mut out = String::new();
    for name in names {
        if let Some((_, now)) = renamed.iter().find(|(old, _)| *old == name) {
            _ = writeln!(out, "@@ {name} renamed to {now}");
            _ = write_file(&mut out, now, &old[name], &new[*now]);
            continue;
        }
        match (old.get(name), new.get(name)) {
            _ if renamed.iter().any(|(_, now)| *now == name) => {}
            (old, new) if old == new => {}
            // Writing to a string can't fail.
            (Some(old), Some(new)) => _ = write_file(&mut out, name, old, new),
            (old, new) => {
                let text = if old.is_some() { "removed" } else { "added" };
                _ = writeln!(out, "@@ {name} {text}");
                _ = write_file(&mut out, "", old.map_or("", String::as_str), new.map_or("", String::as_str));
            }
        }
    }
    out
}

/// Returns the new name of a renamed file: a new file with most of its lines.
fn renamed<'f>(name: &String, old: &Files, new: &'f Files) -> Option<&'f String> {
    let text = old.get(name).filter(|_| !new.contains_key(name))?;
    let is_like = |other: &str| TextDiff::from_lines(text.as_str(), other).ratio() > 0.5;
    new.iter().find(|(other, text)| !old.contains_key(*other) && is_like(text)).map(|(name, _)| name)
}

fn write_file(out: &mut String, name: &str, old: &str, new: &str) -> std::fmt::Result {
    let sides: [Vec<&str>; 2] = [old.lines().collect(), new.lines().collect()];
    let diff = TextDiff::from_lines(old, new);
    for group in diff.grouped_ops(CONTEXT) {
        if !name.is_empty() {
            let edit = group.iter().find(|operation| operation.tag() != DiffTag::Equal);
            let ranges = edit.map(|edit| [edit.old_range(), edit.new_range()]).unwrap_or_default();
            // An addition has a location in the new text only.
            let side = usize::from(ranges[0].is_empty());
            writeln!(out, "@@ {}", [vec![name], keys(&sides[side], ranges[side].start)].concat().join(" › "))?;
        }
        for change in group.iter().flat_map(|operation| diff.iter_changes(operation)) {
            let sign = match change.tag() {
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
                ChangeTag::Equal => ' ',
            };
            writeln!(out, "{}", format!("{sign}{}", change.value()).trim_end())?;
        }
    }
    Ok(())
}

/// Returns the keys that contain a line, the outermost first.
fn keys<'a>(lines: &[&'a str], line: usize) -> Vec<&'a str> {
    let depth = |line: &str| line.len() - line.trim_start().len();
    let Some(mut limit) = lines.get(line).map(|line| depth(line)) else { return Vec::new() };
    let mut keys = Vec::new();
    for line in lines[..line].iter().rev().filter(|line| !line.trim().is_empty()) {
        if depth(line) < limit {
            limit = depth(line);
            keys.push(line.trim().trim_end_matches(':'));
        }
    }
    keys.reverse();
    keys
}
