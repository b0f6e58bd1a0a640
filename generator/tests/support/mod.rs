//! Small specs: a base with the changes of a case.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use api_client_generator::Spec;
use api_client_generator::source::InputFile;

/// The files of a spec by name.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Returns the valid base spec.
pub(crate) fn base() -> Files {
    let mut files = Files::new();
    collect(&folder().join("base"), "", &mut files);
    files
}

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

pub(crate) fn collect(folder: &Path, prefix: &str, files: &mut Files) {
    for entry in fs::read_dir(folder).expect("the base is there").flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read(entry.path()).expect("files can be read"));
        }
    }
}

/// Changes a spec as described by a text. Each part of the text starts with one of these lines:
///
/// * `# shop/items.yaml`: its top-level keys replace those of the file, or are added to it;
/// * `# whole shop/items.yaml`: it is the whole file;
/// * `# bytes shop/items.yaml 66 6f ff`: these bytes are the whole file;
/// * `# without shop/items.yaml`: there is no such file.
pub(crate) fn change(files: &mut Files, text: &str) {
    let mut part: Option<(Part<'_>, String)> = None;
    for line in text.split_inclusive('\n') {
        if let Some(next) = heading(line) {
            apply(files, part.replace((next, String::new())));
        } else if let Some((_, content)) = &mut part {
            content.push_str(line);
        }
    }
    apply(files, part);
}

/// The effect of a part of a case on a file.
enum Part<'a> {
    Merged(&'a str),
    Whole(&'a str),
    Bytes(&'a str, Vec<u8>),
    Without(&'a str),
}

fn heading(line: &str) -> Option<Part<'_>> {
    let words: Vec<&str> = line.strip_prefix("# ")?.split_whitespace().collect();
    let is_file =
        |name: &str| Path::new(name).extension().is_some_and(|end| end == "yaml" || end == "yml" || end == "md");
    match words.as_slice() {
        [name] if is_file(name) => Some(Part::Merged(name)),
        // The file can be one that is not part of a spec.
        ["whole", name] if name.contains('.') => Some(Part::Whole(name)),
        ["without", name] if is_file(name) => Some(Part::Without(name)),
        ["bytes", name, bytes @ ..] if is_file(name) => {
            let bytes = bytes.iter().map(|byte| u8::from_str_radix(byte, 16).expect("bytes are in hexadecimal digits"));
            Some(Part::Bytes(name, bytes.collect()))
        }
        _ => None,
    }
}

fn apply(files: &mut Files, part: Option<(Part<'_>, String)>) {
    let Some((part, content)) = part else { return };
    match part {
        Part::Merged(name) => {
            let old = String::from_utf8_lossy(files.get(name).map_or(&[][..], Vec::as_slice)).into_owned();
            files.insert(name.to_owned(), merge(&old, &content).into_bytes());
        }
        Part::Whole(name) => drop(files.insert(name.to_owned(), content.into_bytes())),
        Part::Bytes(name, bytes) => drop(files.insert(name.to_owned(), bytes)),
        Part::Without(name) => drop(files.remove(name)),
    }
}

/// Replaces top-level blocks of the old text by those of the new one.
fn merge(old: &str, new: &str) -> String {
    let mut merged = blocks(old);
    for (key, block) in blocks(new) {
        match merged.iter_mut().find(|(known, _)| *known == key) {
            Some(known) => known.1 = block,
            None => merged.push((key, block)),
        }
    }
    merged.into_iter().map(|(_, block)| block).collect()
}

fn blocks(text: &str) -> Vec<(String, String)> {
    let mut blocks: Vec<(String, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        let starts = line.starts_with(|first: char| first.is_alphabetic());
        match blocks.last_mut().filter(|_| !starts) {
            Some((_, block)) => block.push_str(line),
            None => blocks.push((line.split(':').next().unwrap_or_default().to_owned(), line.to_owned())),
        }
    }
    blocks
}

/// Returns the spec of these files.
pub(crate) fn spec(files: &Files) -> Spec {
    let inputs = files.iter().map(|(name, content)| InputFile {
        path: Path::new("spec").join(name),
        name: name.clone(),
        content: Ok(content.clone()),
    });
    Spec::from_files(inputs.collect(), Path::new("spec"))
}
