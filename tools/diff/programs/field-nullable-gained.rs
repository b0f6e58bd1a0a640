//! Reads a field of a request object.

use market_client::shop::Card;

pub fn bank(card: &Card) -> Option<&str> {
    card.bank.as_deref()
}

fn main() {}
