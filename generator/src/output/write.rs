//! Bringing the files to disk: only what changed, each file in one step.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::{FileSet, MANIFEST, manifest};

/// What a run changed, by path inside the client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// New or changed files.
    pub written: Vec<String>,
    /// Files that are no longer part of the client.
    pub removed: Vec<String>,
}

/// Writes the files that differ, and removes those that an earlier run wrote and this one did not.
///
/// The manifest goes last: a run that was killed leaves the old one, so that the next run still
/// knows every file that may have to go.
///
/// # Errors
/// With the path, if a file can't be read, written or removed, or a symbolic link is in the way.
pub fn write(files: &FileSet, out: &Path) -> io::Result<Written> {
    let mut result = Written::default();
    let old = manifest::parse(&read(&out.join(MANIFEST))?.unwrap_or_default());
    for (path, _) in files.iter() {
        refuse_links(out, path)?;
    }
    for (path, text) in files.iter().filter(|(path, _)| *path != MANIFEST) {
        if replace(&out.join(path), text)? {
            result.written.push(path.to_owned());
        }
    }
    for path in old.keys().filter(|path| files.get(path).is_none()) {
        refuse_links(out, path)?;
        let file = out.join(path);
        match fs::remove_file(&file) {
            Ok(()) => result.removed.push(path.clone()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(at(&file, "can't remove", &error)),
        }
        remove_empty_folders(out, path);
    }
    if let Some(text) = files.get(MANIFEST)
        && replace(&out.join(MANIFEST), text)?
    {
        result.written.push(MANIFEST.to_owned());
    }
    Ok(result)
}

/// The text of a file; `None` if there is none. Text that is not UTF-8 is no text of ours.
pub(super) fn read(path: &Path) -> io::Result<Option<String>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(at(path, "can't read", &error)),
    }
}

/// Replaces a file in one step, unless it has this text already; tells whether it did.
///
/// # Errors
/// With the path, if the file can't be read or written.
pub fn replace(path: &Path, text: &str) -> io::Result<bool> {
    if read(path)?.as_deref() == Some(text) {
        return Ok(false);
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let written = fs::create_dir_all(folder).and_then(|()| {
        let mut temporary = NamedTempFile::new_in(folder)?;
        temporary.write_all(text.as_bytes())?;
        set_permissions(path, &temporary)?;
        temporary.persist(path).map_err(|error| error.error)?;
        Ok(())
    });
    written.map(|()| true).map_err(|error| at(path, "can't write", &error))
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

/// A symbolic link below the output folder could lead a write outside of it.
fn refuse_links(out: &Path, path: &str) -> io::Result<()> {
    let mut current = PathBuf::from(out);
    for part in path.split('/') {
        current.push(part);
        if fs::symlink_metadata(&current).is_ok_and(|metadata| metadata.file_type().is_symlink()) {
            let message = format!(
                "{} is a symbolic link: remove it, files are only written inside the output folder",
                current.display()
            );
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
    }
    Ok(())
}

fn remove_empty_folders(out: &Path, path: &str) {
    let mut folder = Path::new(path).parent();
    while let Some(inside) = folder.filter(|folder| !folder.as_os_str().is_empty()) {
        // Fails where something is left in it, which is as it should be.
        if fs::remove_dir(out.join(inside)).is_err() {
            return;
        }
        folder = inside.parent();
    }
}

fn at(path: &Path, what: &str, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{what} {}: {error}", path.display()))
}
