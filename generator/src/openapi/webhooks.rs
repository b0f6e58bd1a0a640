//! Webhooks: the events that the vendor sends.

use serde_json::{Value, json};

use super::bodies::JSON;
use super::document::Document;
use super::schemas::{Direction, put};
use super::{Object, text};
use crate::model::{Event, Events, ProductId, Signature};

impl Document<'_> {
    /// Returns the webhooks of all products in this document.
    pub(super) fn webhooks(&self) -> Object {
        let mut webhooks = Object::new();
        for index in &self.products {
            let product = &self.api.products[*index];
            let Some(events) = &product.events else { continue };
            let mut taken: Vec<String> = Vec::new();
            for event in &events.events {
                let value = &event.value.value;
                let name = if self.is_whole { format!("{}.{value}", product.id.value) } else { value.clone() };
                let mut id = format!("{}.events.{}", product.id.value, text::identifier(value));
                while taken.contains(&id) {
                    id.push('_');
                }
                taken.push(id.clone());
                webhooks.insert(name, json!({ "post": self.event(*index, events, event, &id) }));
            }
        }
        webhooks
    }

    fn event(&self, product: ProductId, events: &Events, event: &Event, id: &str) -> Value {
        let Events { by, docs, signature, file: _, title: _, doc: _, events: _ } = events;
        let Event { value, type_, doc, evidence, unverified, example, rust: _ } = event;
        let by = &by.value;
        let tag = json!({ "type": "object", "properties": { by: { "type": "string", "const": value.value } }, "required": [by] });
        let schema = match type_ {
            Some(type_) => json!({ "allOf": [self.schema(type_, Direction::Response), tag] }),
            None => tag,
        };
        let mut content = json!({ "schema": schema });
        let example: Option<Value> = example.as_deref().and_then(|text| serde_json::from_str(text).ok());
        if let Some(example) = example {
            put(&mut content, "examples", json!({ "example": { "value": example } }));
        }
        let unknown = if type_.is_none() { "The body is unknown." } else { "" };
        let parts = [
            text::escape(doc),
            unknown.to_owned(),
            text::unverified(unverified.as_deref()),
            text::evidence(*evidence).to_owned(),
        ];
        let mut operation = json!({
            "tags": [self.events_tag(product)],
            "summary": doc.lines().next().unwrap_or_default(),
            "description": text::paragraphs(&parts),
            "operationId": id,
        });
        if let Some(url) = docs {
            put(&mut operation, "externalDocs", json!({ "url": url, "description": "The vendor's documentation" }));
        }
        if let Some(signature) = signature {
            put(&mut operation, "parameters", json!([self.signature(signature)]));
        }
        put(&mut operation, "requestBody", json!({ "required": true, "content": { JSON: content } }));
        put(&mut operation, "responses", json!({ "200": { "description": "Received." } }));
        put(&mut operation, "security", json!([]));
        put(&mut operation, "x-evidence", evidence.as_str().into());
        if let Some(unverified) = unverified {
            put(&mut operation, "x-unverified", unverified.as_str().into());
        }
        operation
    }

    fn signature(&self, signature: &Signature) -> Value {
        // The hint is about the verifier of the generated client.
        let Signature { header, algorithm, encoding, prefix, credential, hint: _, unverified } = signature;
        let credential = &self.api.credentials[*credential].id.value;
        let prefix =
            if prefix.is_empty() { String::new() } else { format!(" It has the prefix {}.", text::code(prefix)) };
        let summary = format!(
            "The signature: `{algorithm}` of the raw body with the key `{credential}`, encoded as `{encoding}`.{prefix}"
        );
        let description = text::paragraphs(&[summary, text::unverified(unverified.as_deref())]);
        json!({
            "name": header, "in": "header", "required": true,
            "description": description, "schema": { "type": "string" },
        })
    }
}
