//! Tests of the generator as a library, with the spec of the repository.

mod support;

use std::path::{Path, PathBuf};

use api_client_generator::diagnostics::Style;
use api_client_generator::source::{InputFile, read_folder};
use api_client_generator::{Settings, Spec};

fn spec() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec")
}

fn files_of(inputs: Vec<InputFile>) -> Vec<(String, String)> {
    let spec = Spec::from_files(inputs, &spec());
    let resolved =
        spec.resolve().unwrap_or_else(|mistakes| panic!("{}", mistakes.render(spec.sources(), Style::Plain)));
    let files = resolved.emit(&Settings::default());
    files.iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
}

/// File systems list folders in any order, and the client must not depend on it.
#[test]
fn the_order_of_the_files_is_ignored() {
    let inputs = read_folder(&spec()).expect("the spec can be read");
    let expected = files_of(inputs.clone());
    assert_eq!(files_of(inputs.clone()), expected, "the same twice");
    let mut reversed = inputs.clone();
    reversed.reverse();
    assert_eq!(files_of(reversed), expected);
    for rotation in [1, inputs.len() / 2, inputs.len() - 1] {
        let mut rotated = inputs.clone();
        rotated.rotate_left(rotation);
        assert_eq!(files_of(rotated), expected, "rotated by {rotation}");
    }
}

/// Compares numbers of elements: an operation or type of the spec that is missing in the client would be a
/// silent loss.
#[test]
fn the_client_has_every_element_of_the_spec() {
    let spec = Spec::load(&spec()).expect("the spec can be read");
    let resolved =
        spec.resolve().unwrap_or_else(|mistakes| panic!("{}", mistakes.render(spec.sources(), Style::Plain)));
    let (api, files) = (resolved.api(), resolved.emit(&Settings::default()));
    let sources: String = files.iter().filter(|(path, _)| path.starts_with("src/")).map(|(_, text)| text).collect();
    let operations = api.operations().count();
    assert_eq!(sources.matches("rt::operation! {").count(), operations, "requests");
    assert_eq!(sources.matches(": rt::Operation = ").count(), operations, "metadata");
    for operation in api.operations() {
        assert!(sources.contains(&format!("\"{}\"", operation.id)), "{}", operation.id);
    }
    for product in &api.products {
        let own: String = files
            .iter()
            .filter(|(path, _)| path.starts_with(&format!("src/{}/types/", product.id.value)))
            .map(|(_, text)| text)
            .collect();
        for definition in &product.types {
            let name = &definition.name.value;
            let declared = |keyword: &str, end: &str| own.contains(&format!("pub {keyword} {name}{end}"));
            let is_struct = declared("struct", " {") || declared("struct", " redacted [");
            assert!(is_struct || declared("enum", " {") || declared("type", " ="), "{name}");
        }
    }
    let examples: usize = api.operations().map(|operation| operation.examples.len()).sum();
    assert_eq!(files.get("tests/contract.rs").map(|text| text.matches("#[tokio::test]").count()), Some(examples));
    let readme = files.get("README.md").unwrap_or_default();
    assert_eq!(readme.lines().filter(|line| line.starts_with("| `")).count(), operations, "rows of the readme");
}

/// A different YAML parser must read the same values from the spec.
#[test]
fn the_spec_is_portable_yaml() {
    for input in read_folder(&spec()).expect("the spec can be read").into_iter().filter(|input| !input.is_guide()) {
        let text = String::from_utf8(input.content.expect("the file can be read")).expect("the file is UTF-8");
        let value: serde_yaml::Value =
            serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", input.name));
        assert_eq!(value["format"].as_i64(), Some(1), "{}", input.name);
    }
    let api = Spec::load(&spec()).expect("the spec can be read").resolve().expect("the spec is right");
    for product in &api.api().products {
        for section in &product.sections {
            let text = std::fs::read_to_string(spec().join(&section.file)).expect("the file can be read");
            let value: serde_yaml::Value = serde_yaml::from_str(&text).expect("the file is YAML");
            let operations = value["operations"].as_mapping().expect("a section has operations");
            let names: Vec<&str> = operations.keys().filter_map(serde_yaml::Value::as_str).collect();
            let ours: Vec<&str> = section.operations.iter().map(|operation| operation.name.value.as_str()).collect();
            assert_eq!(ours, names, "{}", section.file);
            for operation in &section.operations {
                let other = &operations[operation.name.value.as_str()];
                assert_eq!(other["summary"].as_str(), Some(operation.summary.as_str()), "{}", operation.id);
                for example in &operation.examples {
                    let wire = &other["examples"][example.name.value.as_str()]["wire"];
                    assert_eq!(wire.as_str(), Some(example.wire.text.as_str()), "{}", operation.id);
                }
            }
        }
    }
}

/// A spec with an edit at any place is explained or accepted, without a panic.
/// The edits come from a pseudorandom generator with a fixed seed, so that failures can be reproduced.
#[test]
fn an_invalid_spec_causes_no_panic() {
    const SNIPPETS: &[&str] = &[
        "",
        "\t",
        "\n",
        ": ",
        "- ",
        "{",
        "}",
        "[",
        "]",
        "'",
        "\"",
        "#",
        "&a ",
        "*a",
        "!t ",
        "|-\n",
        "é",
        "\u{feff}",
        "0",
        "-1",
        "null",
        "true",
        "list<",
        "map<map<map<int>>>",
        "<",
        ">",
        "type: ",
        "\"\\u00e9\\n<x>\"",
        "{a: {b: {c: [}",
        "%",
        "---\n",
    ];
    // The spec with every feature is much smaller than the real one.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/specs/obstacle_course");
    let inputs = read_folder(&folder).expect("the spec can be read");
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(below.max(1)).unwrap_or(1)).unwrap_or(0)
    };
    let mut broken = 0;
    for _ in 0..250 {
        let mut inputs = inputs.clone();
        let file = random(inputs.len());
        let mut text = inputs[file].content.clone().expect("the file can be read");
        for _ in 0..=random(3) {
            let start = random(text.len());
            let end = (start + [0, 1, 7, 60][random(4)]).min(text.len());
            text.splice(start..end, SNIPPETS[random(SNIPPETS.len())].bytes());
        }
        inputs[file].content = Ok(text);
        let spec = Spec::from_files(inputs, &folder);
        match spec.resolve() {
            Ok(resolved) => drop(resolved.emit(&Settings::default())),
            Err(mistakes) => {
                broken += 1;
                let text = mistakes.render(spec.sources(), Style::Plain);
                assert!(text.contains("error[E") && text.contains(" --> "), "{text}");
            }
        }
    }
    assert!(broken > 100, "the edits must break something: {broken}");
}

/// A client that lacks an element of its spec is detected.
#[test]
fn a_client_that_lacks_an_element_is_detected() {
    let files = support::base();
    let resolved = support::spec(&files).resolve().expect("nothing is wrong with the base");
    let client = resolved.emit(&Settings::default());
    assert_eq!(resolved.missing_from(&client), Vec::<String>::new());
    let mut other = files.clone();
    support::change(
        &mut other,
        "# shop/types.yaml\ntypes:\n  Item: { doc: An item., fields: { id: { type: string, always: true, doc: Its id. } } }\n  \
         Lost: { doc: Lost., type: string }\n# shop/items.yaml\noperations:\n  lose:\n    request: GET /v1/x\n    \
         summary: Loses.\n    response: none\n    evidence: inferred\n",
    );
    let other = support::spec(&other).resolve().unwrap_or_else(|mistakes| panic!("{mistakes:?}"));
    let missing = other.missing_from(&client);
    let expected = ["the operation `shop.items.lose`", "the type `Lost` of `shop`", "0 examples as 1 tests"];
    assert_eq!(missing, expected);
}

/// Returns a file of the client of a spec.
fn generated(files: &support::Files, path: &str) -> String {
    let spec = support::spec(files);
    let resolved =
        spec.resolve().unwrap_or_else(|mistakes| panic!("{}", mistakes.render(spec.sources(), Style::Plain)));
    let emitted = resolved.emit(&Settings::default());
    emitted.iter().find(|(name, _)| *name == path).map(|(_, text)| text.to_owned()).expect("the client has the file")
}

/// An edit of a file.
type Edit = fn(String) -> String;

#[test]
fn the_hash_depends_on_the_content_of_the_api_only() {
    let hash = |files: &support::Files| {
        let root = generated(files, "src/lib.rs");
        let (_, rest) = root.split_once("pub const SPEC_HASH: &str = \"").expect("the client has the hash");
        rest.split_once('"').expect("the text ends").0.to_owned()
    };
    let base = support::base();
    let expected = hash(&base);
    assert!(expected.len() == 32 && expected.bytes().all(|digit| digit.is_ascii_hexdigit()), "{expected}");
    let cases: &[(&str, &str, bool, Edit)] = &[
        ("nothing", "api.yaml", true, |text| text),
        ("a comment", "api.yaml", true, |text| text.replace("hosts:\n", "# A comment.\nhosts: # Another one.\n")),
        ("line ends", "api.yaml", true, |text| text.replace('\n', "\r\n")),
        ("layout", "api.yaml", true, |text| {
            text.replace(
                "tenant: { doc: The tenant., example: acme }",
                "tenant:\n    doc: The tenant.\n    example: acme",
            )
        }),
        ("a dependency of examples", "api.yaml", true, |text| {
            text.replace("configuration:\n", "dev_dependencies:\n  tempfile: { version: \"3\" }\nconfiguration:\n")
        }),
        ("quotes", "api.yaml", true, |text| text.replace("name: Shop", "name: \"Shop\"")),
        ("a comment of a section", "shop/items.yaml", true, |text| format!("{text}# A comment.\n")),
        ("a text", "api.yaml", false, |text| text.replace("doc: The shop.", "doc: The store.")),
        ("the version", "api.yaml", false, |text| text.replace("0.1.0", "0.2.0")),
        ("a section", "shop/items.yaml", false, |text| text.replacen("doc: ", "doc: Also ", 1)),
    ];
    for (what, file, is_equal, edit) in cases {
        let mut files = base.clone();
        let text = String::from_utf8(files[*file].clone()).expect("the file is text");
        let edited = edit(text.clone());
        assert_eq!(edited == text, *what == "nothing", "{what}: the edit has an effect");
        files.insert((*file).to_owned(), edited.into_bytes());
        assert_eq!(hash(&files) == expected, *is_equal, "{what}");
    }
}

#[test]
fn base_urls_must_not_repeat_the_base_path_or_a_version() {
    let prefixes = |base_path: &str, path: &str| {
        let mut files = support::base();
        for (name, content) in &mut files {
            let text = String::from_utf8(content.clone()).expect("the file is text");
            let text = if name == "api.yaml" {
                text.replace("    base_path: /v1\n", base_path)
            } else {
                text.replace("/v1/", &format!("{path}/"))
            };
            *content = text.into_bytes();
        }
        let hosts = generated(&files, "src/hosts.rs");
        let line = hosts.lines().find_map(|line| line.trim().strip_prefix("path_prefixes: "));
        line.expect("the host has prefixes").to_owned()
    };
    assert_eq!(prefixes("    base_path: /v1\n", "/v1"), "&[\"/v1\"],");
    assert_eq!(prefixes("    base_path: /shop/api\n", "/shop/api"), "&[\"/shop/api\"],");
    assert_eq!(prefixes("", "/v12"), "&[\"/v12\"],");
    // Without a base path, other segments can also be the prefix of a gateway.
    for path in ["/shop", "/version", "/v", "/v1a"] {
        assert_eq!(prefixes("", path), "&[],", "{path}");
    }
}
