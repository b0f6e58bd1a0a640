//! Writing of multipart forms.

use std::collections::VecDeque;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tokio::io::AsyncReadExt;
use tokio::runtime::Handle;

use super::file::{ByteStream, Content, File, quote};
use crate::body::Body;
use crate::box_future::BoxFuture;
use crate::error::{BodyFailure, TransportError, TransportErrorKind};

/// The number of bytes that are read from a file at once.
const PIECE: usize = 64 << 10;

/// A part of a form, in the order of sending.
#[derive(Clone, Debug)]
pub(crate) enum FormPart {
    /// A field with its value.
    Text(String, String),
    /// A file with the name of its field.
    File(String, File),
}

/// A complete form.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    boundary: String,
    parts: Vec<FormPart>,
}

impl Form {
    /// Creates a form with a random boundary, which no content contains.
    pub(crate) fn new(parts: Vec<FormPart>) -> Self {
        // The standard library's only source of randomness. 128 bits are not matched by accident.
        let random = || RandomState::new().hash_one(0_u64);
        Self { boundary: format!("form-{:016x}{:016x}", random(), random()), parts }
    }

    pub(crate) fn content_type(&self) -> String {
        format!("multipart/form-data; boundary={}", self.boundary)
    }

    /// Returns the whole form, if it is in memory.
    pub(crate) fn to_bytes(&self) -> Option<Bytes> {
        let mut bytes = Vec::new();
        for segment in self.segments() {
            match segment {
                Segment::Bytes(piece) => bytes.extend_from_slice(&piece),
                Segment::Path(_) | Segment::Stream(..) => return None,
            }
        }
        Some(bytes.into())
    }

    /// Whether the form can be sent more than once. A stream cannot be replayed.
    pub(crate) fn is_replayable(&self) -> bool {
        !self.parts.iter().any(|part| match part {
            FormPart::File(_, file) => matches!(file.content, Content::Stream { .. }),
            FormPart::Text(..) => false,
        })
    }

    /// Returns the form as a body.
    ///
    /// # Errors
    /// Fails if a file does not exist or is not a regular file, if the total length is too large, or if a stream was
    /// already sent. Nothing is sent in these cases.
    pub(crate) fn to_body(&self) -> Result<Body, TransportError> {
        if let Some(bytes) = self.to_bytes() {
            return Ok(bytes.into());
        }
        // Checked before the streams are taken, because they cannot be replayed.
        let lengths: Vec<Option<u64>> = self.segments().map(|segment| segment.length()).collect::<Result<_, _>>()?;
        let total = lengths.iter().try_fold(Some(0_u64), |total, length| match (total, length) {
            (Some(total), Some(length)) => total.checked_add(*length).map(Some),
            _ => Some(None),
        });
        let total = total.ok_or_else(|| failed("the length of a stream is too large"))?;
        let segments = self.segments().map(Segment::taken).collect::<Result<Vec<_>, _>>()?;
        let left = segments.into_iter().zip(lengths).collect();
        Ok(Body::sized_stream(Segments { left, reading: None, read: 0, length: None }, total))
    }

    fn segments(&self) -> impl Iterator<Item = Segment> {
        let delimiter = format!("--{}\r\n", self.boundary);
        let parts = self.parts.iter().flat_map(move |part| {
            let (head, content) = match part {
                FormPart::Text(name, text) => {
                    let head = format!("Content-Disposition: form-data; name=\"{}\"\r\n\r\n", quote(name));
                    (head, Segment::Bytes(text.clone().into()))
                }
                FormPart::File(name, file) => (file.head(name), Segment::of(&file.content)),
            };
            let head = Segment::Bytes(format!("{delimiter}{head}").into());
            [head, content, Segment::Bytes(Bytes::from_static(b"\r\n"))]
        });
        parts.chain([Segment::Bytes(format!("--{}--\r\n", self.boundary).into())])
    }
}

type Shared = std::sync::Arc<std::sync::Mutex<Option<ByteStream>>>;

/// A chunk of a body.
enum Segment {
    Bytes(Bytes),
    Path(PathBuf),
    Stream(StreamState, Option<u64>),
}

enum StreamState {
    Shared(Shared),
    Taken(ByteStream),
}

impl Segment {
    fn of(content: &Content) -> Self {
        match content {
            Content::Bytes(bytes) => Self::Bytes(bytes.clone()),
            Content::Path(path) => Self::Path(path.clone()),
            Content::Stream { stream, length } => Self::Stream(StreamState::Shared(stream.clone()), *length),
        }
    }

    /// Returns the segment with its stream taken from the shared form.
    fn taken(self) -> Result<Self, TransportError> {
        match self {
            Self::Stream(StreamState::Shared(shared), length) => match Content::take_stream(&shared) {
                Some(stream) => Ok(Self::Stream(StreamState::Taken(stream), length)),
                None => Err(failed("the stream of a file was already sent")),
            },
            other => Ok(other),
        }
    }

    /// Returns the length in bytes, if it is known.
    fn length(&self) -> Result<Option<u64>, TransportError> {
        match self {
            Self::Bytes(bytes) => Ok(u64::try_from(bytes.len()).ok()),
            // A file that changes before it is completely read fails the call at that time.
            Self::Path(path) => {
                let metadata = std::fs::metadata(path).map_err(|error| unreadable(&error))?;
                // A pipe or a device may be endless, and its length is unknown.
                if !metadata.is_file() {
                    return Err(failed("a path is not a regular file: send its content as a stream"));
                }
                Ok(Some(metadata.len()))
            }
            Self::Stream(_, length) => Ok(*length),
        }
    }
}

/// The segments of a form in their order.
struct Segments {
    /// The segments with their announced lengths.
    left: VecDeque<(Segment, Option<u64>)>,
    reading: Option<Reading>,
    /// The number of bytes of the current file that were read, and its announced length.
    read: u64,
    length: Option<u64>,
}

enum Reading {
    Opening(BoxFuture<std::io::Result<tokio::fs::File>>),
    Piece(BoxFuture<std::io::Result<(tokio::fs::File, Vec<u8>)>>),
    Stream(ByteStream),
}

impl Stream for Segments {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match self.reading.take() {
                Some(reading) => {
                    if let Some(item) = ready!(self.continue_reading(reading, context)) {
                        return Poll::Ready(Some(item));
                    }
                }
                None => {
                    let Some((segment, length)) = self.left.pop_front() else { return Poll::Ready(None) };
                    (self.read, self.length) = (0, length);
                    match segment {
                        Segment::Bytes(bytes) if bytes.is_empty() => {}
                        Segment::Bytes(bytes) => return Poll::Ready(Some(Ok(bytes))),
                        Segment::Path(path) => {
                            self.reading = Some(Reading::Opening(Box::pin(tokio::fs::File::open(path))));
                        }
                        Segment::Stream(StreamState::Taken(stream), _) => {
                            self.reading = Some(Reading::Stream(stream));
                        }
                        Segment::Stream(StreamState::Shared(_), _) => {
                            return Poll::Ready(Some(Err(failed("the stream of a file was already sent"))));
                        }
                    }
                }
            }
        }
    }
}

impl Segments {
    /// Continues reading. Ready with `None` if the next segment can be started.
    fn continue_reading(
        &mut self,
        reading: Reading,
        context: &mut Context<'_>,
    ) -> Poll<Option<<Self as Stream>::Item>> {
        match reading {
            // Outside of a runtime, tokio would panic.
            Reading::Opening(_) | Reading::Piece(_) if Handle::try_current().is_err() => {
                let problem = "a file can't be read outside of a tokio runtime";
                return Poll::Ready(Some(Err(failed(problem))));
            }
            Reading::Opening(mut opening) => match opening.as_mut().poll(context) {
                Poll::Pending => self.reading = Some(Reading::Opening(opening)),
                Poll::Ready(Ok(file)) => {
                    self.reading = Some(Reading::Piece(Box::pin(read(file))));
                    return Poll::Ready(None);
                }
                Poll::Ready(Err(error)) => return Poll::Ready(Some(Err(unreadable(&error)))),
            },
            Reading::Piece(mut piece) => match piece.as_mut().poll(context) {
                Poll::Pending => self.reading = Some(Reading::Piece(piece)),
                Poll::Ready(Ok((_, bytes))) if bytes.is_empty() => return Poll::Ready(self.end().err().map(Err)),
                Poll::Ready(Ok((file, bytes))) => {
                    self.reading = Some(Reading::Piece(Box::pin(read(file))));
                    return Poll::Ready(Some(self.count(bytes.into())));
                }
                Poll::Ready(Err(error)) => return Poll::Ready(Some(Err(unreadable(&error)))),
            },
            Reading::Stream(mut stream) => match stream.as_mut().poll_next(context) {
                Poll::Pending => self.reading = Some(Reading::Stream(stream)),
                Poll::Ready(None) => return Poll::Ready(self.end().err().map(Err)),
                Poll::Ready(Some(item)) => {
                    self.reading = Some(Reading::Stream(stream));
                    return Poll::Ready(Some(item.and_then(|bytes| self.count(bytes))));
                }
            },
        }
        Poll::Pending
    }

    /// Counts bytes of the current file. Fails beyond the announced length, because the rest of the form would be
    /// truncated.
    fn count(&mut self, bytes: Bytes) -> Result<Bytes, TransportError> {
        self.read += bytes.len() as u64;
        match self.length {
            Some(length) if self.read > length => Err(failed(format!(
                "a file has more than its {length} bytes: it grew while it was sent, or its stream is longer"
            ))),
            _ => Ok(bytes),
        }
    }

    fn end(&self) -> Result<(), TransportError> {
        match self.length {
            Some(length) if self.read < length => Err(failed(format!(
                "a file ended after {} of {length} bytes: it changed while it was sent, or its stream is shorter",
                self.read
            ))),
            _ => Ok(()),
        }
    }
}

async fn read(mut file: tokio::fs::File) -> std::io::Result<(tokio::fs::File, Vec<u8>)> {
    let mut piece = Vec::with_capacity(PIECE);
    file.read_buf(&mut piece).await?;
    Ok((file, piece))
}

fn unreadable(error: &std::io::Error) -> TransportError {
    failed(format!("a file can't be read: {error}"))
}

fn failed(problem: impl Into<String>) -> TransportError {
    TransportError::new(TransportErrorKind::Request, BodyFailure(problem.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(form: &Form) -> Option<String> {
        let bytes = form.to_bytes()?;
        Some(String::from_utf8_lossy(&bytes).replace(&form.boundary, "B"))
    }

    #[test]
    fn form_is_written_as_browsers_do() {
        let form = Form::new(vec![
            FormPart::Text("a\"\r\nb".into(), "1\r\n2".into()),
            FormPart::File("f".into(), File::from_bytes("x\".png", "bytes").content_type("image/png")),
        ]);
        let expected = "--B\r\nContent-Disposition: form-data; name=\"a%22%0D%0Ab\"\r\n\r\n1\r\n2\r\n\
                        --B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x%22.png\"\r\n\
                        Content-Type: image/png\r\n\r\nbytes\r\n--B--\r\n";
        assert_eq!(text(&form).as_deref(), Some(expected));
        assert_ne!(form.boundary, Form::new(Vec::new()).boundary);
    }
}
