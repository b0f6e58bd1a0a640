//! Matches the elements of two lists: by name, by former name, then by similarity.

use std::collections::{HashMap, HashSet};

/// Why two elements were matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// They have the same name.
    Name,
    /// The new element names the old one in `was`.
    Declared,
    /// The old element has the new name in `was`: the renaming was undone.
    Undone,
    /// They are similar, and no other element is.
    Guess,
}

/// An element of one list, or of both.
pub(super) enum Pair<'a, T> {
    Added(&'a T),
    Removed(&'a T),
    Both(&'a T, &'a T, Link),
}

/// Matched elements of two lists.
#[derive(Clone, Debug, Default)]
pub(super) struct Matches {
    of_new: Vec<Option<(usize, Link)>>,
}

impl Matches {
    /// Returns the old index of a new index.
    pub(super) fn old<I: From<usize> + Into<usize>>(&self, new: I) -> Option<I> {
        Some(I::from(self.of_new.get(new.into()).copied()??.0))
    }

    /// Returns whether two indices are of the same element.
    pub(super) fn is_same<I: From<usize> + Into<usize>>(&self, old: I, new: I) -> bool {
        self.old(new.into()) == Some(old.into())
    }

    /// Returns the same for references that can be absent.
    pub(super) fn is_same_or_none<I: From<usize> + Into<usize>>(&self, old: Option<I>, new: Option<I>) -> bool {
        match (old, new) {
            (Some(old), Some(new)) => self.is_same(old, new),
            (None, None) => true,
            _ => false,
        }
    }

    /// Returns the indices of the elements in both lists.
    pub(super) fn both<I: From<usize>>(&self) -> impl Iterator<Item = (I, I)> {
        self.of_new.iter().enumerate().filter_map(|(new, old)| Some((I::from((*old)?.0), I::from(new))))
    }

    /// Returns the elements in the order of the new list, followed by the removed ones in the order of the old list.
    pub(super) fn pairs<'a, T>(&self, old: &'a [T], new: &'a [T]) -> Vec<Pair<'a, T>> {
        let mut is_removed = vec![true; old.len()];
        let mut pairs = Vec::with_capacity(new.len());
        for (new, link) in new.iter().zip(&self.of_new) {
            pairs.push(match link {
                Some((index, link)) => {
                    is_removed[*index] = false;
                    Pair::Both(&old[*index], new, *link)
                }
                None => Pair::Added(new),
            });
        }
        pairs.extend(old.iter().zip(is_removed).filter(|(_, removed)| *removed).map(|(old, _)| Pair::Removed(old)));
        pairs
    }
}

/// Matches the elements of two lists as [`matches`] does, and returns the pairs.
pub(super) fn pairs<'a, T>(
    old: &'a [T],
    new: &'a [T],
    name: impl Fn(&T) -> &str,
    was: impl Fn(&T) -> Option<&str>,
    is_similar: impl Fn(&T, &T) -> bool,
) -> Vec<Pair<'a, T>> {
    matches(old, new, name, was, is_similar).pairs(old, new)
}

/// Matches elements by name, then by former name, then by similarity if only one candidate is left.
///
/// Names that moved along a chain or a circle of elements are matched by the former names.
pub(super) fn matches<T>(
    old: &[T],
    new: &[T],
    name: impl Fn(&T) -> &str,
    was: impl Fn(&T) -> Option<&str>,
    is_similar: impl Fn(&T, &T) -> bool,
) -> Matches {
    matches_by_similarity(old, new, name, was, |_, _| false, &[&is_similar])
}

/// Whether two elements are similar.
pub(super) type IsSimilar<'a, T> = &'a dyn Fn(&T, &T) -> bool;

/// Matches elements with several degrees of similarity, the highest first.
///
/// If names were swapped or moved, elements that are equal except for their names are matched first.
pub(super) fn matches_by_similarity<T>(
    old: &[T],
    new: &[T],
    name: impl Fn(&T) -> &str,
    was: impl Fn(&T) -> Option<&str>,
    is_same: impl Fn(&T, &T) -> bool,
    degrees: &[IsSimilar<'_, T>],
) -> Matches {
    let by_name: HashMap<&str, usize> = old.iter().enumerate().map(|(index, element)| (name(element), index)).collect();
    let mut taken = vec![false; old.len()];
    let mut of_new: Vec<Option<(usize, Link)>> = vec![None; new.len()];
    for [index, former] in names_in_chains(new, old, &name, &was) {
        (taken[former], of_new[index]) = (true, Some((former, Link::Declared)));
    }
    if !taken.contains(&true) {
        for [former, index] in names_in_chains(old, new, &name, &was) {
            (taken[former], of_new[index]) = (true, Some((former, Link::Undone)));
        }
    }
    let with_former = |elements: &[T], others: &[T]| -> Vec<bool> {
        let names: HashSet<&str> = others.iter().map(&name).collect();
        elements.iter().map(|element| was(element).is_some_and(|was| names.contains(was))).collect()
    };
    let (old_declared, new_declared) = (with_former(old, new), with_former(new, old));
    for [former, index] in exchanged(old, new, &name, &is_same) {
        if !taken[former] && of_new[index].is_none() && !old_declared[former] && !new_declared[index] {
            (taken[former], of_new[index]) = (true, Some((former, Link::Guess)));
        }
    }
    for (element, link) in new.iter().zip(&mut of_new).filter(|(_, link)| link.is_none()) {
        *link = by_name.get(name(element)).filter(|index| !taken[**index]).map(|index| (*index, Link::Name));
        if let Some((index, _)) = link {
            taken[*index] = true;
        }
    }
    for (element, link) in new.iter().zip(&mut of_new).filter(|(_, link)| link.is_none()) {
        let declared = was(element).and_then(|was| by_name.get(was).copied()).filter(|index| !taken[*index]);
        let undone =
            || old.iter().enumerate().position(|(index, old)| !taken[index] && was(old) == Some(name(element)));
        *link = declared.map(|index| (index, Link::Declared)).or_else(|| Some((undone()?, Link::Undone)));
        if let Some((index, _)) = link {
            taken[*index] = true;
        }
    }
    for is_similar in degrees {
        guess(old, new, &mut taken, &mut of_new, is_similar);
    }
    Matches { of_new }
}

/// Returns elements with equal content whose names another element has in the other list, if the match is unique.
fn exchanged<T>(
    old: &[T],
    new: &[T],
    name: &impl Fn(&T) -> &str,
    is_same: &impl Fn(&T, &T) -> bool,
) -> Vec<[usize; 2]> {
    let by_name: HashMap<&str, &T> = old.iter().map(|element| (name(element), element)).collect();
    let new_names: HashSet<&str> = new.iter().map(name).collect();
    let mut pairs = Vec::new();
    for (index, element) in new.iter().enumerate() {
        let namesake = by_name.get(name(element));
        if namesake.is_some_and(|namesake| is_same(namesake, element)) {
            continue;
        }
        let mut same = old.iter().enumerate().filter(|(_, former)| is_same(former, element));
        let (Some((former, before)), None) = (same.next(), same.next()) else { continue };
        let is_passed_on = namesake.is_some() || new_names.contains(name(before));
        if is_passed_on && new.iter().filter(|other| is_same(before, other)).count() == 1 {
            pairs.push([former, index]);
        }
    }
    pairs
}

/// Matches elements of two lists by similarity alone.
pub(super) fn by_similarity<T>(old: &[T], new: &[T], is_similar: IsSimilar<'_, T>) -> Matches {
    let (mut taken, mut of_new) = (vec![false; old.len()], vec![None; new.len()]);
    guess(old, new, &mut taken, &mut of_new, is_similar);
    Matches { of_new }
}

/// Returns elements of chains or circles of names, with their elements in the other list. The former name of such an
/// element exists in the other list, and its own name belongs there to another renamed element.
fn names_in_chains<'t, T>(
    elements: &'t [T],
    others: &'t [T],
    name: &impl Fn(&T) -> &str,
    was: &impl Fn(&T) -> Option<&str>,
) -> Vec<[usize; 2]> {
    let indices: HashMap<&str, usize> = others.iter().enumerate().map(|(index, other)| (name(other), index)).collect();
    let names: HashSet<&str> = elements.iter().map(name).collect();
    let candidate = |(index, element): (usize, &'t T)| {
        let (name, was) = (name(element), was(element)?);
        Some((name, was, [index, *indices.get(was).filter(|_| name != was)?]))
    };
    let mut found: Vec<(&str, &str, [usize; 2])> = elements.iter().enumerate().filter_map(candidate).collect();
    // Two elements cannot have the same former element.
    let mut seen = HashSet::new();
    found.retain(|(_, was, _)| seen.insert(*was));
    while found.len() > 1 {
        let (own, former): (HashSet<&str>, HashSet<&str>) = found.iter().map(|(name, was, _)| (*name, *was)).unzip();
        let before = found.len();
        found.retain(|(name, was, _)| {
            (!indices.contains_key(name) || former.contains(name)) && (!names.contains(was) || own.contains(was))
        });
        if found.len() == before {
            break;
        }
    }
    // A chain has at least two elements.
    if found.len() > 1 { found.into_iter().map(|(_, _, indices)| indices).collect() } else { Vec::new() }
}

/// Matches elements that are similar to exactly one unmatched element of the other list.
fn guess<T>(
    old: &[T],
    new: &[T],
    taken: &mut [bool],
    links: &mut [Option<(usize, Link)>],
    is_similar: impl Fn(&T, &T) -> bool,
) {
    let open_old: Vec<usize> = (0..old.len()).filter(|index| !taken[*index]).collect();
    let open_new: Vec<usize> = (0..new.len()).filter(|index| links[*index].is_none()).collect();
    for &index in &open_new {
        let mut candidates = open_old.iter().copied().filter(|candidate| is_similar(&old[*candidate], &new[index]));
        let (Some(candidate), None) = (candidates.next(), candidates.next()) else { continue };
        if open_new.iter().filter(|other| is_similar(&old[candidate], &new[**other])).count() == 1 {
            links[index] = Some((candidate, Link::Guess));
            taken[candidate] = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Elements with a name and a former name.
    type Named = (&'static str, Option<&'static str>);
    /// Old and new elements, and the indices of the matches.
    type Case = (&'static [Named], &'static [Named], &'static [(usize, usize)]);

    #[test]
    fn names_are_matched_before_former_names_except_in_chains_and_circles() {
        const fn plain(name: &'static str) -> Named {
            (name, None)
        }
        const fn was(name: &'static str, was: &'static str) -> Named {
            (name, Some(was))
        }
        const CASES: &[Case] = &[
            (&[plain("a"), plain("b")], &[plain("b"), plain("a")], &[(1, 0), (0, 1)]),
            (&[plain("a")], &[was("b", "a")], &[(0, 0)]),
            (&[was("b", "a")], &[plain("a")], &[(0, 0)]),
            // The former name is still noted.
            (&[was("b", "a")], &[was("b", "a"), plain("a")], &[(0, 0)]),
            // An element takes over or joins a former name.
            (&[plain("a"), plain("b")], &[was("b", "a")], &[(1, 0)]),
            (&[plain("a"), plain("b")], &[plain("a"), was("b", "a")], &[(0, 0), (1, 1)]),
            // A chain, a circle, and a chain whose end is its start.
            (&[plain("a"), plain("b")], &[was("b", "a"), was("c", "b")], &[(0, 0), (1, 1)]),
            (&[plain("a"), plain("b")], &[was("a", "b"), was("b", "a")], &[(1, 0), (0, 1)]),
            (&[plain("a"), plain("b")], &[plain("a"), was("b", "a"), was("c", "b")], &[(0, 0), (1, 1)]),
            (
                &[plain("a"), plain("b"), plain("c")],
                &[was("c", "a"), was("a", "b"), was("b", "c")],
                &[(0, 0), (1, 1), (2, 2)],
            ),
        ];
        for (old, new, expected) in CASES {
            let found = |old, new| matches(old, new, |named: &Named| named.0, |named| named.1, |_, _| false);
            assert_eq!(found(old, new).both().collect::<Vec<_>>(), *expected, "{old:?} → {new:?}");
            let back: HashSet<(usize, usize)> = found(new, old).both().map(|(new, old)| (old, new)).collect();
            assert_eq!(back, expected.iter().copied().collect(), "{new:?} → {old:?}");
        }
    }

    /// Elements with a name and a content, and the indices of the matches.
    type WithContent = (&'static [[&'static str; 2]], &'static [[&'static str; 2]], &'static [(usize, usize)]);

    #[test]
    fn swapped_names_are_matched_by_content() {
        const CASES: &[WithContent] = &[
            (&[["a", "x"], ["b", "y"]], &[["a", "y"], ["b", "x"]], &[(1, 0), (0, 1)]),
            (&[["a", "x"], ["b", "y"]], &[["b", "x"], ["c", "y"]], &[(0, 0), (1, 1)]),
            (&[["a", "x"], ["b", "y"]], &[["b", "x"]], &[(0, 0)]),
            // The contents differ, or one content occurs twice.
            (&[["a", "x"], ["b", "y"]], &[["a", "y"], ["b", "z"]], &[(1, 0)]),
            (&[["a", "x"], ["b", "x"]], &[["b", "x"], ["a", "x"]], &[(1, 0), (0, 1)]),
            // Plain renamings are left to later steps.
            (&[["a", "x"]], &[["b", "x"]], &[]),
        ];
        for (old, new, expected) in CASES {
            let found = matches_by_similarity(old, new, |[name, _]| name, |_| None, |old, new| old[1] == new[1], &[]);
            assert_eq!(found.both().collect::<Vec<_>>(), *expected, "{old:?} → {new:?}");
        }
    }
}
