//! The bodies of calls: JSON, or a multipart form if there are files.

use bytes::Bytes;
use http::HeaderValue;

use super::parts::{Kind, ListStyle, Part, Wire};
use super::{Call, EMPTY_LIST, has_usual_body};
use crate::JsonValue;
use crate::body::Body;
use crate::error::Error;
use crate::error::TransportError;
use crate::form::{Form, FormPart};
use crate::operation::BodyKind;

const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");

/// The payload of a call, which can be sent more than once unless it contains a stream.
#[derive(Clone, Debug)]
pub(crate) enum Payload {
    Empty,
    Json(Bytes),
    Form(Form),
}

impl Payload {
    /// Returns the body of one attempt.
    ///
    /// # Errors
    /// Fails if a file can't be read, or if a stream was already sent.
    pub(crate) fn into_body(self) -> Result<Body, TransportError> {
        match self {
            Self::Empty => Ok(Body::empty()),
            Self::Json(bytes) => Ok(bytes.into()),
            Self::Form(form) => form.to_body(),
        }
    }

    /// Whether the payload can be sent more than once.
    pub(crate) fn is_replayable(&self) -> bool {
        match self {
            Self::Empty | Self::Json(_) => true,
            Self::Form(form) => form.is_replayable(),
        }
    }

    /// Returns all bytes, if they are in memory.
    pub(super) fn to_bytes(&self) -> Option<Bytes> {
        match self {
            Self::Empty => Some(Bytes::new()),
            Self::Json(bytes) => Some(bytes.clone()),
            Self::Form(form) => form.to_bytes(),
        }
    }

    pub(super) fn content_type(&self) -> Option<HeaderValue> {
        match self {
            Self::Empty => None,
            Self::Json(_) => Some(JSON),
            Self::Form(form) => HeaderValue::try_from(form.content_type()).ok(),
        }
    }
}

impl Call {
    /// Returns the payload as it will be sent.
    pub(super) fn payload(&self) -> Result<Payload, Error> {
        if let Some(body) = &self.replacement_body {
            return Ok(Payload::Json(body.clone()));
        }
        let has_file = || self.body_parts().any(|part| matches!(part.wire, Wire::Files(_)));
        match self.operation.body_kind() {
            BodyKind::Form => self.form(),
            _ if has_file() => self.form(),
            kind => Ok(self.json(kind).map_or(Payload::Empty, Payload::Json)),
        }
    }

    fn body_parts(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(|part| part.kind == Kind::Body)
    }

    fn json(&self, kind: BodyKind) -> Option<Bytes> {
        let fields = || {
            self.body_parts().filter_map(|part| match &part.wire {
                Wire::Json(json, _) => Some((&part.name, json)),
                _ => None,
            })
        };
        let always = kind != BodyKind::None && has_usual_body(self.operation.method());
        if !always && fields().next().is_none() {
            return None;
        }
        let mut body = Vec::with_capacity(2 + fields().map(|(name, json)| name.len() + json.len() + 4).sum::<usize>());
        for (name, json) in fields() {
            body.push(if body.is_empty() { b'{' } else { b',' });
            // Writing text into a vector can't fail.
            let _ = serde_json::to_writer(&mut body, name);
            body.push(b':');
            body.extend_from_slice(json);
        }
        if body.is_empty() {
            body.push(b'{');
        }
        body.push(b'}');
        Some(body.into())
    }

    fn form(&self) -> Result<Payload, Error> {
        let mut parts = Vec::new();
        for part in self.body_parts() {
            match &part.wire {
                Wire::Files(files) if files.is_empty() => {
                    return Err(self.invalid(format!("`{}` {EMPTY_LIST}", part.name)));
                }
                Wire::Files(files) => {
                    for file in files {
                        if let Some(problem) = file.problem() {
                            return Err(self.invalid(format!("`{}` {problem}", part.name)));
                        }
                        parts.push(FormPart::File(part.name.to_string(), file.clone()));
                    }
                }
                Wire::Json(json, style) => {
                    let texts = form_texts(json, *style);
                    let texts = texts.map_err(|problem| self.invalid(format!("`{}` {problem}", part.name)))?;
                    parts.extend(texts.into_iter().map(|text| FormPart::Text(part.name.to_string(), text)));
                }
                Wire::Url(_) | Wire::Header(_) | Wire::Invalid(_) => {}
            }
        }
        Ok(Payload::Form(Form::new(parts)))
    }
}

/// Converts a value to form fields with the same name.
///
/// # Errors
/// Returns the reason if a form can't represent the value.
fn form_texts(json: &[u8], style: ListStyle) -> Result<Vec<String>, &'static str> {
    // An encoder of this crate wrote the buffer, so it is JSON.
    let value: JsonValue = serde_json::from_slice(json).unwrap_or_default();
    match value {
        JsonValue::Null => Err("can't be null in a form"),
        JsonValue::Array(items) if style != ListStyle::Json && items.is_empty() => Err(EMPTY_LIST),
        JsonValue::Array(items) if style == ListStyle::Comma => {
            Ok(vec![items.into_iter().map(text).collect::<Vec<_>>().join(",")])
        }
        JsonValue::Array(items) if style == ListStyle::Repeated => Ok(items.into_iter().map(text).collect()),
        JsonValue::Array(_) | JsonValue::Object(_) => Ok(vec![String::from_utf8_lossy(json).into_owned()]),
        scalar => Ok(vec![text(scalar)]),
    }
}

fn text(value: JsonValue) -> String {
    match value {
        JsonValue::String(text) => text,
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_strings_in_a_form() {
        for (json, style, expected) in [
            ("\"a\\n\"", ListStyle::Json, Ok(vec!["a\n"])),
            ("7", ListStyle::Json, Ok(vec!["7"])),
            ("true", ListStyle::Json, Ok(vec!["true"])),
            ("null", ListStyle::Json, Err("can't be null in a form")),
            ("{\"b\":1,\"a\":\"x\"}", ListStyle::Json, Ok(vec!["{\"b\":1,\"a\":\"x\"}"])),
            ("[\"a\",\"b\"]", ListStyle::Json, Ok(vec!["[\"a\",\"b\"]"])),
            ("[\"a\",2]", ListStyle::Comma, Ok(vec!["a,2"])),
            ("[\"a\",2]", ListStyle::Repeated, Ok(vec!["a", "2"])),
            ("[\"\"]", ListStyle::Comma, Ok(vec![""])),
            ("[]", ListStyle::Json, Ok(vec!["[]"])),
            ("[]", ListStyle::Comma, Err(EMPTY_LIST)),
            ("[]", ListStyle::Repeated, Err(EMPTY_LIST)),
        ] {
            let texts = form_texts(json.as_bytes(), style);
            assert_eq!(texts, expected.map(|texts| texts.into_iter().map(str::to_owned).collect()), "{json} {style:?}");
        }
    }
}
