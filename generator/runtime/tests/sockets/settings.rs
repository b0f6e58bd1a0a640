//! Settings of a client that change its requests: default headers, the user agent and base URLs.

use api_client_runtime::testing::{LoopbackServer, MockResponse};

use crate::client::{ClientBuilder, builder};

fn problem(builder: ClientBuilder) -> String {
    builder.build().expect_err("the configuration is invalid").to_string()
}

#[tokio::test]
async fn default_headers_are_sent_with_each_call_but_not_to_signed_urls() {
    let server = LoopbackServer::start().await;
    let client = builder(&server)
        .default_header("X-Team", "first")
        .default_header("x-team", "canary-team")
        .default_header("Accept-Language", "ko")
        .default_header("Accept", "application/vnd.widgets+json")
        .user_agent_suffix("my-service/1.4 (eu; test)")
        .build()
        .expect("the configuration is valid");
    for _ in 0..2 {
        server.queue(MockResponse::json(200, r#"{"widget":{"id":"1"}}"#));
    }
    client.get("1").await.expect("the call succeeds");
    // A header of a call overrides the default one.
    client.get("1").with(|call| call.extra_header("X-Team", "mine")).await.expect("the call succeeds");
    server.queue(MockResponse::json(200, "{}"));
    client.settings().await.expect("the call succeeds");
    server.queue(MockResponse::new(200, &[], "content"));
    client.download(server.url()).bytes(100).await.expect("the file is there");
    server.queue(MockResponse::new(204, &[], ""));
    let file = api_client_runtime::File::from_bytes("a", "x");
    client.upload_form(server.url()).file(file).await.expect("the form is accepted");

    let requests = server.requests();
    let header = |name: &str| requests.iter().map(|request| request.header(name)).collect::<Vec<_>>();
    assert_eq!(header("x-team"), [Some("canary-team"), Some("mine"), Some("canary-team"), None, None]);
    assert_eq!(header("accept-language"), [Some("ko"), Some("ko"), Some("ko"), None, None]);
    assert_eq!(header("accept")[0], Some("application/vnd.widgets+json"));
    assert!(header("user-agent").iter().all(|agent| *agent == Some("widgets/1.2.3 my-service/1.4 (eu; test)")));
    let request = client.get("1").to_http_request().expect("the request is valid");
    assert_eq!(request.headers()["x-team"], "canary-team");
    let output = format!("{client:?} {request:?}");
    assert!(!output.contains("canary"), "{output}");
}

#[test]
fn headers_of_the_client_can_not_be_default_headers() {
    let own = || ClientBuilder::new("acme").key("k");
    for (name, value, expected) in [
        ("Host", "x", "it belongs to the connection"),
        ("content-length", "1", "it belongs to the connection"),
        ("Transfer-Encoding", "chunked", "it belongs to the connection"),
        ("Proxy-Authorization", "x", "it belongs to the connection"),
        ("Authorization", "Bearer canary", "set the credential on the client's builder"),
        ("Cookie", "canary", "set the credential on the client's builder"),
        ("x-KEY", "canary", "call `key` on the client's builder"),
        ("Content-Type", "text/csv", "it belongs to the body of a call"),
        ("a b", "canary", "has an invalid name or value"),
        ("", "canary", "has an invalid name or value"),
        ("X-A", "canary\r\nX-B: 1", "has an invalid name or value"),
    ] {
        let builder = own().default_header(name, value);
        assert!(!format!("{builder:?}").contains("canary"));
        let text = problem(builder);
        assert!(text.contains(&format!("the header `{name}` of `default_header`")), "{text}");
        assert!(text.contains(expected) && !text.contains("canary"), "{text}");
    }
    for suffix in ["", " ", "a\nb", "caf\u{e9}", "a\tb"] {
        assert!(problem(own().user_agent_suffix(suffix)).contains("`user_agent_suffix`"), "{suffix:?}");
    }
}

#[test]
fn base_url_with_the_path_of_the_operations_is_an_error() {
    let own = || ClientBuilder::new("acme").key("k");
    assert_eq!(
        problem(own().base_url("https://gateway.example/widgets/v1/")),
        "can't build the client: the URL of `base_url` can't be used: it ends with `/v1`, and the paths of the host \
         `main` begin with `/v1` too; write `https://gateway.example/widgets`"
    );
    assert!(problem(own().other_base_url("https://other.example/v1")).contains("`other_base_url`"));
    own().base_url("https://gateway.example/widgets").build().expect("a gateway may have a path");
    own().base_url("https://gateway.example/v1/widgets").build().expect("the path is not doubled");
}
