//! Answers with everything that came with them.

use std::ops::Deref;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::client::Client;
use crate::decode::{Decode, Reader, Tape, Warning, WarningKind, Warnings, replace_half_characters};
use crate::error::{DecodeError, Error};
use crate::operation::Operation;

/// An answer with its status, headers, warnings and raw body. Dereferences to the value.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Response<T> {
    value: T,
    status: StatusCode,
    headers: HeaderMap,
    warnings: Warnings,
    body: Bytes,
}

impl<T> Response<T> {
    /// The value.
    pub fn into_value(self) -> T {
        self.value
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// What was odd about the body, up to 1000 times.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings.list
    }

    /// How many more oddities there were than [`warnings`](Self::warnings) lists.
    pub fn uncounted_warnings(&self) -> usize {
        self.warnings.uncounted
    }

    /// The body as it came.
    pub fn raw_body(&self) -> &Bytes {
        &self.body
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// A successful answer before its body is looked at.
pub(crate) struct Answer {
    pub(crate) client: Client,
    pub(crate) operation: &'static Operation,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    /// Decodes the body. The only part of a call that is made anew for each type.
    pub(crate) fn decode<T: Decode>(self) -> Result<Response<T>, Error> {
        let (value, warnings) = if T::IGNORES_BODY || self.body.is_empty() {
            (T::of_empty_body(), Warnings::default())
        } else {
            self.with_tape(|tape| Ok(read(tape, self.operation.wrapper(), T::decode)))?
        };
        self.finish(value, warnings)
    }

    /// Parses the body and reads from it.
    pub(crate) fn with_tape<T>(
        &self,
        read: impl FnOnce(&Tape<'_>) -> Result<(Option<T>, Warnings), Error>,
    ) -> Result<(Option<T>, Warnings), Error> {
        let error = match Tape::parse(&self.body) {
            Ok(tape) => return read(&tape),
            Err(error) => error,
        };
        let repaired = replace_half_characters(&self.body);
        if let Some(Ok(tape)) = repaired.as_deref().map(Tape::parse) {
            let (value, mut warnings) = read(&tape)?;
            let message = "a text has one half of a character, which was replaced".to_owned();
            warnings.list.insert(0, Warning::new("$".to_owned(), WarningKind::HalfCharacter, message));
            return Ok((value, warnings));
        }
        let problem = format!("it is no JSON ({error})");
        Err(Error::Decode(Box::new(self.error(problem).with_source(error))))
    }

    pub(crate) fn finish<T>(self, value: Option<T>, warnings: Warnings) -> Result<Response<T>, Error> {
        match value {
            Some(value) if warnings.list.is_empty() || !self.client.is_strict() => {
                self.client.report(self.operation, &warnings.list);
                Ok(Response { value, status: self.status, headers: self.headers, warnings, body: self.body })
            }
            _ => Err(self.unreadable(warnings)),
        }
    }

    pub(crate) fn unreadable(&self, warnings: Warnings) -> Error {
        // The last warning is about the outermost value, which is why there is none.
        let problem = match warnings.list.last() {
            _ if warnings.uncounted > 0 => format!("it does not fit in more than {} places", warnings.list.len()),
            Some(warning) => warning.to_string(),
            None => "it is empty".to_owned(),
        };
        Error::Decode(Box::new(self.error(problem).with_warnings(warnings.list)))
    }

    pub(crate) fn error(&self, problem: String) -> DecodeError {
        DecodeError::new(self.operation, self.status, &self.body, problem)
    }
}

/// Reads a value off the tape, inside of a field of the top-level object if there is a wrapper.
pub(crate) fn read<'t, T>(
    tape: &'t Tape<'_>,
    wrapper: &'t str,
    decode: impl FnOnce(&mut Reader<'_, '_>) -> Option<T>,
) -> (Option<T>, Warnings) {
    let mut reader = Reader::new(tape);
    let inside = wrapper.is_empty() || reader.enter(wrapper);
    let value = if inside { decode(&mut reader) } else { None };
    (value, reader.into_warnings())
}
