//! Where the files of the repository are. They are looked for at run time: several checkouts can share one binary.

use std::env;
use std::error::Error;
use std::path::{Path, PathBuf};

/// The runtime, from the root of a checkout.
const RUNTIME: &str = "generator/runtime";

/// The way from the current folder up to the nearest one with a spec; empty if it is the current folder.
pub(crate) fn way_to_spec() -> Option<PathBuf> {
    let current = env::current_dir().ok()?;
    let mut way = PathBuf::new();
    for folder in current.ancestors() {
        if folder.join("spec/api.yaml").is_file() {
            return Some(way);
        }
        // Beyond the repository, a spec belongs to another project.
        if folder.join(".git").exists() {
            return None;
        }
        way.push("..");
    }
    None
}

/// The root of the checkout of the generator that one of the folders is in. Otherwise that of the current folder or of
/// the program.
///
/// # Errors
/// If none of these is in a checkout.
pub fn root(folders: &[&Path]) -> Result<PathBuf, Box<dyn Error>> {
    let given = folders.iter().filter_map(|folder| absolute(folder));
    // Cargo sets it for the program that it runs.
    let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let places = given.chain(env::current_dir().ok()).chain(package).chain(env::current_exe().ok());
    for place in places {
        let root = place.ancestors().find(|folder| folder.join(RUNTIME).join("Cargo.toml").is_file());
        if let Some(root) = root {
            return Ok(root.to_owned());
        }
    }
    Err(format!("can't find {RUNTIME}: run the command in a checkout of the repository").into())
}

/// The runtime that a client in a folder is built with.
pub(crate) fn runtime(folders: &[&Path]) -> Result<PathBuf, Box<dyn Error>> {
    Ok(root(folders)?.join(RUNTIME))
}

/// Whether a folder is another one, or would be in it.
pub(crate) fn is_within(folder: &Path, other: &Path) -> bool {
    absolute(folder).zip(absolute(other)).is_some_and(|(folder, other)| folder.starts_with(other))
}

/// A folder as an absolute path without `..`, whether it exists or not.
fn absolute(folder: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(folder).ok()?;
    let existing = absolute.ancestors().find(|folder| folder.exists())?;
    let rest = absolute.strip_prefix(existing).ok()?;
    Some(existing.canonicalize().ok()?.join(rest))
}
