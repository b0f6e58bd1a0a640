//! What is wrong with a spec: where, what was expected, and how to mend it.

mod explain;
mod render;
pub(crate) mod suggest;

use std::panic::Location;

use crate::source::{Place, SourceMap};
pub use render::Style;

/// The kind of a mistake. Its code is stable and is printed with every diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Id {
    /// A file that can't be read, or is not UTF-8.
    UnreadableFile,
    /// A file without content.
    EmptyFile,
    /// A file that the layout of a spec has no place for.
    UnexpectedFile,
    /// Text that is not YAML.
    YamlSyntax,
    /// A feature of YAML that the format leaves out.
    YamlFeature,
    /// A key twice in one mapping.
    DuplicateKey,
    /// A key that the format does not know.
    UnknownKey,
    /// A key that must be there and is not.
    MissingKey,
    /// A value of another kind than expected.
    WrongType,
    /// A word outside the allowed ones.
    UnknownValue,
    /// Text that does not follow its little grammar: a type, a request line, a URL.
    Malformed,
    /// A name that is defined nowhere: a type, a host, a style.
    UnknownName,
    /// Path template and path parameters differ.
    PathMismatch,
    /// A documented endpoint that does not exist or is covered twice.
    Documented,
    /// Two things that would get the same Rust name, or one that Rust can't have.
    RustName,
    /// An example that does not fit its operation.
    Example,
    /// Keys that contradict each other.
    Contradiction,
    /// Two operations with the same request.
    DuplicateRequest,
    /// Two values of an enum, or two wire names of a type, that are equal.
    DuplicateValue,
    /// Two operations that one OpenAPI document can't tell apart.
    DocumentClash,
    /// A definition that nothing uses.
    Unused,
    /// An operation or an event without an example.
    NoExample,
    /// A parameter, field or value that is not explained.
    NoDoc,
    /// A list that does not say how it goes on.
    UnstatedPaging,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// No client is made from the spec.
    Error,
    /// The client is poorer for it.
    Warning,
}

impl Id {
    /// All of them, in the order of their codes.
    pub const ALL: &'static [Self] = &[
        Self::UnreadableFile,
        Self::EmptyFile,
        Self::UnexpectedFile,
        Self::YamlSyntax,
        Self::YamlFeature,
        Self::DuplicateKey,
        Self::UnknownKey,
        Self::MissingKey,
        Self::WrongType,
        Self::UnknownValue,
        Self::Malformed,
        Self::UnknownName,
        Self::PathMismatch,
        Self::Documented,
        Self::Example,
        Self::Contradiction,
        Self::DuplicateRequest,
        Self::DuplicateValue,
        Self::RustName,
        Self::DocumentClash,
        Self::Unused,
        Self::NoExample,
        Self::NoDoc,
        Self::UnstatedPaging,
    ];

    /// The one with this code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|id| id.code().eq_ignore_ascii_case(code))
    }

    /// The stable code, such as `E0103`.
    pub fn code(self) -> &'static str {
        match self {
            Self::UnreadableFile => "E0001",
            Self::EmptyFile => "E0002",
            Self::UnexpectedFile => "E0003",
            Self::YamlSyntax => "E0101",
            Self::YamlFeature => "E0102",
            Self::DuplicateKey => "E0103",
            Self::UnknownKey => "E0104",
            Self::MissingKey => "E0105",
            Self::WrongType => "E0106",
            Self::UnknownValue => "E0107",
            Self::Malformed => "E0201",
            Self::UnknownName => "E0202",
            Self::PathMismatch => "E0203",
            Self::Documented => "E0204",
            Self::Example => "E0205",
            Self::Contradiction => "E0206",
            Self::DuplicateRequest => "E0207",
            Self::DuplicateValue => "E0208",
            Self::RustName => "E0301",
            Self::DocumentClash => "E0401",
            Self::Unused => "W0001",
            Self::NoExample => "W0002",
            Self::NoDoc => "W0003",
            Self::UnstatedPaging => "W0004",
        }
    }

    /// How bad it is.
    pub fn severity(self) -> Severity {
        match self {
            Self::Unused | Self::NoExample | Self::NoDoc | Self::UnstatedPaging => Severity::Warning,
            _ => Severity::Error,
        }
    }
}

/// One mistake of a spec.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// What kind of mistake it is.
    pub id: Id,
    /// Where it is.
    pub place: Place,
    /// What is wrong.
    pub message: String,
    /// What was expected at the place.
    pub expected: String,
    /// Other places that have to do with it.
    pub related: Vec<(Place, String)>,
    /// How to mend it.
    pub help: String,
    /// Where in the generator it was made, by which tests see that every kind of mistake is tried.
    #[doc(hidden)]
    pub origin: &'static Location<'static>,
}

impl Diagnostic {
    #[track_caller]
    pub(crate) fn error(id: Id, place: Place, message: impl Into<String>) -> Self {
        let (expected, help) = (String::new(), String::new());
        let origin = Location::caller();
        Self { id, place, message: message.into(), expected, related: Vec::new(), help, origin }
    }

    #[track_caller]
    pub(crate) fn warning(id: Id, place: Place, message: impl Into<String>) -> Self {
        Self::error(id, place, message)
    }

    pub(crate) fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = expected.into();
        self
    }

    pub(crate) fn related(mut self, place: Place, label: impl Into<String>) -> Self {
        self.related.push((place, label.into()));
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }
}

/// Nobody reads more than this, of mistakes and of characters in what is said about one.
const MAX_KEPT: usize = 500;
const MAX_SAID: usize = 1_000;

/// All mistakes that one run found.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
    /// How many more there were than are worth keeping.
    left_out: usize,
}

impl Diagnostics {
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        self.push_with(|| diagnostic);
    }

    /// Adds a diagnostic that takes time to make, such as one with a suggestion.
    pub(crate) fn push_with(&mut self, make: impl FnOnce() -> Diagnostic) {
        if self.found.len() == MAX_KEPT {
            self.left_out += 1;
            return;
        }
        let mut diagnostic = make();
        // A message repeats names of the spec, which can be of any length.
        clip(&mut diagnostic.message);
        clip(&mut diagnostic.expected);
        clip(&mut diagnostic.help);
        self.found.push(diagnostic);
    }

    /// Adds what others have found.
    pub(crate) fn absorb(&mut self, others: Self) {
        self.left_out += others.left_out;
        for diagnostic in others.found {
            self.push(diagnostic);
        }
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many mistakes were found.
    pub fn len(&self) -> usize {
        self.found.len() + self.left_out
    }

    /// The mistakes by file and place; of very many only the first ones that were found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.found.iter()
    }

    pub(crate) fn sort(&mut self, sources: &SourceMap) {
        self.found.sort_by_cached_key(|diagnostic| {
            let file = sources.file(diagnostic.place.file).name.clone();
            (file, diagnostic.place.start, diagnostic.id, diagnostic.message.clone())
        });
    }
}

fn clip(text: &mut String) {
    if let Some((end, _)) = text.char_indices().nth(MAX_SAID) {
        text.truncate(end);
        text.push('…');
    }
}
