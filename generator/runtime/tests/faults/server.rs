//! A server that follows a script of faults, and counts what it receives.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use tokio::io::{self, AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// The size of a body that is too large for any client.
pub(crate) const GIGABYTE: u64 = 1 << 30;
/// The time between two bytes of [`Step::Drip`].
const DRIP: Duration = Duration::from_millis(100);
/// The maximum time that the server waits for the client to close.
const LINGER: Duration = Duration::from_secs(2);

/// A step of the server on a connection. After the last step, the server closes the connection.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Reads and counts a complete request.
    Request,
    /// Reads this number of bytes.
    Bytes(u64),
    Write(Bytes),
    /// Responds with a widget whose id is the value of `echo=` in the last request.
    Echo,
    /// The step with the index of the last request, counted over all connections, because the client may or may not
    /// reuse a connection.
    Nth(Arc<[Step]>),
    /// Writes one byte every 100 milliseconds.
    Drip(Bytes),
    /// Writes this number of bytes as fast as the client reads, optionally in chunks.
    Flood {
        bytes: u64,
        chunked: bool,
    },
    Pause(Duration),
    /// Waits until the client closes.
    Hang,
    /// Ends the connection with an RST.
    Reset,
}

impl Step {
    /// Returns the id with which [`Step::Echo`] responds to this request line.
    pub(crate) fn echoed(line: &str) -> &str {
        line.split(' ').nth(1).and_then(|target| target.split_once("echo=")).map_or("", |(_, echo)| echo)
    }
}

pub(crate) fn write(bytes: impl Into<Bytes>) -> Step {
    Step::Write(bytes.into())
}

/// A complete response.
pub(crate) fn response(status: u16, headers: &[(&str, &str)], body: &str) -> Step {
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    write(format!("HTTP/1.1 {status} MockResponse\r\n{headers}Content-Length: {}\r\n\r\n{body}", body.len()))
}

/// The successful response of both operations.
pub(crate) fn widget(id: &str) -> Step {
    let body = format!(r#"{{"id":"{id}","widget":{{"id":"{id}"}}}}"#);
    response(200, &[("Content-Type", "application/json")], &body)
}

/// Responds to each request with the next step, over all connections, and repeats the last one.
pub(crate) fn in_turn(responses: Vec<Step>) -> Vec<Step> {
    repeat(&[Step::Request, Step::Nth(responses.into())], 20)
}

/// Repeats the steps.
pub(crate) fn repeat(steps: &[Step], times: usize) -> Vec<Step> {
    steps.iter().cycle().take(steps.len() * times).cloned().collect()
}

/// A server on loopback. Dropping it stops it and closes its connections.
pub(crate) struct Server {
    address: String,
    seen: Arc<Seen>,
    accepting: JoinHandle<()>,
}

#[derive(Default)]
struct Seen {
    connections: AtomicUsize,
    /// The number of connections that both ends have closed.
    ended: AtomicUsize,
    read: AtomicU64,
    written: AtomicU64,
    requests: Mutex<Vec<(Instant, String)>>,
    /// The start time of each response.
    responses: Mutex<Vec<Instant>>,
}

impl Server {
    /// Starts a server with the same script for each connection.
    pub(crate) async fn start(script: Vec<Step>) -> Self {
        Self::start_with(vec![script]).await
    }

    /// Starts a server with a script for each connection; further connections repeat the last one.
    pub(crate) async fn start_with(scripts: Vec<Vec<Step>>) -> Self {
        Self::start_at("127.0.0.1", scripts).await
    }

    pub(crate) async fn start_at(host: &str, scripts: Vec<Vec<Step>>) -> Self {
        let listener = TcpListener::bind((host, 0)).await.expect("loopback can be listened on");
        let address = listener.local_addr().expect("a listener has an address").to_string();
        let seen = Arc::new(Seen::default());
        let shared = Arc::clone(&seen);
        let accepting = tokio::spawn(async move {
            // The connections end with this task.
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let index = shared.connections.fetch_add(1, Relaxed);
                let script = scripts.get(index).or(scripts.last()).cloned().unwrap_or_default();
                let seen = Arc::clone(&shared);
                connections.spawn(async move {
                    let mut connection =
                        Connection { stream, unread: Vec::new(), read: 0, line: String::new(), seen: &seen };
                    // A client may close its connection before the end of the script.
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

    /// Returns the number of complete requests.
    pub(crate) fn requests(&self) -> usize {
        lock(&self.seen.requests).len()
    }

    /// Returns the request lines of the complete requests.
    pub(crate) fn request_lines(&self) -> Vec<String> {
        lock(&self.seen.requests).iter().map(|(_, line)| line.clone()).collect()
    }

    pub(crate) fn bytes_read(&self) -> u64 {
        self.seen.read.load(Relaxed)
    }

    pub(crate) fn bytes_written(&self) -> u64 {
        self.seen.written.load(Relaxed)
    }

    /// Returns the time from the start of each response to the next request.
    pub(crate) fn waits(&self) -> Vec<Duration> {
        let (requests, responses) = (lock(&self.seen.requests), lock(&self.seen.responses));
        requests.iter().skip(1).zip(responses.iter()).map(|((request, _), response)| *request - *response).collect()
    }

    /// Returns the number of closed connections.
    pub(crate) fn ended(&self) -> usize {
        self.seen.ended.load(Relaxed)
    }

    /// Waits until this number of connections is closed.
    pub(crate) async fn waits_for_end_of(&self, connections: usize) {
        let start = Instant::now();
        while self.ended() < connections {
            assert!(start.elapsed() < Duration::from_secs(5), "the client keeps an unusable connection open");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// The panic of one case must not cause errors of poisoned locks in others.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Connection<'s> {
    stream: TcpStream,
    unread: Vec<u8>,
    read: u64,
    /// The request line of the last request.
    line: String,
    seen: &'s Seen,
}

impl Connection<'_> {
    /// # Errors
    /// Fails if the client closes before the end of the script.
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
                    lock(&self.seen.responses).push(Instant::now());
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
        // Closing a connection with unread data resets it.
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

/// Returns the request line and the length of a complete request.
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
