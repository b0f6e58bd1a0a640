//! What a test wants to happen instead of the usual answer.

use std::time::Duration;

use serde_json::Value as Json;

use super::super::server::{Answer, lock};
use super::{FakeServer, failure};
use crate::api::Host;

/// A rule in the making: which calls it is for, how often, and after what time. It counts from when
/// one of the methods that say what is answered is called.
#[derive(Debug)]
#[must_use = "a rule counts once it says what is answered"]
pub struct Rule<'s> {
    server: &'s FakeServer,
    operation: Option<&'static str>,
    times: Option<usize>,
    delay: Duration,
}

/// A rule that counts.
#[derive(Debug)]
pub(super) struct ActiveRule {
    operation: Option<&'static str>,
    left: Option<usize>,
    delay: Duration,
    outcome: Outcome,
}

#[derive(Clone, Debug)]
enum Outcome {
    Usual,
    Example(&'static str),
    Answer(Answer),
    Status(u16),
    Code(i64),
    RateLimited(Duration),
}

impl<'s> Rule<'s> {
    pub(super) fn new(server: &'s FakeServer, operation: Option<&'static str>) -> Self {
        Self { server, operation, times: None, delay: Duration::ZERO }
    }

    /// Sets for how many calls the rule is. Default: for all that come.
    pub fn times(mut self, times: usize) -> Self {
        self.times = Some(times);
        self
    }

    /// Sets how long the answer is kept back.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Answers as without the rule, which is of use with [`delay`](Self::delay) and to let some
    /// calls pass before the next rule.
    pub fn as_usual(self) {
        self.add(Outcome::Usual);
    }

    /// Answers the response of this example, whatever the request.
    ///
    /// # Panics
    /// If the operation has no example of this name that has a response.
    pub fn example(self, name: &str) {
        let mut endpoints = self.server.api.description().operations.iter();
        let endpoint = endpoints.find(|endpoint| Some(endpoint.id.as_str()) == self.operation);
        let example = endpoint.and_then(|endpoint| endpoint.examples.iter().find(|example| example.name == name));
        match example.filter(|example| example.response.is_some()) {
            Some(example) => self.add(Outcome::Example(&example.name)),
            None => panic!("`{}` has no example `{name}` with a response", self.operation.unwrap_or("any operation")),
        }
    }

    /// Answers this.
    pub fn answer(self, answer: Answer) {
        self.add(Outcome::Answer(answer));
    }

    /// Answers JSON with a status.
    #[allow(clippy::needless_pass_by_value, reason = "callers make the value for this")]
    pub fn json(self, status: u16, body: Json) {
        self.answer(Answer::json(status, body.to_string()));
    }

    /// Answers an error with this status, in the form of the host's errors.
    pub fn status(self, status: u16) {
        self.add(Outcome::Status(status));
    }

    /// Answers an error with this code of the vendor, in the form of the host's errors. The status is
    /// the code's first three digits if these are one of an error, else 400.
    pub fn error(self, code: i64) {
        self.add(Outcome::Code(code));
    }

    /// Answers 429, and says how long to wait in all the ways that the host has: in the header
    /// `Retry-After`, in headers of its own and in the message. These are whole seconds, rounded up.
    pub fn rate_limited(self, wait: Duration) {
        self.add(Outcome::RateLimited(wait));
    }

    /// Answers with a page, as a proxy on the way does.
    pub fn html(self, status: u16) {
        let page = format!("<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>");
        self.answer(Answer::new(status, &[("Content-Type", "text/html")], &page));
    }

    /// Answers bytes that are no HTTP.
    pub fn garbage(self) {
        self.answer(Answer::raw(*b"\x16\x03\x01 this is no HTTP\r\n\r\n"));
    }

    /// Breaks off in the middle of the body.
    pub fn truncated(self) {
        self.answer(Answer::raw(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 64\r\n\r\n{\"cut\":",
        ));
    }

    /// Closes the connection without an answer.
    pub fn reset(self) {
        self.answer(Answer::raw(""));
    }

    fn add(self, outcome: Outcome) {
        let rule = ActiveRule { operation: self.operation, left: self.times, delay: self.delay, outcome };
        lock(&self.server.state.rules).push(rule);
    }
}

/// What the first rule for a call says, if there is one; `usual` makes the answer without a rule, or
/// with the response of an example.
pub(super) fn apply(
    rules: &mut [ActiveRule],
    operation: Option<&str>,
    host: &Host,
    usual: impl Fn(Option<&str>) -> Answer,
) -> Answer {
    let is_for = |rule: &ActiveRule| rule.operation.is_none() || rule.operation == operation;
    let Some(rule) = rules.iter_mut().find(|rule| is_for(rule) && rule.left != Some(0)) else {
        return usual(None);
    };
    rule.left = rule.left.map(|left| left - 1);
    let answer = match &rule.outcome {
        Outcome::Usual => usual(None),
        Outcome::Example(name) => usual(Some(name)),
        Outcome::Answer(answer) => answer.clone(),
        Outcome::Status(status) => {
            failure::with_status(host, *status, &format!("status {status}, as the test wants it"))
        }
        Outcome::Code(code) => failure::with_code(host, *code),
        Outcome::RateLimited(wait) => failure::rate_limited(host, *wait),
    };
    if rule.delay.is_zero() { answer } else { answer.after(rule.delay) }
}
