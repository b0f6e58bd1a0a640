//! The files of a spec, and their roles.

use std::fs;
use std::io::{self, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::format;
use super::shape::Shape;
use crate::characters::{self, foreign};
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Id, Place, SourceFile, SourceMap, display_path};

/// The maximum size of a file in bytes.
pub(crate) const MAX_BYTES: usize = 512 << 10;

/// A file of a spec, before it is parsed.
#[derive(Clone, Debug)]
pub struct InputFile {
    /// Its path for diagnostics.
    pub path: PathBuf,
    /// Its path inside the spec folder, with `/` between the parts.
    pub name: String,
    /// Its content, or why it cannot be read.
    pub content: Result<Vec<u8>, String>,
}

impl InputFile {
    /// Whether it is a guide. Guides are Markdown; all other files are YAML.
    pub fn is_guide(&self) -> bool {
        guide_of(&self.name).is_some()
    }
}

/// Returns the name of the guide in a file.
fn guide_of(name: &str) -> Option<&str> {
    name.strip_prefix(GUIDES)?.strip_suffix(".md")
}

/// The role of a file, by its path in the folder.
pub(crate) enum Role {
    Api,
    Documented,
    VendorNames,
    Acknowledged,
    KnownMistakes,
    Types { product: String },
    Events { product: String },
    Section { product: String, stem: String },
    Guide { stem: String },
}

impl Role {
    /// Returns the format of the file; `None` for guides, which are not YAML.
    pub(crate) fn shape(&self) -> Option<&'static Shape> {
        match self {
            Self::Api => Some(&format::API),
            Self::Documented => Some(&format::DOCUMENTED),
            Self::VendorNames => Some(&format::VENDOR_NAMES),
            Self::Acknowledged => Some(&format::ACKNOWLEDGED),
            Self::KnownMistakes => Some(&format::KNOWN_MISTAKES),
            Self::Types { .. } => Some(&format::TYPES_FILE),
            Self::Events { .. } => Some(&format::EVENTS_FILE),
            Self::Section { .. } => Some(&format::SECTION),
            Self::Guide { .. } => None,
        }
    }
}

/// The folder of the guides, inside of the spec.
const GUIDES: &str = "guides/";
pub(crate) const GUIDES_FOLDER: &str = "guides";

/// Names of files that are ignored in every folder. The description of the format lists them.
const IGNORED_NAMES: &[&str] = &["README.md", "Thumbs.db", "desktop.ini"];

/// The suffixes of backup files of editors and merge tools.
const IGNORED_ENDINGS: &[&str] = &["~", ".bak", ".orig", ".swp", ".swo", ".tmp"];

/// The JSON Schema for editors, which is generated from the format and not read.
const SCHEMA: &str = "schema.json";

/// Whether a file of a spec folder, by its path inside of it, belongs to the spec. It is read then, or rejected: a file
/// is ignored only if its name or that of a folder of it says so.
pub fn is_part(name: &str) -> bool {
    name != SCHEMA && !name.split('/').any(is_ignored)
}

/// Whether the name of a file or a folder is one of those that are ignored: of hidden files, and of what editors and
/// systems leave behind.
fn is_ignored(name: &str) -> bool {
    name.starts_with(['.', '~'])
        || (name.starts_with('#') && name.ends_with('#'))
        || IGNORED_NAMES.contains(&name)
        || IGNORED_ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// Reads every file of a spec folder that is part of the spec.
///
/// # Errors
/// If the folder or one in it cannot be read. Files that cannot be read are reported as diagnostics later.
pub fn read_folder(folder: &Path) -> io::Result<Vec<InputFile>> {
    let mut inputs = Vec::new();
    collect(folder, "", &mut inputs)?;
    Ok(inputs)
}

fn collect(folder: &Path, prefix: &str, inputs: &mut Vec<InputFile>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        // A name that is not UTF-8 is converted lossily, so that its file is not skipped silently.
        let file_name = entry.file_name().to_string_lossy().into_owned();
        let name = format!("{prefix}{file_name}");
        if !is_part(&name) {
            continue;
        }
        let kind = entry.file_type()?;
        if role(&name).is_some() {
            let content = read_file(&path).map_err(|error| error.to_string());
            inputs.push(InputFile { path, name, content });
        } else if kind.is_dir() {
            collect(&path, &format!("{name}/"), inputs)
                .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", display_path(&path))))?;
        } else {
            // It is rejected, whatever its content is. Links are not followed, because they can lead to a parent
            // folder.
            let content = if path.is_dir() { Err(LINKED_FOLDER.to_owned()) } else { Ok(Vec::new()) };
            inputs.push(InputFile { path, name, content });
        }
    }
    Ok(())
}

/// Reads a regular file. Opening a pipe or a device would block.
fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    let mut content = Vec::new();
    // One byte more than the maximum shows that the file is too large.
    fs::File::open(path)?.take(MAX_BYTES as u64 + 1).read_to_end(&mut content)?;
    Ok(content)
}

/// The error for a missing file that every spec requires.
pub(crate) const NO_SUCH_FILE: &str = "the file does not exist";

/// The error for a link to a folder.
const LINKED_FOLDER: &str = "it is a symbolic link to a folder";

/// The reason why a file cannot be read.
struct Problem {
    what: String,
    expected: &'static str,
    help: &'static str,
    /// The range of bytes with the problem, if it is a part of the file.
    bytes: Range<usize>,
}

impl Problem {
    fn new(what: impl Into<String>, expected: &'static str, help: &'static str) -> Self {
        Self { what: what.into(), expected, help, bytes: 0..0 }
    }
}

/// Adds a file of a spec with its role, or reports why it cannot be part of the spec.
pub(crate) fn take(input: InputFile, map: &mut SourceMap, diagnostics: &mut Diagnostics) -> Option<(FileId, Role)> {
    let Some(role) = role(&input.name) else {
        reject(input, map, diagnostics);
        return None;
    };
    let text = match input.content {
        Ok(bytes) => decode(bytes),
        Err(what) => {
            let help = match what.as_str() {
                NO_SUCH_FILE => "create it: every spec requires this file",
                _ => "replace it by a readable file, or move it out of the spec folder",
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
    let conflicts = conflict_marks(&text, &role);
    // Each file has a separate fix.
    let cause = input.name.clone();
    let id = map.add(SourceFile::new(input.path, input.name, text));
    if let Some((first, count)) = conflicts {
        report_conflict(Place::of(id, first), count, cause, diagnostics);
        return None;
    }
    let Some(problem) = problem else { return Some((id, role)) };
    let place = Place::of(id, problem.bytes);
    diagnostics.push(
        Diagnostic::error(Id::UnreadableFile, place, format!("can't read this file: {}", problem.what))
            .expected(problem.expected)
            .help(problem.help)
            .cause(cause),
    );
    None
}

/// Reports a file that is not part of a spec, by its name.
fn reject(input: InputFile, map: &mut SourceMap, diagnostics: &mut Diagnostics) {
    let InputFile { path, name, content } = input;
    let is_linked_folder = content.is_err_and(|problem| problem == LINKED_FOLDER);
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", name.as_str()));
    let problem = if is_linked_folder { "is a symbolic link to a folder" } else { "is not a file of a spec" };
    let help = if is_linked_folder {
        "replace the link by the folder, or move it out of the spec".to_owned()
    } else {
        help_for_rejected(folder, file)
    };
    // Files of one unexpected folder have one cause.
    let cause = if folder.contains('/') { folder.to_owned() } else { name.clone() };
    let place = Place::start_of(map.add(SourceFile::new(path, name.clone(), String::new())));
    diagnostics.push(
        Diagnostic::error(Id::UnexpectedFile, place, format!("`{name}` {problem}"))
            .expected("`api.yaml`, `documented.yaml`, `<product>/<section>.yaml` or `guides/<guide>.md`")
            .help(help)
            .cause(cause),
    );
}

/// Suggests the right place of a file with this name.
fn help_for_rejected(folder: &str, file: &str) -> String {
    let lower = file.to_ascii_lowercase();
    let stem = [".yml", ".yaml.txt", ".yml.txt", ".yaml"].iter().find_map(|ending| lower.strip_suffix(ending));
    match (stem, folder.split_once('/')) {
        (Some(_), Some((product, _))) => {
            format!("move it to `{product}/{file}`, the folder of the product, or out of the spec")
        }
        (None, Some(("guides", _))) if lower.strip_suffix(".md").is_some() => {
            format!("move it to `{GUIDES}{file}`, the folder of the guides, or out of the spec")
        }
        (Some(stem), None) if format!("{stem}.yaml") != file => {
            let separator = if folder.is_empty() { "" } else { "/" };
            format!("rename it to `{folder}{separator}{stem}.yaml`")
        }
        (Some(_), None) if folder == "guides" => {
            "move it to the folder of a product, or out of the spec; the folder of the guides contains only guides"
                .into()
        }
        (Some(_), None) => "move it to the folder of a product, or out of the spec".into(),
        _ => "move it out of the spec".into(),
    }
}

/// Returns the first merge conflict marker, and the number of conflicts.
fn conflict_marks(text: &str, role: &Role) -> Option<(Range<usize>, usize)> {
    let is_mark =
        |line: &str, mark: &str| line.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    // In Markdown, a line of `=` is the underline of a heading.
    let separator = if matches!(role, Role::Guide { .. }) { None } else { Some("=======") };
    let marks = ["<<<<<<<", "|||||||", ">>>>>>>"];
    // A single indented marker can be text.
    let has = |mark: &str| text.contains(mark) && text.lines().any(|line| is_mark(line.trim(), mark));
    let has_both = has("<<<<<<<") && has(">>>>>>>");
    let mut found: Option<(Range<usize>, usize)> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim();
        let indentation = line.len() - line.trim_start().len();
        // Text in YAML can have an underline, too.
        let is_separator = indentation == 0 && separator.is_some_and(|mark| is_mark(content, mark));
        let is_mark_of_any = (indentation == 0 || has_both) && marks.iter().any(|mark| is_mark(content, mark));
        if is_separator || is_mark_of_any {
            let first = start + indentation;
            let (_, count) = found.get_or_insert((first..first + content.len(), 0));
            *count += usize::from(is_mark(content, "<<<<<<<"));
        }
        start += line.len();
    }
    found
}

fn report_conflict(place: Place, count: usize, cause: String, diagnostics: &mut Diagnostics) {
    let conflicts = match count {
        0 | 1 => "an unresolved merge conflict".to_owned(),
        count => format!("{count} unresolved merge conflicts"),
    };
    diagnostics.push(
        Diagnostic::error(Id::MergeConflict, place, format!("this file has {conflicts}"))
            .expected("a file without the conflict markers `<<<<<<<`, `=======` and `>>>>>>>`")
            .help("keep the correct lines and remove the markers; the rest of the file was not checked")
            .cause(cause),
    );
}

/// Returns the text of a file, without a byte order mark and with Unix line ends.
fn decode(bytes: Vec<u8>) -> Result<String, Problem> {
    if bytes.len() > MAX_BYTES {
        let what = format!("it has more than {MAX_BYTES} bytes");
        return Err(Problem::new(what, "a smaller file, which can be reviewed", "split it into several sections"));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = valid.split(|byte| *byte == b'\n').count();
        let help = "save it as UTF-8 text, or move it out of the spec folder";
        Problem::new(format!("line {line} is not UTF-8"), "a UTF-8 text file", help)
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n"))
}

/// Returns the first character that is invalid in a spec.
fn foreign_character(text: &str) -> Option<Problem> {
    let (start, character) = foreign(text)?;
    let (expected, help) = match character {
        '\0' => ("a UTF-8 text file", "save it as UTF-8 text, or move it out of the spec folder"),
        '\r' => ("line ends of Unix or Windows", "save it with Unix line ends"),
        _ => ("visible characters", "remove the character"),
    };
    let problem = Problem::new(format!("it contains {}", characters::name(character)), expected, help);
    Some(Problem { bytes: start..start + character.len_utf8(), ..problem })
}

/// Returns the role of a file, by its path inside the spec; `None` if it is not part of a spec.
pub(crate) fn role(name: &str) -> Option<Role> {
    if let Some(stem) = guide_of(name) {
        return (!stem.contains('/')).then(|| Role::Guide { stem: stem.to_owned() });
    }
    let stem = name.strip_suffix(".yaml")?;
    match stem.split_once('/') {
        None => match stem {
            "api" => Some(Role::Api),
            "documented" => Some(Role::Documented),
            "vendor_names" => Some(Role::VendorNames),
            "acknowledged" => Some(Role::Acknowledged),
            "known_mistakes" => Some(Role::KnownMistakes),
            _ => None,
        },
        Some((folder, stem)) if stem.contains('/') || folder == GUIDES_FOLDER => None,
        Some((product, "types")) => Some(Role::Types { product: product.to_owned() }),
        Some((product, "events")) => Some(Role::Events { product: product.to_owned() }),
        Some((product, stem)) => Some(Role::Section { product: product.to_owned(), stem: stem.to_owned() }),
    }
}
