//! Passes on that there is no answer.

use market_client::{Client, Error};

pub async fn cancel(client: &Client) -> Result<(), Error> {
    client.shop().orders().cancel_order("o-1").await
}

fn main() {}
