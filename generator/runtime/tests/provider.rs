//! Without the features `ring` and `aws_lc`, the program selects the cryptography provider.
#![cfg(not(any(feature = "ring", feature = "aws_lc")))]

use api_client_runtime::testing::{LoopbackServer, MockResponse};
use tokio_rustls::rustls::crypto::{CryptoProvider, ring};

#[allow(dead_code, reason = "other tests call the rest of it")]
#[path = "sockets/client.rs"]
mod client;

#[tokio::test]
async fn provider_of_the_process_is_used_and_a_missing_one_is_an_error() {
    let server = LoopbackServer::start().await;
    server.queue(MockResponse::json(200, r#"{"widget":{"id":"1"}}"#));
    let builder = || client::ClientBuilder::new("acme").key("k").base_url(server.url());
    let error = builder().build().expect_err("there is none").to_string();
    assert!(error.contains("`ring`") && error.contains("`aws_lc`"), "{error}");
    assert!(CryptoProvider::get_default().is_none(), "the client installs none");
    ring::default_provider().install_default().expect("there is none");
    builder().build().expect("there is one").get("1").await.expect("the server responds");
}
