//! Finds modules whose unit tests do not run.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Fails for each module of the folder `src` that has unit tests which this program does not contain.
pub(crate) fn assert_complete(package: &str) {
    let program = std::env::current_exe().expect("a program has a path");
    let list = Command::new(program).arg("--list").output().expect("the program can be run");
    let list = String::from_utf8(list.stdout).expect("names are text");
    let source = Path::new(package).join("src");
    let mut missing = Vec::new();
    visit(&source, "", &mut |module, text| {
        if text.contains("#[test]\n") && !list.contains(&format!("\n{module}::")) {
            missing.push(module.to_owned());
        }
    });
    assert!(missing.is_empty(), "tests/unit/main.rs lacks these modules: {missing:?}");
}

/// Visits all Rust files with the paths of their modules.
fn visit(folder: &Path, parent: &str, found: &mut impl FnMut(&str, &str)) {
    for entry in fs::read_dir(folder).expect("the folder exists") {
        let path = entry.expect("the folder can be read").path();
        let name = path.file_stem().and_then(|name| name.to_str()).expect("file names are text");
        let module = if name == "mod" { parent.to_owned() } else { format!("{parent}::{name}") };
        let module = module.trim_start_matches("::");
        if path.is_dir() {
            visit(&path, module, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found(module, &fs::read_to_string(&path).expect("the file is text"));
        }
    }
}
