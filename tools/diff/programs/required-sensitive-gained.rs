//! Makes what a request can't do without, of texts.

use market_client::stock::items::TransferItemRequired;

pub fn transfer() -> TransferItemRequired {
    TransferItemRequired { item_id: "i-1".into(), from: String::from("north"), to: "south".into() }
}

fn main() {}
