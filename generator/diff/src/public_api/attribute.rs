//! Finds the changes of the spec that cause changes of public items.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use api_client_generator::naming::EVENT;
use api_client_generator::public_api::{ItemKind, PublicItem};

use super::differences::Difference;
use super::elements::Elements;
use crate::renamed::{Renamed, prefixes};
use crate::{Change, Direction, Level, Side};

/// Returns the causing changes of each difference; none if the spec is not the cause.
pub(crate) fn attribute(changes: &[Change], sides: [Side<'_>; 2], differences: &[Difference<'_>]) -> Vec<Vec<usize>> {
    if differences.is_empty() {
        return Vec::new();
    }
    let index = Index::new(changes, sides);
    differences.iter().map(|difference| index.causes(difference)).collect()
}

struct Index<'a> {
    changes: &'a [Change],
    /// The elements of the old and the new version.
    elements: [Elements; 2],
    /// Changes by subject.
    exact: HashMap<&'a str, Vec<usize>>,
    /// Changes by their subject and by the elements that contain it.
    within: HashMap<&'a str, Vec<usize>>,
    /// Changes by the operations, types and events that they affect.
    reached: HashMap<Cow<'a, str>, Vec<usize>>,
    renamed: Renamed<'a>,
}

impl<'a> Index<'a> {
    fn new(changes: &'a [Change], sides: [Side<'_>; 2]) -> Self {
        let elements = sides.map(|side| Elements::of(side.resolved));
        let (mut exact, mut within) = (HashMap::<_, Vec<_>>::new(), HashMap::<_, Vec<_>>::new());
        let mut reached = HashMap::<_, Vec<_>>::new();
        for (number, change) in changes.iter().enumerate() {
            exact.entry(change.subject.as_str()).or_default().push(number);
            for prefix in prefixes(&change.subject) {
                within.entry(prefix).or_default().push(number);
            }
            let reach = &change.reach;
            // The enum of all events has methods for the fields that they share.
            let products = reach.events.iter().filter_map(|event| event.split('.').next()).collect::<HashSet<_>>();
            let enums = products.into_iter().map(|product| Cow::Owned(format!("{product}.types.{EVENT}")));
            let names = reach.operations.iter().chain(&reach.types).chain(&reach.events);
            for name in names.map(|name| Cow::Borrowed(name.as_str())).chain(enums) {
                reached.entry(name).or_default().push(number);
            }
        }
        Self { changes, elements, exact, within, reached, renamed: Renamed::of(changes) }
    }

    fn causes(&self, difference: &Difference<'_>) -> Vec<usize> {
        let sides = [difference.old, difference.new];
        let mut subjects = HashSet::new();
        for (item, elements) in sides.into_iter().zip(&self.elements) {
            let subject = item.and_then(|item| elements.subject(item));
            subjects.extend(subject.map(|subject| self.renamed.current(subject)));
        }
        let mut subjects: Vec<String> = subjects.into_iter().collect();
        // The innermost element is closest to the cause.
        subjects.sort_by_key(|subject| (std::cmp::Reverse(subject.len()), subject.clone()));
        let found = subjects.iter().map(|subject| self.of_element(subject, difference)).find(|found| !found.is_empty());
        found
            .or_else(|| self.of_mentions(difference))
            .or_else(|| self.of_reach(&subjects, difference))
            .unwrap_or_default()
    }

    /// Returns the changes of an element, or otherwise of an element that contains it, up to the operation or type.
    fn of_element(&self, subject: &str, difference: &Difference<'_>) -> Vec<usize> {
        let mut weaker = Vec::new();
        for part in prefixes(subject) {
            // A subject of three parts is an operation, a type or an entry of `api.yaml`.
            if part != subject && part.split('.').count() < 3 {
                break;
            }
            // An added parameter does not remove its siblings, but a change of a containing element can.
            let found = self.best(self.within.get(part), difference);
            if found.iter().any(|number| self.changes[*number].verdict().source >= difference.level) {
                return found;
            }
            weaker = if weaker.is_empty() { found } else { weaker };
        }
        if !weaker.is_empty() {
            return weaker;
        }
        // Elements that are added or removed as a whole.
        let product = subject.split('.').next().map(|product| format!("api.products.{product}"));
        let wholes = prefixes(subject).filter_map(|part| self.exact.get(part));
        let wholes = wholes.chain(product.as_deref().and_then(|product| self.exact.get(product)));
        wholes.map(|found| self.best(Some(found), difference)).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// Returns the changes of types that only one of the two signatures contains.
    fn of_mentions(&self, difference: &Difference<'_>) -> Option<Vec<usize>> {
        let (old, new) = (words(difference.old), words(difference.new));
        let only = [&old - &new, &new - &old];
        let mut subjects: Vec<String> = Vec::new();
        for (words, elements) in only.iter().zip(&self.elements) {
            let types = words.iter().flat_map(|word| elements.types(word));
            subjects.extend(types.map(|subject| self.renamed.current(subject)));
        }
        subjects.sort();
        subjects.dedup();
        let found: Vec<usize> =
            subjects.iter().flat_map(|subject| self.best(self.within.get(subject.as_str()), difference)).collect();
        (!found.is_empty()).then_some(found)
    }

    /// Returns the changes of shared elements that affect the element.
    fn of_reach(&self, subjects: &[String], difference: &Difference<'_>) -> Option<Vec<usize>> {
        let parts = subjects.iter().flat_map(|subject| prefixes(subject));
        let found = parts.map(|part| self.best(self.reached.get(part), difference)).find(|found| !found.is_empty());
        found.or_else(|| {
            // A name of the runtime is exported if any element needs it.
            let is_passed_on =
                [difference.old, difference.new].iter().flatten().any(|item| item.kind == ItemKind::Reexport);
            let all: Vec<usize> = (0..self.changes.len()).filter(|_| is_passed_on).collect();
            Some(self.best(Some(&all), difference)).filter(|found| !found.is_empty())
        })
    }

    /// Returns the changes with at least the observed effect, preferring those in the observed direction.
    fn best(&self, found: Option<&Vec<usize>>, difference: &Difference<'_>) -> Vec<usize> {
        let Some(found) = found else { return Vec::new() };
        let source = |number: &&usize| self.changes[**number].verdict().source;
        let strongest = found.iter().map(|number| source(&number)).max().unwrap_or_default();
        if strongest == Level::None && difference.level > Level::None {
            return Vec::new();
        }
        let enough = strongest.min(difference.level);
        let kept: Vec<usize> = found.iter().filter(|number| source(number) >= enough).copied().collect();
        // A change that was made directly takes precedence over changes that are derived from it.
        let kept = prefer(kept, |number| !self.changes[number].follows);
        let way = match difference.old.or(difference.new).map(|item| &item.kind) {
            Some(ItemKind::Request | ItemKind::Paginated | ItemKind::Windowed | ItemKind::Job) => Direction::Response,
            _ => Direction::Request,
        };
        let is_that_way = |number: usize| match self.changes[number].direction {
            Direction::Request | Direction::Response => self.changes[number].direction == way,
            _ => true,
        };
        prefer(kept, is_that_way)
    }
}

/// Returns the words of a signature.
fn words(item: Option<&PublicItem>) -> HashSet<&str> {
    let signature = item.map_or("", |item| &item.signature);
    signature.split(|character: char| !character.is_alphanumeric() && character != '_').collect()
}

fn prefer(numbers: Vec<usize>, is_better: impl Fn(usize) -> bool) -> Vec<usize> {
    let better: Vec<usize> = numbers.iter().copied().filter(|number| is_better(*number)).collect();
    if better.is_empty() { numbers } else { better }
}
