//! Which element of the old spec is which of the new one.

use std::collections::HashMap;

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

/// Pairs elements by name, then by what they say they were called, then, if one of each is left, by likeness.
///
/// Pairs come in the order of the new list, what was removed behind them in the order of the old one.
pub(super) fn pairs<'a, T>(
    old: &'a [T],
    new: &'a [T],
    name: impl Fn(&T) -> &str,
    was: impl Fn(&T) -> Option<&str>,
    alike: impl Fn(&T, &T) -> bool,
) -> Vec<Pair<'a, T>> {
    let by_name: HashMap<&str, usize> = old.iter().enumerate().map(|(index, element)| (name(element), index)).collect();
    let mut taken = vec![false; old.len()];
    let mut links: Vec<Option<(usize, Link)>> = new
        .iter()
        .map(|element| {
            let index = *by_name.get(name(element))?;
            taken[index] = true;
            Some((index, Link::Name))
        })
        .collect();
    for (element, link) in new.iter().zip(&mut links).filter(|(_, link)| link.is_none()) {
        let declared = was(element).and_then(|was| by_name.get(was).copied()).filter(|index| !taken[*index]);
        let undone =
            || old.iter().enumerate().position(|(index, old)| !taken[index] && was(old) == Some(name(element)));
        *link = declared.map(|index| (index, Link::Declared)).or_else(|| Some((undone()?, Link::Undone)));
        if let Some((index, _)) = link {
            taken[*index] = true;
        }
    }
    guess(old, new, &mut taken, &mut links, alike);
    let mut pairs: Vec<Pair<'a, T>> = new
        .iter()
        .zip(links)
        .map(|(new, link)| match link {
            Some((index, link)) => Pair::Both(&old[index], new, link),
            None => Pair::Added(new),
        })
        .collect();
    pairs.extend(old.iter().zip(taken).filter(|(_, taken)| !taken).map(|(old, _)| Pair::Removed(old)));
    pairs
}

/// Pairs what is like nothing else that is left, on either side.
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
