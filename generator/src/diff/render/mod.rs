//! The forms of a report. None of them decides anything: what is said is in the [`Report`](super::report::Report).

mod text;
mod words;

pub use text::{rules, text};
