//! Passes the arguments of `new` by position.

use market_client::shop::{ItemRef, OrderLine};

pub fn line() -> OrderLine {
    OrderLine::new(ItemRef::String("i-1".into()), 2)
}

fn main() {}
