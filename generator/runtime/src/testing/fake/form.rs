//! Parsing of multipart forms.

use bytes::Bytes;

use super::super::expected::boundary;
use super::super::server::RecordedRequest;

/// A part of a received form.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FormPart {
    /// The name of the field.
    pub name: String,
    /// The name of the file, if the part is a file.
    pub file_name: Option<String>,
    /// The media type, if there is one.
    pub content_type: Option<String>,
    /// The content.
    pub content: Bytes,
}

impl FormPart {
    /// Whether the part is a file.
    pub fn is_file(&self) -> bool {
        self.file_name.is_some()
    }

    /// Returns the content as a string. Bytes that are not UTF-8 are replaced.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.content).into_owned()
    }
}

/// Whether the content type of a request is a form.
pub(super) fn is_form(request: &RecordedRequest) -> bool {
    request.header("content-type").is_some_and(|value| value.starts_with("multipart/form-data"))
}

/// Returns the parts of the form of a request; `None` if the body is not a valid form.
pub(super) fn parts(request: &RecordedRequest) -> Option<Vec<FormPart>> {
    // Some clients write the boundary in quotes.
    let delimiter = format!("\r\n--{}", boundary(&request.headers)?.trim_matches('"'));
    // The first delimiter is at the start of the body, without a line break before it.
    let mut rest = request.body.strip_prefix(&delimiter.as_bytes()[2..])?;
    let mut parts = Vec::new();
    // Some clients send no line break at the end.
    while rest != b"--\r\n" && rest != b"--" {
        let part = rest.strip_prefix(b"\r\n")?;
        let end = find(part, delimiter.as_bytes())?;
        parts.push(part_of(&part[..end])?);
        rest = &part[end + delimiter.len()..];
    }
    Some(parts)
}

fn part_of(bytes: &[u8]) -> Option<FormPart> {
    let end = find(bytes, b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]);
    let header = |name: &str| {
        let mut lines = head.split("\r\n").filter_map(|line| line.split_once(": "));
        lines.find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned())
    };
    let disposition = header("content-disposition")?;
    let quoted = |key: &str| {
        let text = disposition.split_once(&format!("; {key}=\""))?.1.split('"').next()?;
        Some(text.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n"))
    };
    Some(FormPart {
        name: quoted("name")?,
        file_name: quoted("filename"),
        content_type: header("content-type"),
        content: Bytes::copy_from_slice(&bytes[end + 4..]),
    })
}

/// Returns the position of bytes in other bytes.
fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let mut from = 0;
    loop {
        from += bytes.get(from..)?.iter().position(|byte| *byte == first)?;
        if bytes[from..].starts_with(wanted) {
            return Some(from);
        }
        from += 1;
    }
}
