//! What comes back, and what of it is kept.

use std::sync::{Arc, Mutex};

use api_client_runtime as rt;
use rt::testing::{Answer, LoopbackServer};
use rt::{Error, Response};

use crate::client::{Color, Widget, builder, client};

async fn get(body: &str) -> Result<Response<Widget>, Error> {
    let server = LoopbackServer::start().await;
    server.answer(Answer::json(200, body));
    client(&server).get("1").response().await
}

#[tokio::test]
async fn what_does_not_fit_is_left_out_with_a_warning() {
    let cases: &[(&str, &[&str])] = &[
        (r#"{"id":"1","size":16.0,"weight":3}"#, &[]),
        (r#"{"id":"1","size":null,"color":null,"tags":null,"labels":null,"part":null,"extra":null}"#, &[]),
        (r#"{"id":"1","new":{"a":[1,{"b":2}]}}"#, &[]),
        // What looks like the private form of a number is an object like any other.
        (
            r#"{"id":"1","labels":{"$serde_json::private::Number":"x"},"extra":{"$serde_json::private::Number":"1"}}"#,
            &[],
        ),
        (r#"{"id":"1","size":1.5}"#, &["$.widget.size: 1.5 is no 64-bit integer"]),
        (
            r#"{"id":"1","size":9223372036854775808}"#,
            &["$.widget.size: 9223372036854775808 does not fit a 64-bit integer"],
        ),
        (r#"{"id":"1","size":1e300}"#, &["$.widget.size: 1e300 is no 64-bit integer"]),
        (r#"{"id":"1","size":"7"}"#, &["$.widget.size: expected an integer, found a string"]),
        (
            r#"{"id":"1","weight":true,"sold":1}"#,
            &[
                "$.widget.weight: expected a number, found a boolean",
                "$.widget.sold: expected a boolean, found a number",
            ],
        ),
        (r#"{"id":"1","color":"mauve"}"#, &["$.widget.color: unknown value `mauve`"]),
        (
            r#"{"id":"1","tags":["a",null,{"b":1},"c"]}"#,
            &[
                "$.widget.tags[1]: expected a string, found null",
                "$.widget.tags[2]: expected a string, found an object",
            ],
        ),
        (r#"{"id":"1","labels":{"a b":1,"c":"d"}}"#, &[r#"$.widget.labels["a b"]: expected a string, found a number"#]),
        (r#"{"id":"1","labels":[]}"#, &["$.widget.labels: expected an object, found a list"]),
        (r#"{"id":"1","part":{"size":1}}"#, &["$.widget.part: has no usable `id`, which identifies it"]),
        (
            r#"{"id":"1","part":{"id":7}}"#,
            &[
                "$.widget.part.id: expected a string, found a number",
                "$.widget.part: has no usable `id`, which identifies it",
            ],
        ),
        (r#"{"id":"1","made_at":"2024-01-01"}"#, &["$.widget.made_at: expected an integer, found a string"]),
    ];
    for (widget, expected) in cases {
        let response =
            get(&format!(r#"{{"widget":{widget}}}"#)).await.unwrap_or_else(|error| panic!("{widget}: {error}"));
        let warnings: Vec<String> = response.warnings().iter().map(ToString::to_string).collect();
        assert_eq!(warnings, *expected, "{widget}");
        assert_eq!(response.id, "1");
    }
}

#[tokio::test]
async fn what_fits_is_kept_beside_what_does_not() {
    let body = r#"{"widget":{"id":"0","id":"1","colour":"mauve","tags":["a",1,"b\n"],"labels":{"x":"y","z":0},"part":{"id":"2","part":{"id":"3"}},"extra":{"k":[1,"two",null]},"made_at":5}}"#;
    let widget = get(body).await.expect("the call succeeds").into_value();
    assert_eq!(widget.id, "1", "of two equal keys the last counts");
    assert_eq!(widget.color, Some(Color::from("mauve")), "an unknown value is kept, under its other name");
    assert_eq!(widget.tags, ["a", "b\n"]);
    assert_eq!(widget.labels.len(), 1);
    assert_eq!(widget.part.and_then(|part| part.part).map(|part| part.id).as_deref(), Some("3"));
    assert_eq!(widget.extra, Some(serde_json::json!({"k": [1, "two", null]})));
    assert_eq!(widget.made_at.map(rt::TimestampMillis::as_millis), Some(5));
}

/// A server that cuts text in the middle of an emoji must not cost the whole answer.
#[tokio::test]
async fn half_a_character_is_replaced() {
    let response =
        get(r#"{"widget":{"id":"1","tags":["cut \ud83d","\ud83d\ude00"]}}"#).await.expect("the call succeeds");
    assert_eq!(response.tags, ["cut \u{fffd}", "😀"]);
    let warnings: Vec<String> = response.warnings().iter().map(ToString::to_string).collect();
    assert_eq!(warnings, ["$: a text has one half of a character, which was replaced"]);
}

#[tokio::test]
async fn only_unreadable_answers_fail() {
    for body in [
        "",
        "x",
        "[]",
        "7",
        "{}",
        r#"{"widget":[]}"#,
        r#"{"widget":{}}"#,
        r#"{"widget":{"id":null}}"#,
        "\u{1}",
        &"{\"widget\":".repeat(50_000),
    ] {
        let error = get(body).await.expect_err(body);
        assert!(matches!(error, Error::Decode(_)), "{body}: {error}");
    }
    let server = LoopbackServer::start().await;
    let client = client(&server);
    for body in ["", "{}", "\"\"", "no json at all"] {
        server.answer(Answer::new(200, &[], body));
        client.delete("1").await.unwrap_or_else(|error| panic!("an answer of no interest is not looked at: {error}"));
    }
    server.answer(Answer::raw("HTTP/1.1 204 No Content\r\n\r\n"));
    assert_eq!(client.settings().await.expect("an empty answer is null"), rt::JsonValue::Null);
}

#[tokio::test]
async fn warnings_are_capped_counted_reported_and_made_errors() {
    let tags = vec!["0"; 1500].join(",");
    let body = format!(r#"{{"widget":{{"id":"1","tags":[{tags}]}}}}"#);
    let response = get(&body).await.expect("the call succeeds");
    assert_eq!((response.warnings().len(), response.uncounted_warnings()), (1000, 500));
    let error = get(&body.replace(r#""id":"1","#, "")).await.expect_err("there is no identifier");
    assert!(error.to_string().contains("it does not fit in more than 1000 places"), "{error}");

    let server = LoopbackServer::start_with(|_| Answer::json(200, r#"{"widget":{"id":"1","size":"x"}}"#)).await;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let hooked = builder(&server).on_warning(move |operation, warning| {
        let text = format!("{} {warning}", operation.id());
        log.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(text);
    });
    hooked.build().expect("valid").get("1").await.expect("the call succeeds");
    let seen = seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
    assert_eq!(seen, ["widgets.get $.widget.size: expected an integer, found a string"]);

    let strict = builder(&server).strict(true).build().expect("valid");
    let error = strict.get("1").await.expect_err("a warning is an error");
    assert!(error.to_string().contains("$.widget.size: expected an integer"), "{error}");
}
