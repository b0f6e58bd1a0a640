//! Sets a number.

use market_client::shop::customers::LookUpCustomer;

pub fn by_number(request: LookUpCustomer) -> LookUpCustomer {
    request.number(7)
}

fn main() {}
