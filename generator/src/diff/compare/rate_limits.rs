//! How hosts limit the number of calls.

use super::super::kind::ChangeKind as K;
use super::super::matching::{Pair, pairs};
use super::super::reach::Reach;
use super::super::record::{Comparison, Element, Shared};
use super::super::show::Show;
use crate::model::{Api, RateLimit, RateLimitHeaders, RateLimitHints, RatePlan};
use crate::source::Text;

impl Comparison<'_> {
    pub(super) fn rate_limits(&mut self, at: &Element, old: &[RateLimit], new: &[RateLimit]) {
        for pair in pairs(old, new, |limit| &limit.id.value, |_| None, |_, _| false) {
            match pair {
                Pair::Added(new) => self.added(at, &new.id.value, new.id.place, K::RateLimitAdded, new.doc.show()),
                Pair::Removed(old) => {
                    self.removed(at, &old.id.value, old.id.place, K::RateLimitRemoved, old.doc.show());
                }
                Pair::Both(old, new, _) => {
                    let mut reach = reach(self.old_api, &old.id.value);
                    reach.join(&self::reach(self.new_api, &new.id.value));
                    let at = at.child(&new.id.value, old.id.place, new.id.place).shared(Shared::Known(reach));
                    self.rate_limit(&at, old, new);
                }
            }
        }
    }

    fn rate_limit(&mut self, at: &Element, old: &RateLimit, new: &RateLimit) {
        // Limits are paired by their id.
        both!(
            RateLimit { doc, docs, per_endpoint, safe_to_retry, headers, hints, classes, plans, unverified; id } = old,
            new
        );
        self.value(at, "doc", K::DocChanged, doc);
        self.value(at, "docs", K::LinkChanged, docs);
        let per = |per_endpoint: bool| if per_endpoint { "endpoint" } else { "class" }.to_owned();
        self.value(at, "per", K::RateLimitCountingChanged, (&per(*per_endpoint.0), &per(*per_endpoint.1)));
        self.flag(at, "safe_to_retry", [K::SafeToRetryGained, K::SafeToRetryLost], safe_to_retry);
        self.rate_limit_headers(&at.part("headers"), headers.0, headers.1);
        self.rate_limit_hints(&at.part("hints"), hints.0, hints.1);
        self.described(&at.part("classes"), [K::RateClassAdded, K::RateClassRemoved], classes.0, classes.1);
        let names = [&old.classes, &new.classes];
        self.rate_plans(&at.part("plans"), names, plans.0, plans.1);
        self.value(at, "unverified", K::DoubtChanged, unverified);
    }

    fn rate_limit_headers(&mut self, at: &Element, old: &RateLimitHeaders, new: &RateLimitHeaders) {
        both!(RateLimitHeaders { limit, remaining, reset, retry_after } = old, new);
        self.value(at, "limit", K::RateHeadersChanged, limit);
        self.value(at, "remaining", K::RateHeadersChanged, remaining);
        self.value(at, "reset", K::RateHeadersChanged, reset);
        self.value(at, "retry_after", K::RateHeadersChanged, retry_after);
    }

    fn rate_limit_hints(&mut self, at: &Element, old: &RateLimitHints, new: &RateLimitHints) {
        both!(RateLimitHints { reset, retry_after } = old, new);
        self.value(at, "reset", K::RateHintsChanged, reset);
        self.value(at, "retry_after", K::RateHintsChanged, retry_after);
    }

    fn rate_plans(&mut self, at: &Element, classes: [&Vec<(Text, String)>; 2], old: &[RatePlan], new: &[RatePlan]) {
        for pair in pairs(old, new, |plan| &plan.id.value, |_| None, |_, _| false) {
            match pair {
                Pair::Added(new) => self.added(at, &new.id.value, new.id.place, K::RatePlanAdded, new.doc.show()),
                Pair::Removed(old) => {
                    self.removed(at, &old.id.value, old.id.place, K::RatePlanRemoved, old.doc.show());
                }
                Pair::Both(old, new, _) => {
                    let at = at.child(&new.id.value, old.id.place, new.id.place);
                    // Plans are paired by their id.
                    both!(RatePlan { doc, per_second, unverified; id } = old, new);
                    self.value(&at, "doc", K::DocChanged, doc);
                    self.value(&at, "unverified", K::DoubtChanged, unverified);
                    let [old_classes, new_classes] = classes;
                    self.rates(&at.part("per_second"), (old_classes, per_second.0), (new_classes, per_second.1));
                }
            }
        }
    }

    /// Rates belong to classes; one that comes or goes with its class is told there.
    fn rates(&mut self, at: &Element, old: (&[(Text, String)], &[u32]), new: (&[(Text, String)], &[u32])) {
        for ((class, _), new_rate) in new.0.iter().zip(new.1) {
            let class = &class.value;
            let mut known = old.0.iter().zip(old.1);
            let Some((_, old_rate)) = known.find(|((name, _), _)| name.value == *class) else { continue };
            if old_rate != new_rate {
                let (old, new) = (old_rate.to_string(), new_rate.to_string());
                self.record(at, class, K::RatePlanChanged, &[class], Some(old), Some(new));
            }
        }
    }
}

/// The operations on hosts with a limit.
fn reach(api: &Api, limit: &str) -> Reach {
    let has_limit = |host: usize| {
        let limit_of_host = api.hosts.get(host).and_then(|host| api.rate_limits.get(host.rate_limit?));
        limit_of_host.is_some_and(|found| found.id.value == limit)
    };
    Reach::of_operations(api.operations().filter(|operation| has_limit(operation.host)))
}
