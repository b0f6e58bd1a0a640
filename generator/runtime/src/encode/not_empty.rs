//! Required ids, which must not be empty.

use super::json::{Encode, JsonBuffer};
use super::wire::WireValue;
use crate::Sensitive;

const EMPTY: &str = "is empty, but an id must not be";

/// A required id. An empty id is an error, because a server may treat it as an absent one.
#[derive(Clone, Copy, Debug)]
pub struct NotEmpty<'v, T: ?Sized>(pub &'v T);

/// Wraps the ids of a list.
pub fn not_empty<T>(ids: &[T]) -> Vec<NotEmpty<'_, T>> {
    ids.iter().map(NotEmpty).collect()
}

/// A value that is a string.
pub trait Text {
    /// Returns the string.
    fn text(&self) -> &str;

    /// Whether the string is a secret.
    fn is_secret(&self) -> bool {
        false
    }
}

impl Text for str {
    fn text(&self) -> &str {
        self
    }
}

impl Text for String {
    fn text(&self) -> &str {
        self
    }
}

impl Text for Sensitive<String> {
    fn text(&self) -> &str {
        self.expose()
    }

    fn is_secret(&self) -> bool {
        true
    }
}

impl<T: Text + ?Sized> Encode for NotEmpty<'_, T> {
    fn encode(&self, buffer: &mut JsonBuffer) {
        match self.0.text() {
            "" if buffer.is_request() => buffer.refuse(EMPTY),
            _ if self.0.is_secret() && buffer.hide() => {}
            text => text.encode(buffer),
        }
    }

    fn is_secret(&self) -> bool {
        self.0.is_secret()
    }
}

impl<T: Text + ?Sized> WireValue for NotEmpty<'_, T> {
    fn write(&self, text: &mut String) -> Result<(), &'static str> {
        match self.0.text() {
            "" => Err(EMPTY),
            id => id.write(text),
        }
    }
}
