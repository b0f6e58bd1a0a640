//! Reading forms.

use super::super::expected::boundary;
use super::super::server::RecordedRequest;

/// A part of a form.
pub(super) struct FormPart {
    pub(super) name: String,
    pub(super) is_file: bool,
    pub(super) content: String,
}

/// Whether a request says that it has a form.
pub(super) fn is_form(request: &RecordedRequest) -> bool {
    request.header("content-type").is_some_and(|value| value.starts_with("multipart/form-data"))
}

/// The parts of the form of a request; `None` if it has none that can be read.
pub(super) fn parts(request: &RecordedRequest) -> Option<Vec<FormPart>> {
    let delimiter = format!("--{}", boundary(&request.headers)?);
    // Files need not be text, but only their being there is of interest.
    let body = String::from_utf8_lossy(&request.body);
    let (before, rest) = body.split_once(delimiter.as_str())?;
    let (content, after) = rest.rsplit_once(&format!("\r\n{delimiter}--")).or_else(|| {
        // A form without parts.
        rest.strip_prefix("--").map(|after| ("", after))
    })?;
    if !before.is_empty() || after != "\r\n" {
        return None;
    }
    let between = format!("\r\n{delimiter}");
    let parts = content.split(&between).filter(|part| !part.is_empty());
    parts.map(|part| part_of(part.strip_prefix("\r\n")?)).collect()
}

fn part_of(text: &str) -> Option<FormPart> {
    let (head, content) = text.split_once("\r\n\r\n")?;
    let mut lines = head.split("\r\n").filter_map(|line| line.split_once(": "));
    let (_, disposition) = lines.find(|(name, _)| name.eq_ignore_ascii_case("content-disposition"))?;
    let quoted = |key: &str| disposition.split_once(&format!("; {key}=\""))?.1.split('"').next();
    let name = quoted("name")?.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n");
    Some(FormPart { name, is_file: quoted("filename").is_some(), content: content.to_owned() })
}
