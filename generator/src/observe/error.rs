//! Error responses.

use serde_json::Value as Json;

use super::Observer;
use super::finding::{FindingKind, Owner};
use crate::model::{ErrorFormat, ErrorFormatId, Operation};

/// Longer numbers are not shown, because they can be something else than a code.
const MAX_CODE: i64 = 9_999_999;

impl Observer<'_> {
    pub(super) fn error(&mut self, operation: &Operation, id: ErrorFormatId, status: Option<u16>, json: &Json) {
        let format = &self.api.error_formats[id];
        if format.code.is_empty() {
            return;
        }
        let owner = Owner::Errors(id);
        let mut comparison = self.comparison(&operation.id);
        match code(format, json) {
            Some(code) if format.codes.iter().any(|known| known.code == code) => {}
            Some(code) if (0..=MAX_CODE).contains(&code) => {
                comparison.add_unknown(owner, FindingKind::UnknownErrorCode, &code.to_string(), "", json);
            }
            _ => {
                let status =
                    status.map_or_else(|| "without a status".to_owned(), |status| format!("with status {status}"));
                let detail = format!("a response {status} has no `{}`", format.code.join("` or `"));
                comparison.add(owner, FindingKind::ErrorWithoutCode, "", &detail, json);
            }
        }
    }
}

/// Whether a body has the values that mark an error, and a code.
pub(super) fn is_recognized(format: &ErrorFormat, json: &Json) -> bool {
    let has = |(path, value): &(crate::source::Text, Json)| at(json, &path.value) == Some(value);
    let has_code = || format.code.is_empty() || code(format, json).is_some();
    !format.recognized_by.is_empty() && format.recognized_by.iter().all(has) && has_code()
}

/// Returns the code: of several fields, the first that is a number.
fn code(format: &ErrorFormat, json: &Json) -> Option<i64> {
    let number = |value: &Json| value.as_i64().or_else(|| value.as_str()?.parse().ok());
    format.code.iter().find_map(|path| number(at(json, path)?))
}

/// Returns the value at a path with dots between the fields.
fn at<'j>(json: &'j Json, path: &str) -> Option<&'j Json> {
    path.split('.').try_fold(json, |json, key| json.get(key))
}
