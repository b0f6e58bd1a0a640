//! Compares rate limits, their classes and plans.

use super::super::changes::ChangeKind as K;
use super::super::matching::{Matches, Pair, pairs};
use super::super::names::Names;
use super::super::reach::Reach;
use super::super::record::{Comparison, Element, Shared};
use super::super::show::Show;
use api_client_generator::model::{Api, HostId, RateLimit, RateLimitHeaders, RateLimitHints, RatePlan};
use api_client_generator::naming::Case;
use api_client_generator::source::Text;

impl Comparison<'_> {
    pub(super) fn rate_limits(&mut self, at: &Element, old: &[RateLimit], new: &[RateLimit]) {
        for pair in self.links.rate_limits.clone().pairs(old, new) {
            match pair {
                Pair::Added(new) => self.added(at, &new.id.value, new.id.place, K::RATE_LIMIT_ADDED, new.doc.show()),
                Pair::Removed(old) => {
                    self.removed(at, &old.id.value, old.id.place, K::RATE_LIMIT_REMOVED, old.doc.show());
                }
                Pair::Both(old, new, _) => {
                    let reach = self.joined(&reach(self.old_api, &old.id.value), &reach(self.new_api, &new.id.value));
                    let at = at.child(&new.id.value, old.id.place, new.id.place).shared(Shared::Known(reach));
                    self.rate_limit(&at, old, new);
                }
            }
        }
    }

    fn rate_limit(&mut self, at: &Element, old: &RateLimit, new: &RateLimit) {
        both!(RateLimit { id, doc, docs, per, safe_to_retry, headers, hints, classes, plans, unverified } = old, new);
        // The name of the limit is a part of the names of its plans.
        let is_public = !plans.0.is_empty() || !plans.1.is_empty();
        self.id_renamed(at, is_public, Names::new(Case::Snake, id, (&None, &None)));
        self.value(at, "doc", K::DOC_CHANGED, doc);
        self.value(at, "docs", K::LINK_CHANGED, docs);
        self.value(at, "per", K::RATE_LIMIT_COUNTING_CHANGED, per);
        self.flag(at, "safe_to_retry", [K::SAFE_TO_RETRY_GAINED, K::SAFE_TO_RETRY_LOST], safe_to_retry);
        self.rate_limit_headers(&at.part("headers"), headers.0, headers.1);
        self.rate_limit_hints(&at.part("hints"), hints.0, hints.1);
        let index = self.new_api.rate_limits.position(|limit| limit.id == *id.1);
        let matches = index.map(|index| self.links.classes[index].clone()).unwrap_or_default();
        let kinds = [K::RATE_CLASS_ADDED, K::RATE_CLASS_REMOVED];
        self.described(&at.part("classes"), kinds, &matches, classes.0, classes.1);
        let names = [&*old.classes, &*new.classes];
        self.rate_plans(&at.part("plans"), &matches, names, plans.0, plans.1);
        self.value(at, "unverified", K::DOUBT_CHANGED, unverified);
    }

    fn rate_limit_headers(&mut self, at: &Element, old: &RateLimitHeaders, new: &RateLimitHeaders) {
        both!(RateLimitHeaders { limit, remaining, reset, retry_after } = old, new);
        for (key, header) in
            [("limit", limit), ("remaining", remaining), ("reset", reset), ("retry_after", retry_after)]
        {
            match header {
                (Some(old), Some(new)) => self.header(at, key, K::RATE_HEADERS_CHANGED, (old, new)),
                header => self.value(at, key, K::RATE_HEADERS_CHANGED, header),
            }
        }
    }

    fn rate_limit_hints(&mut self, at: &Element, old: &RateLimitHints, new: &RateLimitHints) {
        both!(RateLimitHints { reset, retry_after } = old, new);
        self.value(at, "reset", K::RATE_HINTS_CHANGED, reset);
        self.value(at, "retry_after", K::RATE_HINTS_CHANGED, retry_after);
    }

    fn rate_plans(
        &mut self,
        at: &Element,
        matches: &Matches,
        classes: [&[(Text, String)]; 2],
        old: &[RatePlan],
        new: &[RatePlan],
    ) {
        for pair in pairs(old, new, |plan| &plan.id.value, |_| None, |_, _| false) {
            match pair {
                Pair::Added(new) => self.added(at, &new.id.value, new.id.place, K::RATE_PLAN_ADDED, new.doc.show()),
                Pair::Removed(old) => {
                    self.removed(at, &old.id.value, old.id.place, K::RATE_PLAN_REMOVED, old.doc.show());
                }
                Pair::Both(old, new, _) => {
                    let at = at.child(&new.id.value, old.id.place, new.id.place);
                    // Plans are matched by id.
                    both!(RatePlan { doc, per_second, unverified; id } = old, new);
                    self.value(&at, "doc", K::DOC_CHANGED, doc);
                    self.value(&at, "unverified", K::DOUBT_CHANGED, unverified);
                    let [old_classes, new_classes] = classes;
                    self.rates(
                        &at.part("per_second"),
                        matches,
                        (old_classes, per_second.0),
                        (new_classes, per_second.1),
                    );
                }
            }
        }
    }

    /// Compares the rates of a plan. A rate that is added or removed with its class is reported at the class.
    fn rates(
        &mut self,
        at: &Element,
        matches: &Matches,
        old: (&[(Text, String)], &[u32]),
        new: (&[(Text, String)], &[u32]),
    ) {
        for (old_class, new_class) in matches.both::<usize>() {
            let class = &new.0[new_class].0.value;
            let (Some(old_rate), Some(new_rate)) = (old.1.get(old_class), new.1.get(new_class)) else { continue };
            if old_rate != new_rate {
                let (old, new) = (old_rate.to_string(), new_rate.to_string());
                self.record(at, class, K::RATE_PLAN_CHANGED, &[class], Some(old), Some(new));
            }
        }
    }
}

/// Returns the operations on hosts with a limit.
fn reach(api: &Api, limit: &str) -> Reach {
    let has_limit = |host: HostId| {
        let limit_of_host = api.hosts.get(host).and_then(|host| api.rate_limits.get(host.rate_limit?));
        limit_of_host.is_some_and(|found| found.id.value == limit)
    };
    Reach::of_operations(api.operations().filter(|operation| has_limit(operation.host)))
}
