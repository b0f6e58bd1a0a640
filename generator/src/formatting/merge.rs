//! Addition of entries to a file of a spec.

use std::collections::HashMap;

use super::tree::{Children, Content};
use super::{attach, comments, kinds, print};
use crate::diagnostics::Diagnostics;
use crate::source::shape::Kind;
use crate::source::{FileId, InputFile, SourceFile, SourceMap, files, yaml};

/// Returns the text of a file with the entries of a fragment, in the canonical layout.
///
/// A fragment is a part of a file with the same nesting. Its entries are added to the mappings with the same keys, and its
/// values replace values. `None` means that the file or the fragment is not YAML.
///
/// # Examples
/// ```
/// use api_client_generator::formatting::merge;
/// use api_client_generator::source::InputFile;
///
/// let text = "format: 1\ntypes:\n  State:\n    doc: A state.\n    enum:\n      open: It is open.\n";
/// let file = InputFile { path: "types.yaml".into(), name: "shop/types.yaml".into(), content: Ok(text.into()) };
/// let merged = merge(file, "types:\n  State:\n    enum:\n      closed:\n").expect("both are YAML");
/// assert!(merged.ends_with("      open: It is open.\n      closed:\n"));
/// ```
#[must_use]
pub fn merge(file: InputFile, fragment: &str) -> Option<String> {
    let mut map = SourceMap::default();
    let mut diagnostics = Diagnostics::default();
    let (id, role) = files::take(file, &mut map, &mut diagnostics)?;
    let file = map.file(id);
    let addition = SourceFile::new(file.path.clone(), file.name.clone(), fragment.to_owned());
    let mut document = read(file, id, &mut diagnostics)?;
    let addition = read(&addition, id, &mut diagnostics)?;
    if !diagnostics.is_empty() {
        return None;
    }
    add(&mut document.content, addition.content);
    let expected = role.shape().map(Kind::Fields);
    kinds::sort(&mut document.content, expected);
    document.content.lift_comments();
    Some(print::print(&document, expected))
}

fn read(file: &SourceFile, id: FileId, diagnostics: &mut Diagnostics) -> Option<super::tree::Document> {
    let root = yaml::parse(file, id, diagnostics)?;
    Some(attach::attach(file, &root, comments::find(file, &root)))
}

fn add(content: &mut Content, addition: Content) {
    let (Content::Mapping(known), Content::Mapping(Children { children, last_comments })) = (&mut *content, &addition)
    else {
        *content = addition;
        return;
    };
    let names = known.children.iter().enumerate().filter_map(|(index, child)| Some((child.name()?.to_owned(), index)));
    let mut positions: HashMap<String, usize> = names.collect();
    for child in children.iter().cloned() {
        let Some(name) = child.name().map(str::to_owned) else { continue };
        match positions.get(&name).and_then(|index| known.children.get_mut(*index)) {
            Some(same) => {
                same.comments.extend(child.comments);
                add(&mut same.content, child.content);
            }
            None => {
                positions.insert(name, known.children.len());
                known.children.push(child);
            }
        }
    }
    known.last_comments.extend(last_comments.iter().cloned());
}
