//! The description of a vendor's signatures, and their computation.

#[cfg(feature = "testing")]
use data_encoding::HEXLOWER;
use data_encoding::{BASE64, BASE64_NOPAD, Encoding, HEXLOWER_PERMISSIVE};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::Sha256;

/// A description of how a vendor signs its events. Generated code has one for each product with signed events.
#[derive(Debug)]
#[allow(clippy::exhaustive_structs, reason = "generated code creates it")]
pub struct Signature {
    /// The header that carries the signature.
    pub header: &'static str,
    /// The algorithm that signs the raw body.
    pub algorithm: SignatureAlgorithm,
    /// The encoding of the signature's bytes.
    pub encoding: SignatureEncoding,
    /// The prefix of the signature in the header.
    pub prefix: &'static str,
    /// The credential that is the key, by its name on the client's builder.
    pub credential: &'static str,
    /// Advice for signatures that do not match. May be empty.
    pub hint: &'static str,
}

/// The algorithm of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureAlgorithm {
    /// HMAC with SHA-1. Collisions of SHA-1 do not break it, but new APIs should not use it.
    HmacSha1,
    /// HMAC with SHA-256.
    HmacSha256,
}

/// The encoding of the bytes of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureEncoding {
    /// Lower-case hexadecimal digits. Upper case is accepted too.
    Hex,
    /// Base64 with the standard alphabet and padding. Missing padding is accepted too.
    Base64,
}

impl Signature {
    /// Returns the bytes of a header value; `None` if the value is not a signature of this kind.
    ///
    /// White space around the value and the case of the prefix are ignored.
    pub(super) fn parse(&self, value: &[u8]) -> Option<Vec<u8>> {
        let value = value.trim_ascii();
        let (prefix, digits) = value.split_at_checked(self.prefix.len())?;
        if !prefix.eq_ignore_ascii_case(self.prefix.as_bytes()) {
            return None;
        }
        let bytes = self.encoding.decode(digits.trim_ascii_start())?;
        (bytes.len() == self.algorithm.length()).then_some(bytes)
    }

    /// Describes the expected header value, for error messages.
    pub(super) fn shape(&self) -> String {
        let prefix = if self.prefix.is_empty() { String::new() } else { format!("`{}` and ", self.prefix) };
        let bytes = self.algorithm.length();
        match self.encoding {
            SignatureEncoding::Hex => format!("{prefix}{} hexadecimal digits", bytes * 2),
            SignatureEncoding::Base64 => format!("{prefix}{bytes} bytes in Base64"),
        }
    }

    /// Returns the header value for this body.
    #[cfg(feature = "testing")]
    pub(crate) fn sign(&self, token: &str, body: &[u8]) -> String {
        let key = Key::new(self.algorithm, token.as_bytes()).expect("HMAC takes keys of any length");
        format!("{}{}", self.prefix, self.encoding.encode(&key.sign(body)))
    }
}

impl SignatureAlgorithm {
    /// The length of a signature in bytes.
    fn length(self) -> usize {
        match self {
            Self::HmacSha1 => 20,
            Self::HmacSha256 => 32,
        }
    }
}

impl SignatureEncoding {
    fn decode(self, text: &[u8]) -> Option<Vec<u8>> {
        let (encoding, text): (&Encoding, &[u8]) = match self {
            Self::Hex => (&HEXLOWER_PERMISSIVE, text),
            Self::Base64 if text.ends_with(b"=") => (&BASE64, text),
            Self::Base64 => (&BASE64_NOPAD, text),
        };
        encoding.decode(text).ok()
    }

    #[cfg(feature = "testing")]
    fn encode(self, bytes: &[u8]) -> String {
        match self {
            Self::Hex => HEXLOWER.encode(bytes),
            Self::Base64 => BASE64.encode(bytes),
        }
    }
}

/// A key for signatures. The token itself is not kept.
#[derive(Clone)]
pub(super) enum Key {
    Sha1(Hmac<Sha1>),
    Sha256(Hmac<Sha256>),
}

impl Key {
    /// HMAC accepts keys of any length, so the result is never `None`; the type of the library can't express this.
    pub(super) fn new(algorithm: SignatureAlgorithm, token: &[u8]) -> Option<Self> {
        match algorithm {
            SignatureAlgorithm::HmacSha1 => Hmac::new_from_slice(token).ok().map(Self::Sha1),
            SignatureAlgorithm::HmacSha256 => Hmac::new_from_slice(token).ok().map(Self::Sha256),
        }
    }

    /// Whether the signature matches the body. A constant-time comparison.
    pub(super) fn verifies(&self, body: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Sha1(mac) => mac.clone().chain_update(body).verify_slice(signature).is_ok(),
            Self::Sha256(mac) => mac.clone().chain_update(body).verify_slice(signature).is_ok(),
        }
    }

    #[cfg(feature = "testing")]
    fn sign(&self, body: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha1(mac) => mac.clone().chain_update(body).finalize().into_bytes().to_vec(),
            Self::Sha256(mac) => mac.clone().chain_update(body).finalize().into_bytes().to_vec(),
        }
    }
}
