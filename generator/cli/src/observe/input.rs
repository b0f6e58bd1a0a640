//! Reading of files with traffic, and detection of their format.

use std::error::Error;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use api_client_generator::diagnostics::display_path;

use super::traffic::Traffic;
use super::{har, json_lines};

/// The maximum size of a line in bytes, and of a HAR file.
pub(super) const MAX_LINE: u64 = 64 << 20;
const MAX_HAR: u64 = 2 << 30;

/// Reads a file, or standard input for `-`.
pub(super) fn read(path: &Path, traffic: &mut Traffic<'_>) -> Result<(), Box<dyn Error>> {
    let name = if path == Path::new("-") { "standard input".to_owned() } else { display_path(path) };
    let unreadable = |error: io::Error| format!("can't read {name}: {error}");
    let mut reader: Box<dyn BufRead> = if path == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(BufReader::new(File::open(path).map_err(unreadable)?))
    };
    // The first line decides, because standard input can be read only once.
    let mut first = Vec::new();
    while first.trim_ascii().is_empty() {
        let start = first.len();
        reader.by_ref().take(MAX_HAR).read_until(b'\n', &mut first).map_err(unreadable)?;
        if first.len() == start {
            return Err(format!("{name} is empty: record traffic as HAR or JSON Lines").into());
        }
    }
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    let is_lines = match extension.as_deref() {
        Some("har") => false,
        Some("jsonl" | "ndjson") => true,
        _ => is_json_line(&first),
    };
    let mut reader = io::Cursor::new(first).chain(reader);
    if is_lines {
        return json_lines::read(&mut reader, &name, traffic).map_err(|error| unreadable(error).into());
    }
    let mut text = Vec::new();
    reader.take(MAX_HAR).read_to_end(&mut text).map_err(unreadable)?;
    har::read(&text, &name, traffic).map_err(Into::into)
}

/// Whether a line is a complete object, but not a whole HAR file.
fn is_json_line(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    line.starts_with(b"{")
        && line.ends_with(b"}")
        && !serde_json::from_slice::<har::Start<'_>>(line).is_ok_and(|start| start.has_log())
}

#[cfg(test)]
mod tests {
    use super::is_json_line;

    #[test]
    fn first_line_tells_json_lines_from_har() {
        for (line, expected) in [
            (r#"{"operation":"a.b.c","body":{}}"#, true),
            (r#"{"operation":"a.b.c","body":}"#, true),
            (r#"{"log":{"entries":[]}}"#, false),
            ("{", false),
            ("[]", false),
        ] {
            assert_eq!(is_json_line(line.as_bytes()), expected, "{line}");
        }
    }
}
