//! Value types that the standard library lacks.

mod datetime;
mod json_text;
mod nullable;
mod sensitive;
mod time_error;
mod timestamp;
#[cfg(feature = "chrono")]
mod with_chrono;
#[cfg(feature = "jiff")]
mod with_jiff;

pub use datetime::{Date, DateTime};
pub use json_text::JsonText;
pub use nullable::Nullable;
pub use sensitive::Sensitive;
pub use time_error::TimeError;
pub use timestamp::{Timestamp, TimestampMillis, TimestampSeconds};
