//! The error codes of operations.

use super::Context;
use crate::diagnostics::Diagnostics;
use crate::model::{Host, OperationError};
use crate::resolve::unknown;
use crate::source::node::Node;

impl Context<'_> {
    /// Reads the codes under `errors`, which are codes of the host.
    pub(super) fn errors(
        &self,
        node: &Node,
        host: Option<&Host>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<OperationError> {
        let Some(host) = host else { return Vec::new() };
        let Some(format) = self.api.error_formats.get(host.errors) else { return Vec::new() };
        let known: Vec<String> = format.codes.iter().map(|code| code.code.to_string()).collect();
        let entries = node.get("errors").map_or(&[][..], Node::entries);
        let errors = entries.iter().filter_map(|entry| {
            let Some(code) = format.codes.position(|code| code.code.to_string() == entry.key.value) else {
                if self.codes_are_whole(host) {
                    let known: Vec<&str> = known.iter().map(String::as_str).collect();
                    let what = "code of the host's errors";
                    diagnostics.push_with(|| unknown(entry.key.place, what, &entry.key.value, &known));
                }
                return None;
            };
            Some(OperationError { code, doc: entry.value.as_text()?.value })
        });
        errors.collect()
    }

    /// Whether all codes of a host are known, without codes that were omitted because of an error.
    fn codes_are_whole(&self, host: &Host) -> bool {
        let Some(api) = &self.source.api else { return false };
        let named = api.get("hosts").and_then(|hosts| hosts.get(&host.id.value)).and_then(|host| host.text("errors"));
        let format = named.and_then(|named| api.get("errors").and_then(|formats| formats.get(&named.value)));
        format.is_some_and(|format| !format.is_damaged)
    }
}
