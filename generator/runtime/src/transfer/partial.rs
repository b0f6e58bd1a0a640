//! Files that appear at their path only when they are complete.

use std::collections::hash_map::RandomState;
use std::fs::Metadata;
#[cfg(unix)]
use std::fs::Permissions;
use std::hash::BuildHasher;
use std::io::{self, SeekFrom};
use std::path::{Path, PathBuf};

use tokio::fs::{self, File};
use tokio::io::{AsyncSeekExt, AsyncWriteExt};
use tokio::runtime::Handle;
use tokio::task;

/// An incomplete file in the folder of its target. It is removed unless it is finished.
pub(super) struct Partial {
    file: File,
    cleanup: Remove,
    target: PathBuf,
}

/// Removes a file on drop, unless it was renamed.
struct Remove(Option<PathBuf>);

impl Drop for Remove {
    fn drop(&mut self) {
        if let Some(path) = self.0.take() {
            // An error can't be returned from `drop`.
            let _ = std::fs::remove_file(path);
        }
    }
}

impl Partial {
    pub(super) async fn create(target: &Path) -> io::Result<Self> {
        require_runtime()?;
        let target = target.to_owned();
        // The file is created together with its cleanup, because the caller may be dropped meanwhile.
        task::spawn_blocking(|| Self::create_now(target)).await.map_err(io::Error::other)?
    }

    fn create_now(target: PathBuf) -> io::Result<Self> {
        if target.file_name().is_none() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "the path has no file name"));
        }
        let replaced = std::fs::metadata(&target).ok();
        if replaced.as_ref().is_some_and(Metadata::is_dir) {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
        }
        // The target may have the longest allowed name, so this name does not contain it.
        let path = target.with_file_name(format!(".{:016x}.part", RandomState::new().hash_one(0_u64)));
        let file = std::fs::File::options().write(true).create_new(true).open(&path)?;
        let cleanup = Remove(Some(path));
        if let Some(replaced) = replaced {
            keep_mode(&file, &replaced)?;
        }
        Ok(Self { file: File::from_std(file), cleanup, target })
    }

    pub(super) async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        require_runtime()?;
        self.file.write_all(bytes).await
    }

    /// Removes the content.
    pub(super) async fn restart(&mut self) -> io::Result<()> {
        require_runtime()?;
        self.file.flush().await?;
        self.file.set_len(0).await?;
        self.file.seek(SeekFrom::Start(0)).await.map(drop)
    }

    /// Syncs the file to the disk and renames it to its target. An existing target is replaced.
    pub(super) async fn finish(mut self) -> io::Result<()> {
        require_runtime()?;
        self.file.flush().await?;
        self.file.sync_all().await?;
        drop(self.file);
        if let Some(path) = &self.cleanup.0 {
            fs::rename(path, &self.target).await?;
        }
        self.cleanup.0 = None;
        sync_folder(&self.target).await;
        Ok(())
    }
}

/// Returns an error outside of a tokio runtime, because tokio would panic when a file is written.
fn require_runtime() -> io::Result<()> {
    Handle::try_current().map(drop).map_err(|_| io::Error::other("files can't be written outside of a tokio runtime"))
}

/// Copies the permissions of a replaced file.
#[cfg(unix)]
fn keep_mode(file: &std::fs::File, replaced: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    // The set-user-ID and set-group-ID bits are only for the old content.
    file.set_permissions(Permissions::from_mode(replaced.permissions().mode() & 0o777))
}

/// On other systems, files have the permissions of their folder.
#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps, reason = "the signature is that of the Unix version")]
fn keep_mode(_: &std::fs::File, _: &Metadata) -> io::Result<()> {
    Ok(())
}

/// Syncs the folder, so that the new name survives a power failure. Without this, the file is complete but may have its
/// old name.
async fn sync_folder(target: &Path) {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if let Ok(folder) = File::open(folder).await {
        let _ = folder.sync_all().await;
    }
}
