//! The two operations that meet each fault, and what must hold whatever happens to them.

use std::time::{Duration, Instant};

use api_client_runtime::{Error, Response, RetryPolicy};

use crate::client::{Client, ClientBuilder, Widget};
use crate::server::Server;

/// So many attempts each client makes at most.
pub(crate) const ATTEMPTS: u32 = 3;
/// The time of an attempt where that is what ends it.
pub(crate) const SHORT: Duration = Duration::from_millis(500);
/// The time to connect where that is what ends it.
pub(crate) const TO_CONNECT: Duration = Duration::from_millis(200);
/// No case takes longer, attempts and waits included.
pub(crate) const BOUND: Duration = Duration::from_secs(8);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    /// A GET: sent twice is like sent once.
    Get,
    /// A POST: sent twice makes two.
    Post,
}

pub(crate) const BOTH: [Operation; 2] = [Operation::Get, Operation::Post];

/// A client that tries again at once, with limits that only faults reach.
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

/// That one call was not sent twice if it may do harm: unless each answer but the last refused it,
/// the server has received it once.
pub(crate) fn assert_sent_once(operation: Operation, server: &Server, refusals: usize, name: &str) {
    if operation == Operation::Post {
        assert!(server.requests() <= 1 + refusals, "{name}: a POST arrived {} times", server.requests());
    }
}
