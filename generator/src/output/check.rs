//! Comparison of the files on disk with the generated files.

use std::fs;
use std::io;
use std::path::Path;

use similar::TextDiff;

use super::{FileSet, MANIFEST, manifest, write};
use crate::diagnostics::display_path;

/// A file that differs from the generated one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    /// Its path inside the client.
    pub path: String,
    /// Why it differs.
    pub kind: DriftKind,
    /// The unified diff from the file on disk to the generated one.
    pub diff: String,
}

/// Why a file differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DriftKind {
    /// It was edited after the last run.
    EditedByHand,
    /// It was not edited, but the spec or the generator has changed.
    SpecChanged,
    /// It is missing.
    Missing,
    /// The last run wrote it, but it is no longer part of the client.
    Orphan,
    /// It is in a folder of generated sources, but no run wrote it.
    Foreign,
    /// It has the path of a generated file, but no run wrote it.
    InTheWay,
}

impl DriftKind {
    /// Returns a short description.
    pub fn describe(self) -> &'static str {
        match self {
            Self::EditedByHand => "edited by hand",
            Self::SpecChanged => "older than the spec or the generator",
            Self::Missing => "missing",
            Self::Orphan => "no longer part of the client",
            Self::Foreign => "not written by the generator, which owns this folder",
            Self::InTheWay => "not written by the generator, which does not overwrite it",
        }
    }
}

/// Returns the differences between the files and the folder.
///
/// # Errors
/// If a file can't be read.
pub fn check(files: &FileSet, out: &Path) -> io::Result<Vec<Drift>> {
    let old = manifest::parse(&write::read(&out.join(MANIFEST))?.unwrap_or_default());
    let mut drifts = Vec::new();
    for (path, expected) in files.iter() {
        let found = write::read(&out.join(path))?;
        let kind = match &found {
            Some(found) if found == expected => continue,
            None => DriftKind::Missing,
            Some(found) if path == MANIFEST && !manifest::is_one(found) => DriftKind::InTheWay,
            // The manifest has no hash, because it follows from the files that it lists.
            Some(_) if path == MANIFEST => DriftKind::SpecChanged,
            Some(found) => match old.get(path) {
                Some(hash) if *hash == manifest::hash(found) => DriftKind::SpecChanged,
                None if write::is_foreign(found) => DriftKind::InTheWay,
                _ => DriftKind::EditedByHand,
            },
        };
        drifts.push(Drift { path: path.to_owned(), kind, diff: diff(path, found.as_deref(), Some(expected)) });
    }
    for path in old.keys().filter(|path| files.get(path).is_none()) {
        if let Some(found) = write::read(&out.join(path))? {
            let diff = diff(path, Some(&found), None);
            drifts.push(Drift { path: path.clone(), kind: DriftKind::Orphan, diff });
        }
    }
    let mut sources = Vec::new();
    collect(&out.join("src"), "src", &mut sources)?;
    for path in sources.into_iter().filter(|path| files.get(path).is_none() && !old.contains_key(path)) {
        drifts.push(Drift { path, kind: DriftKind::Foreign, diff: String::new() });
    }
    drifts.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(drifts)
}

/// Returns the difference of a file from a text as a unified diff; `None` if there is none.
///
/// # Errors
/// If the file can't be read.
pub fn compare(path: &Path, expected: &str) -> io::Result<Option<String>> {
    let found = write::read(path)?;
    if found.as_deref() == Some(expected) {
        return Ok(None);
    }
    Ok(Some(diff(&display_path(path), found.as_deref(), Some(expected))))
}

fn collect(folder: &Path, prefix: &str, found: &mut Vec<String>) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let path = format!("{prefix}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &path, found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}

fn diff(path: &str, old: Option<&str>, new: Option<&str>) -> String {
    let (old_name, new_name) = (format!("a/{path}"), format!("b/{path}"));
    TextDiff::from_lines(old.unwrap_or_default(), new.unwrap_or_default())
        .unified_diff()
        .context_radius(3)
        .header(
            if old.is_some() { &old_name } else { "/dev/null" },
            if new.is_some() { &new_name } else { "/dev/null" },
        )
        .to_string()
}
