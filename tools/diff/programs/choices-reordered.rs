//! Passes two choices by position.

use market_client::Client;
use market_client::shop::customers::{LookUpCustomer, LookUpCustomerHow, LookUpCustomerWhom};

pub fn by_email(client: &Client) -> LookUpCustomer {
    let whom = LookUpCustomerWhom::Email("mina@example.com".into());
    client.shop().customers().look_up_customer(whom, LookUpCustomerHow::Exact(true))
}

fn main() {}
