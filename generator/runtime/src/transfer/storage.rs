//! Talking to servers of files, which are not the API's: no token ever goes there, redirects lead on
//! to wherever they want, and what they say of errors repeats what is secret.

use std::borrow::Cow;

use http::header::{LOCATION, SET_COOKIE};
use http::{HeaderMap, HeaderName, Method, Request, Response, StatusCode, Uri};
use percent_encoding::percent_decode_str;
use url::Url;

use crate::api::{ErrorFormat, Host};
use crate::body::Body;
use crate::client::Client;
use crate::error::{ApiError, Error, InvalidRequestError, TransportError, TransportErrorKind};
use crate::executor;
use crate::operation::Operation;
use crate::redaction;
use crate::redirect::{Redirect, RedirectPolicy};

/// So much is read of an error, which is a few lines of XML.
const MAX_ERROR_BYTES: usize = 64 << 10;

/// Words of people are shorter; signatures and tokens are longer.
const LONGEST_WORD: usize = 40;

/// The host of what is at no host of the API.
pub(super) static STORAGE: Host = Host {
    name: "storage",
    url: "",
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
        for text in [Cow::Borrowed(text), percent_decode_str(text).decode_utf8_lossy()] {
            if text.len() >= redaction::SHORTEST_SECRET && !self.0.iter().any(|known| *known == text) {
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

/// One attempt: a request and the redirects that it takes. The answer is a success, or `end`, which is not followed.
pub(super) async fn exchange(
    client: &Client,
    operation: &'static Operation,
    url: &Url,
    secrets: &mut Secrets,
    end: Option<StatusCode>,
    make: &(dyn Fn() -> Result<Request<Body>, Error> + Send + Sync),
) -> Result<Response<Body>, Error> {
    let mut uri = Uri::try_from(url.as_str()).map_err(|_| invalid(operation, "the URL is none that HTTP can carry"))?;
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
        let body = executor::explanation(client, body, MAX_ERROR_BYTES).await;
        return Err(refusal(operation, secrets, head.status, &head.headers, &body, note));
    }
}

/// The error of an answer, without what must not be repeated.
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

/// What to do about a refusal. Storage servers refuse what has expired, and what never was right.
fn advice(operation: &Operation, status: StatusCode) -> Option<&'static str> {
    let is_upload = operation.method() != Method::GET;
    match status.as_u16() {
        400 | 403 if is_upload => Some("the form may have expired, or does not allow this file: get a new one"),
        400 | 401 | 403 => Some("the URL may have expired, or is not whole: get a new one"),
        404 | 410 => Some("the file is not there, or no longer: get a new URL"),
        _ => None,
    }
}

/// The text of an element of XML, if it is made of plain words only. All else is left out: servers
/// repeat requests with their signatures, in any place and notation.
fn safe_element(xml: &str, name: &str, secrets: &Secrets) -> Option<String> {
    let text = xml.split_once(&format!("<{name}>"))?.1.split_once(&format!("</{name}>"))?.0.trim();
    let is_plain = text.split_whitespace().all(|word| word.len() <= LONGEST_WORD && !word.contains(['<', '%', '=']));
    (!text.is_empty() && text.len() <= 200 && is_plain && !secrets.are_in(text)).then(|| text.to_owned())
}

/// The error of a transport. One of the user's own may repeat the URL, so the text of such an error is left out.
pub(super) fn transport(operation: &'static Operation, secrets: &Secrets, error: TransportError) -> Error {
    let repeats = error.causes().any(|text| secrets.are_in(text));
    let error = if repeats { error.with_cause("its reason repeats the URL, and is left out") } else { error };
    error.into_error(operation)
}

/// An error of a transfer itself.
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
    fn nothing_secret_is_taken_out_of_a_page() {
        let mut secrets = Secrets::default();
        let url = "https://files.example/a/canary-key?X-Amz-Signature=c4n4ry%2Fx&b=1";
        secrets.add_url(&Uri::from_static(url));
        for (xml, expected) in [
            ("<Error><Code>AccessDenied</Code></Error>", Some("AccessDenied")),
            ("<Code> SlowDown\n</Code>", Some("SlowDown")),
            ("<Code>c4n4ry/x</Code>", None),
            ("<Code>for c4n4ry%2Fx here</Code>", None),
            ("<Code>canary-key is gone</Code>", None),
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
