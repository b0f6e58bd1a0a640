//! Edits of JSON. An almost valid response tests more code than random bytes do.

use sendbird_platform::JsonValue;

const MAX_EDITS: usize = 16;

/// Values with more elements are not enlarged, because repeated enlargement would fill the memory.
const LARGE: usize = 10_000;

/// Applies edits of three bytes each: the index of the value, and the change.
pub(super) fn apply(edits: &[u8], mut value: JsonValue) -> JsonValue {
    for edit in edits.chunks_exact(3).take(MAX_EDITS) {
        let index = usize::from(u16::from_le_bytes([edit[0], edit[1]])) % count(&value).max(1);
        if let Some(place) = nth(&mut value, &mut { index }) {
            change(place, edit[2]);
        }
    }
    value
}

/// Returns the number of values, including the outermost one.
fn count(value: &JsonValue) -> usize {
    1 + match value {
        JsonValue::Array(items) => items.iter().map(count).sum(),
        JsonValue::Object(fields) => fields.values().map(count).sum(),
        _ => 0,
    }
}

/// Returns the value with this index, in the order of the text.
fn nth<'v>(value: &'v mut JsonValue, index: &mut usize) -> Option<&'v mut JsonValue> {
    if *index == 0 {
        return Some(value);
    }
    *index -= 1;
    match value {
        JsonValue::Array(items) => items.iter_mut().find_map(|item| nth(item, index)),
        JsonValue::Object(fields) => fields.values_mut().find_map(|field| nth(field, index)),
        _ => None,
    }
}

fn change(value: &mut JsonValue, kind: u8) {
    let scalars: [JsonValue; 14] = [
        JsonValue::Null,
        true.into(),
        0.into(),
        (-1).into(),
        1.5.into(),
        1e300.into(),
        u64::MAX.into(),
        i64::MIN.into(),
        "".into(),
        "x".into(),
        "12".into(),
        "\u{0}\u{1f600}\u{202e}".into(),
        JsonValue::Array(Vec::new()),
        JsonValue::Object(Default::default()),
    ];
    let kind = usize::from(kind);
    if let Some(scalar) = scalars.get(kind % 32) {
        *value = scalar.clone();
        return;
    }
    match (kind % 32, value) {
        (14, value) if count(value) < LARGE => *value = JsonValue::Array(vec![value.clone(), value.clone()]),
        (15, value) => *value = JsonValue::Object([("a".to_owned(), value.clone())].into_iter().collect()),
        (16, JsonValue::String(text)) if text.len() < LARGE => *text = text.repeat(50),
        (17, JsonValue::Number(number)) => *number = (number.as_f64().unwrap_or_default() as i64 / 3).into(),
        (18, JsonValue::Array(items)) => items.truncate(items.len() / 2),
        (19, JsonValue::Array(items)) if items.len() < LARGE / 100 => items.extend(items.clone()),
        (20, JsonValue::Array(items)) => items.insert(0, JsonValue::Null),
        (21, JsonValue::Array(items)) => items.reverse(),
        (22..=25, JsonValue::Object(fields)) => {
            // Removes one field.
            if let Some(name) = fields.keys().nth((kind / 32) % fields.len().max(1)).cloned() {
                fields.remove(&name);
            }
        }
        (26, JsonValue::Object(fields)) => {
            fields.insert("a".into(), JsonValue::Array(vec![JsonValue::Null]));
        }
        (27, JsonValue::Object(fields)) => fields.clear(),
        (_, value) => *value = JsonValue::Null,
    }
}
