//! Lenient decoding of responses: an invalid value causes a warning, and the call succeeds.

use api_client_runtime::testing::{LoopbackServer, MockResponse};
use sendbird_platform::calls::{Room, RoomType};
use sendbird_platform::chat::MetadataValue;
use sendbird_platform::{Client, Error, Response, RetryPolicy, TimestampMillis};

async fn retrieve(response: MockResponse) -> Result<Response<Room>, Error> {
    let server = LoopbackServer::start().await;
    server.queue(response);
    let builder = Client::builder("EXAMPLE-APP-ID").api_token("EXAMPLE-API-TOKEN").retry(RetryPolicy::none());
    let client = builder.base_url(server.url()).build().expect("the configuration is valid");
    client.calls().group_call().retrieve_room("room").response().await
}

#[tokio::test]
async fn invalid_values_are_warnings_with_their_location() {
    let cases: &[(&str, &[&str])] = &[
        (r#"{"room":{"room_id":"1"}}"#, &[]),
        (r#"{"room":{"room_id":"1","room_type":null,"custom_items":null,"current_participants":null}}"#, &[]),
        (r#"{"room":{"room_id":"1","created_at":1752480000000.0,"brand_new":{"x":[1]}}}"#, &[]),
        (
            r#"{"room":{"room_id":"1","created_at":"yesterday"}}"#,
            &["$.room.created_at: expected an integer, found a string"],
        ),
        (r#"{"room":{"room_id":"1","room_type":"huge_room"}}"#, &["$.room.room_type: unknown value `huge_room`"]),
        (
            r#"{"room":{"room_id":"1","current_participants":[{"participant_id":"a"},7,{"state":"exited"},{"participant_id":"b","duration":"3"}]}}"#,
            &[
                "$.room.current_participants[1]: expected an object, found a number",
                "$.room.current_participants[2]: has no usable `participant_id`, which identifies it",
                "$.room.current_participants[3].duration: expected an integer, found a string",
            ],
        ),
        (
            r#"{"room":{"room_id":"1","custom_items":{"a":"b","c":1}}}"#,
            &["$.room.custom_items[*]: expected a string, found a number"],
        ),
        (
            r#"{"room":{"room_id":"1","current_participants":{}}}"#,
            &["$.room.current_participants: expected a list, found an object"],
        ),
    ];
    for (body, expected) in cases {
        let response = retrieve(MockResponse::json(200, *body)).await.unwrap_or_else(|error| panic!("{body}: {error}"));
        let warnings: Vec<String> = response.warnings().iter().map(ToString::to_string).collect();
        assert_eq!(warnings, *expected, "{body}");
        assert_eq!(response.room_id, "1");
        assert_eq!(response.raw_body(), body.as_bytes(), "the raw body is available");
    }
}

#[tokio::test]
async fn valid_values_are_kept() {
    let body = r#"{"room":{"room_id":"1","room_type":"huge_room","current_participants":[{"participant_id":"a","exit_at":1752480000000},{}]}}"#;
    let room = retrieve(MockResponse::json(200, body)).await.expect("the call succeeds").into_value();
    assert_eq!(room.room_type, Some(RoomType::from("huge_room")));
    assert_eq!(room.room_type.as_ref().map(RoomType::as_str), Some("huge_room"));
    assert_eq!(room.current_participants.len(), 1, "an element without its identifier is left out");
    assert_eq!(
        room.current_participants[0].exited_at.map(TimestampMillis::as_millis),
        Some(1_752_480_000_000),
        "the alternative name of the field is read"
    );
}

#[tokio::test]
async fn malformed_response_is_an_error_that_states_whether_the_call_was_executed() {
    for body in ["", "not json", "[]", "{}", r#"{"room":null}"#, r#"{"room":{"state":"open"}}"#, &"[".repeat(100_000)] {
        let error = retrieve(MockResponse::json(200, body)).await.expect_err(body);
        let Error::Decode(decode) = &error else { panic!("{body}: {error}") };
        // A body that is not JSON may come from a proxy, so the call may not have been executed.
        let is_json = body.is_empty() || body.starts_with('{') || body == "[]";
        assert_eq!(decode.was_executed(), is_json, "{error}");
        assert_eq!(error.to_string().contains("the server executed the call (200)"), is_json, "{error}");
        assert!(body.as_bytes().starts_with(decode.body()), "the start of the body is kept");
    }
}

#[tokio::test]
async fn html_page_is_an_api_error_that_shows_only_the_title() {
    let content = "<p>user content</p>".repeat(10_000);
    let page = format!("<html>\n<head><title>502 Bad\nGateway</title></head>{content}</html>");
    let error = retrieve(MockResponse::new(502, &[("Content-Type", "text/html")], &page)).await.expect_err("a 502");
    assert!(error.is_server_error());
    assert_eq!(error.status().map(|status| status.as_u16()), Some(502));
    let text = error.to_string();
    let expected = format!(
        "calls.group_call.retrieve_room: 502 Bad Gateway, not in the format of the API's errors (text/html, {} bytes, \
         title \"502 Bad Gateway\"); ",
        page.len()
    );
    assert!(text.starts_with(&expected), "{text}");
    assert!(!format!("{text} {error:?}").contains("user content") && !text.contains('\n'), "{text}");
    let Error::Api(error) = &error else { panic!("{error}") };
    assert_eq!(error.body(), page.as_bytes(), "the program can read the body");
}

#[tokio::test]
async fn error_codes_have_the_predicates_of_the_spec() {
    for (status, code, predicate) in [
        (400, 1_400_126, Error::is_not_found as fn(&Error) -> bool),
        (400, 400_200, Error::is_not_found),
        (400, 400_201, Error::is_already_exists),
        (400, 400_100, Error::is_invalid_request),
        (400, 400_800, Error::is_quota_exceeded),
        (401, 401_120, Error::is_permission_denied),
        (429, 429_100, Error::is_rate_limited),
        (500, 500_999, Error::is_server_error),
    ] {
        let body = format!(r#"{{"error":true,"code":{code},"message":"M","request_id":"r-1"}}"#);
        let error = retrieve(MockResponse::json(status, body)).await.expect_err("an error");
        assert!(predicate(&error), "{code}: {error}");
        assert_eq!((error.code(), error.request_id()), (Some(code), Some("r-1")));
    }
}

/// The documentation has strings only, but recorded responses have booleans too.
#[tokio::test]
async fn user_metadata_has_strings_and_booleans() {
    let server = LoopbackServer::start().await;
    let client = Client::builder("EXAMPLE-APP-ID").api_token("EXAMPLE-API-TOKEN").base_url(server.url()).build();
    let client = client.expect("the configuration is valid");
    server.queue(MockResponse::json(200, r#"{"user_id":"u","metadata":{"a":"north","b":true,"c":null,"d":[1]}}"#));
    let user = client.chat().user().view_user("u").response().await.expect("the user is read");
    assert_eq!(user.metadata["a"].as_str(), Some("north"));
    assert_eq!(user.metadata["b"].as_bool(), Some(true));
    assert_eq!((user.metadata["a"].as_bool(), user.metadata["b"].as_str()), (None, None));
    assert!(matches!(&user.metadata["d"], MetadataValue::Unknown(json) if json[0] == 1), "{user:?}");

    server.queue(MockResponse::json(200, r#"{"a":"north","b":"True"}"#));
    let values: [(&str, MetadataValue); 2] = [("a", "north".into()), ("b", true.into())];
    let stored = client.chat().metadata().create_user_metadata("u", values).await.expect("the metadata is stored");
    assert_eq!(server.requests()[1].body, br#"{"metadata":{"a":"north","b":true}}"#);
    assert_eq!(stored["b"].as_str(), Some("True"));
}
