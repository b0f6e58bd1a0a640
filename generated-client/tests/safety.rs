//! Credentials and personal data are never logged, and credentials are only sent to their hosts.

use std::fmt::Debug;
use std::time::Duration;

use api_client_runtime::testing::{LoopbackServer, MockResponse};
use api_client_runtime::{Body, BoxFuture, Transport, TransportError, TransportErrorKind};
use sendbird_platform::calls::user::RemovePushTokenRequired;
use sendbird_platform::calls::{PushTokenType, RoomType};
use sendbird_platform::chat::group_channel::{
    CancelRegistrationOfOperatorsCanceled, InviteAsMembersInvitees, JoinChannelRequired,
};
use sendbird_platform::chat::message::{ListMessagesAnchor, SendTextMessageRequired};
use sendbird_platform::chat::report::ReportUserRequired;
use sendbird_platform::chat::{
    self, ChannelType, Message, MetadataValue, NewEmoji, NewEmojiRequired, ReportCategory, UserReference,
};
use sendbird_platform::desk;
use sendbird_platform::{Client, ClientBuilder, Error, RetryPolicy};

const CANARY: &str = "CANARY-7f3a9c";

fn builder(url: &str) -> ClientBuilder {
    let builder = Client::builder("EXAMPLE-APP-ID").api_token(CANARY).desk_api_token(CANARY);
    builder.business_messaging_token(CANARY).base_url(url).timeout(Duration::from_secs(5)).retry(RetryPolicy::none())
}

/// The token in a percent-encoded form.
const ENCODED: &str = "CANARY%2d7f3a9c";

/// Returns the text of an error and of all its causes.
fn all_of(error: &Error) -> String {
    let causes = std::iter::successors(std::error::Error::source(error), |error| error.source());
    causes.fold(format!("{error} {error:?} {error:#?}"), |all, cause| format!("{all} {cause} {cause:?}"))
}

/// A transport whose error repeats the request, in `Display` and in `Debug`.
struct Repeating;

impl Transport for Repeating {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<Result<http::Response<Body>, TransportError>> {
        let token = request.headers().get("api-token").map(|token| token.as_bytes().to_owned()).unwrap_or_default();
        let error = format!("can't send {}: {}", request.uri(), String::from_utf8_lossy(&token));
        Box::pin(async { Err(TransportError::new(TransportErrorKind::Request, error)) })
    }
}

#[tokio::test]
async fn tokens_are_never_shown() {
    let server = LoopbackServer::start().await;
    let builder = builder(server.url());
    let mut texts = vec![format!("{builder:?}"), format!("{builder:#?}")];
    let client = builder.build().expect("the configuration is valid");
    texts.push(format!("{client:?} {client:#?}"));
    let request = client
        .calls()
        .group_call()
        .create_room(RoomType::SmallRoomForVideo)
        .with(|call| call.extra_header("X-Extra", CANARY));
    texts.push(format!("{request:?} {:?}", request.clone().with(|call| call.extra_body_field("secret", CANARY))));
    texts.push(format!("{:?}", request.to_http_request().map(|request| request.headers().clone())));
    for response in [
        MockResponse::json(200, r#"{"room":{"room_id":"1"}}"#),
        MockResponse::json(400, r#"{"code":400100,"message":"bad"}"#),
        MockResponse::json(200, "no json"),
        MockResponse::raw(""),
        MockResponse::new(302, &[("Location", "http://127.0.0.2:9/x")], ""),
        // A server or a proxy repeats the request in its response.
        MockResponse::json(
            400,
            format!(r#"{{"code":400100,"message":"{CANARY}: {ENCODED}","request_id":"{CANARY}"}}"#),
        ),
        MockResponse::new(
            502,
            &[("Content-Type", "text/html"), ("X-Echo", CANARY)],
            &format!("<title>{CANARY}</title>"),
        ),
        MockResponse::new(502, &[("Content-Type", &format!("text/{CANARY}"))], &format!("{CANARY} {ENCODED}")),
        MockResponse::json(403, format!(r#"{{"headers":{{"api-token":"{CANARY}"}}}}"#)),
        MockResponse::new(302, &[("Location", &format!("https://{CANARY}.example/{CANARY}"))], ""),
        MockResponse::new(200, &[("Content-Type", &format!("text/{CANARY}"))], CANARY),
        MockResponse::new(200, &[("Content-Encoding", CANARY)], CANARY),
    ] {
        server.queue(response);
        let outcome = request.clone().response().await;
        texts.push(format!("{outcome:?}"));
        if let Err(error) = outcome {
            texts.push(all_of(&error));
        }
    }
    let repeating = self::builder(server.url()).transport(Repeating).build().expect("the configuration is valid");
    let error = repeating.calls().user().list_users().await.expect_err("the transport fails");
    assert!(error.to_string().contains("[secret]"), "the rest of the text is shown: {error}");
    texts.push(all_of(&error));
    let removed =
        RemovePushTokenRequired { user_id: CANARY.into(), token_type: PushTokenType::FcmVoip, token: CANARY.into() };
    texts.push(format!("{removed:?}"));
    let outcome = client.calls().user().remove_push_token(removed).await;
    texts.push(format!("{outcome:?}"));
    let bad_token = Client::builder("EXAMPLE-APP-ID").api_token(format!("{CANARY}\n")).build();
    texts.push(format!("{bad_token:?} {}", bad_token.as_ref().err().map(ToString::to_string).unwrap_or_default()));
    for text in &texts {
        // The host of a URL is in lower case.
        assert!(!text.to_lowercase().contains(&CANARY.to_lowercase()) && !text.contains(ENCODED), "{text}");
    }
    assert!(server.requests().iter().all(|request| request.header("api-token") == Some(CANARY)), "the token was sent");
}

/// A user with personal data in every field that can contain it.
const USER: &str = r#"{"user_id":"u","nickname":"CANARY-7f3a9c","profile_url":"https://CANARY-7f3a9c.example",
    "metadata":{"a":"CANARY-7f3a9c"},"discovery_keys":["CANARY-7f3a9c"],"phone_number":"CANARY-7f3a9c",
    "access_token":"CANARY-7f3a9c","session_tokens":[{"session_token":"CANARY-7f3a9c"}],"is_active":true}"#;

/// A text message with personal data in every field that can contain it. `@` is a placeholder for a user.
const TEXT_MESSAGE: &str = r#"{"type":"MESG","message_id":7,"message":"CANARY-7f3a9c","data":{"a":"CANARY-7f3a9c"},
    "translations":{"es":"CANARY-7f3a9c"},"extended_message":["CANARY-7f3a9c"],"user":@,"mentioned_users":[@],
    "extended_message_payload":{"suggested_replies":["CANARY-7f3a9c"],"custom_view":"CANARY-7f3a9c"},
    "sorted_metaarray":[{"key":"k","value":["CANARY-7f3a9c"]}],"thread_info":{"most_replies":[@]},
    "og_tag":{"og:title":"CANARY-7f3a9c","og:url":"CANARY-7f3a9c","og:description":"CANARY-7f3a9c",
        "og:image":{"url":"CANARY-7f3a9c","secure_url":"CANARY-7f3a9c","alt":"CANARY-7f3a9c"}},
    "poll":{"id":1,"title":"CANARY-7f3a9c","data":{"text":"CANARY-7f3a9c"},
        "options":[{"id":2,"text":"CANARY-7f3a9c","partial_voter_list":[@]}]},
    "parent_message_info":{"type":"FILE","message":"CANARY-7f3a9c","user":@,
        "file":{"url":"CANARY-7f3a9c","name":"CANARY-7f3a9c","data":"CANARY-7f3a9c"},
        "files":[{"url":"CANARY-7f3a9c","file_name":"CANARY-7f3a9c","thumbnails":[{"url":"CANARY-7f3a9c"}]}]}}"#;

/// A ticket of Desk with personal data in every field that can contain it.
const TICKET: &str = r#"{"id":9,"channelName":"CANARY-7f3a9c","closeComment":"CANARY-7f3a9c",
    "closeMessage":"CANARY-7f3a9c","info":"CANARY-7f3a9c","lastMessage":"CANARY-7f3a9c",
    "relatedChannels":"[\"CANARY-7f3a9c\"]","customFields":[{"id":1,"key":"k","value":"CANARY-7f3a9c"}],
    "customer":{"id":2,"displayName":"CANARY-7f3a9c","photoThumbnailUrl":"CANARY-7f3a9c",
        "customFields":[{"id":1,"key":"k","value":"CANARY-7f3a9c"}]},
    "recentAssignment":{"agent":{"id":3,"displayName":"CANARY-7f3a9c","email":"CANARY-7f3a9c",
        "photoThumbnailUrl":"CANARY-7f3a9c"}}}"#;

fn text_message() -> String {
    TEXT_MESSAGE.replace('@', USER)
}

/// Asserts that `Debug` shows no personal data, but shows the expected text.
fn assert_redacted(value: &impl Debug, expected: &str) {
    for text in [format!("{value:?}"), format!("{value:#?}")] {
        assert!(!text.contains(CANARY), "{text}");
        assert!(text.contains(expected), "`{expected}` in {text}");
    }
}

/// Returns how many of the values are present and contain the canary.
fn count<const N: usize>(texts: [&Option<String>; N]) -> usize {
    texts.into_iter().flatten().filter(|text| text.contains(CANARY)).count()
}

#[tokio::test]
async fn personal_data_is_decoded_and_never_shown() {
    let server = LoopbackServer::start().await;
    let client = builder(server.url()).build().expect("the configuration is valid");
    let messages = || client.chat().message();

    server.queue(MockResponse::json(200, text_message()));
    let response =
        messages().view_message(ChannelType::GroupChannels, "c", 7).response().await.expect("the response is valid");
    assert_redacted(&response, "view_message");
    assert_redacted(&*response, "message_id: 7");
    let Message::Text(text) = &*response else { panic!("{response:?}") };
    let og_tag = text.og_tag.as_ref().expect("the tag is present");
    let texts = [&text.message, &text.translations.get("es").cloned(), &og_tag.title, &og_tag.description];
    assert_eq!(count(texts), 4, "the values are available");
    assert_eq!(text.data.as_ref().map(|data| data["a"] == CANARY), Some(true));
    assert!(format!("{text:?}").contains("message: [private]"), "{text:?}");

    let page = format!(r#"{{"messages":[{},{{"type":"POEM","message_id":8,"message":"{CANARY}"}}]}}"#, text_message());
    server.queue(MockResponse::json(200, page));
    let request = messages().list_messages(ChannelType::GroupChannels, "c", ListMessagesAnchor::MessageId(7));
    let list = request.response().await.expect("the list is valid");
    assert_redacted(&list, "list_messages");
    assert_redacted(&*list, "\"POEM\"");
    assert!(matches!(&list.messages[1], Message::Unknown(json) if json["message"] == CANARY), "{list:?}");

    server.queue(MockResponse::json(200, format!(r#"{{"users":[{USER}],"next":""}}"#)));
    let mut users = client.chat().user().list_users().items();
    assert_redacted(&users, "Items");
    let user = users.try_next().await.expect("the page is valid").expect("the page has a user");
    assert_redacted(&users, "Items");
    assert_redacted(&user, "user_id: \"u\"");
    let team = user.metadata.get("a").and_then(MetadataValue::as_str).map(str::to_owned);
    let texts = [&user.nickname, &user.profile_url, &team, &user.discovery_keys.first().cloned()];
    assert_eq!(count(texts), 4, "the values are available");

    server.queue(MockResponse::json(200, TICKET));
    let ticket = client.desk().ticket().view_ticket(9).response().await.expect("the response is valid");
    assert_redacted(&ticket, "view_ticket");
    assert_redacted(&*ticket, "id: 9");
    let customer = ticket.customer.as_ref().expect("the ticket has a customer");
    let texts = [&ticket.channel_name, &ticket.last_message, &customer.display_name, &ticket.custom_fields[0].value];
    assert_eq!(count(texts), 4, "the values are available");

    server.queue(MockResponse::json(
        200,
        format!(r#"{{"results":[{{"id":5,"note":"{CANARY}","createdBy":"{CANARY}"}}]}}"#),
    ));
    let notes = client.desk().ticket().list_ticket_notes().await.expect("the list is valid");
    assert_redacted(&notes, "id: 5");
    assert_eq!(notes.results[0].note.as_deref(), Some(CANARY));

    // The error of a malformed response contains the body, but does not show it.
    for body in
        [format!(r#"{{"message":"{CANARY}","type":"MESG"}}"#), format!(r#"["{CANARY}"]"#), text_message() + CANARY]
    {
        server.queue(MockResponse::json(200, body));
        let outcome = messages().view_message(ChannelType::GroupChannels, "c", 7).response().await;
        assert_redacted(&outcome, "view_message");
        if let Err(error) = outcome {
            assert!(!all_of(&error).contains(CANARY), "{error}");
        }
    }

    // The same applies to an error whose body is not in the format of the API.
    for (media_type, body) in [
        ("text/html", format!("<html><title>Blocked</title>{CANARY}</html>")),
        ("text/plain", CANARY.to_owned()),
        ("application/json", format!(r#"{{"request":{{"nickname":"{CANARY}"}}}}"#)),
        ("application/json", format!(r#"{{"nickname":"{CANARY}"#)),
        ("application/xml", format!("<error>{CANARY}</error>")),
    ] {
        for status in [400, 403, 404, 500, 502] {
            server.queue(MockResponse::new(status, &[("Content-Type", media_type)], &body));
            let view = client.chat().user().view_user("u").response();
            let Err(error) = view.await else { panic!("{status}") };
            assert!(!all_of(&error).contains(CANARY), "{error}");
            let described = format!("not in the format of the API's errors ({media_type}");
            assert!(error.to_string().contains(&described), "{error}");
            let Error::Api(error) = error else { panic!("{error}") };
            assert_eq!(error.body(), body.as_bytes(), "the program can read the body");
        }
    }
}

#[test]
fn personal_data_in_events_is_never_shown() {
    let user = USER;
    let body = format!(
        r#"{{"category":"group_channel:message_send","sender":{user},"sender_ip_addr":"{CANARY}","members":[{user}],
            "mentioned_users":[{user}],"channel":{{"channel_url":"c","name":"{CANARY}","data":"{CANARY}"}},
            "payload":{{"message_id":7,"message":"{CANARY}","data":"{CANARY}","translations":{{"es":"{CANARY}"}},
                "filename":"{CANARY}","url":"{CANARY}"}}}}"#
    );
    let event = chat::Event::from_json(body.as_bytes()).expect("the body is an event");
    assert_redacted(&event, "message_id: 7");
    let chat::Event::GroupChannelMessageSend(sent) = &*event else { panic!("{event:?}") };
    let payload = sent.payload.as_ref().expect("the event has a message");
    let texts = [&sent.sender_ip_addr, &payload.message, &payload.data, &payload.filename, &payload.url];
    assert_eq!(count(texts), 5, "the values are available");

    let body = format!(
        r#"{{"eventType":"MESSAGE.RECEIVED","ticket":{TICKET},
            "botWebhookEvent":{{"id":1,"bot":12,"chatMessage":{{"ticket":9,"message":"{CANARY}"}}}}}}"#
    );
    let event = desk::Event::from_json(body.as_bytes()).expect("the body is an event");
    assert_redacted(&event, "chat_message: Some(");
    let desk::Event::MessageReceived(received) = &*event else { panic!("{event:?}") };
    let message = received.bot_webhook_event.as_ref().and_then(|event| event.chat_message.as_ref());
    assert_eq!(message.and_then(|message| message.message.as_deref()), Some(CANARY));

    // Of unknown events, only the name is shown.
    for category in ["message_moderation_extension:triggered", "poem:write"] {
        let body = format!(r#"{{"category":"{category}","text":"{CANARY}"}}"#);
        let event = chat::Event::from_json(body.as_bytes()).expect("the body is an event");
        assert_redacted(&event, "[private]");
    }
}

#[tokio::test]
async fn ids_are_one_path_segment_or_rejected() {
    for (id, segment) in [
        ("a/b?c#d", Some("a%2Fb%3Fc%23d")),
        ("é 😀", Some("%C3%A9%20%F0%9F%98%80")),
        ("mina@example.com", Some("mina%40example.com")),
        ("100%", Some("100%25")),
        ("..", None),
        (".", None),
        ("%2e%2e", None),
        ("%2E.", None),
        ("", None),
    ] {
        let server = LoopbackServer::start_with(|_| MockResponse::json(200, "{}")).await;
        let client = builder(server.url()).build().expect("the configuration is valid");
        let outcome = client.calls().user().list_user_calls(id).await;
        let targets: Vec<String> = server.requests().into_iter().map(|request| request.target).collect();
        match segment {
            Some(segment) => assert_eq!(targets, [format!("/v1/users/{segment}/calls")], "{id}"),
            None => {
                let error = outcome.expect_err("the id is rejected");
                assert!(matches!(error, Error::InvalidRequest(_)), "{id}: {error}");
                assert!(error.to_string().contains("`user_id`"), "{error}");
                assert!(targets.is_empty(), "{id}: nothing is sent");
            }
        }
    }
}

#[tokio::test]
async fn redirect_to_a_different_origin_is_not_followed() {
    // macOS has only `127.0.0.1` and `::1`. Some containers have no IPv6.
    let address = if cfg!(target_os = "macos") { "::1" } else { "127.0.0.2" };
    let other = LoopbackServer::start_at(address).await;
    let server = LoopbackServer::start().await;
    let client = builder(server.url()).build().expect("the configuration is valid");
    for status in [301, 302, 303, 307, 308] {
        server.queue(MockResponse::new(status, &[("Location", &format!("{}/v1/rooms/1", other.url()))], ""));
        let error = client.calls().group_call().retrieve_room("1").await.expect_err("not followed");
        assert!(error.to_string().contains("a different origin"), "{error}");
    }
    assert_eq!(other.requests().len(), 0, "the other server received nothing");
    server.queue(MockResponse::new(307, &[("Location", "/v1/elsewhere")], ""));
    server.queue(MockResponse::json(200, r#"{"room":{"room_id":"1"}}"#));
    client.calls().group_call().retrieve_room("1").await.expect("a redirect within the origin is followed");
    assert_eq!(server.requests().last().map(|request| request.target.clone()).as_deref(), Some("/v1/elsewhere"));
}

#[test]
fn invalid_configuration_is_an_error() {
    for (builder, words) in [
        (Client::builder("evil.com/"), "`app_id` must be 1 to 63 letters"),
        (Client::builder(""), "`app_id` must be 1 to 63 letters"),
        (Client::builder("A").api_token(""), "`api_token` is empty"),
        (Client::builder("A").base_url("http://example.com"), "plain http would send the token in clear text"),
        (Client::builder("A").calls_base_url("https://x?y"), "`calls_base_url` can't be used"),
    ] {
        let error = builder.build().expect_err(words);
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[tokio::test]
async fn missing_token_is_an_error_before_the_request() {
    let server = LoopbackServer::start().await;
    let client = Client::builder("A").base_url(server.url()).build().expect("a client without tokens can be built");
    let error = client.calls().user().list_users().await.expect_err("there is no token");
    assert!(matches!(error, Error::Configuration(_)), "{error}");
    assert!(error.to_string().contains("call `api_token` on the client's builder"), "{error}");
    assert!(server.requests().is_empty());
}

/// A server may read an empty id or an empty list of ids as "all".
#[tokio::test]
async fn empty_ids_and_empty_filters_are_never_sent() {
    let server = LoopbackServer::start().await;
    let client = builder(server.url()).build().expect("the configuration is valid");
    let chat = client.chat();
    let text = SendTextMessageRequired {
        channel_type: ChannelType::GroupChannels,
        channel_url: "c".into(),
        user_id: String::new(),
        message: "Hello".into(),
    };
    let join = JoinChannelRequired { channel_url: "c".into(), user_id: String::new() };
    let report = ReportUserRequired {
        offending_user_id: "lena".into(),
        report_category: ReportCategory::Spam,
        channel_type: ChannelType::GroupChannels,
        channel_url: String::new(),
    };
    let operators = || CancelRegistrationOfOperatorsCanceled::OperatorIds(vec!["mina".into(), String::new()]);
    let invited = InviteAsMembersInvitees::Users(vec![UserReference::new("lena"), UserReference::new("")]);
    let emoji = NewEmoji::new(NewEmojiRequired { key: String::new(), url: "https://x.example/a.png".into() });
    let outcomes = [
        (chat.message().send_text_message(text).await.map(drop), "`user_id` is empty"),
        (chat.group_channel().join_channel(join).await.map(drop), "`user_id` is empty"),
        (chat.report().report_user(report).await.map(drop), "`channel_url` is empty"),
        (chat.bot().join_channels("bot", ["c", ""]).await.map(drop), "`channel_urls[1]` is empty"),
        (
            chat.group_channel().cancel_registration_of_operators("c", operators()).await.map(drop),
            "`operator_ids` is empty",
        ),
        (chat.group_channel().invite_as_members("c", invited).await.map(drop), "`users[1].user_id` is empty"),
        (chat.emoji().add_emojis(1, [emoji]).await.map(drop), "`emojis[0].key` is empty"),
        (
            chat.group_channel().list_channels().channel_urls([] as [&str; 0]).await.map(drop),
            "`channel_urls` is an empty list",
        ),
    ];
    for (outcome, problem) in outcomes {
        let error = outcome.expect_err(problem);
        let text = error.to_string();
        assert!(matches!(error, Error::InvalidRequest(_)) && text.contains(problem), "{text}");
    }
    assert!(server.requests().is_empty());
}

/// Only the builder sets credentials.
#[tokio::test]
async fn calls_cannot_set_credentials() {
    let server = LoopbackServer::start().await;
    let client = builder(server.url()).build().expect("the configuration is valid");
    for header in ["Api-Token", "api-token", "SendbirdDeskApiToken", "Authorization", "Cookie"] {
        let call = client.chat().user().view_user("lena").with(|call| call.extra_header(header, CANARY));
        let error = call.await.map(drop).expect_err(header);
        assert!(matches!(error, Error::InvalidRequest(_)) && !error.to_string().contains(CANARY), "{error}");
    }
    assert!(server.requests().is_empty());
}
