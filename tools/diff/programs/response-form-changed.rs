//! Reads the response as a map.

use market_client::{Client, Error};

pub async fn status(client: &Client) -> Result<bool, Error> {
    Ok(client.stock().counts().view_status().await?.contains_key("well"))
}

fn main() {}
