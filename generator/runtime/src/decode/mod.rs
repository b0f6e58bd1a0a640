//! Lenient decoding of responses.
//!
//! A body is parsed once into a [`Tape`] of small tokens that borrow from it. Values are decoded from the tape in one
//! pass. Invalid values are left out with a warning that names their JSON path. A path is only computed for a warning.

use bytes::Bytes;

mod absent;
mod object;
mod page;
mod plausibility;
mod reader;
mod repair;
mod tape;
mod union;
mod unknown_field;
mod values;
mod warning;

pub use absent::AbsentMarker;
pub use object::{Fields, Record, decode_record};
pub(crate) use page::{PageList, identifier};
pub use reader::Reader;
pub(crate) use tape::{Tape, Token};
pub use union::{JsonKind, TaggedUnion, UntaggedUnion, decode_tagged, decode_untagged};
pub use unknown_field::UnknownField;
pub(crate) use unknown_field::unknown_fields;
pub(crate) use warning::Warnings;
#[cfg(all(feature = "serde", feature = "testing"))]
pub(crate) use warning::push_key;
pub use warning::{Warning, WarningKind};

/// A value that can be decoded from a response.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be decoded from a response",
    label = "not a type of the client",
    note = "receive `JsonValue` or `Bytes`, and convert the value, for example with `serde_json::from_slice`"
)]
pub trait Decode: Sized {
    /// Decodes the value. `None` means that there is no valid value, and that a warning states the reason.
    fn decode(reader: &mut Reader<'_, '_>) -> Option<Self>;

    /// Returns the value of a raw body, for types that accept any content.
    #[doc(hidden)]
    fn of_raw_body(_: &Bytes) -> Option<Self> {
        None
    }

    /// Returns the value of an empty body, for types that have one.
    #[doc(hidden)]
    fn of_empty_body() -> Option<Self> {
        None
    }
}

/// Whether a body is empty or contains only white space.
pub(crate) fn is_blank(body: &[u8]) -> bool {
    repair::without_byte_order_mark(body).trim_ascii().is_empty()
}
