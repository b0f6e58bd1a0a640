//! The first calls: create a room, list rooms, handle an error.
//!
//! Runs without an account, because it uses the fake server of the feature `testing`:
//! `cargo run -p sendbird-platform --example quickstart`. For the real service, build the client with
//! `Client::builder(app_id).api_token(token).build()?`. The other examples are programs for the real service.

use std::error::Error;

use sendbird_platform::CallsErrorCode;
use sendbird_platform::JsonValue;
use sendbird_platform::calls::RoomType;
use sendbird_platform::calls::group_call::{ListRooms, RetrieveRoom};
use sendbird_platform::testing::FakeServer;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let fake = FakeServer::start().await;
    let client = fake
        .builder()
        .strict(false)
        .on_warning(|operation, warning| eprintln!("warning about {}: {warning}", operation.id()))
        .build()?;
    let rooms = client.calls().group_call();

    // A request is a value. It is sent when it is awaited.
    let room = rooms.create_room(RoomType::SmallRoomForVideo).custom_items([("table", "7")]).await?;
    println!("created room {} ({:?})", room.room_id, room.custom_items);

    // Pages are fetched when they are needed. Each page has status, headers and warnings.
    queue_two_pages(&fake)?;
    let mut pages = rooms.list_rooms().limit(2).pages();
    while let Some(page) = pages.try_next().await? {
        let ids: Vec<&str> = page.rooms.iter().map(|room| room.room_id.as_str()).collect();
        println!("a page with {} rooms: {}", ids.len(), ids.join(", "));
    }

    // The same list, item by item.
    queue_two_pages(&fake)?;
    let mut items = rooms.list_rooms().limit(2).items();
    let mut count = 0;
    while items.try_next().await?.is_some() {
        count += 1;
    }
    println!("{count} rooms in total");

    // Predicates group the error codes of the vendor. The code itself is available too.
    fake.on(RetrieveRoom::OPERATION).error(CallsErrorCode::InvalidRoom.code());
    match rooms.retrieve_room("no-such-room").await {
        Err(error) if error.is_not_found() => {
            println!("not found: {error}");
            println!("the code is {:?}", error.code().map(CallsErrorCode::from));
        }
        Err(error) => return Err(error.into()),
        Ok(room) => println!("found {}", room.room_id),
    }

    // The fake server records each request that violates the API.
    fake.assert_no_violations();
    println!("{} requests in total", fake.requests().len());
    Ok(())
}

/// Sets two responses. Without rules, the fake server responds with the examples of the spec.
fn queue_two_pages(fake: &FakeServer) -> Result<(), Box<dyn Error>> {
    for page in [
        r#"{"rooms":[{"room_id":"room-3"},{"room_id":"room-2"}],"next":"cursor-1","has_next":true}"#,
        r#"{"rooms":[{"room_id":"room-1"}],"next":"","has_next":false}"#,
    ] {
        fake.on(ListRooms::OPERATION).times(1).json(200, page.parse::<JsonValue>()?);
    }
    Ok(())
}
