//! Static metadata of operations.

use std::fmt;

use http::Method;

use crate::api::{CursorPagination, Host};

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
    idempotent: bool,
    json_body: bool,
    configured: &'static [(&'static str, &'static str)],
    pagination: Option<(&'static CursorPagination, &'static str)>,
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
            idempotent: false,
            json_body: false,
            configured: &[],
            pagination: None,
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
        operation.json_body = true;
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

    /// Says how its list is paged, and which field has the items.
    #[must_use]
    pub const fn paginated(self, style: &'static CursorPagination, items: &'static str) -> Self {
        let mut operation = self;
        operation.pagination = Some((style, items));
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

    /// What to use instead, if it is deprecated.
    pub fn deprecation(&self) -> Option<&'static str> {
        Some(self.deprecated).filter(|note| !note.is_empty())
    }

    pub(crate) fn host_data(&self) -> &'static Host {
        self.host
    }

    pub(crate) fn takes_json_body(&self) -> bool {
        self.json_body
    }

    pub(crate) fn wrapper(&self) -> &'static str {
        self.wrapper
    }

    pub(crate) fn pagination(&self) -> Option<(&'static CursorPagination, &'static str)> {
        self.pagination
    }

    /// The configuration value that fills a path parameter.
    pub(crate) fn configured_value(&self, parameter: &str) -> Option<&'static str> {
        self.configured.iter().find(|(name, _)| *name == parameter).map(|(_, value)| *value)
    }
}

/// Its id only: the host and its table of codes would drown it in every error.
impl fmt::Debug for Operation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Operation").field(&self.id).finish()
    }
}
