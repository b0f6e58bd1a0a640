//! What the fuzz target does with its input. `tests/fuzz_corpus.rs` does the same with the kept
//! inputs, and with many more that it makes, on stable Rust.

mod edits;

use std::collections::HashMap;
use std::sync::LazyLock;

use sendbird_platform::{Error, JsonValue, Operation, testing};

/// Everything that reads answers: an operation, and how its answer or a page of it is read.
static DECODERS: LazyLock<Vec<Decoder>> = LazyLock::new(|| {
    let decoders = testing::decoders().iter().copied().flatten();
    decoders.map(|(operation, read)| Decoder { operation, read: *read }).collect()
});

struct Decoder {
    operation: &'static Operation,
    read: fn(&[u8]) -> Result<(), Error>,
}

/// The responses of the spec's examples, by operation.
static EXAMPLES: LazyLock<HashMap<String, Vec<JsonValue>>> = LazyLock::new(|| {
    let spec: JsonValue = include_str!("../../../src/testing.json").parse().expect("the generator writes JSON");
    let operations = spec["operations"].as_array().into_iter().flatten();
    let by_id = operations.map(|operation| {
        let examples = operation["examples"].as_array().into_iter().flatten();
        let responses = examples.map(|example| example["response"].clone()).filter(|response| !response.is_null());
        (operation["id"].as_str().unwrap_or_default().to_owned(), responses.collect())
    });
    by_id.collect()
});

/// The first two bytes choose who reads; if the third is odd, the rest is the body, else it edits a
/// response of an example.
pub(crate) fn decode(data: &[u8]) {
    let [low, high, kind, rest @ ..] = data else { return };
    let decoder = &DECODERS[usize::from(u16::from_le_bytes([*low, *high])) % DECODERS.len()];
    if kind % 2 == 1 {
        return check(decoder, rest);
    }
    let examples = EXAMPLES.get(decoder.operation.id()).map_or(&[][..], Vec::as_slice);
    let Some(example) = examples.get(usize::from(*kind / 2) % examples.len().max(1)) else { return };
    let body = edits::apply(rest, example.clone()).to_string();
    check(decoder, body.as_bytes());
}

/// How many readers there are.
pub(crate) fn count() -> usize {
    DECODERS.len()
}

/// Reads a body. A success is lost in three cases only: the body is not JSON, the object that it is about has no
/// identifier, or a list can't go on, because it must not end short without an error.
fn check(decoder: &Decoder, body: &[u8]) {
    let Err(error) = (decoder.read)(body) else { return };
    let id = decoder.operation.id();
    let Error::Decode(error) = error else { panic!("{id}: an answer is no reason for: {error}") };
    let text = error.to_string();
    let shown = String::from_utf8_lossy(body);
    if text.contains("its response has no body") {
        assert!(shown.trim_start_matches('\u{feff}').trim().is_empty(), "{id}: {text}\n{shown}");
        return;
    }
    if text.contains("it is not JSON") {
        let json = shown.parse::<JsonValue>();
        assert!(json.is_err() || std::str::from_utf8(body).is_err(), "{id}: {text}\n{shown}");
        return;
    }
    if error.list_progress().is_some() {
        assert!(decoder.operation.is_paginated(), "{id}: {text}\n{shown}");
        return;
    }
    if text.contains("it has more than") {
        return;
    }
    // What the last warning is about: the whole body, or what it is wrapped in.
    let path = error.warnings().last().map(|warning| warning.path().to_owned()).unwrap_or_default();
    let steps = path.matches(['.', '[']).count();
    assert!(path.starts_with('$') && steps <= 1 && !path.contains("[0"), "{id}: {text}\n{shown}");
}
