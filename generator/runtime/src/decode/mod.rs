//! Reading answers leniently.
//!
//! A body is parsed once, into a [`Tape`] of small tokens that borrow from it. Values are read off
//! the tape in one pass in which what does not fit is left out, with a warning that names its JSON
//! path: strictness costs no second pass, and a path costs nothing until a warning needs it.

mod absent;
mod object;
mod reader;
mod repair;
mod tape;
mod union;
mod values;
mod warning;

pub use absent::Absent;
pub use object::{Fields, Record, decode_record};
pub use reader::Reader;
pub(crate) use repair::replace_half_characters;
pub(crate) use tape::{Tape, Token};
pub use union::{JsonKind, OneOfKinds, Tagged, decode_kinds, decode_tagged};
pub(crate) use warning::Warnings;
pub use warning::{Warning, WarningKind};

/// A value that can be read from an answer.
pub trait Decode: Sized {
    /// Reads the value. `None` says that there is none to be had, and that a warning tells why.
    fn decode(reader: &mut Reader<'_, '_>) -> Option<Self>;

    /// The value of an empty body, where that is one.
    #[doc(hidden)]
    fn of_empty_body() -> Option<Self> {
        None
    }

    /// Whether the body is of no interest, not even to be JSON.
    #[doc(hidden)]
    const IGNORES_BODY: bool = false;
}
