//! Bodies of errors in the format of their API.

use http::StatusCode;

use crate::api::{ErrorFormat, FieldValue};
use crate::decode::{Tape, Token};

/// An error body that is JSON, repaired if necessary.
pub(super) struct ErrorBody<'b> {
    tape: Tape<'b>,
    format: &'static ErrorFormat,
}

impl<'b> ErrorBody<'b> {
    pub(super) fn parse(body: &'b [u8], format: &'static ErrorFormat) -> Option<Self> {
        Some(Self { tape: Tape::parse(body).ok()?, format })
    }

    /// The error code of the vendor.
    pub(super) fn code(&self) -> Option<i64> {
        self.first(self.format.code, |at| self.number(at).or_else(|| self.tape.text(at)?.parse().ok()))
    }

    /// The error message for people.
    pub(super) fn message(&self) -> Option<&str> {
        self.first(self.format.message, |at| self.tape.text(at))
    }

    /// The request id of the server.
    pub(super) fn request_id(&self) -> Option<String> {
        self.first(self.format.request_id, |at| match self.tape.token(at) {
            Token::Integer(number) => Some(number.to_string()),
            Token::Unsigned(number) => Some(number.to_string()),
            Token::Float(number) => Some(number.to_string()),
            _ => self.tape.text(at).map(str::to_owned),
        })
    }

    /// Returns the first value that `read` accepts, of the fields with these names.
    fn first<T>(&self, names: &[&str], read: impl Fn(usize) -> Option<T>) -> Option<T> {
        names.iter().filter_map(|name| self.find(name)).find_map(read)
    }

    /// Returns the value under a name. Dots in the name separate nested fields.
    fn find(&self, name: &str) -> Option<usize> {
        name.split('.').try_fold(0, |object, part| self.tape.field(object, part))
    }

    fn number(&self, at: usize) -> Option<i64> {
        match self.tape.token(at) {
            Token::Integer(number) => Some(number),
            #[allow(clippy::cast_possible_truncation, reason = "codes are far below the limits of either type")]
            Token::Float(number) if number.fract() == 0.0 => Some(number as i64),
            _ => None,
        }
    }

    fn has(&self, (name, expected): &(&str, FieldValue)) -> bool {
        let Some(at) = self.find(name) else { return false };
        match expected {
            FieldValue::Bool(expected) => self.tape.token(at) == Token::Bool(*expected),
            FieldValue::Integer(expected) => self.number(at) == Some(*expected),
            FieldValue::Text(expected) => self.tape.text(at) == Some(expected),
        }
    }
}

/// Whether the body marks a response with a success status as an error of the API.
///
/// Status 207 reports several results, so it stays a success.
pub(crate) fn is_recognized(format: &'static ErrorFormat, status: StatusCode, body: &[u8]) -> bool {
    let Some((name, _)) = format.recognized_by.first() else { return false };
    // Successful responses cost only this search.
    let key = format!("\"{}\"", name.rsplit('.').next().unwrap_or_default());
    if status == StatusCode::MULTI_STATUS || memchr::memmem::find(body, key.as_bytes()).is_none() {
        return false;
    }
    let Some(body) = ErrorBody::parse(body, format) else { return false };
    format.recognized_by.iter().all(|mark| body.has(mark)) && (format.code.is_empty() || body.code().is_some())
}
