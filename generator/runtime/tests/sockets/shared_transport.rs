//! Clients that share a transport.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use api_client_runtime::{Error, ReqwestTransport};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::client::ClientBuilder;
use crate::transports::Echo;

/// A server that keeps its connections open and counts them. Each response contains the token of its request.
async fn start() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let count = Arc::new(AtomicUsize::new(0));
    let connections = Arc::clone(&count);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            connections.fetch_add(1, Relaxed);
            tokio::spawn(respond(stream));
        }
    });
    (url, count)
}

async fn respond(mut stream: TcpStream) -> std::io::Result<()> {
    loop {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await?);
        }
        let head = String::from_utf8_lossy(&head).to_lowercase();
        let token = head.lines().find_map(|line| line.strip_prefix("x-key: key ")).unwrap_or_default();
        let body = format!(r#"{{"widget":{{"id":"{token}"}}}}"#);
        let response = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(response.as_bytes()).await?;
    }
}

#[tokio::test]
async fn clients_with_one_transport_share_a_connection_but_not_their_tokens() {
    let (url, connections) = start().await;
    let transport = ReqwestTransport::builder().no_proxy().build().expect("the settings are valid");
    let clients: Vec<_> = (1..=3)
        .map(|number| {
            let builder = ClientBuilder::new(&format!("account-{number}")).key(&format!("key-{number}")).base_url(&url);
            builder.transport(transport.clone()).build().expect("the configuration is valid")
        })
        .collect();
    // Dropping the original closes no connection.
    drop(transport);
    for _ in 0..2 {
        for (index, client) in clients.iter().enumerate() {
            assert_eq!(client.get("1").await.expect("the call succeeds").id, format!("key-{}", index + 1));
        }
    }
    assert_eq!(connections.load(Relaxed), 1);

    // Clients without a shared transport have their own connections.
    for number in 1..=2 {
        let client = ClientBuilder::new("acme").key(&format!("key-{number}")).base_url(&url).build().expect("valid");
        client.get("1").await.expect("the call succeeds");
    }
    assert_eq!(connections.load(Relaxed), 3);
}

#[tokio::test]
async fn custom_transport_is_shared_in_an_arc() {
    let transport = Arc::new(Echo);
    for account in ["one", "two"] {
        let client = ClientBuilder::new(account).key("k").transport(Arc::clone(&transport)).build().expect("valid");
        let reply: api_client_runtime::JsonValue = client.settings().await.expect("the call succeeds");
        assert!(reply["uri"].as_str().is_some_and(|uri| uri.contains(&format!("/accounts/{account}/"))), "{reply}");
    }
}

#[test]
fn settings_of_a_shared_transport_are_checked_and_belong_to_it() {
    let error = ReqwestTransport::builder().proxy("nonsense:canary").build().expect_err("an invalid proxy");
    assert!(matches!(error, Error::Configuration(_)));
    assert!(error.to_string().starts_with("can't build the transport: the URL of `proxy` can't be used"), "{error}");
    let builder = ReqwestTransport::builder().proxy("http://user:canary@127.0.0.1:1").client_certificate("canary");
    assert!(!format!("{builder:?}").contains("canary"), "{builder:?}");
    let error = builder.build().expect_err("an invalid certificate").to_string();
    assert!(error.contains("can't build the transport") && !error.contains("canary"), "{error}");

    let transport = ReqwestTransport::builder().build().expect("the settings are valid");
    assert_eq!(format!("{transport:?}"), "ReqwestTransport { .. }");
    let client = ClientBuilder::new("acme").key("k").transport(transport).no_proxy();
    let error = client.build().expect_err("two settings").to_string();
    assert!(error.contains("`no_proxy` configures the built-in transport, but `transport` replaces it"), "{error}");
}
