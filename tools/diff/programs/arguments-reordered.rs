//! Passes two arguments by position.

use market_client::Client;
use market_client::shop::OrderLine;
use market_client::shop::orders::CreateOrder;

pub fn order(client: &Client, lines: Vec<OrderLine>) -> CreateOrder {
    client.shop().orders().create_order("c-1", lines)
}

fn main() {}
