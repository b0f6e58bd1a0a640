//! Uses a response as a string.

use market_client::{Client, Error, File};

pub async fn upload(client: &Client, picture: File) -> Result<String, Error> {
    Ok(client.stock().items().upload_picture("i-1", picture).await?)
}

fn main() {}
