//! `cargo xtask diff`: which states it compares, and how it ends.

use std::fs;
use std::process::Command;

use crate::support::{Outcome, Workshop, copy, repository};

const SECTION: &str = "spec/async/loop.yaml";

/// A repository with a small spec, committed on the branch `main`.
pub(crate) struct Repository(pub(crate) Workshop);

impl Repository {
    pub(crate) fn new() -> Self {
        let workshop = Workshop::empty();
        copy(&repository().join("xtask/tests/specs/obstacle_course"), &workshop.path("spec"));
        let repository = Self(workshop);
        repository.git(&["init", "--quiet", "--initial-branch", "main"]);
        repository.commit("first");
        repository
    }

    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let output = Command::new("git")
            .args(["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"])
            .args(arguments)
            .current_dir(self.0.path(""))
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .output()
            .expect("git can be run");
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
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

fn title_of(repository: &Repository) -> String {
    let text = repository.0.read(SECTION);
    text.lines().find_map(|line| line.strip_prefix("title: ")).expect("a section has a title").to_owned()
}

#[test]
fn the_working_tree_is_compared_with_where_it_left_the_main_branch() {
    let repository = Repository::new();
    let title = title_of(&repository);
    repository.git(&["switch", "--quiet", "--create", "work"]);
    repository.title(&title, "One");
    repository.commit("on the branch");
    repository.title("One", "Two");
    let report = repository.diff(&[]).exits(0).stdout;
    assert!(report.contains(&format!("{title} → Two")), "{report}");
    assert!(report.contains("async.loop:title"), "{report}");
    // What happens on the main branch meanwhile is no change of this one.
    repository.git(&["stash", "--quiet"]);
    repository.git(&["switch", "--quiet", "main"]);
    repository.0.write("spec/guides/new.md", "# New\n\nNothing.\n");
    repository.commit("on the main branch");
    repository.git(&["switch", "--quiet", "work"]);
    let report = repository.diff(&[]).exits(0).stdout;
    assert!(report.contains(&format!("{title} → One")) && !report.contains("guides"), "{report}");
}

#[test]
fn tags_commits_the_index_and_folders_can_be_named() {
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
        report.contains(&format!("at {SECTION}:")) && report.contains(&format!("before at v1:{SECTION}:")),
        "{report}"
    );
    let status = repository.git(&["status", "--porcelain"]);
    assert!(status.contains(SECTION), "nothing was touched: {status}");
}

#[test]
fn changes_are_findings_if_they_are_denied() {
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
fn a_change_is_told_with_the_signatures_of_both_clients() {
    let repository = Repository::new();
    repository.0.run(&["generate"]).exits(0);
    repository.commit("with a client");
    repository.0.edit(SECTION, "  upload_form:\n", "  send_form:\n    was: upload_form\n");
    let report = repository.diff(&["HEAD"]).exits(0).stdout;
    for part in [
        "async.loop.send_form:name",
        "LoopOperations::send_form(",
        "instead: write `.send_form(..)` for `.upload_form(..)`",
        "the client is not that of this spec yet: cargo xtask generate",
    ] {
        assert!(report.contains(part), "{part}: {report}");
    }
    assert!(!report.contains("Not from the spec"), "{report}");
    repository.0.run(&["generate"]).exits(0);
    let report = repository.diff(&["HEAD"]).exits(0).stdout;
    assert!(report.contains("LoopOperations::send_form(") && !report.contains("is not that of this spec"), "{report}");
}

#[test]
fn what_the_generator_changes_is_told_too() {
    let repository = Repository::new();
    repository.0.run(&["generate"]).exits(0);
    repository.commit("with a client");
    let client = repository.0.path("generated-client/api.txt");
    let text = fs::read_to_string(&client).expect("there is a client");
    let line = text.lines().find(|line| line.starts_with("fn ")).expect("it has functions");
    fs::write(&client, text.replace(line, "fn Client::other(&self)")).expect("it can be written");
    repository.commit("by another generator");
    let report = repository.diff(&["HEAD~1", "HEAD", "--deny", "major"]).exits(1).stdout;
    for part in ["Not from the spec", &format!("- {line}"), "+ fn Client::other(&self)", "source major"] {
        assert!(report.contains(part), "{part}: {report}");
    }
    repository.diff(&["HEAD", "--deny", "any"]).exits(0);
}

#[test]
fn what_can_not_be_compared_is_explained() {
    let repository = Repository::new();
    let outcome = repository.diff(&["nowhere"]).exits(2);
    assert!(outcome.stderr.contains("there is no commit, tag or branch `nowhere`"), "{}", outcome.stderr);
    repository.0.write(SECTION, "format: 1\nsection: loop\n");
    let outcome = repository.diff(&["HEAD"]).exits(2);
    assert!(outcome.stderr.contains("error[E0105]"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("there is nothing to compare"), "{}", outcome.stderr);
    let folder = Workshop::empty();
    copy(&crate::support::repository().join("xtask/tests/specs/obstacle_course"), &folder.path("spec"));
    let outcome = folder.run(&["diff"]).exits(2);
    assert!(outcome.stderr.contains("git repository"), "{}", outcome.stderr);
}

#[test]
fn a_shallow_clone_is_told_what_to_fetch() {
    let repository = Repository::new();
    repository.git(&["switch", "--quiet", "--create", "work"]);
    repository.commit("on the branch");
    repository.git(&["switch", "--quiet", "main"]);
    repository.commit("on the main branch");
    let clone = Workshop::empty();
    let url = format!("file://{}", repository.0.path("").display());
    let to = clone.path("clone").display().to_string();
    repository.git(&["clone", "--quiet", "--depth", "1", "--no-single-branch", "--branch", "work", &url, &to]);
    let outcome = clone.run(&["diff", "--spec", "clone/spec"]).exits(2);
    assert!(outcome.stderr.contains("git fetch --unshallow origin main"), "{}", outcome.stderr);
}

#[test]
fn the_rules_are_listed() {
    let list = Workshop::empty().run(&["diff", "--rules"]).exits(0).stdout;
    assert!(list.contains("operation-removed: an operation is gone\n    wire major · source major"), "{list}");
}

#[test]
fn a_rule_is_explained_with_an_example_and_a_milder_one() {
    let page = |id: &str| Workshop::empty().run(&["diff", "--rules", id]).exits(0).stdout;
    for (id, phrase) in [
        ("required-parameter-added", "required-parameter-added: an operation needs one more parameter\n"),
        ("required-parameter-added", "    wire major · source major · found: compile error\n\nEach call lacks it"),
        ("required-parameter-added", "    @@ shop/orders.yaml › operations › create_order › body\n"),
        (
            "required-parameter-added",
            "\n    +      currency: { type: string, required: true, doc: What is paid in. }\n",
        ),
        ("required-parameter-added", "\n    +      currency: { type: string, doc: What is paid in. }\n"),
        ("required-parameter-added", "parameter-added: an operation takes one more parameter\n    wire minor"),
        ("argument-renamed", "argument-renamed, but the `correction` says that nothing changes on the wire"),
        ("choices-reordered", "Nothing comes of it."),
        // Examples that are those of the mirror, the other way round.
        ("operation-removed", "    @@ stock/counts.yaml › operations\n\n    -  list_shelves:\n"),
        ("section-removed", "    @@ stock/tills.yaml is gone\n    -format: 1\n"),
        ("type-not-sent", "With it comes parameter-removed: it has the type"),
    ] {
        assert!(page(id).contains(phrase), "{phrase}\n{}", page(id));
    }
    let outcome = Workshop::empty().run(&["diff", "--rules", "operation-remove"]).exits(2);
    assert!(outcome.stderr.contains("did you mean `operation-removed`?"), "{}", outcome.stderr);
    Workshop::empty().run(&["diff", "--rules", "operation-removed", "HEAD"]).exits(2);
}

#[test]
fn the_specs_of_an_example_can_be_written_and_compared() {
    let workshop = Workshop::empty();
    let written = workshop.run(&["diff", "--rules", "field-removed", "--write", "example"]).exits(0).stdout;
    assert_eq!(written.lines().count(), 3, "{written}");
    for (state, phrase) in
        [("bad", "shop.types.Card.fields.colour:removed"), ("good", "shop.types.Card.fields.colour:deprecated")]
    {
        let both = ["example/old".to_owned(), format!("example/{state}")];
        let report = workshop.run(&["diff", &both[0], &both[1]]).exits(0).stdout;
        assert!(report.contains(phrase), "{state}: {report}");
    }
    let again = workshop.run(&["diff", "--rules", "field-removed", "--write", "example"]).exits(2).stderr;
    assert!(again.contains("is there already"), "{again}");
    let no_rule = workshop.run(&["diff", "--rules", "--write", "example"]).exits(2).stderr;
    assert!(no_rule.contains("needs the id of a rule"), "{no_rule}");
}

#[test]
fn reports_have_forms_for_terminals_pull_requests_and_browsers() {
    let repository = Repository::new();
    assert_eq!(repository.diff(&["HEAD", "--format", "markdown"]).exits(0).stdout, "");
    let title = title_of(&repository);
    repository.title(&title, "One");
    repository.0.edit("spec/api.yaml", "crate: ", "crate: other-");
    for (arguments, start) in [
        (&["--format", "markdown"][..], "<!-- api-diff -->\n<h3>API: wire none · source <b>major</b>"),
        (&["--format", "html"], "<!DOCTYPE html>\n<html lang=\"en\">"),
        (&["--by", "endpoint"], "wire none · source major · behaviour none\n"),
    ] {
        let report = repository.diff(&[&["HEAD"], arguments].concat()).exits(0).stdout;
        assert!(report.starts_with(start), "{arguments:?}: {report}");
        assert!(report.contains("async.loop:title"), "{arguments:?}: {report}");
    }
    let by_endpoint = repository.diff(&["HEAD", "--by", "endpoint"]).stdout;
    assert!(by_endpoint.contains("What concerns no endpoint (2)"), "{by_endpoint}");
}
