//! Reads a field as a string.

use market_client::shop::Order;

pub fn note(order: &Order) -> Option<&str> {
    order.note.as_deref()
}

fn main() {}
