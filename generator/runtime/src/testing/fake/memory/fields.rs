//! Fields of objects by their path: dots separate the names of nested fields, and `[]` marks a list.

use serde_json::{Map, Value as Json};

/// Returns the value of a field.
pub(super) fn get<'j>(object: &'j Map<String, Json>, path: &str) -> Option<&'j Json> {
    match path.split_once('.') {
        None => object.get(path),
        Some((name, rest)) => get(object.get(name)?.as_object()?, rest),
    }
}

/// Sets a field. Each item of a list becomes an object with the field.
pub(super) fn set(object: &mut Map<String, Json>, path: &str, value: Json) {
    let Some((name, rest)) = path.split_once('.') else {
        object.insert(path.to_owned(), value);
        return;
    };
    if let Some(name) = name.strip_suffix("[]") {
        let Json::Array(items) = value else { return drop(object.insert(name.to_owned(), value)) };
        let items = items.into_iter().map(|item| {
            let mut object = Map::new();
            set(&mut object, rest, item);
            Json::Object(object)
        });
        object.insert(name.to_owned(), items.collect());
        return;
    }
    let inner = object.entry(name).or_insert_with(|| Json::Object(Map::new()));
    if !inner.is_object() {
        *inner = Json::Object(Map::new());
    }
    if let Json::Object(inner) = inner {
        set(inner, rest, value);
    }
}

/// Removes a field.
pub(super) fn remove(object: &mut Map<String, Json>, path: &str) {
    match path.split_once('.') {
        None => drop(object.remove(path)),
        Some((name, rest)) => {
            if let Some(Json::Object(inner)) = object.get_mut(name) {
                remove(inner, rest);
            }
        }
    }
}

/// Returns the field of the object that contains a field.
pub(super) fn root(path: &str) -> &str {
    path.split('.').next().unwrap_or_default().trim_end_matches("[]")
}
