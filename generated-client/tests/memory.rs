//! The fake server remembers the objects of each resource of the API.

use sendbird_platform::calls::group_call::CreateRoom;
use sendbird_platform::calls::{RoomState, RoomType};
use sendbird_platform::chat::ChannelType;
use sendbird_platform::chat::bot::CreateBotRequired;
use sendbird_platform::chat::group_channel::{CreateChannelMembers, InviteAsMembersInvitees, LeaveChannelLeaving};
use sendbird_platform::chat::message::{ListMessagesAnchor, SendAdminMessageRequired, SendTextMessageRequired};
use sendbird_platform::chat::user::CreateUserRequired;
use sendbird_platform::desk::{TicketPriority, TicketStatus};
use sendbird_platform::testing::FakeServer;
use sendbird_platform::{Client, Error, TimestampMillis};
use serde_json::json;

type Result<T = (), E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

#[tokio::test]
async fn created_user_is_listed_until_it_is_deleted() -> Result<(), Error> {
    let fake = FakeServer::start().await;
    let client = fake.client();
    let users = client.chat().user();
    let lena = CreateUserRequired { user_id: "lena-31".into(), nickname: "Lena".into(), profile_url: String::new() };
    users.create_user(lena).await?;
    assert_eq!(users.list_users().await?.users[0].user_id, "lena-31");
    users.delete_user("lena-31").await?;
    assert!(users.view_user("lena-31").await.unwrap_err().is_not_found());
    Ok(())
}

fn user(id: &str) -> CreateUserRequired {
    CreateUserRequired { user_id: id.into(), nickname: format!("Nick {id}"), profile_url: String::new() }
}

fn text(channel: &str, text: &str) -> SendTextMessageRequired {
    SendTextMessageRequired {
        channel_type: ChannelType::GroupChannels,
        channel_url: channel.into(),
        user_id: "ada".into(),
        message: text.into(),
    }
}

async fn texts(client: &Client, channel: &str) -> Result<Vec<String>> {
    let start = ListMessagesAnchor::MessageTs(TimestampMillis::from(0));
    let list = client.chat().message().list_messages(ChannelType::GroupChannels, channel, start);
    let mut messages = list.next_limit(2).items();
    let mut texts = Vec::new();
    while let Some(message) = messages.try_next().await? {
        texts.extend(message.message().map(str::to_owned));
    }
    Ok(texts)
}

#[tokio::test]
async fn users_are_paged_filtered_and_updated() -> Result {
    let fake = FakeServer::start().await;
    let client = fake.client();
    let users = client.chat().user();
    for id in 0..25 {
        users.create_user(user(&id.to_string())).await?;
    }
    let error = users.create_user(user("7")).await.expect_err("the id is used");
    assert!(error.is_already_exists() && error.code() == Some(400_202), "{error}");
    let first = users.list_users().await?;
    assert_eq!(first.users.len(), 10, "the default of `limit`");
    let mut all = users.list_users().limit(10).items();
    let mut ids = Vec::new();
    while let Some(user) = all.try_next().await? {
        ids.push(user.user_id);
    }
    assert_eq!(ids, (0..25).map(|id| id.to_string()).collect::<Vec<_>>());
    users.update_user("7").nickname("Seven").await?;
    let seven = users.list_users().user_ids(["7", "99"]).await?.users;
    assert_eq!((seven.len(), seven[0].nickname.as_deref()), (1, Some("Seven")));
    fake.assert_no_violations();
    Ok(())
}

#[tokio::test]
async fn channel_has_its_members_and_messages() -> Result {
    let fake = FakeServer::start().await;
    let client = fake.client();
    let (channels, messages) = (client.chat().group_channel(), client.chat().message());
    let error = messages.send_text_message(text("harbour", "early")).await.expect_err("the channel does not exist");
    assert!(error.is_not_found(), "{error}");

    let members = CreateChannelMembers::UserIds(vec!["ada".into(), "bob".into()]);
    let channel = channels.create_channel(members).channel_url("harbour").name("Harbour").await?;
    let ids: Vec<&str> = channel.members.iter().map(|member| member.user_id.as_str()).collect();
    assert_eq!((channel.channel_url.as_str(), ids), ("harbour", vec!["ada", "bob"]));
    channels.invite_as_members("harbour", InviteAsMembersInvitees::UserIds(vec!["eve".into()])).await?;
    channels.leave_channel("harbour", LeaveChannelLeaving::UserIds(vec!["bob".into()])).await?;
    let members = channels.list_members("harbour").await?.members;
    assert_eq!(members.iter().map(|member| member.user_id.as_str()).collect::<Vec<_>>(), ["ada", "eve"]);

    let sent = messages.send_text_message(text("harbour", "one")).await?;
    assert_eq!(sent.user.map(|user| user.user_id).as_deref(), Some("ada"));
    assert_eq!(sent.channel_url.as_deref(), Some("harbour"));
    for word in ["two", "three"] {
        messages
            .send_admin_message(SendAdminMessageRequired {
                channel_type: ChannelType::GroupChannels,
                channel_url: "harbour".into(),
                message: word.into(),
            })
            .await?;
    }
    assert_eq!(texts(&client, "harbour").await?, ["one", "two", "three"]);
    messages.update_text_message(ChannelType::GroupChannels, "harbour", sent.message_id).message("new").await?;
    assert_eq!(texts(&client, "harbour").await?, ["new", "two", "three"]);
    messages.delete_message(ChannelType::GroupChannels, "harbour", sent.message_id).await?;
    assert_eq!(texts(&client, "harbour").await?, ["two", "three"]);
    let other = messages.view_message(ChannelType::OpenChannels, "harbour", sent.message_id).await;
    assert!(other.is_err_and(|error| error.is_not_found()), "there is no open channel with this URL");

    channels.delete_channel("harbour").await?;
    channels.create_channel(CreateChannelMembers::UserIds(vec!["ada".into()])).channel_url("harbour").await?;
    assert_eq!(texts(&client, "harbour").await?, [""; 0]);
    fake.assert_no_violations();
    Ok(())
}

#[tokio::test]
async fn bots_rooms_and_tickets_are_remembered() -> Result {
    let fake = FakeServer::start().await;
    let client = fake.client();
    let bots = client.chat().bot();
    bots.create_bot(CreateBotRequired {
        bot_userid: "lunch".into(),
        bot_type: "helper".into(),
        bot_nickname: "Lunch".into(),
        bot_profile_url: String::new(),
        bot_callback_url: "https://bots.example.com/".into(),
        is_privacy_mode: false,
    })
    .await?;
    bots.update_bot("lunch").bot_nickname("Dinner").await?;
    let bot = bots.view_bot("lunch").await?.bot;
    assert_eq!((bot.bot_userid.as_str(), bot.bot_nickname.as_deref()), ("lunch", Some("Dinner")));

    let rooms = client.calls().group_call();
    let room = rooms.create_room(RoomType::SmallRoomForVideo).await?;
    let other = rooms.create_room(RoomType::LargeRoomForAudioOnly).await?;
    assert_ne!(room.room_id, other.room_id);
    assert_eq!(rooms.retrieve_room(&other.room_id).await?.room_type, Some(RoomType::LargeRoomForAudioOnly));
    assert_eq!(rooms.list_rooms().state(RoomState::Open).await?.rooms.len(), 2);
    rooms.delete_room(&room.room_id).await?;
    let error = rooms.retrieve_room(&room.room_id).await.expect_err("the room is deleted");
    assert!(error.is_not_found() && error.code() == Some(1_400_126), "{error}");
    assert_eq!(fake.requests_of(CreateRoom::OPERATION).len(), 2);

    let tickets = client.desk().ticket();
    let customer = client.desk().customer().create_customer("ada").await?;
    let ticket = tickets.create_ticket("Refund", customer.id).priority(TicketPriority::High).await?;
    tickets.create_ticket("Order", customer.id).await?;
    assert_eq!(ticket.customer.map(|found| found.id), Some(customer.id));
    tickets.close_ticket(ticket.id).close_comment("done").await?;
    let closed = tickets.list_tickets().status2(TicketStatus::Closed).await?;
    assert_eq!((closed.results.len(), closed.results[0].close_comment.as_deref()), (1, Some("done")));
    let error = tickets.view_ticket(5).await.expect_err("the ticket does not exist");
    assert!(error.is_not_found() && error.code().is_none() && error.to_string().contains("404"), "{error}");
    fake.assert_no_violations();
    Ok(())
}

#[tokio::test]
async fn seeded_agents_are_viewed_and_changed() -> Result {
    let fake = FakeServer::start().await;
    fake.seed(&json!({ "desk.agent": [{ "id": 5, "displayName": "Ada", "connection": "ONLINE" }] }))?;
    let client = fake.client();
    let agents = client.desk().agent();
    let agent = agents.view_agent(5).await?;
    assert_eq!(agent.display_name.as_deref(), Some("Ada"));
    agents.update_agent_connection(5, sendbird_platform::desk::AgentConnection::Away).await?;
    assert_eq!(fake.snapshot()["desk.agent"][0]["connection"], "AWAY");
    Ok(())
}
