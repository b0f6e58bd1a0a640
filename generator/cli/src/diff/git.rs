//! The required operations of git. All of them only read the repository and its work tree.

use std::error::Error;
use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use api_client_generator::diagnostics::display_path;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Common names of the main branch, the most likely first.
const MAIN_BRANCHES: &[&str] = &["main", "master"];

/// Variables in which git names the repository of a hook. It can differ from the repository of the spec.
const REPOSITORY: &[&str] =
    &["GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_PREFIX", "GIT_NAMESPACE"];
/// Variables that name files of that repository, such as the index for a commit.
const FILES: &[&str] =
    &["GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_SHALLOW_FILE"];

/// A repository, with the folder of a spec in it.
pub(super) struct Git {
    folder: PathBuf,
    /// The working directory of git: the folder, or the nearest parent that exists.
    existing: PathBuf,
    /// The folder inside the repository, with `/` at its end unless it is the root.
    prefix: String,
    /// The environment variables for git.
    environment: Vec<(&'static str, OsString)>,
}

/// A missing part of the history.
enum Missing<'n> {
    /// The older commits of a shallow clone.
    History,
    /// A branch.
    Branch(&'n str),
    /// Tags.
    Tags,
    /// A commit, which can be on any branch. A branch or tag with a hexadecimal name looks the same.
    Commit,
    /// A branch or a tag.
    Name,
}

/// A file in git.
pub(super) struct Blob {
    /// Its path inside the folder.
    pub(super) name: String,
    hash: String,
    is_regular: bool,
}

impl Git {
    /// Returns the repository of a folder. The folder need not exist, because commits can contain it.
    pub(super) fn of(folder: &Path) -> Result<Self> {
        let existing =
            folder.ancestors().find(|folder| folder.is_dir()).filter(|folder| !folder.as_os_str().is_empty());
        let existing = existing.unwrap_or(Path::new("."));
        let missing = folder.strip_prefix(existing).unwrap_or(folder);
        let mut git = Self {
            folder: folder.to_owned(),
            existing: existing.to_owned(),
            prefix: String::new(),
            environment: Vec::new(),
        };
        let found = git.find().or_else(|error| {
            // A repository outside its work tree is found through the variables only.
            git.environment = ["GIT_DIR", "GIT_WORK_TREE"].into_iter().filter_map(path_in_environment).collect();
            if git.environment.len() == 2 { git.find() } else { Err(error) }
        });
        let (git_dir, prefix) =
            found.map_err(|error| format!("can't read the git repository of {}: {error}", display_path(folder)))?;
        git.prefix = prefix + &as_prefix(missing);
        let named = path_in_environment("GIT_DIR").map(|(_, path)| PathBuf::from(path).canonicalize());
        if named.is_none_or(|named| named.ok() == Path::new(&git_dir).canonicalize().ok()) {
            git.environment.extend(FILES.iter().filter_map(|name| path_in_environment(name)));
        }
        Ok(git)
    }

    /// Returns git's own folder, and the path of the folder inside the repository.
    fn find(&self) -> Result<(String, String)> {
        let found = self.text(&["rev-parse", "--absolute-git-dir", "--show-prefix"])?;
        let (git_dir, prefix) = found.split_once('\n').unwrap_or((&found, ""));
        Ok((git_dir.to_owned(), prefix.to_owned()))
    }

    /// Returns the folder in which git runs.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the same repository with a different folder, named from the root.
    pub(super) fn with_folder(self, folder: &str) -> Self {
        Self { prefix: as_prefix(Path::new(folder)), ..self }
    }

    /// Returns the path of the folder inside the repository.
    pub(super) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Returns the commit of a name. Without a local branch of that name, the branch of the remote counts.
    pub(super) fn commit(&self, name: &str) -> Result<String> {
        if let Ok(commit) = self.resolve(name) {
            return Ok(commit);
        }
        let missing = self.missing(name);
        let is_branch = matches!(missing, Missing::Branch(_) | Missing::Name | Missing::Commit);
        let branch = without_heads(name);
        let remote = self.remote().filter(|_| is_branch).map(|remote| format!("refs/remotes/{remote}/{branch}"));
        remote.and_then(|branch| self.resolve(&branch).ok()).ok_or_else(|| {
            let fetch = self.how_to_fetch(&missing);
            format!("there is no commit, tag or branch `{name}`, and no folder of this name with an api.yaml{fetch}")
                .into()
        })
    }

    fn resolve(&self, revision: &str) -> Result<String> {
        let commit = format!("{revision}^{{commit}}");
        self.text(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])
    }

    /// Returns the tags in the history of a commit, including its own.
    pub(super) fn tags(&self, commit: &str) -> Result<Vec<String>> {
        Ok(self.text(&["tag", "--list", "--merged", commit])?.lines().map(str::to_owned).collect())
    }

    /// Returns the tags of a commit itself.
    pub(super) fn tags_at(&self, commit: &str) -> Result<Vec<String>> {
        Ok(self.text(&["tag", "--list", "--points-at", commit])?.lines().map(str::to_owned).collect())
    }

    /// Returns the first commit that contains a file of the folder.
    pub(super) fn first_with(&self, name: &str) -> Option<String> {
        let path = format!(":(top,literal){}{name}", self.prefix);
        let log = self.text(&["log", "--format=%h", "--diff-filter=A", "--", &path]).ok()?;
        log.lines().last().map(str::to_owned)
    }

    /// Returns the merge base with the main branch.
    pub(super) fn merge_base(&self) -> Result<String> {
        let remote = self.remote();
        let head = remote.as_ref().map(|remote| format!("refs/remotes/{remote}/HEAD"));
        let published = head.and_then(|head| self.text(&["symbolic-ref", "--quiet", "--short", &head]).ok());
        let of_remote =
            remote.iter().flat_map(|remote| MAIN_BRANCHES.iter().map(move |name| format!("{remote}/{name}")));
        let local = MAIN_BRANCHES.iter().map(|name| (*name).to_owned());
        let branches: Vec<String> = published.into_iter().chain(local).chain(of_remote).collect();
        let Some(branch) = branches.iter().find(|branch| self.resolve(branch).is_ok()) else {
            let (names, fetch) = (branches.join("`, `"), self.how_to_fetch(&Missing::Branch(MAIN_BRANCHES[0])));
            return Err(format!("no main branch was found (`{names}`): name the base version{fetch}").into());
        };
        self.text(&["merge-base", "HEAD", branch]).map_err(|_| {
            let fetch = self.how_to_fetch(&Missing::Branch(self.without_remote(branch)));
            format!("`HEAD` and `{branch}` have no common commit in this clone{fetch}").into()
        })
    }

    /// Returns the remote of the branches: `origin`, the only remote, or that of the current branch.
    fn remote(&self) -> Option<String> {
        let remotes = self.remotes();
        if let Some(origin) = remotes.iter().find(|remote| *remote == "origin") {
            return Some(origin.clone());
        }
        if let [only] = remotes.as_slice() {
            return Some(only.clone());
        }
        let branch = self.text(&["symbolic-ref", "--quiet", "--short", "HEAD"]).ok()?;
        let remote = self.text(&["config", "--get", &format!("branch.{branch}.remote")]).ok()?;
        remotes.into_iter().find(|known| *known == remote)
    }

    fn remotes(&self) -> Vec<String> {
        self.text(&["remote"]).unwrap_or_default().lines().map(str::to_owned).collect()
    }

    fn is_shallow(&self) -> bool {
        self.text(&["rev-parse", "--is-shallow-repository"]).is_ok_and(|reply| reply == "true")
    }

    /// Returns the name of a branch without its remote.
    fn without_remote<'n>(&self, branch: &'n str) -> &'n str {
        let remote = self.remote().unwrap_or_default();
        branch.strip_prefix(&remote).and_then(|rest| rest.strip_prefix('/')).unwrap_or(branch)
    }

    /// Returns the missing part of the history for a name that leads to no commit.
    fn missing<'n>(&self, name: &'n str) -> Missing<'n> {
        // `main~2` needs the history of `main`.
        let root = name.find(['~', '^', '@', ':']).map_or(name, |end| &name[..end]);
        let branch = self.without_remote(without_heads(root));
        let is_hash = (4..=64).contains(&root.len()) && root.chars().all(|digit| digit.is_ascii_hexdigit());
        if root.is_empty() || root == "HEAD" {
            Missing::History
        } else if branch != root || MAIN_BRANCHES.contains(&root) {
            Missing::Branch(branch)
        } else if is_hash {
            Missing::Commit
        } else if root.starts_with("refs/tags/") || root.starts_with("tags/") {
            Missing::Tags
        } else {
            Missing::Name
        }
    }

    /// Returns the advice for a clone without releases.
    pub(super) fn how_to_fetch_releases(&self) -> String {
        self.how_to_fetch(&Missing::Tags)
    }

    /// Returns the command that fetches a missing part of the history; empty if the clone is complete.
    fn how_to_fetch(&self, missing: &Missing<'_>) -> String {
        let Some(remote) = self.remote() else {
            let remotes = self.remotes();
            if remotes.is_empty() || !self.is_shallow() {
                return String::new();
            }
            let remotes = remotes.join("`, `");
            return format!(
                "; this clone is shallow, fetch the missing history from one of its remotes (`{remotes}`): \
                 git fetch --unshallow REMOTE"
            );
        };
        let setting =
            |key: &str| self.text(&["config", "--get-all", &format!("remote.{remote}.{key}")]).unwrap_or_default();
        let is_shallow = self.is_shallow();
        let all_branches = format!("+refs/heads/*:refs/remotes/{remote}/*");
        let lacks_branches = !setting("fetch").lines().any(|refspec| refspec == all_branches);
        let lacks_tags = setting("tagOpt") == "--no-tags" || lacks_branches;
        let (is_lacking, tags, refspec) = match missing {
            Missing::History => (false, false, None),
            Missing::Branch(branch) => {
                let tracking = format!("refs/remotes/{remote}/{branch}");
                let is_lacking = lacks_branches && self.resolve(&tracking).is_err();
                (is_lacking, false, Some(format!("+refs/heads/{branch}:{tracking}")))
            }
            Missing::Tags => (lacks_tags, true, None),
            // Quotes prevent the shell from expanding `*`.
            Missing::Commit => {
                (lacks_branches || lacks_tags, lacks_tags, lacks_branches.then(|| format!("'{all_branches}'")))
            }
            Missing::Name => (lacks_branches || lacks_tags, true, lacks_branches.then(|| format!("'{all_branches}'"))),
        };
        let why = match (is_shallow, is_lacking) {
            (true, _) => "shallow",
            (false, true) => "incomplete",
            (false, false) => return String::new(),
        };
        let options = [(is_shallow, "--unshallow"), (tags, "--tags")]
            .into_iter()
            .filter_map(|(is_set, option)| is_set.then_some(option));
        let command: Vec<&str> =
            ["git", "fetch"].into_iter().chain(options).chain([remote.as_str()]).chain(refspec.as_deref()).collect();
        format!("; this clone is {why}, fetch the missing history: {}", command.join(" "))
    }

    /// Returns the files of a commit in the folder.
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

    /// Returns the staged files of the folder.
    pub(super) fn index(&self) -> Result<Vec<Blob>> {
        let list = self.bytes(&["ls-files", "--stage", "-z", "--full-name"], None)?;
        let mut blobs = Vec::new();
        for entry in records(&list) {
            let Some((about, path)) = entry.split_once('\t') else { continue };
            let words: Vec<&str> = about.split(' ').collect();
            let [mode, hash, stage] = words[..] else { continue };
            if stage != "0" {
                return Err(format!("{path} has a merge conflict: resolve it, and stage the file").into());
            }
            blobs.extend(self.blob(mode, hash, path));
        }
        Ok(blobs)
    }

    fn blob(&self, mode: &str, hash: &str, path: &str) -> Option<Blob> {
        let name = path.strip_prefix(&self.prefix)?.to_owned();
        Some(Blob { name, hash: hash.to_owned(), is_regular: mode.starts_with("100") })
    }

    /// Returns the content of a file of the repository in a commit, or in the index without one; `None` if it does not
    /// exist.
    pub(super) fn file(&self, commit: Option<&str>, path: &Path) -> Option<String> {
        let root = self.text(&["rev-parse", "--show-toplevel"]).ok()?;
        // The folder can be missing in the work tree and exist in the commit.
        let parent =
            path.ancestors().find_map(|parent| Some((parent.canonicalize().ok()?, path.strip_prefix(parent).ok()?)));
        let (parent, rest) = parent.or_else(|| Some((Path::new(".").canonicalize().ok()?, path)))?;
        let inside = parent.join(rest).strip_prefix(Path::new(&root).canonicalize().ok()?).ok()?.to_owned();
        let inside: Vec<&str> = inside.iter().map(|part| part.to_str()).collect::<Option<_>>()?;
        let object = format!("{}:{}", commit.unwrap_or_default(), inside.join("/"));
        String::from_utf8(self.bytes(&["cat-file", "blob", &object], None).ok()?).ok()
    }

    /// Returns the contents of files, in the order of the files.
    pub(super) fn contents(&self, blobs: &[Blob]) -> Result<Vec<std::result::Result<Vec<u8>, String>>> {
        let requests: String = blobs.iter().map(|blob| format!("{}\n", blob.hash)).collect();
        let output = self.bytes(&["cat-file", "--batch"], Some(requests))?;
        let mut rest = output.as_slice();
        let mut contents = Vec::with_capacity(blobs.len());
        for blob in blobs {
            let (head, body) = split_line(rest).ok_or("git cat-file returned too few files")?;
            let size = head.rsplit(' ').next().and_then(|size| size.parse::<usize>().ok());
            // A partial clone can lack a file.
            let Some(size) = size.filter(|size| *size < body.len()) else {
                return Err(format!("git has no content of {}: {head}", blob.name).into());
            };
            let content =
                if blob.is_regular { Ok(body[..size].to_vec()) } else { Err("it is not a regular file".into()) };
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
        command.args(arguments).current_dir(&self.existing).env("GIT_OPTIONAL_LOCKS", "0").env("LC_ALL", "C");
        for name in REPOSITORY.iter().chain(FILES) {
            command.env_remove(name);
        }
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() });
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|error| format!("can't run git: {error}"))?;
        // A thread writes the input, because the output of git can fill its pipe before git has read all input.
        let writer = child
            .stdin
            .take()
            .zip(input)
            .map(|(mut stdin, input)| thread::spawn(move || stdin.write_all(input.as_bytes())));
        let output = child.wait_with_output()?;
        // If git stops before it reads all input, its own message explains the cause.
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

/// Returns a folder as git writes it before file names.
fn as_prefix(folder: &Path) -> String {
    folder.components().map(|part| format!("{}/", part.as_os_str().to_string_lossy())).collect()
}

/// Returns the name of a branch without `refs/heads/`.
fn without_heads(name: &str) -> &str {
    name.strip_prefix("refs/heads/").or_else(|| name.strip_prefix("heads/")).unwrap_or(name)
}

/// Returns a variable with a path, made absolute because git runs in a different folder.
fn path_in_environment(name: &'static str) -> Option<(&'static str, OsString)> {
    let path = std::env::var_os(name).filter(|path| !path.is_empty())?;
    Some((name, std::path::absolute(path).ok()?.into_os_string()))
}

/// Returns the parts of a list that are terminated by zero bytes.
fn records(list: &[u8]) -> impl Iterator<Item = String> {
    list.split(|byte| *byte == 0).filter(|record| !record.is_empty()).map(|record| {
        // A name that is not UTF-8 is decoded with replacement characters. Skipping its file would hide it.
        String::from_utf8_lossy(record).into_owned()
    })
}

fn split_line(bytes: &[u8]) -> Option<(String, &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    Some((String::from_utf8_lossy(&bytes[..end]).into_owned(), &bytes[end + 1..]))
}
