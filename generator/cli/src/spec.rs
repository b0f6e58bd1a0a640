//! Loading the spec for a command.

use std::error::Error;
use std::io::{self, IsTerminal};
use std::path::{Component, Path, PathBuf};

use api_client_generator::diagnostics::{Report, Style, display_path};
use api_client_generator::output::FileSet;
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

/// Returns the API reference as the source of a book, or `None` after all problems were printed.
pub(crate) fn book(context: &Context, settings: &Settings, changelog: Option<&str>) -> io::Result<Option<FileSet>> {
    let spec = Spec::load(&context.spec)?;
    match spec.resolve().and_then(|resolved| resolved.book(settings, changelog)) {
        Ok(files) => Ok(Some(files)),
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
            display_path(out),
            display_path(&context.spec)
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
/// machines. Between two drives of Windows, there is only the absolute path.
fn relative(from: &Path, to: &Path) -> String {
    let ((drive, from), (other, to)) = (normal(from), normal(to));
    if drive != other {
        return format!("{other}/{}", to.join("/"));
    }
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = from[shared..].iter().map(|_| "..".to_owned());
    up.chain(to[shared..].iter().cloned()).collect::<Vec<_>>().join("/")
}

/// Returns the drive and the parts of an absolute path, without `.`, `..` and symbolic links. The path need not exist.
/// The drive is empty on systems without drives.
fn normal(path: &Path) -> (String, Vec<String>) {
    let absolute = checkout::absolute(path).or_else(|| std::path::absolute(path).ok());
    let absolute = absolute.unwrap_or_else(|| PathBuf::from(path));
    let (mut drive, mut parts) = (String::new(), Vec::new());
    for component in absolute.components() {
        match component {
            Component::Prefix(prefix) => drive = prefix.as_os_str().to_string_lossy().replace('\\', "/"),
            Component::Normal(part) => parts.push(part.to_string_lossy().into_owned()),
            Component::ParentDir => {
                parts.pop();
            }
            Component::CurDir | Component::RootDir => {}
        }
    }
    (drive, parts)
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

    /// The folder of the client need not exist, and the way to it can contain a link.
    #[cfg(unix)]
    #[test]
    fn links_in_the_way_to_a_new_folder_are_resolved() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let path = |name: &str| folder.path().join(name);
        std::fs::create_dir_all(path("real/deep")).expect("folders can be made");
        std::os::unix::fs::symlink("real/deep", path("link")).expect("links can be made");
        assert_eq!(relative(&path("link/client"), &path("real")), "../..");
    }

    #[cfg(windows)]
    #[test]
    fn path_to_a_different_drive_is_absolute() {
        assert_eq!(relative(r"Q:\a\b".as_ref(), r"R:\c\d".as_ref()), "R:/c/d");
    }
}
