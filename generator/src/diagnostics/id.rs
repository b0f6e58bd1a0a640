//! The table of diagnostic ids: for each its code and its page.

/// Declares the ids. The page of a code is the file `pages/CODE.md`.
macro_rules! ids {
    ($($(#[$attribute:meta])* $id:ident = $code:literal,)+) => {
        /// The kind of an error or warning. Its code is stable and is part of every diagnostic.
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
    /// A file that is not part of a spec.
    UnexpectedFile = "E0003",
    /// A file with merge conflict markers.
    MergeConflict = "E0004",
    /// Text that is not YAML.
    YamlSyntax = "E0101",
    /// A feature of YAML that the format does not support.
    YamlFeature = "E0102",
    /// A duplicate key.
    DuplicateKey = "E0103",
    /// An unknown key.
    UnknownKey = "E0104",
    /// A missing key.
    MissingKey = "E0105",
    /// A value of an unexpected type.
    WrongType = "E0106",
    /// A word that is not in the list of allowed words.
    UnknownValue = "E0107",
    /// A name with an invisible character.
    HiddenCharacter = "E0108",
    /// Text with invalid syntax: a type, a request line, a URL.
    Malformed = "E0201",
    /// An undefined name: a type, a host, a style.
    UnknownName = "E0202",
    /// Path template and path parameters differ.
    PathMismatch = "E0203",
    /// A documented endpoint that does not exist or is covered twice.
    Documented = "E0204",
    /// An example that does not match its operation.
    Example = "E0205",
    /// Keys that contradict each other.
    Contradiction = "E0206",
    /// Two operations with the same request.
    DuplicateRequest = "E0207",
    /// Two values of an enum, or two wire names of a type, that are equal.
    DuplicateValue = "E0208",
    /// Two elements with the same Rust name, or an invalid Rust name.
    RustName = "E0301",
    /// Two operations that an OpenAPI document cannot distinguish.
    DocumentClash = "E0401",
    /// A definition that nothing uses.
    Unused = "W0001",
    /// An operation or an event without an example.
    NoExample = "W0002",
    /// A parameter, field or value without documentation.
    NoDoc = "W0003",
    /// A list without pagination.
    UnstatedPaging = "W0004",
    /// A documented endpoint that no operation covers.
    Uncovered = "W0005",
}

impl Id {
    /// Returns the id with this code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|id| id.code().eq_ignore_ascii_case(code))
    }

    /// Returns the title of the page.
    pub fn title(self) -> &'static str {
        let heading = self.page().lines().next().unwrap_or_default().trim_start_matches(['#', ' ']);
        heading.split_once(": ").map_or(heading, |(_, title)| title)
    }
}
