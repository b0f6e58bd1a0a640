//! Runs the corpus and the findings of the fuzz targets with stable Rust.

#[path = "../fuzz/fuzz_targets/bodies/mod.rs"]
mod bodies;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use api_client_generator::Spec;
use api_client_generator::diagnostics::Style;

#[test]
fn the_inputs_of_resolve_are_explained_or_accepted() {
    replay("resolve", bodies::resolve);
}

#[test]
fn the_inputs_of_emit_result_in_a_client_or_an_error() {
    replay("emit", bodies::emit);
}

#[test]
fn the_edits_start_from_valid_specs() {
    for files in bodies::unedited() {
        let spec = Spec::from_files(files, Path::new("spec"));
        if let Err(mistakes) = spec.resolve() {
            panic!("{}", mistakes.render(spec.sources(), Style::Plain));
        }
    }
}

fn replay(target: &str, body: fn(&[u8])) {
    let mut count = 0;
    for kind in ["corpus", "regressions"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(kind).join(target);
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.expect("the folder can be read").path();
            // A panic does not name the input, so the test prints it.
            println!("{}", path.display());
            let start = Instant::now();
            body(&fs::read(&path).expect("the input can be read"));
            assert!(start.elapsed() < Duration::from_secs(10), "{} takes too long", path.display());
            count += 1;
        }
    }
    assert!(count > 0, "there are no inputs for {target}");
}
