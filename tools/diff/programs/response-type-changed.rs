//! Uses the values of a map as strings.

use market_client::{Client, Error};

pub async fn database(client: &Client) -> Result<Option<String>, Error> {
    Ok(client.stock().counts().view_status().await?.get("database").cloned())
}

fn main() {}
