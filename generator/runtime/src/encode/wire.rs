//! Values as text in paths and queries, before it is percent-encoded.

use std::fmt::Write;

use crate::{Date, DateTime, JsonText, Timestamp, TimestampMillis, TimestampSeconds};

/// A value that can be a path segment or an item of a query.
pub trait WireValue {
    /// Appends the value as text.
    ///
    /// # Errors
    /// Returns the reason if the value can't be represented as text.
    fn write(&self, text: &mut String) -> Result<(), &'static str>;
}

impl<T: WireValue + ?Sized> WireValue for &T {
    fn write(&self, text: &mut String) -> Result<(), &'static str> {
        (**self).write(text)
    }
}

impl WireValue for str {
    fn write(&self, text: &mut String) -> Result<(), &'static str> {
        text.push_str(self);
        Ok(())
    }
}

impl WireValue for String {
    fn write(&self, text: &mut String) -> Result<(), &'static str> {
        text.push_str(self);
        Ok(())
    }
}

impl WireValue for bool {
    fn write(&self, text: &mut String) -> Result<(), &'static str> {
        text.push_str(if *self { "true" } else { "false" });
        Ok(())
    }
}

impl WireValue for i64 {
    fn write(&self, text: &mut String) -> Result<(), &'static str> {
        write!(text, "{self}").map_err(|_| "can't be written")
    }
}

impl WireValue for f64 {
    fn write(&self, text: &mut String) -> Result<(), &'static str> {
        if !self.is_finite() {
            return Err("is not a finite number");
        }
        write!(text, "{self}").map_err(|_| "can't be written")
    }
}

impl WireValue for Timestamp {
    fn write(&self, text: &mut String) -> Result<(), &'static str> {
        self.as_number().write(text)
    }
}

impl WireValue for TimestampMillis {
    fn write(&self, text: &mut String) -> Result<(), &'static str> {
        self.as_millis().write(text)
    }
}

impl WireValue for TimestampSeconds {
    fn write(&self, text: &mut String) -> Result<(), &'static str> {
        self.as_seconds().write(text)
    }
}

macro_rules! wire_text {
    ($($type:ident),*) => {$(
        impl WireValue for $type {
            fn write(&self, text: &mut String) -> Result<(), &'static str> {
                text.push_str(self.as_str());
                Ok(())
            }
        }
    )*};
}

wire_text!(DateTime, Date, JsonText);
