//! Values that servers send for an absent value.

use super::reader::Reader;
use super::tape::Token;

/// A value by which a server marks a field as absent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Absent {
    /// A number, such as `-1`.
    Number(f64),
    /// A string, such as `""`.
    Text(&'static str),
}

impl From<i32> for Absent {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}

impl From<f64> for Absent {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<&'static str> for Absent {
    fn from(text: &'static str) -> Self {
        Self::Text(text)
    }
}

impl Reader<'_, '_> {
    /// Whether the current value marks the field as absent. The field then counts as not read.
    pub fn is(&mut self, absent: impl Into<Absent>) -> bool {
        let is_absent = self.is_absent(absent.into());
        if is_absent {
            self.skip();
        }
        is_absent
    }

    fn is_absent(&self, absent: Absent) -> bool {
        #[allow(clippy::cast_precision_loss, reason = "these values are small")]
        let number = match self.token() {
            Token::Integer(number) => Some(number as f64),
            Token::Unsigned(number) => Some(number as f64),
            Token::Float(number) => Some(number),
            _ => None,
        };
        #[allow(clippy::float_cmp, reason = "these values are literals, not computed")]
        match absent {
            Absent::Number(absent) => number == Some(absent),
            Absent::Text(absent) => self.current_text() == Some(absent),
        }
    }
}
