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
    /// What comes of it if it is sent and if it is received; one for both where they are the same. What travels both
    /// ways has both, what does not travel has the only one, and what nothing uses has that of what is received, without
    /// an effect on the wire.
    pub verdicts: Vec<(Vec<Direction>, Verdict)>,
}

/// All rules, in the order of the list of kinds.
pub fn rules() -> Vec<Rule> {
    let rules = ChangeKind::ALL.iter().map(|kind| {
        let mut verdicts: Vec<(Vec<Direction>, Verdict)> = Vec::new();
        for direction in [Direction::Request, Direction::Response] {
            let found = verdict(*kind, direction);
            match verdicts.iter_mut().find(|(_, verdict)| *verdict == found) {
                Some((directions, _)) => directions.push(direction),
                None => verdicts.push((vec![direction], found)),
            }
        }
        Rule { id: kind.id(), title: kind.title(), verdicts }
    });
    rules.collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::diff::{Discovery, Level};

    #[test]
    fn each_rule_has_an_id_of_its_own_and_a_mirror_that_leads_back() {
        let ids: BTreeSet<String> = rules().into_iter().map(|rule| rule.id).collect();
        assert_eq!(ids.len(), ChangeKind::ALL.len());
        for kind in ChangeKind::ALL {
            assert_eq!(kind.mirror().mirror(), *kind, "{kind}");
        }
    }

    /// Who adds something breaks less than who removes it, unless it asks something of users.
    #[test]
    fn what_is_removed_is_worse_than_what_is_added() {
        for kind in ChangeKind::ALL.iter().filter(|kind| kind.id().ends_with("-added")) {
            for direction in Direction::ALL {
                let (added, removed) = (verdict(*kind, *direction), verdict(kind.mirror(), *direction));
                let must_be_given = ["required-parameter-added", "required-field-added", "choice-added", "auth-added"];
                let is_demand = must_be_given.contains(&kind.id().as_str())
                    || kind.id().starts_with("deprecation")
                    || kind.id().starts_with("sunset")
                    || kind.id().starts_with("exclusion")
                    || kind.id().starts_with("condition");
                assert!(is_demand || removed.level() >= added.level(), "{kind}, {}", direction.as_str());
            }
        }
    }

    #[test]
    fn what_breaks_is_found_somehow() {
        for kind in ChangeKind::ALL {
            for direction in Direction::ALL {
                let verdict = verdict(*kind, *direction);
                let breaks = verdict.level() == Level::Major;
                assert!(!breaks || verdict.discovery > Discovery::Nothing, "{kind}");
                let compiles = verdict.source < Level::Major;
                assert!(!compiles || verdict.discovery != Discovery::CompileError, "{kind}");
            }
        }
    }
}
