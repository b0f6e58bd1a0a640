//! How a vendor signs what it sends, as data, and the arithmetic of it.

#[cfg(feature = "testing")]
use data_encoding::HEXLOWER;
use data_encoding::{BASE64, BASE64_NOPAD, Encoding, HEXLOWER_PERMISSIVE};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::Sha256;

/// How a vendor signs its events. Generated code has one for each product whose events are signed.
#[derive(Debug)]
#[allow(clippy::exhaustive_structs, reason = "generated code makes it")]
pub struct Signature {
    /// The header that carries the signature.
    pub header: &'static str,
    /// How it is made from the raw body.
    pub algorithm: SignatureAlgorithm,
    /// How its bytes are written.
    pub encoding: SignatureEncoding,
    /// What stands before it in the header.
    pub prefix: &'static str,
    /// The credential that is its key, as the client's builder calls it.
    pub credential: &'static str,
    /// What to look at if no signature fits. May be empty.
    pub hint: &'static str,
}

/// How a signature is made from a body and a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureAlgorithm {
    /// HMAC with SHA-1. Collisions of SHA-1 do not break it, but nobody would choose it today.
    HmacSha1,
    /// HMAC with SHA-256.
    HmacSha256,
}

/// How the bytes of a signature are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureEncoding {
    /// Two hexadecimal digits a byte, in lower case. Read in any case.
    Hex,
    /// Base64 with the usual alphabet, padded. Read without the padding too.
    Base64,
}

impl Signature {
    /// The bytes in the value of a header; `None` if it is no such signature, whoever made it.
    ///
    /// Blanks around it and the case of the prefix do not matter.
    pub(super) fn parse(&self, value: &[u8]) -> Option<Vec<u8>> {
        let value = value.trim_ascii();
        let (prefix, digits) = value.split_at_checked(self.prefix.len())?;
        if !prefix.eq_ignore_ascii_case(self.prefix.as_bytes()) {
            return None;
        }
        let bytes = self.encoding.decode(digits.trim_ascii_start())?;
        (bytes.len() == self.algorithm.length()).then_some(bytes)
    }

    /// What a header's value looks like, for people.
    pub(super) fn shape(&self) -> String {
        let prefix = if self.prefix.is_empty() { String::new() } else { format!("`{}` and ", self.prefix) };
        let bytes = self.algorithm.length();
        match self.encoding {
            SignatureEncoding::Hex => format!("{prefix}{} hexadecimal digits", bytes * 2),
            SignatureEncoding::Base64 => format!("{prefix}{bytes} bytes in Base64"),
        }
    }

    /// The value of the header for this body.
    #[cfg(feature = "testing")]
    pub(crate) fn sign(&self, token: &str, body: &[u8]) -> String {
        let key = Key::new(self.algorithm, token.as_bytes()).expect("HMAC takes keys of any length");
        format!("{}{}", self.prefix, self.encoding.encode(&key.sign(body)))
    }
}

impl SignatureAlgorithm {
    /// The number of bytes that it makes.
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

/// A token, ready to sign with. The token itself is not kept.
#[derive(Clone)]
pub(super) enum Key {
    Sha1(Hmac<Sha1>),
    Sha256(Hmac<Sha256>),
}

impl Key {
    /// HMAC takes keys of any length, so that there is always one; the library can't say so.
    pub(super) fn new(algorithm: SignatureAlgorithm, token: &[u8]) -> Option<Self> {
        match algorithm {
            SignatureAlgorithm::HmacSha1 => Hmac::new_from_slice(token).ok().map(Self::Sha1),
            SignatureAlgorithm::HmacSha256 => Hmac::new_from_slice(token).ok().map(Self::Sha256),
        }
    }

    /// Whether this is the body's signature. Takes as long for a wrong one as for the right one.
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
