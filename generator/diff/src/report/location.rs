//! Defines locations in files of the spec.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use super::State;
use api_client_generator::Spec;
use api_client_generator::source::Place;

/// A location in a file of the spec.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Location {
    /// The path of the file, relative to the root of its repository: `spec/shop/items.yaml`.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

impl Location {
    pub(super) fn new(spec: &Spec, state: &State, place: Place) -> Self {
        let file = spec.sources().file(place.file);
        let (line, column) = file.line_and_column(place.start);
        Self { file: format!("{}{}", state.folder, file.name), line, column }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}
