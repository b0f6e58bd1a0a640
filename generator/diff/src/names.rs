//! Compares the names of elements in the spec and in Rust.

use api_client_generator::naming::Case;
use api_client_generator::source::Text;

/// The old and the new name of an element in the spec, each with the name in Rust that the spec declares.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    both: [(&'a Text, &'a Option<Text>); 2],
    case: Case,
}

impl<'a> Names<'a> {
    pub(super) fn new(case: Case, name: (&'a Text, &'a Text), rust: (&'a Option<Text>, &'a Option<Text>)) -> Self {
        Self { both: [(name.0, rust.0), (name.1, rust.1)], case }
    }

    /// Returns the names in the spec.
    pub(super) fn in_spec(self) -> [&'a str; 2] {
        self.both.map(|(name, _)| name.value.as_str())
    }

    /// Returns the names in Rust that the spec declares.
    pub(super) fn given(self) -> [Option<&'a str>; 2] {
        self.both.map(|(_, rust)| rust.as_ref().map(|rust| rust.value.as_str()))
    }

    /// Returns whether the name in Rust stays the same.
    pub(super) fn is_same(self) -> bool {
        let [old, new] = self.in_rust();
        old == new
    }

    /// Returns the aliases for former names. A former name that equals the current name in Rust has no alias.
    pub(super) fn aliases(self, was: (&Option<Text>, &Option<Text>)) -> [Option<String>; 2] {
        let alias = |was: &Option<Text>, name: Option<String>| {
            let alias = self.case.in_rust(&was.as_ref()?.value, None)?;
            (name.as_ref() != Some(&alias)).then_some(alias)
        };
        let [old, new] = self.in_rust();
        [alias(was.0, old), alias(was.1, new)]
    }

    fn in_rust(self) -> [Option<String>; 2] {
        self.both.map(|(name, rust)| self.case.in_rust(&name.value, rust.as_ref().map(|rust| rust.value.as_str())))
    }
}
