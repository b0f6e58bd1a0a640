//! `api-client diff --rules ID --write DIR`: the specs of an example, for whoever wants to make clients of them.

use std::error::Error;
use std::fs;
use std::io;
use std::path::Path;

use api_client_diff::{ExampleSpecs, Files};

/// Writes the states of an example, each into its folder; says which there are. Nothing that is there is touched.
pub(super) fn write(specs: &ExampleSpecs, folder: &Path) -> Result<(), Box<dyn Error>> {
    let states = [("old", Some(&specs.old)), ("bad", Some(&specs.bad)), ("good", specs.good.as_ref())];
    let folders = states.into_iter().filter_map(|(name, files)| Some((folder.join(name), files?)));
    let folders: Vec<_> = folders.collect();
    if let Some((taken, _)) = folders.iter().find(|(folder, _)| folder.exists()) {
        return Err(format!("{} is there already: name another folder, or remove it", taken.display()).into());
    }
    for (folder, files) in folders {
        write_files(&folder, files).map_err(|error| format!("can't write {}: {error}", folder.display()))?;
        println!("wrote {}", folder.display());
    }
    Ok(())
}

fn write_files(folder: &Path, files: &Files) -> io::Result<()> {
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, text)?;
    }
    Ok(())
}
