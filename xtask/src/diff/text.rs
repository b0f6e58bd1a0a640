//! The report for people: what it amounts to, and then each cause once.

use std::collections::BTreeSet;

use anstream::println;
use api_client_generator::Spec;
use api_client_generator::diff::{Bump, Change, Diff, Direction, Discovery, Level, Rule, Verdict, next_version};

/// So many names of what a change is seen through are shown; the others are counted.
const MAX_NAMES: usize = 4;

/// A title, and what stands below it.
type Group = (&'static str, fn(&Change) -> bool);

/// The groups of the report, the worst first.
const GROUPS: &[Group] = &[
    ("Breaks what is there", |change| !change.follows && is_api(change) && change.verdict().level() == Level::Major),
    ("New, or to be noticed", |change| !change.follows && is_api(change) && change.verdict().level() == Level::Minor),
    ("Declared corrections: the server was always like this", |change| !change.follows && !is_api(change)),
    ("Documentation", |change| !change.follows && is_api(change) && change.verdict().level() == Level::None),
    ("Follows from the above", |change| change.follows),
];

fn is_api(change: &Change) -> bool {
    change.correction.is_none()
}

pub(super) fn print(diff: &Diff, [old, new]: [&Spec; 2], versions: [&str; 2]) {
    summary(diff, versions);
    for (title, belongs) in GROUPS {
        let mut changes: Vec<&Change> = diff.changes.iter().filter(|change| belongs(change)).collect();
        if changes.is_empty() {
            continue;
        }
        // What nobody tells a user comes first.
        changes.sort_by_key(|change| std::cmp::Reverse(change.verdict().discovery));
        println!("\n\u{1b}[1m{title}\u{1b}[0m ({})", changes.len());
        for change in changes {
            print_change(change, old, new);
        }
    }
}

fn summary(diff: &Diff, [old, new]: [&str; 2]) {
    let verdict = diff.verdict();
    let docs = diff.changes.iter().filter(|change| change.verdict().level() == Level::None).count();
    let levels = [("wire", verdict.wire), ("source", verdict.source), ("behaviour", verdict.behaviour)];
    let levels: Vec<String> = levels.iter().map(|(axis, level)| format!("{axis} {}", colored(*level))).collect();
    println!("{} · documentation only: {docs}", levels.join(" · "));
    let Some(next) = next_version(old, Bump::of(verdict)) else { return };
    if next == old {
        println!("the version stays {old}");
    } else if old == new {
        println!("next version: {next} (api.yaml still says {new})");
    } else {
        println!("next version: {next} after {old} (api.yaml says {new})");
    }
}

fn print_change(change: &Change, old: &Spec, new: &Spec) {
    let verdict = change.verdict();
    println!("  {} {}", colored(verdict.level()), change.id);
    let guess = if change.kind.is_guess() { " (a guess: say `was` if it is so)" } else { "" };
    println!("        {}{guess} [{}]", change.kind.title(), change.kind);
    match (&change.old, &change.new) {
        (None, None) => {}
        (Some(old), None) => println!("        was: {old}"),
        (None, Some(new)) => println!("        now: {new}"),
        (Some(old), Some(new)) => println!("        {old} → {new}"),
    }
    println!("        {}", effect(verdict, change.direction));
    let places =
        [old.sources().describe(change.old_place).to_string(), new.sources().describe(change.new_place).to_string()];
    println!("        at {}, before at {}", places[1], places[0]);
    if let Some(note) = &change.deprecated {
        println!("        deprecated: {note}");
    }
    if let Some(text) = &change.correction {
        println!("        correction: {text}");
    }
    let reach = &change.reach;
    for (what, names) in [("operation", &reach.operations), ("type", &reach.types), ("event", &reach.events)] {
        if !names.is_empty() {
            println!("        seen through {}", folded(what, names));
        }
    }
}

fn effect(verdict: Verdict, direction: Direction) -> String {
    let levels = [("wire", verdict.wire), ("source", verdict.source), ("behaviour", verdict.behaviour)];
    let levels = levels.iter().filter(|(_, level)| *level > Level::None);
    let mut parts: Vec<String> = levels.map(|(axis, level)| format!("{axis} {}", level.as_str())).collect();
    if parts.is_empty() {
        parts.push("documentation only".into());
    }
    match direction {
        Direction::Neither => {}
        direction => parts.push(direction.as_str().to_owned()),
    }
    if verdict.discovery != Discovery::Nothing {
        parts.push(format!("found: {}", verdict.discovery.as_str()));
    }
    parts.join(" · ")
}

fn folded(what: &str, names: &BTreeSet<String>) -> String {
    let plural = if names.len() == 1 { "" } else { "s" };
    let shown: Vec<&str> = names.iter().take(MAX_NAMES).map(String::as_str).collect();
    let more = match names.len() - shown.len() {
        0 => String::new(),
        count => format!(" and {count} more"),
    };
    format!("{} {what}{plural}: {}{more}", names.len(), shown.join(", "))
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

pub(super) fn rules(rules: &[Rule]) {
    for rule in rules {
        println!("{}: {}", rule.id, rule.title);
        for (directions, verdict) in &rule.verdicts {
            let directions: Vec<&str> = directions.iter().map(|direction| direction.as_str()).collect();
            let directions =
                if rule.verdicts.len() == 1 { String::new() } else { format!("{}: ", directions.join(", ")) };
            println!("    {directions}{}", effect(*verdict, Direction::Neither));
        }
    }
}
