//! Any body as the answer of any operation: it is read, or refused for one of two reasons, without a
//! panic.

#![no_main]

mod bodies;

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::decode(data));
