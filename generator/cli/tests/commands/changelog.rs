//! `api-client changelog`: its content, the file that it writes, and the text that it keeps.

use crate::diff::Repository;
use crate::support::Outcome;

const FILE: &str = "CHANGELOG.md";
const BY_HAND: &str =
    "# Log\n\n## [Unreleased]\n\nWritten by hand.\n\n## [0.1.0]\n\nThe first.\n\n[0.1.0]: https://x\n";

/// Returns a repository with a release and a change after it.
fn repository() -> Repository {
    let repository = Repository::new();
    repository.0.write(FILE, BY_HAND);
    repository.commit("a changelog");
    repository.git(&["tag", "v0.1.0"]);
    repository.0.edit("spec/api.yaml", "crate: ", "crate: other-");
    repository
}

fn changelog(repository: &Repository, arguments: &[&str]) -> Outcome {
    repository.0.run(&[&["changelog", "--color", "never"], arguments].concat())
}

#[test]
fn changes_since_the_last_release_are_printed() {
    let repository = repository();
    let printed = changelog(&repository, &[]).exits(0).stdout;
    assert!(printed.starts_with("### Breaking changes\n\n#### The API as a whole\n\n- "), "{printed}");
    assert!(printed.contains("Breaks user code."), "{printed}");
    assert_eq!(repository.0.read(FILE), BY_HAND, "nothing was written");
    assert_eq!(changelog(&repository, &[]).stdout, printed, "the same bytes each time");
    assert_eq!(changelog(&repository, &["--since", "v0.1.0"]).exits(0).stdout, printed);
    // The last release by version counts, unless nothing changed since then.
    repository.commit("changed");
    repository.git(&["tag", "v0.2.0"]);
    repository.git(&["tag", "v0.0.5"]);
    repository.git(&["tag", "vendored"]);
    assert_eq!(changelog(&repository, &[]).exits(0).stdout, printed, "the tag was set, and it is still its release");
    repository.0.edit("spec/api.yaml", "\nname: ", "\nname: Other ");
    let next = changelog(&repository, &[]).exits(0).stdout;
    assert!(!next.contains("Breaking"), "{next}");
}

#[test]
fn entries_are_written_only_between_the_markers() {
    let repository = repository();
    changelog(&repository, &["--check"]).exits(1);
    changelog(&repository, &["--write"]).exits(0);
    let written = repository.0.read(FILE);
    let (before, rest) = written.split_once("<!-- changes since v0.1.0, ").expect("a comment begins the block");
    let (block, after) = rest.split_once("<!-- end of changes since v0.1.0 -->\n").expect("a comment ends the block");
    assert_eq!(format!("{before}{}", after.trim_start_matches('\n')), BY_HAND);
    assert!(block.contains(&changelog(&repository, &[]).stdout), "{block}");
    changelog(&repository, &["--check"]).exits(0);
    let again = changelog(&repository, &["--write"]).exits(0).stdout;
    assert_eq!((repository.0.read(FILE), again.as_str()), (written.clone(), "unchanged: CHANGELOG.md\n"));
    // After the release, its part stays correct, and the next release gets a new part.
    repository.0.write(FILE, &written.replace("[Unreleased]", "[0.2.0]"));
    repository.commit("0.2.0");
    repository.git(&["tag", "v0.2.0"]);
    changelog(&repository, &["--check"]).exits(0);
    repository.0.edit("spec/api.yaml", "\nname: ", "\nname: Other ");
    let outcome = changelog(&repository, &["--check"]).exits(1);
    assert!(
        outcome.stdout.contains("CHANGELOG.md is out of date: it does not list the changes since v0.2.0"),
        "{}",
        outcome.stdout
    );
    changelog(&repository, &["--write"]).exits(0);
    let text = repository.0.read(FILE);
    let order = ["## [Unreleased]", "since v0.2.0", "## [0.2.0]", "since v0.1.0", "## [0.1.0]"];
    let places: Vec<_> = order.iter().map(|part| text.find(part)).collect();
    assert!(places.is_sorted() && places.iter().all(Option::is_some), "{text}");
}

#[test]
fn edited_block_is_an_error_unless_forced() {
    let repository = repository();
    changelog(&repository, &["--write"]).exits(0);
    let edited = repository.0.read(FILE).replacen("\n- ", "\n- By hand: ", 1);
    repository.0.write(FILE, &edited);
    for arguments in [&["--write"][..], &["--check"]] {
        let outcome = changelog(&repository, arguments).exits(1);
        assert!(outcome.stdout.starts_with("CHANGELOG.md:7: this block was edited by hand"), "{}", outcome.stdout);
        assert_eq!(repository.0.read(FILE), edited);
    }
    changelog(&repository, &["--write", "--force"]).exits(0);
    assert!(!repository.0.read(FILE).contains("By hand: "));
    changelog(&repository, &["--check"]).exits(0);
    changelog(&repository, &["--force"]).exits(2);
}

#[test]
fn missing_release_is_an_error_with_advice() {
    let repository = Repository::new();
    let outcome = changelog(&repository, &[]).exits(2);
    assert!(outcome.stderr.contains("a tag such as `v1.2.0`"), "{}", outcome.stderr);
    let outcome = changelog(&repository, &["--since", "HEAD"]).exits(0);
    assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str()), ("", "nothing changed since HEAD\n"));
    changelog(&repository, &["--since", "HEAD", "--write"]).exits(0);
    assert!(!repository.0.path(FILE).exists(), "where nothing changed, nothing is written");
}
