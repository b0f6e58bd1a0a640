//! Proxies, TLS, connection pools, and invalid settings.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api_client_runtime::Error;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::{CryptoProvider, ring};
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert, WebPkiClientVerifier};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{HandshakeKind, NamedGroup, RootCertStore, ServerConfig};

use crate::client::ClientBuilder;
use crate::transports::Echo;

const BODY: &str = r#"{"widget":{"id":"1"}}"#;
const WIDGET: &[u8] =
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 21\r\nConnection: close\r\n\r\n{\"widget\":{\"id\":\"1\"}}";

/// A server that responds to each request with a widget and records the request heads, optionally with TLS.
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
                    None => response(stream, &kept).await,
                    Some(tls) => {
                        if let Ok(stream) = tls.accept(stream).await {
                            response(stream, &kept).await;
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

async fn response(mut stream: impl AsyncReadExt + AsyncWriteExt + Unpin, heads: &Mutex<Vec<String>>) {
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
async fn calls_use_a_proxy_with_its_password() {
    let proxy = Server::start(None).await;
    let url = format!("http://user:p%40ss@127.0.0.1:{}", proxy.port);
    let client =
        builder("http://widgets.example").allow_plain_http().proxy(url).build().expect("the settings are valid");
    client.get("1").send().await.expect("the proxy responds");
    let heads = proxy.heads();
    assert_eq!(heads.len(), 1);
    assert!(heads[0].starts_with("GET http://widgets.example/v1/widgets/1 HTTP/1.1\r\n"), "{}", heads[0]);
    // user:p@ss
    assert!(heads[0].to_lowercase().contains("proxy-authorization: basic dxnlcjpwqhnz"), "{}", heads[0]);
}

#[tokio::test]
async fn plain_http_to_this_machine_goes_through_a_proxy_on_this_machine() {
    let proxy = Server::start(None).await;
    for (url, host) in
        [("http://127.0.0.1:1", "127.0.0.1"), ("http://localhost:1", "localhost"), ("http://[::1]:1", "[::1]")]
    {
        let client =
            builder(url).proxy(format!("http://{host}:{}", proxy.port)).build().expect("the settings are valid");
        if host == "[::1]" {
            // The request fails because there is no server, but the proxy is accepted.
            continue;
        }
        client.get("1").send().await.expect("the proxy responds");
    }
    assert_eq!(proxy.heads().len(), 2);
    assert!(proxy.heads()[1].starts_with("GET http://localhost:1/v1/widgets/1 HTTP/1.1\r\n"), "{:?}", proxy.heads());
}

/// A proxy on a different machine would see the token, and could not reach this machine.
#[tokio::test]
async fn plain_http_to_this_machine_through_a_remote_proxy_is_an_error() {
    for proxy in ["http://proxy.example:3128", "https://proxy.example", "socks5://10.0.0.1"] {
        for url in ["http://127.0.0.1:1", "http://localhost:1", "http://[::1]:1"] {
            let error = builder(url).proxy(proxy).build().err().unwrap_or_else(|| panic!("{proxy} {url}")).to_string();
            assert!(error.contains("`proxy`") && error.contains("`allow_plain_http`"), "{proxy} {url}: {error}");
            builder(url).proxy(proxy).allow_plain_http().build().expect("the network is trusted");
        }
        // The base URL is valid, but the file is on this machine.
        let client = builder("https://widgets.example").proxy(proxy).build().expect("the settings are valid");
        let error = client.download("http://127.0.0.1:1/file").await.expect_err("the proxy is rejected");
        assert!(matches!(error, Error::Configuration(_)), "{proxy}: {error}");
        assert!(error.to_string().contains("`proxy`"), "{proxy}: {error}");
    }
}

/// Encrypted requests stay encrypted: the proxy sees the host, but neither the path nor the token.
#[tokio::test]
async fn proxy_sees_no_encrypted_data() {
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

/// The TLS settings are created once, so a second runtime resumes the session of the first one.
#[tokio::test]
async fn runtimes_share_tls_sessions() {
    let authority = Authority::new();
    let kinds = Arc::new(Mutex::new(Vec::new()));
    let url = tls_server(authority.acceptor(false), Arc::clone(&kinds)).await;
    let client = builder(&url).root_certificates(authority.pem()).build().expect("the settings are valid");
    client.get("1").send().await.expect("the call succeeds");
    std::thread::spawn(move || {
        let other = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        other.block_on(client.get("1").send()).expect("the call succeeds");
    })
    .join()
    .expect("no panic");
    assert_eq!(*kinds.lock().expect("no panic"), [HandshakeKind::Full, HandshakeKind::Resumed]);
}

/// A server that records each handshake.
async fn tls_server(acceptor: TlsAcceptor, kinds: Arc<Mutex<Vec<HandshakeKind>>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let url = format!("https://localhost:{}", listener.local_addr().expect("an address").port());
    // A separate thread, because the runtime of the test may wait for a different one.
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let listener = listener.into_std().expect("it is a listener");
        runtime.block_on(async {
            let listener = TcpListener::from_std(listener).expect("it is a listener");
            while let Ok((stream, _)) = listener.accept().await {
                let Ok(stream) = acceptor.accept(stream).await else { continue };
                kinds.lock().expect("no panic").extend(stream.get_ref().1.handshake_kind());
                response(stream, &Mutex::new(Vec::new())).await;
            }
        });
    });
    url
}

/// aws-lc supports the hybrid key exchange that is safe against quantum computers; ring does not.
#[cfg(any(feature = "ring", feature = "aws_lc"))]
#[tokio::test]
async fn provider_is_aws_lc_with_its_feature_and_ring_otherwise() {
    #[derive(Debug)]
    struct Listening(Arc<Mutex<Vec<NamedGroup>>>);
    impl ResolvesServerCert for Listening {
        fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
            self.0.lock().expect("no panic").extend(hello.named_groups().unwrap_or_default());
            None
        }
    }
    let groups = Arc::new(Mutex::new(Vec::new()));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("there are versions")
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(Listening(Arc::clone(&groups))));
    let server = Server::start(Some(TlsAcceptor::from(Arc::new(config)))).await;
    let client = builder(&format!("https://localhost:{}", server.port)).build().expect("the settings are valid");
    let call = client.get("1").with(|call| call.retry(api_client_runtime::RetryPolicy::none()));
    assert!(call.send().await.expect_err("the server has no certificate").is_transport());
    let groups = groups.lock().expect("no panic");
    assert!(!groups.is_empty());
    assert_eq!(groups.contains(&NamedGroup::X25519MLKEM768), cfg!(feature = "aws_lc"), "{groups:?}");
    // With both features, rustls has two providers and no default: other crates choose for themselves.
    assert!(CryptoProvider::get_default().is_none(), "the client installs none");
}

/// The client selects HTTP/2 if the server offers it and the feature is enabled.
#[tokio::test]
async fn http_2_is_negotiated() {
    use hyper_util::rt::{TokioExecutor, TokioIo};
    use hyper_util::server::conn::auto;

    let authority = Authority::new();
    for (offered, expected) in [
        (vec!["h2", "http/1.1"], if cfg!(feature = "http2") { http::Version::HTTP_2 } else { http::Version::HTTP_11 }),
        (vec!["http/1.1"], http::Version::HTTP_11),
        (vec![], http::Version::HTTP_11),
    ] {
        let mut config = authority.config(false);
        config.alpn_protocols = offered.iter().map(|protocol| protocol.as_bytes().to_vec()).collect();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
        let url = format!("https://localhost:{}", listener.local_addr().expect("an address").port());
        let (versions, connections) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicUsize::new(0)));
        let (seen, opened) = (Arc::clone(&versions), Arc::clone(&connections));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                opened.fetch_add(1, Ordering::Relaxed);
                let Ok(stream) = acceptor.accept(stream).await else { continue };
                let seen = Arc::clone(&seen);
                let service = hyper_util::service::TowerToHyperService::new(tower::service_fn(
                    move |request: http::Request<hyper::body::Incoming>| {
                        seen.lock().expect("no panic").push(request.version());
                        async {
                            let body = http_body_util::Full::new(api_client_runtime::Bytes::from(BODY));
                            Ok::<_, std::convert::Infallible>(http::Response::new(body))
                        }
                    },
                ));
                tokio::spawn(async move {
                    let server = auto::Builder::new(TokioExecutor::new());
                    let _ = server.serve_connection(TokioIo::new(stream), service).await;
                });
            }
        });
        let client = builder(&url).root_certificates(authority.pem()).build().expect("the settings are valid");
        for _ in 0..3 {
            client.get("1").send().await.expect("the server responds");
        }
        assert_eq!(*versions.lock().expect("no panic"), [expected; 3], "{offered:?}");
        assert_eq!(connections.load(Ordering::Relaxed), 1, "{offered:?}: the connection is kept");
    }
}

/// Starts a server that keeps connections open and counts them.
pub(crate) async fn counting() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let connections = Arc::new(AtomicUsize::new(0));
    let opened = Arc::clone(&connections);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            opened.fetch_add(1, Ordering::Relaxed);
            tokio::spawn(async move {
                let mut buffer = [0; 4096];
                while stream.read(&mut buffer).await.is_ok_and(|count| count > 0) {
                    let length = BODY.len();
                    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{BODY}");
                    if stream.write_all(head.as_bytes()).await.is_err() {
                        break;
                    }
                }
            });
        }
    });
    (url, connections)
}

#[tokio::test]
async fn number_and_time_of_idle_connections_are_configurable() {
    type Set = fn(ClientBuilder) -> ClientBuilder;
    let cases: [(&str, Set, usize); 5] = [
        ("the default", |builder| builder, 1),
        ("a short time", |builder| builder.pool_idle_timeout(Duration::from_millis(20)), 3),
        ("forever", |builder| builder.pool_idle_timeout(Duration::MAX), 1),
        ("none", |builder| builder.pool_max_idle_per_host(0), 3),
        ("one", |builder| builder.pool_max_idle_per_host(1), 1),
    ];
    for (name, set, expected) in cases {
        let (url, connections) = counting().await;
        let client = set(builder(&url)).build().expect("the settings are valid");
        for _ in 0..3 {
            client.get("1").send().await.expect("the server responds");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert_eq!(connections.load(Ordering::Relaxed), expected, "{name}");
    }
}

#[tokio::test]
async fn custom_certificates_are_trusted_and_presented() {
    let authority = Authority::new();
    let server = Server::start(Some(authority.acceptor(true))).await;
    let url = format!("https://localhost:{}", server.port);
    let trusting = || builder(&url).root_certificates(authority.pem());

    let client = trusting().client_certificate(authority.client()).build().expect("the settings are valid");
    client.get("1").send().await.expect("both know each other");
    assert_eq!(server.heads().len(), 1);

    let stranger = Authority::new().client();
    for (client, why, setting) in [
        (trusting().build(), "without a certificate", "set a different certificate with `client_certificate`"),
        (builder(&url).client_certificate(authority.client()).build(), "without trust", "with `root_certificates`"),
        (
            trusting().client_certificate(stranger).build(),
            "as a stranger",
            "a different certificate with `client_certificate`",
        ),
    ] {
        let client = client.expect("the settings are valid");
        let error = client.get("1").await.expect_err(why);
        assert!(error.is_transport(), "{why}: {error}");
        let text = error.to_string();
        // A rejected client may see the end of its connection before it reads the reason.
        let is_read = text.contains("certificate") || text.contains("alert");
        assert!(is_read || why != "without trust", "{why}: {text}");
        if is_read {
            assert!(text.contains(setting), "{why}: {text}");
            assert_eq!((error.attempts(), error.is_retryable()), (1, false), "{why}: {text}");
            assert!(!error.may_have_been_executed(), "{why}: {text}");
        }
    }
    assert_eq!(server.heads().len(), 1, "no other server received the token");
}

#[test]
fn invalid_settings_are_explained_without_secrets() {
    let own = || builder("https://widgets.example");
    let replaced = "configures the built-in transport, but `transport` replaces it";
    for (builder, expected) in [
        (own().proxy("user:CANARY@proxy"), "the URL of `proxy` can't be used: expected `http://`, `https://` or"),
        (own().proxy("ftp://user:CANARY@proxy:1080"), "the URL of `proxy` can't be used"),
        (own().proxy("socks5://user:CANARY@"), "the URL of `proxy` can't be used"),
        (own().proxy(""), "the URL of `proxy` can't be used"),
        (own().root_certificates(""), "`root_certificates` contains no certificate in PEM"),
        (own().root_certificates("CANARY"), "`root_certificates` contains no certificate in PEM"),
        (own().client_certificate("CANARY"), "`client_certificate` must contain a certificate and its private key"),
        (own().client_certificate(Authority::new().pem()), "`client_certificate` must contain a certificate"),
        (own().transport(Echo).proxy("http://proxy"), replaced),
        (own().transport(Echo).no_proxy(), replaced),
        (own().transport(Echo).pool_idle_timeout(Duration::ZERO), replaced),
        (own().transport(Echo).pool_max_idle_per_host(1), replaced),
        (own().transport(Echo).root_certificates("a"), replaced),
        (own().transport(Echo).client_certificate("a"), replaced),
        (own().transport(Echo).connect_timeout(Duration::from_secs(1)), replaced),
    ] {
        let output = format!("{builder:?}");
        let error = builder.build().err().unwrap_or_else(|| panic!("{expected}")).to_string();
        assert!(error.contains(expected), "{error}");
        assert!(!error.contains("CANARY") && !output.contains("CANARY"), "{error} {output}");
    }
}

/// A CA for the server and for clients.
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
        TlsAcceptor::from(Arc::new(self.config(asks_for_certificates)))
    }

    fn config(&self, asks_for_certificates: bool) -> ServerConfig {
        let provider = Arc::new(ring::default_provider());
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
        config.with_single_cert(vec![certificate.der().clone()], key).expect("a key and its certificate")
    }

    /// Returns a certificate and its key.
    fn client(&self) -> String {
        let key = KeyPair::generate().expect("a key");
        let params = CertificateParams::new(["client".to_owned()]).expect("a name");
        let certificate = params.signed_by(&key, &self.0).expect("a certificate");
        format!("{}{}", certificate.pem(), key.serialize_pem())
    }
}
