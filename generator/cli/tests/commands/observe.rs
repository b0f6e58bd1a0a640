//! `api-client observe`: recordings, the calls of a live run, and the proposal.

use std::fs;
use std::io::Write;
use std::process::{Output, Stdio};

use api_client_generator::formatting;
use api_client_generator::source::InputFile;
use api_client_runtime::testing::{FakeApi, FakeServer, MockResponse};
use api_client_runtime::{Api, Auth, Carrier, ErrorFormat, Host, Method, Operation};
use serde_json::{Value, json};

use crate::support::{Workshop, copy, repository};

/// A copy of a spec of `generator/tests/specs`.
fn workshop(spec: &str) -> Workshop {
    let workshop = Workshop::empty();
    copy(&repository().join("generator/tests/specs").join(spec), &workshop.path("spec"));
    workshop
}

/// Returns the findings of a JSON report: kind, element and member.
fn findings(report: &str) -> Vec<String> {
    let report: Value = serde_json::from_str(report).unwrap_or_else(|error| panic!("{error}: {report}"));
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    let findings = report["findings"].as_array().expect("there is a list").iter();
    findings.map(|finding| ["kind", "element", "member"].map(|key| text(finding, key)).join(" ")).collect()
}

/// An entry of a HAR file.
fn entry(method: &str, url: &str, status: i64, content: &Value) -> Value {
    json!({
        "startedDateTime": "2026-01-31T08:30:00Z",
        "request": {
            "method": method,
            "url": url,
            "headers": [{ "name": "Authorization", "value": "Bearer canary" }],
            "cookies": [{ "name": "canary", "value": "canary" }],
        },
        "response": { "status": status, "headers": [{ "name": "Set-Cookie", "value": "canary" }], "content": content },
    })
}

fn har(entries: &[Value]) -> String {
    json!({ "log": { "version": "1.2", "creator": { "name": "canary" }, "entries": entries } }).to_string()
}

#[test]
fn har_is_matched_with_operations() {
    let workshop = workshop("lending");
    let base = host_of(&workshop);
    let page = r#"{"books":[{"isbn":"1","genre":"poem","pages":300,"title":"Canary"}],"last_id":9}"#;
    let entries = [
        entry("GET", &format!("{base}/books?after=3&canary=1"), 200, &json!({ "text": page })),
        entry(
            "GET",
            &format!("{base}/books"),
            200,
            &json!({ "text": "eyJib29rcyI6W3siaXNibiI6IjIiLCJwYWdlcyI6Mn1dfQ==", "encoding": "base64" }),
        ),
        entry("GET", &format!("{base}/books"), 304, &json!({ "text": "" })),
        entry("GET", &format!("{base}/books"), 0, &json!({})),
        entry("OPTIONS", &format!("{base}/books"), 204, &json!({})),
        entry("GET", &format!("{base}/books/canary@example.com/readers?token=canary"), 200, &json!({ "text": "{}" })),
        entry("GET", &format!("{base}/books/canary-2/readers"), 200, &json!({ "text": "{}" })),
        entry("GET", "https://canary.example/books", 200, &json!({ "text": "{}" })),
    ];
    workshop.write("traffic.har", &har(&entries));
    let outcome = workshop.run(&["observe", "traffic.har"]).exits(1);
    for line in [
        "unknown-field: `pages`, proposed: int",
        "2 values in library.books.list_books: $.books[*].pages, such as 1",
        "unknown-enum-value: `poem`, proposed: a value",
        "      pages: { type: int, unverified: ",
        "GET /books/{}/readers (2, first: traffic.har: log.entries[5])",
        "requests to other hosts, ignored: 1\n",
        "responses without content, ignored: 3\n",
        "compared bodies: 2, findings: 3\n",
    ] {
        assert!(outcome.stdout.contains(line), "`{line}` is missing in:\n{}", outcome.stdout);
    }
    for format in ["text", "json", "yaml"] {
        let outcome = workshop.run(&["observe", "traffic.har", "--format", format]).exits(1);
        let output = format!("{}{}", outcome.stdout, outcome.stderr).to_lowercase();
        assert!(!output.contains("canary"), "{output}");
    }
}

/// Returns the URL of the first host of the lending spec, with an example in its placeholder.
fn host_of(workshop: &Workshop) -> String {
    let api = workshop.read("spec/api.yaml");
    let url = api.lines().find_map(|line| line.trim().strip_prefix("url: ")).expect("there is a host");
    url.replace("{branch}", "city")
}

#[test]
fn json_lines_name_their_operation() {
    let workshop = workshop("lending");
    workshop.write(
        "traffic.jsonl",
        concat!(
            r#"{"operation":"library.books.list_books","status":200,"time":1,"body":{"books":[{"isbn":"1","pages":3}]}}"#,
            "\n\n",
            r#"{"operation":"library.books.list_books","body":{"books":[{"isbn":"2","pages":null}]}}"#,
        ),
    );
    let report = workshop.run(&["observe", "traffic.jsonl", "--format", "json"]).exits(1).stdout;
    assert_eq!(findings(&report), ["unknown-field library.Book pages"]);
    let report: Value = serde_json::from_str(&report).expect("it is JSON");
    let finding = &report["findings"][0];
    assert_eq!(
        (&finding["values"], &finding["proposed"], &finding["evidence"], &finding["path"], &finding["example"]),
        (&json!(2), &json!("int"), &json!("observed"), &json!("$.books[*].pages"), &json!(1))
    );
    let line = usize::try_from(finding["location"]["line"].as_u64().expect("it has a line")).expect("it is small");
    let file = workshop.read(&format!("spec/{}", finding["location"]["file"].as_str().expect("it has a file")));
    assert!(file.lines().nth(line - 1).is_some_and(|line| line.contains("extra:")), "after the last field: {line}");

    let text = workshop.read("traffic.jsonl");
    let from_stdin = |text: &str, format: &str| -> Output {
        let mut command = workshop.command(&["observe", "-", "--format", format]);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        child.stdin.take().expect("it is piped").write_all(text.as_bytes()).expect("it is read");
        child.wait_with_output().expect("it ends")
    };
    let output = from_stdin(&text, "json");
    assert_eq!(serde_json::from_slice::<Value>(&output.stdout).expect("it is JSON"), report);
    let yaml = String::from_utf8(from_stdin(&text, "yaml").stdout).expect("it is text");
    assert!(
        yaml.starts_with(
            "---\n# spec/library/books.yaml\ntypes:\n  Book:\n    fields:\n      # evidence: observed (2 values in"
        ),
        "{yaml}"
    );
}

#[test]
fn traffic_without_differences_has_no_findings() {
    let workshop = workshop("lending");
    workshop.write("traffic.jsonl", r#"{"operation":"library.books.list_books","body":{"books":[{"isbn":"1"}]}}"#);
    let outcome = workshop.run(&["observe", "traffic.jsonl"]).exits(0);
    assert_eq!(outcome.stdout, "compared bodies: 1, findings: 0\n");
    assert_eq!(workshop.run(&["observe", "traffic.jsonl", "--format", "yaml"]).exits(0).stdout, "");
}

#[test]
fn invalid_traffic_is_reported_with_location_and_fix() {
    let workshop = workshop("lending");
    for (name, text, code, error) in [
        (
            "a.jsonl",
            "{\"operation\":\"library.books.list_book\",\"body\":{}}",
            1,
            "a.jsonl:1: unknown operation `library.books.list_book`: did you mean `library.books.list_books`?",
        ),
        (
            "a.jsonl",
            "{\"operation\":\"canary@example.com\",\"body\":{}}",
            1,
            "a.jsonl:1: unknown operation: use an id of the spec, such as `product.section.operation`",
        ),
        ("a.jsonl", "\n{\"body\":{}}", 1, "a.jsonl:2: expected either `operation` or `events`"),
        ("a.jsonl", "{\"events\":\"library\",\"body\":{}}", 1, "a.jsonl:1: unknown product with events `library`"),
        (
            "a.jsonl",
            "{\"operation\":\"library.books.list_books\"}",
            1,
            "a.jsonl:1: the line has no `body`: write one object per line, such as `{",
        ),
        ("a.jsonl", "{\"operation\":3,\"body\":{}}", 1, "a.jsonl:1: the line has a value of a wrong type (column 14)"),
        ("a.jsonl", "{\"operation\":\"x\",\"body\":{\n", 1, "a.jsonl:1: the line is not JSON"),
        ("a.txt", "{\"operation\":\"x\",\"body\":}", 1, "a.txt:1: the line is not JSON"),
        ("a.har", "{\"log\":{}}", 2, "a.har:1:9: the file has no `log.entries`: expected HAR 1.2, or JSON Lines"),
        ("a.har", "canary", 2, "a.har:1:1: the file is not JSON"),
        ("a.har", "", 2, "a.har is empty: record traffic as HAR or JSON Lines"),
        (
            "a.har",
            "{\"log\":{\"entries\":[{\"request\":{}}]}}",
            1,
            "a.har: log.entries[0]: the entry has no `method`: record it again, or remove it",
        ),
        (
            "a.har",
            "{\"log\":{\"entries\":[{\"request\":\"canary\"}]}}",
            1,
            "a.har: log.entries[0]: the entry has a value of a wrong type",
        ),
    ] {
        workshop.write(name, text);
        let outcome = workshop.run(&["observe", name]).exits(code);
        assert!(outcome.stderr.contains(&format!("error: {error}")), "{error}\n{}", outcome.stderr);
        assert!(!outcome.stderr.contains("canary"), "{}", outcome.stderr);
    }
    let broken =
        entry("GET", &format!("{}/books", host_of(&workshop)), 200, &json!({ "text": "?", "encoding": "base64" }));
    workshop.write("a.har", &har(&[broken]));
    let outcome = workshop.run(&["observe", "a.har"]).exits(1);
    assert!(outcome.stderr.contains("log.entries[0]: the content is not valid base64"), "{}", outcome.stderr);
    workshop.write("many.jsonl", &"x\n".repeat(50));
    let outcome = workshop.run(&["observe", "many.jsonl"]).exits(1);
    assert!(outcome.stderr.ends_with("error: 30 more invalid lines or entries\n"), "{}", outcome.stderr);
    let outcome = workshop.run(&["observe", "missing.har"]).exits(2);
    assert!(outcome.stderr.contains("can't read missing.har: "), "{}", outcome.stderr);
    for (url, error) in [
        ("book=https://x.example", "unknown host `book` in `--base-url`"),
        ("x.example", "the value of `--base-url` is not a URL"),
    ] {
        let outcome = workshop.run(&["observe", "many.jsonl", "--base-url", url]).exits(2);
        assert!(outcome.stderr.contains(error), "{}", outcome.stderr);
    }
    workshop.run(&["observe"]).exits(2);
}

/// Adds the proposed entries to the spec.
fn apply(workshop: &Workshop, report: &str) {
    let report: Value = serde_json::from_str(report).expect("it is JSON");
    for fragment in report["proposal"].as_array().expect("there is a list") {
        let (name, text) = (fragment["file"].as_str().expect("a name"), fragment["text"].as_str().expect("a text"));
        let path = workshop.path(&format!("spec/{name}"));
        let file =
            InputFile { path: path.clone(), name: name.to_owned(), content: Ok(fs::read(&path).expect("it is there")) };
        fs::write(path, formatting::merge(file, text).expect("both are YAML")).expect("it can be written");
    }
}

#[test]
fn proposal_for_the_real_spec_is_valid() {
    let workshop = Workshop::new();
    let lines = [
        json!({ "operation": "chat.user.list_users", "status": 200, "body": { "users": [
            { "user_id": "mina", "mood": "happy", "medals": [{ "title": "First", "won_at": 1_700_000_000_000_i64 }] },
            { "user_id": "noah", "links": { "noah@example.com": true } },
        ], "next": "", "total": 2 } }),
        json!({ "operation": "chat.user.view_user", "status": 400, "body": { "error": true, "code": 400_999, "message": "x" } }),
        json!({ "events": "chat", "body": { "category": "user:promote", "app_id": "x", "rank": { "level": 3 } } }),
    ];
    workshop.write("traffic.jsonl", &lines.map(|line| line.to_string()).join("\n"));
    let outcome = workshop.run(&["observe", "traffic.jsonl", "--format", "json"]).exits(1);
    assert_eq!(outcome.stderr, "", "the proposal causes no errors");
    let found = findings(&outcome.stdout);
    assert!(found.len() >= 6, "{found:?}");
    apply(&workshop, &outcome.stdout);
    let checked = workshop.run(&["check"]).exits(0);
    assert!(checked.stdout.starts_with("no errors in the spec"), "{}", checked.stdout);
    workshop.run(&["fmt", "--check"]).exits(0);
    let again = workshop.run(&["observe", "traffic.jsonl"]).exits(0);
    assert_eq!(again.stdout, "compared bodies: 3, findings: 0\n");
}

#[test]
fn proposal_with_a_name_collision_is_reported() {
    let workshop = workshop("lending");
    workshop.write(
        "traffic.jsonl",
        r#"{"operation":"library.books.list_books","body":{"books":[{"isbn":"1","Genre":3}]}}"#,
    );
    let outcome = workshop.run(&["observe", "traffic.jsonl"]).exits(1);
    assert!(outcome.stderr.contains("error: the proposal causes these errors in the spec"), "{}", outcome.stderr);
}

/// The published recordings of the client, with their operations.
#[test]
fn recordings_have_no_findings() {
    let folder = repository().join("generated-client/tests/recordings");
    let operations = [
        ("chat_channel_not_found", "chat.group_channel.view_channel", 400),
        ("chat_create_group_channel", "chat.group_channel.create_channel", 200),
        ("chat_create_group_channel_of_2017", "chat.group_channel.create_channel", 200),
        ("chat_create_open_channel", "chat.open_channel.create_channel", 200),
        ("chat_list_messages", "chat.message.list_messages", 200),
        ("chat_list_users", "chat.user.list_users", 200),
        ("chat_send_text_message", "chat.message.send_text_message", 200),
        ("chat_send_text_message_of_2017", "chat.message.send_text_message", 200),
        ("desk_create_customer", "desk.customer.create_customer", 200),
        ("desk_create_ticket", "desk.ticket.create_ticket", 200),
    ];
    let files = fs::read_dir(&folder).expect("there are recordings").flatten().count();
    assert_eq!(files, operations.len(), "each recording has an operation");
    let lines = operations.map(|(name, operation, status)| {
        let body = fs::read_to_string(folder.join(format!("{name}.json"))).expect("it can be read");
        let body: Value = serde_json::from_str(&body).expect("it is JSON");
        json!({ "operation": operation, "status": status, "body": body }).to_string()
    });
    let workshop = Workshop::new();
    workshop.write("traffic.jsonl", &lines.join("\n"));
    let outcome = workshop.run(&["observe", "traffic.jsonl"]);
    assert_eq!(outcome.stdout, "compared bodies: 10, findings: 0\n", "{}", outcome.stderr);
}

static ERRORS: ErrorFormat =
    ErrorFormat { code: &["status", "code"], message: &["message"], request_id: &[], recognized_by: &[], codes: &[] };
static STATIONS: Host = Host {
    name: "stations",
    url: "https://stations.weather.example",
    path_prefixes: &[],
    base_url_method: "base_url",
    auth: Some(Auth { carrier: Carrier::Query("key"), prefix: "", credential: "station_key" }),
    errors: &ERRORS,
    rate_limit: None,
};
static WEATHER: Api = Api {
    crate_name: "open-weather-stations",
    crate_version: "2.0.0",
    configuration: &[],
    credentials: &["station_key"],
    hosts: &[&STATIONS],
};
static LIST_STATIONS: Operation = Operation::new("meteo.stations.list_stations", Method::GET, "/stations", &STATIONS);
static LATEST: Operation = Operation::new(
    "meteo.readings.latest_reading",
    Method::GET,
    "/stations/{station_id}/sensors/{sensor_id}/readings/latest",
    &STATIONS,
);
const KEY: (&str, &str) = ("OPEN_WEATHER_STATIONS_STATION_KEY", "EXAMPLE-STATION-KEY");

/// A fake server of the weather spec, and a workshop with the spec.
fn weather() -> (Workshop, FakeServer) {
    let workshop = workshop("weather");
    workshop.generate().exits(0);
    let description = workshop.read("client/src/testing.json").leak();
    let api = Box::leak(Box::new(FakeApi::new(&WEATHER, description)));
    (workshop, FakeServer::start_blocking(api))
}

#[test]
fn live_run_reads_an_application() {
    let (workshop, server) = weather();
    server.on(&LIST_STATIONS).json(
        200,
        json!({ "stations": [{ "station_id": "s 1", "altitude": 37 }, { "station_id": "s2", "note": "Canary" }], "next_after": "" }),
    );
    server.on(&LATEST).respond(MockResponse::new(500, &[("Content-Type", "text/html")], "<html>canary</html>"));
    let url = server.url("stations").expect("there is a host").to_owned();
    let arguments = ["observe", "--live", "--yes", "--base-url", &url, "--format", "json"];
    let outcome = workshop.run_with(&arguments, &[(KEY.0, KEY.1.to_owned())]).exits(1);
    let found = findings(&outcome.stdout);
    for expected in [
        "unknown-field meteo.Station altitude",
        "unknown-field meteo.Station note",
        "error-without-code api.errors.flat ",
    ] {
        assert!(found.iter().any(|finding| finding == expected), "`{expected}` is missing in {found:?}");
    }
    assert!(outcome.stderr.contains("up to 100 calls, 5 per second"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains(&format!("with the token in `{}`", KEY.0)), "{}", outcome.stderr);
    let output = format!("{}{}", outcome.stdout, outcome.stderr);
    for secret in [KEY.1, "anary", "s 1", "s2"] {
        assert!(!output.contains(secret), "`{secret}` in {output}");
    }
    // Ids of the list are arguments of other operations, and nothing is written.
    server.assert_no_violations();
    let requests = server.requests();
    assert!(requests.iter().all(|request| request.method == "GET"), "{requests:#?}");
    let called = |id: &str| requests.iter().any(|request| request.operation == Some(id));
    for id in ["meteo.stations.list_stations", "meteo.stations.retrieve_station"] {
        assert!(called(id), "{id} in {requests:#?}");
    }
    let targets: Vec<&str> = requests.iter().map(|request| request.target.as_str()).collect();
    assert!(targets.iter().any(|target| target.starts_with("/stations/s%201?")), "{targets:?}");
}

#[test]
fn live_run_stops_at_its_limit() {
    let (workshop, server) = weather();
    let url = server.url("stations").expect("there is a host").to_owned();
    server.on(&LIST_STATIONS).json(200, json!({ "stations": [{ "station_id": "s2" }], "next_after": "" }));
    let arguments = ["observe", "--live", "--yes", "--max-calls", "1", "--base-url", &url];
    let outcome = workshop.run_with(&arguments, &[(KEY.0, KEY.1.to_owned())]);
    assert_eq!(server.requests().len(), 1);
    for line in ["calls: 1, operations: 1 succeeded, 0 failed, 4 not called\n", "`--max-calls` 1 was reached"] {
        assert!(outcome.stdout.contains(line), "{}\n{}", outcome.stdout, outcome.stderr);
    }
}

#[test]
fn live_run_without_a_successful_call_is_an_error() {
    let (workshop, server) = weather();
    server.on(&LIST_STATIONS).status(403);
    let url = server.url("stations").expect("there is a host").to_owned();
    let arguments = ["observe", "--live", "--yes", "--base-url", &url];
    let outcome = workshop.run_with(&arguments, &[(KEY.0, KEY.1.to_owned())]).exits(2);
    assert!(outcome.stderr.ends_with("error: no call succeeded: status 403\n"), "{}", outcome.stderr);
}

#[test]
fn live_run_asks_before_it_starts() {
    let (workshop, server) = weather();
    let url = format!("stations={}", server.url("stations").expect("there is a host"));
    let outcome = workshop.run_with(&["observe", "--live", "--base-url", &url], &[]).exits(2);
    let variable =
        format!("`--live` needs environment variables, with at least one token:\n  {}: Key of a subscriber.", KEY.0);
    assert!(outcome.stderr.contains(&variable), "{}", outcome.stderr);
    let mut command = workshop.command(&["observe", "--live", "--base-url", &url]);
    let output = command.env(KEY.0, KEY.1).stdin(Stdio::null()).output().expect("it runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(
        stderr.contains("nothing was called: run `api-client observe --live` in a terminal, or add `--yes`"),
        "{stderr}"
    );
    assert_eq!(server.requests().len(), 0);
    workshop.run(&["observe", "--yes", "x.har"]).exits(2);
}
