//! Reading answers leniently.
//!
//! A body is parsed once, into a [`Tape`] of small tokens that borrow from it. Values are read off
//! the tape in one pass in which what does not fit is left out, with a warning that names its JSON
//! path: strictness costs no second pass, and a path costs nothing until a warning needs it.

use bytes::Bytes;

mod absent;
mod object;
mod page;
mod plausibility;
mod reader;
mod repair;
mod tape;
mod union;
mod values;
mod warning;

pub use absent::Absent;
pub use object::{Fields, Record, decode_record};
pub(crate) use page::{PageList, identifier};
pub use reader::Reader;
pub(crate) use tape::{Tape, Token};
pub use union::{JsonKind, OneOfKinds, Tagged, decode_kinds, decode_tagged};
pub(crate) use warning::Warnings;
pub use warning::{Warning, WarningKind};

/// A value that can be read from an answer.
pub trait Decode: Sized {
    /// Reads the value. `None` says that there is none to be had, and that a warning tells why.
    fn decode(reader: &mut Reader<'_, '_>) -> Option<Self>;

    /// The value of a body that is taken as it came, where it need not be JSON.
    #[doc(hidden)]
    fn of_raw_body(_: &Bytes) -> Option<Self> {
        None
    }

    /// The value of an empty body, where that is one.
    #[doc(hidden)]
    fn of_empty_body() -> Option<Self> {
        None
    }
}

/// Whether a body has no content at all: blanks count as none.
pub(crate) fn is_blank(body: &[u8]) -> bool {
    repair::without_byte_order_mark(body).trim_ascii().is_empty()
}
