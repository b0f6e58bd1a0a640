//! The traffic of all inputs: bodies go to the observer, and the rest is counted.

use std::collections::{BTreeMap, HashMap};

use api_client_generator::diagnostics::suggest::did_you_mean;
use api_client_generator::model::{Api, OperationId, ProductId};
use api_client_generator::observe::{Matched, ObservedRequest, Observer, Report, Router, is_shown_name};

/// Further problems are only counted.
const MAX_PROBLEMS: usize = 20;
/// Further requests without an operation are only counted.
const MAX_UNMATCHED: usize = 100;

/// Collects the traffic.
pub(super) struct Traffic<'a> {
    api: &'a Api,
    operations: HashMap<&'a str, OperationId>,
    observer: Observer<'a>,
    router: Router<'a>,
    summary: Summary,
}

/// The traffic beside the findings.
#[derive(Clone, Debug, Default)]
pub(super) struct Summary {
    /// The number of compared bodies.
    pub(super) bodies: usize,
    /// Requests without an operation, by method and path without values.
    pub(super) unmatched: BTreeMap<(String, String), Unmatched>,
    /// The number of further requests without an operation.
    pub(super) more_unmatched: usize,
    /// Requests to hosts that are not those of the API.
    pub(super) other_hosts: usize,
    /// Responses without content, such as cached and blocked ones.
    pub(super) without_content: usize,
    /// Invalid lines and entries, with their locations.
    pub(super) problems: Vec<String>,
    pub(super) more_problems: usize,
}

/// Requests with the same method and path.
#[derive(Clone, Debug)]
pub(super) struct Unmatched {
    pub(super) count: usize,
    /// The location of the first one.
    pub(super) location: String,
}

/// A recorded response.
pub(super) struct Recorded<'r> {
    pub(super) request: ObservedRequest<'r>,
    pub(super) status: u16,
    /// The body; none if the recording does not contain it.
    pub(super) body: Option<&'r [u8]>,
    pub(super) location: String,
}

impl<'a> Traffic<'a> {
    pub(super) fn new(api: &'a Api, observer: Observer<'a>, router: Router<'a>) -> Self {
        let operations = api.operations_with_ids().map(|(id, operation)| (operation.id.as_str(), id));
        Self { api, operations: operations.collect(), observer, router, summary: Summary::default() }
    }

    /// Adds an invalid line or entry.
    pub(super) fn problem(&mut self, location: &str, problem: &str) {
        if self.summary.problems.len() < MAX_PROBLEMS {
            self.summary.problems.push(format!("{location}: {problem}"));
        } else {
            self.summary.more_problems += 1;
        }
    }

    /// Adds a response of a named operation.
    pub(super) fn response_of(&mut self, name: &str, status: Option<u16>, body: &[u8]) -> Result<(), String> {
        let Some(id) = self.operations.get(name) else {
            let known: Vec<&str> = self.operations.keys().copied().collect();
            return Err(unknown("operation", name, &known, "such as `product.section.operation`"));
        };
        self.observer.response(*id, status, body);
        Ok(())
    }

    /// Adds a response to a known operation.
    #[cfg(feature = "live")]
    pub(super) fn response(&mut self, id: OperationId, status: u16, body: &[u8]) {
        self.observer.response(id, Some(status), body);
    }

    /// Adds an event of a product.
    pub(super) fn event(&mut self, product: &str, body: &[u8]) -> Result<(), String> {
        let with_events = self.api.products.with_ids().filter(|(_, product)| product.events.is_some());
        let known: Vec<(&str, ProductId)> = with_events.map(|(id, product)| (product.id.value.as_str(), id)).collect();
        let Some((_, id)) = known.iter().find(|(name, _)| *name == product) else {
            let known: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
            return Err(unknown("product with events", product, &known, &format!("one of {}", known.join(", "))));
        };
        self.observer.event(*id, body);
        Ok(())
    }

    /// Adds a response whose operation is determined by its request.
    pub(super) fn recorded(&mut self, recorded: Recorded<'_>) {
        let Recorded { request, status, body, location } = recorded;
        match self.router.find(request) {
            Matched::OtherHost => self.summary.other_hosts += 1,
            // Browsers ask for permission before they call a different host.
            Matched::NoOperation { method, .. } if method == "OPTIONS" => self.summary.without_content += 1,
            Matched::NoOperation { method, path } => {
                let is_full = self.summary.unmatched.len() >= MAX_UNMATCHED;
                match self.summary.unmatched.get_mut(&(method.clone(), path.clone())) {
                    Some(same) => same.count += 1,
                    None if is_full => self.summary.more_unmatched += 1,
                    None => {
                        self.summary.unmatched.insert((method, path), Unmatched { count: 1, location });
                    }
                }
            }
            // A response from a cache has the status 304, and a blocked request has none.
            Matched::Operation(id) => match body {
                Some(body) if status >= 200 && status != 304 => self.observer.response(id, Some(status), body),
                _ => self.summary.without_content += 1,
            },
        }
    }

    /// Returns the findings and the rest of the traffic.
    pub(super) fn finish(self) -> (Report, Summary) {
        let summary = Summary { bodies: self.observer.bodies(), ..self.summary };
        (self.observer.finish(), summary)
    }
}

/// Describes an unknown name. It is shown only if it can be a name of the API.
fn unknown(kind: &str, name: &str, known: &[&str], form: &str) -> String {
    let mut known = known.to_vec();
    known.sort_unstable();
    let hint = did_you_mean(name, &known).unwrap_or_else(|| format!("use an id of the spec, {form}"));
    if name.split('.').all(is_shown_name) {
        format!("unknown {kind} `{name}`: {hint}")
    } else {
        format!("unknown {kind}: {hint}")
    }
}
