//! The encoders of the runtime, each with a mutation that breaks it.

/// A change of the runtime that makes it send or read different data.
pub(super) struct Mutation {
    /// The broken part.
    pub(super) encoder: &'static str,
    /// The file, relative to the sources of the runtime.
    pub(super) file: &'static str,
    /// The replaced text, which occurs once in the file.
    pub(super) from: &'static str,
    /// The replacement.
    pub(super) to: &'static str,
}

/// The mutations, one for each encoder.
pub(super) const MUTATIONS: &[Mutation] = &[
    Mutation {
        encoder: "path: reserved characters are not encoded",
        file: "call/mod.rs",
        from: "percent::encode(text, &mut encoded);\n                Wire::Url(encoded)",
        to: "encoded.push_str(text);\n                Wire::Url(encoded)",
    },
    Mutation {
        encoder: "query: reserved characters are not encoded",
        file: "call/mod.rs",
        from: "percent::encode(text, &mut encoded);\n        self.set(Kind::Query, name, Wire::Url(encoded));",
        to: "encoded.push_str(text);\n        self.set(Kind::Query, name, Wire::Url(encoded));",
    },
    Mutation {
        encoder: "query, comma separated: wrong separator",
        file: "call/mod.rs",
        from: "encoded.push(if repeated { '&' } else { ',' });",
        to: "encoded.push(if repeated { '&' } else { ';' });",
    },
    Mutation {
        encoder: "query, comma separated: items are not encoded",
        file: "call/mod.rs",
        from: "percent::encode(&text, &mut encoded);",
        to: "encoded.push_str(&text);",
    },
    Mutation {
        encoder: "query, repeated: joined by commas",
        file: "call/mod.rs",
        from: "encoded.push(if repeated { '&' } else { ',' });\n            }\n            if repeated {",
        to: "encoded.push(',');\n            }\n            if repeated && index == 0 {",
    },
    Mutation {
        encoder: "query, JSON: wrong value",
        file: "call/mod.rs",
        from: "Ok(json) => self.query_text(name.into(), &String::from_utf8_lossy(&json)),",
        to: "Ok(json) => self.query_text(name.into(), &format!(\"{}\", json.len())),",
    },
    Mutation {
        encoder: "header parameter: missing",
        file: "call/mod.rs",
        from: "headers.insert(name, value.clone());",
        to: "let _ = (name, value);",
    },
    Mutation {
        encoder: "path, from the configuration: missing",
        file: "call/mod.rs",
        from: "percent::encode(value, url);",
        to: "percent::encode(&value[..0], url);",
    },
    Mutation {
        encoder: "text values: booleans as numbers",
        file: "encode/wire.rs",
        from: "text.push_str(if *self { \"true\" } else { \"false\" });",
        to: "text.push_str(if *self { \"1\" } else { \"0\" });",
    },
    Mutation {
        encoder: "text values: milliseconds as seconds",
        file: "encode/wire.rs",
        from: "self.as_millis().write(text)",
        to: "(self.as_millis() / 1000).write(text)",
    },
    Mutation {
        encoder: "JSON body: the last of two fields is missing",
        file: "call/body.rs",
        from: "for (name, json) in fields() {",
        to: "for (name, json) in fields().take(1.max(fields().count() - 1)) {",
    },
    Mutation {
        encoder: "JSON body: null is missing",
        file: "call/mod.rs",
        from: "self.body_value(name.into(), &JsonValue::Null, ListStyle::Json)",
        to: "{\n            let _ = name;\n            self\n        }",
    },
    Mutation {
        encoder: "form: field names without quotes",
        file: "form/multipart.rs",
        from: "format!(\"Content-Disposition: form-data; name=\\\"{}\\\"\\r\\n\\r\\n\", quote(name))",
        to: "format!(\"Content-Disposition: form-data; name={}\\r\\n\\r\\n\", quote(name))",
    },
    Mutation {
        encoder: "empty body: without Content-Length",
        file: "call/mod.rs",
        from: "headers.insert(CONTENT_LENGTH, HeaderValue::from_static(\"0\"));",
        to: "let _ = CONTENT_LENGTH;",
    },
    Mutation {
        encoder: "form: files as strings",
        file: "form/multipart.rs",
        from: "FormPart::File(name, file) => (file.head(name), Segment::of(&file.content)),",
        to: "FormPart::File(name, file) => (\n                    format!(\"Content-Disposition: form-data; name=\\\"{}\\\"\\r\\n\\r\\n\", quote(name)),\n                    Segment::of(&file.content),\n                ),",
    },
    Mutation {
        encoder: "form, comma separated: wrong separator",
        file: "call/body.rs",
        from: ".collect::<Vec<_>>().join(\",\")",
        to: ".collect::<Vec<_>>().join(\";\")",
    },
    Mutation {
        encoder: "form, repeated: only the first item",
        file: "call/body.rs",
        from: "JsonValue::Array(items) if style == ListStyle::Repeated => Ok(items.into_iter().map(text).collect()),",
        to: "JsonValue::Array(items) if style == ListStyle::Repeated => Ok(items.into_iter().take(1).map(text).collect()),",
    },
    Mutation {
        encoder: "token: wrong prefix",
        file: "authorization.rs",
        from: "Some(Self::Header(name, secret.header(auth.prefix)?))",
        to: "Some(Self::Header(name, secret.header(if auth.prefix.is_empty() { \"Token \" } else { \"\" })?))",
    },
];
