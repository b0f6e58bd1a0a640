//! Verified events as an extractor of axum.

use std::error::Error;

use axum_core::body::Body;
use axum_core::extract::{FromRef, FromRequest, Request};
use axum_core::response::{IntoResponse, Response};
use bytes::Bytes;
use http_body::Body as _;
use http_body_util::{BodyExt, LengthLimitError, Limited};

use super::error::WebhookError;
use super::event::{Received, SignedEvent};
use super::verifier::{EventVerifier, presented};

/// With the feature `axum`, a verified event is an extractor. The state of the router is an [`EventVerifier`] or
/// contains one (`FromRef`). The extractor reads the raw body, up to [`max_body_bytes`](EventVerifier::max_body_bytes);
/// other body limits of the router do not apply.
///
/// A request without a signature is rejected before its body is read. If the signature is valid but the body can't be
/// read, the rejection contains the body: [`WebhookError::verified_body`].
impl<S, E> FromRequest<S> for Received<E>
where
    S: Send + Sync,
    E: SignedEvent,
    EventVerifier<E>: FromRef<S>,
{
    type Rejection = WebhookError;

    async fn from_request(request: Request, state: &S) -> Result<Self, WebhookError> {
        let verifier = EventVerifier::<E>::from_ref(state);
        let (head, body) = request.into_parts();
        let signature = presented(E::SIGNATURE, head.headers.get_all(EventVerifier::<E>::HEADER))?;
        let limit = verifier.body_limit();
        let body = raw(body, limit).await.map_err(|failure| match failure {
            BodyFailure::TooLarge => WebhookError::too_large(limit, E::SIGNATURE),
            BodyFailure::Interrupted(cause) => WebhookError::interrupted(&*cause, E::SIGNATURE),
        })?;
        Ok(verifier.read_signed(&signature, &body)?.with_raw_body(body))
    }
}

/// The reason why the body is incomplete.
enum BodyFailure {
    TooLarge,
    Interrupted(Box<dyn Error + Send + Sync>),
}

/// Returns the complete raw body.
async fn raw(body: Body, limit: usize) -> Result<Bytes, BodyFailure> {
    // A declared length above the limit is rejected without reading the body.
    if body.size_hint().lower() > limit as u64 {
        return Err(BodyFailure::TooLarge);
    }
    match Limited::new(body, limit).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(BodyFailure::TooLarge),
        Err(error) => Err(BodyFailure::Interrupted(error)),
    }
}

/// Responds with [`status`](WebhookError::status) and [`public_message`](WebhookError::public_message).
impl IntoResponse for WebhookError {
    fn into_response(self) -> Response {
        (self.status(), self.public_message()).into_response()
    }
}
