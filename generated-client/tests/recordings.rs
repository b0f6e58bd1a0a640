//! Published recordings of responses. The client decodes each without a warning.
//!
//! Each body in `recordings/` keeps the fields, types and order of the recording. Names, ids, messages and URLs are replaced.

use api_client_runtime::testing::{LoopbackServer, MockResponse};
use sendbird_platform::chat::group_channel::CreateChannelMembers;
use sendbird_platform::chat::message::{ListMessagesAnchor, SendTextMessageRequired};
use sendbird_platform::chat::{ChannelType, MemberState, Message};
use sendbird_platform::desk::TicketPriority;
use sendbird_platform::{Client, Error, Response, RetryPolicy, TimestampMillis};

/// The body of a recording, and the page that contains it.
struct Recording {
    body: &'static str,
    source: &'static str,
}

macro_rules! recording {
    ($name:literal, $source:expr) => {
        Recording { body: include_str!(concat!("recordings/", $name, ".json")), source: $source }
    };
}

const PROJECT_207: &str = "https://github.com/sunyilll/Project_207/blob/25ca8f414fd587cb606344fec722bf9efb9aa322/src/main/java/api/APIUsedForTesting.java";
const TANDEM: &str = "https://github.com/Loopiezlol/tandem";
const AWELL: &str = "https://github.com/awell-health/awell-extensions/blob/1a49a497e704e19471762896926504152a4d296e/extensions/sendbird/v1/client/__mocks__/testData.ts";

/// Returns a client of a server whose next response is a recording.
async fn client(recording: &Recording, status: u16) -> (LoopbackServer, Client) {
    let server = LoopbackServer::start().await;
    server.queue(MockResponse::json(status, recording.body));
    let builder = Client::builder("EXAMPLE-APP-ID").api_token("EXAMPLE-API-TOKEN").desk_api_token("EXAMPLE-API-TOKEN");
    let builder = builder.retry(RetryPolicy::none()).base_url(server.url());
    (server, builder.build().expect("the configuration is valid"))
}

/// Returns the value of a response, which must have no warning.
fn decoded<T>(recording: &Recording, response: Result<Response<T>, Error>) -> T {
    let response = response.unwrap_or_else(|error| panic!("{}: {error}", recording.source));
    let warnings: Vec<String> = response.warnings().iter().map(ToString::to_string).collect();
    assert!(warnings.is_empty(), "{}: {warnings:?}", recording.source);
    response.into_value()
}

fn members() -> CreateChannelMembers {
    CreateChannelMembers::UserIds(vec!["mina".into(), "noah".into()])
}

fn hello() -> SendTextMessageRequired {
    SendTextMessageRequired {
        channel_type: ChannelType::GroupChannels,
        channel_url: "channel".into(),
        user_id: "mina".into(),
        message: "Hello".into(),
    }
}

#[tokio::test]
async fn group_channel_of_2023_is_decoded() {
    let recording = recording!("chat_create_group_channel", PROJECT_207);
    let (_server, client) = client(&recording, 200).await;
    let channel = decoded(&recording, client.chat().group_channel().create_channel(members()).response().await);
    assert_eq!((channel.member_count, channel.is_created), (Some(2), Some(true)));
    assert_eq!(channel.members[0].state, Some(MemberState::Joined));
    assert_eq!(channel.members[0].role, None, "an empty role is none");
    assert!(channel.created_by.is_none() && channel.last_message.is_none());
}

/// The page omits the content of the deprecated field `channel`, so the recording omits the field.
#[tokio::test]
async fn group_channel_of_2017_is_decoded() {
    let recording = recording!("chat_create_group_channel_of_2017", TANDEM);
    let (_server, client) = client(&recording, 200).await;
    let channel = decoded(&recording, client.chat().group_channel().create_channel(members()).response().await);
    assert_eq!(channel.name.as_deref(), Some("Mina and Noah"));
    assert_eq!(channel.members[1].last_seen_at.map(TimestampMillis::as_millis), Some(1_484_700_100_865));
}

#[tokio::test]
async fn text_message_of_2023_is_decoded() {
    let recording = recording!("chat_send_text_message", PROJECT_207);
    let (_server, client) = client(&recording, 200).await;
    let message = decoded(&recording, client.chat().message().send_text_message(hello()).response().await);
    assert_eq!((message.message_id, message.message.as_deref()), (10_000_001, Some("Hello")));
    assert_eq!(message.user.and_then(|user| user.nickname).as_deref(), Some("Mina"));
}

#[tokio::test]
async fn text_message_of_2017_is_decoded() {
    let recording = recording!("chat_send_text_message_of_2017", TANDEM);
    let (_server, client) = client(&recording, 200).await;
    let message = decoded(&recording, client.chat().message().send_text_message(hello()).response().await);
    assert_eq!(message.created_at.map(TimestampMillis::as_millis), Some(1_484_200_000_493));
}

#[tokio::test]
async fn list_of_messages_is_decoded() {
    let recording = recording!("chat_list_messages", PROJECT_207);
    let (_server, client) = client(&recording, 200).await;
    let anchor = ListMessagesAnchor::MessageTs(1_700_200_000_000.into());
    let request = client.chat().message().list_messages(ChannelType::GroupChannels, "channel", anchor);
    let page = decoded(&recording, request.response().await);
    let [Message::Text(first), Message::Text(_)] = page.messages.as_slice() else { panic!("{:?}", page.messages) };
    assert_eq!(first.message.as_deref(), Some("Hello"));
}

#[tokio::test]
async fn open_channel_is_decoded() {
    let source = "https://medium.com/codex/how-to-implement-live-chat-for-streaming-and-live-events-4002cce3e47f";
    let recording = recording!("chat_create_open_channel", source);
    let (_server, client) = client(&recording, 200).await;
    let channel = decoded(&recording, client.chat().open_channel().create_channel().response().await);
    assert_eq!((channel.participant_count, channel.is_dynamic_partitioned), (Some(0), Some(true)));
}

#[tokio::test]
async fn list_of_users_is_decoded() {
    let source = "https://github.com/tcbutler320/SendBirdy/blob/a73c84506d81e5f1bc0f081145b0465e3c88314e/README.md";
    let recording = recording!("chat_list_users", source);
    let (_server, client) = client(&recording, 200).await;
    let page = decoded(&recording, client.chat().user().list_users().response().await);
    assert_eq!(page.users[0].user_id, "1000000000000000001");
    assert_eq!(page.users[0].is_online, Some(true));
}

#[tokio::test]
async fn error_of_a_missing_channel_is_recognized() {
    let source = "https://github.com/sendbird/sendbird-chat-sdk-flutter/issues/34";
    let recording = recording!("chat_channel_not_found", source);
    let (_server, client) = client(&recording, 400).await;
    let error = client.chat().group_channel().view_channel("channel").await.expect_err("the status is 400");
    assert!(error.is_not_found(), "{source}: {error}");
    assert_eq!(error.code(), Some(400_201));
}

#[tokio::test]
async fn customer_of_desk_is_decoded() {
    let recording = recording!("desk_create_customer", AWELL);
    let (_server, client) = client(&recording, 200).await;
    let customer = decoded(&recording, client.desk().customer().create_customer("mina").response().await);
    assert_eq!((customer.id, customer.sendbird_id.as_deref()), (1, Some("mina")));
    assert_eq!(customer.custom_fields[0].key.as_deref(), Some("email"));
}

#[tokio::test]
async fn ticket_of_desk_is_decoded() {
    let recording = recording!("desk_create_ticket", AWELL);
    let (_server, client) = client(&recording, 200).await;
    let ticket = decoded(&recording, client.desk().ticket().create_ticket("A parcel is late", 1).response().await);
    assert_eq!((ticket.id, ticket.priority), (1, Some(TicketPriority::Urgent)));
    assert_eq!(ticket.customer.map(|customer| customer.id), Some(1));
}
