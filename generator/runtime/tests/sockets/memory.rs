//! The memory of the fake server, with an invented API.

use api_client_runtime::JsonValue;
use api_client_runtime::testing::{FakeApi, FakeServer};
use serde_json::json;

use super::fake::{API, body, exchange, status};

static FAKE: FakeApi = FakeApi::new(&API, include_str!("memory.json"));

/// Sends a request without violations, and returns the status and the JSON body of the response.
async fn send(fake: &FakeServer, line: &str, fields: Option<JsonValue>) -> (u16, JsonValue) {
    let mut request = format!("{line}\nAuthorization: Bearer EXAMPLE-TOKEN");
    if let Some(fields) = fields {
        request.push_str(&format!("\nContent-Type: application/json\n\n{fields}"));
    }
    let reply = exchange(fake, "main", &request).await;
    fake.assert_no_violations();
    let status = status(&reply).parse().expect("a status");
    (status, serde_json::from_str(body(&reply)).expect("JSON"))
}

async fn get(fake: &FakeServer, path: &str) -> JsonValue {
    let (status, body) = send(fake, &format!("GET {path}"), None).await;
    assert_eq!(status, 200, "{path}: {body}");
    body
}

async fn post(fake: &FakeServer, path: &str, fields: JsonValue) -> JsonValue {
    let (status, body) = send(fake, &format!("POST {path}"), Some(fields)).await;
    assert_eq!(status, 200, "{path}: {body}");
    body
}

/// Returns the values of a field of the items of a list.
fn values(body: &JsonValue, list: &str, field: &str) -> Vec<JsonValue> {
    body[list].as_array().into_iter().flatten().map(|item| item[field].clone()).collect()
}

/// 2026-01-01T00:00:00Z, in seconds.
const START: i64 = 1_767_225_600;

#[tokio::test]
async fn object_has_the_values_of_the_request_and_no_others_of_the_example() {
    for (sent, expected, quota) in [
        // The closest example is the one without more values than the request.
        (json!({ "name": "Green" }), json!({ "team_id": "t-7", "name": "Green", "size": 0 }), 8),
        (json!({ "team_id": "x/y", "name": "Red" }), json!({ "team_id": "x/y", "name": "Red", "size": 0 }), 8),
        (
            json!({ "team_id": "t-1", "name": "Blue", "labels": { "a": "1" }, "motto": ["x"], "lead_id": "ada", "member_ids": ["ada"] }),
            json!({
                "team_id": "t-1", "name": "Blue", "labels": { "a": "1" }, "motto": "x",
                "lead": { "id": "ada", "name": "Ada" }, "size": 1, "members": [{ "id": "ada" }],
            }),
            9,
        ),
        // `motto` has a different form in the response, and only the id of the other lead is known.
        (
            json!({ "name": "Blue", "labels": {}, "motto": ["y"], "lead_id": "eve", "member_ids": ["a", "b"] }),
            json!({
                "team_id": "t-7", "name": "Blue", "labels": {}, "lead": { "id": "eve" }, "size": 0,
                "members": [{ "id": "a" }, { "id": "b" }],
            }),
            8,
        ),
    ] {
        let fake = FakeServer::start(&FAKE).await;
        let mut expected = expected;
        expected["created_at"] = (START + 1).into();
        let created = post(&fake, "/v1/teams", sent.clone()).await;
        assert_eq!(created, json!({ "team": expected, "quota": quota }), "{sent}");
        let path = format!("/v1/teams/{}", expected["team_id"].as_str().unwrap_or_default().replace('/', "%2F"));
        assert_eq!(get(&fake, &path).await, json!({ "team": expected }), "the response contains this object only");
        assert_eq!(get(&fake, "/v1/teams").await["teams"], json!([expected]));
    }
}

#[tokio::test]
async fn unknown_and_duplicate_ids_are_errors_of_the_vendor() {
    let fake = FakeServer::start(&FAKE).await;
    post(&fake, "/v1/teams", json!({ "team_id": "a" })).await;
    for (line, fields, expected, text) in [
        ("GET /v1/teams/b", None, (400, 400_002), "w.team `b` does not exist"),
        ("GET /v1/teams/a%2Fb", None, (400, 400_002), "w.team `a/b` does not exist"),
        ("PATCH /v1/teams/b", Some(json!({})), (400, 400_002), "w.team `b` does not exist"),
        ("DELETE /v1/teams/b", None, (400, 400_002), "w.team `b` does not exist"),
        ("POST /v1/teams", Some(json!({ "team_id": "a" })), (400, 7), "w.team `a` exists already"),
        ("GET /v1/teams/b/members", None, (400, 400_002), "w.team `b` does not exist"),
        ("POST /v1/teams/b/tasks", Some(json!({ "title": "x" })), (400, 400_002), "w.team `b` does not exist"),
        ("GET /v1/teams/a/tasks/1", None, (400, 400_002), "w.task `1` does not exist"),
        // Without a code of the operation, the status and the first code of this kind.
        ("POST /v1/teams/a/leave", Some(json!({ "ids": ["eve"] })), (404, 400_002), "w.member `eve` does not exist"),
        ("GET /v1/teams/a/around?id=3", None, (400, 400_001), "no item of the list has the task_id `3`"),
        ("GET /v1/teams?after=x", None, (400, 400_001), "query parameter `after` is not a cursor of this list"),
    ] {
        let (status, error) = send(&fake, line, fields).await;
        assert_eq!((status, error["error"]["code"].as_i64()), (expected.0, Some(expected.1)), "{line}: {error}");
        assert!(error["error"]["message"].as_str().is_some_and(|found| found.contains(text)), "{line}: {error}");
    }
    let reply = exchange(&fake, "side", "GET /v1/things/5?key=EXAMPLE-SIDE-KEY").await;
    assert_eq!(status(&reply), "404", "a host without codes: {reply}");
    assert!(body(&reply).contains("\"detail\":\"the fake server: w.thing `5` does not exist"), "{reply}");
    assert_eq!(fake.snapshot()["w.team"].as_array().map(Vec::len), Some(1), "an error changes nothing");
}

#[tokio::test]
async fn update_changes_only_the_values_of_the_request() {
    let fake = FakeServer::start(&FAKE).await;
    fake.seed(&json!({ "w.team": [{ "team_id": "a", "name": "A", "motto": "x", "lead": { "id": "ada", "age": 7 } }] }))
        .expect("the seed is valid");
    let (_, changed) = send(&fake, "PATCH /v1/teams/a", Some(json!({ "lead_id": "eve" }))).await;
    let expected = json!({ "team_id": "a", "name": "A", "motto": "x", "lead": { "id": "eve", "age": 7 }, "created_at": (START + 1) * 1000 });
    assert_eq!(changed, expected);
    let (_, changed) = send(&fake, "PATCH /v1/teams/a", Some(json!({ "name": null, "motto": ["y"] }))).await;
    assert_eq!((&changed["name"], changed.get("motto")), (&JsonValue::Null, None), "{changed}");
    let task = post(&fake, "/v1/teams/a/tasks", json!({ "title": "Paint" })).await;
    assert_eq!((&task["at"], &task["state"]), (&json!("2026-01-01T00:00:04.000000Z"), &json!("open")), "{task}");
    let closed = post(&fake, "/v1/teams/a/tasks/40/close", json!({})).await;
    let expected = json!({
        "task_id": 40, "team_id": "a", "title": "Paint", "state": "closed", "at": "2026-01-01T00:00:04.000000Z",
        "changed": (START + 5) * 1000,
    });
    assert_eq!(closed, expected);
    assert_eq!(get(&fake, "/v1/teams/a/tasks/40").await, expected);
}

#[tokio::test]
async fn deleting_an_object_deletes_what_belongs_to_it() {
    let fake = FakeServer::start(&FAKE).await;
    for team in ["a", "b"] {
        post(&fake, "/v1/teams", json!({ "team_id": team, "member_ids": ["ada"] })).await;
        post(&fake, &format!("/v1/teams/{team}/tasks"), json!({})).await;
    }
    assert_eq!(send(&fake, "DELETE /v1/teams/a", None).await, (200, json!({ "ok": true })));
    assert_eq!(values(&get(&fake, "/v1/tasks").await, "tasks", "task_id"), [json!(41)]);
    post(&fake, "/v1/teams", json!({ "team_id": "a" })).await;
    assert_eq!(get(&fake, "/v1/teams/a/members").await, json!([]));
    assert_eq!(get(&fake, "/v1/teams/b/members").await, json!([{ "id": "ada" }]));
    let task = post(&fake, "/v1/teams/a/tasks", json!({})).await;
    assert_eq!(task["task_id"], 42, "the id of a deleted object is not used again");
}

#[tokio::test]
async fn one_request_creates_and_deletes_several_objects() {
    let fake = FakeServer::start(&FAKE).await;
    post(&fake, "/v1/teams", json!({ "team_id": "a" })).await;
    let team = post(&fake, "/v1/teams/a/members", json!({ "ids": ["ada", "eve", "ada"] })).await;
    assert_eq!(team["members"], json!([{ "id": "ada" }, { "id": "eve" }]), "{team}");
    post(&fake, "/v1/teams/a/members", json!({ "ids": ["eve", "bob"] })).await;
    post(&fake, "/v1/teams/a/leave", json!({ "ids": ["ada", "mia"] })).await;
    assert_eq!(get(&fake, "/v1/teams/a/members").await, json!([{ "id": "eve" }, { "id": "bob" }]));
    post(&fake, "/v1/teams/a/leave", json!({})).await;
    assert_eq!(get(&fake, "/v1/teams/a/members").await, json!([]), "without ids, all objects are deleted");
}

#[tokio::test]
async fn lists_have_pages_and_filters() {
    let fake = FakeServer::start(&FAKE).await;
    for id in 1..=7 {
        let name = if id % 2 == 0 { "even" } else { "odd" };
        post(&fake, "/v1/teams", json!({ "team_id": id.to_string(), "name": name })).await;
        post(&fake, "/v1/teams/1/tasks", json!({ "title": name })).await;
    }
    let (mut query, mut pages) = (String::new(), Vec::new());
    loop {
        let page = get(&fake, &format!("/v1/teams?limit=3{query}")).await;
        pages.push(values(&page, "teams", "team_id").iter().map(ToString::to_string).collect::<String>());
        assert_eq!(page["more"], page["next"] != "", "{page}");
        if page["next"] == "" {
            let back = page["prev"].as_str().expect("a cursor").to_owned();
            let before = get(&fake, &format!("/v1/teams?limit=2&before={back}")).await;
            assert_eq!(values(&before, "teams", "team_id"), ["5", "6"]);
            break;
        }
        // An object that is created or deleted later moves no page.
        query = format!("&after={}", page["next"].as_str().unwrap_or_default());
        send(&fake, "DELETE /v1/teams/3", None).await;
    }
    assert_eq!(pages, [r#""1""2""3""#, r#""4""5""6""#, r#""7""#]);
    for (query, expected) in [
        ("", vec!["1", "2", "4"]),
        ("?limit=100&name=even", vec!["2", "4", "6"]),
        ("?ids=7,1,9", vec!["1", "7"]),
        ("?limit=100&name=even&ids=1,6", vec!["6"]),
        ("?name=none", vec![]),
    ] {
        assert_eq!(values(&get(&fake, &format!("/v1/teams{query}")).await, "teams", "team_id"), expected, "{query}");
    }
    post(&fake, "/v1/teams/1/tasks/42/close", json!({})).await;
    for (query, expected, next) in [
        ("?limit=2&skip=4", vec![44, 45], Some("/v1/tasks?limit=2&skip=6")),
        ("?limit=2&skip=6", vec![46], None),
        ("?skip=90", vec![], None),
        ("?state=closed", vec![42], None),
    ] {
        let page = get(&fake, &format!("/v1/tasks{query}")).await;
        assert_eq!(values(&page, "tasks", "task_id"), expected, "{query}");
        assert_eq!(page["total"], if query.contains("state") { 1 } else { 7 }, "{query}");
        let found = page["next"].as_str().map(|url| url.trim_start_matches("http://x"));
        assert_eq!(found, next, "{query}");
    }
    for (query, expected) in [
        ("", vec![]),
        ("?behind=2", vec![40, 41]),
        ("?id=43", vec![41, 42]),
        ("?id=43&behind=1&with=true", vec![41, 42, 43, 44]),
        ("?id=43&before=0&behind=2&turned=true", vec![45, 44]),
        ("?id=40&behind=1", vec![41]),
    ] {
        let page = get(&fake, &format!("/v1/teams/1/around{query}")).await;
        assert_eq!(values(&page, "tasks", "task_id"), expected, "{query}");
    }
}

#[tokio::test]
async fn form_sets_values_by_their_type() {
    let fake = FakeServer::start(&FAKE).await;
    post(&fake, "/v1/teams", json!({ "team_id": "a" })).await;
    let part = |name: &str, rest: &str, content: &str| {
        format!("--edge\nContent-Disposition: form-data; name=\"{name}\"{rest}\n\n{content}\n")
    };
    let request = format!(
        "POST /v1/teams/a/tasks\nAuthorization: Bearer EXAMPLE-TOKEN\nContent-Type: multipart/form-data; boundary=edge\n\n{}{}{}{}--edge--\n",
        part("title", "", "12"),
        part("points", "", "12"),
        part("owner_ids", "", "[\"ada\",\"eve\"]"),
        part("file", "; filename=\"a.txt\"", "content"),
    );
    let reply = exchange(&fake, "main", &request).await;
    fake.assert_no_violations();
    let task: JsonValue = serde_json::from_str(body(&reply)).expect("JSON");
    assert_eq!((&task["title"], &task["points"]), (&json!("12"), &json!(12)));
    assert_eq!(task["owners"], json!([{ "id": "ada" }, { "id": "eve" }]));
    assert_eq!(task["file"], json!({ "name": "a.txt" }));
}

#[tokio::test]
async fn snapshot_is_a_seed() {
    let seed = json!({
        "w.team": [
            { "team_id": "b", "created_at": 1, "member": [{ "id": "ada", "age": 7 }], "task": [{ "task_id": 9, "at": "" }] },
            { "team_id": "a", "created_at": 2 },
        ],
        "w.thing": [{ "id": 5 }],
    });
    let fake = FakeServer::start(&FAKE).await;
    assert_eq!(fake.snapshot(), json!({}));
    fake.seed_text(&seed.to_string()).expect("the seed is valid");
    assert_eq!(fake.snapshot(), seed);
    assert_eq!(get(&fake, "/v1/teams/b/tasks/9").await, json!({ "task_id": 9, "at": "" }));
    assert_eq!(get(&fake, "/v1/teams/b").await["team"]["members"], json!([{ "id": "ada", "age": 7 }]));
    let other = FakeServer::start_blocking(&FAKE);
    other.seed(&fake.snapshot()).expect("a snapshot is valid");
    assert_eq!(other.snapshot(), seed);
}

#[tokio::test]
async fn invalid_seed_is_an_error_and_adds_nothing() {
    let fake = FakeServer::start(&FAKE).await;
    fake.seed(&json!({ "w.team": [{ "team_id": "a" }] })).expect("the seed is valid");
    let before = fake.snapshot();
    for (seed, expected) in [
        ("{", "`$` is not JSON: EOF while parsing an object at line 1 column 1"),
        ("[]", "`$` is not an object with a list of objects for each resource"),
        (r#"{"w.teams":[]}"#, "`$[\"w.teams\"]` is not a resource: use one of w.team, w.thing"),
        (r#"{"w.task":[]}"#, "`$[\"w.task\"]` belongs to w.team: write it as `task` in an object of it"),
        (r#"{"w.team":{}}"#, "`$[\"w.team\"]` is not a list"),
        (r#"{"w.team":[{"team_id":"b"},7]}"#, "`$[\"w.team\"][1]` is not an object"),
        (r#"{"w.team":[{"name":"b"}]}"#, "`$[\"w.team\"][0].team_id` is missing, which must be a string"),
        (r#"{"w.team":[{"team_id":7}]}"#, "`$[\"w.team\"][0].team_id` is not a string"),
        (r#"{"w.thing":[{"id":"7"}]}"#, "`$[\"w.thing\"][0].id` is not an integer"),
        (r#"{"w.team":[{"team_id":"a"}]}"#, "`$[\"w.team\"][0]` is a second w.team with the id `a`: remove one"),
        (
            r#"{"w.team":[{"team_id":"b","task":[{"task_id":1},{"task_id":1}]}]}"#,
            "`$[\"w.team\"][0].task[1]` is a second w.task with the id `1`: remove one",
        ),
        (r#"{"w.team":[{"team_id":"b","task":7}]}"#, "`$[\"w.team\"][0].task` is not a list"),
    ] {
        let error = fake.seed_text(seed).expect_err(seed);
        assert_eq!(error.to_string(), format!("invalid seed of the fake server: {expected}"), "{seed}");
        assert_eq!(fake.snapshot(), before, "{seed}");
    }
}

#[tokio::test]
async fn rules_and_stateless_servers_respond_without_memory() {
    let fake = FakeServer::start(&FAKE).await.stateless();
    assert_eq!(get(&fake, "/v1/teams/other").await["team"]["team_id"], "t-1");
    assert_eq!(post(&fake, "/v1/teams", json!({ "team_id": "a" })).await["team"]["team_id"], "t-1");
    assert_eq!(get(&fake, "/v1/teams").await["total"], 70);
    assert_eq!(fake.snapshot(), json!({}));

    let fake = FakeServer::start(&FAKE).await;
    fake.on_any().times(1).json(200, json!({ "team": 1 }));
    fake.on_any().times(1).pass_through();
    assert_eq!(post(&fake, "/v1/teams", json!({ "team_id": "a" })).await, json!({ "team": 1 }));
    assert_eq!(fake.snapshot(), json!({}), "a rule changes nothing");
    post(&fake, "/v1/teams", json!({ "team_id": "a" })).await;
    assert_eq!(values(&fake.snapshot(), "w.team", "team_id"), ["a"]);
}

#[tokio::test]
async fn operations_without_a_resource_respond_with_examples() {
    let fake = FakeServer::start(&FAKE).await;
    assert_eq!(get(&fake, "/v1/teams/unknown/count").await, json!({ "count": 70 }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_requests_are_consistent() {
    let fake = std::sync::Arc::new(FakeServer::start(&FAKE).await);
    let calls = (0..64).map(|number| {
        let fake = std::sync::Arc::clone(&fake);
        // Each id is used by two requests, and each request without an id gets its own.
        tokio::spawn(async move {
            let id = number / 4;
            let fields = if number % 2 == 0 { json!({ "team_id": format!("x{id}") }) } else { json!({}) };
            send(&fake, "POST /v1/teams", Some(fields)).await.0
        })
    });
    let mut created = 0;
    for call in calls.collect::<Vec<_>>() {
        created += usize::from(call.await.expect("the task ends") == 200);
    }
    assert_eq!(created, 48);
    let ids = values(&fake.snapshot(), "w.team", "team_id");
    let unique: std::collections::BTreeSet<String> = ids.iter().map(ToString::to_string).collect();
    assert_eq!((ids.len(), unique.len()), (48, 48));
}
