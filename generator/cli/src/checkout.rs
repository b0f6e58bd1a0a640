//! Finds the checkout of the generator at run time, because several checkouts can share one binary.

use std::env;
use std::error::Error;
use std::path::{Path, PathBuf};

/// The folder of the runtime in a checkout.
const RUNTIME: &str = "generator/runtime";

/// Returns the relative path to the nearest folder with a spec, at or above the current folder; empty if it is the
/// current folder.
pub(crate) fn path_to_spec() -> Option<PathBuf> {
    let current = env::current_dir().ok()?;
    let mut path = PathBuf::new();
    for folder in current.ancestors() {
        if folder.join("spec/api.yaml").is_file() {
            return Some(path);
        }
        // A spec outside the repository belongs to another project.
        if folder.join(".git").exists() {
            return None;
        }
        path.push("..");
    }
    None
}

/// Returns the root of the checkout that contains one of the folders, or otherwise the current folder or the program.
///
/// # Errors
///
/// Returns an error if none of these is in a checkout.
pub fn root(folders: &[&Path]) -> Result<PathBuf, Box<dyn Error>> {
    let given = folders.iter().filter_map(|folder| absolute(folder));
    // Cargo sets this variable for the program that it runs.
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

/// Returns the runtime for a client in a folder.
pub(crate) fn runtime(folders: &[&Path]) -> Result<PathBuf, Box<dyn Error>> {
    Ok(root(folders)?.join(RUNTIME))
}

/// Returns whether a folder equals or would be inside another one.
pub(crate) fn is_within(folder: &Path, other: &Path) -> bool {
    absolute(folder).zip(absolute(other)).is_some_and(|(folder, other)| folder.starts_with(other))
}

/// Returns a folder as an absolute path without symbolic links, whether it exists or not. The part that does not exist
/// can contain `..`.
pub(crate) fn absolute(folder: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(folder).ok()?;
    let existing = absolute.ancestors().find(|folder| folder.exists())?;
    let rest = absolute.strip_prefix(existing).ok()?;
    Some(usual_form(existing.canonicalize().ok()?).join(rest))
}

/// Returns `C:\folder` for `\\?\C:\folder`, which is the form of canonical paths on Windows. Many programs, such as C
/// compilers, do not accept it.
fn usual_form(path: PathBuf) -> PathBuf {
    let usual = path.to_str().and_then(|text| text.strip_prefix(r"\\?\"));
    match usual.filter(|usual| usual.get(1..3) == Some(r":\")) {
        Some(usual) => usual.into(),
        None => path,
    }
}
