//! Check of the proposal: the spec with its entries has no errors.

use std::io;

use api_client_generator::observe::Report;
use api_client_generator::source::{InputFile, read_folder};
use api_client_generator::{Spec, formatting};

use crate::arguments::Context;
use crate::spec;

/// Returns the errors of the spec with the proposed entries, such as names that are equal in Rust.
pub(super) fn errors(report: &Report, context: &Context) -> io::Result<Option<String>> {
    if report.proposal.is_empty() {
        return Ok(None);
    }
    let mut inputs = read_folder(&context.spec)?;
    for fragment in &report.proposal {
        let Some(input) = inputs.iter_mut().find(|input| input.name == fragment.file) else { continue };
        let merged = formatting::merge(input.clone(), &fragment.text);
        *input = InputFile { content: merged.map(String::into_bytes).ok_or_else(|| unmerged(input)), ..input.clone() };
    }
    let proposed = Spec::from_files(inputs, &context.spec);
    Ok(proposed.resolve().err().map(|errors| errors.render(proposed.sources(), spec::style(context))))
}

fn unmerged(input: &InputFile) -> String {
    format!("the proposed entries can't be added to {}", input.name)
}
