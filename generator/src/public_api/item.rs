//! One public item, and its line in `api.txt`.

use std::convert::Infallible;
use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

const NON_EXHAUSTIVE: &str = " #[non_exhaustive]";
const ASYNC: &str = "async fn ";
const DEPRECATED: &str = " #[deprecated]";

/// A public item of a client.
///
/// It is written as one line: a word for its kind, its path, its signature and its attributes. Every line can be
/// parsed, and an item prints as the line that it was parsed from.
///
/// ```
/// use api_client_generator::public_api::{ItemKind, PublicItem};
///
/// let line = "fn shop::Card::bank(self, bank: impl Into<String>) -> Self #[deprecated]";
/// let Ok(item) = line.parse::<PublicItem>();
/// assert_eq!(item.kind, ItemKind::Function);
/// assert_eq!(item.owner(), Some("shop::Card"));
/// assert!(item.is_setter() && item.deprecated);
/// assert_eq!(item.to_string(), line);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PublicItem {
    /// Its kind.
    pub kind: ItemKind,
    /// Its path in the client: `shop::Order`, `shop::Order.total`, `shop::items::ListItems::limit`.
    pub path: String,
    /// The text between its path and its attributes: `(self, limit: i64) -> Self`, `: String`, ` = Page`, ` -> Page`.
    pub signature: String,
    /// Whether it is an asynchronous function.
    pub is_async: bool,
    /// Whether users must expect more fields or variants.
    pub non_exhaustive: bool,
    /// The feature of the client that it needs.
    pub feature: Option<String>,
    /// Whether the compiler warns about its use.
    pub deprecated: bool,
}

/// The kinds of public items.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ItemKind {
    /// A struct.
    Struct,
    /// A field of a struct.
    Field,
    /// An enum.
    Enum,
    /// A variant of an enum.
    Variant,
    /// An associated function or a method.
    Function,
    /// A constant, of a module or of a type.
    Constant,
    /// A static.
    Static,
    /// A type alias.
    TypeAlias,
    /// A former name of a module.
    ModuleAlias,
    /// A type of the runtime that the client re-exports.
    Reexport,
    /// An implementation by a macro of the runtime, with the name of the macro.
    Implementation(String),
    /// A request, with its output.
    Request,
    /// A request with pages.
    Paginated,
    /// A request with pages in both directions.
    Windowed,
    /// A request for a long-running job.
    Job,
    /// A kind of another version of the generator, with its word; the whole line if the line names no path.
    Other(String),
}

impl ItemKind {
    /// The first word of its lines.
    fn word(&self) -> &str {
        match self {
            Self::Struct | Self::Field => "struct",
            Self::Enum | Self::Variant => "enum",
            Self::Function => "fn",
            Self::Constant => "const",
            Self::Static => "static",
            Self::TypeAlias => "type",
            Self::ModuleAlias => "mod",
            Self::Reexport => "use",
            Self::Implementation(_) => "impl",
            Self::Request => "request",
            Self::Paginated => "paginated",
            Self::Windowed => "windowed",
            Self::Job => "job",
            Self::Other(word) => word,
        }
    }

    fn parse(word: &str, path: &str) -> Self {
        match word {
            "struct" if path.contains('.') => Self::Field,
            "struct" => Self::Struct,
            "enum" if owner(path).is_some() => Self::Variant,
            "enum" => Self::Enum,
            "fn" => Self::Function,
            "const" => Self::Constant,
            "static" => Self::Static,
            "type" => Self::TypeAlias,
            "mod" => Self::ModuleAlias,
            "use" => Self::Reexport,
            "request" => Self::Request,
            "paginated" => Self::Paginated,
            "windowed" => Self::Windowed,
            "job" => Self::Job,
            word => Self::Other(word.to_owned()),
        }
    }
}

impl PublicItem {
    /// An item without attributes.
    pub(super) fn new(kind: ItemKind, path: String, signature: String) -> Self {
        Self { kind, path, signature, is_async: false, non_exhaustive: false, feature: None, deprecated: false }
    }

    /// The kind and the path, by which an item is found in another list.
    pub fn key(&self) -> (&ItemKind, &str) {
        (&self.kind, &self.path)
    }

    /// The type that it is a part of or implements something for; `None` for an item of a module.
    pub fn owner(&self) -> Option<&str> {
        match self.kind {
            ItemKind::Implementation(_) => Some(&self.path),
            _ => owner(&self.path),
        }
    }

    /// The last name of its path.
    pub fn name(&self) -> &str {
        self.path.rsplit([':', '.']).next().unwrap_or_default()
    }

    /// The type of a field, constant or static.
    pub fn type_(&self) -> Option<&str> {
        self.signature.strip_prefix(": ")
    }

    /// The target of an alias or re-export.
    pub fn target(&self) -> Option<&str> {
        self.signature.strip_prefix(" = ")
    }

    /// The arguments of a function, in parentheses, and its return type.
    pub fn call(&self) -> Option<(&str, Option<&str>)> {
        let mut depth = 0_usize;
        let end = self.signature.find(|character| {
            depth = match character {
                '(' => depth + 1,
                ')' => depth.saturating_sub(1),
                _ => depth,
            };
            character == ')' && depth == 0
        })?;
        let (arguments, rest) = self.signature.split_at(end + 1);
        (self.kind == ItemKind::Function).then(|| (arguments, rest.strip_prefix(" -> ")))
    }

    /// Whether it is a function that returns `Self`.
    pub fn returns_self(&self) -> bool {
        self.call().is_some_and(|(_, output)| output == Some("Self"))
    }

    /// Whether it is a method that takes a value and returns the object that it is called on.
    pub fn is_setter(&self) -> bool {
        self.returns_self() && self.signature.contains("self, ")
    }
}

/// The type in the path of a part of it. Modules have lower-case names.
fn owner(path: &str) -> Option<&str> {
    if let Some((owner, _)) = path.rsplit_once('.') {
        return Some(owner);
    }
    let (owner, _) = path.rsplit_once("::")?;
    let name = owner.rsplit("::").next().unwrap_or_default();
    name.starts_with(char::is_uppercase).then_some(owner)
}

impl Display for PublicItem {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { kind, path, signature, is_async, non_exhaustive, feature, deprecated } = self;
        f.write_str(kind.word())?;
        if let ItemKind::Implementation(name) = kind {
            write!(f, " {name} for")?;
        }
        match path.rsplit_once("::") {
            Some((owner, name)) if *is_async => write!(f, " {owner}::{ASYNC}{name}{signature}")?,
            _ if path.is_empty() => {}
            _ => write!(f, " {path}{signature}")?,
        }
        if *non_exhaustive {
            f.write_str(NON_EXHAUSTIVE)?;
        }
        if let Some(feature) = feature {
            write!(f, " #[cfg({feature})]")?;
        }
        if *deprecated {
            f.write_str(DEPRECATED)?;
        }
        Ok(())
    }
}

impl FromStr for PublicItem {
    type Err = Infallible;

    fn from_str(line: &str) -> Result<Self, Infallible> {
        let has = |line, attribute| str::strip_suffix(line, attribute).map_or((line, false), |rest| (rest, true));
        let (rest, deprecated) = has(line, DEPRECATED);
        let feature = rest.strip_suffix(")]").and_then(|rest| rest.rsplit_once(" #[cfg("));
        let (rest, feature) = feature.map_or((rest, None), |(rest, feature)| (rest, Some(feature.to_owned())));
        let (declaration, non_exhaustive) = has(rest, NON_EXHAUSTIVE);
        let (word, rest) = declaration.split_once(' ').unwrap_or_default();
        let implementation = rest.split_once(" for ").filter(|_| word == "impl");
        let rest = implementation.map_or(rest, |(_, rest)| rest);
        let (path, signature) = rest.split_at(path_length(rest));
        if path.is_empty() {
            return Ok(Self::new(ItemKind::Other(line.to_owned()), String::new(), String::new()));
        }
        let kind = match implementation {
            Some((name, _)) => ItemKind::Implementation(name.to_owned()),
            None => ItemKind::parse(word, path),
        };
        let (path, signature, is_async) = match without_async(word, rest) {
            Some((path, signature)) => (path, signature, true),
            None => (path.to_owned(), signature, false),
        };
        Ok(Self { kind, path, signature: signature.to_owned(), is_async, non_exhaustive, feature, deprecated })
    }
}

/// The path and the signature of an asynchronous function: `testing::FakeServer::async fn start() -> Self`.
fn without_async<'l>(word: &str, rest: &'l str) -> Option<(String, &'l str)> {
    let (owner, rest) = rest.split_once(&format!("::{ASYNC}")).filter(|_| word == "fn")?;
    let (name, signature) = rest.split_at(path_length(rest));
    let is_one_name =
        path_length(owner) == owner.len() && !owner.is_empty() && !name.is_empty() && !name.contains("::");
    is_one_name.then(|| (format!("{owner}::{name}"), signature))
}

/// A path ends before the first character that is no part of a name, of `::` or of `.`.
fn path_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut end = 0;
    while let Some(byte) = bytes.get(end) {
        end += match byte {
            b':' if bytes.get(end + 1) == Some(&b':') => 2,
            b':' | b' ' | b'(' | b'<' | b'=' => break,
            _ => 1,
        };
    }
    end
}
