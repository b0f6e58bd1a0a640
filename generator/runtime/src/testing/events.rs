//! Signed events and example bodies, for tests of webhook receivers.

use crate::testing::FakeApi;
use crate::webhooks::{Signature, SignedEvent};

/// Signs the body of an event as the vendor does. Returns the name and the value of the header.
///
/// The body is used unchanged, so that a test sends the same bytes that it signs.
pub fn sign<E: SignedEvent>(token: &str, body: impl AsRef<[u8]>) -> (&'static str, String) {
    // Without `..`, the compiler reports a new field, such as a second header.
    let Signature { header, algorithm: _, encoding: _, prefix: _, credential: _, hint: _ } = E::SIGNATURE;
    (header, E::SIGNATURE.sign(token, body.as_ref()))
}

impl FakeApi {
    /// Returns the names and example bodies of the events of a product.
    pub fn event_payloads(&'static self, product: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
        let events = self.description().events.iter().filter(move |event| event.product == product);
        events.map(|event| (event.name.as_str(), event.body.as_str()))
    }

    /// Returns the example body of an event.
    ///
    /// # Panics
    /// Panics if there is no such event. The message lists the known events.
    pub fn event_payload(&'static self, product: &str, name: &str) -> &'static str {
        if let Some((_, body)) = self.event_payloads(product).find(|(known, _)| *known == name) {
            return body;
        }
        let known: Vec<&str> = self.event_payloads(product).map(|(known, _)| known).collect();
        panic!("there is no event `{name}`, only {}", known.join(", "))
    }
}
