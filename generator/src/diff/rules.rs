//! The list of rules.

use serde::Serialize;

use super::kind::ChangeKind;
use super::verdict::{Direction, Verdict, verdict};

/// A kind of change with its verdicts.
#[derive(Clone, Debug, Serialize)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// One line on what happened.
    pub title: &'static str,
    /// What comes of it, by direction. Directions with the same verdict stand together.
    pub verdicts: Vec<(Vec<Direction>, Verdict)>,
}

/// All rules, in the order of the list of kinds.
pub fn rules() -> Vec<Rule> {
    let rules = ChangeKind::ALL.iter().map(|kind| {
        let mut verdicts: Vec<(Vec<Direction>, Verdict)> = Vec::new();
        for direction in Direction::ALL {
            let found = verdict(*kind, *direction);
            match verdicts.iter_mut().find(|(_, verdict)| *verdict == found) {
                Some((directions, _)) => directions.push(*direction),
                None => verdicts.push((vec![*direction], found)),
            }
        }
        Rule { id: kind.id(), title: kind.title(), verdicts }
    });
    rules.collect()
}
