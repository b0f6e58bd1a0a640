//! Decoding of responses.

use std::error::Error as _;
use std::sync::{Arc, Mutex};

use api_client_runtime as rt;
use rt::testing::{LoopbackServer, MockResponse};
use rt::{Error, Method, Response};

use crate::client::{Color, MAIN, Widget, builder, client};

async fn get(body: impl Into<Vec<u8>>) -> Result<Response<Widget>, Error> {
    let server = LoopbackServer::start().await;
    server.queue(MockResponse::bytes(200, &[("Content-Type", "application/json")], &body.into()));
    client(&server).get("1").response().await
}

#[tokio::test]
async fn invalid_values_are_left_out_with_a_warning() {
    let cases: &[(&str, &[&str])] = &[
        (r#"{"id":"1","size":16.0,"weight":3}"#, &[]),
        (r#"{"id":"1","size":null,"color":null,"tags":null,"labels":null,"part":null,"extra":null}"#, &[]),
        (r#"{"id":"1","new":{"a":[1,{"b":2}]}}"#, &[]),
        // An object that looks like the private form of a number is an ordinary object.
        (
            r#"{"id":"1","labels":{"$serde_json::private::Number":"x"},"extra":{"$serde_json::private::Number":"1"}}"#,
            &[],
        ),
        (r#"{"id":"1","size":1.5}"#, &["$.widget.size: 1.5 is not a 64-bit integer"]),
        (
            r#"{"id":"1","size":9223372036854775808}"#,
            &["$.widget.size: 9223372036854775808 does not fit a 64-bit integer"],
        ),
        (r#"{"id":"1","size":1e300}"#, &["$.widget.size: 1e300 is not a 64-bit integer"]),
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
        (r#"{"id":"1","labels":{"a b":1,"c":"d"}}"#, &["$.widget.labels[*]: expected a string, found a number"]),
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
            get(format!(r#"{{"widget":{widget}}}"#)).await.unwrap_or_else(|error| panic!("{widget}: {error}"));
        let warnings: Vec<String> = response.warnings().iter().map(ToString::to_string).collect();
        assert_eq!(warnings, *expected, "{widget}");
        assert_eq!(response.id, "1");
    }
}

#[tokio::test]
async fn valid_values_are_kept_beside_invalid_ones() {
    let body = r#"{"widget":{"id":"0","id":"1","color":"mauve","tags":["a",1,"b\n"],"labels":{"x":"y","z":0},"part":{"id":"2","part":{"id":"3"}},"extra":{"k":[1,"two",null]},"made_at":-5}}"#;
    let widget = get(body).await.expect("the call succeeds").into_value();
    assert_eq!(widget.id, "1", "of two equal keys the last counts");
    assert_eq!(widget.color, Some(Color::from("mauve")), "an unknown value is kept, under its other name");
    assert_eq!(widget.tags, ["a", "b\n"]);
    assert_eq!(widget.labels.len(), 1);
    assert_eq!(widget.part.and_then(|part| part.part).map(|part| part.id).as_deref(), Some("3"));
    assert_eq!(widget.extra, Some(serde_json::json!({"k": [1, "two", null]})));
    assert_eq!(widget.made_at.map(rt::TimestampMillis::as_millis), Some(-5));
}

/// A body that is almost JSON loses only the values that can't be kept, and each repair is a warning.
#[tokio::test]
async fn almost_json_is_repaired_with_warnings() {
    let deep = |levels: usize| format!("{}1{}", "[".repeat(levels), "]".repeat(levels));
    let cases: Vec<(Vec<u8>, &str, Vec<&str>)> = vec![
        (
            br#"{"id":"1","tags":["cut \ud83d","\ud83d\ude00","\ude00\ud83d"]}"#.to_vec(),
            r#"["cut �", "😀", "��"]"#,
            vec![
                "$.widget.tags[0]: has half of a surrogate pair, which was replaced",
                "$.widget.tags[2]: has half of a surrogate pair, which was replaced",
            ],
        ),
        (
            b"{\"id\":\"1\",\"tags\":[\"a\x01b\tc\nd\",\"e\"]}".to_vec(),
            r#"["a\u{1}b\tc\nd", "e"]"#,
            vec!["$.widget.tags[0]: has a raw control character, which was kept"],
        ),
        (
            b"{\"id\":\"1\",\"tags\":[\"caf\xe9\",\"\xc3\xa9\",\"\\n\xff\xfe\"]}".to_vec(),
            r#"["caf�", "é", "\n��"]"#,
            vec![
                "$.widget.tags[0]: has bytes that are not UTF-8, which were replaced",
                "$.widget.tags[2]: has bytes that are not UTF-8, which were replaced",
            ],
        ),
        (
            br#"{"id":"1","size":1e400,"weight":-1e999,"tags":["a"]}"#.to_vec(),
            r#"["a"]"#,
            vec![
                "$.widget.size: is a number out of range and was left out",
                "$.widget.weight: is a number out of range and was left out",
            ],
        ),
        (
            br#"{"id":"1","weight":NaN,"size":-Infinity,"tags":["a"],"extra":[Infinity,7]}"#.to_vec(),
            r#"["a"]"#,
            vec![
                "$.widget.weight: is not a finite number and was left out",
                "$.widget.size: is not a finite number and was left out",
                "$.widget.extra[0]: is not a finite number and was left out",
            ],
        ),
        (
            format!(r#"{{"id":"1","tags":["a"],"extra":{{"k \"}}":[{}, 2]}}}}"#, deep(200)).into_bytes(),
            r#"["a"]"#,
            vec!["$.widget.extra[*][0]"],
        ),
        // Unknown fields are repaired too; their names may be anything.
        (
            b"{\"id\":\"1\",\"new\":{\"a\x02\":[\"\xff\"]},\"tags\":[]}".to_vec(),
            "[]",
            vec![
                "$[*][*][*]: has a raw control character, which was kept",
                "$[*][*][*][0]: has bytes that are not UTF-8, which were replaced",
            ],
        ),
    ];
    for (widget, tags, expected) in cases {
        let output = String::from_utf8_lossy(&widget).into_owned();
        for mark in ["", "\u{feff}"] {
            let body = [mark.as_bytes(), b"{\"widget\":", &widget, b"}\r\n"].concat();
            let response = get(body).await.unwrap_or_else(|error| panic!("{output}: {error}"));
            assert_eq!(format!("{:?}", response.tags), tags, "{output}");
            let mut warnings = response.warnings().iter();
            if !mark.is_empty() {
                let first = warnings.next().map(ToString::to_string);
                assert_eq!(first.as_deref(), Some("$: a byte order mark before the body was skipped"), "{output}");
            }
            let warnings: Vec<String> = warnings.map(ToString::to_string).collect();
            assert_eq!(warnings.len(), expected.len(), "{output}: {warnings:?}");
            for (warning, expected) in warnings.iter().zip(&expected) {
                assert!(warning.starts_with(expected), "{output}: {warning}");
            }
        }
    }
}

/// The paths of warnings contain the keys of maps. `Display` and `Debug` leave them out, because users choose such
/// keys.
#[tokio::test]
async fn keys_of_maps_are_in_paths_but_not_shown() {
    let body = r#"{"widget":{"id":"1","labels":{"canary one":1},"extra":{"canary":{"two":1e400}}}}"#;
    let response = get(body).await.expect("the call succeeds");
    let paths: Vec<&str> = response.warnings().iter().map(rt::Warning::path).collect();
    assert_eq!(paths, [r#"$.widget.labels["canary one"]"#, "$.widget.extra.canary.two"]);
    let output = format!("{:?} {}", response.warnings(), response.warnings()[1]);
    assert!(output.contains("$.widget.extra[*][*]") && !output.contains("canary"), "{output}");
    let long = "k".repeat(100_000);
    let response = get(format!(r#"{{"widget":{{"id":"1","labels":{{"{long}":1}}}}}}"#)).await.expect("success");
    assert!(response.warnings()[0].path().len() < 300, "a path does not multiply a huge key");
}

/// A body with none of the fields of its type is probably not the response of this operation.
#[tokio::test]
async fn object_with_none_of_its_fields_is_a_warning() {
    let server = LoopbackServer::start().await;
    let client = client(&server);
    for (body, has_warning) in [
        (r#"{"ok":true}"#, true),
        ("{}", true),
        (r#"{"id":"1"}"#, false),
        (r#"{"stage":null}"#, false),
        (r#"{"other":1,"stage":"made"}"#, false),
    ] {
        server.queue(MockResponse::json(200, body));
        let made = client.raw(Method::GET, &MAIN, "/v1/any").response::<crate::client::Part>().await.expect("success");
        let warnings: Vec<String> = made.warnings().iter().map(ToString::to_string).collect();
        let expected: &[&str] = if has_warning { &["$: has none of the fields of its type"] } else { &[] };
        assert_eq!(warnings, expected, "{body}");
    }
    // If the API states so, an empty object is a response. A different object still is not.
    for (body, count) in [("{}", 0), (r#"{"ok":true}"#, 1), (r#"{"stage":"made"}"#, 0)] {
        server.queue(MockResponse::json(200, body));
        let stage = client.stage().response().await.expect("success");
        assert_eq!(stage.warnings().len(), count, "{body}: {:?}", stage.warnings());
    }
    // Nested objects are often empty.
    let widget = get(r#"{"widget":{"id":"1","details":{},"extra":{}}}"#).await.expect("success");
    assert!(widget.warnings().is_empty(), "{:?}", widget.warnings());
    let strict = builder(&server).strict(true).build().expect("valid");
    server.queue(MockResponse::json(200, "{}"));
    let error = strict.raw(Method::GET, &MAIN, "/v1/any").send::<crate::client::Part>().await.expect_err("strict");
    assert!(error.to_string().contains("$: has none of the fields of its type"), "{error}");
}

/// Ten digits in a field of milliseconds are a day in 1970. The value is kept, with a warning.
#[tokio::test]
async fn implausible_times_are_kept_with_a_warning() {
    let before = "is before the year 2000 in Unix milliseconds: probably a different unit";
    let after = "is after the year 2100 in Unix milliseconds: probably a different unit";
    for (time, expected) in [
        ("1718000000000", None),
        ("1718000000", Some(before)),
        ("1718000000000000", Some(after)),
        ("1718000000000000000", Some(after)),
        ("946684799999", Some(before)),
        ("946684800000", None),
        ("4133980799999", None),
        ("4133980800000", Some(after)),
        ("1", Some(before)),
        ("0", None),
        ("-1", None),
        ("-1718000000", None),
        // Never.
        ("9223372036854775807", None),
        ("9007199254740991", None),
        ("253402300799000", None),
        ("253402300799999", None),
        ("32503680000000", None),
        ("4294967295000", None),
    ] {
        let widget = get(format!(r#"{{"widget":{{"id":"1","made_at":{time}}}}}"#)).await.expect("the call succeeds");
        assert_eq!(widget.made_at.map(rt::TimestampMillis::as_millis), time.parse().ok(), "{time} is kept");
        let warnings: Vec<String> = widget.warnings().iter().map(ToString::to_string).collect();
        let expected: Vec<String> = expected.iter().map(|text| format!("$.widget.made_at: {time} {text}")).collect();
        assert_eq!(warnings, expected, "{time}");
    }
    for (part, warnings) in [
        (r#"{"sold_at":1718000000,"seen_at":1718000000}"#, 0),
        (r#"{"sold_at":4294967295,"seen_at":1718000000000}"#, 0),
        (r#"{"sold_at":1718000000000,"seen_at":1718000000000000}"#, 2),
        (r#"{"sold_at":253402300799,"seen_at":0}"#, 0),
    ] {
        let widget = get(format!(r#"{{"widget":{{"id":"1","details":{part}}}}}"#)).await.expect("the call succeeds");
        assert_eq!(widget.warnings().len(), warnings, "{part}: {:?}", widget.warnings());
    }
}

#[tokio::test]
async fn only_unreadable_responses_fail() {
    for body in [
        "",
        " \n",
        "\u{feff}",
        "x",
        "[]",
        "7",
        "{}",
        r#"{"widget":[]}"#,
        r#"{"widget":{}}"#,
        r#"{"widget":{"id":null}}"#,
        r#"{"widget":{"id":1e400}}"#,
        r#"{"widget":{"id":"1"}} x"#,
        r#"{"widget":{"id":"1",}}"#,
        "{\"widget\":{\"id\":\"\u{1}\"",
        "\u{1}",
        &"{\"widget\":".repeat(50_000),
        &"[".repeat(100_000),
    ] {
        let error = get(body).await.expect_err(body);
        assert!(matches!(error, Error::Decode(_)), "{body}: {error}");
        assert!(error.may_have_been_executed() && error.source().is_none(), "{body}: {error}");
    }
    let server = LoopbackServer::start().await;
    server.queue(MockResponse::raw("HTTP/1.1 204 No Content\r\n\r\n"));
    assert_eq!(client(&server).settings().await.expect("an empty response is null"), rt::JsonValue::Null);
}

#[tokio::test]
async fn warnings_are_limited_and_are_errors_in_strict_mode() {
    let tags = vec!["0"; 1500].join(",");
    let body = format!(r#"{{"widget":{{"id":"1","tags":[{tags}]}}}}"#);
    let response = get(body.as_str()).await.expect("the call succeeds");
    assert_eq!((response.warnings().len(), response.unlisted_warnings()), (1000, 500));
    let error = get(body.replace(r#""id":"1","#, "")).await.expect_err("there is no identifier");
    assert!(error.to_string().contains("it has more than 1000 problems"), "{error}");

    let server = LoopbackServer::start_with(|_| MockResponse::json(200, r#"{"widget":{"id":"1","size":"x"}}"#)).await;
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

/// A token that the server repeats, such as in an unknown value, is redacted in warnings.
#[tokio::test]
async fn tokens_are_redacted_in_warnings() {
    let server =
        LoopbackServer::start_with(|_| MockResponse::json(200, r#"{"widget":{"id":"1","color":"canary-token"}}"#))
            .await;
    let client = crate::client::ClientBuilder::new("acme").key("canary-token").base_url(server.url()).build();
    let response = client.expect("valid").get("1").response().await.expect("the call succeeds");
    assert_eq!(response.color, Some(Color::from("canary-token")), "the value is unchanged");
    let output = format!("{:?} {}", response.warnings(), response.warnings()[0].message());
    assert!(output.contains("unknown value") && !output.contains("canary"), "{output}");
}

/// Returns the path and the value of each unknown field of a response.
fn unknown<T: rt::Decode>(response: &Response<T>) -> Vec<String> {
    response.unknown_fields().iter().map(|field| format!("{} = {}", field.path(), field.value())).collect()
}

#[tokio::test]
async fn unknown_fields_are_listed() {
    for (body, expected) in [
        (r#"{"widget":{"id":"1","size":1,"color":"red","labels":{"a":"b"},"extra":{"c":[{"d":1}]}}}"#, vec![]),
        // Fields beside the wrapper count, before and after it.
        (r#"{"a":1,"widget":{"id":"1"},"b c":{"d":[2]}}"#, vec!["$.a = 1", "$[\"b c\"] = {\"d\":[2]}"]),
        (
            r#"{"widget":{"x":"\u00e9\n","id":"1","part":{"id":"2","y":null,"part":{"id":"3","z":1e3}},"y":[]}}"#,
            vec!["$.widget.x = \"é\\n\"", "$.widget.part.y = null", "$.widget.part.part.z = 1000.0", "$.widget.y = []"],
        ),
        // The object is left out, but the path leads to the field.
        (r#"{"widget":{"id":"1","part":{"y":1}}}"#, vec!["$.widget.part.y = 1"]),
    ] {
        assert_eq!(unknown(&get(body).await.expect("the call succeeds")), expected, "{body}");
    }
}

#[tokio::test]
async fn unknown_fields_of_pages_are_listed_without_the_cursor() {
    let server = LoopbackServer::start().await;
    for _ in 0..2 {
        let page = r#"{"widgets":[{"id":"1","x":1},{"id":"2"}],"next":"","more":false,"y":2}"#;
        server.queue(MockResponse::json(200, page));
    }
    let expected = ["$.widgets[0].x = 1", "$.y = 2"];
    let response = client(&server).list().response().await.expect("the call succeeds");
    assert_eq!(unknown(&response), expected);
    let mut pages = client(&server).list().pages();
    let page = pages.try_next().await.expect("the call succeeds").expect("there is a page");
    assert_eq!(unknown(&page), expected);
}

#[tokio::test]
async fn unknown_fields_are_limited_and_their_debug_is_redacted() {
    let many: String = (0..3000).map(|index| format!(r#","f{index}":[{{}}]"#)).collect();
    let response = get(format!(r#"{{"widget":{{"id":"1"{many}}}}}"#)).await.expect("the call succeeds");
    let fields = response.unknown_fields();
    assert_eq!((fields.len(), fields[999].path()), (1000, "$.widget.f999"));
    let long = "k".repeat(100_000);
    let response = get(format!(r#"{{"widget":{{"id":"1","{long}":"canary"}}}}"#)).await.expect("the call succeeds");
    let fields = response.unknown_fields();
    assert!(fields[0].path().len() < 300, "a long key is truncated");
    assert!(!format!("{fields:?}").contains("canary"));
    assert_eq!(fields[0].clone().into_value(), "canary");
}
