//! Reading the body of an answer, up to the limit of the client.

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

/// So many bytes are made room for before they are there.
const MOST_EXPECTED: usize = 1 << 20;

/// So much is read of an error. An API needs a few lines; what is larger is somebody's page, and
/// would be looked through as a tree that takes many times its memory.
const MAX_ERROR_BYTES: usize = 256 << 10;

/// So long the body of an error may take.
const ERROR_BODY_TIMEOUT: Duration = Duration::from_secs(5);

/// Reads a body. That of a success is whole; of an error, what there is of it is enough.
///
/// # Errors
/// If the connection fails on the way to the end of a success, or if that is too large.
pub(super) async fn read(call: &Call, response: Response<Body>) -> Result<(Parts, Bytes), Error> {
    let (head, body) = response.into_parts();
    let limit = call.client.0.max_response_bytes;
    let limit = if head.status.is_success() { limit } else { limit.min(MAX_ERROR_BYTES) };
    // What is too large is not read at all, but of an error the beginning tells enough.
    if head.status.is_success() && body.length().is_some_and(|length| length > limit as u64) {
        return Err(too_large(call, head, Bytes::new()));
    }
    if !head.status.is_success() {
        return Ok((head, explanation(&call.client, body, limit).await));
    }
    match collect(body, limit).await {
        (content, End::Whole) => Ok((head, content)),
        (content, End::TooLarge) => Err(too_large(call, head, content)),
        (_, End::Broken(error)) => Err(transport(call, error)),
    }
}

/// What there is of the body of an error.
pub(crate) async fn explanation(client: &Client, body: Body, limit: usize) -> Bytes {
    // The status is what matters: it must not be lost in waiting for what is to explain it.
    let collected = client.0.time.within(None, ERROR_BODY_TIMEOUT, collect(body, limit)).await;
    collected.ok().flatten().map_or_else(Bytes::new, |(content, _)| content)
}

/// How a body ended.
enum End {
    Whole,
    TooLarge,
    Broken(TransportError),
}

async fn collect(mut body: Body, limit: usize) -> (Bytes, End) {
    // What the server says of the length is no reason to take much memory for it.
    let expected = body.length().map_or(0, |length| usize::try_from(length).unwrap_or(0)).min(MOST_EXPECTED);
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
        // An answer in one piece, which most are, is not copied.
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

pub(super) fn answer(call: &Call, head: Parts, body: Bytes) -> RawResponse {
    RawResponse::new(call.client.clone(), call.operation, head, body)
}

fn too_large(call: &Call, head: Parts, body: Bytes) -> Error {
    let limit = call.client.0.max_response_bytes;
    let problem = format!("it is larger than {limit} bytes, the limit of this client");
    answer(call, head, body).error(DecodeProblem::NotJson(problem))
}
