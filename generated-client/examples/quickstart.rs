//! The first calls: create a room, list rooms, handle an error.
//!
//! Runs without an account, against a server that it starts itself:
//! `cargo run -p sendbird-platform --example quickstart`. For the real service, leave out
//! `calls_base_url` and give your own application id and token.

use std::error::Error;

use api_client_runtime::testing::{Answer, LoopbackServer, RecordedRequest};
use sendbird_platform::calls::RoomType;
use sendbird_platform::{CallsErrorCode, Client};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = LoopbackServer::start_with(answer).await;
    let client = Client::builder("EXAMPLE-APP-ID")
        .api_token("EXAMPLE-API-TOKEN")
        .calls_base_url(server.url())
        .on_warning(|operation, warning| eprintln!("odd answer of {}: {warning}", operation.id()))
        .build()?;
    let rooms = client.calls().group_call();

    // A request is a value; it is sent when it is awaited.
    let room = rooms.create_room(RoomType::SmallRoomForVideo).custom_items([("table", "7")]).await?;
    println!("created room {} ({:?})", room.room_id, room.custom_items);

    // Pages are fetched as they are needed; a page comes with status, headers and warnings.
    let mut pages = rooms.list_rooms().limit(2).pages();
    while let Some(page) = pages.try_next().await? {
        let ids: Vec<&str> = page.rooms.iter().map(|room| room.room_id.as_str()).collect();
        println!("a page with {} rooms: {}", ids.len(), ids.join(", "));
    }

    // The same list without minding the pages.
    let mut items = rooms.list_rooms().limit(2).items();
    let mut count = 0;
    while items.try_next().await?.is_some() {
        count += 1;
    }
    println!("{count} rooms in all");

    // Predicates know what the vendor's codes mean; the codes themselves are there too.
    match rooms.retrieve_room("no-such-room").await {
        Err(error) if error.is_not_found() => {
            println!("not found: {error}");
            println!("the code is {:?}", error.code().map(CallsErrorCode::from));
        }
        Err(error) => return Err(error.into()),
        Ok(room) => println!("found {}", room.room_id),
    }
    Ok(())
}

/// What the server of this example answers.
fn answer(request: &RecordedRequest) -> Answer {
    match (request.method.as_str(), request.target.as_str()) {
        ("POST", "/v1/rooms") => Answer::json(
            200,
            r#"{"room":{"room_id":"room-3","room_type":"small_room_for_video","state":"open","custom_items":{"table":"7"}}}"#,
        ),
        ("GET", "/v1/rooms?limit=2") => Answer::json(
            200,
            r#"{"rooms":[{"room_id":"room-3"},{"room_id":"room-2"}],"next":"cursor-1","has_next":true}"#,
        ),
        ("GET", "/v1/rooms?limit=2&next=cursor-1") => {
            Answer::json(200, r#"{"rooms":[{"room_id":"room-1"}],"next":"","has_next":false}"#)
        }
        _ => Answer::json(400, r#"{"error":true,"code":1400126,"type":"INVALID_ROOM","message":"Invalid room."}"#),
    }
}
