//! Each operation with a file sends it complete and with its name and media type, from each kind of source.

use std::collections::BTreeSet;
use std::fs;

use sendbird_platform::chat::ChannelType;
use sendbird_platform::chat::bot::SendBotFileMessageRequired;
use sendbird_platform::chat::group_channel::CreateChannelMembers;
use sendbird_platform::chat::message::{UploadFileMessageRequired, UploadFilesMessageRequired};
use sendbird_platform::chat::scheduled_message::UploadScheduledFileMessageRequired;
use sendbird_platform::chat::user::CreateUserRequired;
use sendbird_platform::testing::{FakeServer, FormPart};
use sendbird_platform::{BoxFuture, Client, Error, File, JsonValue};

/// Content for several chunks that contains all delimiters of forms.
fn content() -> Vec<u8> {
    let pieces = [&b"\x89PNG\r\n\x1a\n\0\xff--form-\r\n--\r\n"[..], &vec![b'x'; 150_000], b"\r\n\r\n--"];
    pieces.concat()
}

fn stream(name: &str, length: Option<u64>) -> File {
    let content = content();
    let (start, end) = content.split_at(70_000);
    let pieces = [start.to_vec(), Vec::new(), end.to_vec()].map(|piece| Ok(piece.into()));
    File::from_stream(name, futures_util::stream::iter(pieces), length)
}

type Send = fn(Client, File) -> BoxFuture<Result<(), Error>>;

struct Case {
    operation: &'static str,
    /// The field of the file.
    field: &'static str,
    name: &'static str,
    content_type: &'static str,
    /// The other fields, in their order.
    fields: &'static [&'static str],
    send: Send,
}

macro_rules! case {
    ($operation:literal, $field:literal, $name:literal, $type:literal, $fields:expr, |$client:ident, $file:ident| $request:expr) => {
        Case {
            operation: $operation,
            field: $field,
            name: $name,
            content_type: $type,
            fields: &$fields,
            send: |$client, $file| Box::pin(async move { $request.await.map(drop) }),
        }
    };
}

fn user() -> CreateUserRequired {
    CreateUserRequired { user_id: "lena-31".into(), nickname: "Lena".into(), profile_url: String::new() }
}

fn message(file: File) -> UploadFileMessageRequired {
    let (channel_url, user_id) = ("harbour".into(), "lena-31".into());
    UploadFileMessageRequired { channel_type: ChannelType::GroupChannels, channel_url, user_id, file }
}

fn two_files(file: File) -> UploadFilesMessageRequired {
    let files = vec![file, File::from_bytes("other.txt", "other").content_type("text/plain")];
    let (channel_url, user_id) = ("harbour".into(), "lena-31".into());
    UploadFilesMessageRequired { channel_type: ChannelType::GroupChannels, channel_url, user_id, files }
}

fn scheduled(file: File) -> UploadScheduledFileMessageRequired {
    let (channel_url, user_id, scheduled_at) = ("harbour".into(), "lena-31".into(), 1_755_000_000_000.into());
    UploadScheduledFileMessageRequired { channel_url, user_id, file, scheduled_at }
}

fn of_bot(file: File) -> SendBotFileMessageRequired {
    SendBotFileMessageRequired { bot_userid: "bot".into(), channel_url: "harbour".into(), file }
}

fn cases() -> Vec<Case> {
    vec![
        case!(
            "chat.application.add_fcm_push_configuration",
            "service_account_key",
            "key.json",
            "application/json",
            ["push_sound"],
            |client, file| client.chat().application().add_fcm_push_configuration(file).push_sound("bell.mp3")
        ),
        case!(
            "chat.application.update_fcm_push_configuration",
            "service_account_key",
            "key.json",
            "application/json",
            [],
            |client, file| client.chat().application().update_fcm_push_configuration("7").service_account_key(file)
        ),
        case!(
            "chat.application.add_apns_push_configuration",
            "apns_cert",
            "push.p12",
            "application/x-pkcs12",
            ["apns_cert_password"],
            |client, file| client.chat().application().add_apns_push_configuration(file).apns_cert_password("p")
        ),
        case!(
            "chat.application.update_apns_push_configuration",
            "apns_cert",
            "push.p12",
            "application/x-pkcs12",
            [],
            |client, file| client.chat().application().update_apns_push_configuration("7").apns_cert(file)
        ),
        case!(
            "chat.bot.send_bot_file_message",
            "file",
            "a b.png",
            "image/png",
            ["message_type", "channel_url"],
            |client, file| client.chat().bot().send_bot_file_message(of_bot(file))
        ),
        case!(
            "chat.group_channel.create_channel",
            "cover_file",
            "cover.png",
            "image/png",
            ["user_ids", "name"],
            |client, file| client
                .chat()
                .group_channel()
                .create_channel(CreateChannelMembers::UserIds(vec!["lena-31".into()]))
                .name("Harbour")
                .cover_file(file)
        ),
        case!("chat.group_channel.update_channel", "cover_file", "cover.png", "image/png", [], |client, file| client
            .chat()
            .group_channel()
            .update_channel("harbour")
            .cover_file(file)),
        case!("chat.open_channel.create_channel", "cover_file", "cover.png", "image/png", [], |client, file| client
            .chat()
            .open_channel()
            .create_channel()
            .cover_file(file)),
        case!("chat.open_channel.update_channel", "cover_file", "cover.png", "image/png", [], |client, file| client
            .chat()
            .open_channel()
            .update_channel("harbour")
            .cover_file(file)),
        case!(
            "chat.message.upload_file_message",
            "file",
            "Küste \"7\".png",
            "image/png",
            ["message_type", "user_id"],
            |client, file| client.chat().message().upload_file_message(message(file))
        ),
        case!(
            "chat.message.upload_files_message",
            "files",
            "a.png",
            "image/png",
            ["message_type", "user_id", "files"],
            |client, file| client.chat().message().upload_files_message(two_files(file))
        ),
        case!(
            "chat.scheduled_message.upload_scheduled_file_message",
            "file",
            "a.png",
            "image/png",
            ["message_type", "user_id", "scheduled_at"],
            |client, file| client.chat().scheduled_message().upload_scheduled_file_message(scheduled(file))
        ),
        case!("chat.scheduled_message.update_scheduled_message", "file", "a.png", "image/png", [], |client, file| {
            client.chat().scheduled_message().update_scheduled_message("harbour", 7).file(file)
        }),
        case!(
            "chat.user.create_user",
            "profile_file",
            "me.jpg",
            "image/jpeg",
            ["user_id", "nickname", "profile_url"],
            |client, file| client.chat().user().create_user(user()).profile_file(file)
        ),
        case!("chat.user.update_user", "profile_file", "me.jpg", "image/jpeg", [], |client, file| client
            .chat()
            .user()
            .update_user("lena-31")
            .profile_file(file)),
    ]
}

/// Returns the operations with a file in the spec.
fn described() -> BTreeSet<String> {
    let json: JsonValue = include_str!("../src/testing.json").parse().expect("the description is JSON");
    let operations = json["operations"].as_array().into_iter().flatten();
    let has_file = |operation: &&JsonValue| {
        let mut parameters = operation["parameters"].as_array().into_iter().flatten();
        parameters.any(|parameter| parameter["type"] == "file" || parameter["type"]["list"] == "file")
    };
    operations.filter(has_file).filter_map(|operation| operation["id"].as_str().map(str::to_owned)).collect()
}

#[test]
fn every_operation_with_a_file_has_a_case() {
    let cases: BTreeSet<String> = cases().iter().map(|case| case.operation.to_owned()).collect();
    assert_eq!(cases, described());
}

#[tokio::test(flavor = "multi_thread")]
async fn each_file_arrives_complete_with_name_and_media_type() {
    let fake = FakeServer::start().await.stateless();
    let client = fake.client();
    let path = std::env::temp_dir().join(format!("uploads-{}", std::process::id()));
    fs::write(&path, content()).expect("the file is written");
    let length = content().len() as u64;
    for case in cases() {
        for (source, file) in [
            ("bytes", File::from_bytes(case.name, content())),
            ("path", File::from_path(&path).name(case.name)),
            ("stream", stream(case.name, Some(length))),
            ("stream without a length", stream(case.name, None)),
        ] {
            let what = format!("{} from {source}", case.operation);
            (case.send)(client.clone(), file.content_type(case.content_type))
                .await
                .unwrap_or_else(|error| panic!("{what}: {error}"));
            let request = fake.take_requests().pop().expect("the request arrived");
            assert_eq!(request.operation, Some(case.operation), "{what}");
            assert_eq!(request.header("content-length").is_some(), source != "stream without a length", "{what}");
            let parts = request.form().expect("the body is a form");
            let is_file = |part: &&FormPart| part.file_name.as_deref() == Some(case.name);
            let file = parts.iter().find(is_file).unwrap_or_else(|| panic!("{what}: {parts:?}"));
            assert_eq!(
                (file.name.as_str(), file.content_type.as_deref()),
                (case.field, Some(case.content_type)),
                "{what}"
            );
            assert!(file.content == content(), "{what}: {} different bytes", file.content.len());
            let others: Vec<&str> = parts.iter().filter(|part| !is_file(part)).map(|part| part.name.as_str()).collect();
            assert_eq!(others, case.fields, "{what}");
        }
    }
    fs::remove_file(&path).expect("the file exists");
    fake.assert_no_violations();
}

#[tokio::test]
async fn fake_server_handles_files_without_the_token() {
    let fake = FakeServer::start().await;
    let client = fake.client();
    let url = fake.serve_file("an export.zip", content());
    assert!(client.download(&url).bytes(1 << 20).await.expect("the download succeeds") == content());
    let form = fake.upload_url();
    let file = File::from_bytes("a.csv", content()).content_type("text/csv");
    client.upload_form(&form).field("key", "a").field("policy", "p").file(file).await.expect("the upload succeeds");
    let upload = fake.uploads().pop().expect("the request arrived");
    assert_eq!(
        (&upload.url, upload.fields.as_slice()),
        (&form, &[("key".to_owned(), "a".to_owned()), ("policy".to_owned(), "p".to_owned())][..])
    );
    assert_eq!(
        (upload.file.file_name.as_deref(), upload.file.content_type.as_deref()),
        (Some("a.csv"), Some("text/csv"))
    );
    assert!(upload.file.content == content());
    fake.assert_no_violations();

    // Violations: a wrong signature, the wrong methods, and a token.
    let token = b"GET /x HTTP/1.1\r\nHost: x\r\nApi-Token: EXAMPLE\r\nConnection: close\r\n\r\n";
    client.download(url.replace("signature-of", "signature-for")).await.expect_err("the request is rejected");
    client.download(&form).await.expect_err("the request is rejected");
    client.upload_form(&url).file(File::from_bytes("a", "b")).await.expect_err("the request is rejected");
    send(&url, token).await;
    let problems: Vec<String> = fake.violations().into_iter().map(|violation| violation.problem).collect();
    let expected = [
        "the signature does not match the signed URL",
        "this URL accepts POST only",
        "this URL accepts GET only",
        "the header `Api-Token` contains a token, which only the hosts of the API may receive",
    ];
    assert_eq!(problems, expected);
}

async fn send(url: &str, bytes: &[u8]) {
    use std::io::{Read, Write};
    let address = url.trim_start_matches("http://").split('/').next().expect("the URL has a host").to_owned();
    let bytes = bytes.to_vec();
    let sent = tokio::task::spawn_blocking(move || {
        let mut stream = std::net::TcpStream::connect(address).expect("the server listens");
        stream.write_all(&bytes).expect("the server reads");
        let mut start = [0; 12];
        stream.read_exact(&mut start).expect("the server responds");
        assert_eq!(&start, b"HTTP/1.1 400");
    });
    sent.await.expect("the request is sent");
}
