//! Which files make up a spec, and what each one is.

use std::fs;
use std::io::{self, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::format;
use super::shape::Shape;
use crate::characters::{self, foreign};
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Id, Place, SourceFile, SourceMap};

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
    KnownMistakes,
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

/// Names of files that are no part of a spec, wherever they are. The description of the format lists them.
const IGNORED_NAMES: &[&str] = &["README.md", "Thumbs.db", "desktop.ini"];

/// How names of backups end that editors and merge tools write.
const IGNORED_ENDINGS: &[&str] = &["~", ".bak", ".orig", ".swp", ".swo", ".tmp"];

/// The file that editors read, which is made from the format and not read itself.
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

/// Reads every file of a spec folder that is a part of the spec.
///
/// # Errors
/// If the folder itself or one in it can't be read. Files that can't be read are reported as diagnostics later.
pub fn read_folder(folder: &Path) -> io::Result<Vec<InputFile>> {
    let mut inputs = Vec::new();
    collect(folder, "", &mut inputs)?;
    Ok(inputs)
}

fn collect(folder: &Path, prefix: &str, inputs: &mut Vec<InputFile>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        // A name that is not UTF-8 is shown as well as it can be: leaving its file out would be silent.
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
                .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))?;
        } else {
            // It is rejected whatever its content is. A link is not followed, since it may lead to a folder above.
            let content = if path.is_dir() { Err(LINKED_FOLDER.to_owned()) } else { Ok(Vec::new()) };
            inputs.push(InputFile { path, name, content });
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

/// Why a folder is not read, if it is a link.
const LINKED_FOLDER: &str = "it is a symbolic link to a folder";

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

/// Takes a file of a spec with its role, or reports why it can't be a part of the spec.
pub(crate) fn take(input: InputFile, map: &mut SourceMap, diagnostics: &mut Diagnostics) -> Option<(FileId, Role)> {
    let Some(role) = role(&input.name) else {
        reject(input, map, diagnostics);
        return None;
    };
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
    let conflicts = conflict_marks(&text, &role);
    // Each file has to be fixed by itself.
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

/// Reports a file that has no place in a spec, by its name.
fn reject(input: InputFile, map: &mut SourceMap, diagnostics: &mut Diagnostics) {
    let InputFile { path, name, content } = input;
    let is_linked_folder = content.is_err_and(|problem| problem == LINKED_FOLDER);
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", name.as_str()));
    let problem = if is_linked_folder { "is a symbolic link to a folder" } else { "has no place in a spec" };
    let help = if is_linked_folder {
        "replace the link by the folder itself, or move it out of the spec".to_owned()
    } else {
        help_for_rejected(folder, file)
    };
    // Files of one folder that is in the wrong place have one cause.
    let cause = if folder.contains('/') { folder.to_owned() } else { name.clone() };
    let place = Place::start_of(map.add(SourceFile::new(path, name.clone(), String::new())));
    diagnostics.push(
        Diagnostic::error(Id::UnexpectedFile, place, format!("`{name}` {problem}"))
            .expected("`api.yaml`, `documented.yaml`, `<product>/<section>.yaml` or `guides/<guide>.md`")
            .help(help)
            .cause(cause),
    );
}

/// Where a file with this name may belong.
fn help_for_rejected(folder: &str, file: &str) -> String {
    let lower = file.to_ascii_lowercase();
    let stem = [".yml", ".yaml.txt", ".yml.txt", ".yaml"].iter().find_map(|ending| lower.strip_suffix(ending));
    match (stem, folder.split_once('/')) {
        (Some(_), Some((product, _))) => {
            format!("files of a product are in its folder: move it to `{product}/{file}`, or out of the spec")
        }
        (None, Some(("guides", _))) if lower.strip_suffix(".md").is_some() => {
            format!("guides are in one folder: move it to `{GUIDES}{file}`, or out of the spec")
        }
        (Some(stem), None) if format!("{stem}.yaml") != file => {
            let separator = if folder.is_empty() { "" } else { "/" };
            format!("rename it to `{folder}{separator}{stem}.yaml`")
        }
        (Some(_), None) if folder == "guides" => {
            "the folder of the guides has no other files: move it into the folder of a product, or out of the spec"
                .into()
        }
        (Some(_), None) => "move it into the folder of a product, or out of the spec".into(),
        _ => "move it out of the spec".into(),
    }
}

/// The first mark of a merge conflict, and the number of conflicts.
fn conflict_marks(text: &str, role: &Role) -> Option<(Range<usize>, usize)> {
    let is_mark =
        |line: &str, mark: &str| line.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    // In Markdown, a line of `=` is the underline of a heading.
    let separator = if matches!(role, Role::Guide { .. }) { None } else { Some("=======") };
    let marks = ["<<<<<<<", "|||||||", ">>>>>>>"];
    // A single indented mark can be text about something else.
    let has = |mark: &str| text.contains(mark) && text.lines().any(|line| is_mark(line.trim(), mark));
    let has_both = has("<<<<<<<") && has(">>>>>>>");
    let mut found: Option<(Range<usize>, usize)> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim();
        let indentation = line.len() - line.trim_start().len();
        // Text within YAML can have an underline, too.
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
    let (start, character) = foreign(text)?;
    let (expected, help) = match character {
        '\0' => ("a UTF-8 text file", "save it as UTF-8 text, or move it out of the spec folder"),
        '\r' => ("lines that end as on Unix or on Windows", "save it with the line ends of Unix"),
        _ => ("characters that can be seen", "remove the character"),
    };
    let problem = Problem::new(format!("it contains {}", characters::name(character)), expected, help);
    Some(Problem { bytes: start..start + character.len_utf8(), ..problem })
}

/// The role of a file, by its path inside the spec; none if it has no place there.
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
