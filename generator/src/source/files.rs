//! Which files make up a spec, and what each one is.

use std::fs;
use std::io::{self, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::format;
use super::shape::Shape;
use super::text::{FileId, Place, SourceFile, SourceMap};
use crate::diagnostics::{Diagnostic, Diagnostics, Id};

/// Larger than this is no file that a person wrote.
pub(crate) const MAX_BYTES: usize = 512 << 10;

/// A file of a spec, before it is looked at.
#[derive(Clone, Debug)]
pub struct InputFile {
    /// Its path as it is shown in diagnostics.
    pub path: PathBuf,
    /// Its path inside the spec folder, with `/` between the parts.
    pub name: String,
    /// Its content, or why it can't be read.
    pub content: Result<Vec<u8>, String>,
}

impl InputFile {
    /// Whether it is a guide, which is Markdown, where all else is YAML.
    pub fn is_guide(&self) -> bool {
        guide_of(&self.name).is_some()
    }
}

/// The name of the guide that a file is.
fn guide_of(name: &str) -> Option<&str> {
    name.strip_prefix(GUIDES)?.strip_suffix(".md")
}

/// What a file is, by its place in the folder.
pub(crate) enum Role {
    Api,
    Documented,
    VendorNames,
    Acknowledged,
    Types { product: String },
    Events { product: String },
    Section { product: String, stem: String },
    Guide { stem: String },
}

impl Role {
    /// What the file has to look like; guides are no YAML.
    pub(crate) fn shape(&self) -> Option<&'static Shape> {
        match self {
            Self::Api => Some(&format::API),
            Self::Documented => Some(&format::DOCUMENTED),
            Self::VendorNames => Some(&format::VENDOR_NAMES),
            Self::Acknowledged => Some(&format::ACKNOWLEDGED),
            Self::Types { .. } => Some(&format::TYPES_FILE),
            Self::Events { .. } => Some(&format::EVENTS_FILE),
            Self::Section { .. } => Some(&format::SECTION),
            Self::Guide { .. } => None,
        }
    }
}

/// Whether a file of a spec folder, by its path inside of it, is read as a part of the spec: YAML, and the guides.
pub fn is_part(name: &str) -> bool {
    let has_ending = |endings: &[&str]| {
        let ending = Path::new(name).extension();
        ending.is_some_and(|ending| endings.iter().any(|known| ending.eq_ignore_ascii_case(known)))
    };
    let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
    let is_near = !folder.contains('/');
    (is_near && has_ending(&["yaml", "yml"])) || (format!("{folder}/") == GUIDES && has_ending(&["md"]))
}

/// The folder of the guides, inside of the spec.
const GUIDES: &str = "guides/";

/// Reads every file of a spec folder: YAML, and the guides.
///
/// # Errors
/// If the folder itself can't be read. Files that can't be read are reported as diagnostics later.
pub fn read_folder(folder: &Path) -> io::Result<Vec<InputFile>> {
    let mut inputs = Vec::new();
    collect(folder, "", 0, &mut inputs)?;
    Ok(inputs)
}

fn collect(folder: &Path, prefix: &str, depth: usize, inputs: &mut Vec<InputFile>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        // A name that is not UTF-8 is shown as well as it can be: leaving its file out would be silent.
        let file_name = entry.file_name().to_string_lossy().into_owned();
        let name = format!("{prefix}{file_name}");
        if is_part(&name) {
            let content = read_file(&path).map_err(|error| error.to_string());
            inputs.push(InputFile { path, name, content });
        } else if depth == 0 && entry.file_type()?.is_dir() {
            collect(&path, &format!("{name}/"), depth + 1, inputs)?;
        }
    }
    Ok(())
}

/// Reads a regular file: to open a pipe or a device would be to wait for it.
fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is no regular file"));
    }
    let mut content = Vec::new();
    // One byte more than is allowed shows that the file is too large.
    fs::File::open(path)?.take(MAX_BYTES as u64 + 1).read_to_end(&mut content)?;
    Ok(content)
}

/// Why a file that every spec has can't be read, if it is not there.
pub(crate) const NO_SUCH_FILE: &str = "there is no such file";

/// Why a file can't be read.
struct Problem {
    what: String,
    expected: &'static str,
    help: &'static str,
    /// The range of bytes that is to blame, if it is a part of the file.
    bytes: Range<usize>,
}

impl Problem {
    fn new(what: impl Into<String>, expected: &'static str, help: &'static str) -> Self {
        Self { what: what.into(), expected, help, bytes: 0..0 }
    }
}

pub(crate) fn add(input: InputFile, map: &mut SourceMap, diagnostics: &mut Diagnostics) -> Option<FileId> {
    let text = match input.content {
        Ok(bytes) => decode(bytes),
        Err(what) => {
            let help = match what.as_str() {
                NO_SUCH_FILE => "create it: every spec has one, even if there is little in it",
                _ => "make it a file that can be read, or move it out of the spec folder",
            };
            Err(Problem::new(what, "a readable file", help))
        }
    };
    let (text, problem) = match text {
        Ok(text) => {
            let problem = foreign_character(&text);
            (text, problem)
        }
        Err(problem) => (String::new(), Some(problem)),
    };
    let id = map.add(SourceFile::new(input.path, input.name, text));
    let Some(problem) = problem else { return Some(id) };
    let place = Place::of(id, problem.bytes);
    diagnostics.push(
        Diagnostic::error(Id::UnreadableFile, place, format!("can't read this file: {}", problem.what))
            .expected(problem.expected)
            .help(problem.help),
    );
    None
}

/// The text of a file, without what editors add to it: a byte order mark, and the line ends of Windows.
fn decode(bytes: Vec<u8>) -> Result<String, Problem> {
    if bytes.len() > MAX_BYTES {
        let what = format!("it has more than {MAX_BYTES} bytes");
        return Err(Problem::new(what, "a file that a person can review", "split it into several sections"));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = valid.split(|byte| *byte == b'\n').count();
        let help = "save it as UTF-8 text, or move it out of the spec folder";
        Problem::new(format!("line {line} is not UTF-8"), "a UTF-8 text file", help)
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n"))
}

/// The first character that has no place in a spec.
fn foreign_character(text: &str) -> Option<Problem> {
    let (start, character) = text.char_indices().find(|(_, character)| is_foreign(*character))?;
    let (expected, help) = match character {
        '\0' => ("a UTF-8 text file", "save it as UTF-8 text, or move it out of the spec folder"),
        '\r' => ("lines that end as on Unix or on Windows", "save it with the line ends of Unix"),
        _ => ("characters that can be seen", "remove the character"),
    };
    let problem = Problem::new(format!("it contains {}", foreign_name(character)), expected, help);
    Some(Problem { bytes: start..start + character.len_utf8(), ..problem })
}

/// Whether a character can't be seen where a spec is reviewed, or can make text look like another one.
///
/// Rust has no place for them either: its comments can't have a lone carriage return, and rustc
/// refuses text that turns its direction.
pub(super) fn is_foreign(character: char) -> bool {
    let is_control = character.is_control() && !matches!(character, '\n' | '\t');
    is_control || character == '\u{feff}' || turns_direction(character)
}

/// What is said about a character that [`is_foreign`].
pub(super) fn foreign_name(character: char) -> String {
    match character {
        '\0' => "a NUL byte".into(),
        '\r' => "a carriage return that is no part of a line end".into(),
        _ if turns_direction(character) => {
            format!("U+{:04X}, which changes the order in which text is shown", u32::from(character))
        }
        _ => format!("U+{:04X}, which can't be seen", u32::from(character)),
    }
}

fn turns_direction(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

pub(crate) fn role(name: &str, file: FileId, diagnostics: &mut Diagnostics) -> Option<Role> {
    let stem = name.strip_suffix(".yaml");
    if let Some(stem) = guide_of(name) {
        return Some(Role::Guide { stem: stem.to_owned() });
    }
    let role = match stem.map(|stem| stem.split_once('/').ok_or(stem)) {
        Some(Err("api")) => Some(Role::Api),
        Some(Err("documented")) => Some(Role::Documented),
        Some(Err("vendor_names")) => Some(Role::VendorNames),
        Some(Err("acknowledged")) => Some(Role::Acknowledged),
        Some(Ok((product, "types"))) => Some(Role::Types { product: product.to_owned() }),
        Some(Ok((product, "events"))) => Some(Role::Events { product: product.to_owned() }),
        Some(Ok((product, stem))) if !stem.contains('/') => {
            Some(Role::Section { product: product.to_owned(), stem: stem.to_owned() })
        }
        _ => None,
    };
    if role.is_none() {
        let help = match name.strip_suffix(".yml") {
            Some(stem) => format!("rename it to `{stem}.yaml`"),
            None => "move it into the folder of a product, or out of the spec".into(),
        };
        diagnostics.push(
            Diagnostic::error(Id::UnexpectedFile, Place::start_of(file), format!("`{name}` has no place in a spec"))
                .expected("`api.yaml`, `documented.yaml`, or `<product>/<section>.yaml`")
                .help(help),
        );
    }
    role
}
