//! Value types that the standard library lacks.

mod datetime;
mod json_text;
mod nullable;
mod sensitive;
mod timestamp;

pub use datetime::{Date, DateTime};
pub use json_text::JsonText;
pub use nullable::Nullable;
pub use sensitive::Sensitive;
pub use timestamp::{Timestamp, TimestampMillis, TimestampSeconds};
