//! What a vendor sends to its users' servers.

use std::error;
use std::fmt;
use std::ops::Deref;

use crate::decode::{Decode, Tape, Warning, Warnings, replace_half_characters};
use crate::response::read;

/// An event with everything that was odd about its body. Dereferences to the event.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Received<T> {
    event: T,
    warnings: Vec<Warning>,
}

impl<T> Received<T> {
    /// The event.
    pub fn into_event(self) -> T {
        self.event
    }

    /// What was odd about the body, up to 1000 times.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }
}

impl<T> Deref for Received<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.event
    }
}

/// The body of an event can't be read. Its text never holds the body.
#[derive(Debug)]
pub struct EventError {
    problem: String,
}

impl fmt::Display for EventError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the body of the event can't be read: {}", self.problem)
    }
}

impl error::Error for EventError {}

/// Reads the body of an event.
#[doc(hidden)]
pub fn read_event<T: Decode>(body: &[u8]) -> Result<Received<T>, EventError> {
    let repaired;
    let tape = match Tape::parse(body) {
        Ok(tape) => tape,
        Err(error) => {
            repaired = replace_half_characters(body).unwrap_or_default();
            Tape::parse(&repaired).map_err(|_| EventError { problem: format!("it is no JSON ({error})") })?
        }
    };
    match read(&tape, "", T::decode) {
        (Some(event), Warnings { list: warnings, .. }) => Ok(Received { event, warnings }),
        (None, warnings) => {
            let problem = warnings.list.last().map_or_else(|| "it is empty".to_owned(), ToString::to_string);
            Err(EventError { problem })
        }
    }
}
