//! The text of the causes of an error.

use std::error;
use std::fmt;
use std::io;
use std::iter;

use super::excerpt::excerpt;
use super::{Error, TransportError};

/// Further causes of one error are ignored, because an error may name itself as its cause.
const MAX_CAUSES: usize = 32;

/// The text of all causes of an error, each once.
///
/// `Display` of the error shows the innermost cause, which names the reason. `source()` returns the others, which name
/// the context. A report of the whole chain therefore repeats nothing.
pub(crate) struct Causes {
    innermost: String,
    outer: Option<Box<OuterCause>>,
}

/// A cause around the innermost one, as text. The error itself is not kept, because its `source()` would return the
/// innermost cause again.
#[derive(Debug)]
pub(super) struct OuterCause {
    text: String,
    source: Option<Box<OuterCause>>,
}

impl Causes {
    /// Returns the causes of an error whose cause is `cause`. Causes that only repeat `summary` or an inner cause are
    /// left out.
    pub(crate) fn of(cause: &(dyn error::Error + 'static), summary: &str) -> Self {
        let texts = chain(cause).map(ToString::to_string).filter(|text| !text.trim().is_empty());
        let mut texts = texts.collect::<Vec<_>>().into_iter().rev();
        let mut kept = vec![texts.next().unwrap_or_else(|| "no reason is given".to_owned())];
        for text in texts {
            let repeats = kept.iter().any(|inner| text.contains(inner.as_str()) || inner.contains(&text));
            if !repeats && !summary.contains(&text) {
                kept.push(text);
            }
        }
        Self::from_texts(kept)
    }

    /// Returns causes with this one only.
    pub(super) fn only(text: &str) -> Self {
        Self { innermost: text.to_owned(), outer: None }
    }

    /// Returns these causes with a new innermost cause, which is the cause of all others.
    pub(super) fn around(&self, innermost: String) -> Self {
        let outer = self.texts().map(str::to_owned).collect::<Vec<_>>().into_iter().rev();
        Self::from_texts(iter::once(innermost).chain(outer))
    }

    /// Takes the causes from the innermost to the outermost.
    fn from_texts(texts: impl IntoIterator<Item = String>) -> Self {
        let mut texts = texts.into_iter();
        let innermost = texts.next().unwrap_or_default();
        Self { innermost, outer: texts.fold(None, |source, text| Some(Box::new(OuterCause { text, source }))) }
    }

    /// Returns the causes from the outermost to the innermost.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        let outer = iter::successors(self.outer.as_deref(), |cause| cause.source.as_deref());
        outer.map(|cause| cause.text.as_str()).chain([self.innermost.as_str()])
    }

    /// Returns the same causes with changed text.
    pub(super) fn map(&self, change: impl Fn(&str) -> String) -> Self {
        let texts: Vec<String> = self.texts().map(change).collect();
        Self::from_texts(texts.into_iter().rev())
    }

    pub(super) fn innermost(&self) -> &str {
        &self.innermost
    }

    /// Returns the value of `source()` of the error.
    pub(crate) fn outer(&self) -> Option<&(dyn error::Error + 'static)> {
        self.outer.as_deref().map(|cause| cause as _)
    }
}

/// Shows the innermost cause on one line.
impl fmt::Display for Causes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&excerpt(&self.innermost))
    }
}

impl fmt::Debug for Causes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.texts()).finish()
    }
}

impl fmt::Display for OuterCause {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&excerpt(&self.text))
    }
}

impl error::Error for OuterCause {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// Returns an error and its causes, from the outermost to the innermost.
pub(super) fn chain<'e>(
    error: &'e (dyn error::Error + 'static),
) -> impl Iterator<Item = &'e (dyn error::Error + 'static)> {
    iter::successors(Some(error), |error| next(*error)).take(MAX_CAUSES)
}

fn next<'e>(error: &'e (dyn error::Error + 'static)) -> Option<&'e (dyn error::Error + 'static)> {
    // These two show their innermost cause, and `source()` does not return it.
    if let Some(error) = error.downcast_ref::<TransportError>() {
        return Some(error.transport_error());
    }
    if error.is::<Error>() {
        return None;
    }
    // An `io::Error` that wraps another error shows that error, and `source()` skips it.
    match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(inner) => Some(inner),
        None => error.source(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::TransportErrorKind;

    /// An error with its causes, from the outermost to the innermost.
    #[derive(Debug)]
    struct Chain(&'static str, Option<Box<dyn error::Error + Send + Sync>>);

    impl fmt::Display for Chain {
        fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str(self.0)
        }
    }

    impl error::Error for Chain {
        fn source(&self) -> Option<&(dyn error::Error + 'static)> {
            self.1.as_deref().map(|source| source as _)
        }
    }

    fn of(texts: &[&'static str]) -> Chain {
        let (first, rest) = texts.split_first().expect("the list is not empty");
        Chain(first, (!rest.is_empty()).then(|| of(rest).into()))
    }

    #[derive(Debug)]
    struct ItsOwnCause;

    impl fmt::Display for ItsOwnCause {
        fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a loop")
        }
    }

    impl error::Error for ItsOwnCause {
        fn source(&self) -> Option<&(dyn error::Error + 'static)> {
            Some(self)
        }
    }

    #[test]
    fn each_cause_is_listed_once() {
        let transport = |cause: Chain| TransportError::new(TransportErrorKind::Request, cause);
        let cases: Vec<(Box<dyn error::Error>, &[&str])> = vec![
            (of(&["refused"]).into(), &["refused"]),
            (
                of(&["sending failed", "connecting failed", "refused"]).into(),
                &["sending failed", "connecting failed", "refused"],
            ),
            (of(&["failed", "tcp failed", "tcp failed", "refused"]).into(), &["tcp failed", "refused"]),
            (of(&["tcp: refused", "tcp", "refused"]).into(), &["tcp", "refused"]),
            (of(&["refused", "refused"]).into(), &["refused"]),
            (of(&["sending", " ", "refused", ""]).into(), &["sending", "refused"]),
            (of(&[""]).into(), &["no reason is given"]),
            // The error itself shows this cause.
            (of(&["connection", "refused"]).into(), &["refused"]),
            // These errors show their cause, but `source()` does not return it.
            (io::Error::other(of(&["outer", "inner"])).into(), &["outer", "inner"]),
            (io::Error::from(io::ErrorKind::NotFound).into(), &["entity not found"]),
            (transport(of(&["outer", "inner"])).into(), &["outer", "inner"]),
            (io::Error::other(transport(of(&["outer", "inner"]))).into(), &["outer", "inner"]),
            (
                Error::Transport(Box::new(transport(of(&["outer", "inner"])))).into(),
                &["the connection failed (inner); nothing was executed, so the call can be retried"],
            ),
            (Box::new(ItsOwnCause), &["a loop"]),
        ];
        for (error, expected) in cases {
            let found = Causes::of(&*error, "the connection failed");
            assert_eq!(found.texts().collect::<Vec<_>>(), expected);
            let outer: Vec<String> = found.outer().into_iter().flat_map(chain).map(ToString::to_string).collect();
            assert_eq!(outer, expected[..expected.len() - 1]);
            let changed = found.map(str::to_uppercase);
            assert_eq!(changed.texts().collect::<Vec<_>>().join(","), expected.join(",").to_uppercase());
        }
    }
}
