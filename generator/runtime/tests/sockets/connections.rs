//! Proxies, own certificates, and settings that can't be used.

use std::sync::{Arc, Mutex};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

use crate::client::ClientBuilder;
use crate::transports::Echo;

const WIDGET: &[u8] =
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 21\r\nConnection: close\r\n\r\n{\"widget\":{\"id\":\"1\"}}";

/// A server that answers each request with a widget and keeps the head of what came, after TLS if it is given some.
struct Server {
    port: u16,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Server {
    async fn start(tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
        let port = listener.local_addr().expect("an address").port();
        let heads = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&heads);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                match &tls {
                    None => answer(stream, &kept).await,
                    Some(tls) => {
                        if let Ok(stream) = tls.accept(stream).await {
                            answer(stream, &kept).await;
                        }
                    }
                }
            }
        });
        Self { port, heads }
    }

    fn heads(&self) -> Vec<String> {
        self.heads.lock().expect("no thread has panicked").clone()
    }
}

async fn answer(mut stream: impl AsyncReadExt + AsyncWriteExt + Unpin, heads: &Mutex<Vec<String>>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let Ok(byte) = stream.read_u8().await else { return };
        head.push(byte);
    }
    heads.lock().expect("no thread has panicked").push(String::from_utf8_lossy(&head).into_owned());
    let _ = stream.write_all(WIDGET).await;
    let _ = stream.shutdown().await;
}

fn builder(url: &str) -> ClientBuilder {
    ClientBuilder::new("acme").key("secret-key").base_url(url)
}

#[tokio::test]
async fn calls_go_through_a_proxy_that_is_told_its_password() {
    let proxy = Server::start(None).await;
    let url = format!("http://user:p%40ss@127.0.0.1:{}", proxy.port);
    let client =
        builder("http://widgets.example").allow_plain_http().proxy(url).build().expect("the settings are valid");
    client.get("1").send().await.expect("the proxy answers");
    let heads = proxy.heads();
    assert_eq!(heads.len(), 1);
    assert!(heads[0].starts_with("GET http://widgets.example/v1/widgets/1 HTTP/1.1\r\n"), "{}", heads[0]);
    // user:p@ss
    assert!(heads[0].to_lowercase().contains("proxy-authorization: basic dxnlcjpwqhnz"), "{}", heads[0]);
}

/// A proxy would see the token, and it would not reach what is on this machine.
#[tokio::test]
async fn what_stays_on_this_machine_goes_through_no_proxy() {
    let (proxy, server) = (Server::start(None).await, Server::start(None).await);
    let proxy_url = format!("http://127.0.0.1:{}", proxy.port);
    for host in ["127.0.0.1", "localhost"] {
        let client = builder(&format!("http://{host}:{}", server.port)).proxy(proxy_url.clone()).build();
        client.expect("the settings are valid").get("1").send().await.expect("the server answers");
    }
    assert_eq!(proxy.heads(), Vec::<String>::new());
    assert_eq!(server.heads().len(), 2);
    assert!(server.heads()[0].contains("secret-key"));
}

/// What is encrypted stays so: the proxy sees where it goes, and neither the path nor the token.
#[tokio::test]
async fn a_proxy_sees_nothing_of_what_is_encrypted() {
    let authority = Authority::new();
    let server = Server::start(Some(authority.acceptor(false))).await;
    let proxy = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let proxy_url = format!("http://{}", proxy.local_addr().expect("an address"));
    let port = server.port;
    let connecting = tokio::spawn(async move {
        let (mut inner, _) = proxy.accept().await.expect("the client connects");
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(inner.read_u8().await.expect("a head"));
        }
        let mut outer = TcpStream::connect(("127.0.0.1", port)).await.expect("the server is there");
        inner.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.expect("the client listens");
        let _ = tokio::io::copy_bidirectional(&mut inner, &mut outer).await;
        String::from_utf8_lossy(&head).into_owned()
    });
    let client = builder(&format!("https://localhost:{port}"))
        .proxy(proxy_url)
        .root_certificates(authority.pem())
        .build()
        .expect("the settings are valid");
    client.get("1").send().await.expect("the call succeeds");
    let head = connecting.await.expect("no panic");
    assert!(head.starts_with(&format!("CONNECT localhost:{port} HTTP/1.1\r\n")), "{head}");
    assert!(!head.contains("secret-key") && !head.contains("widgets"), "{head}");
    assert!(server.heads()[0].contains("secret-key"));
}

#[tokio::test]
async fn certificates_of_ones_own_are_trusted_and_shown() {
    let authority = Authority::new();
    let server = Server::start(Some(authority.acceptor(true))).await;
    let url = format!("https://localhost:{}", server.port);
    let trusting = || builder(&url).root_certificates(authority.pem());

    let client = trusting().client_certificate(authority.client()).build().expect("the settings are valid");
    client.get("1").send().await.expect("both know each other");
    assert_eq!(server.heads().len(), 1);

    let stranger = Authority::new().client();
    for (client, why, setting) in [
        (trusting().build(), "without a certificate", "set another certificate with `client_certificate`"),
        (builder(&url).client_certificate(authority.client()).build(), "without trust", "with `root_certificates`"),
        (
            trusting().client_certificate(stranger).build(),
            "as a stranger",
            "another certificate with `client_certificate`",
        ),
    ] {
        let client = client.expect("the settings are valid");
        let error = client.get("1").await.expect_err(why);
        assert!(error.is_transport(), "{why}: {error}");
        let text = error.to_string();
        // A refused client may see its connection end before it has read why.
        let is_read = text.contains("certificate") || text.contains("alert");
        assert!(is_read || why != "without trust", "{why}: {text}");
        if is_read {
            assert!(text.contains(setting), "{why}: {text}");
            assert_eq!((error.attempts(), error.is_retryable()), (1, false), "{why}: {text}");
            assert!(!error.may_have_been_executed(), "{why}: {text}");
        }
    }
    assert_eq!(server.heads().len(), 1, "nobody else was told the token");
}

#[test]
fn settings_that_can_not_be_used_are_explained_without_what_is_secret() {
    let own = || builder("https://widgets.example");
    let replaced = "is for the built-in transport, and `transport` replaces it";
    for (builder, expected) in [
        (own().proxy("user:CANARY@proxy"), "the URL of `proxy` can't be used: expected `http://` or `https://`"),
        (own().proxy("socks5://user:CANARY@proxy:1080"), "the URL of `proxy` can't be used"),
        (own().proxy(""), "the URL of `proxy` can't be used"),
        (own().root_certificates(""), "`root_certificates` were given no certificate in PEM"),
        (own().root_certificates("CANARY"), "`root_certificates` were given no certificate in PEM"),
        (own().client_certificate("CANARY"), "`client_certificate` was not given a certificate and its private key"),
        (own().client_certificate(Authority::new().pem()), "`client_certificate` was not given a certificate"),
        (own().transport(Echo).proxy("http://proxy"), replaced),
        (own().transport(Echo).no_proxy(), replaced),
        (own().transport(Echo).root_certificates("a"), replaced),
        (own().transport(Echo).client_certificate("a"), replaced),
        (own().transport(Echo).connect_timeout(std::time::Duration::from_secs(1)), replaced),
    ] {
        let shown = format!("{builder:?}");
        let error = builder.build().err().unwrap_or_else(|| panic!("{expected}")).to_string();
        assert!(error.contains(expected), "{error}");
        assert!(!error.contains("CANARY") && !shown.contains("CANARY"), "{error} {shown}");
    }
}

/// Who vouches for the server and for clients.
struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        Self(CertifiedIssuer::self_signed(params, key).expect("a certificate"))
    }

    fn pem(&self) -> String {
        self.0.pem()
    }

    fn acceptor(&self, asks_for_certificates: bool) -> TlsAcceptor {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let mut roots = RootCertStore::empty();
        roots.add(self.0.der().clone()).expect("a certificate");
        let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
            .build()
            .expect("there is a root");
        let params = CertificateParams::new(["localhost".to_owned()]).expect("a name");
        let key = KeyPair::generate().expect("a key");
        let certificate = params.signed_by(&key, &self.0).expect("a certificate");
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("there are versions");
        let config = if asks_for_certificates {
            config.with_client_cert_verifier(verifier)
        } else {
            config.with_no_client_auth()
        };
        let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
        let config = config.with_single_cert(vec![certificate.der().clone()], key).expect("a key and its certificate");
        TlsAcceptor::from(Arc::new(config))
    }

    /// A certificate and its key.
    fn client(&self) -> String {
        let key = KeyPair::generate().expect("a key");
        let params = CertificateParams::new(["client".to_owned()]).expect("a name");
        let certificate = params.signed_by(&key, &self.0).expect("a certificate");
        format!("{}{}", certificate.pem(), key.serialize_pem())
    }
}
