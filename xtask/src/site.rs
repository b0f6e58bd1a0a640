//! `cargo xtask site`: builds the reference site.

use std::path::Path;
use std::process::Command;

use api_client::{Outcome, Report};

use crate::SiteOptions;

/// The program that joins the book of `api-client book` with mdBook and the renderer of OpenAPI documents.
const PROGRAM: &str = "tools/site/build";

pub(crate) fn run(options: &SiteOptions) -> Report {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    let status = Command::new("bash")
        .arg(root.join(PROGRAM))
        .arg(&options.out)
        .status()
        .map_err(|error| format!("can't run {PROGRAM}: {error}; install bash"))?;
    match status.code() {
        Some(0) => Ok(Outcome::Fine),
        Some(1) => Ok(Outcome::Findings),
        _ => Err(format!("can't build the site: {PROGRAM} ended with {status}; its messages are above").into()),
    }
}
