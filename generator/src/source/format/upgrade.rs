//! Migration from older format versions.
//!
//! A change of the format that today's reader can't read old files by gets a new [`VERSION`](super::VERSION) and a step
//! here. A step works on nodes, which keep their places in the original text.

use crate::source::files::Role;
use crate::source::node::{Node, Value};

/// A migration from one version to the next. The first step migrates from version 1 to 2.
pub(crate) type Step = fn(&Role, Node) -> Node;

/// The steps. Currently, all files have version 1.
pub(crate) const STEPS: &[Step] = &[];

/// A file with an unknown version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Newer(pub u32);

/// Returns the file in the current version. A file without a version stays unchanged.
pub(crate) fn upgrade(role: &Role, mut node: Node, steps: &[Step]) -> Result<Node, Newer> {
    let version = node.get("format").and_then(Node::as_scalar).and_then(|scalar| scalar.text.parse::<u32>().ok());
    let Some(done) = version.and_then(|version| usize::try_from(version).ok()?.checked_sub(1)) else {
        return Ok(node);
    };
    let Some(left) = steps.get(done..) else { return Err(Newer(version.unwrap_or_default())) };
    if left.is_empty() {
        return Ok(node);
    }
    for step in left {
        node = step(role, node);
    }
    set_version(&mut node, steps.len() + 1);
    Ok(node)
}

fn set_version(node: &mut Node, version: usize) {
    let Value::Mapping(entries) = &mut node.value else { return };
    for entry in entries.iter_mut().filter(|entry| entry.key.value == "format") {
        if let Value::Scalar(scalar) = &mut entry.value.value {
            scalar.text = version.to_string();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Diagnostics;
    use crate::diagnostics::{FileId, SourceFile};
    use crate::source::{format, yaml};

    fn parse(text: &str) -> Node {
        let file = SourceFile::new("api.yaml".into(), "api.yaml".into(), text.into());
        yaml::parse(&file, FileId(0), &mut Diagnostics::default()).expect("the text is YAML")
    }

    /// A step of an invented format, in which `title` was called `heading`.
    fn rename(role: &Role, mut node: Node) -> Node {
        let Value::Mapping(entries) = &mut node.value else { return node };
        for entry in entries.iter_mut().filter(|entry| matches!(role, Role::Api) && entry.key.value == "heading") {
            entry.key.value = "title".into();
        }
        node
    }

    fn mark(_: &Role, mut node: Node) -> Node {
        let Value::Mapping(entries) = &mut node.value else { return node };
        entries.retain(|entry| entry.key.value != "gone");
        node
    }

    #[test]
    fn each_older_version_has_a_migration() {
        assert_eq!(format::VERSION, (STEPS.len() + 1).to_string());
    }

    #[test]
    fn an_older_file_is_migrated() {
        let steps: &[Step] = &[rename, mark];
        for (version, heading, gone) in [("1", false, false), ("2", true, false), ("3", true, true)] {
            let node = parse(&format!("format: {version}\nheading: Shop\ngone: 1\n"));
            let place = node.key_place("heading");
            let node = upgrade(&Role::Api, node, steps).expect("the version is known");
            assert_eq!(node.string("format").as_deref(), Some("3"), "from {version}");
            assert_eq!((node.get("heading").is_some(), node.get("gone").is_some()), (heading, gone), "from {version}");
            let key = if heading { "heading" } else { "title" };
            assert_eq!(node.key_place(key), place, "what is said of it is said where it was written");
        }
    }

    #[test]
    fn newer_versions_are_errors_and_invalid_versions_stay_unchanged() {
        assert_eq!(upgrade(&Role::Api, parse("format: 2\n"), &[]).err(), Some(Newer(2)));
        assert_eq!(upgrade(&Role::Api, parse("format: 4\n"), &[rename, mark]).err(), Some(Newer(4)));
        for text in ["format: 0\n", "format: one\n", "format: []\n", "name: Shop\n", "[]\n", "format: 99999999999\n"] {
            let node = upgrade(&Role::Api, parse(text), &[]).expect("it is no version");
            assert_eq!(format!("{node:?}"), format!("{:?}", parse(text)));
        }
    }
}
