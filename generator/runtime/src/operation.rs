//! Static metadata of operations.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use http::Method;

use crate::api::{Host, Pagination};
use crate::job::Job;

/// The static description of an operation. Logs, errors and tests use it instead of a filled-in URL.
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
    /// Creates an operation from its id, method, path template and host.
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

    /// Sets the URL of the operation's page in the documentation of the vendor.
    #[must_use]
    pub const fn docs(self, docs: &'static str) -> Self {
        // `..self` would drop the old value, which constant functions can't do.
        let mut operation = self;
        operation.docs = docs;
        operation
    }

    /// Marks the operation as idempotent: executing it twice has the same effect as executing it once.
    #[must_use]
    pub const fn idempotent(self) -> Self {
        let mut operation = self;
        operation.idempotent = true;
        operation
    }

    /// Sets a JSON body.
    #[must_use]
    pub const fn json_body(self) -> Self {
        let mut operation = self;
        operation.body = BodyKind::Json;
        operation
    }

    /// Sets a body that is a form if a file is set, and JSON otherwise.
    #[must_use]
    pub const fn form_with_file(self) -> Self {
        let mut operation = self;
        operation.body = BodyKind::FormWithFile;
        operation
    }

    /// Sets a form body.
    #[must_use]
    pub const fn form_body(self) -> Self {
        let mut operation = self;
        operation.body = BodyKind::Form;
        operation
    }

    /// Sets the scope of the required credential.
    #[must_use]
    pub const fn scope(self, scope: &'static str) -> Self {
        let mut operation = self;
        operation.scope = scope;
        operation
    }

    /// Sets the class of the host's rate limit that calls count towards.
    #[must_use]
    pub const fn rate_limit(self, class: &'static str) -> Self {
        let mut operation = self;
        operation.rate_limit = class;
        operation
    }

    /// Sets the stability, if the operation is not stable.
    #[must_use]
    pub const fn stability(self, stability: &'static str) -> Self {
        let mut operation = self;
        operation.stability = stability;
        operation
    }

    /// Sets the path parameters that are filled with configuration values.
    #[must_use]
    pub const fn configured(self, configured: &'static [(&'static str, &'static str)]) -> Self {
        let mut operation = self;
        operation.configured = configured;
        operation
    }

    /// Sets the field of the response that contains the value.
    #[must_use]
    pub const fn wrapped_in(self, field: &'static str) -> Self {
        let mut operation = self;
        operation.wrapper = field;
        operation
    }

    /// Accepts an empty object as a response.
    #[must_use]
    pub const fn can_be_empty(self) -> Self {
        let mut operation = self;
        operation.can_be_empty = true;
        operation
    }

    /// Sets the pagination of the list, and the field with the items.
    #[must_use]
    pub const fn paginated(self, style: &'static Pagination, items: &'static str) -> Self {
        let mut operation = self;
        operation.pagination = Some((style, items));
        operation
    }

    /// Sets the job on the server that the operation returns.
    #[must_use]
    pub const fn returns_job(self, job: Job) -> Self {
        let mut operation = self;
        operation.job = Some(job);
        operation
    }

    /// Marks the operation as deprecated, with the replacement.
    #[must_use]
    pub const fn deprecated(self, note: &'static str) -> Self {
        let mut operation = self;
        operation.deprecated = note;
        operation
    }

    /// Returns the stable id, such as `product.section.operation`.
    pub fn id(&self) -> &'static str {
        self.id
    }

    /// Returns the HTTP method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the path with `{name}` for each parameter.
    pub fn path_template(&self) -> &'static str {
        self.path
    }

    /// Returns the id of the host.
    pub fn host(&self) -> &'static str {
        self.host.name
    }

    /// Returns the URL of the operation's page in the documentation of the vendor.
    pub fn documentation(&self) -> Option<&'static str> {
        Some(self.docs).filter(|docs| !docs.is_empty())
    }

    /// Whether executing the operation twice has the same effect as executing it once.
    pub fn is_idempotent(&self) -> bool {
        self.idempotent
    }

    /// Whether the operation returns a paginated list.
    pub fn is_paginated(&self) -> bool {
        self.pagination.is_some()
    }

    /// Returns the description of the job, if the operation returns a job.
    pub fn job(&self) -> Option<&Job> {
        self.job.as_ref()
    }

    /// Returns the replacement, if the operation is deprecated.
    pub fn deprecation(&self) -> Option<&'static str> {
        Some(self.deprecated).filter(|note| !note.is_empty())
    }

    pub(crate) fn host_data(&self) -> &'static Host {
        self.host
    }

    /// Returns the scope that the credential must have, if the operation requires one.
    pub fn credential_scope(&self) -> Option<&'static str> {
        Some(self.scope).filter(|scope| !scope.is_empty())
    }

    /// Returns the class of the host's rate limit that calls count towards.
    pub fn rate_limit_class(&self) -> Option<&'static str> {
        Some(self.rate_limit).filter(|class| !class.is_empty())
    }

    /// Returns the stability, if the operation is not stable: `beta` or `experimental`.
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

    /// Returns the configuration value that fills a path parameter.
    pub(crate) fn configured_value(&self, parameter: &str) -> Option<&'static str> {
        self.configured.iter().find(|(name, _)| *name == parameter).map(|(_, value)| *value)
    }
}

/// Returns an operation that is not part of the API's description.
///
/// A description lives as long as the program, so one is kept for each host, method and path. Paths are constants of
/// the program, so their number is limited.
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

/// Calls a setter of a request or of an object in it if there is a value.
#[inline]
pub fn maybe<T, V>(of: T, value: Option<V>, set: impl FnOnce(T, V) -> T) -> T {
    match value {
        Some(value) => set(of, value),
        None => of,
    }
}

/// The format of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyKind {
    /// No body, unless the caller adds one.
    None,
    /// A JSON object.
    Json,
    /// A form if a file is set, otherwise a JSON object.
    FormWithFile,
    /// A form.
    Form,
}

/// Shows only the id. The host and its table of codes would make each error unreadable.
impl fmt::Debug for Operation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Operation").field(&self.id).finish()
    }
}
