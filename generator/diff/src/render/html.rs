//! Renders a report as one page for a browser, with both views.
//!
//! The page loads no other file. Without scripts it shows everything; scripts add search and filters.
//!
//! The template escapes every text. The page's policy names script and style by their hashes, so the browser runs no
//! others even if the escaping fails.

use std::collections::BTreeSet;

use askama::Template;
use data_encoding::BASE64;
use sha2::{Digest as _, Sha256};

use super::{endpoints, words};
use crate::Level;
use crate::report::{Endpoint, Entry, Group, Report, RustItem, State};

const STYLE: &str = include_str!("../../templates/page.css");
const SCRIPT: &str = include_str!("../../templates/page.js");

/// The longest value in the view by endpoint, in characters; the entries show whole values.
const VALUE: usize = 60;
/// The number of endpoints of a block that are visible; the others are folded.
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
    /// The level on each axis for the script; the last axis is the documentation.
    ranks: [usize; 4],
    old: Option<&'a str>,
    new: Option<&'a str>,
    impact: String,
    accepted: Option<String>,
    correction: Option<&'a str>,
    deprecated: Option<&'a str>,
    rust: Vec<RustLine>,
    more: usize,
    migration: Option<&'a str>,
    affects: Vec<Affected<'a>>,
    location: String,
    old_location: String,
}

struct RustLine {
    class: &'static str,
    text: String,
}

struct Affected<'a> {
    title: String,
    names: &'a BTreeSet<String>,
}

struct PageBlock<'a> {
    level: &'static str,
    endpoints: Vec<&'a Endpoint>,
    /// The folded endpoints.
    more: Vec<&'a Endpoint>,
    impact: String,
    lines: Vec<Line<'a>>,
}

/// A change in the view by endpoint.
struct Line<'a> {
    anchor: String,
    id: &'a str,
    level: &'static str,
    label: &'static str,
    is_shared: bool,
    title: String,
    change: Option<String>,
}

/// Returns the report as one page.
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
    let what = ["existing clients", "user code", "retries, limits, paging, logs"];
    let axes = words::all_axes(report.verdict).into_iter().zip(what);
    axes.map(|((name, level), what)| Axis { name, level: level.as_str(), what }).collect()
}

fn page_entry<'a>(entry: &'a Entry, report: &Report) -> PageEntry<'a> {
    let verdict = entry.verdict;
    let affects = entry.affects.kinds();
    PageEntry {
        anchor: anchor(&entry.id),
        id: &entry.id,
        level: verdict.level().as_str(),
        label: label(entry),
        title: words::title(entry),
        kind: entry.kind.to_string(),
        products: products(entry).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(" "),
        ranks: [verdict.wire, verdict.source, verdict.behavior, verdict.docs].map(rank),
        old: entry.old.as_deref(),
        new: entry.new.as_deref(),
        impact: words::impact(verdict, entry.direction),
        accepted: entry.acknowledged.as_ref().map(words::accepted),
        correction: entry.correction.as_deref(),
        deprecated: entry.deprecated.as_deref(),
        rust: rust_lines(&entry.rust.items),
        more: entry.rust.more,
        migration: entry.rust.migration.as_deref(),
        affects: affects.map(|(what, names)| Affected { title: words::plural(names.len(), what), names }).collect(),
        location: entry.new_location.to_string(),
        old_location: words::old_location(entry, report),
    }
}

fn page_block(block: endpoints::Block<'_>) -> PageBlock<'_> {
    let own = block.own.iter().map(|entry| line(entry, false));
    let shared = block.shared.iter().map(|entry| line(entry, true));
    let mut endpoints = block.endpoints;
    let more = endpoints.split_off(ENDPOINTS.min(endpoints.len()));
    PageBlock {
        level: block.verdict.level().as_str(),
        impact: words::levels(block.verdict),
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
        title: words::title(entry),
        change: words::change(entry, VALUE),
    }
}

fn rust_lines(items: &[RustItem]) -> Vec<RustLine> {
    let lines = items.iter().flat_map(|item| {
        let old = item.old.iter().map(|text| RustLine { class: "old", text: format!("- {text}") });
        old.chain(item.new.iter().map(|text| RustLine { class: "new", text: format!("+ {text}") }))
    });
    lines.collect()
}

/// Returns the products that a change affects; `api` for a change of the API as a whole.
fn products(entry: &Entry) -> impl Iterator<Item = &str> {
    let affects = &entry.affects;
    let names = affects.operations.iter().chain(&affects.types).chain(&affects.events);
    std::iter::once(&entry.subject).chain(names).filter_map(|name| name.split(['.', ':', ' ']).next())
}

/// Returns the label of a level.
fn label(entry: &Entry) -> &'static str {
    match entry.verdict.level() {
        Level::None => "docs",
        level => level.as_str(),
    }
}

fn rank(level: Level) -> usize {
    Level::ALL.iter().position(|other| *other == level).unwrap_or_default()
}

/// Returns the id of a change as the id of an element, without white space. The page's other ids have no `:`.
fn anchor(id: &str) -> String {
    let whole = id.split_whitespace().collect::<Vec<_>>().join("%20");
    if whole.contains(':') { whole } else { format!("{whole}:") }
}

/// Returns the abbreviated hash of a commit.
fn short(state: &State) -> Option<&str> {
    state.commit.as_deref().map(|commit| commit.get(..10).unwrap_or(commit))
}

/// Returns the hash of a text, as the policy names it.
fn hash(text: &str) -> String {
    format!("sha256-{}", BASE64.encode(&Sha256::digest(text.as_bytes())))
}
