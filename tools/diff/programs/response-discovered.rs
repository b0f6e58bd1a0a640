//! Uses a response of unknown type as JSON.

use market_client::{Client, Error, JsonValue};

pub async fn rename(client: &Client) -> Result<JsonValue, Error> {
    Ok(client.shop().customers().update_customer("c-1").name("Mina").await?)
}

fn main() {}
