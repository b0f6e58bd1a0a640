//! Reads a field of a response.

use market_client::{Client, Error};

pub async fn rename(client: &Client) -> Result<Option<String>, Error> {
    Ok(client.shop().customers().update_customer("c-1").name("Mina").await?.name)
}

fn main() {}
