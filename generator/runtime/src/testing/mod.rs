//! A server on loopback that answers as it is told and remembers what it was asked, byte by byte.
//!
//! Contract tests and examples use it: a request goes through the same client, sockets and HTTP as
//! in production, and what arrives is compared with the literal text of the spec.

mod expected;
mod server;

pub use expected::ExpectedRequest;
pub use server::{Answer, LoopbackServer, RecordedRequest};
