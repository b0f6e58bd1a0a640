//! Causes of failed connections that the user must fix.

use std::error;
use std::io;
use std::net::{Ipv4Addr, UdpSocket};

use super::TransportErrorKind;
use super::cause::chain;

/// The advice for a proxy that responds with 407 to a request or to `CONNECT`.
pub(super) const PROXY_PASSWORD: &str = "a proxy requires a user name and a password: set them in the URL of the proxy, \
                                         with `proxy` on the client's builder or in the environment";

/// A cause of a failed connection that the user must fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Obstacle {
    /// The process or the system has no file descriptor left for a socket.
    OpenFiles,
    /// The certificate of the server or of a proxy is not trusted.
    ServerCertificate,
    /// The server or a proxy rejects the certificate of the client, or requires a certificate.
    ClientCertificate,
    /// A proxy requires a password, or rejects the password.
    ProxyPassword,
}

/// TLS alerts about the certificate of a client, as TLS libraries write them.
const CERTIFICATE_ALERTS: &[&str] =
    &["certificate", "unknownca", "unknown ca", "accessdenied", "access denied", "decrypterror", "decrypt error"];

impl Obstacle {
    /// Returns the obstacle that caused an error of a transport, and the error of the system if the transport hides it.
    ///
    /// The obstacle is found by the text of the errors, because their types are private or belong to TLS libraries.
    pub(super) fn find(
        kind: TransportErrorKind,
        error: &(dyn error::Error + 'static),
    ) -> Option<(Self, Option<String>)> {
        if chain(error).any(|cause| cause.downcast_ref().is_some_and(is_of_open_files)) {
            return Some((Self::OpenFiles, None));
        }
        let text = chain(error).map(|cause| cause.to_string().to_ascii_lowercase()).collect::<Vec<_>>().join("\n");
        let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
        // With TLS 1.3, the server responds to the certificate of the client after the first request.
        if kind != TransportErrorKind::Response && has(&["alert"]) && has(CERTIFICATE_ALERTS) {
            return Some((Self::ClientCertificate, None));
        }
        if kind != TransportErrorKind::Connect {
            return None;
        }
        if has(&["proxy auth", "credentials not accepted", "user/pass"]) {
            return Some((Self::ProxyPassword, None));
        }
        // A name lookup opens files. Some systems report too many open files as an unknown name.
        if has(&["lookup", "resolve", "dns"])
            && let Some(error) = too_many_open_files()
        {
            return Some((Self::OpenFiles, Some(error.to_string())));
        }
        if has(&["certificate"]) {
            return Some((Self::ServerCertificate, None));
        }
        None
    }

    /// Whether further attempts would fail for the same reason.
    pub(crate) fn is_permanent(self) -> bool {
        self != Self::OpenFiles
    }

    /// The advice for the user.
    pub(super) fn advice(self) -> &'static str {
        match self {
            Self::OpenFiles => {
                "this process or the system has too many open files: close files and connections, or raise the limit \
                 (`ulimit -n`)"
            }
            Self::ServerCertificate => {
                "the certificate is not trusted: add its issuer with `root_certificates` on the client's builder, or \
                 check the host name and the clock of this machine"
            }
            Self::ClientCertificate => {
                "the server or a proxy does not accept this client: set a different certificate with `client_certificate` \
                 on the client's builder"
            }
            Self::ProxyPassword => PROXY_PASSWORD,
        }
    }
}

/// Returns the error of the system if no socket can be opened because of too many open files.
pub(super) fn too_many_open_files() -> Option<io::Error> {
    UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).err().filter(is_of_open_files)
}

/// Whether the process (EMFILE) or the system (ENFILE) has too many open files.
fn is_of_open_files(error: &io::Error) -> bool {
    let codes: &[i32] = if cfg!(windows) { &[4, 10024] } else { &[23, 24] };
    error.raw_os_error().is_some_and(|code| codes.contains(&code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::TransportErrorKind::{Connect, Request, Response};

    #[test]
    fn obstacles_of_different_libraries_are_recognized() {
        let text = |text: &'static str| io::Error::other(text);
        for (kind, error, expected) in [
            #[cfg(unix)]
            (Connect, io::Error::from_raw_os_error(24), Some(Obstacle::OpenFiles)),
            #[cfg(unix)]
            (Request, io::Error::other(io::Error::from_raw_os_error(23)), Some(Obstacle::OpenFiles)),
            (Connect, text("invalid peer certificate: UnknownIssuer"), Some(Obstacle::ServerCertificate)),
            (Connect, text("certificate verify failed: self-signed"), Some(Obstacle::ServerCertificate)),
            (Connect, text("The certificate was not trusted."), Some(Obstacle::ServerCertificate)),
            (Connect, text("received fatal alert: UnknownCA"), Some(Obstacle::ClientCertificate)),
            (Request, text("received fatal alert: CertificateRequired"), Some(Obstacle::ClientCertificate)),
            (Request, text("tlsv13 alert certificate required"), Some(Obstacle::ClientCertificate)),
            (Request, text("received fatal alert: DecryptError"), Some(Obstacle::ClientCertificate)),
            (Request, text("received fatal alert: BadRecordMac"), None),
            (Connect, text("tunnel error: proxy authorization required"), Some(Obstacle::ProxyPassword)),
            (Connect, text("SOCKS error: credentials not accepted"), Some(Obstacle::ProxyPassword)),
            // Other errors are not obstacles, such as an unknown host name.
            (Connect, text("received fatal alert: HandshakeFailure"), None),
            (Connect, text("tunnel error: unsuccessful"), None),
            (Connect, text("failed to lookup address information"), None),
            (Connect, text("Connection refused"), None),
            (Request, text("a file named certificate.pem"), None),
            (Response, text("proxy authorization required"), None),
        ] {
            assert_eq!(Obstacle::find(kind, &error).map(|(obstacle, _)| obstacle), expected, "{kind:?} {error}");
        }
    }
}
