//! The first calls: create a room, list rooms, handle an error.
//!
//! Runs without an account, against the fake server that comes with the feature `testing`:
//! `cargo run -p sendbird-platform --example quickstart`. For the real service, build the client with
//! `Client::builder(app_id).api_token(token).build()?`. The other examples are programs that do so.

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
        .on_warning(|operation, warning| eprintln!("odd answer of {}: {warning}", operation.id()))
        .build()?;
    let rooms = client.calls().group_call();

    // A request is a value; it is sent when it is awaited.
    let room = rooms.create_room(RoomType::SmallRoomForVideo).custom_items([("table", "7")]).await?;
    println!("created room {} ({:?})", room.room_id, room.custom_items);

    // Pages are fetched as they are needed; a page comes with status, headers and warnings.
    answer_with_two_pages(&fake)?;
    let mut pages = rooms.list_rooms().limit(2).pages();
    while let Some(page) = pages.try_next().await? {
        let ids: Vec<&str> = page.rooms.iter().map(|room| room.room_id.as_str()).collect();
        println!("a page with {} rooms: {}", ids.len(), ids.join(", "));
    }

    // The same list without minding the pages.
    answer_with_two_pages(&fake)?;
    let mut items = rooms.list_rooms().limit(2).items();
    let mut count = 0;
    while items.try_next().await?.is_some() {
        count += 1;
    }
    println!("{count} rooms in all");

    // Predicates know what the vendor's codes mean; the codes themselves are there too.
    fake.on(RetrieveRoom::OPERATION).error(CallsErrorCode::InvalidRoom.code());
    match rooms.retrieve_room("no-such-room").await {
        Err(error) if error.is_not_found() => {
            println!("not found: {error}");
            println!("the code is {:?}", error.code().map(CallsErrorCode::from));
        }
        Err(error) => return Err(error.into()),
        Ok(room) => println!("found {}", room.room_id),
    }

    // Whatever does not fit the API is known to the fake server.
    fake.assert_no_violations();
    println!("{} requests in all", fake.requests().len());
    Ok(())
}

/// Without rules, the fake server answers from the examples of the API's description.
fn answer_with_two_pages(fake: &FakeServer) -> Result<(), Box<dyn Error>> {
    for page in [
        r#"{"rooms":[{"room_id":"room-3"},{"room_id":"room-2"}],"next":"cursor-1","has_next":true}"#,
        r#"{"rooms":[{"room_id":"room-1"}],"next":"","has_next":false}"#,
    ] {
        fake.on(ListRooms::OPERATION).times(1).json(200, page.parse::<JsonValue>()?);
    }
    Ok(())
}
