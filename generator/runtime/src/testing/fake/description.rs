//! The API of a fake server with its description.

use std::sync::OnceLock;

use api_client_description::Description;

use crate::api::Api;

/// An API with its description, for a fake server.
#[derive(Debug)]
pub struct FakeApi {
    pub(super) api: &'static Api,
    text: &'static str,
    description: OnceLock<Description>,
}

impl FakeApi {
    /// Creates the value from the API, and from the JSON description that the generator writes.
    pub const fn new(api: &'static Api, text: &'static str) -> Self {
        Self { api, text, description: OnceLock::new() }
    }

    /// Returns the description, which is parsed once for all servers of a process.
    pub(in crate::testing) fn description(&self) -> &Description {
        self.description.get_or_init(|| {
            serde_json::from_str(self.text)
                .unwrap_or_else(|error| panic!("the generator and the runtime must have the same version: {error}"))
        })
    }
}
