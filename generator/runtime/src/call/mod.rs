//! Calls: an operation and its parts in their wire form.

mod body;
mod headers;
mod parts;
pub(crate) mod template;

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method};

use crate::JsonValue;
use crate::authorization::HostAuthorization;
use crate::client::Client;
use crate::decode::Decode;
use crate::encode::{Encode, JsonBuffer, Problem, WireValue};
use crate::error::{ConfigurationError, Error, InvalidRequestError};
use crate::executor::{self, Limits};
use crate::form::File;
use crate::future::{ResponseFuture, SendFuture};
use crate::operation::{Operation, maybe};
use crate::paging::{Direction, Items, Pages};
use crate::percent;
use crate::retry::RetryPolicy;
use crate::transfer::{Progress, ProgressHook};

pub(crate) use body::Payload;
pub(crate) use headers::reserved_for;
pub use headers::{CONNECTION_HEADERS, CREDENTIAL_HEADERS, reserved_header};
use parts::{Kind, ListStyle, Part, Wire};

/// A request whose body can be created more than once.
pub(crate) type Request = http::Request<Payload>;

const ACCEPT_JSON: HeaderValue = HeaderValue::from_static("application/json");

/// The reason why a list can't be empty: the parameter would be left out, or be read as one empty item.
const EMPTY_LIST: &str = "is an empty list: leave the parameter out instead";

/// Whether HTTP requires a body for this method, even an empty one.
fn has_usual_body(method: &Method) -> bool {
    matches!(*method, Method::POST | Method::PUT | Method::PATCH)
}

/// A call of an operation with the values of its parameters. It can be inspected, cloned and sent again.
///
/// Setting a part twice replaces it. If a part is invalid, the call fails with [`Error::InvalidRequest`] and sends
/// nothing. The following parts are invalid:
///
/// - a path value that is empty, `.` or `..`, and a path parameter that the path does not have;
/// - an empty list in the query, or in a form that separates items by commas or repeats the field: leave the parameter
///   out instead, because servers treat an empty filter as no filter;
/// - a header or a query parameter that carries a credential: only the client's builder sets credentials;
/// - a header of the connection, such as `Host`, `Content-Length`, `Transfer-Encoding` or `Connection`.
#[derive(Clone)]
#[must_use = "a call does nothing until it is sent"]
pub struct Call {
    pub(crate) client: Client,
    pub(crate) operation: &'static Operation,
    parts: Vec<Part>,
    headers: HeaderMap,
    replacement_body: Option<Bytes>,
    limits: Limits,
    is_idempotent: bool,
    on_upload_progress: Option<ProgressHook>,
    problem: Option<String>,
}

impl Call {
    pub(crate) fn new(client: Client, operation: &'static Operation) -> Self {
        let limits = client.0.limits;
        Self {
            client,
            operation,
            parts: Vec::new(),
            headers: HeaderMap::new(),
            replacement_body: None,
            limits,
            is_idempotent: operation.is_idempotent(),
            on_upload_progress: None,
            problem: None,
        }
    }

    /// Sets a path parameter, which is the value of `{name}` in the path. A name that does not occur in the path is an
    /// error.
    pub fn path<T: WireValue + ?Sized>(self, name: &'static str, value: &T) -> Self {
        let mut text = String::new();
        let written = value.write(&mut text);
        self.path_text(name, &text, written.err())
    }

    fn path_text(mut self, name: &'static str, text: &str, problem: Option<&'static str>) -> Self {
        let wire = match problem.or_else(|| percent::segment_problem(text)) {
            Some(problem) => Wire::Invalid(problem.into()),
            None => {
                let mut encoded = String::with_capacity(text.len() + 8);
                percent::encode(text, &mut encoded);
                Wire::Url(encoded)
            }
        };
        self.set(Kind::Path, name.into(), wire);
        self
    }

    /// Sets a query parameter.
    pub fn query<T: WireValue + ?Sized>(mut self, name: &'static str, value: &T) -> Self {
        let mut text = String::new();
        match value.write(&mut text) {
            Ok(()) => self.query_text(name.into(), &text),
            Err(problem) => {
                self.set(Kind::Query, name.into(), Wire::Invalid(problem.into()));
                self
            }
        }
    }

    pub(crate) fn query_text(mut self, name: Cow<'static, str>, text: &str) -> Self {
        let mut encoded = String::with_capacity(name.len() + text.len() + 9);
        percent::encode(&name, &mut encoded);
        encoded.push('=');
        percent::encode(text, &mut encoded);
        self.set(Kind::Query, name, Wire::Url(encoded));
        self
    }

    /// Returns a query parameter in its wire form.
    pub(crate) fn query_wire(&self, name: &str) -> Option<&str> {
        let part = self.parts.iter().find(|part| part.kind == Kind::Query && part.name == name)?;
        if let Wire::Url(pair) = &part.wire { Some(pair) } else { None }
    }

    /// Sets a query parameter to items with commas between them. A list without items is an error.
    pub fn query_comma<T: WireValue>(self, name: &'static str, items: &[T]) -> Self {
        self.query_list(name, &mut items.iter().map(|item| item as &dyn WireValue), false)
    }

    /// Sets a query parameter once for each item. A list without items is an error.
    pub fn query_repeated<T: WireValue>(self, name: &'static str, items: &[T]) -> Self {
        self.query_list(name, &mut items.iter().map(|item| item as &dyn WireValue), true)
    }

    fn query_list(
        mut self,
        name: &'static str,
        items: &mut dyn Iterator<Item = &dyn WireValue>,
        repeated: bool,
    ) -> Self {
        let mut items = items.peekable();
        if items.peek().is_none() {
            self.set(Kind::Query, name.into(), Wire::Invalid(EMPTY_LIST.into()));
            return self;
        }
        let mut encoded = String::new();
        let start = |encoded: &mut String| {
            percent::encode(name, encoded);
            encoded.push('=');
        };
        if !repeated {
            start(&mut encoded);
        }
        for (index, item) in items.enumerate() {
            if index > 0 {
                encoded.push(if repeated { '&' } else { ',' });
            }
            if repeated {
                start(&mut encoded);
            }
            let mut text = String::new();
            if let Err(problem) = item.write(&mut text) {
                self.set(Kind::Query, name.into(), Wire::Invalid(problem.into()));
                return self;
            }
            percent::encode(&text, &mut encoded);
        }
        self.set(Kind::Query, name.into(), Wire::Url(encoded));
        self
    }

    /// Sets a query parameter to a list as JSON. A list without items is an error.
    pub fn query_json<T: Encode + ?Sized>(mut self, name: &'static str, value: &T) -> Self {
        let mut buffer = JsonBuffer::default();
        value.encode(&mut buffer);
        match buffer.finish() {
            Ok(json) if json == b"[]" => {
                self.set(Kind::Query, name.into(), Wire::Invalid(EMPTY_LIST.into()));
                self
            }
            Ok(json) => self.query_text(name.into(), &String::from_utf8_lossy(&json)),
            Err(problem) => {
                self.set(Kind::Query, name.into(), Wire::Invalid(problem));
                self
            }
        }
    }

    /// Sets a query parameter to a value of the client's configuration.
    pub fn query_configured(self, name: &'static str, value: &'static str) -> Self {
        let text = self.configured(value);
        self.query(name, &text)
    }

    /// Sets a header. Credentials and headers of the connection can't be set: see [`extra_header`](Self::extra_header).
    pub fn header<T: WireValue + ?Sized>(mut self, name: &'static str, value: &T) -> Self {
        let mut text = String::new();
        let wire = match value.write(&mut text).map(|()| HeaderValue::try_from(text)) {
            _ if HeaderName::try_from(name).is_err() => Wire::Invalid("is not a header name".into()),
            Ok(Ok(mut value)) => {
                // A value of the caller may be a secret, so it must not be logged.
                value.set_sensitive(true);
                Wire::Header(value)
            }
            Ok(Err(_)) => Wire::Invalid("has characters that a header can't contain".into()),
            Err(problem) => Wire::Invalid(problem.into()),
        };
        self.set(Kind::Header, name.into(), wire);
        self
    }

    /// Sets a header to a value of the client's configuration.
    pub fn header_configured(self, name: &'static str, value: &'static str) -> Self {
        let text = self.configured(value);
        self.header(name, &text)
    }

    /// Sets a field of the body.
    pub fn body<T: Encode + ?Sized>(self, name: &'static str, value: &T) -> Self {
        self.body_value(name.into(), value, ListStyle::Json)
    }

    /// Sets a field of the body to a list. A form contains the items separated by commas.
    pub fn body_comma<T: Encode + ?Sized>(self, name: &'static str, value: &T) -> Self {
        self.body_value(name.into(), value, ListStyle::Comma)
    }

    /// Sets a field of the body to a list. A form contains the field once for each item.
    pub fn body_repeated<T: Encode + ?Sized>(self, name: &'static str, value: &T) -> Self {
        self.body_value(name.into(), value, ListStyle::Repeated)
    }

    /// Sets a field of the body to a value of the client's configuration.
    pub fn body_configured(self, name: &'static str, value: &'static str) -> Self {
        let text = self.configured(value);
        self.body(name, &text)
    }

    fn body_value<T: Encode + ?Sized>(mut self, name: Cow<'static, str>, value: &T, style: ListStyle) -> Self {
        let mut buffer = JsonBuffer::default();
        value.encode(&mut buffer);
        let wire = buffer.finish().map_or_else(Wire::Invalid, |json| Wire::Json(json, style));
        self.set(Kind::Body, name, wire);
        self
    }

    /// Sets a field of the body to null.
    pub fn body_null(self, name: &'static str) -> Self {
        self.body_value(name.into(), &JsonValue::Null, ListStyle::Json)
    }

    /// Sets a field of the body to a file, which makes the body a form.
    pub fn file(self, name: &'static str, file: File) -> Self {
        self.files(name, vec![file])
    }

    /// Sets a field of the body to files, which make the body a form.
    pub fn files(mut self, name: &'static str, files: Vec<File>) -> Self {
        self.set(Kind::Body, name.into(), Wire::Files(files));
        self
    }

    /// Returns a value of the client's configuration.
    fn configured(&self, value: &'static str) -> String {
        self.client.configuration(value).unwrap_or_default().to_owned()
    }

    /// Removes a query parameter.
    pub(crate) fn without_query(mut self, name: &str) -> Self {
        self.parts.retain(|part| part.kind != Kind::Query || part.name != name);
        self
    }

    /// Sets the timeout of this call, which includes all attempts and the waits before and between them.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.limits.timeout = limit;
        self
    }

    /// Sets the timeout of one attempt of this call, which includes reading the response.
    pub fn attempt_timeout(mut self, limit: Duration) -> Self {
        self.limits.attempt_timeout = limit;
        self
    }

    /// Sets the number of attempts and the backoff of retries of this call.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.limits.retry = policy;
        self
    }

    /// Sets whether executing this call twice has the same effect as executing it once. The caller may know more than
    /// the description of the operation. For example, a message with a deduplication id is idempotent, but adding an
    /// item to a list may not be. If the server may have executed a call, the client retries only an idempotent call.
    pub fn idempotent(mut self, is_idempotent: bool) -> Self {
        self.is_idempotent = is_idempotent;
        self
    }

    /// Sets a hook that is called while the body of this call is sent. It is called with 0 bytes at the start of each
    /// attempt, then with each chunk of at most 64 KiB that is passed to the transport. The server may not have
    /// received these bytes yet.
    ///
    /// The count includes the whole body with all files and fields. The hook delays the upload, so it should return
    /// quickly.
    pub fn on_upload_progress(mut self, hook: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.on_upload_progress = Some(ProgressHook::new(hook));
        self
    }

    /// Adds a header that this crate does not know, or replaces it.
    ///
    /// `Accept`, `User-Agent` and the `Content-Type` of a JSON body can be replaced. The following headers are errors.
    /// The letter case of their names is ignored:
    ///
    /// - headers of the connection: `Connection`, `Content-Length`, `Expect`, `Host`, `HTTP2-Settings`, `Keep-Alive`,
    ///   `TE`, `Trailer`, `Transfer-Encoding`, `Upgrade` and all headers that begin with `Proxy-`;
    /// - credentials: `Authorization`, `Cookie`, and the token headers of all hosts of the client. Only the client's
    ///   builder sets credentials;
    /// - the `Content-Type` of a form, because it contains the boundary of the form.
    pub fn extra_header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(mut value)) => {
                // A header of the user may be a secret, so it must not be logged.
                value.set_sensitive(true);
                self.headers.insert(name, value);
                self
            }
            _ => self.with_problem(format!("the header `{name}` has an invalid name or value")),
        }
    }

    /// Sets a query parameter that this crate does not know. The parameter that carries the host's credential is an
    /// error: only the client's builder sets credentials.
    pub fn extra_query(self, name: &str, value: &str) -> Self {
        self.query_text(Cow::Owned(name.to_owned()), value)
    }

    /// Sets a field of the JSON body that this crate does not know.
    pub fn extra_body_field(self, name: &str, value: impl Into<JsonValue>) -> Self {
        self.body_value(Cow::Owned(name.to_owned()), &value.into(), ListStyle::Json)
    }

    /// Replaces the whole body. Setting a field of the body afterwards is an error.
    #[allow(clippy::needless_pass_by_value, reason = "callers create the value for this call")]
    pub fn replace_body(mut self, body: JsonValue) -> Self {
        self.parts.retain(|part| part.kind != Kind::Body);
        self.replacement_body = Some(body.to_string().into());
        self
    }

    /// Returns the HTTP request without the token, for inspection and tests. Sends nothing.
    ///
    /// # Errors
    /// Fails with [`Error::InvalidRequest`] if the request is invalid, or if its body is not in memory: a file from a
    /// path or a stream is read while it is sent.
    pub fn to_http_request(&self) -> Result<http::Request<Bytes>, Error> {
        let (head, payload) = self.to_request()?.into_parts();
        let body = payload.to_bytes();
        let body = body
            .ok_or_else(|| self.invalid("its body is read while it is sent, so it is not available before".into()))?;
        Ok(http::Request::from_parts(head, body))
    }

    /// Returns the request without the token.
    pub(crate) fn to_request(&self) -> Result<Request, Error> {
        let host = self.client.host(self.operation.host_data());
        let base = match host {
            Some(host) => host.base_url.as_str(),
            None => {
                let problem = format!("this client has no host `{}`", self.operation.host());
                return Err(self.invalid(problem));
            }
        };
        let mut url = String::with_capacity(base.len() + 128);
        url.push_str(base);
        self.write_path(&mut url)?;
        let mut separator = '?';
        for part in self.parts.iter().filter(|part| part.kind == Kind::Query) {
            if let Wire::Url(pair) = &part.wire {
                url.push(separator);
                url.push_str(pair);
                separator = '&';
            }
        }
        let payload = self.payload()?;
        let content_type = payload.content_type();
        let method = self.operation.method();
        let is_form = matches!(payload, Payload::Form(_));
        let is_without_body = matches!(payload, Payload::Empty) && has_usual_body(method);
        let mut request = Request::new(payload);
        *request.method_mut() = method.clone();
        *request.uri_mut() = url.try_into().map_err(|error| self.invalid(format!("its URL is invalid ({error})")))?;
        let headers = request.headers_mut();
        headers.insert(ACCEPT, ACCEPT_JSON);
        headers.insert(USER_AGENT, self.client.0.user_agent.clone());
        for (name, value) in &self.client.0.default_headers {
            headers.insert(name, value.clone());
        }
        if is_without_body {
            // HTTP libraries omit this header, but servers reject a request of these methods without it.
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        if let Some(content_type) = content_type {
            headers.insert(CONTENT_TYPE, content_type);
        }
        let form_type = headers.get(CONTENT_TYPE).filter(|_| is_form).cloned();
        for part in &self.parts {
            if let (Wire::Header(value), Ok(name)) = (&part.wire, HeaderName::try_from(part.name.as_ref())) {
                headers.insert(name, value.clone());
            }
        }
        if !self.headers.is_empty() {
            headers.extend(self.headers.clone());
        }
        if form_type.is_some_and(|form_type| headers.get(CONTENT_TYPE) != Some(&form_type)) {
            let problem = "the header `content-type` can't be set for a form, because it contains the form's boundary";
            return Err(self.invalid(problem.to_owned()));
        }
        Ok(request)
    }

    /// Returns an error for the first invalid part.
    fn check_parts(&self) -> Result<(), Error> {
        let invalid = self.parts.iter().find_map(|part| match &part.wire {
            Wire::Invalid(Problem { path, reason }) => Some(format!("`{}{path}` {reason}", part.name)),
            _ => None,
        });
        let misplaced = self.parts.iter().find(|part| part.kind == Kind::Body && self.replacement_body.is_some());
        let misplaced = misplaced.map(|part| format!("`{}` was set after `replace_body`", part.name));
        let template = self.operation.path_template();
        let is_unknown = |part: &&Part| part.kind == Kind::Path && !template::has_parameter(template, &part.name);
        let unknown = self.parts.iter().find(is_unknown);
        let unknown = unknown.map(|part| format!("the path `{template}` has no parameter `{}`", part.name));
        let problem = self.problem.clone().or(unknown).or(invalid).or(misplaced).or_else(|| self.reserved());
        match problem {
            Some(problem) => Err(self.invalid(problem)),
            None => Ok(()),
        }
    }

    /// Returns the authorization of the call; `None` if the host requires none.
    pub(crate) fn authorization(&self) -> Result<Option<&HostAuthorization>, Error> {
        let Some(auth) = &self.operation.host_data().auth else { return Ok(None) };
        let authorization = self.client.host(self.operation.host_data()).and_then(|host| host.authorization.as_ref());
        authorization.map(Some).ok_or_else(|| {
            let host = self.operation.host();
            let method = auth.credential;
            let problem = format!("there is no token for the host `{host}`: call `{method}` on the client's builder");
            Error::Configuration(Box::new(ConfigurationError::new(Some(self.operation), problem)))
        })
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    pub(crate) fn upload_progress(&self) -> Option<&ProgressHook> {
        self.on_upload_progress.as_ref()
    }

    pub(crate) fn is_idempotent(&self) -> bool {
        self.is_idempotent
    }

    /// Calls a setter if there is a value: `.maybe(limit, |call, limit| call.extra_query("limit", limit))`. Without a
    /// value, the call stays unchanged.
    pub fn maybe<V>(self, value: Option<V>, set: impl FnOnce(Self, V) -> Self) -> Self {
        maybe(self, value, set)
    }

    /// Sends the call. The future returns the value of the response.
    pub fn send<T: Decode>(self) -> SendFuture<T> {
        SendFuture::new(executor::execute(self))
    }

    /// Sends the call. The future returns the whole response.
    pub fn response<T: Decode>(self) -> ResponseFuture<T> {
        ResponseFuture::new(executor::execute(self))
    }

    /// Returns the items of all pages.
    pub fn items<T: Decode>(self) -> Items<T> {
        Items::new(self, Direction::Forwards)
    }

    /// Returns all pages.
    pub fn pages<P: Decode>(self) -> Pages<P> {
        Pages::new(self, Direction::Forwards)
    }

    /// Returns the items of all pages in the opposite direction.
    pub fn items_backwards<T: Decode>(self) -> Items<T> {
        Items::new(self, Direction::Backwards)
    }

    /// Returns all pages in the opposite direction.
    pub fn pages_backwards<P: Decode>(self) -> Pages<P> {
        Pages::new(self, Direction::Backwards)
    }

    fn write_path(&self, url: &mut String) -> Result<(), Error> {
        self.check_parts()?;
        for segment in self.operation.path_template().split('/').skip(1) {
            url.push('/');
            let Some(name) = template::parameter(segment) else {
                url.push_str(segment);
                continue;
            };
            let given = self.parts.iter().find(|part| part.kind == Kind::Path && part.name == name);
            let configured = || self.client.configuration(self.operation.configured_value(name)?);
            if let Some(Part { wire: Wire::Url(encoded), .. }) = given {
                url.push_str(encoded);
            } else if let Some(value) = configured().filter(|value| percent::segment_problem(value).is_none()) {
                percent::encode(value, url);
            } else {
                return Err(self.invalid(format!("`{name}` in the path has no value")));
            }
        }
        Ok(())
    }

    fn set(&mut self, kind: Kind, name: Cow<'static, str>, wire: Wire) {
        match self.parts.iter_mut().find(|part| part.kind == kind && part.name == name) {
            Some(part) => part.wire = wire,
            None => self.parts.push(Part { kind, name, wire }),
        }
    }

    /// Records a problem that does not belong to a part. The first problem is reported.
    pub(crate) fn with_problem(mut self, problem: String) -> Self {
        self.problem.get_or_insert(problem);
        self
    }

    pub(crate) fn invalid(&self, problem: String) -> Error {
        Error::InvalidRequest(Box::new(InvalidRequestError::new(self.operation, problem)))
    }
}

/// Shows which parts are set, but not their values.
impl fmt::Debug for Call {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |kind: Kind| -> Vec<&str> {
            self.parts.iter().filter(|part| part.kind == kind).map(|part| part.name.as_ref()).collect()
        };
        formatter
            .debug_struct("Call")
            .field("operation", &self.operation.id())
            .field("method", self.operation.method())
            .field("path", &self.operation.path_template())
            .field("path_parameters", &names(Kind::Path))
            .field("query", &names(Kind::Query))
            .field("headers", &names(Kind::Header))
            .field("body", &names(Kind::Body))
            .finish_non_exhaustive()
    }
}
