//! Which element of the old spec is which of the new one.

use std::collections::{HashMap, HashSet};

/// How it is known that two elements are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// They have the same name.
    Name,
    /// The new one says what it was called.
    Declared,
    /// The old one was called so before it was renamed.
    Undone,
    /// They are alike, and nothing else is.
    Guess,
}

/// What became of an element.
pub(super) enum Pair<'a, T> {
    Added(&'a T),
    Removed(&'a T),
    Both(&'a T, &'a T, Link),
}

/// Which element of an old list each element of a new list is.
#[derive(Clone, Debug, Default)]
pub(super) struct Matches {
    of_new: Vec<Option<(usize, Link)>>,
}

impl Matches {
    /// The index in the old list of the element with this index in the new one.
    pub(super) fn old<I: From<usize> + Into<usize>>(&self, new: I) -> Option<I> {
        Some(I::from(self.of_new.get(new.into()).copied()??.0))
    }

    /// Whether two indices are of the same element.
    pub(super) fn is_same<I: From<usize> + Into<usize>>(&self, old: I, new: I) -> bool {
        self.old(new.into()) == Some(old.into())
    }

    /// The same where there may be no element.
    pub(super) fn is_same_or_none<I: From<usize> + Into<usize>>(&self, old: Option<I>, new: Option<I>) -> bool {
        match (old, new) {
            (Some(old), Some(new)) => self.is_same(old, new),
            (None, None) => true,
            _ => false,
        }
    }

    /// The elements in both lists, as their indices.
    pub(super) fn both<I: From<usize>>(&self) -> impl Iterator<Item = (I, I)> {
        self.of_new.iter().enumerate().filter_map(|(new, old)| Some((I::from((*old)?.0), I::from(new))))
    }

    /// The elements in the order of the new list, with removed ones after them in the order of the old list.
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

/// Pairs the elements of two lists, see [`matches`].
pub(super) fn pairs<'a, T>(
    old: &'a [T],
    new: &'a [T],
    name: impl Fn(&T) -> &str,
    was: impl Fn(&T) -> Option<&str>,
    alike: impl Fn(&T, &T) -> bool,
) -> Vec<Pair<'a, T>> {
    matches(old, new, name, was, alike).pairs(old, new)
}

/// Matches elements by name, then by what they say they were called, then, if one of each is left, by likeness. Names
/// that were passed on in a chain or a circle go by what the elements say.
pub(super) fn matches<T>(
    old: &[T],
    new: &[T],
    name: impl Fn(&T) -> &str,
    was: impl Fn(&T) -> Option<&str>,
    alike: impl Fn(&T, &T) -> bool,
) -> Matches {
    matches_by_likeness(old, new, name, was, |_, _| false, &[&alike])
}

/// How much two elements are alike.
pub(super) type Alike<'a, T> = &'a dyn Fn(&T, &T) -> bool;

/// The same with several degrees of likeness, the greatest first. Elements that are the same in all but their names are
/// matched before names, if these were exchanged or passed on.
pub(super) fn matches_by_likeness<T>(
    old: &[T],
    new: &[T],
    name: impl Fn(&T) -> &str,
    was: impl Fn(&T) -> Option<&str>,
    is_same: impl Fn(&T, &T) -> bool,
    degrees: &[Alike<'_, T>],
) -> Matches {
    let by_name: HashMap<&str, usize> = old.iter().enumerate().map(|(index, element)| (name(element), index)).collect();
    let mut taken = vec![false; old.len()];
    let mut of_new: Vec<Option<(usize, Link)>> = vec![None; new.len()];
    for [index, former] in passed_on(new, old, &name, &was) {
        (taken[former], of_new[index]) = (true, Some((former, Link::Declared)));
    }
    if !taken.contains(&true) {
        for [former, index] in passed_on(old, new, &name, &was) {
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
    for alike in degrees {
        guess(old, new, &mut taken, &mut of_new, alike);
    }
    Matches { of_new }
}

/// Elements with a name that another element had or has, where all else is the same in no other pair.
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

/// Matches elements of two lists by likeness alone.
pub(super) fn by_likeness<T>(old: &[T], new: &[T], alike: Alike<'_, T>) -> Matches {
    let (mut taken, mut of_new) = (vec![false; old.len()], vec![None; new.len()]);
    guess(old, new, &mut taken, &mut of_new, alike);
    Matches { of_new }
}

/// The elements whose former name is in the other list, and whose own name in it belongs to another element that is
/// renamed, too: each of a chain or a circle of names, with the element of the other list.
fn passed_on<'t, T>(
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
    // Two elements can't have been the same one.
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
    // One alone passes nothing on.
    if found.len() > 1 { found.into_iter().map(|(_, _, indices)| indices).collect() } else { Vec::new() }
}

/// Matches elements that are like no other element that is left, on either side.
fn guess<T>(
    old: &[T],
    new: &[T],
    taken: &mut [bool],
    links: &mut [Option<(usize, Link)>],
    alike: impl Fn(&T, &T) -> bool,
) {
    let open_old: Vec<usize> = (0..old.len()).filter(|index| !taken[*index]).collect();
    let open_new: Vec<usize> = (0..new.len()).filter(|index| links[*index].is_none()).collect();
    for &index in &open_new {
        let mut candidates = open_old.iter().copied().filter(|candidate| alike(&old[*candidate], &new[index]));
        let (Some(candidate), None) = (candidates.next(), candidates.next()) else { continue };
        if open_new.iter().filter(|other| alike(&old[candidate], &new[**other])).count() == 1 {
            links[index] = Some((candidate, Link::Guess));
            taken[candidate] = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Elements with a name, and what they were called.
    type Named = (&'static str, Option<&'static str>);
    /// Old and new elements, and the indices of those that are the same one.
    type Case = (&'static [Named], &'static [Named], &'static [(usize, usize)]);

    #[test]
    fn names_are_matched_before_former_names_unless_they_were_passed_on() {
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
            // The former name stays noted.
            (&[was("b", "a")], &[was("b", "a"), plain("a")], &[(0, 0)]),
            // Another element takes over a former name, or joins with one.
            (&[plain("a"), plain("b")], &[was("b", "a")], &[(1, 0)]),
            (&[plain("a"), plain("b")], &[plain("a"), was("b", "a")], &[(0, 0), (1, 1)]),
            // A chain, a circle, and a chain that starts again at its end.
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

    /// Elements with a name and a content, and the indices of those that are the same one.
    type WithContent = (&'static [[&'static str; 2]], &'static [[&'static str; 2]], &'static [(usize, usize)]);

    #[test]
    fn exchanged_names_are_recognized_by_the_content() {
        const CASES: &[WithContent] = &[
            (&[["a", "x"], ["b", "y"]], &[["a", "y"], ["b", "x"]], &[(1, 0), (0, 1)]),
            (&[["a", "x"], ["b", "y"]], &[["b", "x"], ["c", "y"]], &[(0, 0), (1, 1)]),
            (&[["a", "x"], ["b", "y"]], &[["b", "x"]], &[(0, 0)]),
            // One content is not the other one, or is there twice.
            (&[["a", "x"], ["b", "y"]], &[["a", "y"], ["b", "z"]], &[(1, 0)]),
            (&[["a", "x"], ["b", "x"]], &[["b", "x"], ["a", "x"]], &[(1, 0), (0, 1)]),
            // An ordinary renaming is left to later steps.
            (&[["a", "x"]], &[["b", "x"]], &[]),
        ];
        for (old, new, expected) in CASES {
            let found = matches_by_likeness(old, new, |[name, _]| name, |_| None, |old, new| old[1] == new[1], &[]);
            assert_eq!(found.both().collect::<Vec<_>>(), *expected, "{old:?} → {new:?}");
        }
    }
}
