//! The script that keeps the comment of a pull request, with a `gh` that writes down what it is asked.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use crate::support::{Workshop, repository};

/// Answers the list of comments, and writes all other requests down, with the text that they send.
const GH: &str = r#"#!/bin/sh
case "$*" in
  *--method*)
    method=$4; shift 4
    printf '%s %s\n' "$method" "$*" >> calls
    for word in "$@"; do
      case "$word" in body=@*) cat "${word#body=@}" >> calls; echo >> calls ;; esac
    done ;;
  *) printf '%s\n' "$*" >> lists; cat comments ;;
esac
"#;

/// What the script asks for, with some comments there and a report.
fn calls(comments: &str, report: Option<&str>, code: i32) -> (String, String) {
    let workshop = Workshop::empty();
    workshop.write("bin/gh", GH);
    fs::set_permissions(workshop.path("bin/gh"), Permissions::from_mode(0o755)).expect("it can be made a program");
    workshop.write("comments", comments);
    if let Some(report) = report {
        workshop.write("report.md", report);
    }
    let path = format!("{}:{}", workshop.path("bin").display(), std::env::var("PATH").unwrap_or_default());
    let output = Command::new(repository().join(".github/scripts/post-report"))
        .arg("report.md")
        .current_dir(workshop.path(""))
        .envs([("PATH", path.as_str()), ("REPOSITORY", "shop/client"), ("PULL_REQUEST", "7"), ("GH_TOKEN", "none")])
        .output()
        .expect("the script can be run");
    assert_eq!(output.status.code(), Some(code), "{}", String::from_utf8_lossy(&output.stderr));
    let read = |name: &str| fs::read_to_string(workshop.path(name)).unwrap_or_default();
    (read("calls"), read("lists"))
}

const REPORT: &str = "<!-- api-diff -->\n$(touch hacked) `touch hacked` \"@file\"";

#[test]
fn the_report_is_written_as_it_is() {
    let (calls, lists) = calls("", Some(REPORT), 0);
    assert_eq!(calls, format!("POST repos/shop/client/issues/7/comments -F body=@report.md\n{REPORT}\n"));
    assert!(lists.contains("--paginate repos/shop/client/issues/7/comments?per_page=100"), "{lists}");
}

#[test]
fn the_comment_that_is_there_is_updated_and_doubles_are_removed() {
    let (one, _) = calls("41\n", Some(REPORT), 0);
    assert_eq!(one, format!("PATCH repos/shop/client/issues/comments/41 -F body=@report.md\n{REPORT}\n"));
    let (several, _) = calls("41\n42\n", Some(REPORT), 0);
    assert_eq!(several, format!("{one}DELETE repos/shop/client/issues/comments/42\n"));
}

#[test]
fn nothing_is_written_where_nothing_changes_and_what_was_written_is_removed() {
    assert_eq!(calls("", Some(""), 0).0, "");
    assert_eq!(calls("41\n", Some(""), 0).0, "DELETE repos/shop/client/issues/comments/41\n");
}

#[test]
fn a_report_that_is_not_there_removes_nothing() {
    assert_eq!(calls("41\n", None, 2).0, "");
}

/// The marker that the script looks for is the one that reports begin with, and only the workflow's own comments count.
#[test]
fn the_script_looks_for_the_marker_of_reports() {
    let (_, lists) = calls("", Some(REPORT), 0);
    let marker = api_client_diff::render::MARKER;
    assert!(lists.contains(&format!("startswith(\"{marker}\")")), "{lists}");
    assert!(lists.contains(".user.login == \"github-actions[bot]\" and"), "{lists}");
}
