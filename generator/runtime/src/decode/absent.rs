//! Values that mean that there is none.

use super::reader::Reader;
use super::tape::Token;

/// A value by which a server says that there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Absent {
    /// A number, such as `-1`.
    Number(f64),
    /// A text, such as `""`.
    Text(&'static str),
}

impl Reader<'_, '_> {
    /// Whether the current value is one of those.
    pub(super) fn is_absent(&self, absent: &[Absent]) -> bool {
        #[allow(clippy::cast_precision_loss, reason = "such values are small")]
        let number = match self.token() {
            Token::Integer(number) => Some(number as f64),
            Token::Unsigned(number) => Some(number as f64),
            Token::Float(number) => Some(number),
            _ => None,
        };
        #[allow(clippy::float_cmp, reason = "such values are written, not computed")]
        absent.iter().any(|absent| match absent {
            Absent::Number(absent) => number == Some(*absent),
            Absent::Text(absent) => self.current_text() == Some(*absent),
        })
    }
}
