//! Errors in the spec: one run reports all of them at their locations, and writes no file.

use crate::support::{Workshop, repository};

struct Mistake {
    file: &'static str,
    /// The text that is replaced once in a valid spec.
    edit: (&'static str, &'static str),
    /// A unique text of the edited file, and the part of it at which the diagnostic points.
    around: &'static str,
    at: &'static str,
    /// The content of the diagnostic: its code, then words of message and help.
    says: &'static [&'static str],
}

const ROOMS: &str = "spec/calls/group_call.yaml";
const USERS: &str = "spec/calls/user.yaml";
const DIRECT: &str = "spec/calls/direct_call.yaml";
const TYPES: &str = "spec/calls/types.yaml";
const WEBHOOKS: &str = "spec/calls/webhooks.yaml";

const MISTAKES: &[Mistake] = &[
    Mistake {
        file: ROOMS,
        edit: ("    summary: Creates a room", "    sumary: Creates a room"),
        around: "sumary: Creates",
        at: "sumary",
        says: &["E0104", "unknown key `sumary` of an operation", "did you mean `summary`?"],
    },
    Mistake {
        file: ROOMS,
        edit: ("state: { type: RoomState, doc: Only rooms", "state: { type: RoomStat, doc: Only rooms"),
        around: "{ type: RoomStat, doc: Only rooms",
        at: "RoomStat",
        says: &["E0202", "unknown type `RoomStat`", "did you mean `RoomState`?"],
    },
    Mistake {
        file: ROOMS,
        edit: (
            "pagination: { style: next_cursor, items: participants }",
            "pagination: { style: next_curser, items: participants }",
        ),
        around: "style: next_curser",
        at: "next_curser",
        says: &["E0202", "unknown pagination style `next_curser`", "did you mean `next_cursor`?"],
    },
    Mistake {
        file: ROOMS,
        edit: ("request: GET /v1/rooms/{room_id}\n", "request: GET /v1/rooms/{room}\n"),
        around: "GET /v1/rooms/{room}\n",
        at: "{room}",
        says: &["E0203", "undeclared path parameter `{room}`", "did you mean `{room_id}`?"],
    },
    Mistake {
        file: USERS,
        edit: ("documented: calls/user/list_users_for_calls", "documented: calls/user/list_users_for_cals"),
        around: "documented: calls/user/list_users_for_cals",
        at: "calls/user/list_users_for_cals",
        says: &[
            "E0204",
            "unknown documented endpoint `calls/user/list_users_for_cals`",
            "did you mean `calls/user/list_users_for_calls`?",
        ],
    },
    Mistake {
        file: USERS,
        edit: (
            "request: DELETE /v1/users/{user_id}/push/{token_type}/{token}",
            "request: DELTE /v1/users/{user_id}/push/{token_type}/{token}",
        ),
        around: "request: DELTE",
        at: "DELTE",
        says: &["E0107", "unknown method `DELTE`", "did you mean `DELETE`?"],
    },
    Mistake {
        file: USERS,
        edit: ("    summary: Registers", "    summary: Twice.\n    summary: Registers"),
        around: "summary: Twice.\n    summary: Registers",
        at: "summary: Registers",
        says: &["E0103", "duplicate `summary`", "first here"],
    },
    Mistake {
        file: TYPES,
        edit: ("call_id: { type: string, always: true, ", "call_id: { type: string, always: yes,"),
        around: "call_id: { type: string, always: yes,",
        at: "yes",
        says: &["E0106", "expected `true` or `false`, found `yes`"],
    },
    Mistake {
        file: WEBHOOKS,
        edit: ("application_id: { from: app_id,", "application_id: { from: appid,"),
        around: "{ from: appid,",
        at: "appid",
        says: &["E0202", "unknown configuration value `appid`", "did you mean `app_id`?"],
    },
    Mistake {
        file: WEBHOOKS,
        edit: ("    evidence: inferred\n", ""),
        around: "    documented: calls/webhooks/choose_which",
        at: "documented",
        says: &["E0105", "an operation has no `evidence`"],
    },
];

#[test]
fn ten_errors_are_ten_diagnostics_and_no_file_is_written() {
    let workshop = Workshop::new();
    for Mistake { file, edit: (from, to), .. } in MISTAKES {
        let text = workshop.read(file);
        assert!(text.contains(from), "`{from}` must be in {file}");
        workshop.write(file, &text.replacen(from, to, 1));
    }
    let outcome = workshop.generate().exits(1);
    for mistake in MISTAKES {
        let text = workshop.read(mistake.file);
        let around = text.find(mistake.around).unwrap_or_else(|| panic!("`{}` is in {}", mistake.around, mistake.file));
        let offset = around + mistake.around.find(mistake.at).unwrap_or_default();
        let line = text[..offset].matches('\n').count() + 1;
        let column = offset - text[..offset].rfind('\n').map_or(0, |newline| newline + 1) + 1;
        let place = format!("--> {}:{line}:{column}\n", mistake.file);
        let blocks = outcome.stderr.split("\n\n").filter(|block| block.contains(&place));
        let found = blocks.into_iter().any(|block| mistake.says.iter().all(|words| block.contains(words)));
        assert!(found, "{place}{:?} is missing in:\n{}", mistake.says, outcome.stderr);
    }
    assert!(outcome.stderr.contains("10 errors in the spec; nothing was written"), "{}", outcome.stderr);
    assert!(!workshop.path("client").exists());
}

/// Errors that each need their own spec, because a file that cannot be read is not checked further.
#[test]
fn each_error_has_its_diagnostic() {
    let cases: &[(&str, (&str, &str), &[&str])] = &[
        (ROOMS, ("  create_room:\n", "\tcreate_room:\n"), &["E0101", "tab in the indentation"]),
        (ROOMS, ("title: Group call\n", "title: &t Group call\n"), &["E0102", "anchors"]),
        (ROOMS, ("operations:\n", "operations: [\n"), &["E0101", "invalid YAML"]),
        (ROOMS, ("section: group_call", "section: group_calls"), &["E0206", "`group_call`, the name of this file"]),
        (
            ROOMS,
            ("request: GET /v1/rooms\n", "request: GET /v2/rooms\n"),
            &["E0201", "outside of the base path of the host `calls`", "a path below `/v1`"],
        ),
        (
            ROOMS,
            ("{\"type\":\"small_room_for_video\"}\n", "{\"type\":\"large_room_for_audio_only\"}\n"),
            &["E0205", "the literal request is wrong: its body is"],
        ),
        (
            ROOMS,
            ("\"room_type\":\"small_room_for_video\"", "\"room_type\":\"tiny_room\""),
            &["E0205", "`$.room.room_type`", "tiny_room"],
        ),
        (ROOMS, ("\"room_id\":", "\"room_idx\":"), &["E0205", "`$.room` has no field `room_id`"]),
        (
            ROOMS,
            ("      room_ids: {", "      roomIds: string\n      room_ids: {"),
            &["E0301", "would have the Rust name `room_ids`", "the other one"],
        ),
        (
            ROOMS,
            ("with: { type: small_room_for_video }", "with: { kind: small_room_for_video }"),
            &["E0205", "`kind` is not a parameter", "required parameter `type` is missing"],
        ),
        (
            ROOMS,
            ("response: { type: Room, in: room }", "response: Room"),
            &["E0201", "write `response: { type: Room }`"],
        ),
        (
            DIRECT,
            ("documented: calls/direct_call/retrieve_a_direct_call", "documented: calls/group_call/create_a_room"),
            &["E0204", "the endpoint `calls/group_call/create_a_room` is claimed twice", "first named here"],
        ),
        (
            DIRECT,
            ("request: GET /v1/direct_calls/{call_id}", "request: GET /v1/direct_calls"),
            &["E0203", "path parameter `call_id` is not in the path"],
        ),
        ("spec/api.yaml", ("format: 1", "format: 2"), &["E0107", "unknown format version 2", "`1`"]),
        (
            "spec/api.yaml",
            ("https://api-{app_id}.calls.", "https://api-{ap_id}.calls."),
            &["E0202", "did you mean `app_id`?"],
        ),
        ("spec/api.yaml", ("version: 0.1.0", "version: one"), &["E0201", "invalid version `one`"]),
    ];
    for (file, (from, to), words) in cases {
        let workshop = Workshop::new();
        let text = workshop.read(file);
        assert!(text.contains(from), "`{from}` must be in {file}");
        workshop.write(file, &text.replacen(from, to, 1));
        let outcome = workshop.run(&["check"]).exits(1);
        for word in *words {
            assert!(outcome.stderr.contains(word), "`{from}` → `{to}`: `{word}` is missing in:\n{}", outcome.stderr);
        }
    }
}

/// Warnings do not make the command fail unless the option `--deny-warnings` is given.
#[test]
fn warnings_do_not_stop_commands_unless_denied() {
    let workshop = Workshop::new();
    workshop.edit(ROOMS, "\ntypes:\n", "\ntypes:\n  Lonely: { doc: Unused., fields: { a: string } }\n");
    let outcome = workshop.run(&["check"]).exits(0);
    for words in ["warning[W0001]", "unused type `Lonely`", "W0003", "2 warnings about the spec"] {
        assert!(outcome.stderr.contains(words), "`{words}` is missing in:\n{}", outcome.stderr);
    }
    assert!(outcome.stdout.contains("no errors in the spec"), "{}", outcome.stdout);
    workshop.run(&["check", "--deny-warnings"]).exits(1);
    let json = workshop.run(&["check", "--format", "json"]).exits(0).stdout;
    assert!(json.contains("\"warnings\": 2") && json.contains("\"severity\": \"warning\""), "{json}");
    workshop.run(&["check", "--format", "json", "--deny-warnings"]).exits(1);
    workshop.generate().exits(0);
}

#[test]
fn findings_are_explained_by_their_codes() {
    let workshop = Workshop::empty();
    let page = workshop.run(&["explain", "e0104"]).exits(0).stdout;
    assert!(page.starts_with("# E0104: ") && page.contains("## Right"), "{page}");
    assert!(workshop.run(&["explain"]).exits(0).stdout.lines().all(|line| line.len() > 10));
    assert!(workshop.run(&["explain", "E9999"]).exits(2).stderr.contains("api-client explain"));
}

/// An error does not cause further errors.
#[test]
fn one_error_is_one_diagnostic() {
    let cases: &[(&str, &str, &str)] = &[
        (ROOMS, "    query:\n", "    qeury:\n"),
        (ROOMS, "rooms: { type: list<Room>", "rooms: { type: list<Rom>"),
        (ROOMS, "  RoomTypeFilter:", "  RoomFilter:"),
        (ROOMS, "    path:\n", "    paths:\n"),
        (USERS, "      token_type: { type: PushTokenType", "      token_type: { type: pushTokenType"),
        (TYPES, "types:\n", "types: {\n"),
        ("spec/api.yaml", "hosts:\n", "host:\n"),
        ("spec/documented.yaml", "documented:\n", "documentd:\n"),
    ];
    for (file, from, to) in cases {
        let workshop = Workshop::new();
        let text = workshop.read(file);
        assert!(text.contains(from), "`{from}` must be in {file}");
        workshop.write(file, &text.replacen(from, to, 1));
        let outcome = workshop.run(&["check"]).exits(1);
        assert!(outcome.stderr.contains("\n1 error in the spec"), "{file}: `{from}` → `{to}`:\n{}", outcome.stderr);
    }
}

/// Files that an earlier reader skipped without a message.
const NESTED: &[(&str, &[u8], &[&str])] = &[
    (
        "spec/calls/more/badges.yaml",
        b"[",
        &["E0003", "spec/calls/more/badges.yaml:1:1", "move it to `calls/badges.yaml`"],
    ),
    ("spec/a/b/c/d.yaml", b"[", &["E0003", "`a/b/c/d.yaml` is not a file of a spec"]),
    ("spec/guides/de/paging.md", b"# Seiten", &["E0003", "move it to `guides/paging.md`"]),
    ("spec/calls/user.yaml.txt", b"", &["E0003", "rename it to `calls/user.yaml`"]),
    ("spec/notes.txt", b"", &["E0003", "move it out of the spec"]),
];

/// Files of editors and systems, as listed in the description of the format.
#[test]
fn ignored_files_stop_no_command() {
    let workshop = Workshop::new();
    for name in [
        ".#bot.yaml",
        "._bot.yaml",
        ".bot.yaml.swp",
        "bot.yaml~",
        "#bot.yaml#",
        "bot.yaml.orig",
        "Thumbs.db",
        "README.md",
    ] {
        workshop.write(&format!("spec/calls/{name}"), "{[");
        workshop.write(&format!("spec/guides/{name}"), "{[");
    }
    workshop.write("spec/.git/config.yaml", "{[");
    for arguments in [&["check", "--deny-warnings"][..], &["fmt", "--check"], &["coverage"]] {
        workshop.run(arguments).exits(0);
    }
    let description = std::fs::read_to_string(repository().join("spec/README.md")).expect("there is one");
    for pattern in [
        "`.`",
        "`~`",
        "`#`",
        "`.bak`",
        "`.orig`",
        "`.swp`",
        "`.swo`",
        "`.tmp`",
        "`README.md`",
        "`Thumbs.db`",
        "`desktop.ini`",
    ] {
        assert!(description.contains(pattern), "spec/README.md does not say that {pattern} is ignored");
    }
}

#[cfg(unix)]
#[test]
fn product_folder_that_is_a_link_is_rejected() {
    let workshop = Workshop::new();
    std::fs::rename(workshop.path("spec/calls"), workshop.path("calls")).expect("folders can be moved");
    std::os::unix::fs::symlink("../calls", workshop.path("spec/calls")).expect("links can be made");
    let outcome = workshop.run(&["check"]).exits(1);
    for words in ["E0003", "`calls` is a symbolic link to a folder", "replace the link by the folder"] {
        assert!(outcome.stderr.contains(words), "`{words}` is missing in:\n{}", outcome.stderr);
    }
}

#[test]
fn json_report_has_the_location_of_each_error() {
    let workshop = Workshop::new();
    let check = ["check", "--format", "json"];
    let report = || -> serde_json::Value {
        let outcome = workshop.run(&check);
        assert_eq!(outcome.stderr, "");
        serde_json::from_str(&outcome.stdout).expect("the report is JSON")
    };
    workshop.run(&check).exits(0);
    assert_eq!(report(), serde_json::json!({ "format": 1, "errors": 0, "warnings": 0, "diagnostics": [] }));
    workshop.edit(ROOMS, "    summary: Creates a room", "    sumary: Creates a room");
    workshop.run(&check).exits(1);
    let (report, text) = (report(), workshop.read(ROOMS));
    let before = &text[..text.find("sumary").expect("the text was edited")];
    let line = before.matches('\n').count() + 1;
    let expected = serde_json::json!([{
        "severity": "error",
        "code": "E0104",
        "message": "unknown key `sumary` of an operation",
        "expected": "one of the keys of an operation",
        "help": "did you mean `summary`?",
        "location": { "file": ROOMS, "line": line, "column": 5, "end_line": line, "end_column": 11 },
        "related": [],
        "locations": 1,
    }]);
    assert_eq!((&report["errors"], &report["diagnostics"]), (&1.into(), &expected));
    let outcome = workshop.run(&["check", "--format", "json", "--spec", "nowhere"]).exits(2);
    assert_eq!((outcome.stdout.as_str(), outcome.stderr.starts_with("error: can't read the spec")), ("", true));
}

/// Several errors with one cause are reported as one group.
#[test]
fn errors_with_one_cause_are_one_group() {
    let cases: &[(&str, &str, &str, &[&str])] = &[
        (
            "spec/api.yaml",
            "header: Api-Token, credential: api_token",
            "header: X-Token, credential: api_token",
            &["has no header `X-Token: EXAMPLE-API-TOKEN` ("],
        ),
        (
            "spec/calls/types.yaml",
            "\n  EndResult:",
            "\n  EndResults:",
            &["unknown type `EndResult` (", "did you mean `EndResults`?"],
        ),
        (
            "spec/api.yaml",
            "base_path: /v1\n    auth: { header: Api-Token",
            "base_path: /v2\n    auth: { header: Api-Token",
            &["outside of the base path of the host `calls` ("],
        ),
    ];
    for (file, from, to, words) in cases {
        let workshop = Workshop::new();
        let text = workshop.read(file);
        assert!(text.contains(from), "`{from}` must be in {file}");
        workshop.write(file, &text.replace(from, to));
        let outcome = workshop.run(&["check"]).exits(1);
        for words in words.iter().chain(&["\n1 error in the spec at ", "only the first 3 of "]) {
            assert!(outcome.stderr.contains(words), "`{words}` is missing in:\n{}", outcome.stderr);
        }
        // Three locations, and the location of the definition.
        let excerpts = outcome.stderr.matches("  --> ").count() + outcome.stderr.matches("  ::: ").count();
        assert!((3..=4).contains(&excerpts), "{}", outcome.stderr);
    }
}

/// Files with unexpected content cause an error message each, and no panic.
#[test]
fn unexpected_files_are_errors_not_panics() {
    let cases: &[(&str, &[u8], &[&str])] = &[
        ("spec/calls/empty.yaml", b"", &["E0002", "the file is empty"]),
        ("spec/calls/comment.yaml", b"# nothing\n", &["E0002"]),
        ("spec/calls/latin.yaml", b"format: 1\ntitle: caf\xe9\n", &["E0001", "line 2 is not UTF-8"]),
        ("spec/calls/nul.yaml", b"format: 1\0", &["E0001", "NUL"]),
        ("spec/calls/list.yaml", b"- 1\n", &["E0106", "found a list"]),
        ("spec/calls/two.yaml", b"a: 1\n---\nb: 1\n", &["E0102", "one YAML document"]),
        ("spec/stray.yaml", b"format: 1\n", &["E0003", "is not a file of a spec"]),
        ("spec/calls/old.yml", b"format: 1\n", &["E0003"]),
        (
            "spec/nowhere/x.yaml",
            b"format: 1\nsection: x\ntitle: X\ndoc: X.\noperations: {}\n",
            &["E0202", "unknown product"],
        ),
    ];
    let cases = cases.iter().chain(NESTED);
    for (file, bytes, words) in cases {
        let workshop = Workshop::new();
        workshop.write(file, "");
        std::fs::write(workshop.path(file), bytes).expect("files can be written");
        let outcome = workshop.run(&["check"]).exits(1);
        for word in *words {
            assert!(outcome.stderr.contains(word), "{file}: `{word}` is missing in:\n{}", outcome.stderr);
        }
        assert!(outcome.stderr.contains("\n1 error in the spec"), "{file}:\n{}", outcome.stderr);
    }
    let workshop = Workshop::new();
    workshop.write("spec/calls/deep.yaml", &"[".repeat(100_000));
    std::fs::create_dir(workshop.path("spec/calls/folder.yaml")).expect("folders can be made");
    std::fs::remove_file(workshop.path("spec/documented.yaml")).expect("files can be removed");
    let outcome = workshop.run(&["check"]).exits(1);
    assert!(outcome.stderr.contains("3 errors"), "{}", outcome.stderr);
}
