//! Signatures of events: valid ones, invalid ones, and their errors.
//!
//! The valid signatures were computed with Python's `hmac`, `hashlib` and `base64`.

#![allow(missing_docs, reason = "the types of a test")]

use std::convert::Infallible;
use std::error::Error as _;
use std::fmt::Debug;
use std::pin::Pin;
use std::task::{Context, Poll};

use api_client_runtime as rt;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{FromRef, FromRequest};
use axum::http::{HeaderMap, Request, StatusCode};
use axum::response::IntoResponse;
use axum::routing::post;
use http_body_util::BodyExt;
use rt::testing::sign;
use rt::{EventVerifier, Received, SignatureAlgorithm, SignatureEncoding, SignedEvent, WebhookError, WebhookErrorKind};
use tower::ServiceExt;

const TOKEN: &str = "canary-key-of-today";
const BODY: &str = r#"{"category":"note:sent","text":"a\/b \u00e9","note_id":7}"#;
const SHA1_HEX: &str = "710a5e3ec7f9ad9ce09e3f667c395077408339cc";
const SHA1_BASE64: &str = "cQpePsf5rZzgnj9mfDlQd0CDOcw=";
const SHA256_HEX: &str = "54ae346b66aaa3452b9fe2a81da4dd03db6441b08d05121cacfeebcc7b7a1c47";
const SHA256_BASE64: &str = "VK40a2aqo0Urn+KoHaTdA9tkQbCNBRIcrP7rzHt6HEc=";

rt::record! {
    pub struct Sent redacted [text] {
        pub note_id: i64 = "note_id"; always,
        pub text: Option<String> = "text",
    }
}

/// A product with its own kind of signature.
macro_rules! product {
    ($module:ident, $algorithm:ident, $encoding:ident, $prefix:literal, $hint:literal) => {
        pub mod $module {
            use super::rt;

            #[derive(Clone, Debug, PartialEq)]
            pub enum Event {
                Sent(Box<super::Sent>),
                Unknown(rt::JsonValue),
            }

            impl rt::TaggedUnion for Event {
                const FIELD: &'static str = "category";
                const VALUES: &'static [&'static str] = &["note:sent"];
                fn read(member: usize, value: &mut rt::Reader<'_, '_>) -> Option<Self> {
                    match member {
                        0 => value.member().map(Self::Sent),
                        _ => value.member().map(Self::Unknown),
                    }
                }

                fn unknown(value: rt::JsonValue) -> Self {
                    Self::Unknown(value)
                }
            }

            rt::tagged!(Event, Sent = "note:sent");
            rt::event!(Event, "made_up");

            impl rt::SignedEvent for Event {
                const SIGNATURE: &'static rt::Signature = &rt::Signature {
                    header: "X-Made-Up-Signature",
                    algorithm: rt::SignatureAlgorithm::$algorithm,
                    encoding: rt::SignatureEncoding::$encoding,
                    prefix: $prefix,
                    credential: "hook_token",
                    hint: $hint,
                };
            }
        }
    };
}

product!(sha1_hex, HmacSha1, Hex, "sha1=", "");
product!(sha1_base64, HmacSha1, Base64, "", "");
product!(sha256_hex, HmacSha256, Hex, "", "Only the first token signs.");
product!(sha256_base64, HmacSha256, Base64, "v1=", "");

fn verifier<E: SignedEvent>() -> EventVerifier<E> {
    EventVerifier::new(TOKEN).expect("the token is one")
}

fn outcome<E: SignedEvent + Debug>(values: &[&str]) -> Result<(), WebhookErrorKind> {
    verifier::<E>().read_with_signature(values, BODY.as_bytes()).map(drop).map_err(|error| error.kind())
}

#[test]
fn each_kind_of_signature_is_verified_and_created() {
    fn check<E: SignedEvent + Debug>(right: &str) {
        let signature = E::SIGNATURE;
        assert_eq!(outcome::<E>(&[right]), Ok(()), "{signature:?}");
        assert_eq!(sign::<E>(TOKEN, BODY), ("X-Made-Up-Signature", right.to_owned()));
        let mut wrong = Vec::new();
        let digits = signature.prefix.len()..right.trim_end_matches('=').len();
        for index in digits {
            let mut characters: Vec<char> = right.chars().collect();
            characters[index] = if characters[index] == '0' { '1' } else { '0' };
            wrong.push(characters.into_iter().collect::<String>());
        }
        for wrong in wrong {
            let found = outcome::<E>(&[&wrong]);
            // The last digit of Base64 has bits that must be zero.
            let is_refused =
                matches!(found, Err(WebhookErrorKind::SignatureMismatch | WebhookErrorKind::SignatureMalformed));
            assert!(is_refused, "{wrong} {found:?}");
        }
        for cut in 0..right.trim_end_matches('=').len() {
            assert_eq!(outcome::<E>(&[&right[..cut]]), Err(WebhookErrorKind::SignatureMalformed), "{cut} of {right}");
        }
        for index in 0..BODY.len() {
            let mut body = BODY.as_bytes().to_vec();
            body[index] ^= 1;
            let error = verifier::<E>().read_with_signature([right], &body).expect_err("the body is different");
            assert_eq!(error.kind(), WebhookErrorKind::SignatureMismatch);
        }
    }
    check::<sha1_hex::Event>(&format!("sha1={SHA1_HEX}"));
    check::<sha1_base64::Event>(SHA1_BASE64);
    check::<sha256_hex::Event>(SHA256_HEX);
    check::<sha256_base64::Event>(&format!("v1={SHA256_BASE64}"));
}

#[test]
fn unknown_fields_of_an_event_are_listed() {
    for (body, expected) in [
        (r#"{"category":"note:sent","text":"x","note_id":7}"#, vec![]),
        (r#"{"category":"note:sent","note_id":7,"a":{"b":1},"c":null}"#, vec!["$.a = {\"b\":1}", "$.c = null"]),
        // A value of an unknown type contains all of its fields.
        (r#"{"category":"note:folded","note_id":7}"#, vec![]),
        // An event without its identifier has unknown fields all the same.
        (r#"{"category":"note:sent","a":1}"#, vec!["$.a = 1"]),
        ("[]", vec![]),
        ("{", vec![]),
    ] {
        let fields = sha1_hex::Event::unknown_fields(body.as_bytes());
        let fields: Vec<String> = fields.iter().map(|field| format!("{} = {}", field.path(), field.value())).collect();
        assert_eq!(fields, expected, "{body}");
    }
}

#[test]
fn signature_is_parsed_leniently() {
    use WebhookErrorKind::{SignatureMalformed, SignatureMismatch, SignatureMissing};
    let upper = SHA256_HEX.to_uppercase();
    let other = SHA256_HEX.replace('5', "6");
    let hex: &[(&[&str], Result<(), WebhookErrorKind>)] = &[
        (&[&upper], Ok(())),
        (&[&format!(" \t{SHA256_HEX} ")], Ok(())),
        (&[SHA256_HEX, &upper], Ok(())),
        (&[SHA256_HEX, &other], Err(SignatureMalformed)),
        (&[&other, SHA256_HEX], Err(SignatureMalformed)),
        (&[SHA256_HEX, ""], Err(SignatureMalformed)),
        (&[&other], Err(SignatureMismatch)),
        (&[], Err(SignatureMissing)),
        (&[""], Err(SignatureMalformed)),
        (&["é"], Err(SignatureMalformed)),
        (&[SHA1_HEX], Err(SignatureMalformed)),
        (&[&format!("{SHA256_HEX}00")], Err(SignatureMalformed)),
        (&[&format!("{SHA256_HEX},{SHA256_HEX}")], Err(SignatureMalformed)),
        (&[&format!("sha256={SHA256_HEX}")], Err(SignatureMalformed)),
        (&[&SHA256_HEX.replace('a', "g")], Err(SignatureMalformed)),
        (&[SHA256_BASE64], Err(SignatureMalformed)),
    ];
    for (values, expected) in hex {
        assert_eq!(outcome::<sha256_hex::Event>(values), *expected, "{values:?}");
    }
    let prefixed: &[(&str, bool)] = &[
        (&format!("SHA1={SHA1_HEX}"), true),
        (&format!("sha1= {SHA1_HEX}"), true),
        (SHA1_HEX, false),
        (&format!("sha1:{SHA1_HEX}"), false),
        ("sha1=", false),
        ("sha1", false),
    ];
    for (value, is_right) in prefixed {
        assert_eq!(outcome::<sha1_hex::Event>(&[value]).is_ok(), *is_right, "{value}");
    }
    let base64: &[(&str, bool)] = &[
        (SHA1_BASE64, true),
        (SHA1_BASE64.trim_end_matches('='), true),
        (&SHA1_BASE64.to_lowercase(), false),
        (&format!("{SHA1_BASE64}="), false),
    ];
    for (value, is_right) in base64 {
        assert_eq!(outcome::<sha1_base64::Event>(&[value]).is_ok(), *is_right, "{value}");
    }
}

#[test]
fn tokens_can_be_rotated() {
    type Verifier = EventVerifier<sha256_hex::Event>;
    let both = Verifier::new("old").and_then(|verifier| verifier.add_token("new")).expect("both are tokens");
    for (token, is_right) in [("old", true), ("new", true), ("other", false)] {
        let (name, value) = sign::<sha256_hex::Event>(token, BODY);
        let headers = HeaderMap::from_iter([(name.parse().expect("a name"), value.parse().expect("a value"))]);
        assert_eq!(both.verify(&headers, BODY.as_bytes()).is_ok(), is_right, "{token}");
        assert_eq!(both.clone().read(&headers, BODY.as_bytes()).is_ok(), is_right, "{token}");
    }
    for (token, problem) in [
        ("", "`hook_token` is empty"),
        (" a", "`hook_token` has white space around it"),
        ("a\n", "`hook_token` has white space around it"),
    ] {
        for error in [Verifier::new(token), verifier().add_token(token)].map(|outcome| outcome.expect_err(token)) {
            let output = error.to_string();
            assert!(output.starts_with("can't build the event verifier: ") && output.contains(problem), "{output}");
        }
    }
}

#[test]
fn errors_give_advice_without_secrets() {
    let body = r#"{"category":"note:sent","text":"canary"}"#;
    let read = |values: &[&str], body: &str| {
        verifier::<sha256_hex::Event>().read_with_signature(values, body.as_bytes()).expect_err("something is wrong")
    };
    let right = |body: &str| sign::<sha256_hex::Event>(TOKEN, body).1;
    let expected = right(body);
    let cases = [
        (read(&[], body), 401, "no signature: the request has no header `X-Made-Up-Signature`"),
        (read(&["canary"], body), 401, "does not contain 64 hexadecimal digits"),
        (read(&[SHA256_HEX, &expected], body), 401, "several `X-Made-Up-Signature` headers with different values"),
        (read(&[SHA256_HEX], body), 401, "check that `hook_token` is the token of this application"),
        (read(&[SHA256_HEX], body), 401, "serialized again. Only the first token signs."),
        (read(&[&expected], body), 400, "the body of the event is malformed"),
        (read(&[&right("[1]")], "[1]"), 400, "the body of the event is malformed"),
        (read(&[&right("canary")], "canary"), 400, "it is not JSON"),
        (read(&[&right("")], ""), 400, "the body of the event is malformed"),
    ];
    for (error, status, text) in cases {
        let output = error.to_string();
        assert!(output.contains(text) && !output.contains('\n'), "{output}");
        assert_eq!(error.status().as_u16(), status, "{output}");
        assert!(error.source().is_none(), "the text shows all that is known: {output}");
        let all = format!("{output} {error:?} {}", error.public_message());
        for secret in ["canary", TOKEN, &expected, SHA256_HEX] {
            assert!(!all.contains(secret), "{all}");
        }
    }
    let output = format!("{:?}", verifier::<sha256_hex::Event>());
    assert_eq!(output, r#"EventVerifier { product: "made_up", tokens: 1, max_body_bytes: 1048576 }"#);
}

/// Returns bodies that can't be decoded as an event.
fn malformed() -> Vec<Vec<u8>> {
    let texts = [
        String::new(),
        "canary".into(),
        "[1]".into(),
        "null".into(),
        "\"canary\"".into(),
        "{\"category\":\"note:sent\",\"text\":\"canary\"}".into(),
        format!("\u{feff}[{BODY}]"),
        format!("{BODY}{BODY}"),
        format!("{{\"category\":{}", "[".repeat(10_000)),
        "{\"category\":\"canary".into(),
    ];
    texts.into_iter().map(String::into_bytes).chain([b"\xff\xfe".to_vec()]).collect()
}

/// A body that is almost JSON is repaired, as in responses, because a vendor sends a rejected event only a few times.
#[test]
fn almost_json_event_is_decoded_with_warnings() {
    let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
    for (body, warning) in [
        (format!("\u{feff}{BODY}").into_bytes(), "$: a byte order mark before the body was skipped"),
        (BODY.replacen(":\"", ":\"\u{1}", 2).replacen('\u{1}', "", 1).into_bytes(), "raw control character"),
        (BODY.replacen('{', &format!("{{\"new\":{deep},"), 1).into_bytes(), "nested too deep"),
        (BODY.replacen('{', "{\"new\":1e400,", 1).into_bytes(), "out of range"),
        ([b"{\"new\":\"\xff\",", &BODY.as_bytes()[1..]].concat(), "not UTF-8"),
    ] {
        let signature = sign::<sha256_hex::Event>(TOKEN, &body).1;
        let event =
            verifier::<sha256_hex::Event>().read_with_signature([&signature], &body).expect("the event is read");
        let warnings: Vec<String> = event.warnings().iter().map(ToString::to_string).collect();
        assert!(warnings.len() == 1 && warnings[0].contains(warning), "{warning}: {warnings:?}");
    }
}

#[tokio::test]
async fn error_contains_the_body_of_a_malformed_signed_event() {
    let keep = |event: Result<Received<sha256_hex::Event>, WebhookError>| async move {
        match event {
            Ok(_) => "it can be read".into_response(),
            Err(error) => match error.verified_body() {
                Some(body) => body.clone().into_response(),
                None => error.into_response(),
            },
        }
    };
    let keep = Router::new().route("/", post(keep)).with_state(verifier());
    for body in malformed() {
        let signature = sign::<sha256_hex::Event>(TOKEN, &body).1;
        let headers = HeaderMap::from_iter([(
            "x-made-up-signature".parse().expect("a name"),
            signature.parse().expect("a value"),
        )]);
        let verifier = verifier::<sha256_hex::Event>();
        for error in [verifier.read(&headers, &body), verifier.read_with_signature([&signature], &body)] {
            let error = error.expect_err("not an event");
            assert_eq!((error.kind(), error.status().as_u16()), (WebhookErrorKind::BodyMalformed, 400));
            assert_eq!(error.verified_body().map(Bytes::as_ref), Some(body.as_slice()));
            let text = format!("{error} {error:?} {error:#?}");
            assert!(!text.contains("canary") && !text.contains("99, 97, 110") && !text.contains("note:sent"), "{text}");
            assert!(
                text.contains("store `verified_body()`") && text.contains(&format!("{} bytes", body.len())),
                "{text}"
            );
        }
        let sent = request::<sha256_hex::Event>("/", body.clone(), &body);
        let kept = keep.clone().oneshot(sent).await.expect("routers do not fail");
        assert_eq!(kept.status(), StatusCode::OK);
        assert_eq!(kept.into_body().collect().await.expect("it is in memory").to_bytes(), body);
        let sent = request::<sha1_hex::Event>("/others", body.clone(), &body);
        assert_eq!(response(router(), sent).await, (StatusCode::BAD_REQUEST, "the body is malformed".into()));
    }
}

/// The sender of these is unknown.
#[test]
fn no_other_error_has_a_verified_body() {
    let other = SHA256_HEX.replace('5', "6");
    let cases: &[(&[&str], &str)] =
        &[(&[], "[1]"), (&["canary"], "[1]"), (&[SHA256_HEX], "[1]"), (&[&other], BODY), (&[SHA256_HEX, &other], BODY)];
    for (signatures, body) in cases {
        let error = verifier::<sha256_hex::Event>().read_with_signature(*signatures, body.as_bytes()).expect_err(body);
        assert_eq!((error.status().as_u16(), error.verified_body()), (401, None), "{error}");
    }
}

#[test]
fn signature_is_verified_before_the_body_is_parsed() {
    // Deeper than any parser allows, so parsing before the verification would be a different error.
    let body = "[".repeat(1 << 20);
    let error = verifier::<sha1_hex::Event>().read_with_signature([format!("sha1={SHA1_HEX}")], body.as_bytes());
    assert_eq!(error.expect_err("the signature does not match").kind(), WebhookErrorKind::SignatureMismatch);
}

#[derive(Clone)]
struct State {
    notes: EventVerifier<sha256_hex::Event>,
    others: EventVerifier<sha1_hex::Event>,
}

impl FromRef<State> for EventVerifier<sha256_hex::Event> {
    fn from_ref(state: &State) -> Self {
        state.notes.clone()
    }
}

impl FromRef<State> for EventVerifier<sha1_hex::Event> {
    fn from_ref(state: &State) -> Self {
        state.others.clone()
    }
}

fn router() -> Router {
    let note = |event: Received<sha256_hex::Event>| async move { format!("{:?}", event.into_event()) };
    let other = |event: Received<sha1_hex::Event>| async move { format!("{} warnings", event.warnings().len()) };
    let state = State { notes: verifier().max_body_bytes(100), others: verifier() };
    Router::new().route("/notes", post(note)).route("/others", post(other)).with_state(state)
}

async fn response(router: Router, request: Request<Body>) -> (StatusCode, String) {
    let response = router.oneshot(request).await.expect("routers do not fail");
    let status = response.status();
    let body = response.into_body().collect().await.expect("the body is in memory").to_bytes();
    (status, String::from_utf8_lossy(&body).into_owned())
}

fn request<E: SignedEvent>(path: &str, body: impl Into<Body>, signed: impl AsRef<[u8]>) -> Request<Body> {
    let (name, value) = sign::<E>(TOKEN, signed);
    Request::post(path).header(name.to_lowercase(), value).body(body.into()).expect("the request is right")
}

#[tokio::test]
async fn extractor_accepts_verified_events_only() {
    let right = request::<sha256_hex::Event>("/notes", BODY, BODY);
    let (status, body) = response(router(), right).await;
    assert_eq!((status, body.as_str()), (StatusCode::OK, "Sent(Sent { note_id: 7, text: [private] })"));

    let unknown = r#"{"category":"note:lost"}"#;
    let outcome = response(router(), request::<sha1_hex::Event>("/others", unknown, unknown)).await;
    assert_eq!(outcome, (StatusCode::OK, "1 warnings".into()));

    let unsigned = Request::post("/notes").body(Body::from(BODY)).expect("the request is right");
    assert_eq!(response(router(), unsigned).await, (StatusCode::UNAUTHORIZED, "the signature is missing".into()));
    let wrong = request::<sha256_hex::Event>("/notes", BODY, unknown);
    assert_eq!(response(router(), wrong).await, (StatusCode::UNAUTHORIZED, "the signature does not match".into()));
    let malformed = request::<sha256_hex::Event>("/notes", "[]", "[]");
    assert_eq!(response(router(), malformed).await, (StatusCode::BAD_REQUEST, "the body is malformed".into()));
}

/// A body of several pieces without a declared length, which may fail at its end.
struct Pieces {
    left: usize,
    fails: bool,
}

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
        Poll::Ready(match (self.left, self.fails) {
            (0, true) => Some(Err("the connection was closed".into())),
            (0, false) => None,
            _ => {
                self.left -= 1;
                Some(Ok(http_body::Frame::data(Bytes::from_static(b"0123456789"))))
            }
        })
    }
}

/// A body that must not be read.
struct Untouched;

impl http_body::Body for Untouched {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
        panic!("the body is read")
    }
}

#[tokio::test]
async fn extractor_reads_no_more_than_necessary() {
    let pieces = |left, fails| Body::new(Pieces { left, fails });
    let too_large = (StatusCode::PAYLOAD_TOO_LARGE, "the body is too large".to_owned());
    for (body, limit_is_kept) in [
        (Body::from("x".repeat(100)), true),
        (Body::from("x".repeat(101)), false),
        (pieces(10, false), true),
        (pieces(11, false), false),
        (pieces(usize::MAX, false), false),
    ] {
        let outcome = response(router(), request::<sha256_hex::Event>("/notes", body, "")).await;
        let expected = if limit_is_kept {
            (StatusCode::UNAUTHORIZED, "the signature does not match".into())
        } else {
            too_large.clone()
        };
        assert_eq!(outcome, expected);
    }
    let outcome = response(router(), request::<sha256_hex::Event>("/notes", pieces(3, true), "")).await;
    assert_eq!(outcome, (StatusCode::BAD_REQUEST, "the body is incomplete".into()));
    let interrupted = request::<sha256_hex::Event>("/notes", pieces(3, true), "");
    let error =
        Received::<sha256_hex::Event>::from_request(interrupted, &verifier()).await.expect_err("it is incomplete");
    let expected = "the connection failed before the whole body was received (the connection was closed); the vendor \
                    will send the event again";
    assert_eq!(error.to_string(), expected);
    assert!(error.source().is_none() && error.verified_body().is_none(), "{error:?}");

    // Without a signature, not even the first piece is read.
    let unsigned = Request::post("/notes").body(Body::new(Untouched)).expect("the request is right");
    assert_eq!(response(router(), unsigned).await.0, StatusCode::UNAUTHORIZED);

    // The default limit is large enough for events of vendors, whatever the router allows for other routes.
    let body = format!(r#"{{"category":"x","text":"{}"}}"#, "x".repeat(1_000_000));
    let outcome = response(router(), request::<sha1_hex::Event>("/others", body.clone(), &body)).await;
    assert_eq!(outcome.0, StatusCode::OK);
}

#[test]
fn equal_bodies_have_equal_fingerprints() {
    let read = |body: &str| sha1_hex::Event::from_json(body.as_bytes()).expect("it is an event").fingerprint();
    // The first half of its SHA-256.
    assert_eq!(read(r#"{"category":"a"}"#), "0dffe6b82e6e5eb1c6f868e3d4169cea");
    assert_ne!(read(r#"{"category": "a"}"#), read(r#"{"category":"a"}"#));
}

#[test]
fn description_of_a_signature_is_available() {
    let signature = sha1_base64::Event::SIGNATURE;
    assert_eq!((signature.algorithm, signature.encoding), (SignatureAlgorithm::HmacSha1, SignatureEncoding::Base64));
    assert_eq!(EventVerifier::<sha1_base64::Event>::HEADER, "X-Made-Up-Signature");
}
