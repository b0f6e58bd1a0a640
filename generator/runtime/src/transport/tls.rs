//! TLS of the built-in transport.
//!
//! The settings are built once for each client and shared by the connections of all runtimes. The cryptography provider
//! is passed to rustls explicitly, because rustls panics if a program has two providers and selects neither.

use std::env;
use std::sync::{Arc, OnceLock};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use rustls_platform_verifier::Verifier;

use super::connections::Connections;

/// The environment variables with the location of the CA certificates.
const CERTIFICATE_VARIABLES: [&str; 2] = ["SSL_CERT_FILE", "SSL_CERT_DIR"];

#[derive(Clone, Debug)]
pub(super) struct Tls {
    config: ClientConfig,
    verifier: Arc<SystemVerifier>,
}

impl Tls {
    /// # Errors
    /// Fails if the certificates of the settings are invalid, or if there is no provider.
    pub(super) fn new(connections: &Connections) -> Result<Self, String> {
        let provider = provider()?;
        let roots = roots(&connections.roots)?;
        let verifier = Arc::new(SystemVerifier { provider: Arc::clone(&provider), roots, loaded: OnceLock::new() });
        let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(|error| format!("TLS can't be used: {error}; check the cryptography provider"))?
            .dangerous()
            .with_custom_certificate_verifier(Arc::clone(&verifier) as _);
        let mut config = match &connections.identity {
            Some(identity) => builder.with_client_cert_resolver(identity_of(identity.expose(), &provider)?),
            None => builder.with_no_client_auth(),
        };
        if cfg!(feature = "http2") {
            config.alpn_protocols.push(b"h2".to_vec());
        }
        config.alpn_protocols.push(b"http/1.1".to_vec());
        Ok(Self { config, verifier })
    }

    /// Returns a copy of the settings. All copies share certificates and resumable sessions.
    pub(super) fn config(&self) -> ClientConfig {
        self.config.clone()
    }

    /// Loads the CA certificates of the system, unless they are already loaded.
    ///
    /// # Errors
    /// Fails if the certificates can't be loaded. The next call tries to load them again.
    pub(super) fn load(&self) -> Result<(), String> {
        self.verifier.loaded().map(drop).map_err(|error| {
            let set = CERTIFICATE_VARIABLES.iter().filter_map(|name| {
                env::var_os(name).map(|value| format!("; `{name}` is set to `{}`", value.to_string_lossy()))
            });
            format!(
                "https servers can't be verified: the CA certificates of this system can't be loaded ({}{}); install \
                 them (package `ca-certificates` on most Linux systems), or set yours with `root_certificates`",
                text(&error),
                set.collect::<String>()
            )
        })
    }
}

/// Returns the provider of aws-lc, which has priority because `aws_lc` is never enabled by default.
#[cfg(feature = "aws_lc")]
#[allow(clippy::unnecessary_wraps, reason = "without any provider it fails")]
fn provider() -> Result<Arc<CryptoProvider>, String> {
    Ok(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
}

#[cfg(all(feature = "ring", not(feature = "aws_lc")))]
#[allow(clippy::unnecessary_wraps, reason = "without any provider it fails")]
fn provider() -> Result<Arc<CryptoProvider>, String> {
    Ok(Arc::new(rustls::crypto::ring::default_provider()))
}

/// Returns the provider that the program installed for the whole process.
#[cfg(not(any(feature = "ring", feature = "aws_lc")))]
fn provider() -> Result<Arc<CryptoProvider>, String> {
    CryptoProvider::get_default().cloned().ok_or_else(|| {
        "TLS has no cryptography provider: enable the feature `ring` or `aws_lc`, or install a rustls provider \
         first"
            .into()
    })
}

/// Returns the certificates of all bundles.
fn roots(bundles: &[Vec<u8>]) -> Result<Vec<CertificateDer<'static>>, String> {
    let mut roots = Vec::new();
    for bundle in bundles {
        let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(bundle).collect();
        // An empty bundle would be accepted silently.
        let certificates = certificates.ok().filter(|certificates| !certificates.is_empty());
        roots.extend(certificates.ok_or("`root_certificates` contains no certificate in PEM")?);
    }
    let mut store = RootCertStore::empty();
    for root in &roots {
        store.add(root.clone()).map_err(|error| unusable(&error))?;
    }
    Ok(roots)
}

/// Returns the client certificate with its intermediate certificates and its private key.
fn identity_of(pem: &str, provider: &CryptoProvider) -> Result<Arc<SingleCertAndKey>, String> {
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem.as_bytes()).collect();
    let certificates = certificates.ok().filter(|certificates| !certificates.is_empty());
    let (Some(certificates), Ok(key)) = (certificates, PrivateKeyDer::from_pem_slice(pem.as_bytes())) else {
        return Err("`client_certificate` must contain a certificate and its private key in PEM".into());
    };
    let certified = CertifiedKey::from_der(certificates, key, provider).map_err(|error| unusable(&error))?;
    Ok(Arc::new(SingleCertAndKey::from(certified)))
}

fn unusable(error: &Error) -> String {
    format!("the settings for connections can't be used: {}; check the certificates", text(error))
}

/// Returns the text of an error, without the prefix of general errors.
fn text(error: &Error) -> String {
    match error {
        Error::General(text) => text.clone(),
        error => error.to_string(),
    }
}

/// Verifies servers with the CA certificates of the system, which are loaded when the first https call needs them. A
/// client can be built on a system without certificates, and calls with plain http to loopback do not need them.
#[derive(Debug)]
struct SystemVerifier {
    provider: Arc<CryptoProvider>,
    /// Additional trusted CA certificates.
    roots: Vec<CertificateDer<'static>>,
    loaded: OnceLock<Verifier>,
}

impl SystemVerifier {
    fn loaded(&self) -> Result<&Verifier, Error> {
        if let Some(verifier) = self.loaded.get() {
            return Ok(verifier);
        }
        let verifier = load(self.roots.clone(), Arc::clone(&self.provider))?;
        Ok(self.loaded.get_or_init(|| verifier))
    }
}

#[cfg(not(target_os = "android"))]
fn load(roots: Vec<CertificateDer<'static>>, provider: Arc<CryptoProvider>) -> Result<Verifier, Error> {
    // On Windows, additional roots need a second store.
    if roots.is_empty() { Verifier::new(provider) } else { Verifier::new_with_extra_roots(roots, provider) }
}

#[cfg(target_os = "android")]
fn load(roots: Vec<CertificateDer<'static>>, provider: Arc<CryptoProvider>) -> Result<Verifier, Error> {
    if roots.is_empty() {
        Verifier::new(provider)
    } else {
        Err(Error::General("Android does not support additional root certificates".into()))
    }
}

impl ServerCertVerifier for SystemVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        self.loaded()?.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
