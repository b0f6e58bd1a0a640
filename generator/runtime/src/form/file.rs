//! Files to upload.

use std::fmt;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures_core::Stream;

use crate::error::TransportError;

pub(crate) type ByteStream = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// A file to upload: bytes, a path, or a stream.
///
/// ```
/// use api_client_runtime::File;
///
/// let picture = File::from_bytes("cat.png", vec![0x89, b'P', b'N', b'G']);
/// let report = File::from_path("reports/may.dat").content_type("text/csv");
/// # let _ = (picture, report);
/// ```
///
/// The extension of the name selects the media type, for example `image/png` for `cat.png`. An unknown or missing
/// extension selects `application/octet-stream`. [`content_type`](Self::content_type) overrides the media type. A call
/// fails and sends nothing if a file has no name, or if its content type is not a media type.
#[derive(Clone)]
pub struct File {
    name: String,
    /// The content type of the caller, unchanged.
    content_type: Option<String>,
    pub(super) content: Content,
}

#[derive(Clone)]
pub(super) enum Content {
    Bytes(Bytes),
    Path(PathBuf),
    Stream { stream: Arc<Mutex<Option<ByteStream>>>, length: Option<u64> },
}

impl File {
    /// Creates a file from bytes in memory.
    pub fn from_bytes(name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        Self::new(name.into(), Content::Bytes(content.into()))
    }

    /// Creates a file from a path on disk, with the same name. Each attempt reads the file again while it is sent.
    pub fn from_path(path: impl AsRef<Path>) -> Self {
        let path = path.as_ref();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Self::new(name, Content::Path(path.to_owned()))
    }

    /// Creates a file from a stream, with its length in bytes if it is known. A stream cannot be replayed, so the
    /// request is not retried and a clone of the request can't be sent.
    pub fn from_stream(
        name: impl Into<String>,
        stream: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static,
        length: Option<u64>,
    ) -> Self {
        let stream: ByteStream = Box::pin(stream);
        Self::new(name.into(), Content::Stream { stream: Arc::new(Mutex::new(Some(stream))), length })
    }

    fn new(name: String, content: Content) -> Self {
        Self { name, content_type: None, content }
    }

    /// Sets the file name that the server receives. Without a content type, its extension selects the media type.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Sets the media type, such as `image/png`. Default: the media type of the name's extension.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// Returns the reason why the file can't be sent.
    pub(crate) fn problem(&self) -> Option<&'static str> {
        if self.name.trim().is_empty() {
            return Some("has an empty file name: set one with `name`");
        }
        match self.content_type.as_deref() {
            Some(given) if given.trim().is_empty() => {
                Some("has an empty content type: leave it out, or set a media type")
            }
            Some(given) if !is_media_type(given) => {
                Some("has an invalid content type: set a media type such as `image/png`")
            }
            _ => None,
        }
    }

    fn media_type(&self) -> &str {
        // The first type of an extension is the most common one. The lookup ignores the case of letters.
        let guessed = || mime_guess::from_path(&self.name).first_raw().unwrap_or("application/octet-stream");
        self.content_type.as_deref().unwrap_or_else(guessed)
    }

    /// Returns the headers of the form part with this file.
    pub(super) fn head(&self, field: &str) -> String {
        format!(
            "Content-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\nContent-Type: {}\r\n\r\n",
            quote(field),
            quote(&self.name),
            self.media_type()
        )
    }
}

/// Whether a string is a media type that a header can contain: `type/subtype`, optionally with parameters.
fn is_media_type(text: &str) -> bool {
    let is_token = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
    };
    let is_plain = |character: char| character.is_ascii() && !character.is_ascii_control();
    let essence = text.split(';').next().unwrap_or_default().trim();
    let is_type = essence.split_once('/').is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype));
    is_type && text.chars().all(is_plain)
}

impl Content {
    /// Takes the stream, which cannot be replayed.
    pub(super) fn take_stream(stream: &Mutex<Option<ByteStream>>) -> Option<ByteStream> {
        stream.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Quotes a string for a header of a form, as browsers do.
pub(super) fn quote(text: &str) -> String {
    text.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// Shows neither the name nor the content, because both are user content.
impl fmt::Debug for File {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match &self.content {
            Content::Bytes(_) => "bytes",
            Content::Path(_) => "path",
            Content::Stream { .. } => "stream",
        };
        write!(formatter, "File({kind})")
    }
}

#[cfg(test)]
mod tests {
    use std::task::{Context, Poll};

    use super::*;

    struct NoPieces;

    impl Stream for NoPieces {
        type Item = Result<Bytes, TransportError>;

        fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            Poll::Ready(None)
        }
    }

    #[test]
    fn media_type_follows_from_the_name_unless_it_is_given() {
        for (name, given, expected) in [
            ("cat.png", None, "image/png"),
            ("CAT.JPEG", None, "image/jpeg"),
            ("targets.csv", None, "text/csv"),
            ("clip.mp4", None, "video/mp4"),
            ("a.tar.gz", None, "application/gzip"),
            ("push.p12", None, "application/x-pkcs12"),
            ("notes.unheard_of", None, "application/octet-stream"),
            ("png", None, "application/octet-stream"),
            (".png", None, "application/octet-stream"),
            ("cat.png", Some("image/webp"), "image/webp"),
            ("cat", Some("text/plain; charset=utf-8"), "text/plain; charset=utf-8"),
        ] {
            let stream = || File::from_stream(name, NoPieces, None);
            for file in [File::from_bytes(name, ""), File::from_path(format!("folder/{name}")), stream()] {
                let file = given.map_or_else(|| file.clone(), |given| file.clone().content_type(given));
                assert_eq!((file.problem(), file.media_type()), (None, expected), "{name}");
            }
        }
        let renamed = File::from_path("upload.tmp").name("cat.png");
        assert_eq!(renamed.media_type(), "image/png", "the new name selects the type");
    }

    #[test]
    fn file_without_a_name_or_with_an_invalid_type_is_an_error() {
        for (file, problem) in [
            (File::from_bytes("", "x"), "empty file name"),
            (File::from_bytes(" \t", "x"), "empty file name"),
            (File::from_path(""), "empty file name"),
            (File::from_path("/"), "empty file name"),
            (File::from_path("reports/.."), "empty file name"),
            (File::from_path("a.png").name(""), "empty file name"),
            (File::from_bytes("a.png", "x").content_type(""), "empty content type"),
            (File::from_bytes("a.png", "x").content_type("  "), "empty content type"),
            (File::from_bytes("a.png", "x").content_type("image"), "invalid content type"),
            (File::from_bytes("a.png", "x").content_type("/png"), "invalid content type"),
            (File::from_bytes("a.png", "x").content_type("image/"), "invalid content type"),
            (File::from_bytes("a.png", "x").content_type("image/png\r\nX: y"), "invalid content type"),
            (File::from_bytes("a.png", "x").content_type("image/png; x=\u{e9}"), "invalid content type"),
        ] {
            let found = file.problem();
            assert!(found.is_some_and(|found| found.contains(problem)), "{problem}: {found:?}");
        }
    }
}
