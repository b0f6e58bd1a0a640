//! Requests to storage servers, which are not part of the API. They never receive a token, their redirects may lead to
//! any host, and their error messages may repeat secrets.

use std::borrow::Cow;

use http::header::{LOCATION, SET_COOKIE};
use http::{HeaderMap, HeaderName, Method, Request, Response, StatusCode, Uri};
use url::Url;

use crate::api::{ErrorFormat, Host};
use crate::body::Body;
use crate::client::Client;
use crate::error::{ApiError, Error, InvalidRequestError, TransportError, TransportErrorKind};
use crate::executor;
use crate::operation::Operation;
use crate::percent;
use crate::redaction;
use crate::redirect::{Redirect, RedirectPolicy};

/// The maximum size of an error body, which is usually a few lines of XML.
const MAX_ERROR_BYTES: usize = 64 << 10;

/// Words of natural language are shorter; signatures and tokens are longer.
const LONGEST_WORD: usize = 40;

/// The host of operations that use signed URLs.
pub(super) static STORAGE: Host = Host {
    name: "storage",
    url: "",
    path_prefixes: &[],
    base_url_method: "",
    auth: None,
    errors: &ErrorFormat { code: &[], message: &[], request_id: &[], recognized_by: &[], codes: &[] },
    rate_limit: None,
};

/// The parts of the requested URLs and the fields of forms, which must not be repeated.
#[derive(Clone, Default)]
pub(super) struct Secrets(Vec<String>);

impl Secrets {
    pub(super) fn add(&mut self, text: &str) {
        for text in [Cow::Borrowed(text), percent::decode(text)] {
            if text.len() >= redaction::MIN_SECRET_LENGTH && !self.0.iter().any(|known| *known == text) {
                self.0.push(text.into_owned());
            }
        }
    }

    fn add_url(&mut self, url: &Uri) {
        url.path().split('/').for_each(|segment| self.add(segment));
        let query = url.query().unwrap_or_default();
        self.add(query);
        query.split('&').for_each(|pair| self.add(pair.split_once('=').map_or(pair, |(_, value)| value)));
    }

    pub(super) fn are_in(&self, text: &str) -> bool {
        self.0.iter().any(|secret| redaction::contains(text, secret))
    }
}

/// Sends one request and follows its redirects. The response has a success status, or the status `end`: a redirect with
/// this status is not followed.
pub(super) async fn exchange(
    client: &Client,
    operation: &'static Operation,
    url: &Url,
    secrets: &mut Secrets,
    end: Option<StatusCode>,
    make: &(dyn Fn() -> Result<Request<Body>, Error> + Send + Sync),
) -> Result<Response<Body>, Error> {
    let mut uri =
        Uri::try_from(url.as_str()).map_err(|_| invalid(operation, "the URL can't be used in an HTTP request"))?;
    let policy = RedirectPolicy::AnyOrigin { allow_plain_http: client.0.allow_plain_http };
    let mut redirects = 0;
    loop {
        secrets.add_url(&uri);
        let mut request = make()?;
        *request.uri_mut() = uri.clone();
        let response = client.0.transport.send(request).await.map_err(|error| transport(operation, secrets, error))?;
        if response.status().is_success() || Some(response.status()) == end {
            return Ok(response);
        }
        let (head, body) = response.into_parts();
        let note = match policy.decide(redirects, (operation.method(), &uri), (head.status, &head.headers)) {
            Some(Redirect::Follow(target)) => {
                redirects += 1;
                uri = target;
                continue;
            }
            Some(Redirect::Refuse(note)) => Some(note),
            None => None,
        };
        let body = executor::error_body(client, body, MAX_ERROR_BYTES).await;
        return Err(refusal(operation, secrets, head.status, &head.headers, &body, note));
    }
}

/// Returns the error of a response, without secrets.
fn refusal(
    operation: &'static Operation,
    secrets: &Secrets,
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    note: Option<String>,
) -> Error {
    let is_safe = |name: &HeaderName, value: &[u8]| {
        name != LOCATION && name != SET_COOKIE && !secrets.are_in(&String::from_utf8_lossy(value))
    };
    let headers: HeaderMap = headers
        .iter()
        .filter(|(name, value)| is_safe(name, value.as_bytes()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let body = String::from_utf8_lossy(body);
    let element = |name: &str| safe_element(&body, name, secrets);
    let message = match (element("Code"), element("Message")) {
        (Some(code), Some(message)) => Some(format!("{code}: {message}")),
        (code, message) => code.or(message),
    };
    let note = note.or_else(|| advice(operation, status).map(str::to_owned));
    let error = ApiError::of_storage(operation, status, headers, message, element("RequestId"));
    Error::Api(Box::new(error.with_note(note)))
}

/// Advice for a rejected request. Storage servers reject expired and invalid URLs in the same way.
fn advice(operation: &Operation, status: StatusCode) -> Option<&'static str> {
    let is_upload = operation.method() != Method::GET;
    match status.as_u16() {
        400 | 403 if is_upload => Some("the form may have expired, or does not allow this file: get a new one"),
        400 | 401 | 403 => Some("the URL may have expired or be incomplete: get a new one"),
        404 | 410 => Some("the file does not exist or was removed: get a new URL"),
        _ => None,
    }
}

/// Returns the text of an XML element if it consists of plain words only. Servers repeat requests with their
/// signatures, in any place and encoding, so all other text is left out.
fn safe_element(xml: &str, name: &str, secrets: &Secrets) -> Option<String> {
    let text = xml.split_once(&format!("<{name}>"))?.1.split_once(&format!("</{name}>"))?.0.trim();
    let is_plain = text.split_whitespace().all(|word| word.len() <= LONGEST_WORD && !word.contains(['<', '%', '=']));
    (!text.is_empty() && text.len() <= 200 && is_plain && !secrets.are_in(text)).then(|| text.to_owned())
}

/// Returns the error of a transport. The error of a custom transport may repeat the URL, so such a text is redacted.
pub(super) fn transport(operation: &'static Operation, secrets: &Secrets, error: TransportError) -> Error {
    let repeats = error.causes().any(|text| secrets.are_in(text));
    let error = if repeats { error.with_cause("the reason contains the URL and is redacted") } else { error };
    error.into_error(operation)
}

/// Returns an error of the transfer itself.
pub(super) fn broken(kind: TransportErrorKind, problem: &str) -> TransportError {
    TransportError::new(kind, problem)
}

pub(super) fn invalid(operation: &'static Operation, problem: impl Into<String>) -> Error {
    Error::InvalidRequest(Box::new(InvalidRequestError::new(operation, problem.into())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_is_taken_from_an_error_page() {
        let mut secrets = Secrets::default();
        let url = "https://files.example/a/canary-key?X-Amz-Signature=c4n4ry%2Fx&b=1";
        secrets.add_url(&Uri::from_static(url));
        for (xml, expected) in [
            ("<Error><Code>AccessDenied</Code></Error>", Some("AccessDenied")),
            ("<Code> SlowDown\n</Code>", Some("SlowDown")),
            ("<Code>c4n4ry/x</Code>", None),
            ("<Code>for c4n4ry%2Fx here</Code>", None),
            ("<Code>canary-key is deleted</Code>", None),
            ("<Code>c4n4ry&#x2F;x</Code>", None),
            ("<Code>C4N4RY/X</Code>", None),
            ("<Code>Q0FOQVJZIHNpZ25hdHVyZSB0aGF0IGlzIHF1aXRlIGxvbmcK</Code>", None),
            ("<Code>a=b</Code>", None),
            ("<Code><b>x</b></Code>", None),
            ("<Code></Code>", None),
            ("<Code>open", None),
            ("", None),
        ] {
            assert_eq!(safe_element(xml, "Code", &secrets).as_deref(), expected, "{xml}");
        }
    }
}
