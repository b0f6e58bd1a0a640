//! `api-client diff`: the compared versions, and the exit codes.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use api_client_generator::diagnostics::display_path;

use crate::support::{self, Outcome, Workshop, copy, repository};

const SECTION: &str = "spec/async/loop.yaml";

/// A repository with a small spec, committed on the branch `main`.
pub(crate) struct Repository(pub(crate) Workshop);

impl Repository {
    pub(crate) fn new() -> Self {
        let workshop = Workshop::empty();
        copy(&repository().join("generator/tests/specs/obstacle_course"), &workshop.path("spec"));
        let repository = Self(workshop);
        repository.git(&["init", "--quiet", "--initial-branch", "main"]);
        repository.commit("first");
        repository
    }

    /// Returns a repository without accepted changes. A release would end their acceptance.
    fn without_acknowledgements() -> Self {
        let repository = Self::new();
        fs::remove_file(repository.0.path("spec/acknowledged.yaml")).expect("files can be removed");
        repository.commit("nothing is accepted");
        repository
    }

    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let output = support::git().args(arguments).current_dir(self.0.path("")).output().expect("git can be run");
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Returns the URL of the repository: `file:///folder`, or `file://C:/folder`.
    fn url(&self) -> String {
        format!("file://{}", display_path(&self.0.path("")))
    }

    pub(crate) fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", message]);
    }

    fn title(&self, from: &str, to: &str) {
        self.0.edit(SECTION, &format!("title: {from}\n"), &format!("title: {to}\n"));
    }

    pub(crate) fn diff(&self, arguments: &[&str]) -> Outcome {
        self.0.run(&[&["diff", "--color", "never"], arguments].concat())
    }
}

#[cfg(unix)]
fn make_executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("permissions can be set");
}

/// Git for Windows runs each hook by its first line.
#[cfg(not(unix))]
fn make_executable(_: &Path) {}

fn title_of(repository: &Repository) -> String {
    let text = repository.0.read(SECTION);
    text.lines().find_map(|line| line.strip_prefix("title: ")).expect("a section has a title").to_owned()
}

#[test]
fn working_tree_is_compared_with_the_merge_base() {
    let repository = Repository::new();
    let title = title_of(&repository);
    repository.git(&["switch", "--quiet", "--create", "work"]);
    repository.title(&title, "One");
    repository.commit("on the branch");
    repository.title("One", "Two");
    let report = repository.diff(&[]).exits(0).stdout;
    assert!(report.contains(&format!("{title} → Two")), "{report}");
    assert!(report.contains("async.loop:title"), "{report}");
    // Later changes of the main branch are no part of the comparison.
    repository.git(&["stash", "--quiet"]);
    repository.git(&["switch", "--quiet", "main"]);
    repository.0.write("spec/guides/new.md", "# New\n\nNothing.\n");
    repository.commit("on the main branch");
    repository.git(&["switch", "--quiet", "work"]);
    let report = repository.diff(&[]).exits(0).stdout;
    assert!(report.contains(&format!("{title} → One")) && !report.contains("guides"), "{report}");
}

#[test]
fn versions_are_tags_commits_the_index_or_folders() {
    let repository = Repository::new();
    let title = title_of(&repository);
    repository.git(&["tag", "v1"]);
    repository.title(&title, "One");
    repository.git(&["add", "--all"]);
    repository.title("One", "Two");
    copy(&repository.0.path("spec"), &repository.0.path("elsewhere"));
    for (arguments, expected) in [
        (&["v1"][..], format!("{title} → Two")),
        (&["v1", "index"], format!("{title} → One")),
        (&["index"], "One → Two".into()),
        (&["index", "working-tree"], "One → Two".into()),
        (&["HEAD", "elsewhere"], format!("{title} → Two")),
        (&["elsewhere", "v1"], format!("Two → {title}")),
    ] {
        let report = repository.diff(arguments).exits(0).stdout;
        assert!(report.contains(&expected), "{arguments:?}: {report}");
    }
    let report = repository.diff(&["v1"]).stdout;
    assert!(
        report.contains(&format!("at {SECTION}:")) && report.contains(&format!(", in the base at v1:{SECTION}:")),
        "{report}"
    );
    let status = repository.git(&["status", "--porcelain"]);
    assert!(status.contains(SECTION), "nothing was touched: {status}");
}

#[test]
fn denied_changes_exit_with_1() {
    let repository = Repository::new();
    repository.diff(&["HEAD", "--deny", "any"]).exits(0);
    let title = title_of(&repository);
    repository.title(&title, "One");
    for (deny, code) in [("any", 1), ("minor", 0), ("major", 0)] {
        repository.diff(&["HEAD", "--deny", deny]).exits(code);
    }
    repository.0.edit("spec/api.yaml", "crate: ", "crate: other-");
    for (deny, code) in [("any", 1), ("minor", 1), ("major", 1)] {
        repository.diff(&["HEAD", "--deny", deny]).exits(code);
    }
}

#[test]
fn change_shows_the_signatures_of_both_clients() {
    let repository = Repository::new();
    repository.0.run(&["generate"]).exits(0);
    repository.commit("with a client");
    repository.0.edit(SECTION, "  upload_form:\n", "  send_form:\n    was: upload_form\n");
    let report = repository.diff(&["HEAD"]).exits(0).stdout;
    for part in [
        "async.loop.send_form:name",
        "LoopOperations::send_form(",
        "replace `.upload_form(..)` with `.send_form(..)`",
        "the client is out of date; to update it: api-client generate",
    ] {
        assert!(report.contains(part), "{part}: {report}");
    }
    assert!(!report.contains("Changes of the generator"), "{report}");
    repository.0.run(&["generate"]).exits(0);
    let report = repository.diff(&["HEAD"]).exits(0).stdout;
    assert!(report.contains("LoopOperations::send_form(") && !report.contains("is out of date"), "{report}");
}

#[test]
fn changes_of_the_generator_are_reported() {
    let repository = Repository::new();
    repository.0.run(&["generate"]).exits(0);
    repository.commit("with a client");
    let client = repository.0.path("generated-client/api.txt");
    let text = fs::read_to_string(&client).expect("there is a client");
    let line = text.lines().find(|line| line.starts_with("fn ")).expect("it has functions");
    fs::write(&client, text.replace(line, "fn Client::other(&self)")).expect("it can be written");
    repository.commit("by another generator");
    let report = repository.diff(&["HEAD~1", "HEAD", "--deny", "major"]).exits(1).stdout;
    for part in
        ["Changes of the generator or its runtime", &format!("- {line}"), "+ fn Client::other(&self)", "source major"]
    {
        assert!(report.contains(part), "{part}: {report}");
    }
    repository.diff(&["HEAD", "--deny", "any"]).exits(0);
}

#[test]
fn versions_that_cannot_be_compared_are_explained() {
    let repository = Repository::new();
    let outcome = repository.diff(&["nowhere"]).exits(2);
    assert!(outcome.stderr.contains("there is no commit, tag or branch `nowhere`"), "{}", outcome.stderr);
    repository.0.write(SECTION, "format: 1\nsection: loop\n");
    let outcome = repository.diff(&["HEAD"]).exits(2);
    assert!(outcome.stderr.contains("error[E0105]"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("can't compare spec: the spec has errors"), "{}", outcome.stderr);
    let folder = Workshop::empty();
    copy(&support::repository().join("generator/tests/specs/obstacle_course"), &folder.path("spec"));
    let outcome = folder.run(&["diff"]).exits(2);
    assert!(outcome.stderr.contains("git repository"), "{}", outcome.stderr);
}

/// Returns a repository with diverged branches and tags: `main`, `work` and `other`.
fn with_branches() -> Repository {
    let repository = Repository::without_acknowledgements();
    repository.git(&["tag", "obstacle-course-v0.0.1"]);
    // A branch or a tag can have a name that looks like a commit hash.
    for branch in ["work", "other", "facade"] {
        repository.git(&["switch", "--quiet", "--create", branch, "main"]);
        repository.title(&title_of(&repository), branch);
        repository.commit("first on the branch");
        repository.commit("second on the branch");
    }
    repository.git(&["tag", "20260101"]);
    repository.git(&["switch", "--quiet", "main"]);
    repository.commit("on the main branch");
    repository
}

/// Runs a command as a user does.
#[cfg(unix)]
fn in_a_shell(command: &str, folder: &Path) -> Output {
    Command::new("sh").args(["-c", command]).current_dir(folder).output().expect("a shell can be run")
}

/// Runs a command as a user does. The shell of Git for Windows need not be in `PATH`.
#[cfg(not(unix))]
fn in_a_shell(command: &str, folder: &Path) -> Output {
    let mut words = command.split(' ').map(|word| word.trim_matches('\''));
    let program = words.next().expect("a command has a program");
    Command::new(program).args(words).current_dir(folder).output().expect("the program can be run")
}

/// A shell runs the command of the error message, and the command fixes the error.
#[test]
fn incomplete_clone_gets_a_fetch_command() {
    let repository = with_branches();
    let hash = |revision: &str, option: &str| repository.git(&["rev-parse", option, revision]).trim().to_owned();
    let (short, full) = (hash("work~1", "--short"), hash("work~1", "--verify"));
    let elsewhere = hash("other~1", "--short");
    let url = repository.url();
    let shallow: &[&str] = &["--depth", "1"];
    let all_branches: &[&str] = &["--depth", "1", "--no-single-branch"];
    let single: &[&str] = &["--single-branch"];
    let (short, full, elsewhere) = (short.as_str(), full.as_str(), elsewhere.as_str());
    for (options, arguments, command) in [
        (shallow, &[][..], "git fetch --unshallow origin +refs/heads/main:refs/remotes/origin/main"),
        (all_branches, &[], "git fetch --unshallow origin +refs/heads/main:refs/remotes/origin/main"),
        (single, &[], "git fetch origin +refs/heads/main:refs/remotes/origin/main"),
        (shallow, &["main"], "git fetch --unshallow origin +refs/heads/main:refs/remotes/origin/main"),
        (shallow, &["origin/main~1"], "git fetch --unshallow origin +refs/heads/main:refs/remotes/origin/main"),
        (single, &["origin/other"], "git fetch origin +refs/heads/other:refs/remotes/origin/other"),
        (shallow, &["HEAD~1"], "git fetch --unshallow origin"),
        (shallow, &["HEAD^"], "git fetch --unshallow origin"),
        (shallow, &["@~2"], "git fetch --unshallow origin"),
        (shallow, &[short], "git fetch --unshallow --tags origin '+refs/heads/*:refs/remotes/origin/*'"),
        (all_branches, &[full], "git fetch --unshallow origin"),
        (shallow, &[elsewhere], "git fetch --unshallow --tags origin '+refs/heads/*:refs/remotes/origin/*'"),
        (single, &[elsewhere], "git fetch --tags origin '+refs/heads/*:refs/remotes/origin/*'"),
        (shallow, &["other"], "git fetch --unshallow --tags origin '+refs/heads/*:refs/remotes/origin/*'"),
        (
            shallow,
            &["obstacle-course-v0.0.1"],
            "git fetch --unshallow --tags origin '+refs/heads/*:refs/remotes/origin/*'",
        ),
        (shallow, &["facade"], "git fetch --unshallow --tags origin '+refs/heads/*:refs/remotes/origin/*'"),
        (
            &["--depth", "1", "--no-tags"],
            &["20260101"],
            "git fetch --unshallow --tags origin '+refs/heads/*:refs/remotes/origin/*'",
        ),
        (single, &["refs/heads/other"], "git fetch origin +refs/heads/other:refs/remotes/origin/other"),
        (shallow, &["heads/other~1"], "git fetch --unshallow origin +refs/heads/other:refs/remotes/origin/other"),
        (&["--no-tags"], &["obstacle-course-v0.0.1"], "git fetch --tags origin"),
        (shallow, &["last-release"], "git fetch --unshallow --tags origin"),
        (&["--no-tags"], &["last-release"], "git fetch --tags origin"),
        (
            &["--depth", "1", "--no-tags", "--origin", "upstream"],
            &["last-release"],
            "git fetch --unshallow --tags upstream",
        ),
        (
            &["--depth", "1", "--origin", "upstream"],
            &[],
            "git fetch --unshallow upstream +refs/heads/main:refs/remotes/upstream/main",
        ),
    ] {
        let clone = Workshop::empty();
        let to = clone.path("clone").display().to_string();
        repository.git(&[&["clone", "--quiet", "--branch", "work"], options, &[&url, &to]].concat());
        let run = || clone.run(&[&["diff", "--spec", "clone/spec", "--color", "never"], arguments].concat());
        let what = format!("{options:?} {arguments:?}");
        let error = run().exits(2).stderr;
        let suggested = error.rsplit_once("fetch the missing history: ").map(|(_, command)| command.trim_end());
        assert_eq!(suggested, Some(command), "{what}: {error}");
        let fetched = in_a_shell(command, Path::new(&to));
        assert!(fetched.status.success(), "{what}: {}", String::from_utf8_lossy(&fetched.stderr));
        run().exits(0);
    }
}

#[test]
fn complete_clone_gets_no_fetch_command() {
    let repository = with_branches();
    let clone = Workshop::empty();
    let (url, to) = (repository.url(), clone.path("clone").display().to_string());
    repository.git(&["clone", "--quiet", "--branch", "work", &url, &to]);
    for arguments in [&["nowhere"][..], &["HEAD~9"], &["0123abc"], &["origin/nowhere"]] {
        let error = clone.run(&[&["diff", "--spec", "clone/spec"], arguments].concat()).exits(2).stderr;
        assert!(error.contains("there is no commit") && !error.contains("git fetch"), "{arguments:?}: {error}");
    }
    // A branch that only the remote has is used, as in `git switch`.
    for name in ["other", "heads/other", "refs/heads/other", "facade", "20260101"] {
        let report = clone.run(&["diff", "--spec", "clone/spec", name, "--color", "never"]).exits(0).stdout;
        let title = if name.ends_with("other") { "other" } else { "facade" };
        assert!(report.contains(&format!("{title} → work")), "{name}: {report}");
    }
}

#[test]
fn shallow_clone_fetches_from_the_remote_of_its_branch() {
    let repository = with_branches();
    let url = repository.url();
    let clone = Workshop::empty();
    let to = clone.path("clone").display().to_string();
    repository.git(&["clone", "--quiet", "--depth", "1", "--branch", "work", "--origin", "upstream", &url, &to]);
    repository.git(&["-C", &to, "remote", "add", "fork", &url]);
    let run = || clone.run(&["diff", "--spec", "clone/spec", "HEAD~1"]).exits(2).stderr;
    assert!(run().contains("fetch the missing history: git fetch --unshallow upstream"), "{}", run());
    repository.git(&["-C", &to, "switch", "--quiet", "--detach"]);
    let error = run();
    assert!(error.contains("shallow") && error.contains("(`fork`, `upstream`): git fetch --unshallow"), "{error}");
}

/// The work tree lacks the folder, but the compared commits contain it.
#[test]
fn renamed_spec_folder_is_found_in_commits() {
    let repository = Repository::new();
    let title = title_of(&repository);
    repository.title(&title, "One");
    repository.commit("second");
    fs::create_dir_all(repository.0.path("docs")).expect("folders can be made");
    repository.git(&["mv", "spec", "docs/api"]);
    repository.commit("moved");
    let diff = |arguments: &[&str]| repository.0.run(&[&["diff", "--color", "never"], arguments].concat());
    let report = diff(&["--spec", "spec", "HEAD~2", "HEAD~1"]).exits(0).stdout;
    assert!(report.contains(&format!("{title} → One")), "{report}");
    let error = diff(&["--spec", "docs/api", "HEAD~2"]).exits(2).stderr;
    assert!(error.contains("has no spec in docs/api/") && error.contains("`HEAD~2:PATH`"), "{error}");
    let report = diff(&["--spec", "docs/api", "HEAD~2:spec"]).exits(0).stdout;
    assert!(report.contains(&format!("{title} → One")), "{report}");
}

/// Git sets variables for its hooks that name a repository and an index.
#[test]
fn hook_in_a_linked_work_tree_compares_its_commit() {
    let repository = Repository::new();
    let title = title_of(&repository);
    let hook = repository.0.path(".git/hooks/pre-commit");
    let command = env!("CARGO_BIN_EXE_api-client");
    let text = format!("#!/bin/sh\n'{command}' diff HEAD index --color never > report && env > environment\n");
    fs::create_dir_all(hook.parent().expect("a hook is in a folder")).expect("folders can be made");
    fs::write(&hook, text).expect("files can be written");
    make_executable(&hook);
    // The main work tree has a different change.
    repository.title(&title, "Elsewhere");
    let linked = Workshop::empty();
    let to = linked.path("tree").display().to_string();
    repository.git(&["worktree", "add", "--quiet", "-b", "linked", &to]);
    for (number, options) in [&["--all"][..], &["--only", SECTION]].into_iter().enumerate() {
        let (old, new) = if number == 0 { (title.as_str(), "One") } else { ("One", "Two") };
        linked.edit(&format!("tree/{SECTION}"), &format!("title: {old}\n"), &format!("title: {new}\n"));
        // The report does not contain the uncommitted change.
        linked.write("tree/spec/guides/extra.md", &format!("# Extra {number}\n\nNothing.\n"));
        repository.git(&[&["-C", &to, "commit", "--quiet", "--message", "changed"], options].concat());
        let environment = linked.read("tree/environment");
        assert!(["GIT_DIR=", "GIT_INDEX_FILE="].iter().all(|name| environment.contains(name)), "{environment}");
        let report = linked.read("tree/report");
        assert!(report.contains(&format!("{old} → {new}")) && report.contains("1 documentation only"), "{report}");
    }
}

/// The hook of one repository compares the spec of another one.
#[test]
fn variables_of_a_different_repository_are_ignored() {
    let (repository, other) = (Repository::new(), Repository::new());
    let title = title_of(&repository);
    repository.title(&title, "One");
    repository.git(&["add", "--all"]);
    repository.title("One", "Two");
    let of_other = |path: &str| other.0.path(path).display().to_string();
    for variables in [
        &[("GIT_DIR", of_other(".git"))][..],
        &[("GIT_DIR", of_other(".git")), ("GIT_WORK_TREE", of_other("")), ("GIT_INDEX_FILE", of_other(".git/index"))],
        &[("GIT_DIR", of_other("nowhere")), ("GIT_INDEX_FILE", of_other("nowhere/index"))],
        &[("GIT_DIR", ".git".into()), ("GIT_WORK_TREE", ".".into()), ("GIT_INDEX_FILE", ".git/index".into())],
        &[("GIT_INDEX_FILE", ".git/index".into()), ("GIT_PREFIX", "spec/".into())],
    ] {
        for (arguments, expected) in [
            (&["HEAD"][..], format!("{title} → Two")),
            (&["HEAD", "index"], format!("{title} → One")),
            (&["index"], "One → Two".into()),
        ] {
            let arguments = [&["diff", "--color", "never"], arguments].concat();
            let report = repository.0.run_with(&arguments, variables).exits(0).stdout;
            assert!(report.contains(&expected), "{variables:?} {arguments:?}: {report}");
            assert!(report.contains(&format!("at {SECTION}:")), "{variables:?} {arguments:?}: {report}");
        }
    }
}

/// Without `.git` in the work tree, only the variables name the repository.
#[test]
fn repository_outside_its_work_tree_is_found_by_variables() {
    let repository = Repository::new();
    let title = title_of(&repository);
    repository.title(&title, "One");
    let elsewhere = Workshop::empty();
    fs::rename(repository.0.path(".git"), elsewhere.path("store")).expect("folders can be moved");
    repository.0.run(&["diff", "HEAD"]).exits(2);
    let variables = [("GIT_DIR", elsewhere.path("store").display().to_string()), ("GIT_WORK_TREE", ".".to_owned())];
    let report = repository.0.run_with(&["diff", "HEAD", "--color", "never"], &variables).exits(0).stdout;
    assert!(report.contains(&format!("{title} → One")), "{report}");
}

#[test]
fn release_tags_have_a_version_and_optionally_the_package() {
    let repository = Repository::without_acknowledgements();
    let title = title_of(&repository);
    for (old, tag) in [
        (title.as_str(), "v0.0.1"),
        ("v0.0.1", "v0.2.0-rc.1"),
        ("v0.2.0-rc.1", "v0.2.0"),
        ("v0.2.0", "obstacle-course-v0.3.0-rc.1"),
        ("obstacle-course-v0.3.0-rc.1", "obstacle-course-v0.3.0"),
    ] {
        repository.title(old, tag);
        repository.commit(tag);
        repository.git(&["tag", tag]);
        // Tags of other packages, and tags that are no releases.
        for other in ["obstacle-v9.0.0", "other-obstacle-course-v9.0.0", "obstacle-course-v9", "9.0.0", "latest"] {
            repository.git(&["tag", "--force", other]);
        }
        repository.title(tag, "Next");
        let report = repository.diff(&["last-release"]).exits(0).stdout;
        assert!(
            report.contains(&format!("{tag} → Next")) && report.contains(&format!(", in the base at {tag}:")),
            "{report}"
        );
        // A tag with the name of the package is a release too, so the version must be raised.
        let named = repository.diff(&[tag, "--check-version"]).exits(1).stdout;
        assert!(named.contains(&format!("of {tag}")) && !named.contains("last-release"), "{named}");
        repository.title("Next", tag);
    }
}

#[test]
fn reports_have_all_formats() {
    let repository = Repository::new();
    assert_eq!(repository.diff(&["HEAD", "--format", "markdown"]).exits(0).stdout, "");
    let title = title_of(&repository);
    repository.title(&title, "One");
    repository.0.edit("spec/api.yaml", "crate: ", "crate: other-");
    for (arguments, start) in [
        (&["--format", "markdown"][..], "<!-- api-diff -->\n<h3>API: wire none · source <b>major</b>"),
        (&["--format", "html"], "<!DOCTYPE html>\n<html lang=\"en\">"),
        (&["--format", "short"], "spec/api.yaml:"),
        (&["--by", "endpoint"], "impact: wire none · source major · behavior none\n"),
    ] {
        let report = repository.diff(&[&["HEAD"], arguments].concat()).exits(0).stdout;
        assert!(report.starts_with(start), "{arguments:?}: {report}");
        assert!(report.contains("async.loop:title"), "{arguments:?}: {report}");
    }
    let by_endpoint = repository.diff(&["HEAD", "--by", "endpoint"]).stdout;
    assert!(by_endpoint.contains("Changes outside of endpoints (2)"), "{by_endpoint}");
}

#[test]
fn replaced_options_name_the_new_command() {
    for (arguments, command) in [
        (&["diff", "--acknowledge", "a:b", "--reason", "None."][..], "`api-client accept ID --reason TEXT`"),
        (&["diff", "--rules"], "`api-client rules [ID]`"),
        (&["diff", "--rules", "operation-removed"], "`api-client rules [ID]`"),
        (&["diff", "--schema"], "`api-client schema report`"),
    ] {
        let error = Workshop::empty().run(arguments).exits(2).stderr;
        assert!(error.contains(command), "{arguments:?}: {error}");
        assert!(!error.contains("similar"), "{arguments:?}: {error}");
    }
}
