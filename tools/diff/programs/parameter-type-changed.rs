//! Passes a boolean to a setter.

use market_client::shop::customers::LookUpCustomer;

pub fn exactly(request: LookUpCustomer) -> LookUpCustomer {
    request.exact(true)
}

fn main() {}
