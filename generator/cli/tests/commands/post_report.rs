//! The script that updates the comment of a pull request, with a fake `gh` that records its requests.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use crate::support::{Workshop, repository};

/// Returns the list of comments, and records all other requests with their bodies.
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

/// Returns the requests of the script, for existing comments and a report.
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
fn report_is_posted_unchanged() {
    let (calls, lists) = calls("", Some(REPORT), 0);
    assert_eq!(calls, format!("POST repos/shop/client/issues/7/comments -F body=@report.md\n{REPORT}\n"));
    assert!(lists.contains("--paginate repos/shop/client/issues/7/comments?per_page=100"), "{lists}");
}

#[test]
fn existing_comment_is_updated_and_duplicates_are_removed() {
    let (one, _) = calls("41\n", Some(REPORT), 0);
    assert_eq!(one, format!("PATCH repos/shop/client/issues/comments/41 -F body=@report.md\n{REPORT}\n"));
    let (several, _) = calls("41\n42\n", Some(REPORT), 0);
    assert_eq!(several, format!("{one}DELETE repos/shop/client/issues/comments/42\n"));
}

#[test]
fn empty_report_removes_comments() {
    assert_eq!(calls("", Some(""), 0).0, "");
    assert_eq!(calls("41\n", Some(""), 0).0, "DELETE repos/shop/client/issues/comments/41\n");
}

#[test]
fn missing_report_removes_no_comment() {
    assert_eq!(calls("41\n", None, 2).0, "");
}

/// The script searches for the marker of reports, and only the workflow's own comments count.
#[test]
fn script_searches_for_the_marker_of_reports() {
    let (_, lists) = calls("", Some(REPORT), 0);
    let marker = api_client_diff::render::MARKER;
    assert!(lists.contains(&format!("startswith(\"{marker}\")")), "{lists}");
    assert!(lists.contains(".user.login == \"github-actions[bot]\" and"), "{lists}");
}
