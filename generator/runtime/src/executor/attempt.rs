//! One attempt, with its redirects.

use http::{Request as HttpRequest, Uri};

use super::read;
use crate::authorization::Authorization;
use crate::body::Body;
use crate::call::{Call, Request};
use crate::error::{ApiError, Error, TransportError};
use crate::redirect::{self, Redirect, RedirectPolicy};
use crate::response::RawResponse;

pub(super) async fn attempt(
    call: &Call,
    request: Request,
    authorization: Option<&Authorization>,
    number: u32,
) -> Result<RawResponse, Error> {
    let (mut request, mut target) = (request, None);
    let mut redirects = 0;
    loop {
        let response =
            call.client.0.transport.send(to_http(call, request, target.as_ref(), authorization, number)?).await;
        let (head, content) = read::read(call, response.map_err(|error| transport(call, error))?).await?;
        if head.status.is_success() {
            return read::raw_response(call, head, content).into_success();
        }
        let error = |note: Option<String>| {
            let error = ApiError::new(&call.client, call.operation, head.status, head.headers.clone(), content.clone());
            Error::Api(Box::new(error.with_note(note.map(|note| call.client.redact_mixed(&note)))))
        };
        if !head.status.is_redirection() {
            return Err(error(None));
        }
        // Redirects are rare, so the request is created again instead of copied in advance.
        request = call.to_request()?;
        let from = target.as_ref().unwrap_or(request.uri());
        let sent = (request.method(), from);
        let decision = match RedirectPolicy::SameOrigin.decide(redirects, sent, (head.status, &head.headers)) {
            Some(Redirect::Follow(_)) if !request.body().is_replayable() => {
                Some(redirect::refuse("the body is a stream, which cannot be replayed"))
            }
            decision => decision,
        };
        match decision {
            Some(Redirect::Follow(uri)) => target = Some(uri),
            Some(Redirect::Refuse(note)) => return Err(error(Some(note))),
            None => return Err(error(None)),
        }
        redirects += 1;
    }
}

/// Returns the request with the credential, for the transport. No other copy of the request contains the credential.
fn to_http(
    call: &Call,
    request: Request,
    target: Option<&Uri>,
    authorization: Option<&Authorization>,
    number: u32,
) -> Result<HttpRequest<Body>, Error> {
    let (mut parts, payload) = request.into_parts();
    if let Some(uri) = target {
        parts.uri = uri.clone();
    }
    let body = payload.into_body().map_err(|error| call.invalid(error.reason()))?;
    let body = match call.upload_progress() {
        Some(hook) => body.watched(hook.clone(), number),
        None => body,
    };
    if let Some(authorization) = authorization {
        authorization
            .authorize(&mut parts)
            .map_err(|_| call.invalid("its URL is too long with the credential".to_owned()))?;
    }
    Ok(HttpRequest::from_parts(parts, body))
}

pub(super) fn transport(call: &Call, error: TransportError) -> Error {
    error.redacted(&call.client).into_error(call.operation)
}
