//! The inputs of the fuzz target, and many edits of every example, with stable Rust.

#[path = "../fuzz/fuzz_targets/bodies/mod.rs"]
#[allow(clippy::pedantic, reason = "this module belongs to the fuzzer")]
mod bodies;

use std::fs;
use std::path::Path;

/// The number of edited responses for each decoder.
const EDITS: u32 = 300;

#[test]
fn fuzzer_inputs_are_decoded_or_rejected() {
    let mut count = 0;
    for kind in ["corpus", "regressions"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(kind).join("decode");
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.expect("the folder can be read").path();
            // A panic does not name the input, so the test prints it.
            println!("{}", path.display());
            bodies::decode(&fs::read(&path).expect("the input can be read"));
            count += 1;
        }
    }
    assert!(count > 0, "there are no inputs");
}

/// If a value of a response is changed, the client may skip this value, but never panics.
#[test]
fn edited_responses_of_every_operation_are_decoded() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let decoders = u16::try_from(bodies::count()).expect("there are fewer than 65,536 decoders");
    assert!(decoders > 300, "all operations have decoders: {decoders}");
    for decoder in 0..decoders {
        for _ in 0..EDITS {
            let mut input = decoder.to_le_bytes().to_vec();
            input.push(random.byte() & 0xfe);
            let length = 1 + usize::from(random.byte() % 5);
            input.extend((0..length * 3).map(|_| random.byte()));
            bodies::decode(&input);
        }
    }
}

/// The same numbers in each run (xorshift), so that a failure is reproducible.
struct Random(u64);

impl Random {
    fn byte(&mut self) -> u8 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.to_le_bytes()[4]
    }
}
