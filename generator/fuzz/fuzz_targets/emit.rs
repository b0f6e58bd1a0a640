//! A right spec, edited: whatever still resolves makes a client that is Rust and always the same.

#![no_main]

mod bodies;

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::emit(data));
