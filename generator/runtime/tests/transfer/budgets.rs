//! Retry budgets of storage servers: each server has its own, for all URLs.

use api_client_runtime::{File, RetryBudget};

use crate::client::Client;
use crate::downloads::{Folder, builder};
use crate::server::{Reply, Server};

const USED_UP: &str = "the retry budget of the client for this host is used up";

/// A client with three attempts, and with tokens for two retries per server.
fn client() -> Client {
    builder().retry_budget(RetryBudget::new().capacity(10)).build().expect("the configuration is valid")
}

fn busy() -> Reply {
    Reply::new(503, &[], b"")
}

fn half() -> Reply {
    Reply::new(200, &[("Content-Length", "6"), ("ETag", "\"v1\"")], b"abc")
}

fn rest() -> Reply {
    Reply::new(206, &[("Content-Range", "bytes 3-5/6"), ("ETag", "\"v1\"")], b"def")
}

#[tokio::test]
async fn downloads_from_one_server_share_a_budget() {
    let (one, two) = (Server::start(vec![busy()]).await, Server::start(vec![busy()]).await);
    let client = client();
    for path in ["/a", "/b", "/c"] {
        let error = client.download(one.url(path)).await.expect_err("the server is down");
        assert!(error.is_retryable(), "{error}");
        assert_eq!(error.to_string().contains(USED_UP), path != "/a", "{error}");
    }
    client.download(two.url("/a")).await.expect_err("the other server is down, too");
    assert_eq!((one.heads().len(), two.heads().len()), (3 + 2, 1 + 2));
}

#[tokio::test]
async fn uploads_to_one_server_share_a_budget() {
    let server = Server::start(vec![busy()]).await;
    let client = client();
    for _ in 0..3 {
        let upload = client.upload_form(server.url("/form")).file(File::from_bytes("a", ""));
        assert!(upload.await.expect_err("the server is down").is_retryable());
    }
    assert_eq!(server.heads().len(), 3 + 2);
}

#[tokio::test]
async fn upload_that_succeeds_returns_its_tokens() {
    let replies = [busy(), Reply::new(204, &[], b"")];
    let server = Server::start(replies.iter().cycle().take(20).cloned().collect()).await;
    let client = client();
    for _ in 0..10 {
        let upload = client.upload_form(server.url("/form")).file(File::from_bytes("a", ""));
        upload.await.expect("the second attempt succeeds");
    }
}

/// The beginning of a file is not a success: a server that always closes early gets no more requests than one that is
/// down.
#[tokio::test]
async fn download_returns_its_tokens_at_the_end_of_the_file() {
    let folder = Folder::new();
    let server = Server::start(vec![half()]).await;
    let client = client();
    for _ in 0..3 {
        client.download(server.url("/a")).save_to(folder.0.join("a")).await.expect_err("the file never ends");
    }
    assert_eq!(server.heads().len(), 3 + 2);

    let replies = [half(), rest()];
    let server = Server::start(replies.iter().cycle().take(20).cloned().collect()).await;
    for _ in 0..10 {
        client.download(server.url("/a")).save_to(folder.0.join("a")).await.expect("the second attempt has the rest");
    }
}
