//! Requests on the wire.

use api_client_runtime as rt;
use rt::Error;
use rt::testing::{LoopbackServer, MockResponse, RecordedRequest};

use crate::client::{Client, ClientBuilder, Color, Create, Delete, List, MAIN, Upload, client};

async fn server() -> LoopbackServer {
    LoopbackServer::start_with(|_| MockResponse::json(200, r#"{"id":"1","widget":{"id":"1"}}"#)).await
}

fn last(server: &LoopbackServer) -> RecordedRequest {
    server.requests().pop().unwrap_or_default()
}

type Set = fn(rt::Call) -> rt::Call;

#[tokio::test]
async fn query_values_are_encoded() {
    let cases: &[(Set, &str)] = &[
        (|call| call, ""),
        (|call| call.query("q", "a b+c&d=e/é%"), "?q=a%20b%2Bc%26d%3De%2F%C3%A9%25"),
        (|call| call.query("q", ""), "?q="),
        (|call| call.query("n", &-7_i64).query("f", &1.5).query("b", &true), "?n=-7&f=1.5&b=true"),
        (|call| call.query("color", &Color::from("sky blue")), "?color=sky%20blue"),
        (|call| call.query("at", &rt::TimestampSeconds::from(5)), "?at=5"),
        (|call| call.query_comma("ids", &rt::string_list(["a,b", "c d"])), "?ids=a%2Cb,c%20d"),
        (|call| call.query_comma("ids", &[""]), "?ids="),
        (|call| call.query_repeated("ids", &rt::string_list(["a", "b"])), "?ids=a&ids=b"),
        (|call| call.query_repeated("ids", &["", ""]).query("z", "1"), "?ids=&ids=&z=1"),
        (|call| call.query_json("ids", &rt::list(["a"])), "?ids=%5B%22a%22%5D"),
        (|call| call.query_comma::<String>("ids", &[]).query_comma("ids", &["a"]), "?ids=a"),
        (|call| call.query("a", "1").query("b", "2").query("a", "3"), "?a=3&b=2"),
        (|call| call.query("a b", "1"), "?a%20b=1"),
    ];
    let server = server().await;
    let client = client(&server);
    for (set, query) in cases {
        let List(call) = client.list();
        List(set(call)).await.unwrap_or_else(|error| panic!("{query}: {error}"));
        assert_eq!(last(&server).target, format!("/v1/widgets{query}"));
    }
    client.list().with(|call| call.extra_query("new one", "x&y")).await.expect("the call succeeds");
    assert_eq!(last(&server).target, "/v1/widgets?new%20one=x%26y");
}

#[tokio::test]
async fn fields_of_a_body_keep_their_order() {
    let cases: &[(Set, &str)] = &[
        (|call| call, "{}"),
        (|call| call.body("b", "x\"y").body("a", &1_i64), r#"{"b":"x\"y","a":1}"#),
        (|call| call.body("a", &1_i64).body("b", &true).body("a", &2_i64), r#"{"a":2,"b":true}"#),
        (|call| call.body("a", &1_i64).body_null("a"), r#"{"a":null}"#),
        (
            |call| call.body("list", &rt::list([1.5, 2.0])).body("map", &rt::string_map([("k", "v")])),
            r#"{"list":[1.5,2.0],"map":{"k":"v"}}"#,
        ),
        (
            |call| call.body("a", &1_i64).extra_body_field("new", serde_json::json!({"x": [1]})),
            r#"{"a":1,"new":{"x":[1]}}"#,
        ),
        (|call| call.body("a", &1_i64).replace_body(serde_json::json!([1, 2])), "[1,2]"),
    ];
    let server = server().await;
    let client = client(&server);
    for (set, body) in cases {
        let Create(call) = client.create();
        Create(set(call)).await.unwrap_or_else(|error| panic!("{body}: {error}"));
        let request = last(&server);
        assert_eq!(String::from_utf8_lossy(&request.body), *body);
        assert_eq!(request.header("content-type"), Some("application/json; charset=utf-8"));
    }
    for (set, body) in [(None, ""), (Some("torn"), r#"{"reason":"torn"}"#)] {
        let Delete(mut call) = client.delete("1");
        if let Some(reason) = set {
            call = call.body("reason", reason);
        }
        Delete(call).await.expect("the call succeeds");
        let request = last(&server);
        assert_eq!(
            (String::from_utf8_lossy(&request.body).as_ref(), request.header("content-type").is_some()),
            (body, !body.is_empty())
        );
    }
}

#[tokio::test]
async fn values_that_can_not_be_encoded_are_errors() {
    let server = server().await;
    let client = client(&server);
    let (List(list), Create(create)) = (client.list(), client.create());
    let errors = [
        List(list.clone().query("f", &f64::NAN)).await.expect_err("NaN in the query").to_string(),
        List(list.query_comma("f", &[1.0, f64::INFINITY])).await.expect_err("infinity in a list").to_string(),
        Create(create.clone().body("f", &f64::NAN)).await.expect_err("NaN in the body").to_string(),
        Create(create.clone()).with(|call| call.extra_header("bad name", "x")).await.expect_err("no name").to_string(),
        Create(create.header("bad name", "x")).await.expect_err("no name").to_string(),
        client.get("%252e%252e").await.expect_err("dots in disguise").to_string(),
    ];
    let expected = [
        "widgets.list: nothing was sent: `f` is not a finite number",
        "widgets.list: nothing was sent: `f` is not a finite number",
        "widgets.create: nothing was sent: `f` is not a finite number",
        "widgets.create: nothing was sent: the header `bad name` has an invalid name or value",
        "widgets.create: nothing was sent: `bad name` is not a header name",
        "widgets.get: nothing was sent: `id` would lead to a different path",
    ];
    assert_eq!(errors, expected);
    let Create(create) = client.create();
    let late = Create(create.clone().replace_body(serde_json::json!([1])).body("f", "x"));
    let long = client.list().with(|call| call.extra_query("q", &"x".repeat(70_000)));
    for (outcome, words) in [
        (late.await.map(|_| ()), "`f` was set after `replace_body`"),
        (long.await.map(|_| ()), "its URL is invalid (uri too long)"),
        (
            Create(create).with(|call| call.extra_header("X\r\nY", "z")).await.map(|_| ()),
            "the header `X Y` has an invalid",
        ),
    ] {
        let text = outcome.expect_err(words).to_string();
        assert!(text.contains(words) && !text.contains('\n'), "{text}");
    }
    assert!(server.requests().is_empty());
    // A valid value that replaces an invalid one is sent.
    let (List(list), Create(create)) = (client.list(), client.create());
    List(list.query("f", &f64::NAN).query("f", &1.5)).await.expect("the last value counts");
    Create(create.body("f", &f64::NAN).body("f", &2.5)).await.expect("the last value counts");
    assert_eq!(server.requests().len(), 2);
}

/// Sets an invalid part, and returns the reason.
async fn assert_invalid(cases: &[(Set, &str)]) {
    let server = server().await;
    let client = client(&server);
    for (set, reason) in cases {
        let Upload(call) = client.upload(rt::File::from_bytes("a.png", "x"));
        let error = Upload(set(call)).await.map(drop).expect_err(reason);
        assert!(matches!(error, Error::InvalidRequest(_)), "{error}");
        assert_eq!(error.to_string(), format!("widgets.upload: nothing was sent: {reason}"));
    }
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn empty_list_is_an_error_where_it_would_be_left_out() {
    assert_invalid(&[
        (|call| call.query_comma::<String>("ids", &[]), "`ids` is an empty list: leave the parameter out instead"),
        (|call| call.query_repeated::<i64>("ids", &[]), "`ids` is an empty list: leave the parameter out instead"),
        (
            |call| call.query_json("ids", &rt::list::<i64>([])),
            "`ids` is an empty list: leave the parameter out instead",
        ),
        (
            |call| call.body_comma("ids", &rt::list::<i64>([])),
            "`ids` is an empty list: leave the parameter out instead",
        ),
        (
            |call| call.body_repeated("ids", &rt::list::<i64>([])),
            "`ids` is an empty list: leave the parameter out instead",
        ),
        (|call| call.files("more", Vec::new()), "`more` is an empty list: leave the parameter out instead"),
    ])
    .await;
    // A list in JSON may be empty, also in a form.
    let server = server().await;
    let client = client(&server);
    let Create(call) = client.create();
    Create(call.body_comma("ids", &rt::list::<i64>([]))).await.expect("JSON has empty lists");
    assert_eq!(last(&server).json(), serde_json::json!({"ids": []}));
    let Upload(call) = client.upload(rt::File::from_bytes("a.png", "x"));
    Upload(call.body("ids", &rt::list::<i64>([]))).await.expect("it is the text `[]`");
    let body = String::from_utf8_lossy(&last(&server).body).into_owned();
    assert!(body.contains("name=\"ids\"\r\n\r\n[]\r\n"), "{body}");
}

#[tokio::test]
async fn empty_id_is_an_error_everywhere() {
    let ids = rt::string_list(["a", ""]);
    let secret = rt::Sensitive::from(String::new());
    let set: [(rt::Call, &str); 6] = {
        let server = server().await;
        let Create(call) = client(&server).create();
        [
            (call.clone().body("id", &rt::NotEmpty("")), "`id`"),
            (call.clone().body("ids", &rt::not_empty(&ids)), "`ids[1]`"),
            (call.clone().body("token", &rt::NotEmpty(&secret)), "`token`"),
            (call.clone().query("id", &rt::NotEmpty(&ids[1])), "`id`"),
            (call.clone().query_comma("ids", &rt::not_empty(&ids)), "`ids`"),
            (call.header("X-Id", &rt::NotEmpty("")), "`X-Id`"),
        ]
    };
    for (call, part) in set {
        let error = Create(call).await.map(drop).expect_err(part);
        let expected = format!("widgets.create: nothing was sent: {part} is empty, but an id must not be");
        assert_eq!((matches!(error, Error::InvalidRequest(_)), error.to_string()), (true, expected));
    }
    let server = server().await;
    let Create(call) = client(&server).create();
    let call = call.body("ids", &rt::not_empty(&ids[..1])).query("id", &rt::NotEmpty("b"));
    Create(call).await.expect("these ids are not empty");
    assert_eq!(
        (last(&server).target.as_str(), last(&server).json()),
        ("/v1/widgets?id=b", serde_json::json!({"ids": ["a"]}))
    );
}

#[tokio::test]
async fn file_without_a_name_or_media_type_is_not_sent() {
    assert_invalid(&[
        (
            |call| call.file("picture", rt::File::from_bytes("", "x")),
            "`picture` has an empty file name: set one with `name`",
        ),
        (
            |call| call.file("picture", rt::File::from_bytes("a", "x").content_type("")),
            "`picture` has an empty content type: leave it out, or set a media type",
        ),
    ])
    .await;
    let server = server().await;
    client(&server).upload(rt::File::from_bytes("Cat.PNG", "x")).await.expect("the call succeeds");
    let body = String::from_utf8_lossy(&last(&server).body).into_owned();
    assert!(body.contains("filename=\"Cat.PNG\"\r\nContent-Type: image/png\r\n"), "{body}");
}

#[tokio::test]
async fn headers_of_the_connection_and_credentials_can_not_be_set_on_a_call() {
    let connection = "can't be set: it belongs to the connection, and only the transport sets it";
    let standard = "can't be set, because it carries a credential: set the credential on the client's builder";
    let token = "can't be set, because it carries a credential: call `key` on the client's builder";
    let server = server().await;
    let client = client(&server);
    for (name, reason) in [
        ("Host", connection),
        ("host", connection),
        ("HOST", connection),
        ("Content-Length", connection),
        ("content-length", connection),
        ("Transfer-Encoding", connection),
        ("tRANSFER-eNCODING", connection),
        ("Connection", connection),
        ("TE", connection),
        ("Trailer", connection),
        ("Upgrade", connection),
        ("HTTP2-Settings", connection),
        ("Keep-Alive", connection),
        ("Expect", connection),
        ("Proxy-Connection", connection),
        ("Proxy-Authorization", connection),
        ("proxy-anything", connection),
        ("Authorization", standard),
        ("AUTHORIZATION", standard),
        ("Cookie", standard),
        ("X-Key", token),
        ("x-key", token),
    ] {
        // On a call of the token's host, of a different host, and of an operation without a method.
        let raw = || client.raw(rt::Method::GET, &MAIN, "/v1/anything");
        let named: &'static str = name;
        let outcomes = [
            client.list().with(|call| call.extra_header(name, "1")).await.map(drop),
            client.settings().with(|call| call.extra_header(name, "1")).await.map(drop),
            raw().extra_header(name, "1").send::<()>().await,
            raw().header(named, "1").send::<()>().await,
        ];
        for outcome in outcomes {
            let error = outcome.expect_err(name);
            let text = error.to_string();
            assert!(
                matches!(error, Error::InvalidRequest(_))
                    && text
                        .to_lowercase()
                        .contains(&format!("the header `{}` {reason}", name.to_lowercase()).to_lowercase()),
                "{text}"
            );
        }
    }
    let error = client.settings().with(|call| call.extra_query("other key", "1")).await.map(drop).expect_err("a key");
    let reason = "the query parameter `other key` can't be set, because it carries a credential: call `other_key` on the client's builder";
    assert!(error.to_string().ends_with(reason), "{error}");
    let error = client.settings().with(|call| call.query("other key", "1")).await.map(drop).expect_err("a key");
    assert!(error.to_string().ends_with(reason), "{error}");
    assert!(server.requests().is_empty());
    // The name is not reserved on a host with a different location of its key.
    client.list().with(|call| call.extra_query("other key", "1")).await.expect("it is a parameter like any other");
}

#[tokio::test]
async fn headers_about_content_can_be_replaced_but_not_that_of_a_form() {
    let server = server().await;
    let client = client(&server);
    let change = |call: rt::Call| {
        call.extra_header("accept", "text/csv")
            .extra_header("user-agent", "mine/1")
            .extra_header("content-type", "application/merge-patch+json")
    };
    client.create().with(change).await.expect("the call succeeds");
    let request = last(&server);
    let of = |name: &str| {
        let values = request.headers.iter().filter(|(found, _)| found.eq_ignore_ascii_case(name));
        values.map(|(_, value)| value.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(of("accept"), ["text/csv"]);
    assert_eq!(of("user-agent"), ["mine/1"]);
    assert_eq!(of("content-type"), ["application/merge-patch+json"]);
    assert_invalid(&[
        (
            |call| call.extra_header("Content-Type", "multipart/form-data"),
            "the header `content-type` can't be set for a form, because it contains the form's boundary",
        ),
        (
            |call| call.header("Content-Type", "multipart/form-data"),
            "the header `content-type` can't be set for a form, because it contains the form's boundary",
        ),
    ])
    .await;
}

#[tokio::test]
async fn unknown_path_parameter_is_an_error() {
    assert_invalid(&[
        (|call| call.path("id", "1"), "the path `/v1/pictures` has no parameter `id`"),
        (|call| call.path("pictures", "1"), "the path `/v1/pictures` has no parameter `pictures`"),
    ])
    .await;
}

#[tokio::test]
async fn each_host_gets_its_own_token_and_configured_path_values() {
    let (main, other) = (server().await, server().await);
    let builder =
        ClientBuilder::new("acme-1").key("k").base_url(main.url()).other_base_url(&format!("{}/prefix/", other.url()));
    let client = builder.build().expect("the configuration is valid");
    client.get("1").await.expect("the call succeeds");
    client.settings().await.expect("the call succeeds");
    assert_eq!((last(&main).header("x-key"), last(&main).target.as_str()), (Some("Key k"), "/v1/widgets/1"));
    assert_eq!(last(&other).header("x-key"), None);
    assert_eq!(last(&other).target, "/prefix/v1/accounts/acme-1/settings?other%20key=other-k");
    assert_eq!(last(&main).header("user-agent"), Some("widgets/1.2.3"));
    assert_eq!(last(&main).header("accept"), Some("application/json"));
}

/// Each row: the settings in their order, and the server that receives the call to each host.
#[tokio::test]
async fn last_base_url_applies() {
    let (one, two) = (server().await, server().await);
    let new = || ClientBuilder::new("acme").key("k");
    for (name, builder, main, other) in [
        ("one for all", new().base_url(one.url()), &one, &one),
        ("all, then one host", new().base_url(one.url()).other_base_url(two.url()), &one, &two),
        ("one host, then all", new().other_base_url(two.url()).base_url(one.url()), &one, &one),
        ("all twice", new().base_url(two.url()).base_url(one.url()), &one, &one),
        ("one host twice", new().base_url(one.url()).other_base_url(one.url()).other_base_url(two.url()), &one, &two),
        (
            "one host, all, and the host again",
            new().other_base_url(one.url()).base_url(one.url()).other_base_url(two.url()),
            &one,
            &two,
        ),
    ] {
        let client = builder.build().expect("the configuration is valid");
        let before = main.requests().len();
        client.get("1").await.expect(name);
        assert_eq!(main.requests().len(), before + 1, "{name}");
        let before = other.requests().len();
        client.settings().await.expect(name);
        assert_eq!(other.requests().len(), before + 1, "{name}");
    }
}

#[tokio::test]
async fn request_can_be_inspected_cloned_and_sent_again() {
    let server = server().await;
    let client = client(&server);
    let request = client.get("a b").with(|call| call.extra_header("X-Extra", "1"));
    let http = request.to_http_request().expect("it can be sent");
    assert_eq!(http.uri().path(), "/v1/widgets/a%20b");
    assert!(http.headers().get("x-key").is_none(), "without the token");
    request.clone().await.expect("the call succeeds");
    request.await.expect("the call succeeds");
    let requests = server.requests();
    assert_eq!(requests[0], requests[1]);
    assert_eq!(requests[0].header("x-extra"), Some("1"));
}

#[test]
fn configuration_that_changes_the_host_is_an_error() {
    for account in ["", "a.b", "evil.example/", "a@b", "-a", "a b", "é"] {
        let error = ClientBuilder::new(account).key("k").build().expect_err(account);
        assert!(matches!(error, Error::Configuration(_)), "{account}: {error}");
    }
    for (url, allowed) in
        [("http://widgets.example", false), ("http://127.0.0.1:1", true), ("https://widgets.example/x", true)]
    {
        let outcome: Result<Client, Error> = ClientBuilder::new("acme").base_url(url).build();
        assert_eq!(outcome.is_ok(), allowed, "{url}");
    }
    assert!(ClientBuilder::new("acme").base_url("http://widgets.example").allow_plain_http().build().is_ok());
}
