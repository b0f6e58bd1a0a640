//! The example programs as child processes: their output, their exit status and their requests.

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

/// The configuration and the tokens of the fake server, which are in the examples of the spec.
const VARIABLES: [(&str, &str); 3] = [
    ("SENDBIRD_APP_ID", "EXAMPLE-APP-ID"),
    ("SENDBIRD_API_TOKEN", "EXAMPLE-API-TOKEN"),
    ("SENDBIRD_DESK_API_TOKEN", "EXAMPLE-DESK-API-TOKEN"),
];

/// The programs, each with its required arguments, its host and its token.
const PROGRAMS: [(&str, &[&str], &str, &str); 5] = [
    ("users_csv", &[], "chat", "SENDBIRD_API_TOKEN"),
    ("message_export", &["lobby"], "chat", "SENDBIRD_API_TOKEN"),
    ("moderation_bot", &["--words", "words.txt", "lobby"], "chat", "SENDBIRD_API_TOKEN"),
    ("ticket_report", &[], "desk", "SENDBIRD_DESK_API_TOKEN"),
    ("user_service", &[], "chat", "SENDBIRD_API_TOKEN"),
];

/// Returns the path of a program. `cargo test` builds the examples beside the directory of the tests. With `--test`, it
/// does not build them, and the tests run the last build.
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

/// The exit status and the output of a program.
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

    /// Asserts that the program failed with one line that contains these words.
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

/// Runs a program to its end, while the server of this process responds.
async fn run(mut command: Command) -> Ended {
    let output = tokio::task::spawn_blocking(move || command.output());
    output.await.expect("the program is waited for").expect("the program starts").into()
}

/// Runs a program against a server.
async fn run_at(fake: &FakeServer, host: &str, name: &str, arguments: &[&str]) -> Ended {
    let mut command = command(name, arguments);
    command.args(["--base-url", fake.url(host).expect("the host exists")]);
    run(command).await
}

fn queue(fake: &FakeServer, operation: &'static Operation, pages: impl IntoIterator<Item = JsonValue>) {
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
async fn help_lists_usage_and_environment() {
    for (name, _, _, token) in PROGRAMS {
        let ended = run(command(name, &["--help"])).await;
        assert_eq!((ended.status, ended.stderr.as_str()), (Some(0), ""), "{name}");
        assert_has(&ended.stdout, &["Usage: ", "Examples:\n  ", "--demo", "--base-url", "SENDBIRD_APP_ID", token]);
        assert!(!ended.stdout.contains("EXAMPLE"), "the values of variables are not shown");
    }
    let ended = run(command("moderation_bot", &["--help"])).await;
    assert_has(&ended.stdout, &["Without `--act`", "webhook_receiver"]);
}

#[tokio::test]
async fn missing_variable_is_named_with_its_place_in_the_dashboard() {
    for (name, arguments, _, token) in PROGRAMS {
        let directory = tempfile::tempdir().expect("the disk is not full");
        std::fs::write(directory.path().join("words.txt"), "casino").expect("the disk is not full");
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
async fn invalid_arguments_fail_before_any_call() {
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
        ("moderation_bot", &["lobby", "--words", "no-such-file"], &["can't use the word list `no-such-file`: "]),
        ("moderation_bot", &["lobby", "--demo", "--mute-seconds", "0"], &["--mute-seconds"]),
        ("moderation_bot", &["lobby", "--demo", "--action", "ban"], &["report, delete, mute"]),
        ("ticket_report", &["--from", "2026-13-01"], &["write it as 2026-01-31"]),
        ("ticket_report", &["--demo", "--from", "2026-02-01", "--to", "2026-01-31"], &["--from 2026-02-01 is after"]),
        ("ticket_report", &["--format", "xml"], &["text, csv, json"]),
        ("user_service", &["--listen", "nowhere"], &["--listen"]),
    ];
    for (name, arguments, words) in cases {
        let ended = run(command(name, arguments)).await;
        assert_eq!((ended.status, ended.stdout.as_str()), (Some(2), ""), "{name} {arguments:?}: {}", ended.stderr);
        assert_has(&ended.stderr, words);
    }
    for (words, problem) in [("# nothing\n\n", "the list is empty"), ("fine\n/(/", "unclosed group")] {
        let file = tempfile::NamedTempFile::new().expect("the disk is not full");
        std::fs::write(&file, words).expect("the disk is not full");
        let path = file.path().display().to_string();
        run(command("moderation_bot", &["lobby", "--words", &path])).await.assert_failure(2, &[&path, problem]);
    }
}

#[tokio::test]
async fn demo_needs_no_account() {
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
        ("moderation_bot", &["--demo", "--once", "lobby"], bot, "3 messages checked, 1 found\n"),
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
    let state = "the last message is 104 of 2025-08-12T12:03:10Z; to continue after it: --after-message-id 104\n";
    assert_eq!((ended.status, ended.stderr.as_str()), (Some(0), state));
    let ids: Vec<_> = ended.stdout.lines().map(|line| line.parse::<JsonValue>().expect("a line is JSON")).collect();
    assert_eq!(ids.iter().map(|message| message["message_id"].clone()).collect::<Vec<_>>(), [101, 102, 103, 104]);
}

#[tokio::test]
async fn service_caches_users_until_an_event_contains_them() {
    let responses = "\
POST /users: 201 Created
POST /users: 409 Conflict
POST /users: 400 Bad Request
GET /users/lena-31: 200 OK, x-cache: miss
GET /users/lena-31: 200 OK, x-cache: hit
POST /webhooks: 401 Unauthorized
POST /webhooks: 200 OK
POST /webhooks: 200 OK
GET /users/unknown: 404 Not Found
GET /users/busy: 429 Too Many Requests, retry-after: 30
";
    let mut command = command("user_service", &["--demo"]);
    for (variable, _) in VARIABLES {
        command.env_remove(variable);
    }
    let ended = run(command).await;
    assert_eq!((ended.status, ended.stdout.as_str()), (Some(0), responses), "{}", ended.stderr);
    assert_has(&ended.stderr, &["chat.user.create_user: 400 (400202 ", "chat.user.view_user: 429"]);
    // The duplicate delivery is ignored.
    let events: Vec<_> = ended.stderr.lines().filter(|line| line.starts_with("event ")).collect();
    assert_eq!(events, [r#"event "group_channel:message_send": 1 removed from the cache"#]);
}

#[tokio::test]
async fn users_are_complete_despite_pages_faults_and_invalid_values() {
    let fake = FakeServer::start().await.stateless();
    queue(
        &fake,
        ListUsers::OPERATION,
        [json!({ "users": [
            { "user_id": "a", "nickname": "=1+1", "created_at": "soon", "metadata": { "b": "2", "a": "1", "c": true } },
            { "nickname": "without an id" },
            { "user_id": "b", "nickname": "two\nlines", "is_active": false, "created_at": 0 },
        ], "next": "more" })],
    );
    fake.on(ListUsers::OPERATION).times(1).rate_limited(Duration::ZERO);
    fake.on(ListUsers::OPERATION).times(1).html(502);
    queue(&fake, ListUsers::OPERATION, [json!({ "users": [{ "user_id": "c", "nickname": null }], "next": "" })]);
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
            "warning about chat.user.list_users: $.users[0].created_at",
            "warning about chat.user.list_users: $.users[1]",
            "3 users in ",
            " per second\n",
        ],
    );
    let first = "/v3/users?limit=100&active_mode=all&show_bot=false&nickname_startswith=x%20y&metadatakey=team\
                 &metadatavalues_in=north,south";
    let second = format!("{first}&token=more");
    assert_eq!(targets(&fake, ListUsers::OPERATION), [first, &second, &second, &second]);
    fake.assert_no_violations();
}

#[tokio::test]
async fn user_file_is_replaced_only_when_it_is_complete() {
    let directory = tempfile::tempdir().expect("the disk is not full");
    let path = directory.path().join("users.csv");
    let output = path.display().to_string();
    std::fs::write(&path, "yesterday's").expect("the disk is not full");
    let fake = FakeServer::start().await.stateless();
    let page = |id: &str, next: &str| json!({ "users": [{ "user_id": id }], "next": next });
    queue(&fake, ListUsers::OPERATION, [page("a", "more")]);
    fake.on(ListUsers::OPERATION).times(1).error(ChatErrorCode::InvalidApiToken.code());
    let ended = run_at(&fake, "chat", "users_csv", &["--columns=user_id", "--output", &output]).await;
    ended.assert_failure(1, &["chat.user.list_users: ", "400401 INVALID_API_TOKEN", "check the token"]);
    assert_eq!(std::fs::read_to_string(&path).expect("the file exists"), "yesterday's");

    queue(&fake, ListUsers::OPERATION, [page("a", "more"), page("b", "")]);
    let ended = run_at(&fake, "chat", "users_csv", &["--columns=user_id", "-o", &output]).await;
    ended.assert(0, "", "");
    assert_eq!(std::fs::read_to_string(&path).expect("the file exists"), "user_id\na\nb\n");
    assert_eq!(std::fs::read_dir(&directory).expect("the file exists").count(), 1, "no temporary file is left");

    let nowhere = directory.path().join("no/such/users.csv").display().to_string();
    run_at(&fake, "chat", "users_csv", &["-o", &nowhere]).await.assert_failure(1, &[&nowhere, "can't be written"]);
}

/// The pages are larger than the buffer of a pipe, so the writer notices that the pipe is closed.
#[tokio::test(flavor = "multi_thread")]
async fn closed_pipe_is_not_a_failure() {
    let fake = FakeServer::start().await.stateless();
    let users: Vec<_> = (0..20_000).map(|id| json!({ "user_id": format!("a user with the number {id}") })).collect();
    fake.on(ListUsers::OPERATION).json(200, json!({ "users": users, "next": "" }));
    let messages: Vec<_> = (0..20_000).map(|id| message(id, "ada", "hello", 1_767_225_600_000 + id)).collect();
    fake.on(ListMessages::OPERATION).json(200, json!({ "messages": messages }));
    for (name, arguments, _, _) in &PROGRAMS[..2] {
        let mut command = command(name, arguments);
        command.args(["--base-url", fake.url("chat").expect("the host exists")]);
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
async fn message_on_two_pages_is_exported_once() {
    let fake = FakeServer::start().await.stateless();
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
async fn only_messages_of_the_requested_period_are_exported() {
    let fake = FakeServer::start().await.stateless();
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
        format!("the last message is {id} of 2026-01-01T0{id}:00:00Z; to continue after it: --after-message-id {id}\n")
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
        queue(&fake, ListMessages::OPERATION, pages(reversed).into_iter().take(queries.len()));
        let ended = run_at(&fake, "chat", "message_export", &arguments).await;
        let lines: String = ids.iter().map(|id| line(*id)).collect();
        ended.assert(0, &lines, &state(*ids.last().expect("each case has messages")));
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
async fn messages_are_unchanged_and_an_export_can_continue() {
    let fake = FakeServer::start().await.stateless();
    let unusual = "{ \"messages\": [\r\n {\"message_id\":7,\n \"created_at\" : 1.5, \"new\":\"\\ud800\\n\"} ,\n {\"no\":\"id\"}]}";
    let headers = [("Content-Type", "application/json")];
    let last = message(8, "ada", "bye", 1_767_225_600_000).to_string();
    let plain = format!("{{\"messages\":[{last}]}}");
    for body in [plain.as_str(), unusual] {
        fake.on(ListMessages::OPERATION)
            .times(1)
            .respond(sendbird_platform::testing::MockResponse::new(200, &headers, body));
    }
    let ended = run_at(&fake, "chat", "message_export", &["harbour", "--open", "--progress"]).await;
    assert_eq!(ended.status, Some(1), "{ended:?}");
    // The next page can't be found after a message without an id. The first page is written, and the program prints
    // how to continue.
    assert_eq!(ended.stdout, format!("{last}\n"));
    assert_has(
        &ended.stderr,
        &[
            "1 messages in ",
            "the last message is 8 of 2026-01-01T00:00:00Z; to continue after it: --after-message-id 8\n",
            "error: chat.message.list_messages: ",
        ],
    );
    assert_has(&targets(&fake, ListMessages::OPERATION)[0], &["/v3/open_channels/harbour/messages"]);

    let unusual = unusual.replace(" ,\n {\"no\":\"id\"}", "");
    fake.on(ListMessages::OPERATION)
        .times(1)
        .respond(sendbird_platform::testing::MockResponse::new(200, &headers, &unusual));
    queue(&fake, ListMessages::OPERATION, [json!({ "messages": [] })]);
    let ended = run_at(&fake, "chat", "message_export", &["harbour", "--open", "--after-message-id=6"]).await;
    assert_eq!(ended.status, Some(0), "{ended:?}");
    assert_eq!(ended.stdout, "{\"message_id\":7,  \"created_at\" : 1.5, \"new\":\"\\ud800\\n\"}\n");
    assert_has(&ended.stderr, &["the last message is 7; to continue after it: --after-message-id 7\n"]);

    fake.on(ListMessages::OPERATION).times(1).error(ChatErrorCode::ResourceNotFound.code());
    let ended = run_at(&fake, "chat", "message_export", &["nowhere"]).await;
    ended.assert_failure(1, &["400201 RESOURCE_NOT_FOUND", "check the ids"]);
}

/// Queues the messages of a channel for one round: two pages and an empty one.
fn queue_posts(fake: &FakeServer) {
    let time = 1_767_225_600_000;
    let first = [message(1, "ada", "a fine day", time), message(2, "eve", "CASINO!", time + 1)];
    let admin = json!({ "message_id": 5, "type": "ADMM", "message": "casino", "created_at": time + 4 });
    let second = [message(3, "eve", "casinos", time + 2), message(4, "bob", "buy  NOW", time + 3), admin];
    queue(
        fake,
        ListMessages::OPERATION,
        [json!({ "messages": first }), json!({ "messages": second }), json!({ "messages": [] })],
    );
}

fn words() -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().expect("the disk is not full");
    std::fs::write(&file, "# unwanted words\ncasino\n\n/buy +now/\n").expect("the disk is not full");
    file
}

const FOUND: [(&str, &str); 2] = [
    ("2026-01-01T00:00:00.001Z lobby message 2 of eve, `casino`: ", "/v3/group_channels/lobby/messages/2"),
    ("2026-01-01T00:00:00.003Z lobby message 4 of bob, `/buy +now/`: ", "/v3/group_channels/lobby/messages/4"),
];

/// Arguments, the printed outcome of each message, and the operation with its two request bodies.
type ActionCase<'c> = (&'c [&'c str], &'c str, Option<(&'static Operation, [JsonValue; 2])>);

#[tokio::test]
async fn bot_changes_nothing_without_act() {
    let words = words();
    let words = words.path().display().to_string();
    let common = ["lobby", "--once", "--since=2026-01-01", "--words", &words];
    let reported = |user: &str| {
        json!({
            "report_category": "inappropriate",
            "offending_user_id": user,
            "report_description": "found by a word list",
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
        let fake = FakeServer::start().await.stateless();
        queue_posts(&fake);
        let ended = run_at(&fake, "chat", "moderation_bot", &[&common, arguments].concat()).await;
        let lines = FOUND.map(|(line, _)| format!("{line}{outcome}\n")).concat();
        ended.assert(0, &lines, "4 messages checked, 2 found\n");
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
async fn words_match_whole_words_and_expressions_match_anywhere() {
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
    let words = tempfile::NamedTempFile::new().expect("the disk is not full");
    std::fs::write(&words, list).expect("the disk is not full");
    let words = words.path().display().to_string();
    let fake = FakeServer::start().await.stateless();
    let mut messages: Vec<_> =
        (0..).zip(cases).map(|(id, (text, _))| message(id, "eve", text, 1_767_225_600_000 + id)).collect();
    let user = json!({ "user_id": "eve" });
    messages.push(json!({ "message_id": 90, "type": "FILE", "user": user, "created_at": 90, "message": "look",
        "file": { "name": "free money.pdf", "url": "https://files.example.com/1" } }));
    // These messages have no author or are not of a user.
    messages.push(json!({ "message_id": 91, "type": "NEW", "user": user, "created_at": 91, "message": "free money" }));
    messages.push(json!({ "message_id": 92, "type": "MESG", "created_at": 92, "message": "free money" }));
    queue(&fake, ListMessages::OPERATION, [json!({ "messages": messages }), json!({ "messages": [] })]);
    let arguments = ["lobby", "--once", "--since=1970-01-01", "--words", &words];
    let ended = run_at(&fake, "chat", "moderation_bot", &arguments).await;
    assert_eq!(ended.status, Some(0), "{ended:?}");
    let found: Vec<&str> =
        ended.stdout.lines().filter_map(|line| line.split_once("message ")).map(|(_, rest)| rest).collect();
    let expected = (0..).zip(cases).filter_map(|(id, (_, word))| Some((id, word?))).chain([(90, "free money")]);
    let expected: Vec<_> =
        expected.map(|(id, word)| format!("{id} of eve, `{word}`: would report (dry run)")).collect();
    assert_eq!(found, expected);
    let count = format!("{} messages checked, {} found\n", cases.len() + 1, expected.len());
    assert_has(&ended.stderr, &[&count]);
}

#[tokio::test]
async fn bot_continues_after_temporary_errors_only() {
    let words = words();
    let words = words.path().display().to_string();
    let common = ["lobby", "--since=2026-01-01", "--words", &words, "--act", "--action=mute", "--once"];

    // A user who does not exist, and an action with an unknown result.
    let fake = FakeServer::start().await.stateless();
    queue_posts(&fake);
    fake.on(MuteUserInGroupChannel::OPERATION).times(1).error(ChatErrorCode::UserNotFound.code());
    fake.on(MuteUserInGroupChannel::OPERATION).times(1).status(503);
    let ended = run_at(&fake, "chat", "moderation_bot", &common).await;
    let lines = format!("{}mute: not found\n{}mute: may have been executed\n", FOUND[0].0, FOUND[1].0);
    assert_eq!((ended.status, ended.stdout.as_str()), (Some(0), lines.as_str()));
    assert_has(&ended.stderr, &["lobby: chat.moderation.mute_user_in_group_channel: 503", "2 found\n"]);

    // An error that a person has to fix.
    queue_posts(&fake);
    fake.on(MuteUserInGroupChannel::OPERATION).times(1).error(ChatErrorCode::UnauthorizedRequest.code());
    let ended = run_at(&fake, "chat", "moderation_bot", &common).await;
    assert_eq!((ended.status, ended.stdout.as_str()), (Some(1), ""));
    assert_has(&ended.stderr, &["1 messages checked, 0 found\n", "error: ", "400108"]);
}

/// Waits for a request with this text in its target.
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

/// Interrupts a program as Ctrl-C does.
#[cfg(unix)]
async fn interrupt(child: std::process::Child) -> Ended {
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("there is `kill`");
    assert!(killed.success());
    let ended = tokio::task::spawn_blocking(|| child.wait_with_output()).await.expect("it is waited for");
    ended.expect("it ends").into()
}

#[cfg(unix)]
#[tokio::test]
async fn bot_continues_after_errors_until_it_is_interrupted() {
    let words = words();
    let fake = FakeServer::start().await.stateless();
    // More failures than the client retries.
    fake.on(ListMessages::OPERATION).times(4).status(503);
    queue_posts(&fake);
    queue_posts(&fake);
    let new = message(6, "eve", "to the casino", 1_767_225_700_000);
    queue(&fake, ListMessages::OPERATION, [json!({ "messages": [new] })]);
    fake.on(ListMessages::OPERATION).json(200, json!({ "messages": [] }));
    let mut command = command("moderation_bot", &["lobby", "--interval=1", "--since=2026-01-01", "--words"]);
    command.arg(words.path()).args(["--base-url", fake.url("chat").expect("the host exists")]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    // The next poll starts shortly before the last message, because older messages may become visible later.
    wait_for(&fake, "message_ts=1767225690000").await;
    let ended = interrupt(child).await;
    assert_eq!(ended.status, Some(0), "{ended:?}");
    // Each message is handled once, although the second round lists them again.
    let ids: Vec<_> = ended.stdout.lines().filter_map(|line| line.split(' ').nth(3)).collect();
    assert_eq!(ids, ["2", "4", "6"], "{ended:?}");
    let failed = "lobby: chat.message.list_messages: 503";
    assert_has(&ended.stderr, &[failed, "; the next round will retry\n", "5 messages checked, 3 found\n"]);
}

#[cfg(unix)]
#[tokio::test]
async fn interrupted_bot_finishes_its_action() {
    let words = words();
    let fake = FakeServer::start().await.stateless();
    queue_posts(&fake);
    fake.on(MuteUserInGroupChannel::OPERATION).delay(Duration::from_secs(2)).pass_through();
    let mut command = command("moderation_bot", &["lobby", "--since=2026-01-01", "--act", "--action=mute", "--words"]);
    command.arg(words.path()).args(["--base-url", fake.url("chat").expect("the host exists")]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    wait_for(&fake, "/mute").await;
    let line = format!("{}mute: done\n", FOUND[0].0);
    interrupt(child).await.assert(0, &line, "2 messages checked, 1 found\n");
    assert_eq!(fake.requests_of(MuteUserInGroupChannel::OPERATION).len(), 1);
}

#[tokio::test]
async fn tickets_of_the_period_are_counted_once() {
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
    // Features that other packages enable may change the order of keys.
    let is_json = |text: &str| serde_json::from_str::<JsonValue>(text).is_ok_and(|found| found == json);
    let is_csv = |text: &str| text == csv;
    for (format, is_expected) in [("csv", &is_csv as &dyn Fn(&str) -> bool), ("json", &is_json)] {
        let fake = FakeServer::start().await.stateless();
        fake.on(ListTickets::OPERATION).times(1).status(503);
        queue(&fake, ListTickets::OPERATION, pages());
        let arguments = ["--from=2026-01-01", "--to=2026-01-31", "--format", format];
        let ended = run_at(&fake, "desk", "ticket_report", &arguments).await;
        assert_eq!(ended.status, Some(0), "{}", ended.stderr);
        assert!(is_expected(&ended.stdout), "{}", ended.stdout);
        assert_has(
            &ended.stderr,
            &[
                "warning about desk.ticket.list_tickets: $.results[1].createdAt",
                "2 listed tickets are outside of the period and are not counted\n",
            ],
        );
        let targets = targets(&fake, ListTickets::OPERATION);
        assert_has(&targets[1], &["start_date=2026-01-01", "end_date=2026-01-31", "limit=500"]);
        assert_eq!(targets.len(), 4);
        fake.assert_no_violations();
    }
}

#[tokio::test]
async fn incomplete_report_is_not_printed() {
    let fake = FakeServer::start().await.stateless();
    let page = json!({ "count": 9, "next": "more", "results": [{ "id": 1 }] });
    queue(&fake, ListTickets::OPERATION, [page]);
    fake.on(ListTickets::OPERATION).times(1).status(403);
    let ended = run_at(&fake, "desk", "ticket_report", &[]).await;
    ended.assert_failure(1, &["desk.ticket.list_tickets: 403", "check the token"]);
    assert_eq!(ended.stdout, "");
}
