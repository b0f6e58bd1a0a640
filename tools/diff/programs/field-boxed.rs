//! Unwraps an optional field.

use market_client::stock::{Group, Item};

pub fn group(item: Item) -> Option<Group> {
    item.group
}

fn main() {}
