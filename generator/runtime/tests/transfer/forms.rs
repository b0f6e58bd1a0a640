//! Uploads to signed forms.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use api_client_runtime::testing::{LoopbackServer, MockResponse};
use api_client_runtime::{Error, File, Sensitive, StatusCode, TransportError};
use bytes::Bytes;
use futures_core::Stream;
use tokio::time::Sleep;

use crate::downloads::{Folder, client};
use crate::secrets::{TOKEN, assert_no_secret, signed};
use crate::server::{Reply, Server};
use crate::uploads::Pieces;

fn fields() -> Sensitive<BTreeMap<String, String>> {
    BTreeMap::from([("policy".to_owned(), "canary-policy".to_owned()), ("key".to_owned(), "a/b".to_owned())]).into()
}

#[tokio::test]
async fn form_has_its_fields_in_order_and_the_file_last() {
    let folder = Folder::new();
    let path = folder.0.join("x.csv");
    std::fs::write(&path, "abc").expect("it is written");
    let stream = |length| File::from_stream("x.csv", Pieces(vec![1, 2]), length);
    for (file, content) in [
        (File::from_bytes("x.csv", "abc"), "abc"),
        (File::from_path(&path), "abc"),
        (stream(Some(3)), "sss"),
        (stream(None), "sss"),
    ] {
        let server = LoopbackServer::start().await;
        server.queue(MockResponse::new(204, &[], ""));
        let upload = client().upload_form(signed(server.url())).file(file.content_type("text/csv"));
        let status = upload.fields(Some(fields())).fields([("b", "2")]).field("a", "1").await.expect("it is accepted");
        assert_eq!(status, StatusCode::NO_CONTENT);
        let request = &server.requests()[0];
        assert_eq!(request.target, "/?X-Credential=someone&X-Signature=canary-signature");
        assert!(!request.headers.iter().any(|(name, value)| name == "x-key" || value.contains(TOKEN)), "{request:?}");
        let body = String::from_utf8_lossy(&request.body);
        let boundary = body.lines().next().expect("there is a first line").to_owned();
        let field = |name: &str, value: &str| {
            format!("{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let fields = [field("key", "a/b"), field("policy", "canary-policy"), field("b", "2"), field("a", "1")].concat();
        let head = "Content-Disposition: form-data; name=\"file\"; filename=\"x.csv\"\r\nContent-Type: text/csv";
        assert_eq!(body, format!("{fields}{boundary}\r\n{head}\r\n\r\n{content}\r\n{boundary}--\r\n"));
    }
}

#[tokio::test]
async fn form_is_retried_unless_it_has_a_stream() {
    for (is_stream, attempts) in [(false, 3), (true, 1)] {
        let server = LoopbackServer::start().await;
        for status in [503, 500, 200] {
            server.queue(MockResponse::new(status, &[], "<Error><Code>SlowDown</Code></Error>"));
        }
        let file = if is_stream { File::from_stream("x", Pieces(vec![3]), None) } else { File::from_bytes("x", "abc") };
        let starts = Arc::new(Mutex::new(0));
        let hook = Arc::clone(&starts);
        let upload = client().upload_form(signed(server.url())).fields(fields()).file(file);
        let upload = upload.on_progress(move |progress| {
            if progress.bytes() == 0 {
                *hook.lock().expect("ok") = progress.attempt();
            }
        });
        let result = upload.await;
        assert_eq!(
            (server.requests().len(), *starts.lock().expect("ok")),
            (attempts, u32::try_from(attempts).expect("few"))
        );
        match result {
            Ok(status) => assert_eq!((status.as_u16(), is_stream), (200, false)),
            Err(error) => {
                assert!(is_stream && error.is_server_error() && error.attempts() == 1, "{error}");
                assert_no_secret(&error);
            }
        }
    }
}

#[tokio::test]
async fn errors_do_not_show_the_form() {
    let echo = b"<Error><Code>AccessDenied</Code><Message>Invalid according to Policy: canary-policy</Message></Error>";
    let away = |status, location| Reply::new(status, &[("Location", location)], b"");
    for (reply, says, requests) in [
        (Reply::new(403, &[], echo), "upload_form: 403 Forbidden: AccessDenied; the form may have expired", 1),
        (away(303, "/done?canary"), "it would turn the upload into a GET", 1),
        (away(307, "http://files.example/canary"), "not followed: the URL has plain http", 1),
        (Reply::silence(), "upload_form: the time limit of 600ms was exceeded after ", 3),
        (Reply::new(200, &[("Content-Length", "many")], b""), "the connection failed", 3),
    ] {
        let server = Server::start(vec![reply]).await;
        let upload = client().upload_form(signed(&server.url("/bucket"))).fields(fields());
        let error = upload.file(File::from_bytes("x", "abc")).await.expect_err("it is rejected");
        assert!(error.to_string().contains(says), "{error}");
        assert_no_secret(&error);
        assert_eq!(server.heads().len(), requests, "{error}");
    }
}

/// Only browsers need the page.
#[tokio::test]
async fn requested_redirect_after_an_upload_is_a_success() {
    let page = Reply::new(303, &[("Location", "/done?canary")], b"");
    for (name, value, is_taken) in [
        ("success_action_redirect", "https://shop.example/done", true),
        ("Redirect", "https://shop.example/done", true),
        ("redirect", "", false),
        ("success_action_status", "201", false),
    ] {
        let server = Server::start(vec![page.clone()]).await;
        let upload = client().upload_form(signed(&server.url("/bucket"))).fields([(name, value)]);
        let result = upload.file(File::from_bytes("x", "abc")).await;
        assert_eq!(result.as_ref().ok(), is_taken.then_some(&StatusCode::SEE_OTHER), "{name}: {result:?}");
        assert_eq!(server.heads().len(), 1, "{name}");
    }
}

#[tokio::test]
async fn form_follows_redirects_to_other_origins() {
    let target = LoopbackServer::start().await;
    target.queue(MockResponse::new(204, &[], ""));
    let server = LoopbackServer::start().await;
    server.queue(MockResponse::new(307, &[("Location", &format!("{}/there", target.url()))], ""));
    let upload = client().upload_form(server.url()).fields(fields()).file(File::from_bytes("x", "abc"));
    assert_eq!(upload.await.expect("it is followed"), StatusCode::NO_CONTENT);
    let request = &target.requests()[0];
    assert_eq!((request.method.as_str(), request.target.as_str()), ("POST", "/there"));
    assert_eq!(request.body, server.requests()[0].body);
}

/// One byte every 60 milliseconds.
struct Slow(u32, Option<Pin<Box<Sleep>>>);

impl Stream for Slow {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let sleep = self.1.get_or_insert_with(|| Box::pin(tokio::time::sleep(Duration::from_millis(60))));
        ready!(Future::poll(sleep.as_mut(), context));
        self.1 = None;
        self.0 -= 1;
        Poll::Ready((self.0 > 0).then(|| Ok(Bytes::from_static(b"x"))))
    }
}

#[tokio::test]
async fn slow_upload_with_progress_does_not_time_out() {
    let server = LoopbackServer::start().await;
    server.queue(MockResponse::new(204, &[], ""));
    let upload = client().upload_form(server.url()).stall_timeout(Duration::from_millis(200));
    let upload = upload.file(File::from_stream("x", Slow(10, None), None));
    assert_eq!(upload.await.expect("it is accepted"), StatusCode::NO_CONTENT);
    let upload = client().upload_form(server.url()).timeout(Duration::from_millis(200));
    let error = upload.file(File::from_stream("x", Slow(10, None), None)).await.expect_err("there is no more time");
    assert!(error.is_timeout() && error.to_string().contains("the time limit of 200ms was exceeded"), "{error}");
}

#[tokio::test]
async fn invalid_form_is_not_sent() {
    let upload = client().upload_form("https://files.example/");
    let not_there = File::from_path("/not/there/canary");
    for (upload, says) in [
        (upload.clone(), "there is no file: set it with `file`"),
        (upload.clone().file(File::from_bytes("x", "").content_type("a\r\nb")), "`file` has an invalid content type"),
        (upload.file(not_there), "a file can't be read"),
        (client().upload_form("http://files.example/canary").file(File::from_bytes("x", "")), "plain http"),
    ] {
        let error = upload.await.expect_err("it can't be sent");
        assert!(matches!(error, Error::InvalidRequest(_)) && error.to_string().contains(says), "{error}");
        assert_no_secret(&error);
    }
}
