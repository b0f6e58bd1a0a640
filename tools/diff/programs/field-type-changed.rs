//! Reads a field as a number.

use market_client::shop::Order;

pub fn total(orders: &[Order]) -> i64 {
    orders.iter().filter_map(|order| order.total).sum()
}

fn main() {}
