//! The two states of the spec that are compared, and how they are read.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use api_client_diff::{self as diff, report};
use api_client_generator::public_api::PublicApi;
use api_client_generator::source::{self, InputFile};
use api_client_generator::{Resolved, Spec};

use super::git::Git;
use crate::arguments::Context;

/// The word for the files as they are.
const WORKING_TREE: &str = "working-tree";
/// The word for what is staged.
const INDEX: &str = "index";

/// The word for the last release.
const LAST_RELEASE: &str = "last-release";

/// A state of the spec.
pub(super) enum State {
    /// A folder.
    Folder(PathBuf),
    /// A commit, with the name that was given for it.
    Commit { git: Git, commit: String, name: String },
    /// What is staged.
    Index(Git),
}

/// The old and the new state: by default, the merge base with the main branch and the working tree.
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
        // As git writes it: the folder can have had another path in the commit.
        let (git, revision) = match name.split_once(':') {
            Some((revision, folder)) if !revision.is_empty() => (git.with_folder(folder), revision),
            _ => (git, name),
        };
        let commit = git.commit(revision)?;
        Ok(Self::Commit { git, commit, name: revision.to_owned() })
    }

    /// Whether it is a release, which has a tag such as `v1.2.0`.
    pub(super) fn is_release(&self) -> bool {
        let Self::Commit { git, commit, .. } = self else { return false };
        git.tags_at(commit).is_ok_and(|tags| !releases_among(&tags, git).is_empty())
    }

    /// How it is called in messages.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Folder(folder) => folder.display().to_string(),
            Self::Commit { name, .. } => name.clone(),
            Self::Index(_) => INDEX.to_owned(),
        }
    }

    /// The public items of its client, if it has one: as they are committed, staged, or beside the spec on disk.
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

    /// Whether it is what is on disk, where the client may be older than the spec.
    pub(super) fn is_folder(&self) -> bool {
        matches!(self, Self::Folder(_))
    }

    /// What reports say of it.
    pub(super) fn describe(&self, model: &Resolved) -> report::State {
        let (commit, folder) = match self {
            Self::Folder(folder) => (None, slashed(folder)),
            Self::Commit { git, commit, .. } => (Some(commit.clone()), git.prefix().to_owned()),
            Self::Index(git) => (None, git.prefix().to_owned()),
        };
        report::State { name: self.name(), commit, folder, version: model.api().package.version.clone() }
    }

    /// Reads it.
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
            let help = format!("if the folder had another path there, name it: `{name}:PATH`");
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

/// The releases in the history of `HEAD`, the last one first.
pub(super) fn releases(git: &Git) -> Result<Vec<String>, Box<dyn Error>> {
    Ok(releases_among(&git.tags("HEAD")?, git))
}

fn releases_among(tags: &[String], git: &Git) -> Vec<String> {
    let package = package(git.folder()).unwrap_or_default();
    diff::releases(tags.iter().map(String::as_str), &package).into_iter().map(str::to_owned).collect()
}

/// The name of the package of a spec, as the tags of its releases have it.
fn package(folder: &Path) -> Option<String> {
    let path = folder.join("api.yaml");
    let content = Ok(fs::read(&path).ok()?);
    Spec::from_files(vec![InputFile { path, name: "api.yaml".into(), content }], folder).package()
}

/// What is said where there is none.
pub(super) fn no_release(git: &Git) -> String {
    let named = package(git.folder()).map(|package| format!(" or `{package}-v1.2.0`")).unwrap_or_default();
    let fetch = git.how_to_fetch_releases();
    format!("there is no release in the history of HEAD, which is a tag such as `v1.2.0`{named}: name a commit{fetch}")
}

/// A folder as it stands before the names of its files: as git writes it where it is in a repository.
fn slashed(folder: &Path) -> String {
    match Git::of(folder) {
        Ok(git) => git.prefix().to_owned(),
        Err(_) => format!("{}/", folder.display()),
    }
}
