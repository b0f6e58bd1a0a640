//! `observe --live`: calls of the read-only operations of a real application.

#[cfg(feature = "live")]
mod arguments;
#[cfg(feature = "live")]
mod bindings;
#[cfg(feature = "live")]
mod client;
#[cfg(feature = "live")]
mod environment;
#[cfg(feature = "live")]
mod run;

use serde_json::{Value, json};

/// The calls of a live run.
#[derive(Clone, Debug, Default)]
pub(super) struct Calls {
    /// The number of calls.
    pub(super) made: usize,
    /// The operations with a successful response.
    pub(super) succeeded: usize,
    /// The operations whose calls failed, with the last reason.
    pub(super) failed: Vec<(String, String)>,
    /// The read-only operations that were not called, with the reason.
    pub(super) not_called: Vec<(String, String)>,
}

impl Calls {
    /// Returns the last reason if all calls failed.
    pub(super) fn only_failure(&self) -> Option<&str> {
        let (_, reason) = self.failed.last()?;
        (self.succeeded == 0).then_some(reason)
    }

    /// Returns the calls for people.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        for (title, list) in [("failed", &self.failed), ("not called", &self.not_called)] {
            if !list.is_empty() {
                out.push_str(&format!("{title}:\n"));
            }
            for (operation, reason) in list {
                out.push_str(&format!("  {operation}: {reason}\n"));
            }
        }
        out.push_str(&format!(
            "calls: {}, operations: {} succeeded, {} failed, {} not called\n",
            self.made,
            self.succeeded,
            self.failed.len(),
            self.not_called.len()
        ));
        out
    }

    /// Returns the calls for programs.
    pub(super) fn json(&self) -> Value {
        let list = |list: &[(String, String)]| -> Vec<Value> {
            list.iter().map(|(operation, reason)| json!({ "operation": operation, "reason": reason })).collect()
        };
        json!({
            "calls": self.made,
            "succeeded": self.succeeded,
            "failed": list(&self.failed),
            "not_called": list(&self.not_called),
        })
    }
}

#[cfg(feature = "live")]
pub(super) use run::run;

/// Reports that the program was built without an HTTP client.
#[cfg(not(feature = "live"))]
pub(super) fn run(
    _: &crate::arguments::ObserveOptions,
    context: &crate::arguments::Context,
    _: &api_client_generator::model::Api,
    _: &[(Option<api_client_generator::model::HostId>, String)],
    _: &mut super::traffic::Traffic<'_>,
) -> Result<Option<Calls>, Box<dyn std::error::Error>> {
    let name = context.program.name;
    Err(format!("this build of `{name}` has no HTTP client for `--live`: build it with the feature `live`").into())
}
