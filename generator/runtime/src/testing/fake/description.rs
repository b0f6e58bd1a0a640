//! The API that a fake server knows, with its description.

use std::sync::OnceLock;

use api_client_description::Description;

use crate::api::Api;

/// An API as a fake server knows it.
#[derive(Debug)]
pub struct FakeApi {
    pub(super) api: &'static Api,
    text: &'static str,
    description: OnceLock<Description>,
}

impl FakeApi {
    /// Takes the API, and its operations as the generator describes them in JSON.
    pub const fn new(api: &'static Api, text: &'static str) -> Self {
        Self { api, text, description: OnceLock::new() }
    }

    /// The description, which is read once for all servers of a process.
    pub(in crate::testing) fn description(&self) -> &Description {
        self.description.get_or_init(|| {
            serde_json::from_str(self.text)
                .unwrap_or_else(|error| panic!("the generator and the runtime must have the same version: {error}"))
        })
    }
}
