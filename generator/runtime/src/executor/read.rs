//! Reading of response bodies, up to the limit of the client.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::Response;
use http::response::Parts;

use super::attempt::transport;
use crate::body::Body;
use crate::call::Call;
use crate::client::Client;
use crate::error::{DecodeProblem, Error, TransportError};
use crate::response::RawResponse;

/// The maximum memory in bytes that is allocated in advance for a body with an announced length.
const MAX_PREALLOCATED: usize = 1 << 20;

/// The maximum size of an error body. Errors of APIs have a few lines. A larger body is a page of a proxy, and parsing
/// it would take many times its size in memory.
const MAX_ERROR_BYTES: usize = 256 << 10;

/// The timeout for the body of an error.
const ERROR_BODY_TIMEOUT: Duration = Duration::from_secs(5);

/// Reads a body. The body of a success must be complete. The body of an error may be incomplete.
///
/// # Errors
/// Fails if the connection fails during a successful response, or if the response is too large.
pub(super) async fn read(call: &Call, response: Response<Body>) -> Result<(Parts, Bytes), Error> {
    let (head, body) = response.into_parts();
    let limit = call.client.0.max_response_bytes;
    let limit = if head.status.is_success() { limit } else { limit.min(MAX_ERROR_BYTES) };
    // A body that is too large is not read at all. For an error, its beginning is enough.
    if head.status.is_success() && body.length().is_some_and(|length| length > limit as u64) {
        return Err(too_large(call, head, Bytes::new()));
    }
    if !head.status.is_success() {
        return Ok((head, error_body(&call.client, body, limit).await));
    }
    match collect(body, limit).await {
        (content, End::Whole) => Ok((head, content)),
        (content, End::TooLarge) => Err(too_large(call, head, content)),
        (_, End::Broken(error)) => Err(transport(call, error)),
    }
}

/// Returns the body of an error, as far as it can be read.
pub(crate) async fn error_body(client: &Client, body: Body, limit: usize) -> Bytes {
    // The status is more important than the body, so a slow body must not turn it into a timeout.
    let collected = client.0.time.within(None, ERROR_BODY_TIMEOUT, collect(body, limit)).await;
    collected.ok().flatten().map_or_else(Bytes::new, |(content, _)| content)
}

/// How the body ended.
enum End {
    Whole,
    TooLarge,
    Broken(TransportError),
}

async fn collect(mut body: Body, limit: usize) -> (Bytes, End) {
    // The announced length is untrusted, so it must not allocate much memory.
    let expected = body.length().map_or(0, |length| usize::try_from(length).unwrap_or(0)).min(MAX_PREALLOCATED);
    let mut first = Bytes::new();
    let mut content = BytesMut::new();
    loop {
        let chunk = match body.chunk().await {
            Ok(Some(chunk)) => chunk,
            Ok(None) => break,
            Err(error) => return (joined(first, content), End::Broken(error)),
        };
        if first.len() + content.len() + chunk.len() > limit {
            let kept = chunk.slice(..limit.saturating_sub(first.len() + content.len()));
            content.extend_from_slice(&first);
            content.extend_from_slice(&kept);
            return (content.freeze(), End::TooLarge);
        }
        // Most responses consist of one chunk, which is not copied.
        if first.is_empty() && content.is_empty() {
            first = chunk;
        } else {
            if content.is_empty() {
                content.reserve(expected.max(first.len() + chunk.len()));
                content.extend_from_slice(&std::mem::take(&mut first));
            }
            content.extend_from_slice(&chunk);
        }
    }
    (joined(first, content), End::Whole)
}

fn joined(first: Bytes, content: BytesMut) -> Bytes {
    if content.is_empty() { first } else { content.freeze() }
}

pub(super) fn raw_response(call: &Call, head: Parts, body: Bytes) -> RawResponse {
    RawResponse::new(call.client.clone(), call.operation, head, body)
}

fn too_large(call: &Call, head: Parts, body: Bytes) -> Error {
    let limit = call.client.0.max_response_bytes;
    let problem = format!("it is larger than the limit of {limit} bytes");
    raw_response(call, head, body).error(DecodeProblem::NotJson(problem))
}
