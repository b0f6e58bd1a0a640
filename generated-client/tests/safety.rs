//! Nothing leaks, and nothing goes where it should not.

use std::time::Duration;

use api_client_runtime::testing::{Answer, LoopbackServer};
use sendbird_platform::calls::{PushTokenType, RoomType};
use sendbird_platform::{Client, ClientBuilder, Error, RetryPolicy};

const CANARY: &str = "CANARY-7f3a9c";

fn builder(url: &str) -> ClientBuilder {
    let builder = Client::builder("EXAMPLE-APP-ID").api_token(CANARY).desk_api_token(CANARY);
    builder.business_messaging_token(CANARY).base_url(url).timeout(Duration::from_secs(5)).retry(RetryPolicy::none())
}

#[tokio::test]
async fn tokens_never_show() {
    let server = LoopbackServer::start().await;
    let builder = builder(server.url());
    let mut shown = vec![format!("{builder:?}"), format!("{builder:#?}")];
    let client = builder.build().expect("the configuration is valid");
    shown.push(format!("{client:?} {client:#?}"));
    let request = client
        .calls()
        .group_call()
        .create_room(RoomType::SmallRoomForVideo)
        .with(|call| call.extra_header("X-Extra", CANARY));
    shown.push(format!("{request:?} {:?}", request.clone().with(|call| call.extra_body_field("secret", CANARY))));
    shown.push(format!("{:?}", request.to_http_request().map(|request| request.headers().clone())));
    for answer in [
        Answer::json(200, r#"{"room":{"room_id":"1"}}"#),
        Answer::json(400, r#"{"code":400100,"message":"bad"}"#),
        Answer::json(200, "no json"),
        Answer::raw(""),
        Answer::new(302, &[("Location", "http://127.0.0.2:9/x")], ""),
    ] {
        server.answer(answer);
        let outcome = request.clone().response().await;
        shown.push(format!("{outcome:?}"));
        if let Err(error) = outcome {
            shown.push(format!("{error} {error:?} {:?}", std::error::Error::source(&error)));
        }
    }
    let outcome = client.calls().user().remove_push_token(CANARY, PushTokenType::FcmVoip, CANARY).await;
    shown.push(format!("{outcome:?}"));
    let bad_token = Client::builder("EXAMPLE-APP-ID").api_token(format!("{CANARY}\n")).build();
    shown.push(format!("{bad_token:?} {}", bad_token.as_ref().err().map(ToString::to_string).unwrap_or_default()));
    for text in &shown {
        assert!(!text.contains(CANARY), "{text}");
    }
    assert!(server.requests().iter().all(|request| request.header("api-token") == Some(CANARY)), "it was really sent");
}

#[tokio::test]
async fn ids_are_one_path_segment_or_refused() {
    for (id, segment) in [
        ("a/b?c#d", Some("a%2Fb%3Fc%23d")),
        ("é 😀", Some("%C3%A9%20%F0%9F%98%80")),
        ("mina@example.com", Some("mina%40example.com")),
        ("100%", Some("100%25")),
        ("..", None),
        (".", None),
        ("%2e%2e", None),
        ("%2E.", None),
        ("", None),
    ] {
        let server = LoopbackServer::start_with(|_| Answer::json(200, "{}")).await;
        let client = builder(server.url()).build().expect("the configuration is valid");
        let outcome = client.calls().user().list_user_calls(id).await;
        let targets: Vec<String> = server.requests().into_iter().map(|request| request.target).collect();
        match segment {
            Some(segment) => assert_eq!(targets, [format!("/v1/users/{segment}/calls")], "{id}"),
            None => {
                let error = outcome.expect_err("the id is refused");
                assert!(matches!(error, Error::InvalidRequest(_)), "{id}: {error}");
                assert!(error.to_string().contains("`user_id`"), "{error}");
                assert!(targets.is_empty(), "{id}: nothing is sent");
            }
        }
    }
}

#[tokio::test]
async fn a_redirect_takes_no_token_to_another_origin() {
    let other = LoopbackServer::start_at("127.0.0.2").await;
    let server = LoopbackServer::start().await;
    let client = builder(server.url()).build().expect("the configuration is valid");
    for status in [301, 302, 303, 307, 308] {
        server.answer(Answer::new(status, &[("Location", &format!("{}/v1/rooms/1", other.url()))], ""));
        let error = client.calls().group_call().retrieve_room("1").await.expect_err("not followed");
        assert!(error.to_string().contains("another origin"), "{error}");
    }
    assert_eq!(other.requests().len(), 0, "the other server was never asked");
    server.answer(Answer::new(307, &[("Location", "/v1/elsewhere")], ""));
    server.answer(Answer::json(200, r#"{"room":{"room_id":"1"}}"#));
    client.calls().group_call().retrieve_room("1").await.expect("a redirect within the origin is followed");
    assert_eq!(server.requests().last().map(|request| request.target.clone()).as_deref(), Some("/v1/elsewhere"));
}

#[test]
fn what_a_client_can_t_be_built_from_is_said() {
    for (builder, words) in [
        (Client::builder("evil.com/"), "`app_id` must be 1 to 63 letters"),
        (Client::builder(""), "`app_id` must be 1 to 63 letters"),
        (Client::builder("A").api_token(""), "`api_token` is empty"),
        (Client::builder("A").base_url("http://example.com"), "plain http would send the token in clear text"),
        (Client::builder("A").calls_base_url("https://x?y"), "`calls_base_url` can't be used"),
    ] {
        let error = builder.build().expect_err(words);
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[tokio::test]
async fn a_missing_token_is_named_before_anything_is_sent() {
    let server = LoopbackServer::start().await;
    let client = Client::builder("A").base_url(server.url()).build().expect("a client without tokens can be built");
    let error = client.calls().user().list_users().await.expect_err("there is no token");
    assert!(matches!(error, Error::Configuration(_)), "{error}");
    assert!(error.to_string().contains("call `api_token` on the client's builder"), "{error}");
    assert!(server.requests().is_empty());
}
