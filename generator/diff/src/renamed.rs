//! Tracks the current subjects of renamed elements.

use std::collections::{HashMap, HashSet};

use super::Change;
use super::changes::{Mark, Renamed as Rank};

/// The renamed elements of a comparison.
pub(super) struct Renamed<'a> {
    /// Current subjects by former subjects, in which only the last part is a former name.
    subjects: HashMap<String, &'a str>,
}

impl<'a> Renamed<'a> {
    pub(super) fn of(changes: &'a [Change]) -> Self {
        let mut renamed = Self { subjects: HashMap::new() };
        // A former subject contains the former names of the product and the section, so those are resolved first.
        for rank in [Rank::Product, Rank::Section, Rank::Operation, Rank::Element] {
            for change in changes.iter().filter(|change| self::rank(change) == Some(rank)) {
                let Some(old) = change.old.as_deref() else { continue };
                let parent = match rank {
                    Rank::Operation => parent(old).map(|section| renamed.current(section)),
                    Rank::Product | Rank::Section | Rank::Element => parent(&change.subject).map(str::to_owned),
                };
                let name = if rank == Rank::Element { old } else { old.rsplit('.').next().unwrap_or(old) };
                let former = parent.map_or_else(|| name.to_owned(), |parent| format!("{parent}.{name}"));
                renamed.subjects.insert(former, &change.subject);
            }
        }
        renamed
    }

    /// Returns the current subject of an element of the old spec.
    pub(super) fn current(&self, subject: &str) -> String {
        let mut current = String::with_capacity(subject.len());
        for part in subject.split('.') {
            if !current.is_empty() {
                current.push('.');
            }
            current.push_str(part);
            if let Some(now) = self.subjects.get(&current) {
                (*now).clone_into(&mut current);
            }
        }
        current
    }
}

/// Marks renamed elements whose former name another element now has.
pub(super) fn mark_reused_names(changes: &mut [Change]) {
    let last = |name: &str| name.rsplit('.').next().unwrap_or_default().to_owned();
    // Names with the subject of their parent.
    let names: HashSet<(String, String)> = changes
        .iter()
        .filter(|change| change.id.ends_with(":name") || change.id.ends_with(":added"))
        .filter_map(|change| {
            let name = if change.kind.has(Mark::NamedByValue) { change.new.clone()? } else { last(&change.subject) };
            Some((parent(&change.subject)?.to_owned(), name))
        })
        .collect();
    let former: HashSet<(String, String)> = changes
        .iter()
        .filter(|change| change.id.ends_with(":name"))
        .filter_map(|change| Some((parent(&change.subject)?.to_owned(), last(change.old.as_deref()?))))
        .collect();
    for change in changes.iter_mut().filter(|change| change.id.ends_with(":name")) {
        let (Some(parent), Some(old), Some(new)) = (parent(&change.subject), &change.old, &change.new) else {
            continue;
        };
        let is_taken = names.contains(&(parent.to_owned(), last(old)));
        // User code names all fields of such a struct, so it does not compile with a removed name.
        let is_in_struct = change.kind.has(Mark::FieldOfRequest);
        change.former_name_reused = is_taken && (!is_in_struct || former.contains(&(parent.to_owned(), last(new))));
    }
}

/// Returns the rank of the element that a change renames.
fn rank(change: &Change) -> Option<Rank> {
    // Some kinds are also used for names that are no part of a subject.
    change.kind.renames().filter(|rank| *rank != Rank::Element || change.id.ends_with(":name"))
}

fn parent(subject: &str) -> Option<&str> {
    Some(subject.rsplit_once('.')?.0)
}

/// Returns a subject and the subjects of all elements that contain it, the longest first.
pub(super) fn prefixes(subject: &str) -> impl Iterator<Item = &str> {
    let ends = subject.match_indices('.').map(|(end, _)| end).collect::<Vec<_>>();
    std::iter::once(subject.len()).chain(ends.into_iter().rev()).map(|end| &subject[..end])
}
