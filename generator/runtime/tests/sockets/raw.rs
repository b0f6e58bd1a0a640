//! Raw calls, of endpoints without a method.

#[cfg(feature = "tower")]
use api_client_runtime::Tower;
use api_client_runtime::testing::{LoopbackServer, MockResponse};
use api_client_runtime::{Bytes, Error, File, Host, JsonValue, Method};

use crate::client::{MAIN, builder, client};

#[tokio::test]
async fn raw_call_behaves_like_any_call() {
    let server = LoopbackServer::start().await;
    let client = client(&server);
    server.queue(MockResponse::json(200, r#"{"made":true}"#));
    let call = client.raw(Method::POST, &MAIN, "/v2/things/{id}/parts").path("id", "a/b").query("dry", &true);
    let call = call.maybe(Some(5), |call, limit| call.query("limit", &limit));
    let call = call.maybe(None::<i64>, |call, offset| call.query("offset", &offset));
    let made: JsonValue = call.body("name", "x").send().await.expect("success");
    assert_eq!(made["made"], true);
    let request = server.requests().pop().unwrap_or_default();
    assert_eq!((request.method.as_str(), request.target.as_str()), ("POST", "/v2/things/a%2Fb/parts?dry=true&limit=5"));
    assert_eq!((request.header("x-key"), request.body.as_slice()), (Some("Key k"), br#"{"name":"x"}"#.as_slice()));

    // A body that is not JSON is available as bytes.
    server.queue(MockResponse::new(200, &[("Content-Type", "text/csv")], "a,b\n1,2\n"));
    let table = client.raw(Method::GET, &MAIN, "/v2/table").send::<Bytes>().await.expect("success");
    assert_eq!(table.as_ref(), b"a,b\n1,2\n");
}

#[tokio::test]
async fn raw_calls_have_retries_limits_and_errors_of_any_call() {
    let server = LoopbackServer::start().await;
    let client = builder(&server).random(|| 0.0).build().expect("valid");
    server.queue(MockResponse::new(503, &[], ""));
    server.queue(MockResponse::json(200, "{}"));
    let response = client.raw(Method::GET, &MAIN, "/v2/a").response::<JsonValue>().await.expect("the second attempt");
    assert_eq!(response.attempts(), 2);
    server.queue(MockResponse::new(503, &[], ""));
    let error = client.raw(Method::POST, &MAIN, "/v2/a").send::<JsonValue>().await.expect_err("once only");
    assert!(error.to_string().starts_with("raw: 503"), "{error}");
    server.queue(MockResponse::json(400, r#"{"error":{"code":7,"message":"No."}}"#));
    let error = client.raw(Method::GET, &MAIN, "/v2/{id}").path("id", "1").send::<JsonValue>().await.expect_err("gone");
    assert!(error.is_not_found(), "{error}");
    for (call, words) in [
        (client.raw(Method::GET, &MAIN, "/v2/{id}"), "`id` in the path has no value"),
        (client.raw(Method::GET, &MAIN, "/v2/{id}").path("id", ".."), "`id`"),
    ] {
        let error = call.send::<JsonValue>().await.expect_err("refused");
        assert!(matches!(error, Error::InvalidRequest(_)) && error.to_string().contains(words), "{error}");
    }
}

#[tokio::test]
async fn invalid_path_template_is_an_error() {
    let server = LoopbackServer::start().await;
    let client = client(&server);
    // All reasons are in a table in the unit test.
    for (path, reason) in [
        ("v3/users", "the path `v3/users` does not begin with `/`: write the whole path of the host"),
        ("", "the path `` does not begin with `/`: write the whole path of the host"),
        ("/v3/{id}.json", "contains a placeholder that is not a whole segment: write it as `/{name}/`"),
        ("/v3/{id", "contains a placeholder that is not a whole segment: write it as `/{name}/`"),
        ("/v3/{}", "contains a placeholder without a name of letters, digits and `_`"),
        ("/v3//users", "contains an empty segment: remove one of the two `/`"),
        ("/v3/../users", "contains a segment that leads to a different path: remove `.` and `..`"),
        ("/v3/users?limit=1", "contains a query: set its parameters with `query`"),
        ("/v3/users#top", "contains a fragment, which is never sent: remove it"),
        ("/v3/a b", "contains characters that a path can't have: percent-encode them, or use a placeholder"),
    ] {
        for method in [Method::GET, Method::DELETE] {
            let error = client.raw(method, &MAIN, path).send::<JsonValue>().await.expect_err(path);
            let text = error.to_string();
            assert!(matches!(error, Error::InvalidRequest(_)) && text.ends_with(reason), "{text}");
        }
    }
    let connect = client.raw(Method::CONNECT, &MAIN, "/v3/users").send::<JsonValue>().await.expect_err("no tunnel");
    assert!(connect.to_string().contains("`CONNECT`"), "{connect}");
    let unknown = client.raw(Method::GET, &MAIN, "/v3/{id}").path("id", "1").path("name", "x");
    let error = unknown.send::<JsonValue>().await.expect_err("the path has no such parameter");
    assert_eq!(error.to_string(), "raw: nothing was sent: the path `/v3/{id}` has no parameter `name`");
    let foreign = client.raw(Method::GET, &FOREIGN, "/v3/users").send::<JsonValue>().await.expect_err("a foreign host");
    assert_eq!(foreign.to_string(), "raw: nothing was sent: this client has no host `foreign`");
    assert!(server.requests().is_empty());
    server.queue(MockResponse::json(200, "{}"));
    client.raw(Method::GET, &MAIN, "/v3/a%20b/").send::<JsonValue>().await.expect("the path is sent unchanged");
    assert_eq!(server.requests()[0].target, "/v3/a%20b/");
}

/// A host of a different API.
static FOREIGN: Host = Host {
    name: "foreign",
    url: "https://foreign.example",
    path_prefixes: &[],
    base_url_method: "foreign_base_url",
    auth: None,
    errors: MAIN.errors,
    rate_limit: None,
};

#[tokio::test]
async fn file_makes_the_body_of_a_raw_call_a_form() {
    let server = LoopbackServer::start().await;
    server.queue(MockResponse::json(200, "{}"));
    let call = client(&server).raw(Method::POST, &MAIN, "/v3/files").body("name", "x");
    call.file("file", File::from_bytes("a.txt", "text")).send::<JsonValue>().await.expect("success");
    let request = server.requests().pop().unwrap_or_default();
    assert!(request.header("content-type").is_some_and(|form| form.starts_with("multipart/form-data")));
    assert!(String::from_utf8_lossy(&request.body).contains("filename=\"a.txt\""));
}

/// Without this header, servers respond with 411 or wait for a body.
#[tokio::test]
async fn length_of_an_empty_body_is_sent_with_methods_that_have_bodies() {
    let server = LoopbackServer::start_with(|request| match request.target.as_str() {
        "/v2/moved" => MockResponse::new(307, &[("Location", "/v2/here")], ""),
        _ => MockResponse::json(200, "{}"),
    })
    .await;
    #[allow(unused_mut, reason = "one more with the feature `tower`")]
    let mut clients = vec![client(&server)];
    #[cfg(feature = "tower")]
    {
        let hyper = hyper_util::client::legacy::Client::builder(hyper_util::rt::TokioExecutor::new()).build_http();
        let tower = builder(&server).transport(Tower::new(hyper)).build();
        clients.push(tower.expect("the configuration is valid"));
    }
    for (method, length) in [
        (Method::POST, Some("0")),
        (Method::PUT, Some("0")),
        (Method::PATCH, Some("0")),
        (Method::GET, None),
        (Method::HEAD, None),
        (Method::DELETE, None),
    ] {
        for client in &clients {
            for (path, requests) in [("/v2/a", 1), ("/v2/moved", 2)] {
                let call = client.raw(method.clone(), &MAIN, path);
                let inspected =
                    call.to_http_request().expect("it can be sent").headers().get("content-length").cloned();
                assert_eq!(inspected.as_ref().and_then(|value| value.to_str().ok()), length, "{method}");
                let watched = call.clone().on_upload_progress(|_| {});
                call.clone().send::<()>().await.expect("success");
                watched.send::<()>().await.expect("success");
                #[cfg(feature = "blocking")]
                tokio::task::spawn_blocking(move || call.send::<()>().blocking())
                    .await
                    .expect("no panic")
                    .expect("success");
                let calls = if cfg!(feature = "blocking") { 3 } else { 2 };
                let arrived = server.take_requests();
                assert_eq!(arrived.len(), calls * requests);
                for request in arrived {
                    let headers = request.headers.iter();
                    let lengths = headers.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
                    let lengths: Vec<&str> = lengths.map(|(_, value)| value.as_str()).collect();
                    assert_eq!(
                        (lengths, request.body.len()),
                        (length.into_iter().collect(), 0),
                        "{method} {}",
                        request.target
                    );
                    assert_eq!(request.header("transfer-encoding"), None, "{method}");
                }
            }
        }
    }
    // A body that is not empty has its own length.
    clients[0].raw(Method::POST, &MAIN, "/v2/a").body("b", &1_i64).send::<()>().await.expect("success");
    assert_eq!(server.take_requests()[0].header("content-length"), Some("7"));
}

#[test]
fn description_of_a_raw_call_is_created_once() {
    let client = crate::client::ClientBuilder::new("acme").key("k").build().expect("valid");
    let describe = |path| format!("{:?}", client.raw(Method::GET, &MAIN, path));
    assert_eq!(describe("/v2/{id}"), describe("/v2/{id}"));
    assert!(describe("/v2/{id}").contains("/v2/{id}"));
}
