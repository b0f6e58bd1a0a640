//! `Debug` of generated types shows no personal data.

#![allow(missing_docs, reason = "the types of a test")]

use api_client_runtime as rt;
use rt::Record;

rt::record! {
    /// A note.
    pub struct Note redacted [text, tags, r#where] {
        pub id: String = "id"; always,
        pub text: Option<String> = "text" | "body" except [""],
        pub tags: Vec<String> = "tags",
        pub size: Option<i64> = "size" except [-1],
        #[deprecated]
        pub r#type: Option<String> = "type",
        pub r#where: Option<Box<Note>> = "where",
        pub author: Option<Author> = "author",
    }
}

rt::record! {
    pub struct Plain {
        pub note: Option<Note> = "note",
        pub said: Option<Said> = "said",
    }
}

/// The generated form of a type that is also sent.
#[derive(Clone, Default, PartialEq)]
pub struct Author {
    pub id: Option<String>,
    pub name: Option<String>,
}

rt::redacted_debug!(Author, redacted: [name], all: [id, name]);

impl Record for Author {
    const FIELDS: rt::Fields = rt::Fields { names: &["id", "name"], also: &[], always: &[] };

    fn set(&mut self, field: usize, value: &mut rt::Reader<'_, '_>) {
        match field {
            0 => value.read(&mut self.id),
            _ => value.read(&mut self.name),
        }
    }
}

impl rt::EncodeObject for Author {
    fn encode(&self, object: &mut rt::ObjectWriter<'_>) {
        object.field("id", &self.id);
        object.field("name", &self.name);
    }
}

rt::encode_object!(Author);
rt::record!(Author);

#[derive(Clone, PartialEq)]
pub enum Said {
    Note(Box<Note>),
    Raw(rt::JsonValue),
    Unknown(rt::JsonValue),
}

impl rt::TaggedUnion for Said {
    const FIELD: &'static str = "kind";
    const VALUES: &'static [&'static str] = &["note", "raw"];

    fn read(member: usize, value: &mut rt::Reader<'_, '_>) -> Option<Self> {
        match member {
            0 => value.member().map(Self::Note),
            1 => value.member().map(Self::Raw),
            _ => value.member().map(Self::Unknown),
        }
    }

    fn unknown(value: rt::JsonValue) -> Self {
        Self::Unknown(value)
    }
}

rt::tagged!(Said, Note = "note", Raw = "raw");
rt::union_debug!(Said, members: [Note], raw: [Raw], by: "kind");
rt::event!(Said, "made_up");
rt::event!(Plain, "made_up");
rt::event!(Note, "made_up");

#[derive(Clone, PartialEq)]
pub enum Kinds {
    Number(f64),
    Unknown(rt::JsonValue),
}

rt::union_debug!(Kinds, members: [Number]);

const NOTE: &str = r#"{"id":"1","text":"canary","tags":["canary"],"size":7,"where":{"id":"canary"},"author":{"id":"a","name":"canary"}}"#;

#[test]
fn redacted_fields_are_decoded_but_not_shown() {
    let note = Note::from_json(NOTE.as_bytes()).expect("it is a note");
    assert_eq!((note.text.as_deref(), note.tags.as_slice()), (Some("canary"), &["canary".to_owned()][..]));
    assert_eq!(note.author.as_ref().and_then(|author| author.name.as_deref()), Some("canary"));
    let output = "Note { id: \"1\", text: [private], tags: [private], size: Some(7), type: None, where: [private], \
                 author: Some(Author { id: Some(\"a\"), name: [private] }) }";
    assert_eq!(format!("{:?}", *note), output);
    // An absent value looks like a present one, so that its absence reveals nothing.
    let empty =
        "Note { id: \"\", text: [private], tags: [private], size: None, type: None, where: [private], author: None }";
    assert_eq!(format!("{:?}", Note::default()), empty);
    assert_eq!(
        format!("{:#?}", Author { id: Some("a".into()), name: Some("canary".into()) }),
        "Author {\n    id: Some(\n        \"a\",\n    ),\n    name: [private],\n}"
    );
}

/// A declaration has the same meaning with and without hidden fields.
#[test]
fn struct_with_redacted_fields_is_decoded_like_any_other() {
    for (body, text, size) in [
        (r#"{"id":"1","text":"a","size":2}"#, Some("a"), Some(2)),
        (r#"{"id":"1","body":"a"}"#, Some("a"), None),
        (r#"{"id":"1","text":"","size":-1}"#, None, None),
        (r#"{"id":"1","text":null}"#, None, None),
    ] {
        let note = Note::from_json(body.as_bytes()).expect("it is a note");
        assert_eq!((note.text.as_deref(), note.size), (text, size), "{body}");
        assert!(note.warnings().is_empty() && note.clone().into_event() == *note, "{body}");
    }
    let error = Note::from_json(br#"{"text":"canary"}"#).expect_err("it has no identifier");
    assert!(error.to_string().contains("`id`") && !format!("{error} {error:?}").contains("canary"), "{error}");
}

#[test]
fn unions_show_known_members_but_no_json() {
    for (said, output) in [
        (r#"{"kind":"note","id":"1","text":"canary"}"#, "Note(Note { id: \"1\", text: [private],"),
        (r#"{"kind":"raw","text":"canary"}"#, "Raw([private])"),
        (r#"{"kind":"poem","text":"canary"}"#, "Unknown(\"poem\", [private])"),
        (r#"{"text":"canary"}"#, "Unknown([private])"),
        (r#"{"kind":["canary"]}"#, "Unknown([private])"),
    ] {
        let event = Said::from_json(said.as_bytes()).expect("it is an event");
        assert!(format!("{:?}", *event).starts_with(output), "{event:?}");
        let plain = Plain::from_json(format!(r#"{{"note":{NOTE},"said":{said}}}"#).as_bytes()).expect("it is plain");
        for text in [format!("{event:?} {event:#?}"), format!("{plain:?} {plain:#?}")] {
            assert!(!text.contains("canary"), "{text}");
        }
        let is_kept = match &*event {
            Said::Note(note) => note.text.as_deref() == Some("canary"),
            Said::Raw(json) | Said::Unknown(json) => json.to_string().contains("canary"),
        };
        assert!(is_kept, "{said}");
    }
    let kinds = [Kinds::Number(1.5), Kinds::Unknown("canary".into())];
    assert_eq!(format!("{kinds:?}"), "[Number(1.5), Unknown([private])]");
}

/// An error whose `Debug` output contains more than its message, such as a whole request.
struct Talkative;

impl std::fmt::Display for Talkative {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("it failed")
    }
}

impl std::fmt::Debug for Talkative {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Talkative { request: canary }")
    }
}

impl std::error::Error for Talkative {}

#[test]
fn wrappers_do_not_show_their_content() {
    use rt::{Body, File, Sensitive, SignedUrl, TransportError, TransportErrorKind};

    let failed = || TransportError::new(TransportErrorKind::Request, Talkative);
    let token: Sensitive<String> = "canary".into();
    let cases = [
        (format!("{:?}", Body::from("canary".to_owned())), "Body(6 bytes)"),
        (format!("{:?}", File::from_bytes("canary", "canary").content_type("canary/canary")), "File(bytes)"),
        (format!("{:?}", File::from_path("/canary")), "File(path)"),
        (format!("{:?}", SignedUrl::from("https://canary.example/canary")), "[secret]"),
        (format!("{token:?}"), "[secret]"),
        (format!("{:?} {}", failed(), failed()), "causes: [\"it failed\"]"),
        (format!("{:?}", rt::Error::Transport(Box::new(failed()))), "causes: [\"it failed\"]"),
    ];
    for (text, part) in cases {
        assert!(!text.contains("canary") && text.contains(part), "{text}");
    }
}
