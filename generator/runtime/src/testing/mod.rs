//! Servers on loopback for tests. [`LoopbackServer`] returns queued responses and records the exact requests;
//! [`FakeServer`] knows a whole API.
//!
//! A request passes through the same client, sockets and HTTP as in production, and is compared with the literal text
//! of the spec.

mod decoding;
#[cfg(feature = "webhooks")]
mod events;
mod expected;
mod fake;
mod replay;
#[cfg(feature = "serde")]
mod round_trip;
mod server;

use crate::decode::{Decode, Reader, Tape};

pub use decoding::{Decoder, decode_page, decode_response};
#[cfg(feature = "webhooks")]
pub use events::sign;
pub use expected::ExpectedRequest;
pub use fake::{FakeApi, FakeRequest, FakeServer, FormPart, HandledRequest, Rule, SeedError, Upload, Violation};
#[cfg(all(feature = "serde", feature = "webhooks"))]
pub use round_trip::assert_event_round_trip;
#[cfg(feature = "serde")]
pub use round_trip::{RoundTrip, assert_round_trip};
pub use server::{LoopbackServer, MockResponse, RecordedRequest};

/// Decodes a body as a response; `None` if the call would fail. Invalid values are left out.
pub fn decode<T: Decode>(body: &[u8]) -> Option<T> {
    let tape = Tape::parse(body).ok()?;
    T::decode(&mut Reader::new(&tape))
}
