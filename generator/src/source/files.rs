//! Which files make up a spec, and what each one is.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::text::{FileId, Place, SourceFile, SourceMap};
use crate::diagnostics::{Diagnostic, Diagnostics, Id};

/// Larger than this is no file that a person wrote.
const MAX_BYTES: usize = 4 << 20;

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

/// What a file is, by its place in the folder.
pub(super) enum Role {
    Api,
    Documented,
    Types { product: String },
    Events { product: String },
    Section { product: String, stem: String },
}

/// Reads every YAML file of a spec folder.
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
        let Ok(file_name) = entry.file_name().into_string() else { continue };
        let name = format!("{prefix}{file_name}");
        let is_yaml = Path::new(&file_name)
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("yaml") || extension.eq_ignore_ascii_case("yml"));
        if is_yaml {
            // A directory of such a name fails here like any other unreadable file.
            let content = fs::read(&path).map_err(|error| error.to_string());
            inputs.push(InputFile { path, name, content });
        } else if depth == 0 && entry.file_type()?.is_dir() {
            collect(&path, &format!("{name}/"), depth + 1, inputs)?;
        }
    }
    Ok(())
}

pub(super) fn add(input: InputFile, map: &mut SourceMap, diagnostics: &mut Diagnostics) -> Option<FileId> {
    let (text, problem) = match input.content {
        Err(problem) => (String::new(), Some(problem)),
        Ok(bytes) if bytes.len() > MAX_BYTES => {
            (String::new(), Some(format!("it has {} bytes, more than {MAX_BYTES}", bytes.len())))
        }
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) if text.contains('\0') => (String::new(), Some("it contains a NUL byte".into())),
            Ok(text) => (text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text), None),
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let line = String::from_utf8_lossy(&error.as_bytes()[..valid]).split('\n').count();
                (String::new(), Some(format!("line {line} is not UTF-8")))
            }
        },
    };
    let id = map.add(SourceFile::new(input.path, input.name, text));
    let Some(problem) = problem else { return Some(id) };
    diagnostics.push(
        Diagnostic::error(Id::UnreadableFile, Place::start_of(id), format!("can't read this file: {problem}"))
            .expected("a UTF-8 text file")
            .help("save it as UTF-8 text, or move it out of the spec folder"),
    );
    None
}

pub(super) fn role(name: &str, file: FileId, diagnostics: &mut Diagnostics) -> Option<Role> {
    let stem = name.strip_suffix(".yaml");
    let role = match stem.map(|stem| stem.split_once('/').ok_or(stem)) {
        Some(Err("api")) => Some(Role::Api),
        Some(Err("documented")) => Some(Role::Documented),
        Some(Ok((product, "types"))) => Some(Role::Types { product: product.to_owned() }),
        Some(Ok((product, "events"))) => Some(Role::Events { product: product.to_owned() }),
        Some(Ok((product, stem))) => Some(Role::Section { product: product.to_owned(), stem: stem.to_owned() }),
        _ => None,
    };
    if role.is_none() {
        diagnostics.push(
            Diagnostic::error(Id::UnexpectedFile, Place::start_of(file), format!("`{name}` has no place in a spec"))
                .expected("`api.yaml`, `documented.yaml`, or `<product>/<section>.yaml`")
                .help("move it into the folder of a product, or out of the spec; the ending is `.yaml`"),
        );
    }
    role
}
