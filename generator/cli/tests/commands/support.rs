//! A copy of the spec for edits, and the command that runs on it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A folder with a copy of the spec and a folder for the client.
pub(crate) struct Workshop {
    folder: TempDir,
}

/// Returns the root of the repository. On Windows, `canonicalize` would return a form that cargo does not fully support.
pub(crate) fn repository() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().nth(2).expect("the package is in `generator/cli`").to_owned()
}

/// Returns a `git` command with the same settings on all systems. Git for Windows converts line ends by default.
pub(crate) fn git() -> Command {
    let mut command = Command::new("git");
    for setting in ["user.name=Test", "user.email=test@example.com", "commit.gpgsign=false", "core.autocrlf=false"] {
        command.args(["-c", setting]);
    }
    command.env("GIT_CONFIG_GLOBAL", "/dev/null");
    command
}

fn outcome(command: &mut Command) -> Outcome {
    let output = command.output().expect("the command can be run");
    Outcome::new(&output)
}

impl Workshop {
    pub(crate) fn new() -> Self {
        let workshop = Self::empty();
        copy(&repository().join("spec"), &workshop.path("spec"));
        workshop
    }

    /// Returns a folder without a spec.
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder can be made") }
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("folders can be made");
        fs::write(path, text).expect("files can be written");
    }

    /// Replaces a text that occurs exactly once.
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert_eq!(text.matches(from).count(), 1, "`{from}` must be there once in {path}");
        self.write(path, &text.replacen(from, to, 1));
    }

    /// Runs a command on the copy. Relative paths make the output the same on all machines.
    pub(crate) fn run(&self, arguments: &[&str]) -> Outcome {
        self.run_in("", arguments)
    }

    /// Runs a command in a folder of the copy.
    pub(crate) fn run_in(&self, folder: &str, arguments: &[&str]) -> Outcome {
        outcome(self.command(arguments).current_dir(self.path(folder)))
    }

    /// Runs a command with environment variables.
    pub(crate) fn run_with(&self, arguments: &[&str], variables: &[(&str, String)]) -> Outcome {
        outcome(self.command(arguments).envs(variables.iter().map(|(name, value)| (name, value))))
    }

    /// Returns a command on the copy that is not started yet.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_api-client"));
        command.args(arguments).current_dir(self.folder.path());
        command
    }

    pub(crate) fn generate(&self) -> Outcome {
        self.run(&["generate", "--out", "client"])
    }

    /// Returns all files of the client with their contents.
    pub(crate) fn client(&self) -> Vec<(String, String)> {
        let mut files = Vec::new();
        collect(&self.path("client"), "", &mut files);
        files.sort();
        files
    }
}

/// The exit code and the output of a command.
pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Outcome {
    fn new(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self { code: output.status.code().unwrap_or(-1), stdout: text(&output.stdout), stderr: text(&output.stderr) }
    }

    /// Asserts the exit code, and prints the whole output if it is different.
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "\n--- stdout ---\n{}\n--- stderr ---\n{}", self.stdout, self.stderr);
        self
    }
}

pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("folders can be made");
    for entry in fs::read_dir(from).expect("folders can be read").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("files can be copied");
        }
    }
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        } else {
            files.push((name, fs::read_to_string(entry.path()).unwrap_or_default()));
        }
    }
}
