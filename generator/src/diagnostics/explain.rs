//! A page on each kind of finding.

use super::Id;

impl Id {
    /// What the finding means and how to mend it, with a wrong and a right example, as Markdown.
    ///
    /// An example begins with the name of its file. What it shows replaces the keys of the same
    /// name in a small spec, in which nothing else is wrong.
    pub fn page(self) -> &'static str {
        match self {
            Self::UnreadableFile => include_str!("pages/E0001.md"),
            Self::EmptyFile => include_str!("pages/E0002.md"),
            Self::UnexpectedFile => include_str!("pages/E0003.md"),
            Self::MergeConflict => include_str!("pages/E0004.md"),
            Self::YamlSyntax => include_str!("pages/E0101.md"),
            Self::YamlFeature => include_str!("pages/E0102.md"),
            Self::DuplicateKey => include_str!("pages/E0103.md"),
            Self::UnknownKey => include_str!("pages/E0104.md"),
            Self::MissingKey => include_str!("pages/E0105.md"),
            Self::WrongType => include_str!("pages/E0106.md"),
            Self::UnknownValue => include_str!("pages/E0107.md"),
            Self::HiddenCharacter => include_str!("pages/E0108.md"),
            Self::Malformed => include_str!("pages/E0201.md"),
            Self::UnknownName => include_str!("pages/E0202.md"),
            Self::PathMismatch => include_str!("pages/E0203.md"),
            Self::Documented => include_str!("pages/E0204.md"),
            Self::Example => include_str!("pages/E0205.md"),
            Self::Contradiction => include_str!("pages/E0206.md"),
            Self::DuplicateRequest => include_str!("pages/E0207.md"),
            Self::DuplicateValue => include_str!("pages/E0208.md"),
            Self::RustName => include_str!("pages/E0301.md"),
            Self::DocumentClash => include_str!("pages/E0401.md"),
            Self::Unused => include_str!("pages/W0001.md"),
            Self::NoExample => include_str!("pages/W0002.md"),
            Self::NoDoc => include_str!("pages/W0003.md"),
            Self::UnstatedPaging => include_str!("pages/W0004.md"),
            Self::Uncovered => include_str!("pages/W0005.md"),
        }
    }

    /// The first line of the page, which says what it is about.
    pub fn title(self) -> &'static str {
        let heading = self.page().lines().next().unwrap_or_default().trim_start_matches(['#', ' ']);
        heading.split_once(": ").map_or(heading, |(_, title)| title)
    }
}
