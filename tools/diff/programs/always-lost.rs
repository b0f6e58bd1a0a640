//! Reads a field that is always there.

use market_client::shop::Customer;

pub fn greeting(customer: &Customer) -> String {
    format!("Dear {}", customer.name)
}

fn main() {}
