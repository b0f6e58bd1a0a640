//! Creates a member of a union from a string.

use market_client::shop::ItemRef;

pub fn item() -> ItemRef {
    ItemRef::String("i-1".to_owned())
}

fn main() {}
