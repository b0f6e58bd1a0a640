//! Reads any bytes as the files of a spec: explained or accepted, without a panic and in short time.

#![no_main]

mod bodies;

libfuzzer_sys::fuzz_target!(|data: &[u8]| bodies::resolve(data));
