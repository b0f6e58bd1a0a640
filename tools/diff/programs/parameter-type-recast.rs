//! Gives a text to a setter, which may be borrowed.

use market_client::shop::orders::CreateOrder;

pub fn with_note(order: CreateOrder, note: &[u8]) -> CreateOrder {
    order.note(String::from_utf8_lossy(note))
}

fn main() {}
