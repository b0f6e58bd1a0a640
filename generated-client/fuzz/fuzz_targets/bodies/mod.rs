//! The body of the fuzz target. `tests/fuzz_corpus.rs` runs it with the stored inputs and with many generated inputs, on
//! stable Rust.

mod edits;

use std::collections::HashMap;
use std::sync::LazyLock;

use sendbird_platform::{Error, JsonValue, Operation, testing};

/// All decoders: an operation, and the function that decodes its response or a page of its list.
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

/// Decodes a body. The first two bytes of the input select the decoder. If the third byte is an odd number, the rest is
/// the body. Otherwise the rest edits a response of an example.
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

/// Returns the number of decoders.
pub(crate) fn count() -> usize {
    DECODERS.len()
}

/// Decodes a body and checks the error. Only three errors are allowed: the body is not JSON, the object has no
/// identifier, or the next page of a list is unknown.
fn check(decoder: &Decoder, body: &[u8]) {
    let Err(error) = (decoder.read)(body) else { return };
    let id = decoder.operation.id();
    let Error::Decode(error) = error else { panic!("{id}: a response must not cause this error: {error}") };
    let text = error.to_string();
    let text_of_body = String::from_utf8_lossy(body);
    if text.contains("its response has no body") {
        assert!(text_of_body.trim_start_matches('\u{feff}').trim().is_empty(), "{id}: {text}\n{text_of_body}");
        return;
    }
    if text.contains("it is not JSON") {
        let json = text_of_body.parse::<JsonValue>();
        assert!(json.is_err() || std::str::from_utf8(body).is_err(), "{id}: {text}\n{text_of_body}");
        return;
    }
    if error.list_progress().is_some() {
        assert!(decoder.operation.is_paginated(), "{id}: {text}\n{text_of_body}");
        return;
    }
    if text.contains("it has more than") {
        return;
    }
    // The last warning is about the whole body or about the field that wraps the value.
    let path = error.warnings().last().map(|warning| warning.path().to_owned()).unwrap_or_default();
    let steps = path.matches(['.', '[']).count();
    assert!(path.starts_with('$') && steps <= 1 && !path.contains("[0"), "{id}: {text}\n{text_of_body}");
}
