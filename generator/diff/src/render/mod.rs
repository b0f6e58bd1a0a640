//! The forms of a report. None of them decides anything: what is said is in the [`Report`](super::report::Report).

mod endpoints;
mod github;
mod html;
mod json;
mod junit;
mod markdown;
mod messages;
mod rules;
mod sarif;
mod text;
mod words;

pub use github::github;
pub use html::html;
pub use json::{json, json_schema};
pub use junit::junit;
pub use markdown::{MARKER, MAX_BYTES, markdown};
pub use rules::{rule_page, rules};
pub use sarif::sarif;
pub use text::{text, text_by_endpoint};
