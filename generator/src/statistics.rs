//! Statistics of a client.

use crate::model::Api;
use crate::output::FileSet;

/// Counts of an API and its client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statistics {
    /// Operations.
    pub operations: usize,
    /// Named types, and responses with fields.
    pub types: usize,
    /// Files that the generator owns.
    pub files: usize,
    /// Lines of Rust in `src/`, without blank lines and comments.
    pub code_lines: usize,
    /// Lines of documentation in `src/`.
    pub doc_lines: usize,
}

impl Statistics {
    /// Counts.
    pub fn new(api: &Api, files: &FileSet) -> Self {
        let responses =
            api.operations().filter(|operation| matches!(operation.response, crate::model::Response::Object(_)));
        let named: usize = api.products.iter().map(|product| product.types.len()).sum();
        let sources =
            files.iter().filter(|(path, _)| path.starts_with("src/") && path.rsplit('.').next() == Some("rs"));
        let lines: Vec<&str> = sources.flat_map(|(_, text)| text.lines().map(str::trim)).collect();
        let is_doc = |line: &str| line.starts_with("///") || line.starts_with("//!");
        Self {
            operations: api.operations().count(),
            types: named + responses.count(),
            files: files.len(),
            code_lines: lines.iter().filter(|line| !line.is_empty() && !line.starts_with("//")).count(),
            doc_lines: lines.iter().filter(|line| is_doc(line)).count(),
        }
    }

    /// Returns the lines of code per operation, including types, in tenths.
    pub fn code_lines_per_operation(&self) -> f64 {
        let count = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
        count(self.code_lines) / count(self.operations.max(1))
    }
}
