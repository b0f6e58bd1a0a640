//! Examples of the documentation: they print a part of the response that is neither a secret nor personal data.

mod support;

use std::path::Path;

use api_client_generator::diagnostics::Style;
use api_client_generator::{Settings, Spec};
use support::{base, change, spec};

const TYPES: &str = "
  User:
    doc: A user.
    fields:
      access_token: { type: string, always: true, sensitive: true, doc: A secret. }
      name: { type: string, always: true, private: true, doc: Personal data. }
      user_id: { type: string, always: true, doc: ID of the user. }
  Ban:
    doc: A ban.
    fields:
      start_at: { type: timestamp_s, doc: When it starts. }
      user: { type: User, doc: Who is banned. }
  Profile: { doc: A profile., fields: { user: { type: User, always: true, doc: Whose it is. } } }
  Settings:
    doc: Settings.
    fields:
      old: { type: int, doc: Former limit., deprecated: Use `level`. }
      filter: { type: Filter, doc: A filter. }
      level: { type: Level, doc: How strict. }
  Filter: { doc: A filter., fields: { words: { type: list<string>, doc: Words to filter. } } }
  Level: { doc: How strict., enum: { high: Very., low: Hardly. } }
  Secret: { doc: A secret., fields: { token: { type: string, sensitive: true, doc: A secret. } } }
  Text: { doc: A text., fields: { type: { type: string, doc: Kind. }, text_id: { type: int, always: true, doc: ID. } } }
  Message: { doc: A message., union: { by: type, members: { T: Text } } }
  Owner: { doc: An owner., union: { kinds: { string: string, object: User } } }
";

/// Returns the statements after the call in the example of an operation with this response.
fn example(response: &str, body: Option<&str>) -> String {
    let mut files = base();
    let operation = format!(
        "operations:\n  call:\n    documented: shop/items/list\n    request: GET /v1/call\n    summary: Calls.\n    \
         query:\n      after: {{ type: string, doc: Where to go on. }}\n    {response}\n    evidence: documented\n    \
         examples:\n      usual:\n        wire: |-\n          GET /v1/call\n          X-Key: EXAMPLE-KEY\n"
    );
    let body = body.map(|body| format!("        response: '{body}'\n")).unwrap_or_default();
    let operation = operation + &body;
    change(&mut files, &format!("# shop/items.yaml\n{operation}types:{TYPES}"));
    let spec: Spec = spec(&files);
    let resolved = spec
        .resolve()
        .unwrap_or_else(|problems| panic!("{response}\n{}", problems.render(spec.sources(), Style::Plain)));
    let client = resolved.emit(&Settings::default());
    let code = client.get("src/shop/items.rs").expect("the section has a file");
    let lines = code.lines().map(|line| line.trim_start().trim_start_matches("///").trim_start_matches(' '));
    let lines = lines.skip_while(|line| !line.starts_with("# async fn example")).skip(1);
    let lines = lines.take_while(|line| *line != "# Ok(())");
    lines.collect::<Vec<_>>().join(" ")
}

#[test]
fn examples_print_what_names_the_response() {
    let call = "client.shop().items().call()";
    for (response, body, binding, expected) in [
        (
            "response: { type: User }",
            Some(r#"{"access_token":"EXAMPLE-KEY","name":"Mina","user_id":"m"}"#),
            "let user",
            r#"println!("{}", user.user_id);"#,
        ),
        (
            "response: { type: User, in: user }",
            Some(r#"{"user":{"access_token":"EXAMPLE-KEY","name":"Mina","user_id":"m"}}"#),
            "let user",
            r#"println!("{}", user.user_id);"#,
        ),
        (
            "response: { type: Ban }",
            Some(r#"{"user":{"access_token":"EXAMPLE-KEY","name":"Mina","user_id":"m"}}"#),
            "let ban",
            r#"if let Some(user) = &ban.user { println!("{}", user.user_id); }"#,
        ),
        (
            "response: { type: Profile }",
            Some(r#"{"user":{"access_token":"EXAMPLE-KEY","name":"Mina","user_id":"m"}}"#),
            "let profile",
            r#"println!("{}", profile.user.user_id);"#,
        ),
        (
            "response: { type: Settings }",
            Some(r#"{"level":"high"}"#),
            "let settings",
            r#"if let Some(level) = &settings.level { println!("{level}"); }"#,
        ),
        (
            "response: { type: Filter }",
            Some(r#"{"words":["a"]}"#),
            "let filter",
            r#"for item in &filter.words { println!("{item}"); }"#,
        ),
        ("response: { type: Level }", Some(r#""high""#), "let level", r#"println!("{level}");"#),
        (
            "response: { type: Message }",
            Some(r#"{"type":"T","text_id":1}"#),
            "let message",
            r#"if let Message::T(text) = message { println!("{}", text.text_id); }"#,
        ),
        (
            "response: { type: Owner }",
            Some(r#""m""#),
            "let owner",
            r#"if let Owner::String(value) = owner { println!("{value}"); }"#,
        ),
        (
            "response: { type: list<int> }\n    pagination: none",
            Some("[1]"),
            "let response",
            r#"for item in response { println!("{item}"); }"#,
        ),
        (
            "response: { type: map<int> }",
            Some(r#"{"a":1}"#),
            "let response",
            r#"for (key, value) in response { println!("{key}: {value}"); }"#,
        ),
        (
            "response: { type: map<User> }",
            Some("{}"),
            "let response",
            r#"for key in response.keys() { println!("{key}"); }"#,
        ),
        (
            "response: { fields: { count: { type: int, doc: How many. }, bans: { type: list<Ban>, doc: All. } } }\n    pagination: none",
            Some(r#"{"count":0,"bans":[]}"#),
            "let response",
            r#"for ban in &response.bans { if let Some(user) = &ban.user { println!("{}", user.user_id); } }"#,
        ),
        (
            "response: { fields: { counts: { type: map<User>, doc: All. }, by: { type: map<int>, doc: All. } } }",
            Some(r#"{"by":{"a":1}}"#),
            "let response",
            r#"for key in response.counts.keys() { println!("{key}"); }"#,
        ),
        (
            "response: { fields: { notes: { type: list<json>, private: true, doc: Notes. } } }\n    pagination: none",
            Some(r#"{"notes":[]}"#),
            "let response",
            r#"println!("{}", response.notes.len());"#,
        ),
        ("response: unknown", None, "let response", r#"println!("{response}");"#),
    ] {
        assert_eq!(example(response, body), format!("{binding} = {call}.await?; {expected}"), "{response}");
    }
}

#[test]
fn examples_print_nothing_of_secrets() {
    for (response, body) in [("response: none", "{}"), ("response: { type: Secret }", r#"{"token":"EXAMPLE-KEY"}"#)] {
        assert_eq!(example(response, Some(body)), "client.shop().items().call().await?;", "{response}");
    }
}

#[test]
fn examples_of_lists_print_their_items() {
    let fields = "next: { type: string, doc: Next page. }";
    for (item, variable, expected) in [
        ("Ban", "ban", r#"if let Some(user) = &ban.user { println!("{}", user.user_id); }"#),
        ("int", "item", r#"println!("{item}");"#),
    ] {
        let response = format!(
            "response: {{ fields: {{ all: {{ type: list<{item}>, doc: All. }}, {fields} }} }}\n    \
             pagination: {{ style: cursor, items: all }}"
        );
        let items = "let mut items = client.shop().items().call().items();";
        let expected = format!("{items} while let Some({variable}) = items.try_next().await? {{ {expected} }}");
        assert_eq!(example(&response, Some(r#"{"all":[]}"#)), expected, "{item}");
    }
}

/// The debug output of a whole response is too long, and does not show what a user needs.
#[test]
fn no_example_of_a_real_spec_prints_a_whole_response() {
    for folder in ["../spec", "tests/specs/obstacle_course", "../generator/tests/specs/hardest"] {
        let spec = Spec::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).expect("the spec can be read");
        let client = spec.resolve().expect("the spec has no mistakes").emit(&Settings::default());
        let mut examples = 0;
        for (path, text) in client.iter().filter(|(path, _)| path.starts_with("src/")) {
            for example in text.split("/// # async fn example(client: ").skip(1) {
                let example = example.split("/// # Ok(())").next().unwrap_or_default();
                assert!(!example.contains(":?}"), "{folder}/{path}: {example}");
                examples += 1;
            }
        }
        assert!(examples > 10, "{folder}: the examples are found as they are written: {examples}");
    }
}
