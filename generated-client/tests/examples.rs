//! The example programs, as children of this process: what they print, how they end, and what they send.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use sendbird_platform::chat::message::{DeleteMessage, ListMessages};
use sendbird_platform::chat::moderation::MuteUserInGroupChannel;
use sendbird_platform::chat::report::ReportMessage;
use sendbird_platform::chat::user::ListUsers;
use sendbird_platform::desk::ticket::ListTickets;
use sendbird_platform::testing::FakeServer;
use sendbird_platform::{ChatErrorCode, JsonValue, Operation};
use serde_json::json;

/// What the fake server knows from the examples of the spec.
const VARIABLES: [(&str, &str); 3] = [
    ("SENDBIRD_APP_ID", "EXAMPLE-APP-ID"),
    ("SENDBIRD_API_TOKEN", "EXAMPLE-API-TOKEN"),
    ("SENDBIRD_DESK_API_TOKEN", "EXAMPLE-DESK-API-TOKEN"),
];

/// The programs, each with arguments that it can't do without, its host and its token.
const PROGRAMS: [(&str, &[&str], &str, &str); 4] = [
    ("users_csv", &[], "chat", "SENDBIRD_API_TOKEN"),
    ("message_export", &["lobby"], "chat", "SENDBIRD_API_TOKEN"),
    ("moderation_bot", &["--words", "words.txt", "lobby"], "chat", "SENDBIRD_API_TOKEN"),
    ("ticket_report", &[], "desk", "SENDBIRD_DESK_API_TOKEN"),
];

/// `cargo test` builds examples beside the directory of the tests. With `--test` it does not, and those are run that
/// were built last.
fn program(name: &str) -> PathBuf {
    let test = std::env::current_exe().expect("a test has a path");
    let directory = test.parent().and_then(Path::parent).expect("it is in `deps` of the target directory");
    let path = directory.join("examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(path.exists(), "build the examples first: `cargo test -p sendbird-platform` or `cargo build --examples`");
    path
}

fn command(name: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program(name));
    command.args(arguments).envs(VARIABLES).stdin(Stdio::null());
    command
}

/// How a program ended.
#[derive(Debug)]
struct Ended {
    status: Option<i32>,
    stdout: String,
    stderr: String,
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("programs print UTF-8");
        let ended = Self { status: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) };
        for (_, token) in &VARIABLES[1..] {
            assert!(!ended.stdout.contains(token) && !ended.stderr.contains(token), "a token is shown: {ended:?}");
        }
        ended
    }
}

impl Ended {
    #[track_caller]
    fn assert(&self, status: i32, stdout: &str, stderr: &str) {
        assert_eq!((self.status, self.stdout.as_str(), self.stderr.as_str()), (Some(status), stdout, stderr));
    }

    /// Asserts that it failed with one line that has these words.
    #[track_caller]
    fn assert_failure(&self, status: i32, words: &[&str]) {
        assert_eq!(self.status, Some(status), "{self:?}");
        assert!(self.stderr.starts_with("error: "), "{self:?}");
        assert_eq!(self.stderr.lines().count(), 1, "{self:?}");
        assert_has(&self.stderr, words);
    }
}

#[track_caller]
fn assert_has(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "`{word}` is missing in: {text}");
    }
}

/// Runs a program to its end, while the server of this process answers.
async fn run(mut command: Command) -> Ended {
    let output = tokio::task::spawn_blocking(move || command.output());
    output.await.expect("the program is waited for").expect("the program starts").into()
}

/// Runs a program against a server.
async fn run_at(fake: &FakeServer, host: &str, name: &str, arguments: &[&str]) -> Ended {
    let mut command = command(name, arguments);
    command.args(["--base-url", fake.url(host).expect("there is this host")]);
    run(command).await
}

fn answer(fake: &FakeServer, operation: &'static Operation, pages: impl IntoIterator<Item = JsonValue>) {
    for page in pages {
        fake.on(operation).times(1).json(200, page);
    }
}

fn targets(fake: &FakeServer, operation: &'static Operation) -> Vec<String> {
    fake.requests_of(operation).into_iter().map(|request| request.target.clone()).collect()
}

fn message(id: i64, user: &str, text: &str, time: i64) -> JsonValue {
    json!({ "message_id": id, "type": "MESG", "user": { "user_id": user }, "message": text, "created_at": time })
}

#[tokio::test]
async fn each_tells_how_to_use_it() {
    for (name, _, _, token) in PROGRAMS {
        let ended = run(command(name, &["--help"])).await;
        assert_eq!((ended.status, ended.stderr.as_str()), (Some(0), ""), "{name}");
        assert_has(&ended.stdout, &["Usage: ", "Examples:\n  ", "--demo", "--base-url", "SENDBIRD_APP_ID", token]);
        assert!(!ended.stdout.contains("EXAMPLE"), "the environment is not shown");
    }
    let ended = run(command("moderation_bot", &["--help"])).await;
    assert_has(&ended.stdout, &["until it is given `--act`", "webhook_receiver"]);
}

#[tokio::test]
async fn what_is_missing_is_said_and_where_it_is_found() {
    for (name, arguments, _, token) in PROGRAMS {
        let directory = tempfile::tempdir().expect("there is room");
        std::fs::write(directory.path().join("words.txt"), "casino").expect("there is room");
        for missing in ["SENDBIRD_APP_ID", token] {
            for value in [None, Some("")] {
                let mut command = command(name, arguments);
                command.current_dir(&directory);
                match value {
                    None => command.env_remove(missing),
                    Some(value) => command.env(missing, value),
                };
                let ended = run(command).await;
                ended.assert_failure(2, &[missing, "is not set", "dashboard", "Settings > ", "--demo"]);
                assert_eq!(ended.stdout, "", "{name}");
            }
        }
    }
}

#[tokio::test]
async fn wrong_arguments_are_refused_before_any_call() {
    let cases: &[(&str, &[&str], &[&str])] = &[
        ("users_csv", &["--columns", "user_id,age"], &["age", "user_id, nickname,"]),
        ("users_csv", &["--metadata", "team"], &["write it as team=north,south"]),
        ("users_csv", &["--active-mode", "sleeping"], &["activated, deactivated, all"]),
        ("users_csv", &["--plan", "gold"], &["free-trial"]),
        ("users_csv", &["--api-token", "EXAMPLE"], &["unexpected argument '--api-token'"]),
        ("users_csv", &["--demo", "--base-url", "http://127.0.0.1:1"], &["cannot be used with"]),
        ("users_csv", &["--base-url", "http://example.com"], &["`base_url` can't be used", "http"]),
        ("users_csv", &["--base-url", "no url"], &["`base_url` can't be used"]),
        ("message_export", &[], &["<CHANNEL_URL>"]),
        ("message_export", &["lobby", "--since", "yesterday"], &["write a day as 2026-01-31"]),
        ("message_export", &["lobby", "--until", "2026-02-30"], &["write a day as 2026-01-31"]),
        ("moderation_bot", &["lobby"], &["--words <FILE>"]),
        ("moderation_bot", &["--demo"], &["<CHANNEL_URLS>..."]),
        ("moderation_bot", &["lobby", "--words", "no-such-file"], &["the words of `no-such-file`: "]),
        ("moderation_bot", &["lobby", "--demo", "--mute-seconds", "0"], &["--mute-seconds"]),
        ("moderation_bot", &["lobby", "--demo", "--action", "ban"], &["report, delete, mute"]),
        ("ticket_report", &["--from", "2026-13-01"], &["write it as 2026-01-31"]),
        ("ticket_report", &["--demo", "--from", "2026-02-01", "--to", "2026-01-31"], &["--from 2026-02-01 is after"]),
        ("ticket_report", &["--format", "xml"], &["text, csv, json"]),
    ];
    for (name, arguments, words) in cases {
        let ended = run(command(name, arguments)).await;
        assert_eq!((ended.status, ended.stdout.as_str()), (Some(2), ""), "{name} {arguments:?}: {}", ended.stderr);
        assert_has(&ended.stderr, words);
    }
    for (words, problem) in [("# nothing\n\n", "there are none"), ("fine\n/(/", "unclosed group")] {
        let file = tempfile::NamedTempFile::new().expect("there is room");
        std::fs::write(&file, words).expect("there is room");
        let path = file.path().display().to_string();
        run(command("moderation_bot", &["lobby", "--words", &path])).await.assert_failure(2, &[&path, problem]);
    }
}

#[tokio::test]
async fn each_can_be_tried_without_an_account() {
    let users = "\
user_id,nickname,is_active,is_online,created_at,last_seen_at,locale,profile_url,metadata
ada,\"Ada \"\"the first\"\" L.\",true,true,2025-07-18T08:03:14Z,2025-08-12T12:00:00.123Z,en,https://img.example.com/ada.png,\"{\"\"team\"\":\"\"north\"\"}\"
bo,\"Bo, of the night shift\",true,false,2025-07-19T08:03:14Z,2025-08-11T12:00:00Z,sv,,{}
cy,,true,false,2025-07-20T08:03:14Z,,,,{}
";
    let bot = "\
2025-08-12T12:01:50.456Z lobby message 102 of mallory, `casino`: would report (dry run)
";
    let tickets = "\
3 tickets

by agent
  (none)                          1
  Mina                            1
  Tomás                           1

by group
  Billing                         2
  (none)                          1

by priority
  MEDIUM                          2
  URGENT                          1

by status
  ACTIVE                          1
  CLOSED                          1
  PENDING                         1

oldest open ticket
  503, PENDING, created 2026-01-12T08:30:00Z

average times, as h:mm:ss
  conversation              1:30:00 of 1 tickets
  duration                  2:00:00 of 1 tickets
  first_response            0:04:00 of 2 tickets
  pending                   0:03:00 of 2 tickets
";
    let cases: &[(&str, &[&str], &str, &str)] = &[
        ("users_csv", &["--demo"], users, ""),
        ("moderation_bot", &["--demo", "--once", "lobby"], bot, "3 messages looked at, 1 found\n"),
        ("ticket_report", &["--demo"], tickets, ""),
    ];
    for (name, arguments, stdout, stderr) in cases {
        let mut command = command(name, arguments);
        for (variable, _) in VARIABLES {
            command.env_remove(variable);
        }
        run(command).await.assert(0, stdout, stderr);
    }
    let ended = run(command("message_export", &["--demo", "lobby"])).await;
    let state = "the last message is 104 of 2025-08-12T12:03:10Z; to go on behind it: --after-message-id 104\n";
    assert_eq!((ended.status, ended.stderr.as_str()), (Some(0), state));
    let ids: Vec<_> = ended.stdout.lines().map(|line| line.parse::<JsonValue>().expect("a line is JSON")).collect();
    assert_eq!(ids.iter().map(|message| message["message_id"].clone()).collect::<Vec<_>>(), [101, 102, 103, 104]);
}

#[tokio::test]
async fn users_arrive_whole_over_pages_faults_and_odd_answers() {
    let fake = FakeServer::start().await;
    answer(
        &fake,
        ListUsers::OPERATION,
        [json!({ "users": [
            { "user_id": "a", "nickname": "=1+1", "created_at": "soon", "metadata": { "b": "2", "a": "1", "c": true } },
            { "nickname": "nobody" },
            { "user_id": "b", "nickname": "two\nlines", "is_active": false, "created_at": 0 },
        ], "next": "more" })],
    );
    fake.on(ListUsers::OPERATION).times(1).rate_limited(Duration::ZERO);
    fake.on(ListUsers::OPERATION).times(1).html(502);
    answer(&fake, ListUsers::OPERATION, [json!({ "users": [{ "user_id": "c", "nickname": null }], "next": "" })]);
    let arguments = [
        "--columns=user_id,nickname,is_active,created_at,metadata",
        "--active-mode=all",
        "--no-bots",
        "--nickname=x y",
        "--metadata=team=north,south",
        "--plan=mau5k",
        "--progress",
    ];
    let ended = run_at(&fake, "chat", "users_csv", &arguments).await;
    assert_eq!(ended.status, Some(0), "{ended:?}");
    assert_eq!(
        ended.stdout,
        "user_id,nickname,is_active,created_at,metadata\n\
         a,=1+1,,,\"{\"\"a\"\":\"\"1\"\",\"\"b\"\":\"\"2\"\",\"\"c\"\":true}\"\n\
         b,\"two\nlines\",false,1970-01-01T00:00:00Z,{}\n\
         c,,,,{}\n"
    );
    assert_has(
        &ended.stderr,
        &[
            "odd answer of chat.user.list_users: $.users[0].created_at",
            "odd answer of chat.user.list_users: $.users[1]",
            "3 users in ",
            " a second\n",
        ],
    );
    let first = "/v3/users?limit=100&active_mode=all&show_bot=false&nickname_startswith=x%20y&metadatakey=team\
                 &metadatavalues_in=north,south";
    let second = format!("{first}&token=more");
    assert_eq!(targets(&fake, ListUsers::OPERATION), [first, &second, &second, &second]);
    fake.assert_no_violations();
}

#[tokio::test]
async fn a_file_of_users_is_complete_or_as_it_was() {
    let directory = tempfile::tempdir().expect("there is room");
    let path = directory.path().join("users.csv");
    let output = path.display().to_string();
    std::fs::write(&path, "yesterday's").expect("there is room");
    let fake = FakeServer::start().await;
    let page = |id: &str, next: &str| json!({ "users": [{ "user_id": id }], "next": next });
    answer(&fake, ListUsers::OPERATION, [page("a", "more")]);
    fake.on(ListUsers::OPERATION).times(1).error(ChatErrorCode::InvalidApiToken.code());
    let ended = run_at(&fake, "chat", "users_csv", &["--columns=user_id", "--output", &output]).await;
    ended.assert_failure(1, &["chat.user.list_users: ", "400401 INVALID_API_TOKEN", "check the token"]);
    assert_eq!(std::fs::read_to_string(&path).expect("it is there"), "yesterday's");

    answer(&fake, ListUsers::OPERATION, [page("a", "more"), page("b", "")]);
    let ended = run_at(&fake, "chat", "users_csv", &["--columns=user_id", "-o", &output]).await;
    ended.assert(0, "", "");
    assert_eq!(std::fs::read_to_string(&path).expect("it is there"), "user_id\na\nb\n");
    assert_eq!(std::fs::read_dir(&directory).expect("it is there").count(), 1, "nothing else is left");

    let nowhere = directory.path().join("no/such/users.csv").display().to_string();
    run_at(&fake, "chat", "users_csv", &["-o", &nowhere]).await.assert_failure(1, &[&nowhere, "can't be written"]);
}

/// A pipe holds so little of these pages that the writer must notice.
#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_goes_away_is_no_failure() {
    let fake = FakeServer::start().await;
    let users: Vec<_> = (0..20_000).map(|id| json!({ "user_id": format!("a user with the number {id}") })).collect();
    fake.on(ListUsers::OPERATION).json(200, json!({ "users": users, "next": "" }));
    let messages: Vec<_> = (0..20_000).map(|id| message(id, "ada", "hello", 1_767_225_600_000 + id)).collect();
    fake.on(ListMessages::OPERATION).json(200, json!({ "messages": messages }));
    for (name, arguments, _, _) in &PROGRAMS[..2] {
        let mut command = command(name, arguments);
        command.args(["--base-url", fake.url("chat").expect("there is this host")]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut stdout = child.stdout.take().expect("it is piped");
        let mut start = [0; 10];
        stdout.read_exact(&mut start).expect("it writes");
        drop(stdout);
        let ended = tokio::task::spawn_blocking(|| child.wait_with_output()).await.expect("it is waited for");
        Ended::from(ended.expect("it ends")).assert(0, "", "");
    }
}

#[tokio::test]
async fn message_that_two_pages_have_is_exported_once() {
    let fake = FakeServer::start().await;
    let day = 1_767_225_600_000;
    for ids in [vec![1, 2], vec![2, 3], vec![]] {
        let messages: Vec<_> = ids.iter().map(|id| message(*id, "ada", "hello", day + id)).collect();
        fake.on(ListMessages::OPERATION).times(1).json(200, json!({ "messages": messages }));
    }
    let ended = run_at(&fake, "chat", "message_export", &["lobby"]).await;
    let lines: Vec<_> = (1..=3).map(|id| message(id, "ada", "hello", day + id).to_string()).collect();
    assert_eq!(ended.stdout, lines.join("\n") + "\n");
}

#[tokio::test]
async fn messages_are_those_of_the_time_that_is_asked_for() {
    let fake = FakeServer::start().await;
    // 1 January 2026 and later.
    let (day, hour) = (1_767_225_600_000, 3_600_000);
    let pages = |reversed: bool| {
        let mut messages: Vec<_> = (1..=4).map(|id| message(id, "ada", "hello", day + id * hour)).collect();
        if reversed {
            messages.reverse();
        }
        [json!({ "messages": &messages[..2] }), json!({ "messages": &messages[2..] }), json!({ "messages": [] })]
    };
    let line = |id: i64| format!("{}\n", message(id, "ada", "hello", day + id * hour));
    let state = |id: i64| {
        format!("the last message is {id} of 2026-01-01T0{id}:00:00Z; to go on behind it: --after-message-id {id}\n")
    };
    let path = "/v3/group_channels/a%2Fb/messages";
    let (since, until) = ("--since=2026-01-01T01:30:00Z", "--until=2026-01-01T06:00:00+02:00");
    for (arguments, reversed, ids, queries) in [
        (
            vec!["a/b"],
            false,
            vec![1, 2, 3, 4],
            vec![
                "message_ts=0&include=true&prev_limit=0&next_limit=200&reverse=false",
                "include=false&prev_limit=0&next_limit=200&reverse=false&message_id=2",
                "include=false&prev_limit=0&next_limit=200&reverse=false&message_id=4",
            ],
        ),
        (
            vec!["a/b", "--since=2026-01-01", "--until=2026-01-01T03:00:00Z"],
            false,
            vec![1, 2],
            vec![
                "message_ts=1767225600000&include=true&prev_limit=0&next_limit=200&reverse=false",
                "include=false&prev_limit=0&next_limit=200&reverse=false&message_id=2",
            ],
        ),
        (
            vec!["a/b", "--after-message-id=9", until],
            false,
            vec![1, 2, 3],
            vec![
                "message_id=9&include=false&prev_limit=0&next_limit=200&reverse=false",
                "message_id=2&include=false&prev_limit=0&next_limit=200&reverse=false",
            ],
        ),
        (
            vec!["a/b", "--order=newest", since, until],
            true,
            vec![3, 2],
            vec![
                "message_ts=1767240000000&include=true&prev_limit=200&next_limit=0&reverse=true",
                "include=false&prev_limit=200&next_limit=0&reverse=true&message_id=3",
            ],
        ),
    ] {
        fake.take_requests();
        answer(&fake, ListMessages::OPERATION, pages(reversed).into_iter().take(queries.len()));
        let ended = run_at(&fake, "chat", "message_export", &arguments).await;
        let lines: String = ids.iter().map(|id| line(*id)).collect();
        ended.assert(0, &lines, &state(*ids.last().expect("there are some")));
        let sorted = |query: &str| {
            let mut pairs: Vec<String> = query.split('&').map(str::to_owned).collect();
            pairs.sort();
            pairs
        };
        let targets = targets(&fake, ListMessages::OPERATION);
        let sent: Vec<_> = targets.iter().map(|target| target.split_once('?').expect("it has a query")).collect();
        assert!(sent.iter().all(|(sent, _)| *sent == path), "{sent:?}");
        let sent: Vec<_> = sent.iter().map(|(_, query)| sorted(query)).collect();
        assert_eq!(sent, queries.iter().map(|query| sorted(query)).collect::<Vec<_>>(), "{arguments:?}");
    }
    fake.assert_no_violations();
}

#[tokio::test]
async fn messages_stay_as_they_were_sent_and_an_export_can_go_on() {
    let fake = FakeServer::start().await;
    let odd = "{ \"messages\": [\r\n {\"message_id\":7,\n \"created_at\" : 1.5, \"new\":\"\\ud800\\n\"} ,\n {\"no\":\"id\"}]}";
    let headers = [("Content-Type", "application/json")];
    let last = message(8, "ada", "bye", 1_767_225_600_000).to_string();
    let plain = format!("{{\"messages\":[{last}]}}");
    for body in [plain.as_str(), odd] {
        fake.on(ListMessages::OPERATION)
            .times(1)
            .respond(sendbird_platform::testing::MockResponse::new(200, &headers, body));
    }
    let ended = run_at(&fake, "chat", "message_export", &["harbour", "--open", "--progress"]).await;
    assert_eq!(ended.status, Some(1), "{ended:?}");
    // The next page can't be found behind a message that has no id; what came is written, and the way on is told.
    assert_eq!(ended.stdout, format!("{last}\n"));
    assert_has(
        &ended.stderr,
        &[
            "1 messages in ",
            "the last message is 8 of 2026-01-01T00:00:00Z; to go on behind it: --after-message-id 8\n",
            "error: chat.message.list_messages: ",
        ],
    );
    assert_has(&targets(&fake, ListMessages::OPERATION)[0], &["/v3/open_channels/harbour/messages"]);

    let odd = odd.replace(" ,\n {\"no\":\"id\"}", "");
    fake.on(ListMessages::OPERATION)
        .times(1)
        .respond(sendbird_platform::testing::MockResponse::new(200, &headers, &odd));
    answer(&fake, ListMessages::OPERATION, [json!({ "messages": [] })]);
    let ended = run_at(&fake, "chat", "message_export", &["harbour", "--open", "--after-message-id=6"]).await;
    assert_eq!(ended.status, Some(0), "{ended:?}");
    assert_eq!(ended.stdout, "{\"message_id\":7,  \"created_at\" : 1.5, \"new\":\"\\ud800\\n\"}\n");
    assert_has(&ended.stderr, &["the last message is 7; to go on behind it: --after-message-id 7\n"]);

    fake.on(ListMessages::OPERATION).times(1).error(ChatErrorCode::ResourceNotFound.code());
    let ended = run_at(&fake, "chat", "message_export", &["nowhere"]).await;
    ended.assert_failure(1, &["400201 RESOURCE_NOT_FOUND", "check the ids"]);
}

/// Messages of a channel: a round lists two pages and an empty one.
fn answer_with_posts(fake: &FakeServer) {
    let time = 1_767_225_600_000;
    let first = [message(1, "ada", "a fine day", time), message(2, "eve", "CASINO!", time + 1)];
    let admin = json!({ "message_id": 5, "type": "ADMM", "message": "casino", "created_at": time + 4 });
    let second = [message(3, "eve", "casinos", time + 2), message(4, "bob", "buy  NOW", time + 3), admin];
    answer(
        fake,
        ListMessages::OPERATION,
        [json!({ "messages": first }), json!({ "messages": second }), json!({ "messages": [] })],
    );
}

fn words() -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().expect("there is room");
    std::fs::write(&file, "# what nobody wants\ncasino\n\n/buy +now/\n").expect("there is room");
    file
}

const FOUND: [(&str, &str); 2] = [
    ("2026-01-01T00:00:00.001Z lobby message 2 of eve, `casino`: ", "/v3/group_channels/lobby/messages/2"),
    ("2026-01-01T00:00:00.003Z lobby message 4 of bob, `/buy +now/`: ", "/v3/group_channels/lobby/messages/4"),
];

/// Arguments, what is printed of each message, and the bodies that are sent to which operation.
type ActionCase<'c> = (&'c [&'c str], &'c str, Option<(&'static Operation, [JsonValue; 2])>);

#[tokio::test]
async fn the_bot_acts_on_what_it_finds_once_it_may() {
    let words = words();
    let words = words.path().display().to_string();
    let usual = ["lobby", "--once", "--since=2026-01-01", "--words", &words];
    let reported = |user: &str| {
        json!({
            "report_category": "inappropriate",
            "offending_user_id": user,
            "report_description": "found by a list of words",
        })
    };
    let muted = |user: &str| json!({ "user_id": user, "seconds": 60 });
    let cases: [ActionCase<'_>; 4] = [
        (&[], "would report (dry run)", None),
        (&["--act"], "report: done", Some((ReportMessage::OPERATION, [reported("eve"), reported("bob")]))),
        (&["--act", "--action=delete"], "delete: done", Some((DeleteMessage::OPERATION, [json!(""), json!("")]))),
        (
            &["--act", "--action=mute", "--mute-seconds=60", "--spare-operators"],
            "mute: done",
            Some((MuteUserInGroupChannel::OPERATION, [muted("eve"), muted("bob")])),
        ),
    ];
    for (arguments, outcome, sent) in cases {
        let fake = FakeServer::start().await;
        answer_with_posts(&fake);
        let ended = run_at(&fake, "chat", "moderation_bot", &[&usual, arguments].concat()).await;
        let lines = FOUND.map(|(line, _)| format!("{line}{outcome}\n")).concat();
        ended.assert(0, &lines, "4 messages looked at, 2 found\n");
        let lists = targets(&fake, ListMessages::OPERATION);
        assert_has(&lists[0], &["/v3/group_channels/lobby/messages?message_ts=1767225600000&", "next_limit=200"]);
        assert_eq!(lists[0].contains("operator_filter=nonoperator"), arguments.contains(&"--spare-operators"));
        assert_eq!(lists.len(), 3);
        let others = fake.requests().len() - lists.len();
        let Some((operation, bodies)) = sent else {
            assert_eq!(others, 0, "nothing is changed");
            continue;
        };
        let requests = fake.requests_of(operation);
        assert_eq!((requests.len(), others), (2, 2));
        for ((request, body), (_, path)) in requests.iter().zip(bodies).zip(FOUND) {
            let sent: JsonValue = serde_json::from_slice(&request.body).unwrap_or_else(|_| json!(""));
            assert_eq!(sent, body);
            assert!(operation.id() != DeleteMessage::OPERATION.id() || request.target == path, "{}", request.target);
        }
        fake.assert_no_violations();
    }
}

#[tokio::test]
async fn words_are_whole_and_expressions_are_not() {
    let list = "free money\n C++ \nnaïve\n/b[o0]t$/\n/slash\n";
    let cases = [
        ("FREE MONEY!", Some("free money")),
        ("free moneybags", None),
        ("carefree money", None),
        ("(c++)", Some("C++")),
        ("c+", None),
        ("abc++", None),
        ("NAÏVE", Some("naïve")),
        ("a Robot", Some("/b[o0]t$/")),
        ("a robot.", None),
        ("and/or /slash", Some("/slash")),
        ("", None),
    ];
    let words = tempfile::NamedTempFile::new().expect("there is room");
    std::fs::write(&words, list).expect("there is room");
    let words = words.path().display().to_string();
    let fake = FakeServer::start().await;
    let mut messages: Vec<_> =
        (0..).zip(cases).map(|(id, (text, _))| message(id, "eve", text, 1_767_225_600_000 + id)).collect();
    let user = json!({ "user_id": "eve" });
    messages.push(json!({ "message_id": 90, "type": "FILE", "user": user, "created_at": 90, "message": "look",
        "file": { "name": "free money.pdf", "url": "https://files.example.com/1" } }));
    // Nobody wrote these.
    messages.push(json!({ "message_id": 91, "type": "NEW", "user": user, "created_at": 91, "message": "free money" }));
    messages.push(json!({ "message_id": 92, "type": "MESG", "created_at": 92, "message": "free money" }));
    answer(&fake, ListMessages::OPERATION, [json!({ "messages": messages }), json!({ "messages": [] })]);
    let arguments = ["lobby", "--once", "--since=1970-01-01", "--words", &words];
    let ended = run_at(&fake, "chat", "moderation_bot", &arguments).await;
    assert_eq!(ended.status, Some(0), "{ended:?}");
    let found: Vec<&str> =
        ended.stdout.lines().filter_map(|line| line.split_once("message ")).map(|(_, rest)| rest).collect();
    let expected = (0..).zip(cases).filter_map(|(id, (_, word))| Some((id, word?))).chain([(90, "free money")]);
    let expected: Vec<_> =
        expected.map(|(id, word)| format!("{id} of eve, `{word}`: would report (dry run)")).collect();
    assert_eq!(found, expected);
    let count = format!("{} messages looked at, {} found\n", cases.len() + 1, expected.len());
    assert_has(&ended.stderr, &[&count]);
}

#[tokio::test]
async fn the_bot_survives_what_can_be_survived() {
    let words = words();
    let words = words.path().display().to_string();
    let usual = ["lobby", "--since=2026-01-01", "--words", &words, "--act", "--action=mute", "--once"];

    // A message that is gone, and an action of which nobody knows.
    let fake = FakeServer::start().await;
    answer_with_posts(&fake);
    fake.on(MuteUserInGroupChannel::OPERATION).times(1).error(ChatErrorCode::UserNotFound.code());
    fake.on(MuteUserInGroupChannel::OPERATION).times(1).status(503);
    let ended = run_at(&fake, "chat", "moderation_bot", &usual).await;
    let lines = format!("{}mute: it was gone already\n{}mute: perhaps done\n", FOUND[0].0, FOUND[1].0);
    assert_eq!((ended.status, ended.stdout.as_str()), (Some(0), lines.as_str()));
    assert_has(&ended.stderr, &["lobby: chat.moderation.mute_user_in_group_channel: 503", "2 found\n"]);

    // What a person must do something about.
    answer_with_posts(&fake);
    fake.on(MuteUserInGroupChannel::OPERATION).times(1).error(ChatErrorCode::UnauthorizedRequest.code());
    let ended = run_at(&fake, "chat", "moderation_bot", &usual).await;
    assert_eq!((ended.status, ended.stdout.as_str()), (Some(1), ""));
    assert_has(&ended.stderr, &["1 messages looked at, 0 found\n", "error: ", "400108"]);
}

/// Waits until a request arrives that has this in its target.
#[cfg(unix)]
async fn wait_for(fake: &FakeServer, part: &str) {
    let has_arrived = || fake.requests().iter().any(|request| request.target.contains(part));
    tokio::time::timeout(Duration::from_secs(30), async {
        while !has_arrived() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await
    .unwrap_or_else(|_| panic!("no request has `{part}`: {:?}", fake.requests()));
}

/// Interrupts a program as the keyboard does.
#[cfg(unix)]
async fn interrupt(child: std::process::Child) -> Ended {
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("there is `kill`");
    assert!(killed.success());
    let ended = tokio::task::spawn_blocking(|| child.wait_with_output()).await.expect("it is waited for");
    ended.expect("it ends").into()
}

#[cfg(unix)]
#[tokio::test]
async fn the_bot_goes_on_after_errors_until_it_is_interrupted() {
    let words = words();
    let fake = FakeServer::start().await;
    // More than the client tries again by itself.
    fake.on(ListMessages::OPERATION).times(4).status(503);
    answer_with_posts(&fake);
    answer_with_posts(&fake);
    let new = message(6, "eve", "to the casino", 1_767_225_700_000);
    answer(&fake, ListMessages::OPERATION, [json!({ "messages": [new] })]);
    fake.on(ListMessages::OPERATION).json(200, json!({ "messages": [] }));
    let mut command = command("moderation_bot", &["lobby", "--interval=1", "--since=2026-01-01", "--words"]);
    command.arg(words.path()).args(["--base-url", fake.url("chat").expect("there is this host")]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    // It looks once more at what is a little older than the last message, in case that more became visible.
    wait_for(&fake, "message_ts=1767225690000").await;
    let ended = interrupt(child).await;
    assert_eq!(ended.status, Some(0), "{ended:?}");
    // Each message once, though the second round listed them again.
    let ids: Vec<_> = ended.stdout.lines().filter_map(|line| line.split(' ').nth(3)).collect();
    assert_eq!(ids, ["2", "4", "6"], "{ended:?}");
    let failed = "lobby: chat.message.list_messages: 503";
    assert_has(&ended.stderr, &[failed, "; the next round tries again\n", "5 messages looked at, 3 found\n"]);
}

#[cfg(unix)]
#[tokio::test]
async fn an_interrupted_bot_ends_what_it_has_begun() {
    let words = words();
    let fake = FakeServer::start().await;
    answer_with_posts(&fake);
    fake.on(MuteUserInGroupChannel::OPERATION).delay(Duration::from_secs(2)).pass_through();
    let mut command = command("moderation_bot", &["lobby", "--since=2026-01-01", "--act", "--action=mute", "--words"]);
    command.arg(words.path()).args(["--base-url", fake.url("chat").expect("there is this host")]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    wait_for(&fake, "/mute").await;
    let line = format!("{}mute: done\n", FOUND[0].0);
    interrupt(child).await.assert(0, &line, "2 messages looked at, 1 found\n");
    assert_eq!(fake.requests_of(MuteUserInGroupChannel::OPERATION).len(), 1);
}

#[tokio::test]
async fn tickets_are_counted_once_and_only_those_of_the_period() {
    let ticket = |id: i64, created: &str, status: &str, group: JsonValue| json!({ "id": id, "createdAt": created, "status2": status, "group": group, "priority": "LOW", "pendingTime": id });
    let pages = || {
        let support = json!({ "id": 1, "name": "Support, \"first\"" });
        [
            json!({ "count": 5, "next": "more", "results": [
                ticket(10, "2026-01-31T23:59:59Z", "CLOSED", support.clone()),
                ticket(11, "2026-02-01T01:00:00+02:00", "NEW_STATUS", support.clone()),
            ] }),
            json!({ "count": 5, "next": "more", "results": [
                ticket(11, "2026-02-01T01:00:00+02:00", "NEW_STATUS", support),
                ticket(12, "2026-02-01T00:00:00Z", "PENDING", JsonValue::Null),
            ] }),
            json!({ "count": 5, "next": null, "results": [
                ticket(13, "2026-01-01T00:00:00Z", "ACTIVE", json!({ "id": 2 })),
                { "id": 14, "createdAt": 7 },
            ] }),
        ]
    };
    let csv = "\
section,name,value
tickets,all,3
agent,(none),3
group,\"Support, \"\"first\"\"\",2
group,2,1
priority,LOW,3
status,ACTIVE,1
status,CLOSED,1
status,NEW_STATUS,1
oldest_open,13,2026-01-01T00:00:00Z
average_seconds,pending,11
tickets_with_time,pending,3
";
    let json = json!({
        "tickets": 3,
        "counts": {
            "agent": { "(none)": 3 },
            "group": { "Support, \"first\"": 2, "2": 1 },
            "priority": { "LOW": 3 },
            "status": { "ACTIVE": 1, "CLOSED": 1, "NEW_STATUS": 1 },
        },
        "oldest_open": { "id": 13, "status": "ACTIVE", "created_at": "2026-01-01T00:00:00Z" },
        "average_times": { "pending": { "seconds": 11, "tickets": 3 } },
    });
    // The order of keys is not of the program's choosing: other packages of a build may turn it round.
    let is_json = |text: &str| serde_json::from_str::<JsonValue>(text).is_ok_and(|found| found == json);
    let is_csv = |text: &str| text == csv;
    for (format, is_expected) in [("csv", &is_csv as &dyn Fn(&str) -> bool), ("json", &is_json)] {
        let fake = FakeServer::start().await;
        fake.on(ListTickets::OPERATION).times(1).status(503);
        answer(&fake, ListTickets::OPERATION, pages());
        let arguments = ["--from=2026-01-01", "--to=2026-01-31", "--format", format];
        let ended = run_at(&fake, "desk", "ticket_report", &arguments).await;
        assert_eq!(ended.status, Some(0), "{}", ended.stderr);
        assert!(is_expected(&ended.stdout), "{}", ended.stdout);
        assert_has(
            &ended.stderr,
            &[
                "odd answer of desk.ticket.list_tickets: $.results[1].createdAt",
                "2 tickets that the server listed are not of the period, and not counted\n",
            ],
        );
        let targets = targets(&fake, ListTickets::OPERATION);
        assert_has(&targets[1], &["start_date=2026-01-01", "end_date=2026-01-31", "limit=500"]);
        assert_eq!(targets.len(), 4);
        fake.assert_no_violations();
    }
}

#[tokio::test]
async fn a_report_of_half_of_the_tickets_is_none() {
    let fake = FakeServer::start().await;
    let page = json!({ "count": 9, "next": "more", "results": [{ "id": 1 }] });
    answer(&fake, ListTickets::OPERATION, [page]);
    fake.on(ListTickets::OPERATION).times(1).status(403);
    let ended = run_at(&fake, "desk", "ticket_report", &[]).await;
    ended.assert_failure(1, &["desk.ticket.list_tickets: 403", "check the token"]);
    assert_eq!(ended.stdout, "");
}
