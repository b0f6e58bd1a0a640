//! Calls of what the client has no method for.

use api_client_runtime::testing::{Answer, LoopbackServer};
use api_client_runtime::{Bytes, Error, JsonValue, Method};

use crate::client::{MAIN, builder, client};

#[tokio::test]
async fn a_raw_call_is_like_any_other() {
    let server = LoopbackServer::start().await;
    let client = client(&server);
    server.answer(Answer::json(200, r#"{"made":true}"#));
    let call = client.raw(Method::POST, &MAIN, "/v2/things/{id}/parts").path("id", "a/b").query("dry", &true);
    let made: JsonValue = call.body("name", "x").send().await.expect("success");
    assert_eq!(made["made"], true);
    let request = server.requests().pop().unwrap_or_default();
    assert_eq!((request.method.as_str(), request.target.as_str()), ("POST", "/v2/things/a%2Fb/parts?dry=true"));
    assert_eq!((request.header("x-key"), request.body.as_slice()), (Some("Key k"), br#"{"name":"x"}"#.as_slice()));

    // A body that is not JSON can be taken as it came.
    server.answer(Answer::new(200, &[("Content-Type", "text/csv")], "a,b\n1,2\n"));
    let table = client.raw(Method::GET, &MAIN, "/v2/table").send::<Bytes>().await.expect("success");
    assert_eq!(table.as_ref(), b"a,b\n1,2\n");
}

#[tokio::test]
async fn raw_calls_are_retried_limited_and_explained_like_others() {
    let server = LoopbackServer::start().await;
    let client = builder(&server).random(|| 0.0).build().expect("valid");
    server.answer(Answer::new(503, &[], ""));
    server.answer(Answer::json(200, "{}"));
    let response = client.raw(Method::GET, &MAIN, "/v2/a").response::<JsonValue>().await.expect("the second attempt");
    assert_eq!(response.attempts(), 2);
    server.answer(Answer::new(503, &[], ""));
    let error = client.raw(Method::POST, &MAIN, "/v2/a").send::<JsonValue>().await.expect_err("once only");
    assert!(error.to_string().starts_with("raw: 503"), "{error}");
    server.answer(Answer::json(400, r#"{"error":{"code":7,"message":"No."}}"#));
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

#[test]
fn what_describes_a_raw_call_is_made_once() {
    let client = crate::client::ClientBuilder::new("acme").key("k").build().expect("valid");
    let describe = |path| format!("{:?}", client.raw(Method::GET, &MAIN, path));
    assert_eq!(describe("/v2/{id}"), describe("/v2/{id}"));
    assert!(describe("/v2/{id}").contains("/v2/{id}"));
}
