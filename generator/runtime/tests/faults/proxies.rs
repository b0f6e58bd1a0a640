//! Proxies that reject a request or a tunnel.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use api_client_runtime::RetryPolicy;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::calls::builder;

/// A proxy that rejects each request, with the number of its requests.
async fn refusing_proxy(status: &'static str) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let url = format!("http://user:CANARY@{}", listener.local_addr().expect("an address"));
    let requests = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&requests);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                let Ok(byte) = stream.read_u8().await else { break };
                head.push(byte);
            }
            count.fetch_add(1, Relaxed);
            let response = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            let _ = stream.write_all(response.as_bytes()).await;
            let _ = stream.shutdown().await;
        }
    });
    (url, requests)
}

/// For a request that the proxy forwards, and for a tunnel.
#[tokio::test]
async fn proxy_that_requires_a_password_gets_one_request() {
    for target in ["http://widgets.example", "https://widgets.example"] {
        for (is_read, status, attempts) in
            [(true, "407 Proxy Authentication Required", 1), (false, "502 Bad Gateway", 2)]
        {
            let (proxy, requests) = refusing_proxy(status).await;
            let policy = RetryPolicy::new().max_attempts(2).base_delay(Duration::from_millis(2));
            let client = builder(target).allow_plain_http().proxy(proxy).retry(policy).build().expect("it is valid");
            let error = client.get("1").await.expect_err("the proxy refuses");
            let text = error.to_string();
            assert_eq!((error.attempts(), requests.load(Relaxed)), (attempts, attempts as usize), "{target}: {text}");
            assert_eq!(error.is_retryable(), !is_read, "{target}: {text}");
            assert!(!text.contains("CANARY"), "{text}");
            if is_read {
                assert!(
                    text.contains("requires a user name and a password: set them in the URL of the proxy"),
                    "{text}"
                );
                assert!(!error.may_have_been_executed() && !text.contains("host name"), "{target}: {text}");
            }
        }
    }
}
