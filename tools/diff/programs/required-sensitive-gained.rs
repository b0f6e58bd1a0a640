//! Creates the required values of a request from strings.

use market_client::stock::items::TransferItemRequired;

pub fn transfer() -> TransferItemRequired {
    TransferItemRequired { item_id: "i-1".into(), from: String::from("north"), to: "south".into() }
}

fn main() {}
