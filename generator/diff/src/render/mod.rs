//! Renders a report in each format. The formats only lay out the content of the [`Report`](super::report::Report).

mod endpoints;
mod github;
mod html;
mod json;
mod markdown;
mod messages;
mod rules;
mod sarif;
mod short;
mod style;
mod text;
mod words;

pub use github::github;
pub use html::html;
pub use json::{json, json_schema};
pub use markdown::{MARKER, MAX_BYTES, markdown};
pub use rules::{rule_page, rules};
pub use sarif::sarif;
pub use short::short;
pub use text::{text, text_by_endpoint};
