//! The two operations of each fault, and the conditions that always hold.

use std::time::{Duration, Instant};

use api_client_runtime::{Error, Response, RetryPolicy};

use crate::client::{Client, ClientBuilder, Widget};
use crate::server::Server;

/// The maximum number of attempts of each client.
pub(crate) const ATTEMPTS: u32 = 3;
/// The timeout of an attempt, for cases that end by it.
pub(crate) const SHORT: Duration = Duration::from_millis(500);
/// The timeout for connecting, for cases that end by it.
pub(crate) const TO_CONNECT: Duration = Duration::from_millis(200);
/// The maximum duration of a case, with all attempts and waits.
pub(crate) const BOUND: Duration = Duration::from_secs(8);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    /// A GET, which is idempotent.
    Get,
    /// A POST, which is not idempotent.
    Post,
}

pub(crate) const BOTH: [Operation; 2] = [Operation::Get, Operation::Post];

/// A client that retries without a delay, with limits that only faults reach.
pub(crate) fn builder(url: impl Into<String>) -> ClientBuilder {
    let policy = RetryPolicy::new().max_attempts(ATTEMPTS).base_delay(Duration::from_millis(10));
    let builder = ClientBuilder::new("acme").key("a-secret-key").base_url(url.into()).retry(policy);
    builder.max_response_bytes(1 << 20).timeout(BOUND).attempt_timeout(BOUND)
}

pub(crate) fn client(server: &Server) -> Client {
    builder(server.url()).build().expect("the configuration is valid")
}

/// Makes a call, which must end in time.
pub(crate) async fn call(client: &Client, operation: Operation) -> Result<Response<Widget>, Error> {
    let start = Instant::now();
    let result = match operation {
        Operation::Get => client.get("1").response().await,
        Operation::Post => client.create().with(|call| call.extra_body_field("a", 1)).response().await,
    };
    let elapsed = start.elapsed();
    assert!(elapsed < BOUND + Duration::from_secs(1), "{operation:?} took {elapsed:?}: {result:?}");
    result
}

/// Asserts that a call that is not idempotent was sent once, plus once for each rejected attempt.
pub(crate) fn assert_sent_once(operation: Operation, server: &Server, refusals: usize, name: &str) {
    if operation == Operation::Post {
        assert!(server.requests() <= 1 + refusals, "{name}: a POST arrived {} times", server.requests());
    }
}
