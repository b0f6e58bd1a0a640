//! A file that is not there before it is whole.

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

/// A file in the making, beside the place where it is to be. It is removed unless it is finished.
pub(super) struct Partial {
    file: File,
    place: Remove,
    target: PathBuf,
}

/// Removes a file, unless it has got its name.
struct Remove(Option<PathBuf>);

impl Drop for Remove {
    fn drop(&mut self) {
        if let Some(path) = self.0.take() {
            // There is nobody left to tell.
            let _ = std::fs::remove_file(path);
        }
    }
}

impl Partial {
    pub(super) async fn create(target: &Path) -> io::Result<Self> {
        require_runtime()?;
        let target = target.to_owned();
        // What is made comes with what removes it: nobody may be waiting for it any more.
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
        // The name of the target may be as long as names can be.
        let path = target.with_file_name(format!(".{:016x}.part", RandomState::new().hash_one(0_u64)));
        let file = std::fs::File::options().write(true).create_new(true).open(&path)?;
        let place = Remove(Some(path));
        if let Some(replaced) = replaced {
            keep_mode(&file, &replaced)?;
        }
        Ok(Self { file: File::from_std(file), place, target })
    }

    pub(super) async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        require_runtime()?;
        self.file.write_all(bytes).await
    }

    /// Takes back all that was written.
    pub(super) async fn start_anew(&mut self) -> io::Result<()> {
        require_runtime()?;
        self.file.flush().await?;
        self.file.set_len(0).await?;
        self.file.seek(SeekFrom::Start(0)).await.map(drop)
    }

    /// Gives the file its name, once it is on the disk. What had this name before is replaced.
    pub(super) async fn finish(mut self) -> io::Result<()> {
        require_runtime()?;
        self.file.flush().await?;
        self.file.sync_all().await?;
        drop(self.file);
        if let Some(path) = &self.place.0 {
            fs::rename(path, &self.target).await?;
        }
        self.place.0 = None;
        sync_folder(&self.target).await;
        Ok(())
    }
}

/// Returns an error outside of a tokio runtime, because tokio would panic when a file is written.
fn require_runtime() -> io::Result<()> {
    Handle::try_current().map(drop).map_err(|_| io::Error::other("files can't be written outside of a tokio runtime"))
}

/// Lets nobody read what takes the place of a file who could not read that, and everybody who could.
#[cfg(unix)]
fn keep_mode(file: &std::fs::File, replaced: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    // What runs as somebody else does so for its content only.
    file.set_permissions(Permissions::from_mode(replaced.permissions().mode() & 0o777))
}

/// Elsewhere, files have the rights of their folder.
#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps, reason = "it is as on Unix")]
fn keep_mode(_: &std::fs::File, _: &Metadata) -> io::Result<()> {
    Ok(())
}

/// Has the new name survive a failure of power, where folders can be synced. The file is whole without.
async fn sync_folder(target: &Path) {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if let Ok(folder) = File::open(folder).await {
        let _ = folder.sync_all().await;
    }
}
