//! Calls, futures, streams and clients can move between threads, so a backend can spawn them.

use api_client_runtime::testing::{LoopbackServer, MockResponse};
use sendbird_platform::calls::RoomType;
use sendbird_platform::{Client, Error};

fn assert_send<T: Send + 'static>(value: T) -> T {
    value
}

fn client(server: &LoopbackServer) -> Client {
    let builder = Client::builder("EXAMPLE-APP-ID").api_token("EXAMPLE-API-TOKEN");
    builder.base_url(server.url()).build().expect("the configuration is valid")
}

#[test]
fn clients_and_errors_are_shared_between_threads() {
    fn shared<T: Send + Sync + 'static>() {}
    shared::<Client>();
    shared::<Error>();
}

#[tokio::test]
async fn calls_and_streams_are_spawned() {
    let server = LoopbackServer::start_with(|request| {
        let body = match request.method.as_str() {
            "POST" => r#"{"room":{"room_id":"1"}}"#,
            _ => r#"{"rooms":[{"room_id":"1"},{"room_id":"2"}],"next":""}"#,
        };
        MockResponse::json(200, body)
    })
    .await;
    let client = client(&server);
    let request = assert_send(client.calls().group_call().create_room(RoomType::SmallRoomForVideo));
    let sent = tokio::spawn(assert_send(request.clone().send()));
    let responses = tokio::spawn(assert_send(request.clone().response()));
    let awaited = tokio::spawn(async move { request.await });
    let (mut items, mut pages) = (
        assert_send(client.calls().group_call().list_rooms().items()),
        assert_send(client.calls().group_call().list_rooms().pages()),
    );
    let listed = tokio::spawn(async move {
        let mut count = 0;
        while items.try_next().await?.is_some() {
            count += 1;
        }
        while let Some(page) = pages.try_next().await? {
            count += page.rooms.len();
        }
        Ok::<_, Error>(count)
    });
    assert_eq!(sent.await.expect("no panic").expect("a response").room_id, "1");
    assert_eq!(responses.await.expect("no panic").expect("a response").room_id, "1");
    assert_eq!(awaited.await.expect("no panic").expect("a response").room_id, "1");
    assert_eq!(listed.await.expect("no panic").expect("two lists"), 4);
    assert_eq!(server.requests().len(), 5);
}
