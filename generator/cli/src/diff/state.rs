//! The two compared versions of the spec, and how they are read.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use api_client_diff::{self as diff, report};
use api_client_generator::diagnostics::display_path;
use api_client_generator::public_api::PublicApi;
use api_client_generator::source::{self, InputFile};
use api_client_generator::{Resolved, Spec};

use super::git::Git;
use crate::arguments::Context;

/// The name of the files in the work tree.
const WORKING_TREE: &str = "working-tree";
/// The name of the staged files.
const INDEX: &str = "index";

/// The name of the last release.
const LAST_RELEASE: &str = "last-release";

/// A version of the spec.
pub(super) enum State {
    /// A folder.
    Folder(PathBuf),
    /// A commit, with the name from the arguments.
    Commit { git: Git, commit: String, name: String },
    /// The staged files.
    Index(Git),
}

/// Returns the base and the new version: by default, the merge base with the main branch and the working tree.
pub(super) fn both(
    base: Option<&str>,
    head: Option<&str>,
    context: &Context,
) -> Result<(State, State), Box<dyn Error>> {
    let head = match head {
        Some(name) => State::of(name, &context.spec)?,
        None => State::Folder(context.spec.clone()),
    };
    let base = match base {
        Some(name) => State::of(name, &context.spec)?,
        None => {
            let git = Git::of(&context.spec)?;
            let commit = git.merge_base()?;
            let name = commit.get(..10).unwrap_or(&commit).to_owned();
            State::Commit { git, commit, name }
        }
    };
    Ok((base, head))
}

impl State {
    pub(super) fn of(name: &str, spec: &Path) -> Result<Self, Box<dyn Error>> {
        if name == WORKING_TREE {
            return Ok(Self::Folder(spec.to_owned()));
        }
        if Path::new(name).join("api.yaml").is_file() {
            return Ok(Self::Folder(name.into()));
        }
        let git = Git::of(spec)?;
        if name == INDEX {
            return Ok(Self::Index(git));
        }
        if name == LAST_RELEASE {
            let last = releases(&git)?.into_iter().next();
            let Some(name) = last else { return Err(no_release(&git).into()) };
            return Ok(Self::Commit { commit: git.commit(&format!("refs/tags/{name}"))?, name, git });
        }
        // The prefix is written as git does, because the folder can have a different path in the commit.
        let (git, revision) = match name.split_once(':') {
            Some((revision, folder)) if !revision.is_empty() => (git.with_folder(folder), revision),
            _ => (git, name),
        };
        let commit = git.commit(revision)?;
        Ok(Self::Commit { git, commit, name: revision.to_owned() })
    }

    /// Returns whether it is a release, which has a tag such as `v1.2.0`.
    pub(super) fn is_release(&self) -> bool {
        let Self::Commit { git, commit, .. } = self else { return false };
        git.tags_at(commit).is_ok_and(|tags| !releases_among(&tags, git).is_empty())
    }

    /// Returns its name in messages.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Folder(folder) => display_path(folder),
            Self::Commit { name, .. } => name.clone(),
            Self::Index(_) => INDEX.to_owned(),
        }
    }

    /// Returns the public items of its client, if it has one: committed, staged, or beside the spec on disk.
    pub(super) fn client(&self, context: &Context, out: &Path) -> Option<PublicApi> {
        let path = out.join("api.txt");
        let text = match self {
            Self::Folder(folder) if *folder == context.spec => fs::read_to_string(path).ok(),
            Self::Folder(_) => None,
            Self::Commit { git, commit, .. } => git.file(Some(commit), &path),
            Self::Index(git) => git.file(None, &path),
        };
        let Ok(list) = text?.parse();
        Some(list)
    }

    /// Returns whether it is a folder on disk, where the client can be older than the spec.
    pub(super) fn is_folder(&self) -> bool {
        matches!(self, Self::Folder(_))
    }

    /// Returns its description in reports.
    pub(super) fn describe(&self, model: &Resolved) -> report::State {
        let (commit, folder) = match self {
            Self::Folder(folder) => (None, slashed(folder)),
            Self::Commit { git, commit, .. } => (Some(commit.clone()), git.prefix().to_owned()),
            Self::Index(git) => (None, git.prefix().to_owned()),
        };
        report::State { name: self.name(), commit, folder, version: model.api().package.version.clone() }
    }

    /// Reads the spec.
    pub(super) fn load(&self) -> Result<Spec, Box<dyn Error>> {
        let (git, blobs) = match self {
            Self::Folder(folder) => return Ok(Spec::load(folder)?),
            Self::Commit { git, commit, .. } => (git, git.tree(commit)?),
            Self::Index(git) => (git, git.index()?),
        };
        let blobs: Vec<_> = blobs.into_iter().filter(|blob| source::is_part(&blob.name)).collect();
        if blobs.is_empty() {
            let first = git.first_with("api.yaml").map(|first| format!("; the first commit with one is {first}"));
            let (name, folder) = (self.name(), git.prefix());
            let help = format!("if the folder had a different path in this version, name it: `{name}:PATH`");
            return Err(format!("{name} has no spec in {folder}{}; {help}", first.unwrap_or_default()).into());
        }
        // As git writes it: `main:spec/api.yaml`.
        let folder = format!("{}:{}", self.name(), git.prefix());
        let contents = git.contents(&blobs)?;
        let inputs = blobs.into_iter().zip(contents).map(|(blob, content)| InputFile {
            path: format!("{folder}{}", blob.name).into(),
            name: blob.name,
            content,
        });
        Ok(Spec::from_files(inputs.collect(), Path::new(&folder)))
    }
}

/// Returns the releases in the history of `HEAD`, the latest first.
pub(super) fn releases(git: &Git) -> Result<Vec<String>, Box<dyn Error>> {
    Ok(releases_among(&git.tags("HEAD")?, git))
}

fn releases_among(tags: &[String], git: &Git) -> Vec<String> {
    let package = package(git.folder()).unwrap_or_default();
    diff::releases(tags.iter().map(String::as_str), &package).into_iter().map(str::to_owned).collect()
}

/// Returns the name of the package, as in the tags of its releases.
fn package(folder: &Path) -> Option<String> {
    let path = folder.join("api.yaml");
    let content = Ok(fs::read(&path).ok()?);
    Spec::from_files(vec![InputFile { path, name: "api.yaml".into(), content }], folder).package()
}

/// Returns the error message if there is no release.
pub(super) fn no_release(git: &Git) -> String {
    let named = package(git.folder()).map(|package| format!(" or `{package}-v1.2.0`")).unwrap_or_default();
    let fetch = git.how_to_fetch_releases();
    format!("there is no release in the history of HEAD (a tag such as `v1.2.0`{named}): name a commit{fetch}")
}

/// Returns a folder as a prefix of its file names, relative to the repository if it is in one.
fn slashed(folder: &Path) -> String {
    match Git::of(folder) {
        Ok(git) => git.prefix().to_owned(),
        Err(_) => format!("{}/", display_path(folder)),
    }
}
