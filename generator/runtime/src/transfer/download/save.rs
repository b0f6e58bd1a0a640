//! Downloads to a path, which resume after a failed connection.

use std::path::{Path, PathBuf};

use http::StatusCode;

use super::received::Download;
use super::{DOWNLOAD, Rest};
use crate::error::{Error, FileError};
use crate::transfer::partial::Partial;

pub(super) async fn save(mut download: Download, path: PathBuf) -> Result<u64, Error> {
    let failed = |error| unwritable(&path, error);
    let mut file = Partial::create(&path).await.map_err(failed)?;
    loop {
        match download.piece().await {
            Ok(Some(piece)) => file.write(&piece).await.map_err(failed)?,
            Ok(None) => break,
            Err(error) => {
                download.source.run.wait_after(error, true).await?;
                if !download.reopen().await? {
                    file.restart().await.map_err(failed)?;
                }
            }
        }
    }
    file.finish().await.map_err(failed)?;
    Ok(download.received)
}

fn unwritable(path: &Path, error: std::io::Error) -> Error {
    Error::File(Box::new(FileError::new(&DOWNLOAD, path, error)))
}

impl Download {
    /// Opens the download again after a failed connection: at the same position if possible, otherwise at the start.
    /// Returns whether the download resumes.
    async fn reopen(&mut self) -> Result<bool, Error> {
        if let Some(rest) = Rest::of(&self.head.headers, self.received, self.head.length) {
            match self.source.open(Some(&rest)).await {
                Ok(response) if rest.matches(response.status(), response.headers()) => {
                    self.resume(response.into_body());
                    return Ok(true);
                }
                // The server does not support ranges, or the file has changed.
                Ok(response) if response.status() != StatusCode::PARTIAL_CONTENT => {
                    self.restart(response);
                    return Ok(false);
                }
                // A different range, or a range of a different file.
                Ok(_) => {
                    self.wait_before_restart("the server sent a different part of the file than requested").await?;
                }
                Err(error) if is_without_rest(&error) => {
                    self.wait_before_restart("the server no longer has the rest of the same file").await?;
                }
                Err(error) => return Err(error),
            }
        }
        let response = self.source.open(None).await?;
        self.restart(response);
        Ok(false)
    }

    /// Waits before an attempt that requests the whole file. Fails if there is no further attempt.
    async fn wait_before_restart(&mut self, problem: &str) -> Result<(), Error> {
        let error = self.broken(problem);
        self.source.run.wait_after(error, true).await
    }
}

/// Whether the server reports that the file is different or shorter.
fn is_without_rest(error: &Error) -> bool {
    matches!(error.status(), Some(StatusCode::PRECONDITION_FAILED | StatusCode::RANGE_NOT_SATISFIABLE))
}
