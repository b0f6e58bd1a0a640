//! Values that servers send for an absent value.

use super::reader::Reader;
use super::tape::Token;

/// A value by which a server marks a field as absent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AbsentMarker {
    /// A number, such as `-1`.
    Number(f64),
    /// A string, such as `""`.
    Text(&'static str),
}

impl From<i32> for AbsentMarker {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}

impl From<f64> for AbsentMarker {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<&'static str> for AbsentMarker {
    fn from(text: &'static str) -> Self {
        Self::Text(text)
    }
}

impl Reader<'_, '_> {
    /// Skips the current value if it is this marker, so that the field counts as not read. Returns whether it was
    /// skipped.
    pub fn skip_if_absent(&mut self, absent: impl Into<AbsentMarker>) -> bool {
        let is_absent = self.is_absent(absent.into());
        if is_absent {
            self.skip();
        }
        is_absent
    }

    fn is_absent(&self, absent: AbsentMarker) -> bool {
        #[allow(clippy::cast_precision_loss, reason = "these values are small")]
        let number = match self.token() {
            Token::Integer(number) => Some(number as f64),
            Token::Unsigned(number) => Some(number as f64),
            Token::Float(number) => Some(number),
            _ => None,
        };
        #[allow(clippy::float_cmp, reason = "these values are literals, not computed")]
        match absent {
            AbsentMarker::Number(absent) => number == Some(absent),
            AbsentMarker::Text(absent) => self.current_text() == Some(absent),
        }
    }
}
