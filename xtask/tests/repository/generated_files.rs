//! The committed files equal those that the generator writes for the committed spec.

use std::path::Path;
use std::process::Command;

#[test]
fn committed_files_are_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for command in [&["generate", "--check"][..], &["openapi", "--check"], &["http", "--check"], &["fmt", "--check"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask")).args(command).current_dir(&root).output();
        let output = output.expect("the command can be run");
        assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stdout));
    }
}
