//! For a browser: one file that loads nothing, with both views. Without scripts it shows everything; with them it is
//! searched and filtered.
//!
//! The template escapes every text. Should that ever fail, the browser still runs and applies nothing but the script and
//! the style of this program: the page's policy names them by their hashes.

use std::collections::BTreeSet;

use askama::Template;
use data_encoding::BASE64;
use sha2::{Digest as _, Sha256};

use super::{endpoints, words};
use crate::report::{Endpoint, Entry, Group, Report, RustItem, State};
use crate::{Direction, Level};

const STYLE: &str = include_str!("../../templates/page.css");
const SCRIPT: &str = include_str!("../../templates/page.js");

/// Values in the view by endpoint are cut to so many characters each; the entries show all.
const VALUE: usize = 60;
/// So many endpoints that the same changes reach are seen; the others are folded.
const ENDPOINTS: usize = 5;

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'a> {
    style: &'a str,
    style_hash: String,
    script: &'a str,
    script_hash: String,
    base: &'a State,
    head: &'a State,
    /// Their commits.
    commits: [Option<&'a str>; 2],
    is_empty: bool,
    axes: Vec<Axis>,
    version: String,
    remarks: Vec<String>,
    counts: String,
    products: BTreeSet<&'a str>,
    groups: Vec<PageGroup<'a>>,
    unexplained: Vec<RustLine>,
    blocks: Vec<PageBlock<'a>>,
    elsewhere: Vec<Line<'a>>,
}

struct Axis {
    name: &'static str,
    level: &'static str,
    value: String,
    what: &'static str,
}

struct PageGroup<'a> {
    title: &'static str,
    entries: Vec<PageEntry<'a>>,
}

struct PageEntry<'a> {
    anchor: String,
    id: &'a str,
    level: &'static str,
    label: &'static str,
    title: String,
    kind: String,
    products: String,
    /// How much it matters on each axis, the last of them the documentation; for the script.
    ranks: [usize; 4],
    old: Option<&'a str>,
    new: Option<&'a str>,
    effect: String,
    accepted: Option<String>,
    correction: Option<&'a str>,
    deprecated: Option<&'a str>,
    rust: Vec<RustLine>,
    more: usize,
    instead: Option<&'a str>,
    reach: Vec<PageReach<'a>>,
    place: String,
    old_place: String,
}

struct RustLine {
    class: &'static str,
    text: String,
}

struct PageReach<'a> {
    title: String,
    names: &'a BTreeSet<String>,
}

struct PageBlock<'a> {
    level: &'static str,
    endpoints: Vec<&'a Endpoint>,
    /// Those that are folded.
    more: Vec<&'a Endpoint>,
    effect: String,
    lines: Vec<Line<'a>>,
}

/// A change in the view by endpoint.
struct Line<'a> {
    anchor: String,
    id: &'a str,
    level: &'static str,
    label: &'static str,
    is_shared: bool,
    text: String,
}

/// The report as one page, which needs nothing else.
pub fn html(report: &Report) -> String {
    let groups = Group::ALL.iter().map(|group| PageGroup {
        title: group.title(),
        entries: report.group(*group).map(|entry| page_entry(entry, report)).collect(),
    });
    let page = Page {
        style: STYLE,
        style_hash: hash(STYLE),
        script: SCRIPT,
        script_hash: hash(SCRIPT),
        base: &report.base,
        head: &report.head,
        commits: [&report.base, &report.head].map(short),
        is_empty: report.is_empty(),
        axes: axes(report),
        version: words::version(report).unwrap_or_default(),
        remarks: words::remarks(report).into_iter().chain(words::findings(report)).collect(),
        counts: words::counts(report),
        products: report.entries.iter().flat_map(products).collect(),
        groups: groups.filter(|group| !group.entries.is_empty()).collect(),
        unexplained: rust_lines(&report.unexplained),
        blocks: endpoints::blocks(report).into_iter().map(page_block).collect(),
        elsewhere: endpoints::elsewhere(report).into_iter().map(|entry| line(entry, false)).collect(),
    };
    // Writing to a string can't fail.
    page.render().unwrap_or_default()
}

fn axes(report: &Report) -> Vec<Axis> {
    let what = ["clients that are in use", "code that uses the client", "what the client does by itself"];
    let axes = words::all_axes(report.verdict).into_iter().zip(what);
    let mut axes: Vec<Axis> = axes
        .map(|((name, level), what)| Axis { name, level: level.as_str(), value: level.as_str().into(), what })
        .collect();
    let count = report.entries.iter().filter(|entry| entry.verdict.docs > Level::None).count();
    // What is read breaks nothing, so that it has no colour.
    axes.push(Axis { name: "docs", level: "none", value: words::plural(count, "change"), what: "what is read" });
    axes
}

fn page_entry<'a>(entry: &'a Entry, report: &Report) -> PageEntry<'a> {
    let verdict = entry.verdict;
    let reach = &entry.reach;
    let reach = [("operation", &reach.operations), ("type", &reach.types), ("event", &reach.events)];
    let reach = reach.into_iter().filter(|(_, names)| !names.is_empty());
    PageEntry {
        anchor: anchor(&entry.id),
        id: &entry.id,
        level: verdict.level().as_str(),
        label: label(entry),
        title: words::title(entry),
        kind: entry.kind.to_string(),
        products: products(entry).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(" "),
        ranks: [verdict.wire, verdict.source, verdict.behaviour, verdict.docs].map(rank),
        old: entry.old.as_deref(),
        new: entry.new.as_deref(),
        effect: words::effect(verdict, entry.direction),
        accepted: entry.acknowledged.as_ref().map(words::accepted),
        correction: entry.correction.as_deref(),
        deprecated: entry.deprecated.as_deref(),
        rust: rust_lines(&entry.rust.items),
        more: entry.rust.more,
        instead: entry.rust.instead.as_deref(),
        reach: reach.map(|(what, names)| PageReach { title: words::plural(names.len(), what), names }).collect(),
        place: words::place(entry),
        old_place: words::old_place(entry, report),
    }
}

fn page_block(block: endpoints::Block<'_>) -> PageBlock<'_> {
    let own = block.own.iter().map(|entry| line(entry, false));
    let shared = block.shared.iter().map(|entry| line(entry, true));
    let mut endpoints = block.endpoints;
    let more = endpoints.split_off(ENDPOINTS.min(endpoints.len()));
    PageBlock {
        level: block.verdict.level().as_str(),
        effect: words::effect(block.verdict, Direction::Neither),
        lines: own.chain(shared).collect(),
        endpoints,
        more,
    }
}

fn line(entry: &Entry, is_shared: bool) -> Line<'_> {
    Line {
        anchor: anchor(&entry.id),
        id: &entry.id,
        level: entry.verdict.level().as_str(),
        label: label(entry),
        is_shared,
        text: words::title_and_change(entry, VALUE),
    }
}

fn rust_lines(items: &[RustItem]) -> Vec<RustLine> {
    let lines = items.iter().flat_map(|item| {
        let old = item.old.iter().map(|text| RustLine { class: "old", text: format!("- {text}") });
        old.chain(item.new.iter().map(|text| RustLine { class: "new", text: format!("+ {text}") }))
    });
    lines.collect()
}

/// The products that a change is in or is seen in. What belongs to none is in the API as a whole: `api`.
fn products(entry: &Entry) -> impl Iterator<Item = &str> {
    let reach = &entry.reach;
    let names = reach.operations.iter().chain(&reach.types).chain(&reach.events);
    std::iter::once(&entry.subject).chain(names).filter_map(|name| name.split(['.', ':', ' ']).next())
}

/// A level as people read it.
fn label(entry: &Entry) -> &'static str {
    match entry.verdict.level() {
        Level::None => "docs",
        level => level.as_str(),
    }
}

fn rank(level: Level) -> usize {
    Level::ALL.iter().position(|other| *other == level).unwrap_or_default()
}

/// The id of a change as the id of an element, which has no white space. The ids that the page has itself have no `:`.
fn anchor(id: &str) -> String {
    let whole = id.split_whitespace().collect::<Vec<_>>().join("%20");
    if whole.contains(':') { whole } else { format!("{whole}:") }
}

/// As much of a commit's name as is usually enough.
fn short(state: &State) -> Option<&str> {
    state.commit.as_deref().map(|commit| commit.get(..10).unwrap_or(commit))
}

/// A text's hash, as a policy names it.
fn hash(text: &str) -> String {
    format!("sha256-{}", BASE64.encode(&Sha256::digest(text.as_bytes())))
}
