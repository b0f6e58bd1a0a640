//! Writing of files to disk: only changed files, each atomically.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use tempfile::NamedTempFile;

use super::{FileSet, MANIFEST, manifest};
use crate::diagnostics::display_path;

/// The changes of a run, by path inside the client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// New or changed files.
    pub written: Vec<String>,
    /// Files that are no longer part of the client.
    pub removed: Vec<String>,
    /// Files that are no longer part of the client, but were edited by hand.
    pub kept: Vec<String>,
}

/// The prefix of the names of temporary files.
const TEMPORARY: &str = ".generated-";

/// The maximum number of attempts if a concurrent run or a virus scanner uses the file.
const MAX_ATTEMPTS: u32 = 10;
/// The delay before the second attempt. Each further delay is longer by this time.
const DELAY: Duration = Duration::from_millis(10);

/// Writes the files that differ, and removes those that an earlier run wrote and this one did not.
///
/// A run that is killed leaves each file whole, and the next one heals the rest: files that are new
/// are in the manifest before they are on disk, and deleted files stay in it until they are removed.
/// Several runs at once do no harm to each other, as long as they write the same files.
///
/// # Errors
/// With the path, if a file cannot be read, written or removed, if a symbolic link is in the way, or if a file would be
/// overwritten that is in no manifest. In these cases, no file is written.
pub fn write(files: &FileSet, out: &Path) -> io::Result<Written> {
    let mut result = Written::default();
    refuse_dangling(out)?;
    let manifest_path = out.join(MANIFEST);
    let old = owned(files, &manifest_path)?;
    for path in files.iter().map(|(path, _)| path).chain(old.keys().map(String::as_str)) {
        refuse_links(out, path)?;
    }
    refuse_foreign(files, &old, out)?;
    if files.iter().any(|(path, _)| path != MANIFEST && !old.contains_key(path)) {
        replace(&manifest_path, &manifest::render_with(files, &old))?;
    }
    for (path, text) in files.iter().filter(|(path, _)| *path != MANIFEST) {
        if replace(&out.join(path), text)? {
            result.written.push(path.to_owned());
        }
    }
    for (path, hash) in old.iter().filter(|(path, _)| files.get(path).is_none()) {
        let file = out.join(path);
        match read(&file)? {
            None => {}
            // Never delete user files.
            Some(text) if manifest::hash(&text) != *hash => result.kept.push(path.clone()),
            Some(_) => {
                match with_retries(|| fs::remove_file(&file), is_in_use) {
                    // Another run was faster.
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    removed => removed.map_err(|error| at(&file, "can't remove", &error))?,
                }
                result.removed.push(path.clone());
                remove_empty_folders(out, Path::new(path));
            }
        }
    }
    let owned = files.iter().map(|(path, _)| path).chain(old.keys().map(String::as_str));
    remove_leftovers(owned, out);
    if let Some(text) = files.get(MANIFEST)
        && replace(&manifest_path, text)?
    {
        result.written.push(MANIFEST.to_owned());
    }
    Ok(result)
}

/// Writes one file of those that a folder has. If the folder has a manifest, the file is added to it; otherwise, an
/// existing file is overwritten only if `is_own` says that it is an older state of it.
///
/// # Errors
/// As for [`write()`].
pub fn write_one(files: &FileSet, path: &str, out: &Path, is_own: impl FnOnce(&str) -> bool) -> io::Result<bool> {
    let Some(text) = files.get(path) else { return Ok(false) };
    refuse_dangling(out)?;
    let manifest_path = out.join(MANIFEST);
    let mut old = owned(files, &manifest_path)?;
    let mut one = FileSet { command: files.command.clone(), ..FileSet::default() };
    one.add(path.to_owned(), text.to_owned());
    refuse_links(out, path)?;
    let is_listed = manifest_path.exists();
    if is_listed || !read(&out.join(path))?.is_some_and(|found| is_own(&found)) {
        refuse_foreign(&one, &old, out)?;
    }
    let changed = replace(&out.join(path), text)?;
    if is_listed {
        old.remove(path);
        replace(&manifest_path, &manifest::render_with(&one, &old))?;
    }
    Ok(changed)
}

/// Returns the path and hash of each file that earlier runs of the same command wrote.
fn owned(files: &FileSet, manifest_path: &Path) -> io::Result<BTreeMap<String, String>> {
    let text = read(manifest_path)?.unwrap_or_default();
    if let Some(command) = manifest::other_command(&text, files) {
        let message = format!(
            "nothing was written: {} lists files of `{command}`, which would be removed; choose a different folder",
            display_path(manifest_path)
        );
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, message));
    }
    if !manifest::is_one(&text) {
        let message = format!(
            "nothing was written: {} is not a list of generated files, and would be overwritten; \
             choose a different folder, or move it away",
            display_path(manifest_path)
        );
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, message));
    }
    Ok(manifest::parse(&text))
}

/// Rejects the run if it would overwrite a file that no earlier run wrote.
fn refuse_foreign(files: &FileSet, old: &BTreeMap<String, String>, out: &Path) -> io::Result<()> {
    let mut foreign = Vec::new();
    for (path, text) in files.iter().filter(|(path, _)| !old.contains_key(*path) && *path != MANIFEST) {
        if read(&out.join(path))?.is_some_and(|found| found != text && is_foreign(&found)) {
            foreign.push(path);
        }
    }
    if foreign.is_empty() {
        return Ok(());
    }
    let listed = foreign.iter().take(MAX_SHOWN).copied().collect::<Vec<_>>().join(", ");
    let more = foreign.len().saturating_sub(MAX_SHOWN);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let message = format!(
        "nothing was written: {} has files that {MANIFEST} does not list, and that would be overwritten: {listed}{more}; \
         choose a different folder, or move them away",
        display_path(out)
    );
    Err(io::Error::new(io::ErrorKind::AlreadyExists, message))
}

/// The maximum number of files in a message.
const MAX_SHOWN: usize = 5;

/// Whether a file that no manifest lists has content that would be lost.
pub(super) fn is_foreign(text: &str) -> bool {
    !text.trim().is_empty()
}

/// Removes temporary files of a run that was killed.
fn remove_leftovers<'p>(owned: impl Iterator<Item = &'p str>, out: &Path) {
    let folders: BTreeSet<&Path> = owned.filter_map(|path| Path::new(path).parent()).collect();
    for folder in folders {
        for entry in fs::read_dir(out.join(folder)).into_iter().flatten().flatten() {
            if entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
                // A concurrent run may rename it, and then it no longer exists.
                let _ = fs::remove_file(entry.path());
                remove_empty_folders(out, &folder.join(entry.file_name()));
            }
        }
    }
}

/// Returns the text of a file; `None` if the file does not exist or is not UTF-8.
///
/// Opens only regular files, because reading a pipe or a device would block.
pub(super) fn read(path: &Path) -> io::Result<Option<String>> {
    let content = || {
        if fs::metadata(path)?.is_file() {
            fs::read(path)
        } else {
            Err(io::Error::other("it is not a regular file; move it to a different folder"))
        }
    };
    match with_retries(content, is_in_use) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(at(path, "can't read", &error)),
    }
}

/// Replaces a file atomically, unless it already has this text. Returns whether it was replaced.
///
/// # Errors
/// With the path, if the file can't be read or written.
pub fn replace(path: &Path, text: &str) -> io::Result<bool> {
    if read(path)?.as_deref() == Some(text) {
        return Ok(false);
    }
    // A concurrent run can remove the temporary file or an empty folder.
    let is_temporary = |error: &io::Error| error.kind() == io::ErrorKind::NotFound || is_in_use(error);
    match with_retries(|| write_at_once(path, text), is_temporary) {
        Ok(()) => Ok(true),
        Err(error) => Err(at(path, "can't write", &error)),
    }
}

/// Repeats an action while its error is temporary.
fn with_retries<T>(
    mut action: impl FnMut() -> io::Result<T>,
    is_temporary: impl Fn(&io::Error) -> bool,
) -> io::Result<T> {
    let mut attempt = 1;
    loop {
        match action() {
            Err(error) if is_temporary(&error) && attempt < MAX_ATTEMPTS => {
                if is_in_use(&error) {
                    thread::sleep(DELAY * attempt);
                }
                attempt += 1;
            }
            result => return result,
        }
    }
}

/// Whether a file can't be used because a different process has opened it. Only Windows rejects this.
fn is_in_use(error: &io::Error) -> bool {
    const SHARING_VIOLATION: i32 = 32;
    cfg!(windows)
        && (error.kind() == io::ErrorKind::PermissionDenied || error.raw_os_error() == Some(SHARING_VIOLATION))
}

fn write_at_once(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut temporary = tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(folder)?;
    temporary.write_all(text.as_bytes())?;
    set_permissions(path, &temporary)?;
    temporary.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Temporary files are private; what replaces a file has to be as readable as that was.
fn set_permissions(path: &Path, temporary: &NamedTempFile) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(path).map_or(0o644, |metadata| metadata.permissions().mode());
        temporary.as_file().set_permissions(fs::Permissions::from_mode(mode))?;
    }
    #[cfg(not(unix))]
    let _ = (path, temporary);
    Ok(())
}

/// Through a symbolic link, a write could leave the output folder.
fn refuse_links(out: &Path, path: &str) -> io::Result<()> {
    let mut current = PathBuf::from(out);
    for part in path.split('/') {
        current.push(part);
        if fs::symlink_metadata(&current).is_ok_and(|metadata| metadata.file_type().is_symlink()) {
            let message = format!(
                "{} is a symbolic link: remove it, files are only written inside the output folder",
                display_path(&current)
            );
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
    }
    Ok(())
}

/// A link to a missing folder looks like a file.
fn refuse_dangling(out: &Path) -> io::Result<()> {
    let is_dangling = |folder: &&Path| folder.is_symlink() && !folder.exists();
    match out.ancestors().find(is_dangling) {
        Some(link) => {
            let message = format!(
                "nothing was written: {} is a symbolic link to a folder that does not exist; create the folder, or remove \
                 the link",
                display_path(link)
            );
            Err(io::Error::new(io::ErrorKind::NotFound, message))
        }
        None => Ok(()),
    }
}

fn remove_empty_folders(out: &Path, path: &Path) {
    let mut folder = path.parent();
    while let Some(inside) = folder.filter(|folder| !folder.as_os_str().is_empty()) {
        // Fails if the folder is not empty, which is intended.
        if fs::remove_dir(out.join(inside)).is_err() {
            return;
        }
        folder = inside.parent();
    }
}

fn at(path: &Path, what: &str, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{what} {}: {error}", display_path(path)))
}
