//! Bodies that are too large.

use api_client_runtime::{Error, File};
use tokio::task::JoinSet;

use crate::calls::{ATTEMPTS, BOTH, Operation, assert_sent_once, call, client};
use crate::server::{GIGABYTE, Server, Step, widget, write};

/// The limit of the clients.
const LIMIT: usize = 1 << 20;
/// The maximum number of bytes of one response: the limit, and the buffers of both ends.
const MOST: u64 = 20 << 20;

/// A body of a gigabyte, with its length or in chunks.
fn flood(status: u16, headers: &str, chunked: bool) -> Vec<Step> {
    let length = if chunked { "Transfer-Encoding: chunked".to_owned() } else { format!("Content-Length: {GIGABYTE}") };
    let head = write(format!("HTTP/1.1 {status} MockResponse\r\n{headers}{length}\r\n\r\n"));
    vec![Step::Request, head, Step::Flood { bytes: GIGABYTE, chunked }]
}

/// Each body is read up to the limit only.
#[tokio::test(flavor = "multi_thread")]
async fn large_body_is_read_up_to_the_limit() {
    let mut cases = JoinSet::new();
    for chunked in [false, true] {
        for operation in BOTH {
            cases.spawn(async move {
                let server = Server::start(flood(200, "", chunked)).await;
                let error = call(&client(&server), operation).await.expect_err("it is too large");
                let Error::Decode(decode) = &error else { panic!("{error:?}") };
                assert!(decode.body().len() <= LIMIT);
                assert!(error.to_string().contains("it is larger than the limit of 1048576 bytes"), "{error}");
                assert!(error.may_have_been_executed() && !error.is_retryable(), "{error}");
                assert_eq!((error.attempts(), server.requests()), (1, 1), "it would be as large again");
                server.waits_for_end_of(1).await;
                assert!(server.bytes_written() < MOST, "{} bytes", server.bytes_written());
            });
            cases.spawn(async move {
                let server = Server::start(flood(500, "", chunked)).await;
                let error = call(&client(&server), operation).await.expect_err("the server failed");
                assert_sent_once(operation, &server, 0, "500");
                let attempts = if operation == Operation::Get { ATTEMPTS } else { 1 };
                assert!(error.is_server_error() && error.may_have_been_executed(), "{error:?}");
                assert_eq!((error.attempts(), server.requests()), (attempts, attempts as usize));
                let Error::Api(api) = &error else { panic!("{error:?}") };
                assert_eq!(api.body().len(), 256 << 10, "errors are read up to 256 KiB");
                assert!(error.to_string().len() < 1000, "{error}");
                server.waits_for_end_of(attempts as usize).await;
                assert!(server.bytes_written() < MOST * u64::from(attempts), "{} bytes", server.bytes_written());
            });
        }
    }
    // Nothing is decompressed, so the limit applies to the received bytes.
    #[cfg(not(feature = "gzip"))]
    cases.spawn(async move {
        let server = Server::start(flood(200, "Content-Encoding: gzip\r\n", false)).await;
        let error = call(&client(&server), Operation::Get).await.expect_err("it is too large");
        assert!(error.to_string().contains("it is larger than the limit of 1048576 bytes"), "{error}");
        server.waits_for_end_of(1).await;
        assert!(server.bytes_written() < MOST, "{} bytes", server.bytes_written());
    });
    while let Some(case) = cases.join_next().await {
        case.expect("the case holds");
    }
}

/// With the feature `gzip`, responses are decompressed, and the limit applies to the decompressed bytes.
#[cfg(feature = "gzip")]
#[tokio::test]
async fn decompression_bomb_is_read_up_to_the_limit() {
    use std::io::Write as _;

    use api_client_runtime::testing::{LoopbackServer, MockResponse};
    use flate2::Compression;
    use flate2::write::GzEncoder;

    let response = |text: &[u8], times: usize| {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        (0..times).for_each(|_| packed.write_all(text).expect("memory takes all"));
        let packed = packed.finish().expect("memory takes all");
        let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\nContent-Length: ";
        (
            MockResponse::raw([format!("{head}{}\r\n\r\n", packed.len()).into_bytes(), packed.clone()].concat()),
            packed.len(),
        )
    };
    let server = LoopbackServer::start().await;
    let client = crate::client::builder(&server).max_response_bytes(1 << 20).build().expect("valid");
    let (small, _) = response(br#"{"widget":{"id":"1"}}"#, 1);
    server.queue(small);
    assert_eq!(client.get("1").await.expect("it is unpacked").id, "1");
    assert_eq!(server.requests()[0].header("accept-encoding"), Some("gzip"));
    // 256 MiB in about 1 MiB.
    let (bomb, packed) = response(&vec![b' '; 1 << 20], 256);
    assert!(packed < 3 << 20, "{packed}");
    server.queue(bomb);
    let start = std::time::Instant::now();
    let error = client.get("1").await.expect_err("it is too large");
    assert!(error.to_string().contains("it is larger than the limit of 1048576 bytes"), "{error}");
    assert!(start.elapsed() < std::time::Duration::from_secs(5), "it is not unpacked to its end");
}

/// The size of the upload.
const UPLOAD: usize = 50 << 20;

/// An upload of 50 MiB.
async fn upload(server: &Server) -> Result<(), Error> {
    client(server).upload(File::from_bytes("a.bin", vec![0; UPLOAD])).await.map(drop)
}

const TOO_LARGE: &str = "HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

/// The server rejects the upload early, and continues reading for a while, as servers should.
#[tokio::test(flavor = "multi_thread")]
async fn early_rejection_of_an_upload_is_reported() {
    let server = Server::start(vec![Step::Bytes(100_000), write(TOO_LARGE)]).await;
    let error = upload(&server).await.expect_err("it is rejected");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(413), "{error}");
    assert_eq!((error.attempts(), server.connections()), (1, 1));
    assert!(!error.may_have_been_executed() && !error.is_retryable() && error.is_invalid_request(), "{error}");
    assert!(error.to_string().contains("correct the request; retrying it will not help"), "{error}");
    println!("{} bytes of the upload were sent", server.bytes_read());
}

/// A server that closes after its response: the response may be lost, which is a failed connection.
#[tokio::test(flavor = "multi_thread")]
async fn early_rejection_with_a_closed_connection_is_reported() {
    for _ in 0..5 {
        let server = Server::start(vec![Step::Bytes(100_000), write(TOO_LARGE), Step::Reset]).await;
        let error = upload(&server).await.expect_err("it is rejected");
        match &error {
            Error::Api(error) => assert_eq!(error.status(), 413),
            error => assert!(error.is_transport() && error.may_have_been_executed(), "{error}"),
        }
        assert_eq!((error.attempts(), server.connections()), (1, 1), "{error}");
        assert!(server.bytes_read() < UPLOAD as u64, "the rest is not sent");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_connection_of_an_upload_is_reported() {
    let server = Server::start(vec![Step::Bytes(1_000_000), Step::Reset]).await;
    let error = upload(&server).await.expect_err("the connection fails");
    assert!(error.is_transport() && error.may_have_been_executed() && !error.is_retryable(), "{error}");
    assert!(error.to_string().contains("the connection failed ("), "{error}");
    assert_eq!((error.attempts(), server.connections(), server.requests()), (1, 1, 0), "{error}");
    assert!(server.bytes_read() < UPLOAD as u64);
}

/// The upload without a fault.
#[tokio::test(flavor = "multi_thread")]
async fn upload_without_a_fault_succeeds() {
    let server = Server::start(vec![Step::Bytes(UPLOAD as u64), widget("1")]).await;
    upload(&server).await.expect("it arrives");
    assert!(server.bytes_read() >= UPLOAD as u64);
}
