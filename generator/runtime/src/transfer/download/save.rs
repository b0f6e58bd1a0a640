//! Downloads that end in a file, and survive connections that break.

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
                    file.start_anew().await.map_err(failed)?;
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
    /// Opens the file again after it broke off: where that was, or from its start if that is all
    /// there is. Says whether it goes on.
    async fn reopen(&mut self) -> Result<bool, Error> {
        if let Some(rest) = Rest::of(&self.head.headers, self.received, self.head.length) {
            match self.source.open(Some(&rest)).await {
                Ok(response) if rest.is_answered_by(response.status(), response.headers()) => {
                    self.go_on(response.into_body());
                    return Ok(true);
                }
                // The server has no ranges, or another file by now.
                Ok(response) if response.status() != StatusCode::PARTIAL_CONTENT => {
                    self.start_anew(response);
                    return Ok(false);
                }
                // Some other part of some file.
                Ok(_) => self.give_up_the_rest("the server sent another part of the file than was asked for").await?,
                Err(error) if is_without_rest(&error) => {
                    self.give_up_the_rest("the server does not have the rest of the same file any more").await?;
                }
                Err(error) => return Err(error),
            }
        }
        let response = self.source.open(None).await?;
        self.start_anew(response);
        Ok(false)
    }

    /// Waits for the attempt that asks for all of the file, if there is one.
    async fn give_up_the_rest(&mut self, problem: &str) -> Result<(), Error> {
        let error = self.broken(problem);
        self.source.run.wait_after(error, true).await
    }
}

/// Whether a server says that the file is another one, or shorter.
fn is_without_rest(error: &Error) -> bool {
    matches!(error.status(), Some(StatusCode::PRECONDITION_FAILED | StatusCode::RANGE_NOT_SATISFIABLE))
}
