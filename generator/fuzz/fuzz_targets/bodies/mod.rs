//! The code of the fuzz targets. `tests/fuzz_corpus.rs` runs it with the kept inputs on stable Rust.

// Each target and the test use a part of this module.
#![allow(dead_code)]

mod edits;
mod input;

use std::path::Path;

use api_client_generator::diagnostics::Style;
use api_client_generator::output::FileSet;
use api_client_generator::source::InputFile;
use api_client_generator::{Resolved, Settings, Spec};
use serde::de::IgnoredAny;

/// Resolves the files of a spec in the input, each after a line `=== name`.
pub(crate) fn resolve(data: &[u8]) {
    resolved(input::split(data));
}

/// Emits a valid spec with the edits in the input.
pub(crate) fn emit(data: &[u8]) {
    let files = edits::apply(data, |files| Spec::from_files(files, Path::new("spec")).resolve().is_ok());
    let client = emitted(files.clone()).expect("the last edit that stayed left a right spec");
    check(&client);
    let reversed = files.into_iter().rev().collect();
    assert!(emitted(reversed).as_ref() == Some(&client), "the same spec makes another client");
}

fn emitted(files: Vec<InputFile>) -> Option<FileSet> {
    resolved(files).map(|resolved| resolved.emit(&Settings::default()))
}

/// Returns the specs before the edits.
pub(crate) fn unedited() -> Vec<Vec<InputFile>> {
    edits::unedited()
}

fn resolved(files: Vec<InputFile>) -> Option<Resolved> {
    let spec = Spec::from_files(files, Path::new("spec"));
    match spec.resolve() {
        Ok(resolved) => Some(resolved),
        Err(mistakes) => {
            let text = mistakes.render(spec.sources(), Style::Plain);
            assert!(text.contains("error[E") && text.contains("--> "), "{text}");
            for mistake in mistakes.iter() {
                assert!(!mistake.message.is_empty() && !mistake.expected.is_empty() && !mistake.help.is_empty());
                let length = spec.sources().file(mistake.place.file).text.len();
                let (start, end) = (mistake.place.start as usize, mistake.place.end as usize);
                assert!(start <= end && end <= length, "{start}..{end} of {length}: {}", mistake.message);
            }
            None
        }
    }
}

fn check(client: &FileSet) {
    for (path, text) in client.iter() {
        let is_rust = Path::new(path).extension().is_some_and(|extension| extension == "rs");
        if is_rust && let Err(error) = syn::parse_file(text) {
            panic!("{path} is no Rust: {error}\n{text}");
        }
        let is_toml = Path::new(path).extension().is_some_and(|extension| extension == "toml");
        if is_toml && let Err(error) = basic_toml::from_str::<IgnoredAny>(text) {
            panic!("{path} is no TOML: {error}\n{text}");
        }
        // rustc rejects sources with characters that change the direction of text.
        let turns = |character: char| matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert!(!text.contains(turns), "{path} has text that turns its direction");
    }
}
