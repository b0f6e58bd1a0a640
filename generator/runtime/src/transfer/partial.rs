//! A file that is not there before it is whole.

use std::collections::hash_map::RandomState;
use std::ffi::OsString;
use std::hash::BuildHasher;
use std::io::{self, SeekFrom};
use std::path::{Path, PathBuf};

use tokio::fs::{self, File};
use tokio::io::{AsyncSeekExt, AsyncWriteExt};

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
        let name = target.file_name();
        let name = name.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the path has no file name"))?;
        if fs::metadata(target).await.is_ok_and(|found| found.is_dir()) {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
        }
        let mut hidden = OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{:016x}.part", RandomState::new().hash_one(0_u64)));
        let path = target.with_file_name(hidden);
        let file = File::options().write(true).create_new(true).open(&path).await?;
        Ok(Self { file, place: Remove(Some(path)), target: target.to_owned() })
    }

    pub(super) async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes).await
    }

    /// Takes back all that was written.
    pub(super) async fn start_anew(&mut self) -> io::Result<()> {
        self.file.flush().await?;
        self.file.set_len(0).await?;
        self.file.seek(SeekFrom::Start(0)).await.map(drop)
    }

    /// Gives the file its name, once it is on the disk. What had this name before is replaced.
    pub(super) async fn finish(mut self) -> io::Result<()> {
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

/// Has the new name survive a failure of power, where folders can be synced. The file is whole without.
async fn sync_folder(target: &Path) {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if let Ok(folder) = File::open(folder).await {
        let _ = folder.sync_all().await;
    }
}
