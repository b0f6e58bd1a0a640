//! Creates an ID from a string, by the name of its type.

use market_client::shop::CustomerId;

pub fn id() -> CustomerId {
    "c-1".to_owned()
}

fn main() {}
