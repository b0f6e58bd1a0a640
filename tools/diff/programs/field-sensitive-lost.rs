//! Reads a secret.

use market_client::shop::Order;

pub fn note(order: &Order) -> Option<&str> {
    order.note.as_ref().map(|note| note.expose().as_str())
}

fn main() {}
