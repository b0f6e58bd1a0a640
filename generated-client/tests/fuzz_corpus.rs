//! What the fuzz target started from and found, and a large number of edits of every example, with
//! stable Rust.

#[path = "../fuzz/fuzz_targets/bodies/mod.rs"]
#[allow(clippy::pedantic, reason = "it is written for the fuzzer")]
mod bodies;

use std::fs;
use std::path::Path;

/// So many edited answers are tried for each operation and way of reading.
const EDITS: u32 = 300;

#[test]
fn the_inputs_of_the_fuzzer_are_read_or_refused_for_one_of_two_reasons() {
    let mut count = 0;
    for kind in ["corpus", "regressions"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(kind).join("decode");
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.expect("the folder can be read").path();
            // A panic says nothing of the input; the test's output does.
            println!("{}", path.display());
            bodies::decode(&fs::read(&path).expect("the input can be read"));
            count += 1;
        }
    }
    assert!(count > 0, "there are no inputs");
}

/// Any change of any answer costs what was changed, and neither a panic nor the call.
#[test]
fn edited_answers_of_every_operation_are_read() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let readers = u16::try_from(bodies::count()).expect("there are fewer than 65,536 readers");
    assert!(readers > 300, "there are readers of all operations: {readers}");
    for reader in 0..readers {
        for _ in 0..EDITS {
            let mut input = reader.to_le_bytes().to_vec();
            input.push(random.byte() & 0xfe);
            let length = 1 + usize::from(random.byte() % 5);
            input.extend((0..length * 3).map(|_| random.byte()));
            bodies::decode(&input);
        }
    }
}

/// The same numbers in each run (xorshift), so that a failure can be looked at.
struct Random(u64);

impl Random {
    fn byte(&mut self) -> u8 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.to_le_bytes()[4]
    }
}
