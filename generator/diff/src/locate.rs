//! Where something stands: the model knows the places of elements, the nodes those of their keys.

use api_client_generator::source::node::{Node, Value};
use api_client_generator::source::{Place, Source};

/// The place of what `path` leads to from the element whose name stands at `anchor`; of as much of it as there is.
pub(super) fn below(source: &Source, anchor: Place, path: &[&str]) -> Place {
    let nodes = [&source.api, &source.documented, &source.vendor_names].into_iter().flatten();
    let files = source.sections.iter().chain(&source.types).chain(&source.events).map(|file| &file.node);
    let Some(file) = nodes.chain(files).find(|node| node.place.file == anchor.file) else { return anchor };
    // A place without length is that of a whole file.
    if anchor.start == anchor.end {
        return follow(file, anchor, path);
    }
    find(file, anchor).map_or(anchor, |node| follow(node, anchor, path))
}

/// The value of the entry whose key stands at a place.
fn find(node: &Node, anchor: Place) -> Option<&Node> {
    match &node.value {
        Value::Mapping(entries) => {
            let next = entries.partition_point(|entry| entry.key.place.start <= anchor.start);
            let entry = entries.get(next.checked_sub(1)?)?;
            if entry.key.place == anchor { Some(&entry.value) } else { find(&entry.value, anchor) }
        }
        Value::Sequence(items) => {
            let next = items.partition_point(|item| item.place.start <= anchor.start);
            find(items.get(next.checked_sub(1)?)?, anchor)
        }
        Value::Scalar(_) => None,
    }
}

fn follow(node: &Node, anchor: Place, path: &[&str]) -> Place {
    let (mut node, mut place) = (node, anchor);
    for key in path {
        // An element that is written as a text is its type or its description.
        if let Value::Scalar(_) = node.value {
            return node.place;
        }
        let Some(entry) = node.entries().iter().find(|entry| entry.key.value == *key) else { return place };
        (node, place) = (&entry.value, entry.key.place);
    }
    match node.value {
        Value::Scalar(_) if !path.is_empty() => node.place,
        _ => place,
    }
}
