//! Sets a string.

use market_client::shop::customers::LookUpCustomer;

pub fn by_number(request: LookUpCustomer) -> LookUpCustomer {
    request.number("A-7")
}

fn main() {}
