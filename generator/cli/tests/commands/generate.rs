//! `api-client generate`: the files that it writes and keeps, and the differences that `--check` shows.

use std::fs;

use crate::support::Workshop;

#[test]
fn second_run_writes_no_file() {
    let workshop = Workshop::new();
    let first = workshop.generate().exits(0);
    assert!(first.stdout.contains(" operations, "), "{}", first.stdout);
    let (files, written) =
        (workshop.client(), fs::metadata(workshop.path("client/src/lib.rs")).expect("lib.rs is there"));
    let second = workshop.generate().exits(0);
    assert!(second.stdout.contains("(0 changed)"), "{}", second.stdout);
    assert_eq!(workshop.client(), files);
    let after = fs::metadata(workshop.path("client/src/lib.rs")).expect("lib.rs is there");
    assert_eq!(written.modified().ok(), after.modified().ok(), "an unchanged file keeps its time");
    workshop.run(&["generate", "--check", "--out", "client"]).exits(0);
}

#[test]
fn deleted_files_are_generated_again() {
    let workshop = Workshop::new();
    workshop.generate().exits(0);
    let files = workshop.client();
    for (path, _) in &files {
        if path != "Cargo.toml" {
            fs::remove_file(workshop.path(&format!("client/{path}"))).expect("files can be removed");
        }
    }
    workshop.write("client/src/lib.rs", "");
    workshop.generate().exits(0);
    assert_eq!(workshop.client(), files);
}

#[test]
fn check_distinguishes_manual_edits_from_spec_changes() {
    let workshop = Workshop::new();
    workshop.generate().exits(0);
    workshop.edit("client/src/calls/group_call.rs", "pub fn create_room(", "pub fn make_room(");
    workshop.edit("spec/calls/user.yaml", "title: User\n", "title: Users\n");
    let before = workshop.client();
    let outcome = workshop.run(&["generate", "--check", "--out", "client"]).exits(1);
    for expected in [
        "client/src/calls/group_call.rs: edited by hand",
        "--- a/src/calls/group_call.rs\n+++ b/src/calls/group_call.rs\n",
        "-    pub fn make_room(self, type_: RoomType) -> CreateRoom {",
        "+    pub fn create_room(self, type_: RoomType) -> CreateRoom {",
        "client/src/calls/user.rs: older than the spec or the generator",
        "api-client generate",
    ] {
        assert!(outcome.stdout.contains(expected), "`{expected}` is missing in:\n{}", outcome.stdout);
    }
    assert_eq!(workshop.client(), before, "a check writes nothing");
}

#[test]
fn only_obsolete_generated_files_are_removed() {
    let workshop = Workshop::new();
    workshop.generate().exits(0);
    workshop.write("client/examples/mine.rs", "fn main() {}\n");
    workshop.write("client/src/mine.rs", "// mine\n");
    fs::remove_file(workshop.path("spec/calls/webhooks.yaml")).expect("files can be removed");
    let check = workshop.run(&["generate", "--check", "--out", "client"]).exits(1);
    assert!(check.stdout.contains("client/src/calls/webhooks.rs: no longer part of the client"), "{}", check.stdout);
    assert!(check.stdout.contains("client/src/mine.rs: not written by the generator"), "{}", check.stdout);
    let outcome = workshop.generate().exits(0);
    assert!(outcome.stdout.contains("removed client/src/calls/webhooks.rs"), "{}", outcome.stdout);
    assert!(!workshop.path("client/src/calls/webhooks.rs").exists());
    assert_eq!(workshop.read("client/examples/mine.rs"), "fn main() {}\n");
    assert_eq!(workshop.read("client/src/mine.rs"), "// mine\n");
}

/// A small edit of the spec must be a small diff of the client, so that reviewers can read it.
#[test]
fn new_optional_field_changes_few_lines() {
    let workshop = Workshop::new();
    workshop.generate().exits(0);
    let before = workshop.client();
    workshop.edit(
        "spec/calls/group_call.yaml",
        "      custom_items:\n        type: map<string>\n        max_items",
        "      priority: { type: int, doc: How early the room is shown. }\n      custom_items:\n        type: map<string>\n        max_items",
    );
    workshop.generate().exits(0);
    let after = workshop.client();
    let changed: Vec<&str> =
        before.iter().zip(&after).filter(|(old, new)| old != new).map(|(old, _)| old.0.as_str()).collect();
    assert_eq!(
        changed,
        ["api.txt", "generated-files.txt", "src/calls/group_call.rs", "src/lib.rs", "src/testing.json"]
    );
    let lines = |files: &[(String, String)], path: &str| -> Vec<String> {
        let file = files.iter().find(|(name, _)| name == path);
        file.map(|(_, text)| text.lines().map(str::to_owned).collect()).unwrap_or_default()
    };
    for (path, expected) in [
        ("api.txt", &["fn calls::group_call::CreateRoom::priority(self, priority: i64) -> Self"][..]),
        (
            "src/calls/group_call.rs",
            &[
                "    /// How early the room is shown.",
                "    pub fn priority(self, priority: i64) -> Self {",
                "        Self(self.0.body(\"priority\", &priority))",
                "    }",
                "",
            ],
        ),
        ("src/testing.json", &["  {\"name\": \"priority\", \"in\": \"body\", \"type\": \"int\"},"]),
    ] {
        let (old, mut new) = (lines(&before, path), lines(&after, path));
        let start = new.iter().position(|line| line == expected[0]);
        let start = start.unwrap_or_else(|| panic!("`{}` is not in {path}", expected[0]));
        assert_eq!(&new[start..start + expected.len()], expected, "{path}");
        // Without the added lines, the file is the old one.
        new.drain(start..start + expected.len());
        assert_eq!(new, old, "{path}");
    }
    let (old, new) = (lines(&before, "src/lib.rs"), lines(&after, "src/lib.rs"));
    let changed: Vec<_> = old.iter().zip(&new).filter(|(old, new)| old != new).collect();
    assert!(matches!(&changed[..], [(old, _)] if old.starts_with("pub const SPEC_HASH")), "{changed:?}");
    assert_eq!(old.len(), new.len());
}

/// Files that no manifest lists are kept, unless they are empty or have the generated content.
#[test]
fn foreign_files_are_not_overwritten() {
    let workshop = Workshop::new();
    workshop.write("README.md", "# Mine\n");
    workshop.write("Cargo.toml", "[workspace]\n");
    workshop.write("src/lib.rs", "\n");
    for arguments in [&["generate", "--out", "."][..], &["generate", "--out", ".", "--check"]] {
        let outcome = workshop.run(arguments);
        let text = outcome.stdout.clone() + &outcome.stderr;
        for words in ["Cargo.toml", "README.md", "overwrit", "a different folder"] {
            assert!(text.contains(words), "`{words}` is missing in:\n{text}");
        }
        outcome.exits(if arguments.len() == 3 { 2 } else { 1 });
    }
    assert_eq!((workshop.read("README.md").as_str(), workshop.read("src/lib.rs").as_str()), ("# Mine\n", "\n"));
    assert!(!workshop.path("generated-files.txt").exists() && !workshop.path("api.txt").exists());
    // The command would remove the files of a folder that belongs to a different command.
    workshop.run(&["openapi", "--out", "documents"]).exits(0);
    let outcome = workshop.run(&["generate", "--out", "documents"]).exits(2);
    assert!(outcome.stderr.contains("lists files of `api-client openapi`"), "{}", outcome.stderr);
    workshop.run(&["openapi", "--out", "documents", "--check"]).exits(0);
}

/// CONTRIBUTING.md says that conflicts in generated files are resolved by generating them.
#[test]
fn generating_resolves_merge_conflicts_in_generated_files() {
    let workshop = Workshop::new();
    workshop.generate().exits(0);
    let files = workshop.client();
    for path in ["client/src/calls/user.rs", "client/generated-files.txt", "client/api.txt"] {
        let text = workshop.read(path);
        let (first, rest) = text.split_at(text.len() / 2);
        let (line, rest) = rest.split_once('\n').expect("there are more lines");
        let ours = line.replace('a', "b");
        let conflict = format!("{first}\n<<<<<<< HEAD\n{ours}\n=======\n{line}\n>>>>>>> feature/x\n{rest}");
        workshop.write(path, &conflict);
    }
    let outcome = workshop.run(&["generate", "--check", "--out", "client"]).exits(1);
    assert!(outcome.stdout.contains("client/src/calls/user.rs: edited by hand"), "{}", outcome.stdout);
    workshop.generate().exits(0);
    assert!(workshop.client() == files, "the files are as they were");
}

#[test]
fn spec_is_found_in_parent_folders() {
    let workshop = Workshop::new();
    fs::create_dir_all(workshop.path("spec/guides/deep")).expect("folders can be made");
    workshop.run(&["generate"]).exits(0);
    for (folder, way) in
        [("generated-client/src", "../../"), ("spec/calls", "../../"), ("spec/guides/deep", "../../../")]
    {
        let outcome = workshop.run_in(folder, &["check"]).exits(0);
        assert!(outcome.stdout.contains("no errors in the spec"), "{}", outcome.stdout);
        workshop.run_in(folder, &["generate", "--check"]).exits(0);
        let outcome = workshop.run_in(folder, &["openapi"]).exits(0);
        assert!(outcome.stdout.contains(&format!("{way}openapi")), "{}", outcome.stdout);
        fs::remove_dir_all(workshop.path("openapi")).expect("folders can be removed");
    }
    // Paths in arguments are relative to the current folder.
    let outcome = workshop.run_in("spec/calls", &["check", "--spec", "spec"]).exits(2);
    assert!(outcome.stderr.contains("can't read the spec folder spec"), "{}", outcome.stderr);
    let outcome = workshop.run_in("spec/calls", &["generate", "--check", "--out", "generated-client"]).exits(1);
    assert!(outcome.stdout.contains("generated-client/src/lib.rs: missing"), "{}", outcome.stdout);
    // A nested repository is no part of the outer one.
    fs::create_dir_all(workshop.path("other/.git")).expect("folders can be made");
    workshop.run_in("other", &["check"]).exits(2);
}

/// Checkouts can share one target folder, and so one binary.
#[test]
fn client_uses_the_runtime_of_its_own_checkout() {
    let workshop = Workshop::new();
    workshop.write("generator/runtime/Cargo.toml", "");
    workshop.run(&["generate"]).exits(0);
    let manifest = workshop.read("generated-client/Cargo.toml");
    assert!(manifest.contains("path = \"../generator/runtime\""), "{manifest}");
    let other = Workshop::empty();
    let (spec, out) = (workshop.path("spec"), workshop.path("deep/client"));
    let paths = [spec, out].map(|path| path.to_string_lossy().into_owned());
    other.run(&["generate", "--spec", &paths[0], "--out", &paths[1]]).exits(0);
    let manifest = workshop.read("deep/client/Cargo.toml");
    assert!(manifest.contains("path = \"../../generator/runtime\""), "{manifest}");
}

#[cfg(unix)]
#[test]
fn symbolic_links_do_not_redirect_writes() {
    let workshop = Workshop::new();
    workshop.write("elsewhere/keep.txt", "mine");
    fs::create_dir_all(workshop.path("client")).expect("folders can be made");
    std::os::unix::fs::symlink(workshop.path("elsewhere"), workshop.path("client/src")).expect("links can be made");
    let outcome = workshop.generate().exits(2);
    assert!(outcome.stderr.contains("symbolic link"), "{}", outcome.stderr);
    assert_eq!(fs::read_dir(workshop.path("elsewhere")).map(Iterator::count).ok(), Some(1));
}

#[test]
fn commands_that_cannot_run_exit_with_2() {
    let workshop = Workshop::new();
    let outcome = workshop.run(&["check", "--spec", "nowhere"]).exits(2);
    assert!(outcome.stderr.contains("nowhere"), "{}", outcome.stderr);
    workshop.run(&["no-such-command"]).exits(2);
}
