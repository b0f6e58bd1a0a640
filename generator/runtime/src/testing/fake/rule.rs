//! Rules that replace the default responses of a fake server.

use std::time::Duration;

use serde_json::Value as Json;

use super::super::server::{MockResponse, lock};
use super::{FakeServer, failure};
use crate::api::Host;

/// A rule under construction: the calls that it applies to, its number of uses and its delay. It is active after a call
/// of one of the methods that set its response.
#[derive(Debug)]
#[must_use = "a rule is inactive until its response is set"]
pub struct Rule<'s> {
    server: &'s FakeServer,
    operation: Option<&'static str>,
    times: Option<usize>,
    delay: Duration,
}

/// An active rule.
#[derive(Debug)]
pub(super) struct ActiveRule {
    operation: Option<&'static str>,
    left: Option<usize>,
    delay: Duration,
    outcome: Outcome,
}

#[derive(Clone, Debug)]
enum Outcome {
    PassThrough,
    Example(&'static str),
    Response(MockResponse),
    Status(u16),
    Code(i64),
    RateLimited(Duration),
}

impl<'s> Rule<'s> {
    pub(super) fn new(server: &'s FakeServer, operation: Option<&'static str>) -> Self {
        Self { server, operation, times: None, delay: Duration::ZERO }
    }

    /// Sets the number of calls that the rule applies to. Default: no limit.
    pub fn times(mut self, times: usize) -> Self {
        self.times = Some(times);
        self
    }

    /// Sets the delay of the response.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Responds as the server does without the rule. This is useful with [`delay`](Self::delay), or to exempt some
    /// calls from the next rule.
    pub fn pass_through(self) {
        self.add(Outcome::PassThrough);
    }

    /// Responds with the response of this example, whatever the request.
    ///
    /// # Panics
    /// Panics if the operation has no such example with a response.
    pub fn example(self, name: &str) {
        let mut endpoints = self.server.api.description().operations.iter();
        let endpoint = endpoints.find(|endpoint| Some(endpoint.id.as_str()) == self.operation);
        let example = endpoint.and_then(|endpoint| endpoint.examples.iter().find(|example| example.name == name));
        match example.filter(|example| example.response.is_some()) {
            Some(example) => self.add(Outcome::Example(&example.name)),
            None => panic!("`{}` has no example `{name}` with a response", self.operation.unwrap_or("any operation")),
        }
    }

    /// Responds with this response.
    pub fn respond(self, response: MockResponse) {
        self.add(Outcome::Response(response));
    }

    /// Responds with JSON and a status.
    #[allow(clippy::needless_pass_by_value, reason = "callers create the value for this call")]
    pub fn json(self, status: u16, body: Json) {
        self.respond(MockResponse::json(status, body.to_string()));
    }

    /// Responds with an error with this status, in the format of the host.
    pub fn status(self, status: u16) {
        self.add(Outcome::Status(status));
    }

    /// Responds with an error with this code of the vendor, in the format of the host. The status is the first three
    /// digits of the code if they are an error status, otherwise 400.
    pub fn error(self, code: i64) {
        self.add(Outcome::Code(code));
    }

    /// Responds with 429 and a delay in all headers and messages that the host uses, including `Retry-After`. The delay
    /// is rounded up to whole seconds.
    pub fn rate_limited(self, wait: Duration) {
        self.add(Outcome::RateLimited(wait));
    }

    /// Responds with an HTML page, as a proxy does.
    pub fn html(self, status: u16) {
        let page = format!("<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>");
        self.respond(MockResponse::new(status, &[("Content-Type", "text/html")], &page));
    }

    /// Responds with bytes that are not HTTP.
    pub fn garbage(self) {
        self.respond(MockResponse::raw(*b"\x16\x03\x01 this is no HTTP\r\n\r\n"));
    }

    /// Closes the connection in the middle of the body.
    pub fn truncated(self) {
        self.respond(MockResponse::raw(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 64\r\n\r\n{\"cut\":",
        ));
    }

    /// Closes the connection without a response.
    pub fn reset(self) {
        self.respond(MockResponse::raw(""));
    }

    fn add(self, outcome: Outcome) {
        let rule = ActiveRule { operation: self.operation, left: self.times, delay: self.delay, outcome };
        lock(&self.server.state.rules).push(rule);
    }
}

/// Returns the response of the first rule for a call, if there is one. `default` creates the response without a rule, or
/// the response of an example.
pub(super) fn apply(
    rules: &mut [ActiveRule],
    operation: Option<&str>,
    host: &Host,
    default: impl Fn(Option<&str>) -> MockResponse,
) -> MockResponse {
    let is_for = |rule: &ActiveRule| rule.operation.is_none() || rule.operation == operation;
    let Some(rule) = rules.iter_mut().find(|rule| is_for(rule) && rule.left != Some(0)) else {
        return default(None);
    };
    rule.left = rule.left.map(|left| left - 1);
    let response = match &rule.outcome {
        Outcome::PassThrough => default(None),
        Outcome::Example(name) => default(Some(name)),
        Outcome::Response(response) => response.clone(),
        Outcome::Status(status) => {
            failure::with_status(host, *status, &format!("status {status}, as requested by the test"))
        }
        Outcome::Code(code) => failure::with_code(host, *code),
        Outcome::RateLimited(wait) => failure::rate_limited(host, *wait),
    };
    if rule.delay.is_zero() { response } else { response.delay(rule.delay) }
}
