//! Small specs made of a base and what a case changes of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use api_client_generator::Spec;
use api_client_generator::source::InputFile;

/// The files of a spec by name.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// The spec in which nothing is wrong.
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

/// Changes a spec as a text says. Each part of it starts with a line of its own:
///
/// * `# shop/items.yaml`: its top-level keys replace those of the file, or are added to it;
/// * `# whole shop/items.yaml`: it is the whole file;
/// * `# without shop/items.yaml`: there is no such file.
pub(crate) fn change(files: &mut Files, text: &str) {
    let mut part: Option<(&str, String)> = None;
    for line in text.split_inclusive('\n') {
        if let Some(name) = line
            .strip_prefix("# ")
            .map(str::trim)
            .filter(|name| name.rsplit_once('.').is_some_and(|(_, end)| end == "yaml"))
        {
            apply(files, part.take());
            part = Some((name, String::new()));
        } else if let Some((_, content)) = &mut part {
            content.push_str(line);
        }
    }
    apply(files, part);
}

fn apply(files: &mut Files, part: Option<(&str, String)>) {
    let Some((name, content)) = part else { return };
    if let Some(name) = name.strip_prefix("whole ") {
        files.insert(name.to_owned(), content.into_bytes());
    } else if let Some(name) = name.strip_prefix("without ") {
        files.remove(name);
    } else {
        let old = String::from_utf8_lossy(files.get(name).map_or(&[][..], Vec::as_slice)).into_owned();
        files.insert(name.to_owned(), merge(&old, &content).into_bytes());
    }
}

/// The old text with the top-level blocks of the new one in the place of its own.
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

/// The spec of these files.
pub(crate) fn spec(files: &Files) -> Spec {
    let inputs = files.iter().map(|(name, content)| InputFile {
        path: Path::new("spec").join(name),
        name: name.clone(),
        content: Ok(content.clone()),
    });
    Spec::from_files(inputs.collect(), Path::new("spec"))
}
