//! Static metadata of operations.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use http::Method;

use crate::api::{Host, Pagination};
use crate::job::Job;

/// What is known of an operation before any call: for logs, errors and tests, which never see a
/// filled-in URL.
pub struct Operation {
    id: &'static str,
    method: Method,
    path: &'static str,
    host: &'static Host,
    docs: &'static str,
    deprecated: &'static str,
    wrapper: &'static str,
    can_be_empty: bool,
    idempotent: bool,
    body: BodyKind,
    scope: &'static str,
    rate_limit: &'static str,
    stability: &'static str,
    configured: &'static [(&'static str, &'static str)],
    pagination: Option<(&'static Pagination, &'static str)>,
    job: Option<Job>,
}

impl Operation {
    /// An operation by its id, method, path template and host.
    pub const fn new(id: &'static str, method: Method, path: &'static str, host: &'static Host) -> Self {
        Self {
            id,
            method,
            path,
            host,
            docs: "",
            deprecated: "",
            wrapper: "",
            can_be_empty: false,
            idempotent: false,
            body: BodyKind::None,
            scope: "",
            rate_limit: "",
            stability: "",
            configured: &[],
            pagination: None,
            job: None,
        }
    }

    /// Sets its page in the vendor's documentation.
    #[must_use]
    pub const fn docs(self, docs: &'static str) -> Self {
        // `..self` would drop the old value, which constant functions can't.
        let mut operation = self;
        operation.docs = docs;
        operation
    }

    /// Says that sending it twice has the effect of sending it once.
    #[must_use]
    pub const fn idempotent(self) -> Self {
        let mut operation = self;
        operation.idempotent = true;
        operation
    }

    /// Says that it takes a JSON body.
    #[must_use]
    pub const fn json_body(self) -> Self {
        let mut operation = self;
        operation.body = BodyKind::Json;
        operation
    }

    /// Says that its body is a form where a file is set, and JSON otherwise.
    #[must_use]
    pub const fn form_with_file(self) -> Self {
        let mut operation = self;
        operation.body = BodyKind::FormWithFile;
        operation
    }

    /// Says that its body is a form.
    #[must_use]
    pub const fn form_body(self) -> Self {
        let mut operation = self;
        operation.body = BodyKind::Form;
        operation
    }

    /// Says which kind of credential it needs.
    #[must_use]
    pub const fn scope(self, scope: &'static str) -> Self {
        let mut operation = self;
        operation.scope = scope;
        operation
    }

    /// Says for which class of the host's rate limit it counts.
    #[must_use]
    pub const fn rate_limit(self, class: &'static str) -> Self {
        let mut operation = self;
        operation.rate_limit = class;
        operation
    }

    /// Says how far the vendor stands by it, where it is not stable.
    #[must_use]
    pub const fn stability(self, stability: &'static str) -> Self {
        let mut operation = self;
        operation.stability = stability;
        operation
    }

    /// Says which path parameters are filled from which configuration values.
    #[must_use]
    pub const fn configured(self, configured: &'static [(&'static str, &'static str)]) -> Self {
        let mut operation = self;
        operation.configured = configured;
        operation
    }

    /// Says that the answer is in a field of the response.
    #[must_use]
    pub const fn wrapped_in(self, field: &'static str) -> Self {
        let mut operation = self;
        operation.wrapper = field;
        operation
    }

    /// Says that an empty object is a response as well.
    #[must_use]
    pub const fn can_be_empty(self) -> Self {
        let mut operation = self;
        operation.can_be_empty = true;
        operation
    }

    /// Says how its list is paged, and which field has the items.
    #[must_use]
    pub const fn paginated(self, style: &'static Pagination, items: &'static str) -> Self {
        let mut operation = self;
        operation.pagination = Some((style, items));
        operation
    }

    /// Says that it shows a job that runs on the server.
    #[must_use]
    pub const fn shows_job(self, job: Job) -> Self {
        let mut operation = self;
        operation.job = Some(job);
        operation
    }

    /// Says what to use instead.
    #[must_use]
    pub const fn deprecated(self, note: &'static str) -> Self {
        let mut operation = self;
        operation.deprecated = note;
        operation
    }

    /// Its stable id, such as `product.section.operation`.
    pub fn id(&self) -> &'static str {
        self.id
    }

    /// Its HTTP method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Its path with `{name}` for each parameter.
    pub fn path_template(&self) -> &'static str {
        self.path
    }

    /// The id of its host.
    pub fn host(&self) -> &'static str {
        self.host.name
    }

    /// Its page in the vendor's documentation.
    pub fn documentation(&self) -> Option<&'static str> {
        Some(self.docs).filter(|docs| !docs.is_empty())
    }

    /// Whether sending it twice has the effect of sending it once.
    pub fn is_idempotent(&self) -> bool {
        self.idempotent
    }

    /// Whether it lists something page by page.
    pub fn is_paginated(&self) -> bool {
        self.pagination.is_some()
    }

    /// The job that it shows, which can be waited for.
    pub fn job(&self) -> Option<&Job> {
        self.job.as_ref()
    }

    /// What to use instead, if it is deprecated.
    pub fn deprecation(&self) -> Option<&'static str> {
        Some(self.deprecated).filter(|note| !note.is_empty())
    }

    pub(crate) fn host_data(&self) -> &'static Host {
        self.host
    }

    /// The kind of credential that it needs, if it needs a certain one.
    pub fn credential_scope(&self) -> Option<&'static str> {
        Some(self.scope).filter(|scope| !scope.is_empty())
    }

    /// The class of the host's rate limit that it counts for.
    pub fn rate_limit_class(&self) -> Option<&'static str> {
        Some(self.rate_limit).filter(|class| !class.is_empty())
    }

    /// How far the vendor stands by it, if it is not stable: `beta` or `experimental`.
    pub fn instability(&self) -> Option<&'static str> {
        Some(self.stability).filter(|stability| !stability.is_empty())
    }

    pub(crate) fn body_kind(&self) -> BodyKind {
        self.body
    }

    pub(crate) fn wrapper(&self) -> &'static str {
        self.wrapper
    }

    pub(crate) fn has_empty_responses(&self) -> bool {
        self.can_be_empty
    }

    pub(crate) fn pagination(&self) -> Option<(&'static Pagination, &'static str)> {
        self.pagination
    }

    /// The configuration value that fills a path parameter.
    pub(crate) fn configured_value(&self, parameter: &str) -> Option<&'static str> {
        self.configured.iter().find(|(name, _)| *name == parameter).map(|(_, value)| *value)
    }
}

/// An operation that is not in the API's description.
///
/// What describes an operation lives as long as the program, so one is kept for each host, method
/// and path. Paths are constants of the program: there are as many as it has.
pub(crate) fn raw(method: Method, host: &'static Host, path: &'static str) -> &'static Operation {
    type Known = HashMap<(&'static str, Method, &'static str), &'static Operation>;
    static KNOWN: Mutex<Option<Known>> = Mutex::new(None);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    known.get_or_insert_default().entry((host.name, method.clone(), path)).or_insert_with(|| {
        let is_idempotent = matches!(method, Method::GET | Method::HEAD | Method::PUT | Method::DELETE);
        let operation = Operation::new("raw", method, path, host);
        Box::leak(Box::new(if is_idempotent { operation.idempotent() } else { operation }))
    })
}

/// How a body is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyKind {
    /// There is none, unless a caller adds one.
    None,
    /// As a JSON object.
    Json,
    /// As a form where a file is set, else as a JSON object.
    FormWithFile,
    /// As a form.
    Form,
}

/// Its id only: the host and its table of codes would drown it in every error.
impl fmt::Debug for Operation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Operation").field(&self.id).finish()
    }
}
