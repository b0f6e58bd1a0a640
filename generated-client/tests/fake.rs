//! The fake server responds to each example of the spec, and reports invalid requests.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::TcpStream;

use sendbird_platform::calls::group_call::{ListRooms, RetrieveRoom};
use sendbird_platform::chat::user::ListUsers;
use sendbird_platform::testing::{FakeServer, decoders};
use sendbird_platform::{Client, Error, JsonValue, OPERATIONS};

/// Sends a literal request of the spec and returns the response.
fn exchange(fake: &FakeServer, host: &str, literal: &str) -> String {
    let address = fake.url(host).expect("the host is known").trim_start_matches("http://").to_owned();
    let (head, body) = literal.split_once("\n\n").unwrap_or((literal.trim_end(), ""));
    let is_form = head.contains("multipart/form-data");
    let body = if is_form { format!("{}\r\n", body.trim_end().replace('\n', "\r\n")) } else { body.to_owned() };
    let (line, headers) = head.split_once('\n').unwrap_or((head, "Accept: */*"));
    let headers = headers.replace('\n', "\r\n");
    let length = body.len();
    let message = format!("{line} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n{headers}\r\n\r\n{body}");
    let mut stream = TcpStream::connect(address).expect("the server listens");
    stream.write_all(message.as_bytes()).expect("the server reads");
    stream.shutdown(std::net::Shutdown::Write).expect("the connection is open");
    let mut response = String::new();
    stream.read_to_string(&mut response).expect("the server responds");
    response
}

fn description() -> JsonValue {
    include_str!("../src/testing.json").parse().expect("the description is JSON")
}

fn members<'j>(json: &'j JsonValue, key: &str) -> impl Iterator<Item = &'j JsonValue> {
    json[key].as_array().into_iter().flatten()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_example_gets_its_own_response() {
    let fake = FakeServer::start().await.stateless();
    let description = description();
    let mut count = 0;
    for operation in members(&description, "operations") {
        for (index, example) in members(operation, "examples").enumerate() {
            let text = |key: &str| example[key].as_str();
            if members(operation, "examples").take(index).any(|before| before["request"] == example["request"]) {
                // The same request with a different response, which needs a rule.
                continue;
            }
            let host = operation["host"].as_str().unwrap_or_default();
            let response = exchange(&fake, host, text("request").unwrap_or_default());
            let received = fake.requests().pop().expect("the request arrived");
            assert_eq!(received.operation, operation["id"].as_str());
            assert_eq!((received.example, received.host), (text("name"), host), "{:?}", received.operation);
            assert!(response.starts_with("HTTP/1.1 200 "), "{:?}: {response}", received.operation);
            if let Some(expected) = text("response") {
                assert!(response.ends_with(&format!("\r\n\r\n{expected}")), "{:?}: {response}", received.operation);
            }
            count += 1;
        }
    }
    fake.assert_no_violations();
    let without_example = members(&description, "operations").filter(|operation| operation["examples"].is_null());
    assert_eq!(without_example.count(), 0, "each operation has an example");
    assert!(count >= OPERATIONS.iter().map(|operations| operations.len()).sum::<usize>(), "{count}");
}

#[test]
fn description_and_decoders_have_every_operation() {
    let known: BTreeSet<&str> =
        OPERATIONS.iter().flat_map(|operations| operations.iter()).map(|known| known.id()).collect();
    let description = description();
    let described: BTreeSet<&str> =
        members(&description, "operations").filter_map(|operation| operation["id"].as_str()).collect();
    assert_eq!(described, known);
    let decoded: BTreeSet<&str> = decoders().iter().flat_map(|all| all.iter()).map(|(known, _)| known.id()).collect();
    assert_eq!(decoded, known);
}

#[test]
fn decoders_accept_each_example() {
    let description = description();
    let mut read = 0;
    for (operation, decode) in decoders().iter().flat_map(|all| all.iter()) {
        let has_id = |described: &&JsonValue| described["id"] == operation.id();
        let described = members(&description, "operations").find(has_id).expect("the operation is described");
        for response in members(described, "examples").filter_map(|example| example["response"].as_str()) {
            let outcome = decode(response.as_bytes());
            assert!(outcome.is_ok(), "{}: {outcome:?}", operation.id());
            read += 1;
        }
    }
    assert!(read > 300, "{read}");
}

/// A success status is not enough: all operations reject an error of the API, a page of a proxy and a truncated body.
#[test]
fn errors_with_a_success_status_are_errors() {
    let error = r#"{"error":true,"code":400201,"message":"User not found."}"#;
    for (operation, decode) in decoders().iter().flat_map(|all| all.iter()) {
        let id = operation.id();
        for body in ["<html><title>Sign in</title></html>", "OK", "{", "{\"a\":1,}"] {
            let outcome = decode(body.as_bytes());
            assert!(matches!(outcome, Err(Error::Decode(_))), "{id}: {body}: {outcome:?}");
        }
        let outcome = decode(error.as_bytes());
        if operation.host() == "desk" {
            // It is unknown how to recognize an error of this host in a success response.
            continue;
        }
        let is_error = matches!(&outcome, Err(Error::Api(error)) if error.code() == Some(400_201));
        assert!(is_error, "{id}: {outcome:?}");
    }
}

#[tokio::test]
async fn invalid_call_gets_an_error_in_the_format_of_its_host() {
    let fake = FakeServer::start().await;
    let client = fake.client();
    let error = client.chat().user().list_users().limit(1000).await.expect_err("the limit is too high");
    assert!(error.is_invalid_request() && error.code().is_some(), "{error}");
    assert!(error.to_string().contains("query parameter `limit` is 1000; the maximum is 100"), "{error}");

    let other =
        Client::builder("EXAMPLE-APP-ID").api_token("MINE").calls_base_url(fake.url("calls").unwrap_or_default());
    let other = other.build().expect("the configuration is valid");
    let error = other.calls().group_call().list_rooms().await.expect_err("the token is wrong");
    assert!(error.is_permission_denied(), "{error}");
    assert!(!error.to_string().contains("MINE") && !format!("{:?}", fake.violations()).contains("MINE"), "{error}");

    let misdirected = fake.builder().calls_base_url(fake.url("chat").unwrap_or_default()).build().expect("it is valid");
    let error = misdirected.calls().group_call().list_rooms().await.expect_err("the host is wrong");
    assert!(error.to_string().contains("the host `chat` does not have this operation, but `calls` does"), "{error}");

    let desk = client.desk().ticket().view_ticket(7).with(|call| call.extra_query("x", "1"));
    let error = desk.await.expect_err("the parameter is unknown");
    assert!(error.code().is_none() && error.to_string().contains("query parameter `x` is unknown"), "{error}");
    assert_eq!(fake.violations().len(), 4);
    let operations: Vec<Option<&str>> = fake.violations().iter().map(|violation| violation.operation).collect();
    assert_eq!(operations[..3], [Some(ListUsers::OPERATION.id()), Some(ListRooms::OPERATION.id()), None]);
}

#[tokio::test]
async fn rules_replace_default_responses() {
    let fake = FakeServer::start().await;
    let client = fake.client();
    fake.on(RetrieveRoom::OPERATION).error(1_400_126);
    fake.on(ListRooms::OPERATION).example("minimal");
    let error = client.calls().group_call().retrieve_room("x").await.expect_err("the room does not exist");
    assert!(error.is_not_found(), "{error}");
    let rooms = client.calls().group_call().list_rooms().limit(3).await.expect("rooms are listed");
    assert!(rooms.rooms.is_empty(), "{rooms:?}");
    client.calls().user().list_users().await.expect("other operations have the default response");
    assert_eq!(fake.requests_of(RetrieveRoom::OPERATION).len(), 1);
    assert_eq!(fake.requests().len(), 3);
    fake.assert_no_violations();
}
