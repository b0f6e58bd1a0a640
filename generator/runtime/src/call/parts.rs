//! The parts of a call in their wire form.

use std::borrow::Cow;

use crate::encode::Problem;
use crate::form::File;

/// A part in its wire form.
#[derive(Clone)]
pub(super) struct Part {
    pub(super) kind: Kind,
    pub(super) name: Cow<'static, str>,
    pub(super) wire: Wire,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Path,
    Query,
    Header,
    Body,
}

#[derive(Clone)]
pub(super) enum Wire {
    /// A path segment or a part of the query, percent-encoded.
    Url(String),
    /// The value of a header.
    Header(http::HeaderValue),
    /// JSON text, and the style of a list in a form.
    Json(Vec<u8>, ListStyle),
    /// Files.
    Files(Vec<File>),
    /// An invalid value, with the reason. A later value may replace it.
    Invalid(Problem),
}

/// The style of a list in a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ListStyle {
    Comma,
    Repeated,
    Json,
}
