//! `Serialize` and `Deserialize` for values of responses and events.
//!
//! A value is written in its wire form by [`Encode`](crate::Encode), as a request is, and read by the lenient decoder, as a
//! response is. Only small functions that forward to this module are compiled for each type.

mod decoded;
mod read;
mod values;
mod with_secrets;
mod write;

pub use decoded::{Decoded, FromJsonError, from_json};
pub use read::deserialize;
pub use with_secrets::WithSecrets;
pub use write::{encode_member, serialize};
