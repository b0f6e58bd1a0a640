//! Gives two texts by their places, and looks at what each became.

use market_client::shop::Address;

fn main() {
    let address = Address::new("1 Main Street", "Springfield");
    assert_eq!(address.street, "1 Main Street");
}
