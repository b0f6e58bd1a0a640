//! Finds the locations of keys: the model has the locations of elements, the nodes have those of keys.

use api_client_generator::source::node::{Node, Value};
use api_client_generator::source::{Place, Source};

/// Returns the location of the key at the end of `path`, starting at the element whose name is at `anchor`. Missing
/// keys at the end of `path` are ignored.
pub(super) fn below(source: &Source, anchor: Place, path: &[&str]) -> Place {
    let nodes = [&source.api, &source.documented, &source.vendor_names].into_iter().flatten();
    let files = source.sections.iter().chain(&source.types).chain(&source.events).map(|file| &file.node);
    let Some(file) = nodes.chain(files).find(|node| node.place.file == anchor.file) else { return anchor };
    // An empty range is the location of a whole file.
    if anchor.start == anchor.end {
        return follow(file, anchor, path);
    }
    find(file, anchor).map_or(anchor, |node| follow(node, anchor, path))
}

/// Returns the value of the entry whose key is at a location.
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
        // A scalar is the short form of the element: its type or description.
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
