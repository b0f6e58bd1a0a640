//! `api-client changelog`: changes since the last release, for users of the client.

use std::error::Error;
use std::{fs, io};

use api_client_diff::changelog;
use api_client_diff::report::{Policy, Report as DiffReport};
use api_client_generator::diagnostics::display_path;
use api_client_generator::output;

use crate::arguments::{ChangelogOptions, Context};
use crate::diff;
use crate::report::{Outcome, Report};

pub(crate) fn run(options: &ChangelogOptions, context: &Context) -> Report {
    let (since, report) = changes(options, context)?;
    let entries = changelog::entries(&report);
    if !options.write && !options.check {
        if entries.is_empty() && !context.quiet {
            eprintln!("nothing changed since {since}");
        }
        print!("{entries}");
        return Ok(Outcome::Fine);
    }
    let path = &options.file;
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => "# Changelog\n".to_owned(),
        Err(error) => return Err(format!("can't read {}: {error}", display_path(path)).into()),
    };
    let written =
        match changelog::write(&text, &since, &report.head.version, &entries, context.program.name, options.force) {
            Ok(written) => written,
            Err(error) => {
                println!("{}:{error}", display_path(path));
                return Ok(Outcome::Findings);
            }
        };
    if options.check {
        // A missing file is up to date only if there are no changes.
        if written == text {
            return Ok(Outcome::Fine);
        }
        if let Some(difference) = output::compare(path, &written)? {
            print!("{difference}");
        }
        println!(
            "{} is out of date: it does not list the changes since {since}; to update it: {}",
            display_path(path),
            command(options, context.program.name)
        );
        return Ok(Outcome::Findings);
    }
    let is_new = written != text && output::replace(path, &written)?;
    if !context.quiet {
        println!("{} {}", if is_new { "wrote" } else { "unchanged:" }, display_path(path));
    }
    Ok(Outcome::Fine)
}

fn command(options: &ChangelogOptions, program: &str) -> String {
    let since = options.since.as_ref().map(|since| format!(" --since {since}")).unwrap_or_default();
    format!("{program} changelog --write{since}")
}

/// Returns the changes and the release that they start from.
///
/// If the current version is a release, the changes start from the release before it. So the result is the same before
/// and after the tag is set.
fn changes(options: &ChangelogOptions, context: &Context) -> Result<(String, DiffReport), Box<dyn Error>> {
    let policy = Policy { base_is_release: true, ..Policy::default() };
    if let Some(since) = &options.since {
        return Ok((since.clone(), diff::since(since, &policy, &options.client, context)?));
    }
    let mut last = None;
    for release in diff::releases(context)?.into_iter().take(2) {
        let report = diff::since(&release, &policy, &options.client, context)?;
        if !report.entries.is_empty() {
            return Ok((release, report));
        }
        last = last.or(Some((release, report)));
    }
    last.ok_or_else(|| "there is no release".into())
}
