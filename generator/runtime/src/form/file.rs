//! Files that are uploaded.

use std::fmt;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures_core::Stream;

use crate::error::TransportError;

pub(crate) type ByteStream = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// A file that is uploaded: bytes, a path, or a stream.
///
/// ```
/// use api_client_runtime::File;
///
/// let picture = File::from_bytes("cat.png", vec![0x89, b'P', b'N', b'G']).content_type("image/png");
/// let report = File::from_path("reports/may.csv");
/// # let _ = (picture, report);
/// ```
#[derive(Clone)]
pub struct File {
    name: String,
    content_type: String,
    pub(super) content: Content,
}

#[derive(Clone)]
pub(super) enum Content {
    Bytes(Bytes),
    Path(PathBuf),
    Stream { stream: Arc<Mutex<Option<ByteStream>>>, length: Option<u64> },
}

impl File {
    /// A file from bytes in memory.
    pub fn from_bytes(name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        Self::new(name.into(), Content::Bytes(content.into()))
    }

    /// A file on disk, called as it is there. It is read while it is sent, and anew each time that
    /// the request is sent.
    pub fn from_path(path: impl AsRef<Path>) -> Self {
        let path = path.as_ref();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Self::new(name, Content::Path(path.to_owned()))
    }

    /// A file that comes piece by piece, with its length in bytes if that is known. It can be sent
    /// once: neither retried nor sent again with a clone of the request.
    pub fn from_stream(
        name: impl Into<String>,
        stream: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static,
        length: Option<u64>,
    ) -> Self {
        let stream: ByteStream = Box::pin(stream);
        Self::new(name.into(), Content::Stream { stream: Arc::new(Mutex::new(Some(stream))), length })
    }

    fn new(name: String, content: Content) -> Self {
        Self { name, content_type: "application/octet-stream".into(), content }
    }

    /// Sets what the file is called for the server.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Sets its media type, such as `image/png`. Default: `application/octet-stream`.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = content_type.into();
        self
    }

    /// What can't be sent of it.
    pub(crate) fn problem(&self) -> Option<&'static str> {
        let is_plain = |character: char| character.is_ascii() && !character.is_ascii_control();
        (!self.content_type.chars().all(is_plain)).then_some("has a content type that no header can hold")
    }

    /// The head of its part of a form.
    pub(super) fn head(&self, field: &str) -> String {
        format!(
            "Content-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\nContent-Type: {}\r\n\r\n",
            quote(field),
            quote(&self.name),
            self.content_type
        )
    }
}

impl Content {
    /// Takes the stream, which is there once.
    pub(super) fn take_stream(stream: &Mutex<Option<ByteStream>>) -> Option<ByteStream> {
        stream.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// A text within quotes of a header of a form, as browsers write it.
pub(super) fn quote(text: &str) -> String {
    text.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// Shows neither the name nor the content: both are the user's.
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
