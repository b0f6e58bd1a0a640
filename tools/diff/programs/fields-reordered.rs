//! Passes the arguments of `new` in their order.

use market_client::shop::{ItemRef, OrderLine};

pub fn line() -> OrderLine {
    OrderLine::new(ItemRef::String("i-1".into()), 2)
}

fn main() {}
