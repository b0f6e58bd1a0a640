//! The pull requests in `docs/reviews.md`: each edit is made in a repository, and the document shows the output of the
//! command.
//!
//! With `UPDATE_REVIEWS=1`, the test updates the blocks of the document.

use std::fs;

use crate::support::{self, Workshop, copy, repository};

/// A pull request: the name of its block, and the replaced text of its files.
struct PullRequest {
    name: &'static str,
    edits: &'static [(&'static str, &'static str, &'static str)],
}

const PULL_REQUESTS: &[PullRequest] = &[
    PullRequest {
        name: "a new endpoint",
        edits: &[(
            "shop/orders.yaml",
            "\ntypes:\n",
            "\n  note_order:\n    request: PUT /v1/orders/{order_id}/note\n    summary: Writes the note for the packer of an \
             order.\n    rate_limit: write\n    path:\n      order_id: { type: string, doc: The order. }\n    body:\n      \
             note: { type: string, required: true, max_length: 500, doc: The note. }\n    response: { type: Order, in: \
             order }\n    evidence: observed\n\ntypes:\n",
        )],
    },
    PullRequest {
        name: "a renamed field",
        edits: &[(
            "shop/types.yaml",
            "      note: { type: string, doc: A note for the packer. }\n",
            "      packing_note: { type: string, was: note, doc: A note for the packer. }\n",
        )],
    },
    PullRequest {
        name: "a required parameter",
        edits: &[(
            "shop/orders.yaml",
            "      lines: { type: list<OrderLine>, required: true, doc: The lines of the order. }\n",
            "      lines: { type: list<OrderLine>, required: true, doc: The lines of the order. }\n      currency: { type: \
             string, required: true, doc: \"The currency, such as `EUR`.\" }\n",
        )],
    },
    PullRequest {
        name: "an enum value removed",
        edits: &[(
            "shop/types.yaml",
            "      sent: It is on its way.\n      returned: It was returned.\n",
            "      sent: It is on its way.\n",
        )],
    },
    PullRequest {
        name: "a correction",
        edits: &[(
            "shop/types.yaml",
            "      placed_at: { type: timestamp_ms, doc: When it was placed. }\n",
            "      placed_at:\n        type: timestamp_s\n        doc: When it was placed.\n        correction: The spec \
             said milliseconds, but all recorded responses have seconds.\n",
        )],
    },
];

fn git(workshop: &Workshop, arguments: &[&str]) -> String {
    let output = support::git().args(arguments).current_dir(workshop.path("")).output().expect("git can be run");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Returns the diff of a pull request, and the output of the command.
fn blocks(pull_request: &PullRequest) -> [String; 2] {
    let workshop = Workshop::empty();
    copy(&repository().join("generator/diff/src/rules/base"), &workshop.path("spec"));
    workshop.run(&["generate"]).exits(0);
    git(&workshop, &["init", "--quiet", "--initial-branch", "main"]);
    git(&workshop, &["add", "--all"]);
    git(&workshop, &["commit", "--quiet", "--message", "first"]);
    git(&workshop, &["switch", "--quiet", "--create", "work"]);
    for (file, from, to) in pull_request.edits {
        workshop.edit(&format!("spec/{file}"), from, to);
    }
    workshop.run(&["generate"]).exits(0);
    git(&workshop, &["commit", "--quiet", "--all", "--message", "second"]);
    let edits = git(&workshop, &["diff", "--unified=1", "main", "work", "--", "spec"]);
    // The hashes of blobs are left out, because readers do not need them.
    let edits: Vec<&str> = edits
        .lines()
        .filter(|line| !["diff --git", "index ", "--- ", "+++ "].iter().any(|start| line.starts_with(start)))
        .collect();
    let report = workshop.run(&["diff", "main", "work", "--color", "never"]).exits(0).stdout;
    [edits.join("\n"), report.trim_end().to_owned()]
}

#[test]
fn reviews_document_shows_the_output_of_the_command() {
    let path = repository().join("docs/reviews.md");
    let mut document = fs::read_to_string(&path).expect("the document is there");
    let mut differing = Vec::new();
    for pull_request in PULL_REQUESTS {
        let [edits, report] = blocks(pull_request);
        let start = format!("<!-- pull request: {} -->\n", pull_request.name);
        let end = "<!-- end -->\n";
        let block = format!("{start}```diff\n{edits}\n```\n\n```text\n{report}\n```\n{end}");
        let from = document.find(&start).unwrap_or_else(|| panic!("`{}` has a block", pull_request.name));
        let to = document[from..].find(end).expect("the block ends") + from + end.len();
        if document[from..to] != block {
            differing.push(pull_request.name);
            document.replace_range(from..to, &block);
        }
    }
    if std::env::var_os("UPDATE_REVIEWS").is_some() {
        fs::write(&path, document).expect("the document can be written");
    } else {
        assert!(differing.is_empty(), "UPDATE_REVIEWS=1 cargo test --package api-client reviews: {differing:?}");
    }
}
