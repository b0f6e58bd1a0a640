//! The table of diagnostic ids: for each its code and its page.

/// Declares the ids. The page of a code is the file `pages/CODE.md`.
macro_rules! ids {
    ($($(#[$attribute:meta])* $id:ident = $code:literal,)+) => {
        /// The kind of a mistake. Its code is stable and is printed with every diagnostic.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Id {
            $($(#[$attribute])* $id,)+
        }

        impl Id {
            /// All ids, in the order of their codes.
            pub const ALL: &'static [Self] = &[$(Self::$id),+];

            /// The stable code, such as `E0103`.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$id => $code,)+
                }
            }

            /// The meaning of the diagnostic and its fix, with a wrong and a right example, as Markdown.
            ///
            /// An example begins with the name of its file. Its keys replace the keys of the same name in a small
            /// valid spec.
            pub fn page(self) -> &'static str {
                match self {
                    $(Self::$id => include_str!(concat!("pages/", $code, ".md")),)+
                }
            }
        }
    };
}

ids! {
    /// A file that can't be read, or is not UTF-8.
    UnreadableFile = "E0001",
    /// A file without content.
    EmptyFile = "E0002",
    /// A file that the layout of a spec has no place for.
    UnexpectedFile = "E0003",
    /// A file with the marks of a merge conflict.
    MergeConflict = "E0004",
    /// Text that is not YAML.
    YamlSyntax = "E0101",
    /// A feature of YAML that the format leaves out.
    YamlFeature = "E0102",
    /// A key twice in one mapping.
    DuplicateKey = "E0103",
    /// A key that the format does not know.
    UnknownKey = "E0104",
    /// A key that must be there and is not.
    MissingKey = "E0105",
    /// A value of another kind than expected.
    WrongType = "E0106",
    /// A word outside the allowed ones.
    UnknownValue = "E0107",
    /// A name with a character that can't be seen, or that looks like a blank.
    HiddenCharacter = "E0108",
    /// Text that does not follow its little grammar: a type, a request line, a URL.
    Malformed = "E0201",
    /// A name that is defined nowhere: a type, a host, a style.
    UnknownName = "E0202",
    /// Path template and path parameters differ.
    PathMismatch = "E0203",
    /// A documented endpoint that does not exist or is covered twice.
    Documented = "E0204",
    /// An example that does not fit its operation.
    Example = "E0205",
    /// Keys that contradict each other.
    Contradiction = "E0206",
    /// Two operations with the same request.
    DuplicateRequest = "E0207",
    /// Two values of an enum, or two wire names of a type, that are equal.
    DuplicateValue = "E0208",
    /// Two things that would get the same Rust name, or one that Rust can't have.
    RustName = "E0301",
    /// Two operations that one OpenAPI document can't tell apart.
    DocumentClash = "E0401",
    /// A definition that nothing uses.
    Unused = "W0001",
    /// An operation or an event without an example.
    NoExample = "W0002",
    /// A parameter, field or value that is not explained.
    NoDoc = "W0003",
    /// A list that does not say how it goes on.
    UnstatedPaging = "W0004",
    /// A documented endpoint that no operation covers.
    Uncovered = "W0005",
}

impl Id {
    /// The id with this code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|id| id.code().eq_ignore_ascii_case(code))
    }

    /// The first line of the page, which says what it is about.
    pub fn title(self) -> &'static str {
        let heading = self.page().lines().next().unwrap_or_default().trim_start_matches(['#', ' ']);
        heading.split_once(": ").map_or(heading, |(_, title)| title)
    }
}
