//! A server that does wrong what it is told to do wrong, and counts what reaches it.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use tokio::io::{self, AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// So much is in a body that is meant to be too large for anybody.
pub(crate) const GIGABYTE: u64 = 1 << 30;
/// Between two bytes of what drips.
const DRIP: Duration = Duration::from_millis(100);
/// So long an end of the server's waits for that of the client.
const LINGER: Duration = Duration::from_secs(2);

/// What a server does on a connection. After the last step it closes it in good order.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Reads a whole request, which counts from then on.
    Request,
    /// Reads so many bytes, of whatever.
    Bytes(u64),
    Write(Bytes),
    /// Answers with a widget whose id is what the last request has after `echo=`.
    Echo,
    /// Of these steps the one for the last request, counted over all connections: a client may or may
    /// not use a connection again at once.
    Nth(Arc<[Step]>),
    /// Writes one byte every 100 milliseconds.
    Drip(Bytes),
    /// Writes so many bytes as fast as they are read, in chunks of HTTP or as they are.
    Flood {
        bytes: u64,
        chunked: bool,
    },
    Pause(Duration),
    /// Does nothing until the client goes away.
    Hang,
    /// Ends the connection with an RST.
    Reset,
}

impl Step {
    /// What [`Step::Echo`] answers to a request with this first line.
    pub(crate) fn echoed(line: &str) -> &str {
        line.split(' ').nth(1).and_then(|target| target.split_once("echo=")).map_or("", |(_, echo)| echo)
    }
}

pub(crate) fn write(bytes: impl Into<Bytes>) -> Step {
    Step::Write(bytes.into())
}

/// A whole answer.
pub(crate) fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Step {
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    write(format!("HTTP/1.1 {status} Answer\r\n{headers}Content-Length: {}\r\n\r\n{body}", body.len()))
}

/// The answer that both operations want.
pub(crate) fn widget(id: &str) -> Step {
    let body = format!(r#"{{"id":"{id}","widget":{{"id":"{id}"}}}}"#);
    answer(200, &[("Content-Type", "application/json")], &body)
}

/// For all connections: each request is answered by the next one of these, and by the last from then on.
pub(crate) fn in_turn(answers: Vec<Step>) -> Vec<Step> {
    repeat(&[Step::Request, Step::Nth(answers.into())], 20)
}

/// The same steps several times.
pub(crate) fn repeat(steps: &[Step], times: usize) -> Vec<Step> {
    steps.iter().cycle().take(steps.len() * times).cloned().collect()
}

/// A server on loopback. It stops when it is dropped, with all of its connections.
pub(crate) struct Server {
    address: String,
    seen: Arc<Seen>,
    accepting: JoinHandle<()>,
}

#[derive(Default)]
struct Seen {
    connections: AtomicUsize,
    /// Connections that are over at both ends.
    ended: AtomicUsize,
    read: AtomicU64,
    written: AtomicU64,
    requests: Mutex<Vec<(Instant, String)>>,
    /// When each answer began.
    answers: Mutex<Vec<Instant>>,
}

impl Server {
    /// A server that does the same on each connection.
    pub(crate) async fn start(script: Vec<Step>) -> Self {
        Self::start_with(vec![script]).await
    }

    /// A server with a script for each connection; further connections are like the last one.
    pub(crate) async fn start_with(scripts: Vec<Vec<Step>>) -> Self {
        Self::start_at("127.0.0.1", scripts).await
    }

    pub(crate) async fn start_at(host: &str, scripts: Vec<Vec<Step>>) -> Self {
        let listener = TcpListener::bind((host, 0)).await.expect("loopback can be listened on");
        let address = listener.local_addr().expect("a listener has an address").to_string();
        let seen = Arc::new(Seen::default());
        let shared = Arc::clone(&seen);
        let accepting = tokio::spawn(async move {
            // Ends with this task, and so do the connections in it.
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let index = shared.connections.fetch_add(1, Relaxed);
                let script = scripts.get(index).or(scripts.last()).cloned().unwrap_or_default();
                let seen = Arc::clone(&shared);
                connections.spawn(async move {
                    let mut connection =
                        Connection { stream, unread: Vec::new(), read: 0, line: String::new(), seen: &seen };
                    // A client that goes away is what some cases are about.
                    drop(connection.follow(script).await);
                    seen.ended.fetch_add(1, Relaxed);
                });
            }
        });
        Self { address, seen, accepting }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn connections(&self) -> usize {
        self.seen.connections.load(Relaxed)
    }

    /// How many requests arrived whole.
    pub(crate) fn requests(&self) -> usize {
        lock(&self.seen.requests).len()
    }

    /// The first lines of the requests that arrived whole.
    pub(crate) fn request_lines(&self) -> Vec<String> {
        lock(&self.seen.requests).iter().map(|(_, line)| line.clone()).collect()
    }

    pub(crate) fn bytes_read(&self) -> u64 {
        self.seen.read.load(Relaxed)
    }

    pub(crate) fn bytes_written(&self) -> u64 {
        self.seen.written.load(Relaxed)
    }

    /// How long it took from the start of each answer to the request after it.
    pub(crate) fn waits(&self) -> Vec<Duration> {
        let (requests, answers) = (lock(&self.seen.requests), lock(&self.seen.answers));
        requests.iter().skip(1).zip(answers.iter()).map(|((request, _), answer)| *request - *answer).collect()
    }

    /// How many connections are over.
    pub(crate) fn ended(&self) -> usize {
        self.seen.ended.load(Relaxed)
    }

    /// Waits until so many connections are over.
    pub(crate) async fn sees_the_end_of(&self, connections: usize) {
        let start = Instant::now();
        while self.ended() < connections {
            assert!(start.elapsed() < Duration::from_secs(5), "the client keeps a connection that it can't use");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// A panic of one case must not hide behind the poisoned locks of another.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Connection<'s> {
    stream: TcpStream,
    unread: Vec<u8>,
    read: u64,
    /// The first line of the last request.
    line: String,
    seen: &'s Seen,
}

impl Connection<'_> {
    /// # Errors
    /// If the client goes away before the end of the script.
    async fn follow(&mut self, script: Vec<Step>) -> io::Result<()> {
        for step in script {
            let step = match step {
                Step::Nth(steps) => {
                    let requests = lock(&self.seen.requests).len();
                    steps.get(requests.saturating_sub(1)).or(steps.last()).cloned().unwrap_or(Step::Hang)
                }
                step => step,
            };
            match step {
                Step::Nth(_) => unreachable!("it has no such step"),
                Step::Request => self.read_request().await?,
                Step::Bytes(count) => {
                    let end = self.read + count;
                    while self.read < end {
                        self.read().await?;
                    }
                }
                Step::Write(bytes) => {
                    lock(&self.seen.answers).push(Instant::now());
                    self.write(&bytes).await?;
                }
                Step::Echo => {
                    if let Step::Write(bytes) = widget(Step::echoed(&self.line)) {
                        self.write(&bytes).await?;
                    }
                }
                Step::Drip(bytes) => {
                    for byte in bytes {
                        self.write(&[byte]).await?;
                        tokio::time::sleep(DRIP).await;
                    }
                }
                Step::Flood { bytes, chunked } => self.flood(bytes, chunked).await?,
                Step::Pause(duration) => tokio::time::sleep(duration).await,
                Step::Hang => loop {
                    self.read().await?;
                },
                Step::Reset => return self.stream.set_zero_linger(),
            }
        }
        // Who closes while there is something to read resets the connection.
        self.stream.shutdown().await?;
        let _ = tokio::time::timeout(LINGER, async { while self.read().await.is_ok() {} }).await;
        Ok(())
    }

    async fn read(&mut self) -> io::Result<()> {
        let count = self.stream.read_buf(&mut self.unread).await?;
        self.read += u64::try_from(count).unwrap_or_default();
        self.seen.read.fetch_add(u64::try_from(count).unwrap_or_default(), Relaxed);
        if count == 0 { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    }

    async fn read_request(&mut self) -> io::Result<()> {
        let (line, length) = loop {
            if let Some((line, length)) = request_in(&self.unread) {
                break (line, length);
            }
            self.read().await?;
        };
        self.unread.drain(..length);
        self.line.clone_from(&line);
        lock(&self.seen.requests).push((Instant::now(), line));
        Ok(())
    }

    async fn write(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let count = self.stream.write(bytes).await?;
            self.seen.written.fetch_add(u64::try_from(count).unwrap_or_default(), Relaxed);
            bytes = &bytes[count..];
        }
        Ok(())
    }

    async fn flood(&mut self, bytes: u64, chunked: bool) -> io::Result<()> {
        const PIECE: usize = 64 << 10;
        let text = "x".repeat(PIECE);
        let piece = if chunked { format!("{PIECE:x}\r\n{text}\r\n") } else { text };
        for _ in 0..bytes >> PIECE.trailing_zeros() {
            self.write(piece.as_bytes()).await?;
        }
        if chunked { self.write(b"0\r\n\r\n").await } else { Ok(()) }
    }
}

/// The first line of a request that is whole, and its length.
fn request_in(bytes: &[u8]) -> Option<(String, usize)> {
    let head_end = bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let head = String::from_utf8_lossy(&bytes[..head_end]);
    let header = |name: &str| {
        let mut lines = head.lines().filter_map(|line| line.split_once(':'));
        lines.find(|(header, _)| header.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned())
    };
    let line = head.lines().next().unwrap_or_default().to_owned();
    let length = match header("transfer-encoding") {
        Some(_) => bytes[head_end..].windows(5).position(|window| window == b"0\r\n\r\n")? + 5,
        None => header("content-length").map_or(0, |length| length.parse().expect("clients know their lengths")),
    };
    (bytes.len() >= head_end + length).then_some((line, head_end + length))
}
