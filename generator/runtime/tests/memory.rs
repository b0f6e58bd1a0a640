//! Memory does not grow with the size of files. This is a separate program, because it measures the memory of the whole
//! process.
#![cfg(target_os = "linux")]

use std::fs;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::task::{Context, Poll};

use api_client_runtime::{File, TransportError};
use bytes::Bytes;
use futures_core::Stream;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

#[allow(dead_code, reason = "other tests call the rest of it")]
#[path = "sockets/client.rs"]
mod client;

const SIZE: u64 = 200 << 20;
const PIECE: usize = 64 << 10;
/// The allowed growth: pieces in transit, socket buffers and the threads that read files.
const MOST_MORE: u64 = 8 << 20;

/// Returns the peak memory of the process since the last reset.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("the file exists");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("it has a peak");
    line.trim().trim_end_matches(" kB").trim().parse::<u64>().expect("it is a number") << 10
}

fn forget_peak() {
    fs::write("/proc/self/clear_refs", "5").expect("the file is writable");
}

/// Starts a server that counts uploaded bytes without keeping them, and serves a large file.
async fn start() -> (String, Arc<AtomicU64>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("loopback can be listened on");
    let url = format!("http://{}", listener.local_addr().expect("the listener has an address"));
    let received = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&received);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let counter = Arc::clone(&counter);
            tokio::spawn(async move { drop(serve(stream, &counter).await) });
        }
    });
    (url, received)
}

async fn serve(mut stream: TcpStream, received: &AtomicU64) -> std::io::Result<()> {
    let mut buffer = vec![0; PIECE];
    let count = stream.read(&mut buffer).await?;
    if buffer.starts_with(b"GET") {
        let head = format!("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {SIZE}\r\n\r\n");
        stream.write_all(head.as_bytes()).await?;
        let zeros = vec![0; PIECE];
        for _ in 0..SIZE / PIECE as u64 {
            stream.write_all(&zeros).await?;
        }
        return stream.shutdown().await;
    }
    let mut last = buffer[..count].to_vec();
    received.fetch_add(count as u64, Relaxed);
    // The end of a form, with or without chunks.
    while !last.ends_with(b"--\r\n") && !last.ends_with(b"--\r\n\r\n0\r\n\r\n") {
        let count = stream.read(&mut buffer).await?;
        received.fetch_add(count as u64, Relaxed);
        last.extend_from_slice(&buffer[..count]);
        last.drain(..last.len().saturating_sub(16));
    }
    let body = r#"{"id":"1"}"#;
    let head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n";
    stream.write_all(format!("{head}{body}").as_bytes()).await?;
    stream.shutdown().await
}

struct Zeros(u64);

impl Stream for Zeros {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        static ZEROS: [u8; PIECE] = [0; PIECE];
        let count = self.0.min(PIECE as u64);
        self.0 -= count;
        let count = usize::try_from(count).expect("it is small");
        Poll::Ready((count > 0).then(|| Ok(Bytes::from_static(&ZEROS[..count]))))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn large_files_need_little_memory() {
    let (url, received) = start().await;
    let client = client::ClientBuilder::new("acme").key("k").base_url(&url).build().expect("it is valid");
    let sparse = std::env::temp_dir().join(format!("transfer-memory-{}", std::process::id()));
    fs::File::create(&sparse).and_then(|file| file.set_len(SIZE)).expect("there can be a file");
    // Allocates the threads, connections and tables that stay.
    client.upload(File::from_bytes("x", vec![0; PIECE])).await.expect("it is accepted");
    let stream = |length| File::from_stream("x", Zeros(SIZE), length);
    for (name, file) in
        [("file", File::from_path(&sparse)), ("stream", stream(Some(SIZE))), ("stream without a length", stream(None))]
    {
        let (before, arrived) = (start_measuring(), received.load(Relaxed));
        client.upload(file).with(|call| call.on_upload_progress(|_| {})).await.expect("it is accepted");
        assert!(received.load(Relaxed) - arrived > SIZE, "all of it arrives");
        assert_flat(name, before);
    }
    let before = start_measuring();
    client.upload_form(&url).file(File::from_path(&sparse)).await.expect("it is accepted");
    assert_flat("form", before);
    let before = start_measuring();
    assert_eq!(client.download(&url).save_to(&sparse).await.expect("it is saved"), SIZE);
    assert_flat("download into a file", before);
    let before = start_measuring();
    let mut download = client.download(&url).await.expect("it begins");
    let mut count = 0;
    while let Some(piece) = download.chunk().await.expect("it comes") {
        count += piece.len() as u64;
    }
    assert_eq!(count, SIZE);
    assert_flat("download in pieces", before);
    fs::remove_file(&sparse).expect("it is there");
    // Checks that the measurement detects kept memory.
    let before = start_measuring();
    let kept = client.download(&url).bytes(1 << 30).await.expect("it comes");
    assert!(peak() - before > SIZE / 2, "{} bytes are kept", kept.len());
}

fn start_measuring() -> u64 {
    forget_peak();
    peak()
}

fn assert_flat(name: &str, before: u64) {
    let more = peak().saturating_sub(before);
    println!("{name}: {} KiB more", more >> 10);
    assert!(more < MOST_MORE, "{name}: {more} bytes more");
}
