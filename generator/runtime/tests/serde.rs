//! Values are written and read again, in JSON and in CBOR.

#![allow(missing_docs, reason = "the types of a test")]

use std::collections::BTreeMap;
use std::fmt::Debug;

use api_client_runtime as rt;
use rt::{Nullable, Sensitive, WithSecrets, from_json};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

rt::record! {
    pub struct Widget {
        pub id: String = "id"; always,
        pub size: Option<i64> = "size" except [-1],
        pub weight: Option<f64> = "weight",
        pub color: Option<Color> = "color" | "hue",
        pub tags: Vec<String> = "tags",
        pub notes: Vec<Option<String>> = "notes",
        pub labels: BTreeMap<String, Option<String>> = "labels",
        pub made_at: Option<rt::TimestampMillis> = "made_at",
        pub seen_at: Option<rt::Timestamp> = "seen_at",
        pub sold_at: Option<rt::TimestampSeconds> = "sold_at",
        pub day: Option<rt::Date> = "day",
        pub time: Option<rt::DateTime> = "time",
        pub data: Option<rt::JsonText> = "data",
        pub part: Option<Box<Widget>> = "part",
        pub extra: Option<rt::JsonValue> = "extra",
        pub event: Option<Event> = "event",
        pub level: Option<Level> = "level",
        pub key: Option<Sensitive<String>> = "key",
        pub keys: Sensitive<Vec<String>> = "keys",
        pub code: Option<Code> = "code",
    }
}

rt::record! {
    pub struct Token {
        pub token: Sensitive<String> = "token"; always,
    }
}

rt::record! {
    pub struct Sent redacted [text] {
        pub text: Option<String> = "text",
        pub category: Option<String> = "category",
    }
}

rt::record! {
    pub struct Nothing {}
}

rt::open_enum! {
    pub enum Color {
        Red = "red",
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    Sent(Box<Sent>),
    Made(rt::JsonValue),
    Unknown(rt::JsonValue),
}

impl rt::TaggedUnion for Event {
    const FIELD: &'static str = "category";
    const VALUES: &'static [&'static str] = &["sent", "made"];

    fn read(member: usize, value: &mut rt::Reader<'_, '_>) -> Option<Self> {
        match member {
            0 => value.member().map(Self::Sent),
            1 => value.member().map(Self::Made),
            _ => value.member().map(Self::Unknown),
        }
    }

    fn unknown(value: rt::JsonValue) -> Self {
        Self::Unknown(value)
    }
}

rt::tagged!(Event, Sent = "sent", Made = "made");

#[derive(Clone, Debug, PartialEq)]
pub enum Level {
    String(String),
    List(Vec<i64>),
    Unknown(rt::JsonValue),
}

impl rt::UntaggedUnion for Level {
    const KINDS: &'static [rt::JsonKind] = &[rt::JsonKind::String, rt::JsonKind::List];

    fn read(kind: rt::JsonKind, value: &mut rt::Reader<'_, '_>) -> Option<Self> {
        match kind {
            rt::JsonKind::String => value.member().map(Self::String),
            rt::JsonKind::List => value.member().map(Self::List),
            _ => value.member().map(Self::Unknown),
        }
    }

    fn unknown(value: rt::JsonValue) -> Self {
        Self::Unknown(value)
    }
}

rt::untagged!(Level, String, List);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    Gone,
    Unknown(i64),
}

static ERRORS: rt::ErrorFormat =
    rt::ErrorFormat { code: &["code"], message: &["message"], request_id: &[], recognized_by: &[], codes: &[] };

impl rt::OpenCode for Code {
    const KNOWN: &'static [(i64, Self)] = &[(7, Self::Gone)];
    const FORMAT: &'static rt::ErrorFormat = &ERRORS;

    fn unknown(code: i64) -> Self {
        Self::Unknown(code)
    }

    fn as_unknown(&self) -> Option<i64> {
        if let Self::Unknown(code) = self { Some(*code) } else { None }
    }
}

rt::open_code!(Code);

/// An object that is sent and received.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Setting {
    pub id: String,
    pub name: Nullable<String>,
    pub tokens: Sensitive<Vec<String>>,
    pub limit: Option<i64>,
}

impl rt::EncodeObject for Setting {
    fn encode(&self, object: &mut rt::ObjectWriter<'_>) {
        object.field("id", &rt::NotEmpty(&self.id));
        object.field("name", &self.name);
        object.field("tokens", &Sensitive::from(rt::not_empty(self.tokens.expose())));
        object.field("limit", &self.limit);
    }
}

rt::encode_object!(Setting);

impl rt::Record for Setting {
    const FIELDS: rt::Fields = rt::Fields { names: &["id", "name", "tokens", "limit"], also: &[], always: &[] };

    fn set(&mut self, field: usize, value: &mut rt::Reader<'_, '_>) {
        match field {
            0 => value.read(&mut self.id),
            1 => value.read(&mut self.name),
            2 => value.read(&mut self.tokens),
            _ => value.read(&mut self.limit),
        }
    }
}

rt::record!(Setting);

/// Reads a value, writes it with its secrets in several formats, and reads it again.
fn round_trip<T: Serialize + DeserializeOwned + PartialEq + Debug + rt::Encode>(read: &Value) -> Value {
    let value: T = serde_json::from_value(read.clone()).unwrap_or_else(|error| panic!("{read}: {error}"));
    let text = serde_json::to_string(&WithSecrets(&value)).expect("JSON can represent it");
    assert_eq!(serde_json::from_str::<T>(&text).expect("it can be read"), value, "{text}");
    let mut cbor = Vec::new();
    ciborium::into_writer(&WithSecrets(&value), &mut cbor).expect("CBOR can represent it");
    assert_eq!(ciborium::from_reader::<T, _>(cbor.as_slice()).expect("it can be read"), value, "{text}");
    let written = serde_json::to_value(WithSecrets(&value)).expect("JSON can represent it");
    assert_eq!(serde_json::from_str::<Value>(&text).expect("it is JSON"), written);
    written
}

#[test]
fn values_keep_their_wire_form() {
    // A value with all fields, as a server sends it.
    let whole = json!({
        "id": "1", "size": 7, "weight": 0.123_456_789_012_345_67, "color": "red", "tags": ["a", "é\n\""],
        "notes": ["x", null], "labels": {"a b": "c", "d": null}, "made_at": 1_718_000_000_000_i64,
        "seen_at": 1_718_000_000, "sold_at": 1_718_000_000, "day": "2026-01-31", "time": "2026-01-31T08:30:00Z",
        "data": "{\"x\":1}", "part": {"id": "2", "tags": [], "notes": [], "labels": {}, "keys": []},
        "extra": {"n": null, "u": u64::MAX, "l": [[], {}, -1.5]}, "event": {"category": "sent", "text": "hi"},
        "level": [1, 2], "key": "k", "keys": ["l"], "code": 7
    });
    assert_eq!(round_trip::<Widget>(&whole), whole);
    let empty = |more: Value| {
        let mut value = json!({"id": "1", "tags": [], "notes": [], "labels": {}, "keys": []});
        for (name, field) in more.as_object().expect("it is an object") {
            value[name] = field.clone();
        }
        value
    };
    // Each field alone, as it is read, and as it is written if this is different.
    for (read, written) in [
        (json!({}), None),
        (json!({"color": "mauve"}), None),
        (json!({"hue": "mauve"}), Some(json!({"color": "mauve"}))),
        (json!({"size": -1}), Some(json!({}))),
        (json!({"size": 7.0}), Some(json!({"size": 7}))),
        (json!({"size": null, "extra": null, "new": 1}), Some(json!({}))),
        (json!({"weight": 1.0}), None),
        (json!({"extra": "$serde_json::private::Number"}), None),
        (json!({"event": {"category": "folded", "x": {"y": [1]}}}), None),
        (json!({"event": {"category": "made", "x": {"y": [1]}}}), None),
        (json!({"event": {"text": "without a category"}}), None),
        (json!({"level": "high"}), None),
        (json!({"level": {"unknown": true}}), None),
        (json!({"level": false}), None),
        (json!({"code": 8}), None),
        (json!({"part": {"id": "", "tags": [], "notes": [], "labels": {}, "keys": []}}), None),
    ] {
        assert_eq!(round_trip::<Widget>(&empty(read.clone())), empty(written.unwrap_or(read)));
    }
    assert_eq!(round_trip::<Nothing>(&json!({"x": 1})), json!({}));
    assert_eq!(round_trip::<Vec<Event>>(&json!([{"category": "sent"}])), json!([{"category": "sent"}]));
    assert_eq!(round_trip::<Option<Color>>(&json!("red")), json!("red"));
}

#[test]
fn types_that_are_sent_too_keep_all_states() {
    // Required ids of requests must not be empty, but a value that was read is written.
    for value in [
        json!({"id": "1", "tokens": ["t"]}),
        json!({"id": "", "tokens": [""]}),
        json!({"id": "1", "name": null, "tokens": []}),
        json!({"id": "1", "name": "x", "tokens": [], "limit": 0}),
    ] {
        assert_eq!(round_trip::<Setting>(&value), value);
    }
}

/// Returns the JSON without and with secrets.
fn both<T: Serialize + rt::Encode>(value: &T) -> [String; 2] {
    let hidden = serde_json::to_string(value).expect("JSON can represent it");
    let mut cbor = Vec::new();
    ciborium::into_writer(value, &mut cbor).expect("CBOR can represent it");
    assert!(!hidden.contains("canary") && !String::from_utf8_lossy(&cbor).contains("canary"), "{hidden}");
    [hidden, serde_json::to_string(&WithSecrets(value)).expect("JSON can represent it")]
}

#[test]
fn secrets_are_left_out_unless_they_are_requested() {
    let token = || Token { token: "canary".into() };
    let secret = || Sensitive::from("canary");
    let part = Widget { id: "2".into(), key: Some(secret()), ..Widget::default() };
    let widget = Widget {
        id: "1".into(),
        keys: Sensitive::from(vec!["canary".to_owned()]),
        part: Some(Box::new(part)),
        ..Widget::default()
    };
    let setting = Setting { tokens: Sensitive::from(vec!["canary".to_owned()]), ..Setting::default() };
    let cases = [
        (both(&token()), "{}", r#"{"token":"canary"}"#),
        (both(&vec![token()]), "[{}]", r#"[{"token":"canary"}]"#),
        (both(&Some(&token())), "{}", r#"{"token":"canary"}"#),
        (both(&BTreeMap::from([("a".to_owned(), token())])), r#"{"a":{}}"#, r#"{"a":{"token":"canary"}}"#),
        (both(&setting), r#"{"id":""}"#, r#"{"id":"","tokens":["canary"]}"#),
        (
            both(&widget),
            r#"{"id":"1","tags":[],"notes":[],"labels":{},"part":{"id":"2","tags":[],"notes":[],"labels":{}}}"#,
            r#"{"id":"1","tags":[],"notes":[],"labels":{},"part":{"id":"2","tags":[],"notes":[],"labels":{},"key":"canary","keys":[]},"keys":["canary"]}"#,
        ),
        // Outside of an object there is no field to leave out.
        (both(&secret()), "null", r#""canary""#),
        (both(&Nullable::Value(secret())), "null", r#""canary""#),
        (both(&vec![secret()]), "[null]", r#"["canary"]"#),
    ];
    for ([without, with], expected_without, expected_with) in cases {
        assert_eq!((without.as_str(), with.as_str()), (expected_without, expected_with));
    }
    // A list that is encoded as a whole leaves them out.
    let list = WithoutSecrets(vec![secret()]);
    assert_eq!(serde_json::to_string(&list).expect("JSON can represent it"), r#"{"list":[],"map":{}}"#);
    // `WithSecrets` is the field of a struct, and has no effect on other fields.
    let both = Both { with: WithSecrets(token()), without: token() };
    let text = serde_json::to_string(&both).expect("JSON can represent it");
    assert_eq!(text, r#"{"with":{"token":"canary"},"without":{}}"#);
    let error = serde_json::from_str::<Both>(&text).expect_err("a required secret is missing");
    assert!(error.to_string().contains("has no usable `token`"), "{error}");
}

#[derive(Debug, serde::Serialize, serde::Deserialize)]
struct Both {
    with: WithSecrets<Token>,
    without: Token,
}

/// Collections of secrets inside of an object.
#[derive(Clone, Debug, Default, PartialEq)]
struct WithoutSecrets(Vec<Sensitive<String>>);

impl rt::Encode for WithoutSecrets {
    fn encode(&self, buffer: &mut rt::JsonBuffer) {
        buffer.object(|object| {
            object.field("list", &self.0);
            let map: BTreeMap<String, _> = self.0.iter().map(|secret| ("k".to_owned(), secret)).collect();
            object.field("map", &map);
        });
    }
}

impl Serialize for WithoutSecrets {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        rt::private::serialize(self, serializer)
    }
}

#[test]
fn reading_is_lenient_and_returns_warnings() {
    for (json, expected) in [
        (r#"{"id":"1"}"#, Ok(vec![])),
        (
            r#"{"id":"1","size":"x","tags":[1]}"#,
            Ok(vec!["$.size: expected an integer, found a string", "$.tags[0]: expected a string, found a number"]),
        ),
        (r#"{"id":"1","color":"mauve"}"#, Ok(vec!["$.color: unknown value `mauve`"])),
        ("{\"id\":\"1\",\"time\":\"\u{1}\"}", Ok(vec!["$.time: has a raw control character, which was kept"])),
        (r#"{"size":1}"#, Err("the JSON can't be read: $: has no usable `id`, which identifies it")),
        ("[]", Err("the JSON can't be read: $: expected an object, found a list")),
        ("", Err("the JSON can't be read: it is not JSON (EOF while parsing a value at line 1 column 0)")),
        ("<html>", Err("the JSON can't be read: it is not JSON (expected value at line 1 column 1)")),
    ] {
        match (from_json::<Widget>(json.as_bytes()), expected) {
            (Ok(widget), Ok(expected)) => {
                let warnings: Vec<String> = widget.warnings().iter().map(ToString::to_string).collect();
                assert_eq!((warnings.iter().map(String::as_str).collect(), widget.unlisted_warnings()), (expected, 0));
                // `Deserialize` needs JSON that is well-formed, and reads the same value.
                if let Ok(json) = serde_json::from_str::<Value>(json) {
                    assert_eq!(serde_json::from_value::<Widget>(json).expect("it can be read"), widget.into_value());
                }
            }
            (Err(error), Err(expected)) => {
                assert_eq!(error.to_string(), expected);
                assert!(serde_json::from_str::<Widget>(json).is_err(), "{json}");
            }
            (found, _) => panic!("{json}: {found:?}"),
        }
    }
    let many = format!("[{}0]", r#""x","#.repeat(3000));
    let numbers = from_json::<Vec<i64>>(many.as_bytes()).expect("it is a list");
    assert_eq!((numbers.len(), numbers.warnings().len(), numbers.unlisted_warnings()), (1, 1000, 2000));
}

#[derive(Debug, PartialEq, serde::Deserialize)]
#[serde(untagged)]
enum Either {
    Widget(Box<Widget>),
    Number(i64),
}

#[derive(Debug, serde::Deserialize)]
struct Flat {
    n: i64,
    #[serde(flatten)]
    widget: Widget,
}

#[test]
fn input_of_other_formats_is_accepted() {
    use ciborium::Value as Cbor;
    let text = |text: &str| Cbor::Text(text.to_owned());
    // Values that JSON lacks, and that no type has.
    let map = Cbor::Map(vec![
        (text("id"), text("1")),
        (Cbor::Integer(5.into()), text("a key that is a number")),
        (text("size"), Cbor::Integer(u64::MAX.into())),
        (text("tags"), Cbor::Bytes(vec![1, 2])),
        (text("extra"), Cbor::Bytes(vec![1, 2])),
        (text("weight"), Cbor::Float(0.5)),
    ]);
    let widget: Widget = map.deserialized().expect("it is a widget");
    assert_eq!((widget.id.as_str(), widget.size, widget.weight), ("1", None, Some(0.5)));
    assert_eq!((widget.tags.len(), widget.extra), (0, Some(json!([1, 2]))));
    // A key that is a list would shift all keys and values after it.
    let odd = Cbor::Map(vec![(Cbor::Array(vec![text("a")]), text("id")), (text("id"), text("1"))]);
    assert!(odd.deserialized::<Widget>().is_err());
    // Buffered input of enums without tags and of flattened fields.
    let either: Vec<Either> = serde_json::from_str(r#"[{"id":"1"},7]"#).expect("it can be read");
    assert_eq!(either[1], Either::Number(7));
    let flat: Flat = serde_json::from_str(r#"{"n":1,"id":"2"}"#).expect("it can be read");
    assert_eq!((flat.n, flat.widget.id.as_str()), (1, "2"));
}

#[test]
fn value_that_json_lacks_is_an_error() {
    let widget = Widget { weight: Some(f64::NAN), ..Widget::default() };
    let error = serde_json::to_string(&vec![&widget]).expect_err("JSON has no such number");
    assert_eq!(error.to_string(), "$.weight is not a finite number");
    let mut deep = json!(1);
    for _ in 0..300 {
        deep = json!([deep]);
    }
    let widget = Widget { extra: Some(deep), ..Widget::default() };
    let error = serde_json::to_string(&widget).expect_err("it is nested too deep");
    assert_eq!(error.to_string(), "a value is nested in more than 127 lists and objects");
}
