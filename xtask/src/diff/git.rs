//! The parts of git that are needed. Nothing in here writes to the repository or its work tree.

use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Names that the main branch usually has, the likeliest first.
const MAIN_BRANCHES: &[&str] = &["main", "master", "origin/main", "origin/master"];

/// A repository, seen from the folder of a spec.
pub(super) struct Git {
    folder: PathBuf,
    /// The folder inside of the repository, with `/` at its end unless it is the root.
    prefix: String,
}

/// A file as git keeps it.
pub(super) struct Blob {
    /// Its path inside of the folder.
    pub(super) name: String,
    hash: String,
    is_regular: bool,
}

impl Git {
    /// The repository that a folder is in.
    pub(super) fn of(folder: &Path) -> Result<Self> {
        let mut git = Self { folder: folder.to_owned(), prefix: String::new() };
        let prefix = git
            .text(&["rev-parse", "--show-prefix"])
            .map_err(|error| format!("{} is in no git repository that can be read: {error}", folder.display()))?;
        git.prefix = prefix;
        Ok(git)
    }

    /// The path of the folder inside of the repository.
    pub(super) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The commit that a name stands for.
    pub(super) fn commit(&self, name: &str) -> Result<String> {
        let revision = format!("{name}^{{commit}}");
        self.text(&["rev-parse", "--verify", "--quiet", "--end-of-options", &revision]).map_err(|_| {
            let fetch = self.how_to_fetch(name);
            format!("there is no commit, tag or branch `{name}`, and no folder of this name with an api.yaml{fetch}")
                .into()
        })
    }

    /// The tags that a commit has in its history, itself included.
    pub(super) fn tags(&self, commit: &str) -> Result<Vec<String>> {
        Ok(self.text(&["tag", "--list", "v*", "--merged", commit])?.lines().map(str::to_owned).collect())
    }

    /// The tags of a commit itself.
    pub(super) fn tags_at(&self, commit: &str) -> Result<Vec<String>> {
        Ok(self.text(&["tag", "--list", "v*", "--points-at", commit])?.lines().map(str::to_owned).collect())
    }

    /// The first commit that has a file of the folder.
    pub(super) fn first_with(&self, name: &str) -> Option<String> {
        let log = self.text(&["log", "--format=%h", "--diff-filter=A", "--", name]).ok()?;
        log.lines().last().map(str::to_owned)
    }

    /// Where the work left the main branch.
    pub(super) fn merge_base(&self) -> Result<String> {
        let published = self.text(&["symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"]).ok();
        let branches = published.iter().map(String::as_str).chain(MAIN_BRANCHES.iter().copied());
        let mut known = branches.filter(|branch| self.commit(branch).is_ok());
        let Some(branch) = known.next() else {
            let names = MAIN_BRANCHES.join("`, `");
            let fetch = self.how_to_fetch("main");
            return Err(format!("no main branch was found (`{names}`): name what to compare with{fetch}").into());
        };
        self.text(&["merge-base", "HEAD", branch]).map_err(|_| {
            let fetch = self.how_to_fetch(branch);
            format!("`HEAD` and `{branch}` have no commit in common here{fetch}").into()
        })
    }

    /// What to do where a part of the history is not here.
    pub(super) fn how_to_fetch(&self, name: &str) -> String {
        let is_shallow = self.text(&["rev-parse", "--is-shallow-repository"]).is_ok_and(|answer| answer == "true");
        let name = name.strip_prefix("origin/").unwrap_or(name);
        if is_shallow {
            format!("; this clone is shallow, fetch what it lacks: git fetch --unshallow origin {name}")
        } else {
            String::new()
        }
    }

    /// The files of a commit in the folder.
    pub(super) fn tree(&self, commit: &str) -> Result<Vec<Blob>> {
        let folder = if self.prefix.is_empty() { "." } else { &self.prefix };
        let list = self.bytes(&["ls-tree", "-r", "-z", "--full-tree", commit, "--", folder], None)?;
        let entries = records(&list).filter_map(|entry| {
            let (about, path) = entry.split_once('\t')?;
            let mut words = about.split(' ');
            let (mode, _, hash) = (words.next()?, words.next()?, words.next()?);
            self.blob(mode, hash, path)
        });
        Ok(entries.collect())
    }

    /// The files of the folder that are staged.
    pub(super) fn index(&self) -> Result<Vec<Blob>> {
        let list = self.bytes(&["ls-files", "--stage", "-z", "--full-name"], None)?;
        let mut blobs = Vec::new();
        for entry in records(&list) {
            let Some((about, path)) = entry.split_once('\t') else { continue };
            let words: Vec<&str> = about.split(' ').collect();
            let [mode, hash, stage] = words[..] else { continue };
            if stage != "0" {
                return Err(format!("{path} has a merge conflict: settle it, and stage the file").into());
            }
            blobs.extend(self.blob(mode, hash, path));
        }
        Ok(blobs)
    }

    fn blob(&self, mode: &str, hash: &str, path: &str) -> Option<Blob> {
        let name = path.strip_prefix(&self.prefix)?.to_owned();
        Some(Blob { name, hash: hash.to_owned(), is_regular: mode.starts_with("100") })
    }

    /// The content of a file anywhere in the repository, in a commit or, without one, staged; `None` if it is not there.
    pub(super) fn file(&self, commit: Option<&str>, path: &Path) -> Option<String> {
        let root = self.text(&["rev-parse", "--show-toplevel"]).ok()?;
        // What is not there now may have been there.
        let parent =
            path.ancestors().find_map(|parent| Some((parent.canonicalize().ok()?, path.strip_prefix(parent).ok()?)));
        let (parent, rest) = parent.or_else(|| Some((Path::new(".").canonicalize().ok()?, path)))?;
        let inside = parent.join(rest).strip_prefix(Path::new(&root).canonicalize().ok()?).ok()?.to_owned();
        let inside: Vec<&str> = inside.iter().map(|part| part.to_str()).collect::<Option<_>>()?;
        let object = format!("{}:{}", commit.unwrap_or_default(), inside.join("/"));
        String::from_utf8(self.bytes(&["cat-file", "blob", &object], None).ok()?).ok()
    }

    /// The contents of files, in their order.
    pub(super) fn contents(&self, blobs: &[Blob]) -> Result<Vec<std::result::Result<Vec<u8>, String>>> {
        let asked: String = blobs.iter().map(|blob| format!("{}\n", blob.hash)).collect();
        let answer = self.bytes(&["cat-file", "--batch"], Some(asked))?;
        let mut rest = answer.as_slice();
        let mut contents = Vec::with_capacity(blobs.len());
        for blob in blobs {
            let (head, body) = split_line(rest).ok_or("git cat-file ended before its last file")?;
            let size = head.rsplit(' ').next().and_then(|size| size.parse::<usize>().ok());
            // A partial clone may lack a file.
            let Some(size) = size.filter(|size| *size < body.len()) else {
                return Err(format!("git has no content of {}: {head}", blob.name).into());
            };
            let content = if blob.is_regular { Ok(body[..size].to_vec()) } else { Err("it is no regular file".into()) };
            contents.push(content);
            // A line end follows each file.
            rest = &body[size + 1..];
        }
        Ok(contents)
    }

    fn text(&self, arguments: &[&str]) -> Result<String> {
        let output = self.bytes(arguments, None)?;
        Ok(String::from_utf8_lossy(&output).trim_end_matches('\n').to_owned())
    }

    fn bytes(&self, arguments: &[&str], input: Option<String>) -> Result<Vec<u8>> {
        let mut command = Command::new("git");
        command.args(arguments).current_dir(&self.folder).env("GIT_OPTIONAL_LOCKS", "0").env("LC_ALL", "C");
        command.stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() });
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|error| format!("can't run git: {error}"))?;
        // What git answers may fill a pipe before it has read all that is asked.
        let writer = child
            .stdin
            .take()
            .zip(input)
            .map(|(mut stdin, input)| thread::spawn(move || stdin.write_all(input.as_bytes())));
        let output = child.wait_with_output()?;
        // If git ended before it read everything, its own message says why.
        let written = writer.map(thread::JoinHandle::join);
        if !output.status.success() {
            let message = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            return Err(format!("git {}: {message}", arguments.join(" ")).into());
        }
        if let Some(Ok(Err(error))) = written {
            return Err(format!("git {}: {error}", arguments.join(" ")).into());
        }
        Ok(output.stdout)
    }
}

/// The parts of a list whose ends are marked by zero bytes.
fn records(list: &[u8]) -> impl Iterator<Item = String> {
    list.split(|byte| *byte == 0).filter(|record| !record.is_empty()).map(|record| {
        // A name that is not UTF-8 is shown as well as it can be: leaving its file out would be silent.
        String::from_utf8_lossy(record).into_owned()
    })
}

fn split_line(bytes: &[u8]) -> Option<(String, &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    Some((String::from_utf8_lossy(&bytes[..end]).into_owned(), &bytes[end + 1..]))
}
