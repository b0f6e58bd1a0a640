//! Iterates over a list of a response.

use market_client::shop::Order;

pub fn quantity(order: &Order) -> i64 {
    order.lines.iter().filter_map(|line| line.quantity).sum()
}

fn main() {}
