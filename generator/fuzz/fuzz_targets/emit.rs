//! Edits a valid spec: if it still resolves, its client is valid Rust and reproducible.

#![no_main]

mod bodies;

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::emit(data));
