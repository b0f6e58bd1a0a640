//! Creates the required values of a request, one of which is a secret.

use market_client::Sensitive;
use market_client::stock::items::TransferItemRequired;

pub fn transfer(from: Sensitive<String>) -> TransferItemRequired {
    TransferItemRequired { item_id: "i-1".into(), from, to: "south".into() }
}

fn main() {}
