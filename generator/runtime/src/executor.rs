//! Sending a call: the one way that all operations take.
//!
//! `execute` bounds the time, `attempt` makes one attempt. Retries and rate limits belong between
//! the two.

use bytes::{Bytes, BytesMut};
use http::{Request, Response};

use crate::body::Body;
use crate::call::{Authorization, Call, Payload};
use crate::error::{ApiError, Error, TimeoutError, TransportError};
use crate::redirect::{self, MAX_REDIRECTS, Redirect};
use crate::response::Answer;

/// Sends a call and reads its answer, which is a success.
pub(crate) async fn execute(call: Call) -> Result<Answer, Error> {
    let request = call.to_request()?;
    let authorization = call.authorization()?;
    let limit = call.time_limit();
    match tokio::time::timeout(limit, attempt(&call, request, authorization)).await {
        Ok(result) => result,
        Err(_) => Err(Error::Timeout(Box::new(TimeoutError::new(call.operation, limit)))),
    }
}

/// One attempt, with the redirects that it takes.
async fn attempt(
    call: &Call,
    request: Request<Payload>,
    authorization: Option<Authorization>,
) -> Result<Answer, Error> {
    let (mut parts, payload) = request.into_parts();
    let mut redirects = 0;
    loop {
        let body = payload.to_body().map_err(|error| transport(call, error))?;
        let mut request = Request::from_parts(parts.clone(), body);
        if let Some(authorization) = &authorization {
            authorize(&mut request, authorization).map_err(|problem| call.invalid(problem))?;
        }
        let response = call.client.0.transport.send(request).await.map_err(|error| transport(call, error))?;
        let (head, content) = read(call, response).await?;
        if head.status.is_success() {
            if content.len() > call.client.0.max_response_bytes {
                return Err(too_large(call, head, content));
            }
            return Ok(answer(call, head, content));
        }
        let error = |content| ApiError::new(call.operation, head.status, head.headers.clone(), content);
        match redirect::decide(&parts.method, &parts.uri, head.status, &head.headers) {
            Some(Redirect::Follow(uri)) if redirects < MAX_REDIRECTS => {
                redirects += 1;
                parts.uri = uri;
            }
            Some(Redirect::Follow(_)) => {
                let note = format!("the redirect was not followed: it is the {}th in a row", MAX_REDIRECTS + 1);
                return Err(Error::Api(Box::new(error(content).with_note(note))));
            }
            Some(Redirect::Refuse(note)) => return Err(Error::Api(Box::new(error(content).with_note(note)))),
            None => return Err(Error::Api(Box::new(error(content)))),
        }
    }
}

/// Adds the credential, which is in no other copy of the request.
fn authorize(request: &mut Request<Body>, authorization: &Authorization) -> Result<(), String> {
    match authorization {
        Authorization::Header(name, value) => {
            request.headers_mut().insert(name, value.clone());
        }
        Authorization::Query(pair) => {
            let uri = request.uri();
            let separator = if uri.query().is_some() { '&' } else { '?' };
            let with_pair = http::Uri::try_from(format!("{uri}{separator}{pair}"));
            *request.uri_mut() = with_pair.map_err(|_| "it is too long with the credential".to_owned())?;
        }
    }
    Ok(())
}

/// Reads a body up to the limit, and one piece beyond it, by which an excess shows.
async fn read(call: &Call, response: Response<Body>) -> Result<(http::response::Parts, Bytes), Error> {
    let (head, mut body) = response.into_parts();
    let limit = call.client.0.max_response_bytes;
    let chunk = async |body: &mut Body| body.chunk().await.map_err(|error| transport(call, error));
    let Some(first) = chunk(&mut body).await? else { return Ok((head, Bytes::new())) };
    if first.len() > limit {
        return Ok((head, first));
    }
    // An answer in one piece, which most are, is not copied.
    let Some(second) = chunk(&mut body).await? else { return Ok((head, first)) };
    let mut content = BytesMut::with_capacity(first.len() + second.len());
    content.extend_from_slice(&first);
    content.extend_from_slice(&second);
    while content.len() <= limit {
        match chunk(&mut body).await? {
            Some(more) => content.extend_from_slice(&more),
            None => break,
        }
    }
    Ok((head, content.freeze()))
}

fn answer(call: &Call, head: http::response::Parts, body: Bytes) -> Answer {
    Answer { client: call.client.clone(), operation: call.operation, status: head.status, headers: head.headers, body }
}

fn too_large(call: &Call, head: http::response::Parts, body: Bytes) -> Error {
    let limit = call.client.0.max_response_bytes;
    let problem = format!("it is larger than {limit} bytes, the limit of this client");
    Error::Decode(Box::new(answer(call, head, body).error(problem)))
}

fn transport(call: &Call, error: TransportError) -> Error {
    Error::Transport(Box::new(error.with_operation(call.operation)))
}
