//! Verifies an event.

use market_client::shop::EventVerifier;

pub fn verifier(secret: &str) -> EventVerifier {
    EventVerifier::new(secret).unwrap()
}

fn main() {}
