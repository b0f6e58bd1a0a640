//! Renders a report as the comment of a pull request: a summary, the findings, a table of causes, and everything else
//! folded.
//!
//! Services cut or reject long comments, so it has at most [`MAX_BYTES`]; blocks that do not fit are counted. Strings
//! of the spec are only in `<code>` and in code blocks, where GitHub makes no mentions and links; see `escape`.

mod blocks;
mod budget;
pub(super) mod escape;

use budget::{Budget, List};

use super::{endpoints, words};
use crate::Level;
use crate::report::{Entry, Group, Report};

/// The first line, which identifies the comment.
pub const MARKER: &str = "<!-- api-diff -->";

/// The longest report in bytes: comments of GitHub have at most 65,536 characters.
pub const MAX_BYTES: usize = 60_000;

/// Returns the report as Markdown for GitHub; empty without changes and findings.
pub fn markdown(report: &Report) -> String {
    if report.is_empty() && report.findings.is_empty() {
        return String::new();
    }
    let mut budget = Budget::new(MAX_BYTES);
    let mut out = budget.text(&format!("{MARKER}\n{}", blocks::summary(report)));
    out.push_str(&findings(report, &mut budget));
    for group in [Group::Breaking, Group::Compatible, Group::Corrections] {
        let entries: Vec<&Entry> = report.group(group).collect();
        out.push_str(&table(group, &entries, &mut budget));
        out.push_str(&details(&entries, report, &mut budget));
    }
    out.push_str(&unexplained(report, &mut budget));
    out.push_str(&by_endpoint(report, &mut budget));
    for group in [Group::Documentation, Group::Derived] {
        let entries: Vec<&Entry> = report.group(group).collect();
        out.push_str(&folded_list(group, &entries, &mut budget));
    }
    out
}

/// Returns the findings. They come first, because they fail the check.
fn findings(report: &Report, budget: &mut Budget) -> String {
    let start = format!("\n#### {} ({})\n\n<ul>\n", words::FINDINGS, report.findings.len());
    let list = List { start: &start, end: "</ul>\n" };
    let left_over = |rest: &[_]| format!("<li>{}</li>\n", budget::more(rest.len(), 0));
    budget.list(&list, &report.findings, blocks::finding, left_over)
}

/// Returns each cause in a row.
fn table(group: Group, entries: &[&Entry], budget: &mut Budget) -> String {
    let start = format!(
        "\n#### {} ({})\n\n<table>\n<thead><tr><th>Level</th><th>Change</th><th>Old → new</th><th>Location</th>\
         <th>Affects</th></tr></thead>\n<tbody>\n",
        group.title(),
        entries.len()
    );
    let rows = List { start: &start, end: "</tbody>\n</table>\n" };
    let left_over = |rest: &[&Entry]| format!("<tr><td colspan=\"5\">{}</td></tr>\n", more(rest));
    budget.list(&rows, entries, |entry| blocks::row(entry), left_over)
}

/// Returns each cause in full, folded.
fn details(entries: &[&Entry], report: &Report, budget: &mut Budget) -> String {
    let list = List { start: "\n", end: "" };
    let left_over = |rest: &[&Entry]| format!("<p>Details of {}</p>\n\n", more(rest));
    budget.list(&list, entries, |entry| blocks::details(entry, report), left_over)
}

fn by_endpoint(report: &Report, budget: &mut Budget) -> String {
    let blocks = endpoints::blocks(report);
    let title = words::plural(report.endpoints.len(), "operation");
    let start = format!("\n<details><summary>By endpoint: {title}</summary>\n<ul>\n");
    let list = List { start: &start, end: "</ul>\n</details>\n" };
    let left_over = |rest: &[endpoints::Block<'_>]| {
        let count: usize = rest.iter().map(|block| block.endpoints.len()).sum();
        let levels = rest.iter().filter(|block| block.verdict.level() == Level::Major);
        let breaking = levels.map(|block| block.endpoints.len()).sum();
        format!("<li>{}</li>\n", budget::more(count, breaking))
    };
    budget.list(&list, &blocks, blocks::endpoint, left_over)
}

fn unexplained(report: &Report, budget: &mut Budget) -> String {
    let count = report.unexplained.len();
    let start = format!("\n<details><summary>{} ({count})</summary>\n\n", words::UNEXPLAINED);
    let list = List { start: &start, end: "</details>\n" };
    let left_over = |rest: &[_]| format!("<p>{}</p>\n\n", budget::more(rest.len(), 0));
    budget.list(&list, &report.unexplained, |item| blocks::signatures(std::slice::from_ref(item)), left_over)
}

fn folded_list(group: Group, entries: &[&Entry], budget: &mut Budget) -> String {
    let start = format!("\n<details><summary>{} ({})</summary>\n<ul>\n", group.title(), entries.len());
    let list = List { start: &start, end: "</ul>\n</details>\n" };
    budget.list(&list, entries, |entry| blocks::line(entry), |rest| format!("<li>{}</li>\n", more(rest)))
}

fn more(rest: &[&Entry]) -> String {
    budget::more(rest.len(), rest.iter().filter(|entry| entry.verdict.level() == Level::Major).count())
}
