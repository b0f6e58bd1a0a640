//! Fields with personal data are marked in the spec. A field without the mark would appear in the logs of users.

use std::path::Path;

use api_client_generator::source::read_folder;
use serde_yaml::Value;

/// Names of fields with personal data.
const PERSONAL: &[&str] = &[
    "blocked_text",
    "body",
    "content",
    "cover_url",
    "custom_items",
    "data",
    "discovery_keys",
    "displayName",
    "display_name",
    "extended_message",
    "file_name",
    "filename",
    "friend_name",
    "lastMessage",
    "message",
    "message_text",
    "metadata",
    "note",
    "og:description",
    "og:title",
    "plain_profile_url",
    "profile_url",
    "replaced_text",
    "suggested_replies",
    "text",
    "title",
    "translations",
];

/// Parts of such names, in lower case.
const PARTS_OF_PERSONAL: &[&str] = &["email", "phone", "nickname", "photo", "ip_addr"];

/// Fields with such names that contain no personal data.
const NOT_PERSONAL: &[&str] = &[
    // Fields of bots.
    "Bot.photoUrl",
    "BotProfile.bot_nickname",
    // The network of the customers of the API.
    "add_ip_to_whitelist.ip_whitelist_addresses",
    "delete_allowed_ips_from_whitelist.ip_whitelist_addresses",
    "retrieve_ip_whitelist.ip_whitelist_addresses",
];

/// Returns the personal fields of a file that are neither private nor sensitive, and the number of those that are.
fn check(file: &Value) -> (Vec<String>, usize) {
    let entries = |value: &Value| value.as_mapping().cloned().unwrap_or_default();
    let held = entries(&file["types"]).into_iter().map(|(name, type_)| (name, type_["fields"].clone()));
    let received = entries(&file["operations"])
        .into_iter()
        .map(|(name, operation)| (name, operation["response"]["fields"].clone()));
    let (mut forgotten, mut marked) = (Vec::new(), 0);
    for (owner, fields) in held.chain(received) {
        for (name, field) in entries(&fields) {
            let (owner, name) = (owner.as_str().unwrap_or_default(), name.as_str().unwrap_or_default());
            let type_ = field.as_str().or_else(|| field["type"].as_str()).unwrap_or_default();
            if !is_personal(name) || !is_text(type_) || NOT_PERSONAL.contains(&format!("{owner}.{name}").as_str()) {
                continue;
            }
            if field["private"] == true || field["sensitive"] == true {
                marked += 1;
            } else {
                forgotten.push(format!("{owner}.{name}"));
            }
        }
    }
    (forgotten, marked)
}

fn is_personal(name: &str) -> bool {
    PERSONAL.contains(&name) || PARTS_OF_PERSONAL.iter().any(|part| name.to_lowercase().contains(part))
}

/// Returns whether a type can contain arbitrary text. Other types mark their own fields.
fn is_text(type_: &str) -> bool {
    let inner = type_.strip_prefix("list<").or_else(|| type_.strip_prefix("map<"));
    match inner.and_then(|inner| inner.strip_suffix('>')) {
        Some(inner) => is_text(inner),
        None => ["string", "url", "json", "json_text", "unknown"].contains(&type_),
    }
}

#[test]
fn personal_fields_of_the_spec_are_marked() {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let (mut forgotten, mut marked) = (Vec::new(), 0);
    let files = read_folder(&spec).expect("the spec is there");
    for file in files.into_iter().filter(|file| file.name.contains('/') && !file.is_guide()) {
        let found = check(&serde_yaml::from_slice(&file.content.expect("a file can be read")).expect("it is YAML"));
        forgotten.extend(found.0.iter().map(|field| format!("{}: {field}", file.name)));
        marked += found.1;
    }
    assert!(forgotten.is_empty(), "`private: true` is missing, or a line in NOT_PERSONAL: {forgotten:#?}");
    assert!(marked > 100, "only {marked} fields were found");
}

#[test]
fn unmarked_personal_field_is_found() {
    for (field, is_forgotten) in [
        ("message: string", true),
        ("message: { type: string }", true),
        ("message: { type: string, private: false }", true),
        ("message: { type: string, private: true }", false),
        ("message: { type: Message }", false),
        ("metadata: { type: map<string> }", true),
        ("data: { type: list<map<json>> }", true),
        ("workEmail: { type: string }", true),
        ("phone_number: { type: string, sensitive: true }", false),
        ("sender_ip_addr: { type: string }", true),
        ("message_id: { type: string }", false),
    ] {
        for text in [
            format!("types: {{ T: {{ fields: {{ {field} }} }} }}"),
            format!("operations: {{ o: {{ response: {{ fields: {{ {field} }} }} }} }}"),
        ] {
            let (forgotten, _) = check(&serde_yaml::from_str(&text).expect("it is YAML"));
            assert_eq!(!forgotten.is_empty(), is_forgotten, "{text}");
        }
    }
    let excepted =
        serde_yaml::from_str("types: { BotProfile: { fields: { bot_nickname: string } } }").expect("it is YAML");
    assert!(check(&excepted).0.is_empty(), "fields without personal data are ignored");
}
