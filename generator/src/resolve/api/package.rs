//! The manifest of the generated package, by the rules of cargo and of the registry.

use semver::{Version, VersionReq};

use super::entries;
use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::model::{DevDependency, Package};
use crate::naming::{is_device, is_keyword};
use crate::source::Text;
use crate::source::node::{Entry, Node};

/// Packages of Rust itself.
const OF_RUST: &[&str] = &["alloc", "core", "proc_macro", "std", "test"];

/// Reserved names of cargo.
const OF_CARGO: &[&str] = &["build", "deps", "examples", "incremental"];

/// The dependencies of every generated package.
const OWN_DEPENDENCIES: &[&str] = &["api-client-runtime", "ciborium", "tokio"];

/// Limits of the registry.
const MAX_NAME: usize = 64;
const MAX_WORDS: usize = 5;
const MAX_KEYWORD: usize = 20;

/// Reads and checks the contents of the manifest.
pub(super) fn package(node: &Node, diagnostics: &mut Diagnostics) -> Package {
    let name = node.text("crate").unwrap_or_else(|| Text { value: "client".into(), place: node.place });
    if check_name(&name, diagnostics) {
        check_crate_name(&name, diagnostics);
    }
    if let Some(version) = node.text("version") {
        check_version(&version, diagnostics);
    }
    if let Some(license) = node.text("license") {
        check_license(&license, diagnostics);
    }
    for key in ["name", "description"] {
        if let Some(text) = node.text(key) {
            check_line(&text, key, diagnostics);
        }
    }
    check_words(node, "keywords", is_keyword_of_a_package, diagnostics);
    check_words(node, "categories", is_category, diagnostics);
    let strings = |key: &str| node.texts(key).into_iter().map(|text| text.value).collect();
    Package {
        version: node.string("version").unwrap_or_default(),
        description: node.string("description").unwrap_or_default(),
        repository: node.string("repository"),
        license: node.string("license").unwrap_or_default(),
        keywords: strings("keywords"),
        categories: strings("categories"),
        dev_dependencies: dev_dependencies(entries(node, "dev_dependencies"), &name, diagnostics),
        name,
    }
}

/// Reports an invalid package name. Returns whether it is valid. Cargo allows more names, but packages do not use them.
fn check_name(name: &Text, diagnostics: &mut Diagnostics) -> bool {
    let is_name = name.value.starts_with(|first: char| first.is_ascii_lowercase())
        && name.value.len() <= MAX_NAME
        && name.value.chars().all(|character| matches!(character, 'a'..='z' | '0'..='9' | '-' | '_'));
    if !is_name {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, name.place, format!("invalid package name `{}`", name.value))
                .expected(format!("up to {MAX_NAME} lower-case letters, digits, `-` and `_`, starting with a letter"))
                .help("choose a name that cargo accepts, such as `my-api-client`"),
        );
    }
    is_name
}

/// Returns the name of a package in Rust.
fn identifier(name: &str) -> String {
    name.replace('-', "_")
}

/// Reports a package name that collides with Rust, a dependency or a reserved word.
fn check_crate_name(name: &Text, diagnostics: &mut Diagnostics) {
    let identifier = identifier(&name.value);
    let is_own = OWN_DEPENDENCIES.iter().any(|own| self::identifier(own) == identifier);
    let is_reserved = OF_RUST.iter().chain(OF_CARGO).any(|reserved| *reserved == identifier);
    if is_own || is_keyword(&identifier) || is_reserved || is_device(&identifier) {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, name.place, format!("reserved package name `{}`", name.value))
                .expected("a name that Rust, cargo, Windows and the generated code do not use")
                .help("choose a longer name, such as `my-api-client`"),
        );
    }
}

fn check_version(version: &Text, diagnostics: &mut Diagnostics) {
    if Version::parse(&version.value).is_err() {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, version.place, format!("invalid version `{}`", version.value))
                .expected("a semantic version, such as `0.1.0`")
                .help("write the major, minor and patch version"),
        );
    }
}

fn check_license(license: &Text, diagnostics: &mut Diagnostics) {
    if let Err(error) = spdx::Expression::parse(&license.value) {
        let place = license.place.part(error.span.start, error.span.end);
        diagnostics.push(
            Diagnostic::error(
                Id::Malformed,
                place,
                format!("invalid license expression `{}`: {}", license.value, error.reason),
            )
            .expected("an SPDX expression, such as `MIT` or `MIT OR Apache-2.0`")
            .help("write the id of a license from https://spdx.org/licenses, or `LicenseRef-` and a custom name"),
        );
    }
}

fn check_line(text: &Text, key: &str, diagnostics: &mut Diagnostics) {
    if text.value.trim().contains('\n') {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, text.place, format!("`{key}` has more than one line"))
                .expected("one line")
                .help("shorten it; write more text in the first guide"),
        );
    }
}

/// Reports words that the registry rejects.
fn check_words(node: &Node, key: &str, is_word: fn(&str) -> bool, diagnostics: &mut Diagnostics) {
    let words = node.texts(key);
    if let Some(sixth) = words.get(MAX_WORDS) {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, sixth.place, format!("too many {key}: {}", words.len()))
                .expected(format!("up to {MAX_WORDS}, the limit of the registry"))
                .help("keep those that users search for"),
        );
    }
    for (index, word) in words.iter().enumerate() {
        if words[..index].iter().any(|earlier| earlier.value.eq_ignore_ascii_case(&word.value)) {
            diagnostics.push(
                Diagnostic::error(Id::DuplicateValue, word.place, format!("duplicate `{}`", word.value))
                    .expected(format!("each item of `{key}` once"))
                    .help("remove one of the two"),
            );
        }
        if !is_word(&word.value) {
            let (expected, help) = match key {
                "keywords" => {
                    ("up to 20 letters, digits, `-`, `_` and `+`, starting with a letter or digit", "shorten it")
                }
                _ => ("an id such as `web-programming::http-client`", "copy it from https://crates.io/category_slugs"),
            };
            diagnostics.push(
                Diagnostic::error(Id::Malformed, word.place, format!("the registry rejects `{}`", word.value))
                    .expected(expected)
                    .help(help),
            );
        }
    }
}

fn is_keyword_of_a_package(word: &str) -> bool {
    word.len() <= MAX_KEYWORD
        && word.starts_with(|first: char| first.is_ascii_alphanumeric())
        && word.chars().all(|character| character.is_ascii_alphanumeric() || "-_+".contains(character))
}

fn is_category(word: &str) -> bool {
    let is_part =
        |part: &str| !part.is_empty() && part.chars().all(|character| matches!(character, 'a'..='z' | '0'..='9' | '-'));
    word.split("::").all(is_part)
}

fn dev_dependencies(entries: &[Entry], package: &Text, diagnostics: &mut Diagnostics) -> Vec<DevDependency> {
    for (index, entry) in entries.iter().enumerate() {
        let is_same = |other: &&Entry| identifier(&other.key.value) == identifier(&entry.key.value);
        if let Some(first) = entries[..index].iter().find(is_same) {
            diagnostics.push(
                Diagnostic::error(
                    Id::DuplicateValue,
                    entry.key.place,
                    format!("`{}` and `{}` have the same name in Rust", first.key.value, entry.key.value),
                )
                .expected("package names that differ in more than `-` and `_`")
                .related(first.key.place, "the other one")
                .help("remove one of the two"),
            );
        }
    }
    entries.iter().filter_map(|entry| dev_dependency(entry, package, diagnostics)).collect()
}

fn dev_dependency(entry: &Entry, package: &Text, diagnostics: &mut Diagnostics) -> Option<DevDependency> {
    check_name(&entry.key, diagnostics);
    let identifier = identifier(&entry.key.value);
    let mut there = OWN_DEPENDENCIES.iter().chain(OF_RUST).copied().chain([package.value.as_str()]);
    if there.any(|name| self::identifier(name) == identifier) {
        diagnostics.push(
            Diagnostic::error(
                Id::Contradiction,
                entry.key.place,
                format!("the generated package already depends on `{}`", entry.key.value),
            )
            .expected("a package that is not a dependency of the generated code")
            .help("remove it"),
        );
        return None;
    }
    let node = &entry.value;
    if let Some(version) = node.text("version").filter(|version| VersionReq::parse(&version.value).is_err()) {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, version.place, format!("invalid version requirement `{}`", version.value))
                .expected("a version requirement of cargo, such as `1` or `>=0.5, <0.7`")
                .help("correct it, such as `version: \"1\"`"),
        );
    }
    let features = node.texts("features");
    for (index, feature) in features.iter().enumerate() {
        if let Some(first) = features[..index].iter().find(|first| first.value == feature.value) {
            diagnostics.push(
                Diagnostic::error(Id::DuplicateValue, feature.place, format!("duplicate feature `{}`", feature.value))
                    .expected("each feature once")
                    .related(first.place, "first listed here")
                    .help("remove one of the two"),
            );
        }
    }
    for feature in features.iter().filter(|feature| !is_feature(&feature.value)) {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, feature.place, format!("invalid feature name `{}`", feature.value))
                .expected("letters, digits, `-`, `_`, `+` and `.`")
                .help("write each feature as a separate item of the list"),
        );
    }
    Some(DevDependency {
        name: entry.key.clone(),
        version: node.string("version").unwrap_or_default(),
        features: features.into_iter().map(|text| text.value).collect(),
        default_features: node.bool("default_features").unwrap_or(true),
    })
}

fn is_feature(name: &str) -> bool {
    name.starts_with(|first: char| first.is_alphanumeric() || first == '_')
        && name.chars().all(|character| character.is_alphanumeric() || "-_+.".contains(character))
}
