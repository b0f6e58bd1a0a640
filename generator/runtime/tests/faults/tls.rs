//! TLS handshakes that fail, because the server is not trusted or has no TLS.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use api_client_runtime::{Error, TransportErrorKind};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use crate::calls::{ATTEMPTS, BOTH, TO_CONNECT, builder, call};
use crate::connections::assert_not_sent;
use crate::server::{Server, Step, write};

fn https(server: &Server) -> String {
    server.url().replace("http://", "https://")
}

#[tokio::test]
async fn server_without_tls_is_an_error() {
    let server =
        Server::start(vec![Step::Bytes(1), write("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")]).await;
    assert_not_sent(builder(https(&server)), "corrupt message").await;
    assert_eq!((server.connections(), server.requests()), (2 * ATTEMPTS as usize, 0));
}

#[tokio::test]
async fn handshake_alert_is_an_error() {
    let alert: &[u8] = &[21, 3, 3, 0, 2, 2, 40];
    let server = Server::start(vec![Step::Bytes(1), write(alert)]).await;
    assert_not_sent(builder(https(&server)), "HandshakeFailure").await;
}

#[tokio::test]
async fn reset_during_the_handshake_is_an_error() {
    let server = Server::start(vec![Step::Bytes(1), Step::Reset]).await;
    let reset = if cfg!(windows) { "forcibly closed" } else { "reset" };
    assert_not_sent(builder(https(&server)), reset).await;
}

#[tokio::test]
async fn hanging_handshake_ends_with_the_connect_timeout() {
    let server = Server::start(vec![Step::Hang]).await;
    assert_not_sent(builder(https(&server)).connect_timeout(TO_CONNECT), "").await;
}

/// A server with the right name and an untrusted certificate does not receive the token. The call is not retried.
#[tokio::test]
async fn untrusted_certificate_is_an_error_without_retries() {
    let made =
        rcgen::generate_simple_self_signed(["localhost".to_owned(), "127.0.0.1".to_owned()]).expect("a certificate");
    let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|config| config.with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key))
        .expect("a key and its certificate");
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let url = format!("https://{}", listener.local_addr().expect("an address"));
    let received = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&received);
    let accepting = tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // A client that trusts the certificate gets a response.
            if let Ok(mut stream) = acceptor.accept(stream).await {
                counter.fetch_add(stream.read(&mut [0; 1024]).await.unwrap_or_default(), Relaxed);
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await;
            }
        }
    });
    let client = builder(url).build().expect("the configuration is valid");
    for operation in BOTH {
        let error = call(&client, operation).await.expect_err("it is not trusted");
        assert!(error.to_string().contains("could not connect (invalid peer certificate"), "{error}");
        assert!(error.to_string().contains("nothing was sent: the certificate is not trusted"), "{error}");
        assert!(error.to_string().contains("`root_certificates`"), "{error}");
        assert_eq!((error.attempts(), error.is_retryable(), error.may_have_been_executed()), (1, false, false));
        let Error::Transport(error) = error else { panic!("{error:?}") };
        assert_eq!(error.kind(), TransportErrorKind::Connect, "{error}");
    }
    assert_eq!(received.load(Relaxed), 0);
    accepting.abort();
}
