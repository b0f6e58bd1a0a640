//! The table of the spec format: the keys of each mapping, their types and their meaning.
//!
//! The reader, the JSON Schema and the canonical layout are all made from it. The order of the keys
//! is the order in which the formatter writes them.

mod acknowledged;
mod api;
mod common;
mod documented;
mod events;
mod known_mistakes;
mod operation;
mod resource;
mod types;
pub mod upgrade;
mod vendor_names;
pub(crate) mod words;

use super::shape::Shape;

pub use acknowledged::ACKNOWLEDGED;
pub use api::API;
pub use documented::DOCUMENTED;
use events::EVENT;
pub use events::EVENTS_FILE;
pub use known_mistakes::KNOWN_MISTAKES;
pub use operation::SECTION;
use operation::{PARAMETER, RESPONSE};
pub use types::TYPES_FILE;
pub use vendor_names::VENDOR_NAMES;

/// The version of the format that this generator reads.
pub const VERSION: &str = "1";

/// Keys that are valid only in other mappings: the mapping, the key, the fix.
pub const NOT_HERE: &[(&str, &str, &str)] = &[
    (PARAMETER.name, "private", "remove it: the `Debug` output of a request has no values"),
    (EVENT.name, "private", "write it at the fields of the event's type"),
    (RESPONSE.name, "private", "write it at the fields of the response"),
];

/// All kinds of files, by the name in the schema.
pub const FILES: &[(&str, &Shape)] = &[
    ("api", &API),
    ("documented", &DOCUMENTED),
    ("vendor_names", &VENDOR_NAMES),
    ("acknowledged", &ACKNOWLEDGED),
    ("known_mistakes", &KNOWN_MISTAKES),
    ("section", &SECTION),
    ("types", &TYPES_FILE),
    ("events", &EVENTS_FILE),
];
