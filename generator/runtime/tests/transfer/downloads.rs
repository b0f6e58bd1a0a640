//! Downloads, with a table of faults.

use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Waker};
use std::time::Duration;

use api_client_runtime::{Error, RetryPolicy, TransportErrorKind};
use bytes::Bytes;
use tokio::task::JoinSet;

use crate::client::{Client, ClientBuilder};
use crate::secrets::{TOKEN, assert_no_secret, signed};
use crate::server::{Reply, Server};

/// A folder that is removed with its content.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        use std::hash::BuildHasher;
        let random = std::collections::hash_map::RandomState::new().hash_one(0_u8);
        let path = std::env::temp_dir().join(format!("transfer-{random:016x}"));
        std::fs::create_dir(&path).expect("there can be a folder");
        Self(path)
    }

    fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).expect("it is there");
        entries.map(|entry| entry.expect("it is read").file_name().to_string_lossy().into_owned()).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn builder() -> ClientBuilder {
    let policy = RetryPolicy::new().max_attempts(3).base_delay(Duration::from_millis(5));
    ClientBuilder::new("acme").key(TOKEN).base_url("http://127.0.0.1:1").retry(policy)
}

/// Three attempts, and short timeouts.
pub(crate) fn client() -> Client {
    builder().attempt_timeout(Duration::from_millis(600)).build().expect("the configuration is valid")
}

fn content() -> Vec<u8> {
    (0..200_000_u32).map(|index| index.to_le_bytes()[(index % 3) as usize]).collect()
}

const HALF: usize = 100_000;
const TAG: (&str, &str) = ("ETag", "\"v1\"");
const OTHER_TAG: (&str, &str) = ("ETag", "\"v2\"");
const DATE: (&str, &str) = ("Last-Modified", "Wed, 21 Oct 2015 07:28:00 GMT");
const LENGTH: (&str, &str) = ("Content-Length", "200000");
const RANGE: (&str, &str) = ("Content-Range", "bytes 100000-199999/200000");

fn whole(headers: &[(&str, &str)]) -> Reply {
    Reply::new(200, headers, &content())
}

fn half(headers: &[(&str, &str)]) -> Reply {
    Reply::new(200, &[headers, &[LENGTH]].concat(), &content()[..HALF])
}

fn rest(headers: &[(&str, &str)]) -> Reply {
    Reply::new(206, headers, &content()[HALF..])
}

fn xml(status: u16, code: &str, message: &str) -> Reply {
    let body = format!(
        "<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>{message}</Message><RequestId>R7</RequestId>\
         <SignatureProvided>canary-signature</SignatureProvided><StringToSign>GET canary-key</StringToSign></Error>"
    );
    Reply::new(status, &[("Content-Type", "application/xml"), ("X-Echo", "canary-signature")], body.as_bytes())
}

enum End {
    /// With this content.
    File(Vec<u8>),
    /// With an error that matches and contains this text.
    Error(fn(&Error) -> bool, &'static str),
}

struct Case {
    name: &'static str,
    replies: Vec<Reply>,
    end: End,
    /// The range that each request asks for: the whole file, or a range with its condition.
    asks: &'static [Option<&'static str>],
}

fn is_api(error: &Error) -> bool {
    matches!(error, Error::Api(_))
}

fn is_broken(error: &Error) -> bool {
    matches!(error, Error::Transport(error) if error.kind() == TransportErrorKind::Response)
}

#[allow(clippy::too_many_lines, reason = "a table")]
fn cases() -> Vec<Case> {
    const ALL: Option<&str> = None;
    const BY_TAG: Option<&str> = Some("\"v1\"");
    let case = |name, replies, end, asks| Case { name, replies, end, asks };
    let file = || End::File(content());
    let other = || Reply::new(200, &[OTHER_TAG], b"different file");
    vec![
        case("whole file", vec![whole(&[])], file(), &[ALL]),
        case("empty file", vec![Reply::new(200, &[], b"")], End::File(Vec::new()), &[ALL]),
        case(
            "in chunks",
            vec![Reply::new(200, &[("Transfer-Encoding", "chunked")], b"3\r\nabc\r\n0\r\n\r\n")],
            End::File(b"abc".to_vec()),
            &[ALL],
        ),
        // The connection ends early.
        case("closed early, no tag", vec![half(&[]), whole(&[])], file(), &[ALL, ALL]),
        case("closed early, a tag", vec![half(&[TAG]), rest(&[TAG, RANGE])], file(), &[ALL, BY_TAG]),
        case("reset, a date", vec![half(&[DATE]).then_reset(), whole(&[DATE])], file(), &[ALL, ALL]),
        case("stalls, a tag", vec![half(&[TAG]).then_hang(), rest(&[TAG, RANGE])], file(), &[ALL, BY_TAG]),
        case("rest without a tag", vec![half(&[TAG]), rest(&[RANGE]), whole(&[])], file(), &[ALL, BY_TAG, ALL]),
        case("closed early, a weak tag", vec![half(&[("ETag", "W/\"v1\"")]), whole(&[])], file(), &[ALL, ALL]),
        case("closed early, no ranges", vec![half(&[TAG, ("Accept-Ranges", "none")]), whole(&[])], file(), &[ALL, ALL]),
        case("range ignored", vec![half(&[TAG]), whole(&[TAG])], file(), &[ALL, BY_TAG]),
        case("tag changed", vec![half(&[TAG]), other()], End::File(b"different file".to_vec()), &[ALL, BY_TAG]),
        case(
            "tag changed, rest of the new file",
            vec![half(&[TAG]), rest(&[OTHER_TAG, RANGE]), other()],
            End::File(b"different file".to_vec()),
            &[ALL, BY_TAG, ALL],
        ),
        case(
            "different range",
            vec![half(&[TAG]), rest(&[TAG, ("Content-Range", "bytes 0-99999/200000")]), whole(&[])],
            file(),
            &[ALL, BY_TAG, ALL],
        ),
        case(
            "range no longer exists",
            vec![half(&[TAG]), xml(416, "InvalidRange", "No."), whole(&[])],
            file(),
            &[ALL, BY_TAG, ALL],
        ),
        case(
            "condition failed",
            vec![half(&[TAG]), xml(412, "PreconditionFailed", "No."), whole(&[])],
            file(),
            &[ALL, BY_TAG, ALL],
        ),
        case(
            "range no longer exists, no further attempt",
            vec![half(&[TAG]), xml(503, "SlowDown", "Slow down."), xml(416, "InvalidRange", "No."), whole(&[])],
            End::Error(is_broken, "rest of the same file) after 100000 of 200000 bytes (3 attempts)"),
            &[ALL, BY_TAG, BY_TAG],
        ),
        case(
            "different range without a further attempt",
            vec![half(&[TAG]), xml(503, "SlowDown", "Slow down."), rest(&[TAG]), whole(&[])],
            End::Error(is_broken, "a different part of the file than requested) after 100000 of"),
            &[ALL, BY_TAG, BY_TAG],
        ),
        case(
            "unrequested part",
            vec![rest(&[RANGE])],
            End::Error(is_broken, "the server sent a part of the file"),
            &[ALL, ALL, ALL],
        ),
        case(
            "unrequested part, then the whole file",
            vec![Reply::new(206, &[], b"abc"), whole(&[])],
            file(),
            &[ALL, ALL],
        ),
        case(
            "whole file as a part",
            vec![Reply::new(206, &[("Content-Range", "bytes 0-199999/200000")], &content())],
            file(),
            &[ALL],
        ),
        case(
            "busy while resuming",
            vec![half(&[TAG]), xml(503, "SlowDown", "Slow down."), rest(&[TAG, RANGE])],
            file(),
            &[ALL, BY_TAG, BY_TAG],
        ),
        case(
            "always closed early",
            vec![half(&[])],
            End::Error(is_broken, "after 100000 of 200000 bytes (3 attempts)"),
            &[ALL, ALL, ALL],
        ),
        case(
            "always closed early, with a tag",
            vec![half(&[TAG]), xml(403, "AccessDenied", "Request has expired")],
            End::Error(
                is_api,
                "403 Forbidden: AccessDenied: Request has expired [request R7] (2 attempts); the URL may have expired",
            ),
            &[ALL, BY_TAG],
        ),
        case(
            "always stalls",
            vec![half(&[]).then_hang()],
            End::Error(Error::is_timeout, "the time limit of 600ms was exceeded after 100000 bytes (3 attempts)"),
            &[ALL, ALL, ALL],
        ),
        case(
            "chunks without an end",
            vec![Reply::new(200, &[("Transfer-Encoding", "chunked")], b"3\r\nabc\r\n")],
            End::Error(is_broken, "after 3 bytes"),
            &[ALL, ALL, ALL],
        ),
        // There is no file.
        case(
            "expired",
            vec![xml(403, "AccessDenied", "Request has expired")],
            End::Error(
                |error| is_api(error) && error.is_permission_denied(),
                "403 Forbidden: AccessDenied: Request has expired [request R7]; the URL may have expired",
            ),
            &[ALL],
        ),
        case(
            "signature repeated in the message",
            vec![xml(403, "AccessDenied", "canary-signature is wrong")],
            End::Error(is_api, "403 Forbidden: AccessDenied [request R7]; the URL"),
            &[ALL],
        ),
        case(
            "gone",
            vec![Reply::new(404, &[], b"<html>canary-key</html>")],
            End::Error(Error::is_not_found, "404 Not Found; the file does not exist"),
            &[ALL],
        ),
        case("busy, then not", vec![xml(503, "SlowDown", "Slow down."), whole(&[])], file(), &[ALL, ALL]),
        case(
            "always busy",
            vec![xml(500, "InternalError", "We failed.")],
            End::Error(
                Error::is_server_error,
                "500 Internal Server Error: InternalError: We failed [request R7] (3 attempts)",
            ),
            &[ALL, ALL, ALL],
        ),
        case(
            "delay of a day",
            vec![Reply::new(503, &[("Retry-After", "86400")], b"")],
            End::Error(Error::is_server_error, "503 Service Unavailable; the server"),
            &[ALL],
        ),
        case(
            "silent",
            vec![Reply::silence()],
            End::Error(Error::is_timeout, "no response within 600ms (3 attempts)"),
            &[ALL, ALL, ALL],
        ),
        case(
            "invalid length",
            vec![Reply::new(200, &[("Content-Length", "many")], b"abc")],
            End::Error(Error::is_transport, "the connection failed"),
            &[ALL, ALL, ALL],
        ),
        // Redirects that are not followed.
        case(
            "redirect loop",
            vec![Reply::new(302, &[("Location", "/canary-key?X-Signature=canary-signature")], b"")],
            End::Error(is_api, "not followed: it is the 11th in a row"),
            &[ALL; 11],
        ),
        case(
            "redirect to plain http on a different machine",
            vec![Reply::new(302, &[("Location", "http://files.example/canary-key")], b"")],
            End::Error(is_api, "not followed: the URL has plain http"),
            &[ALL],
        ),
        case(
            "redirect with a password",
            vec![Reply::new(302, &[("Location", "https://canary-key@files.example/")], b"")],
            End::Error(is_api, "not followed: the URL has a user name"),
            &[ALL],
        ),
        case(
            "redirect to a file URL",
            vec![Reply::new(302, &[("Location", "file:///canary-key")], b"")],
            End::Error(is_api, "not followed: the scheme of the URL is not https"),
            &[ALL],
        ),
        case(
            "redirect without a target",
            vec![Reply::new(307, &[], b"")],
            End::Error(is_api, "not followed: it has no target"),
            &[ALL],
        ),
        case(
            "redirect to an invalid URL",
            vec![Reply::new(307, &[("Location", "https://")], b"")],
            End::Error(is_api, "not followed: its target is not a URL"),
            &[ALL],
        ),
        case("not modified", vec![Reply::new(304, &[], b"")], End::Error(is_api, "304 Not Modified"), &[ALL]),
    ]
}

/// Returns the requested range by its condition.
fn asked(head: &str) -> Option<&str> {
    let header = |name: &str| {
        let mut lines = head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    };
    let range = header("range")?;
    assert_eq!(range, "bytes=100000-");
    header("if-range")
}

#[tokio::test(flavor = "multi_thread")]
async fn file_is_complete_or_absent() {
    let client = client();
    let mut tries: JoinSet<()> = cases().into_iter().map(|case| is_complete_or_absent(client.clone(), case)).collect();
    while let Some(tried) = tries.join_next().await {
        tried.expect("it is as it should be");
    }
}

async fn is_complete_or_absent(client: Client, case: Case) {
    let name = case.name;
    let (server, folder) = (Server::start(case.replies).await, Folder::new());
    let path = folder.0.join("export.zip");
    std::fs::write(&path, "old").expect("it is written");
    let result = client.download(signed(&server.url("/canary-key"))).save_to(&path).await;
    let found = std::fs::read(&path).expect("it is there");
    match (result, case.end) {
        (Ok(bytes), End::File(expected)) => {
            assert_eq!(bytes, expected.len() as u64, "{name}");
            assert!(found == expected, "{name}: the file has {} other bytes", found.len());
        }
        (Err(error), End::Error(is_meant, says)) => {
            assert!(is_meant(&error) && error.to_string().contains(says), "{name}: {error}\n{error:?}");
            assert_no_secret(&error);
            assert_eq!(found, b"old", "{name}");
        }
        (result, _) => panic!("{name}: {result:?}"),
    }
    assert_eq!(folder.files(), ["export.zip"], "{name}: something is left over");
    let heads = server.heads();
    assert_eq!(heads.iter().map(|head| asked(head)).collect::<Vec<_>>(), case.asks, "{name}");
    for head in heads {
        assert!(!head.contains(TOKEN) && !head.to_lowercase().contains("x-key"), "{name}: {head}");
    }
}

#[tokio::test]
async fn failed_connection_is_retried_and_shows_no_url() {
    let gone = Server::start(vec![Reply::silence()]).await.url("/canary-key");
    // Windows needs two seconds to report that there is no listener, which is longer than the timeout of `client`.
    let client = builder().build().expect("the configuration is valid");
    let error = client.download(signed(&gone)).await.expect_err("there is no listener");
    assert!(matches!(&error, Error::Transport(error) if error.kind() == TransportErrorKind::Connect), "{error}");
    assert_eq!((error.attempts(), error.operation()), (3, Some("download")));
    assert_no_secret(&error);
}

#[tokio::test]
async fn redirects_to_other_origins_have_no_token() {
    let target = Server::start(vec![whole(&[])]).await;
    let location = target.url("/there?X-Other-Signature=canary-other");
    let redirect = Reply::new(302, &[("Location", location.as_str())], b"");
    let server = Server::start(vec![redirect]).await;
    let bytes = client().download(signed(&server.url("/canary-key"))).bytes(1 << 20).await;
    assert_eq!(bytes.expect("it is followed"), content());
    let head = &target.heads()[0];
    assert!(head.starts_with("GET /there?X-Other-Signature=canary-other HTTP/1.1") && !head.contains(TOKEN), "{head}");
    assert!(!head.contains("canary-signature") && !head.to_lowercase().contains("referer"), "{head}");
}

#[tokio::test]
async fn download_has_metadata_and_pieces() {
    let server = Server::start(vec![Reply::new(200, &[("Content-Type", "text/csv")], &content())]).await;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let hook = Arc::clone(&seen);
    let request =
        client().download(server.url("/x")).on_progress(move |progress| hook.lock().expect("ok").push(progress));
    let mut download = request.await.expect("it begins");
    assert_eq!((download.status().as_u16(), download.content_type()), (200, Some("text/csv")));
    assert_eq!((download.length(), download.attempts()), (Some(200_000), 1));
    let mut found = Vec::new();
    while let Some(piece) = download.chunk().await.expect("it comes") {
        found.extend_from_slice(&piece);
    }
    assert!(found == content());
    assert_eq!(download.chunk().await.expect("it is over"), None);
    let seen: Vec<_> =
        seen.lock().expect("ok").iter().map(|progress| (progress.bytes(), progress.fraction())).collect();
    assert_eq!((seen.first(), seen.last()), (Some(&(0, Some(0.0))), Some(&(200_000, Some(1.0)))));
    assert!(seen.is_sorted_by(|one, other| one.0 < other.0), "{seen:?}");
}

#[tokio::test]
async fn restarted_attempt_reports_its_number() {
    let server = Server::start(vec![half(&[TAG]), rest(&[TAG, RANGE]), half(&[]), whole(&[])]).await;
    for expected in [[(1, 0), (2, 100_000)], [(1, 0), (2, 0)]] {
        let starts = Arc::new(Mutex::new(Vec::new()));
        let hook = Arc::clone(&starts);
        let folder = Folder::new();
        let request = client().download(server.url("/x")).on_progress(move |progress| {
            let mut starts = hook.lock().expect("ok");
            if starts.last().is_none_or(|(attempt, _)| *attempt != progress.attempt()) {
                starts.push((progress.attempt(), progress.bytes()));
            }
        });
        assert_eq!(request.save_to(folder.0.join("x")).await.expect("it is saved"), 200_000);
        assert_eq!(*starts.lock().expect("ok"), expected);
    }
}

/// The timeout also applies if there is always data to read.
#[tokio::test]
async fn timeout_applies_to_a_server_that_never_pauses() {
    let server = Server::start(vec![whole(&[])]).await;
    let mut download =
        client().download(server.url("/x")).timeout(Duration::from_millis(300)).await.expect("it begins");
    download.chunk().await.expect("there is time").expect("there is a piece");
    tokio::time::sleep(Duration::from_millis(500)).await;
    let error = download.chunk().await.expect_err("the time is over");
    assert!(error.is_timeout(), "{error}");
    assert_eq!(download.chunk().await.expect("there is nothing after it"), None);
}

#[tokio::test]
async fn chunks_end_with_the_connection() {
    for (reply, says) in [
        (half(&[TAG]), "after 100000 of 200000 bytes; the call can be retried safely"),
        (half(&[TAG]).then_reset(), "after 100000 of 200000 bytes"),
        (half(&[TAG]).then_hang(), "the time limit of 400ms was exceeded after 100000 bytes"),
    ] {
        let server = Server::start(vec![reply]).await;
        let request = client().download(signed(&server.url("/x"))).stall_timeout(Duration::from_millis(400));
        let error = request.clone().bytes(1 << 20).await.expect_err("it is cut off");
        assert!(error.to_string().contains(says) && error.is_retryable(), "{error}");
        assert_no_secret(&error);
        let mut download = request.await.expect("it begins");
        let error = loop {
            match download.chunk().await {
                Ok(piece) => assert!(piece.is_some(), "it is not whole"),
                Err(error) => break error,
            }
        };
        assert!(error.to_string().contains(says), "{error}");
        assert_eq!(download.chunk().await.expect("nothing comes after an error"), None);
    }
}

#[tokio::test]
async fn limits_of_a_download_are_errors() {
    let drip = Reply::new(200, &[("Content-Length", "9")], b"abc").then_hang();
    let server = Server::start(vec![whole(&[]), drip]).await;
    let error = client().download(server.url("/x")).bytes(1000).await.expect_err("it is too large");
    assert!(error.to_string().contains("larger than the limit of 1000 bytes"), "{error}");
    // The total timeout is exceeded before the stall timeout.
    let folder = Folder::new();
    let request = client().download(server.url("/x")).timeout(Duration::from_millis(100));
    let error = request.save_to(folder.0.join("x")).await.expect_err("there is no more time");
    assert!(error.is_timeout() && error.to_string().contains("the time limit of 100ms was exceeded"), "{error}");
    assert_eq!(folder.files(), Vec::<String>::new());
}

#[tokio::test]
async fn dropped_download_leaves_no_file() {
    let server = Server::start(vec![half(&[]).then_hang()]).await;
    let folder = Folder::new();
    let saving = client().download(server.url("/x")).save_to(folder.0.join("x"));
    tokio::time::timeout(Duration::from_millis(300), saving).await.expect_err("it hangs");
    assert_eq!(folder.files(), Vec::<String>::new());
}

/// Dropped at any time, also while the file is created: after each number of polls, with time in between.
#[tokio::test]
async fn download_dropped_early_leaves_no_file() {
    let server = Server::start(vec![half(&[]).then_hang()]).await;
    let folder = Folder::new();
    let client = client();
    for steps in 1..8 {
        let mut saving = client.download(server.url("/x")).await.expect("it begins").save_to(folder.0.join("x"));
        for _ in 0..steps {
            tokio::time::sleep(Duration::from_millis(10)).await;
            let polled = Pin::new(&mut saving).poll(&mut Context::from_waker(Waker::noop()));
            assert!(polled.is_pending(), "{steps}: {polled:?}");
        }
        drop(saving);
        // Background work ends by itself.
        tokio::time::sleep(Duration::from_millis(30)).await;
        assert_eq!(folder.files(), Vec::<String>::new(), "{steps} steps");
    }
}

#[tokio::test]
async fn longest_file_name_is_accepted() {
    let server = Server::start(vec![whole(&[])]).await;
    let folder = Folder::new();
    let path = folder.0.join("x".repeat(255));
    client().download(server.url("/x")).save_to(&path).await.expect("it is saved");
    assert_eq!(std::fs::read(&path).expect("it is there"), content());
}

#[cfg(unix)]
#[tokio::test]
async fn permissions_of_a_replaced_file_are_kept() {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt;
    for mode in [0o600, 0o640, 0o666] {
        let (server, folder) = (Server::start(vec![whole(&[])]).await, Folder::new());
        let path = folder.0.join("x");
        std::fs::write(&path, "old").expect("it is written");
        std::fs::set_permissions(&path, Permissions::from_mode(mode)).expect("it has this mode");
        client().download(server.url("/x")).save_to(&path).await.expect("it is saved");
        let found = std::fs::metadata(&path).expect("it is there").permissions().mode() & 0o777;
        assert_eq!(found, mode, "{found:o}");
    }
}

#[tokio::test]
async fn unwritable_paths_are_named() {
    let server = Server::start(vec![whole(&[])]).await;
    let folder = Folder::new();
    for path in [folder.0.join("not-there/x"), folder.0.clone(), PathBuf::from("/")] {
        let error = client().download(server.url("/x")).save_to(&path).await.expect_err("the path is not writable");
        assert!(
            error.to_string().starts_with(&format!("download: `{}` can't be written: ", path.display())),
            "{error}"
        );
        assert!(matches!(&error, Error::File(error) if error.path() == path) && !error.is_retryable(), "{error:?}");
    }
}

#[tokio::test]
async fn unsafe_urls_are_errors() {
    for url in ["http://files.example/canary-key", "ftp://files.example/canary-key", "canary-key", ""] {
        let error = client().download(url).await.expect_err("it is rejected");
        assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
        assert!(error.to_string().starts_with("download: nothing was sent: the "), "{error}");
        assert_no_secret(&error);
    }
}

#[cfg(feature = "blocking")]
#[test]
fn downloads_can_block() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("there is a runtime");
    let server = runtime.block_on(Server::start(vec![whole(&[])]));
    let (client, folder) = (client(), Folder::new());
    let path = folder.0.join("x");
    assert_eq!(client.download(server.url("/x")).save_to(&path).blocking().expect("it is saved"), 200_000);
    assert!(std::fs::read(&path).expect("it is there") == content());
    let download = client.download(server.url("/x")).send().blocking().expect("it begins");
    let pieces: Vec<Bytes> = download.blocking().collect::<Result<_, _>>().expect("it comes");
    assert!(pieces.concat() == content());
}
