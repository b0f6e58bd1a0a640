//! Loading the spec for a command.

use std::error::Error;
use std::io::{self, IsTerminal};
use std::path::{Component, Path, PathBuf};

use api_client_generator::diagnostics::{Report, Style};
use api_client_generator::{OpenApi, Resolved, Settings, Spec};
use clap::ColorChoice;

use crate::arguments::Context;
use crate::checkout;

/// Returns the model of the spec, or `None` after all its errors were printed.
pub fn resolve(context: &Context) -> io::Result<Option<Resolved>> {
    let spec = Spec::load(&context.spec)?;
    match spec.resolve() {
        Ok(resolved) => Ok(Some(resolved)),
        Err(mistakes) => {
            eprint!("{}", mistakes.render(spec.sources(), style(context)));
            Ok(None)
        }
    }
}

/// Returns the same, and prints warnings too.
pub(crate) fn resolve_and_warn(context: &Context) -> io::Result<Option<Resolved>> {
    let spec = Spec::load(&context.spec)?;
    let outcome = spec.resolve();
    let findings = match &outcome {
        Ok(resolved) => resolved.warnings(),
        Err(mistakes) => mistakes,
    };
    eprint!("{}", findings.render(spec.sources(), style(context)));
    Ok(outcome.ok())
}

/// Returns the errors and warnings for programs.
pub(crate) fn report(context: &Context) -> io::Result<Report> {
    let spec = Spec::load(&context.spec)?;
    let outcome = spec.resolve();
    let findings = match &outcome {
        Ok(resolved) => resolved.warnings(),
        Err(mistakes) => mistakes,
    };
    Ok(findings.report(spec.sources()))
}

/// Returns the API as OpenAPI documents, or `None` after all problems were printed.
pub(crate) fn openapi(context: &Context) -> io::Result<Option<(Resolved, OpenApi)>> {
    let spec = Spec::load(&context.spec)?;
    match spec.resolve().and_then(|resolved| resolved.openapi().map(|documents| (resolved, documents))) {
        Ok(documents) => Ok(Some(documents)),
        Err(mistakes) => {
            eprint!("{}", mistakes.render(spec.sources(), style(context)));
            Ok(None)
        }
    }
}

/// Checks that a folder for generated files is outside the spec. Every file in the folder of the spec is a part of the
/// spec.
///
/// # Errors
///
/// Returns an error with both paths if the folder is inside the spec.
pub(crate) fn check_output(context: &Context, out: &Path) -> Result<(), Box<dyn Error>> {
    if checkout::is_within(out, &context.spec) {
        return Err(format!(
            "nothing was written: {} is inside the spec {}, where every file is a part of the spec; choose a different \
             folder with `--out`",
            out.display(),
            context.spec.display()
        )
        .into());
    }
    Ok(())
}

pub(crate) fn style(context: &Context) -> Style {
    let colored = match context.color {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
    };
    if colored { Style::Colored } else { Style::Plain }
}

/// Returns the settings for a client in a folder. In a checkout with the runtime, the client uses this runtime.
pub fn settings(context: &Context, out: &Path) -> Settings {
    let runtime = checkout::runtime(&[out, &context.spec]).ok();
    let folder_name =
        context.spec.file_name().map_or_else(|| "spec".into(), |name| name.to_string_lossy().into_owned());
    Settings {
        program: context.program.name.to_owned(),
        runtime_path: runtime.map(|runtime| relative(out, &runtime)),
        spec_folder: folder_name,
    }
}

/// Returns the path from one folder to another with `/`. A relative path makes generated files the same on all
/// machines.
fn relative(from: &Path, to: &Path) -> String {
    let (from, to) = (normal(from), normal(to));
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = from[shared..].iter().map(|_| "..".to_owned());
    up.chain(to[shared..].iter().cloned()).collect::<Vec<_>>().join("/")
}

/// Returns the parts of an absolute path, without `.` and `..`. The path need not exist.
fn normal(path: &Path) -> Vec<String> {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| PathBuf::from(path));
    let absolute = absolute.canonicalize().unwrap_or(absolute);
    let mut parts = Vec::new();
    for component in absolute.components() {
        match component {
            Component::Normal(part) => parts.push(part.to_string_lossy().into_owned()),
            Component::ParentDir => {
                parts.pop();
            }
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn relative_path_connects_two_folders() {
        for (from, to, expected) in [
            ("/a/b", "/a/c/d", "../c/d"),
            ("/a/b", "/a/b/c", "c"),
            ("/a/b/../x", "/a/y", "../y"),
            ("/q", "/r/s", "../r/s"),
        ] {
            assert_eq!(relative(from.as_ref(), to.as_ref()), expected);
        }
    }
}
