//! Servers on loopback for tests: [`LoopbackServer`] answers as it is told and remembers what it was
//! asked, byte by byte; [`FakeServer`] knows a whole API.
//!
//! A request goes through the same client, sockets and HTTP as in production, and what arrives is
//! compared with the literal text of the spec.

mod decoding;
#[cfg(feature = "webhooks")]
mod events;
mod expected;
mod fake;
mod replay;
mod server;

use crate::decode::{Decode, Reader, Tape};

pub use decoding::{Decoder, read_answer, read_page};
#[cfg(feature = "webhooks")]
pub use events::sign;
pub use expected::ExpectedRequest;
pub use fake::{FakeApi, FakeRequest, FakeServer, FormPart, Rule, Upload, Violation};
pub use server::{Answer, LoopbackServer, RecordedRequest};

/// Decodes a body as an answer is decoded; `None` if the call would fail. What is odd is left out.
pub fn decode<T: Decode>(body: &[u8]) -> Option<T> {
    let tape = Tape::parse(body).ok()?;
    T::decode(&mut Reader::new(&tape))
}
