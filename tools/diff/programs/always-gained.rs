//! Reads an optional field.

use market_client::shop::Customer;

pub fn name(customer: &Customer) -> &str {
    customer.name.as_deref().unwrap_or("unnamed")
}

fn main() {}
