//! Reads a field that is always present.

use market_client::shop::Customer;

pub fn greeting(customer: &Customer) -> String {
    format!("Dear {}", customer.name)
}

fn main() {}
