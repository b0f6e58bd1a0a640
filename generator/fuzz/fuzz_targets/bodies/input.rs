//! Conversion of bytes to the files of a spec, in a readable form.

use std::path::Path;

use api_client_generator::source::InputFile;

const HEADER: &[u8] = b"=== ";

/// Returns the files in `data`, each after a line `=== name`. The text before the first line is `api.yaml`.
pub(super) fn split(data: &[u8]) -> Vec<InputFile> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for line in data.split_inclusive(|byte| *byte == b'\n') {
        match line.strip_prefix(HEADER) {
            Some(name) => files.push((String::from_utf8_lossy(name).trim_end().to_owned(), Vec::new())),
            None => {
                if files.is_empty() {
                    files.push(("api.yaml".to_owned(), Vec::new()));
                }
                files.last_mut().expect("there is one").1.extend_from_slice(line);
            }
        }
    }
    // A folder has no duplicate names.
    files.sort_by(|(one, _), (other, _)| one.cmp(other));
    files.dedup_by(|(one, _), (other, _)| one == other);
    files.into_iter().map(|(name, content)| file(&name, content)).collect()
}

pub(super) fn file(name: &str, content: Vec<u8>) -> InputFile {
    InputFile { path: Path::new("spec").join(name), name: name.to_owned(), content: Ok(content) }
}
