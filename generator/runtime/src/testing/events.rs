//! Events as a vendor would send them, for tests of those who receive them.

use crate::testing::FakeApi;
use crate::webhooks::SignedEvent;

/// Signs the body of an event as the vendor would: the name and the value of the header.
///
/// The body is taken as it is, so that a test sends the same bytes that it signs.
pub fn sign<E: SignedEvent>(token: &str, body: impl AsRef<[u8]>) -> (&'static str, String) {
    (E::SIGNATURE.header, E::SIGNATURE.sign(token, body.as_ref()))
}

impl FakeApi {
    /// The made-up bodies of the events of a product, by their names.
    pub fn event_payloads(&'static self, product: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
        let events = self.description().events.iter().filter(move |event| event.product == product);
        events.map(|event| (event.name.as_str(), event.body.as_str()))
    }

    /// One of them.
    ///
    /// # Panics
    /// If there is none of that name, which ends a test with those that there are.
    pub fn event_payload(&'static self, product: &str, name: &str) -> &'static str {
        if let Some((_, body)) = self.event_payloads(product).find(|(known, _)| *known == name) {
            return body;
        }
        let known: Vec<&str> = self.event_payloads(product).map(|(known, _)| known).collect();
        panic!("there is no body of an event `{name}`, but of {}", known.join(", "))
    }
}
