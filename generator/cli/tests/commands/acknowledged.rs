//! `api-client accept` and acknowledgements, the version check, and specs that cannot be read.

use crate::diff::Repository;

const FILE: &str = "spec/acknowledged.yaml";

/// Returns a repository with an uncommitted breaking change, and the id of the change.
fn with_break() -> (Repository, String) {
    let repository = Repository::new();
    repository.0.edit("spec/api.yaml", "crate: ", "crate: other-");
    let report = repository.diff(&["HEAD", "--deny", "major", "--format", "short"]).exits(1).stdout;
    let line = report.lines().find(|line| line.contains(": breaking: package-renamed: ")).expect("the name changes");
    assert!(line.contains(": api:crate: "), "{line}");
    (repository, "api:crate".into())
}

fn accept(repository: &Repository, id: &str, notes: &str) {
    repository.0.write(FILE, &format!("format: 1\n\nacknowledged:\n  \"{id}\":\n    reason: It is wanted.\n{notes}"));
}

#[test]
fn accepted_change_is_reported_but_not_denied() {
    let (repository, id) = with_break();
    std::fs::remove_file(repository.0.path(FILE)).expect("files can be removed");
    let run = |arguments: &[&str]| repository.0.run(&[&["accept"], arguments].concat());
    let printed = run(&[&id, "HEAD", "--reason", "It: is wanted."]).exits(0).stdout;
    assert_eq!(printed, format!("accepted `{id}` in spec/acknowledged.yaml\n"));
    let expected = "# yaml-language-server: $schema=schema.json\nformat: 1\n\nacknowledged:\n";
    let text = repository.0.read(FILE);
    assert!(text.starts_with(expected) && text.contains("reason: \"It: is wanted.\""), "{text}");
    for deny in ["major", "minor", "any"] {
        let report = repository.diff(&["HEAD", "--deny", deny]).exits(0).stdout;
        assert!(report.contains(&format!(": {id}\n")), "{report}");
        assert!(report.contains("        accepted: It: is wanted.\n"), "{report}");
        assert!(report.contains(", 1 accepted\n"), "{report}");
        // An accepted change still counts towards the next version.
        assert!(report.contains("next version: "), "{report}");
    }
    for (arguments, expected) in [
        (&[&id, "HEAD", "--reason", "Again."][..], format!("`{id}` is already accepted: It: is wanted.")),
        (
            &["a:b", "HEAD", "--reason", "No."],
            "there is no change `a:b` since HEAD; for the ids: api-client diff HEAD".into(),
        ),
        (&[&id, "HEAD"], "--reason <TEXT>".into()),
        (&[&id, "HEAD", "--reason", ""], "a value is required for '--reason <TEXT>'".into()),
        (&[&id, "HEAD", "HEAD", "--reason", "No."], "unexpected argument 'HEAD'".into()),
        (&[&id, "HEAD", "--reason", "No.", "--until", "2027-13"], "write a day as `2026-12-31` or a month".into()),
    ] {
        let error = run(arguments).exits(2).stderr;
        assert!(error.contains(&expected), "{arguments:?}: {error}");
    }
    // A different change is not accepted.
    repository.0.edit("spec/api.yaml", "\nname: ", "\nname: Other ");
    repository.diff(&["HEAD", "--deny", "any"]).exits(1);
}

#[test]
fn entry_is_added_to_existing_entries() {
    let (repository, id) = with_break();
    repository.0.write(FILE, "format: 1\n\nacknowledged:\n  # Later.\n  a:b: { reason: Earlier. }\n");
    let options = ["--reason", "It is wanted.", "--by", "Mina: shop", "--until", "2030-01", "--quiet"];
    let printed = repository.0.run(&[&["accept", &id, "HEAD"], &options[..]].concat()).exits(0).stdout;
    assert_eq!(printed, "");
    let text = repository.0.read(FILE);
    assert!(text.contains("# Later.") && text.contains("a:b:") && text.contains(&id), "{text}");
    repository.diff(&["HEAD", "--today", "2030-01-31"]).exits(1);
    let report = repository.diff(&["HEAD", "--today", "2030-01-31"]).stdout;
    assert!(report.contains("accepted by Mina: shop until 2030-01: It is wanted."), "{report}");
    let entry = repository.0.read(FILE).replace("  a:b:\n    reason: Earlier.\n", "");
    repository.0.write(FILE, &entry);
    repository.diff(&["HEAD", "--today", "2030-01-31", "--deny", "any"]).exits(0);
    let unformatted = repository.0.run(&["fmt", "--check"]).stdout;
    assert!(!unformatted.contains(FILE), "{unformatted}");
    repository.0.write(FILE, "format: 1\n\nacknowledged: { a:b: { reason: Earlier. }\n");
    let outcome = repository.diff(&["HEAD"]).exits(2);
    assert!(outcome.stderr.contains("acknowledged.yaml:"), "{}", outcome.stderr);
}

#[test]
fn acknowledgement_without_its_change_is_a_finding() {
    let (repository, id) = with_break();
    accept(&repository, &format!("{id}x"), "");
    let report = repository.diff(&["HEAD"]).exits(1).stdout;
    let expected = format!(
        "error {FILE}:4:3: there is no change `{id}x` since HEAD [stale-acknowledgement]\n        write `{id}`"
    );
    assert!(report.replace(":4:4:", ":4:3:").contains(&expected), "{report}");
    assert!(report.contains("or remove the acknowledgement"), "{report}");
    accept(&repository, "api.*:crate", "");
    let report = repository.diff(&["HEAD"]).exits(1).stdout;
    assert!(report.contains("write an entry for each change"), "there are no wildcards: {report}");
}

#[test]
fn acknowledgement_stays_until_the_release() {
    let (repository, id) = with_break();
    repository.git(&["tag", "v0.1.0"]);
    accept(&repository, &id, "");
    repository.commit("breaks");
    repository.git(&["checkout", "--quiet", "--", "spec"]);
    // The base already contains the accepted change.
    repository.diff(&["HEAD", "--deny", "any"]).exits(0);
    repository.diff(&["last-release", "--deny", "major"]).exits(0);
    repository.git(&["tag", "v0.2.0"]);
    let report = repository.diff(&["last-release"]).exits(1).stdout;
    assert!(report.contains(&format!("there is no change `{id}` since v0.2.0")), "{report}");
    assert!(report.contains("        remove the acknowledgement\n"), "{report}");
}

#[test]
fn acknowledgement_expires_after_its_last_day() {
    let (repository, id) = with_break();
    for (until, today, code) in [
        ("2027-01-15", "2027-01-15", 0),
        ("2027-01-15", "2027-01-16", 1),
        ("2027-01", "2027-01-31", 0),
        ("2027-01", "2027-02-01", 1),
    ] {
        accept(&repository, &id, &format!("    until: {until}\n    by: Mina\n"));
        let report = repository.diff(&["HEAD", "--today", today]).exits(code).stdout;
        assert!(report.contains(&format!("accepted by Mina until {until}: It is wanted.")), "{report}");
        let says = report.contains(&format!("was accepted until {until}, and today is {today}"));
        assert_eq!(says, code == 1, "{report}");
    }
    repository.diff(&["HEAD", "--today", "2027-02-30"]).exits(2);
}

#[test]
fn version_is_checked_against_changes_since_the_last_release() {
    let (repository, id) = with_break();
    let none = repository.diff(&["last-release"]).exits(2).stderr;
    assert!(none.contains("there is no release in the history of HEAD"), "{none}");
    repository.git(&["tag", "v0.1.0"]);
    repository.git(&["tag", "v0.0.9"]);
    repository.git(&["tag", "vendored"]);
    accept(&repository, &id, "");
    let text = repository.0.read("spec/api.yaml");
    let line = text.lines().find(|line| line.starts_with("version: ")).expect("there is a version").to_owned();
    let old = line.trim_start_matches("version: ").to_owned();
    let next = repository.diff(&["last-release"]).exits(0).stdout;
    let next =
        next.split("write `version: ").nth(1).and_then(|rest| rest.split('`').next()).expect("an advice").to_owned();
    let place = text.lines().position(|found| found == line).expect("there is a version") + 1;
    for (version, code, expected) in [
        (
            old.clone(),
            1,
            format!("spec/api.yaml:{place}:10: version {old} is too low for the changes since {old} of v0.1.0"),
        ),
        (next.clone(), 0, String::new()),
        (format!("{next}-rc.1"), 0, String::new()),
        ("99.0.0".into(), 0, String::new()),
        ("0.0.0".into(), 1, format!("spec/api.yaml:{place}:10: version 0.0.0 is lower than {old} of v0.1.0")),
    ] {
        repository.0.write("spec/api.yaml", &text.replace(&line, &format!("version: {version}")));
        let report = repository.diff(&["last-release", "--check-version"]).exits(code).stdout;
        assert!(report.contains(&expected), "{version}: {report}");
        assert_eq!(report.contains("Problems to fix"), code == 1, "{version}: {report}");
        // Without `--check-version`, a low version is only reported.
        let report = repository.diff(&["last-release"]).exits(0).stdout;
        assert_eq!(report.contains("note spec/api.yaml:"), code == 1, "{version}: {report}");
    }
    // HEAD is no release, so its version is not checked. The report only names the next version.
    repository.0.write("spec/api.yaml", &text);
    repository.git(&["commit", "--quiet", "--allow-empty", "--message", "later"]);
    let report = repository.diff(&["HEAD"]).exits(0).stdout;
    assert!(report.contains("next version: ") && !report.contains("Problems to fix"), "{report}");
    let report = repository.diff(&["HEAD", "--check-version"]).exits(1).stdout;
    assert!(report.contains("`api-client diff last-release`"), "{report}");
}

#[test]
fn unreadable_version_is_explained() {
    let repository = Repository::new();
    let text = repository.0.read("spec/api.yaml");
    repository.0.write("spec/api.yaml", &text.replace("format: 1", "format: 2"));
    let outcome = repository.diff(&["HEAD"]).exits(2);
    assert!(
        outcome.stderr.contains("spec has version 2 of the spec format, which needs a newer generator"),
        "{}",
        outcome.stderr
    );
    let outcome = repository.0.run(&["check"]).exits(1);
    assert!(outcome.stderr.contains("unknown format version 2"), "{}", outcome.stderr);
    // The content of a file with a newer format version is not checked.
    assert!(outcome.stderr.matches("error[").count() == 1, "{}", outcome.stderr);
    repository.0.write("spec/api.yaml", &format!("{text}color: blue\n"));
    repository.commit("in another time");
    repository.git(&["tag", "old"]);
    repository.0.write("spec/api.yaml", &text);
    let outcome = repository.diff(&["old"]).exits(2);
    assert!(outcome.stderr.contains("old:spec/api.yaml:"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("can't compare old: the spec has errors"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("if an earlier version of the format causes them"), "{}", outcome.stderr);
    repository.git(&["rm", "--quiet", "-r", "--cached", "spec"]);
    repository.git(&["commit", "--quiet", "--message", "without"]);
    let first = repository.git(&["rev-list", "--max-parents=0", "--abbrev-commit", "HEAD"]);
    let outcome = repository.diff(&["HEAD"]).exits(2);
    assert!(
        outcome.stderr.contains(&format!("HEAD has no spec in spec/; the first commit with one is {}", first.trim())),
        "{}",
        outcome.stderr
    );
}
