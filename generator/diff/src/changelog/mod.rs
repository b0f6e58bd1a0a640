//! Writes the changelog entries of a release for users of the client.

mod block;
mod sentence;
mod subject;

use std::collections::{BTreeMap, BTreeSet};

pub use block::{BlockError, read, write};
use sentence::Sentence;

use super::Level;
use super::changes::{Mark, Section};
use super::report::{Entry, Report};
use super::show::plural;

/// The parts in their order. A breaking change is in the first part only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Breaking,
    Added,
    Changed,
    Corrected,
    Deprecated,
    Removed,
    Behavior,
}

impl Part {
    fn title(self) -> &'static str {
        match self {
            Self::Breaking => "Breaking changes",
            Self::Added => "Added",
            Self::Changed => "Changed",
            Self::Corrected => "Corrected",
            Self::Deprecated => "Deprecated",
            Self::Removed => "Removed",
            Self::Behavior => "Behavior",
        }
    }

    /// Returns the part of an entry; `None` if only the documentation changes.
    fn of(entry: &Entry) -> Option<Self> {
        let verdict = entry.verdict;
        let section = entry.kind.declaration().section;
        if verdict.level() == Level::Major {
            return Some(Self::Breaking);
        }
        if section == Section::Deprecated {
            return Some(Self::Deprecated);
        }
        if verdict.level() == Level::None || entry.follows {
            return None;
        }
        if entry.correction.is_some() {
            return Some(Self::Corrected);
        }
        if verdict.wire == Level::None && verdict.source == Level::None {
            return Some(Self::Behavior);
        }
        Some(match section {
            Section::Added => Self::Added,
            Section::Removed => Self::Removed,
            Section::Changed | Section::Deprecated | Section::Unlisted => Self::Changed,
        })
    }
}

/// Returns the entries as Markdown with headings of the third and fourth level; empty if nothing changed.
///
/// Breaking changes come first. Each part is sorted by product and section, in the order of the spec.
pub fn entries(report: &Report) -> String {
    let mut parts: BTreeMap<Part, Vec<(String, Vec<Sentence>)>> = BTreeMap::new();
    let mut read_only = 0;
    let deprecations: BTreeSet<&str> = report
        .entries
        .iter()
        .filter(|entry| entry.kind.has(Mark::Deprecates))
        .map(|entry| entry.subject.as_str())
        .collect();
    for entry in &report.entries {
        // The text of the deprecation contains the date.
        if entry.kind.has(Mark::PartOfDeprecation) && deprecations.contains(entry.subject.as_str()) {
            continue;
        }
        let Some(part) = Part::of(entry) else {
            let is_unlisted = entry.follows || entry.kind.declaration().section == Section::Unlisted;
            read_only += usize::from(!is_unlisted);
            continue;
        };
        let sentence = Sentence::of(entry, part == Part::Breaking);
        let modules = parts.entry(part).or_default();
        match modules.iter_mut().find(|(module, _)| *module == sentence.module) {
            Some((_, sentences)) => {
                if !sentences.iter_mut().any(|other| other.join(&sentence)) {
                    sentences.push(sentence);
                }
            }
            None => modules.push((sentence.module.clone(), vec![sentence])),
        }
    }
    let order: Vec<&str> = report.endpoints.iter().map(|endpoint| endpoint.operation.as_str()).collect();
    let mut out = String::new();
    for (part, mut modules) in parts {
        modules.sort_by_key(|(module, _)| subject::position(module, &order));
        out.push_str(&format!("### {}\n\n", part.title()));
        for (module, sentences) in modules {
            out.push_str(&format!("#### {}\n\n", subject::heading(&module)));
            out.extend(sentences.iter().map(|sentence| format!("- {sentence}\n")));
            out.push('\n');
        }
    }
    if read_only > 0 {
        let count = plural(read_only, "change");
        out.push_str(&format!("### Documentation\n\n- {count} of documentation, examples and guides.\n\n"));
    }
    out.truncate(out.trim_end().len());
    if !out.is_empty() {
        out.push('\n');
    }
    out
}
