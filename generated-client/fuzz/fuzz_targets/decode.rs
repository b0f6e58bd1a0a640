//! Decodes any body as the response of any operation. The result is a value or a known error, never a panic.

#![no_main]

mod bodies;

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::decode(data));
