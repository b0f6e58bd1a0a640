//! The forms of a report. None of them decides anything: what is said is in the [`Report`](super::report::Report).

mod endpoints;
mod html;
mod markdown;
mod rules;
mod text;
mod words;

pub use html::html;
pub use markdown::{MARKER, MAX_BYTES, markdown};
pub use rules::{rule_page, rules};
pub use text::{text, text_by_endpoint};
