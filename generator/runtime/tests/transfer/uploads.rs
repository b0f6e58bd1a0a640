//! Uploads with a call of the API: their progress, and files that change meanwhile.

use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use api_client_runtime::testing::{LoopbackServer, MockResponse};
use api_client_runtime::{Error, File, Progress, TransportError};
use bytes::Bytes;
use futures_core::Stream;

use crate::client::{Upload, builder};
use crate::downloads::Folder;

const SIZE: usize = 300_000;
const PIECE: u64 = 64 << 10;

/// Pieces of these sizes.
pub(crate) struct Pieces(pub(crate) Vec<usize>);

impl Stream for Pieces {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.pop().map(|size| Ok(vec![b's'; size].into())))
    }
}

fn stream(length: Option<u64>) -> File {
    File::from_stream("s", Pieces(vec![SIZE / 3; 3]), length)
}

fn watched(request: Upload) -> (Upload, Arc<Mutex<Vec<Progress>>>) {
    let steps = Arc::new(Mutex::new(Vec::new()));
    let hook = Arc::clone(&steps);
    let hook = move |progress| hook.lock().expect("ok").push(progress);
    (request.with(|call| call.on_upload_progress(hook)), steps)
}

fn widget() -> MockResponse {
    MockResponse::json(200, r#"{"id":"1"}"#)
}

#[tokio::test]
async fn progress_counts_the_whole_body_in_small_steps() {
    let folder = Folder::new();
    let path = folder.0.join("p");
    std::fs::write(&path, vec![b'p'; SIZE]).expect("it is written");
    for (file, is_known, wanted) in [
        (File::from_bytes("b", vec![b'b'; SIZE]), true, 'b'),
        (File::from_path(&path), true, 'p'),
        (stream(Some(SIZE as u64)), true, 's'),
        (stream(None), false, 's'),
    ] {
        let server = LoopbackServer::start().await;
        server.queue(widget());
        let client = builder(&server).build().expect("the configuration is valid");
        let (request, steps) = watched(client.upload(file));
        request.await.expect("it is accepted");
        let request = &server.requests()[0];
        let length = request.body.len() as u64;
        assert_eq!(request.body.iter().filter(|byte| char::from(**byte) == wanted).count() / 1000, SIZE / 1000);
        assert_eq!(request.header("content-length").is_some(), is_known, "{wanted}");
        assert_eq!(request.header("transfer-encoding").is_some(), !is_known, "{wanted}");
        let steps = steps.lock().expect("ok");
        let bytes: Vec<u64> = steps.iter().map(Progress::bytes).collect();
        assert_eq!((bytes[0], *bytes.last().expect("there are steps")), (0, length), "{wanted}");
        assert!(bytes.windows(2).all(|two| two[0] < two[1] && two[1] - two[0] <= PIECE), "{wanted}: {bytes:?}");
        for step in steps.iter() {
            assert_eq!((step.total(), step.attempt()), (is_known.then_some(length), 1), "{wanted}");
        }
    }
}

#[tokio::test]
async fn json_body_has_progress_and_an_empty_body_has_none() {
    let server = LoopbackServer::start().await;
    server.queue(widget());
    server.queue(MockResponse::json(200, r#"{"widget":{"id":"1"}}"#));
    let client = builder(&server).build().expect("the configuration is valid");
    let steps = Arc::new(Mutex::new(Vec::new()));
    for is_get in [false, true] {
        let hook = Arc::clone(&steps);
        let hook = move |progress: Progress| hook.lock().expect("ok").push((progress.bytes(), progress.total()));
        if is_get {
            client.get("1").with(|call| call.on_upload_progress(hook)).await.expect("it is there");
        } else {
            let create = client.create().with(|call| call.extra_body_field("a", 1).on_upload_progress(hook));
            create.await.expect("it is made");
        }
        assert_eq!(*steps.lock().expect("ok"), [(0, Some(7)), (7, Some(7))]);
    }
    let lengths: Vec<_> =
        server.requests().iter().map(|request| request.header("content-length").map(str::to_owned)).collect();
    assert_eq!(lengths, [Some("7".to_owned()), None]);
}

#[tokio::test]
async fn progress_restarts_with_each_attempt() {
    let server = LoopbackServer::start().await;
    server.queue(MockResponse::json(503, "{}"));
    server.queue(MockResponse::new(307, &[("Location", "/elsewhere")], ""));
    server.queue(widget());
    let client = builder(&server).build().expect("the configuration is valid");
    let request = client.upload(File::from_bytes("b", vec![b'b'; SIZE])).with(|call| call.idempotent(true));
    let (request, steps) = watched(request);
    request.await.expect("it is accepted");
    let lengths: Vec<u64> = server.requests().iter().map(|request| request.body.len() as u64).collect();
    assert!(lengths.len() == 3 && lengths.iter().all(|length| *length == lengths[0]), "{lengths:?}");
    let steps = steps.lock().expect("ok");
    let starts: Vec<u32> = steps.iter().filter(|step| step.bytes() == 0).map(Progress::attempt).collect();
    let ends: Vec<u32> = steps.iter().filter(|step| step.bytes() == lengths[0]).map(Progress::attempt).collect();
    assert_eq!((starts, ends), (vec![1, 2, 2], vec![1, 2, 2]));
}

fn set_length(path: &Path, length: u64) {
    let file = std::fs::File::options().write(true).open(path).expect("it is there");
    file.set_len(length).expect("the length can be changed");
}

#[tokio::test]
async fn file_that_changes_while_it_is_sent_is_an_error() {
    let folder = Folder::new();
    let path = folder.0.join("p");
    for (length, says) in [
        (SIZE as u64 / 2, "a file ended after 150000 of 300000 bytes: it changed while it was sent"),
        (0, "a file ended after 0 of 300000 bytes"),
        (SIZE as u64 + 1, "a file has more than its 300000 bytes: it grew while it was sent"),
    ] {
        std::fs::write(&path, vec![b'p'; SIZE]).expect("it is written");
        let server = LoopbackServer::start().await;
        let client = builder(&server).build().expect("the configuration is valid");
        let changed = path.clone();
        // The hook is called after the request has begun and before the file is read.
        let change = move |progress: Progress| {
            if progress.bytes() == 0 {
                set_length(&changed, length);
            }
        };
        let request = client.upload(File::from_path(&path)).with(|call| call.on_upload_progress(change));
        assert_fails(request, says).await;
        assert_eq!(server.requests(), [], "it never arrives whole");
    }
}

#[tokio::test]
async fn stream_with_a_wrong_length_is_an_error() {
    for (length, says) in [
        (SIZE as u64 - 1, "a file has more than its 299999 bytes: it grew while it was sent, or its stream is longer"),
        (SIZE as u64 + 1, "a file ended after 300000 of 300001 bytes"),
    ] {
        let server = LoopbackServer::start().await;
        let client = builder(&server).build().expect("the configuration is valid");
        assert_fails(client.upload(stream(Some(length))), says).await;
        assert_eq!(server.requests(), [], "it never arrives whole");
    }
}

async fn assert_fails(request: Upload, says: &str) {
    let result = tokio::time::timeout(Duration::from_secs(5), request.send()).await.expect("it does not hang");
    let error = result.expect_err("it can't be sent");
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    let text = error.to_string();
    assert!(text.contains("the body of the request could not be sent (") && text.contains(says), "{text}");
}

#[tokio::test]
async fn missing_file_is_the_named_cause() {
    let server = LoopbackServer::start().await;
    let client = builder(&server).build().expect("the configuration is valid");
    let error = client.upload(File::from_path("/not/there")).await.expect_err("the file does not exist");
    assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
    let cause = if cfg!(windows) { "The system cannot find the path" } else { "No such file" };
    assert!(error.to_string().contains(&format!("a file can't be read: {cause}")), "{error}");
}
