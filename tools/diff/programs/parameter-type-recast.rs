//! Passes a borrowed string to a setter.

use market_client::shop::orders::CreateOrder;

pub fn with_note(order: CreateOrder, note: &[u8]) -> CreateOrder {
    order.note(String::from_utf8_lossy(note))
}

fn main() {}
