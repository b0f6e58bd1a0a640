//! A server on loopback for tests.

use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value as JsonValue;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Handle;
use tokio::task::{JoinHandle, JoinSet};

use crate::background;

const MAX_HEADERS: usize = 64;

/// A response of a test server.
#[derive(Clone, Debug)]
pub struct MockResponse {
    bytes: Vec<u8>,
    closes: bool,
    delay: Duration,
}

impl MockResponse {
    /// Creates a response with a JSON body and a status.
    pub fn json(status: u16, body: impl Into<String>) -> Self {
        Self::new(status, &[("Content-Type", "application/json")], &body.into())
    }

    /// Creates a response with a body, a status and headers.
    pub fn new(status: u16, headers: &[(&str, &str)], body: &str) -> Self {
        Self::bytes(status, headers, body.as_bytes())
    }

    /// Creates a response with a binary body, a status and headers.
    pub fn bytes(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Self {
        let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        // A response without content has no length.
        let length = if status == 204 { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
        let mut bytes = format!("HTTP/1.1 {status} MockResponse\r\n{headers}{length}\r\n").into_bytes();
        bytes.extend_from_slice(body);
        Self { bytes, closes: false, delay: Duration::ZERO }
    }

    /// Creates a response of exactly these bytes, after which the connection is closed.
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self { bytes: bytes.into(), closes: true, delay: Duration::ZERO }
    }

    /// Sets the delay of the response.
    #[must_use]
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Returns the status; 0 if the bytes are not HTTP.
    pub(super) fn status(&self) -> u16 {
        let line = self.bytes.get(..12).and_then(|line| std::str::from_utf8(line).ok());
        line.and_then(|line| line.strip_prefix("HTTP/1.1 ")?.parse().ok()).unwrap_or(0)
    }

    /// Returns the bytes for a request with this method. A response to `HEAD` has no body.
    fn bytes_for(&self, method: &str) -> &[u8] {
        let head = self.bytes.windows(4).position(|end| end == b"\r\n\r\n").map(|end| end + 4);
        match head.filter(|_| method == "HEAD" && !self.closes) {
            Some(head) => &self.bytes[..head],
            None => &self.bytes,
        }
    }
}

/// A received request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordedRequest {
    /// The method.
    pub method: String,
    /// The path and the query, percent-encoded.
    pub target: String,
    /// The headers in their order.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl RecordedRequest {
    /// Returns the value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(header, _)| header.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// Returns the body as JSON, or null if it is not JSON.
    pub fn json(&self) -> JsonValue {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

type Handler = dyn Fn(&RecordedRequest) -> MockResponse + Send + Sync;

/// A server on loopback. It stops when it is dropped, or when its runtime ends.
pub struct LoopbackServer {
    url: String,
    state: Arc<State>,
    accepting: JoinHandle<()>,
}

#[derive(Default)]
struct State {
    requests: Mutex<Vec<RecordedRequest>>,
    responses: Mutex<VecDeque<MockResponse>>,
    handler: Option<Box<Handler>>,
    /// Whether requests are not recorded.
    forgets: bool,
}

impl LoopbackServer {
    /// Starts a server with a queue of responses; see [`queue`](Self::queue).
    ///
    /// # Panics
    /// Panics if the server can't listen on loopback.
    #[allow(clippy::unused_async, reason = "the function requires a runtime")]
    pub async fn start() -> Self {
        Self::listen(&Handle::current(), "127.0.0.1", State::default())
    }

    /// Starts a server on a background thread, for tests that are not asynchronous or that share a server.
    ///
    /// # Panics
    /// Panics if the server can't listen on loopback, or if the thread can't be started.
    pub fn start_blocking() -> Self {
        Self::listen(&in_the_background(), "127.0.0.1", State::default())
    }

    /// Starts a server that creates each response with a function.
    ///
    /// # Panics
    /// Panics if the server can't listen on loopback.
    #[allow(clippy::unused_async, reason = "the function requires a runtime")]
    pub async fn start_with(handler: impl Fn(&RecordedRequest) -> MockResponse + Send + Sync + 'static) -> Self {
        Self::start_on(&Handle::current(), handler)
    }

    /// Starts a server on a runtime.
    pub(super) fn start_on(
        runtime: &Handle,
        handler: impl Fn(&RecordedRequest) -> MockResponse + Send + Sync + 'static,
    ) -> Self {
        Self::listen(runtime, "127.0.0.1", State { handler: Some(Box::new(handler)), ..State::default() })
    }

    /// Starts a server on a different address of this machine, such as `127.0.0.2` or `::1`. macOS has no `127.0.0.2`.
    ///
    /// # Panics
    /// Panics if the server can't listen on the address.
    #[allow(clippy::unused_async, reason = "the function requires a runtime")]
    pub async fn start_at(address: &str) -> Self {
        Self::listen(&Handle::current(), address, State::default())
    }

    /// Starts a server at any address, without a record of its requests.
    ///
    /// # Errors
    /// Fails if the server can't listen on the address.
    pub(super) fn start_unrecorded(
        runtime: &Handle,
        address: SocketAddr,
        handler: impl Fn(&RecordedRequest) -> MockResponse + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let state = State { handler: Some(Box::new(handler)), forgets: true, ..State::default() };
        Self::bind(runtime, address, state)
    }

    fn listen(runtime: &Handle, address: &str, state: State) -> Self {
        Self::bind(runtime, (address, 0), state).expect("loopback can be listened on")
    }

    fn bind(runtime: &Handle, address: impl ToSocketAddrs, state: State) -> io::Result<Self> {
        let listener = std::net::TcpListener::bind(address)?;
        let address = listener.local_addr()?;
        listener.set_nonblocking(true)?;
        let listener = {
            let _entered = runtime.enter();
            TcpListener::from_std(listener)?
        };
        let state = Arc::new(state);
        let shared = Arc::clone(&state);
        let accepting = runtime.spawn(async move {
            // The set is dropped with this task, which closes all connections.
            let mut connections = JoinSet::new();
            loop {
                match listener.accept().await {
                    Ok((stream, _)) => {
                        let state = Arc::clone(&shared);
                        // A client may close its connection during a request.
                        connections.spawn(async move { drop(serve(stream, &state).await) });
                    }
                    // For example, the process has too many open files for the moment.
                    Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
                }
                while connections.try_join_next().is_some() {}
            }
        });
        Ok(Self { url: format!("http://{address}"), state, accepting })
    }

    /// Returns the base URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Queues a response. If the queue is empty, the server responds with 500.
    pub fn queue(&self, response: MockResponse) {
        lock(&self.state.responses).push_back(response);
    }

    /// Returns the requests since the last call of this method, and removes them. Use it in long tests to limit the
    /// memory.
    pub fn take_requests(&self) -> Vec<RecordedRequest> {
        std::mem::take(&mut *lock(&self.state.requests))
    }

    /// Returns the requests so far.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        lock(&self.state.requests).clone()
    }
}

impl Drop for LoopbackServer {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl fmt::Debug for LoopbackServer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("LoopbackServer").field("url", &self.url).finish_non_exhaustive()
    }
}

/// Returns the background runtime, for servers that are started outside of a runtime.
pub(super) fn in_the_background() -> Handle {
    background::runtime().expect("a thread can be started")
}

/// The panic of one test must not cause errors of poisoned locks in others.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn serve(mut stream: TcpStream, state: &State) -> io::Result<()> {
    let mut buffer = Vec::new();
    loop {
        let request = match read_request(&mut stream, &mut buffer).await {
            Ok(Some(request)) => request,
            Ok(None) => return Ok(()),
            Err(error) => {
                let body = format!("this server accepts HTTP/1.1 without encryption: {error}\n");
                let response = MockResponse::new(400, &[("Connection", "close")], &body);
                return stream.write_all(&response.bytes).await;
            }
        };
        if !state.forgets {
            lock(&state.requests).push(request.clone());
        }
        let queued = lock(&state.responses).pop_front();
        let response = match (queued, &state.handler) {
            (Some(response), _) => response,
            (None, Some(handler)) => handler(&request),
            (None, None) => MockResponse::json(500, r#"{"message":"no response was queued"}"#),
        };
        if !response.delay.is_zero() {
            tokio::time::sleep(response.delay).await;
        }
        stream.write_all(response.bytes_for(&request.method)).await?;
        stream.flush().await?;
        if response.closes {
            return Ok(());
        }
    }
}

/// Returns the next request of a connection; `None` at its end.
async fn read_request(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> io::Result<Option<RecordedRequest>> {
    loop {
        if let Some((request, length)) = parse(buffer)? {
            buffer.drain(..length);
            return Ok(Some(request));
        }
        if stream.read_buf(buffer).await? == 0 {
            return Ok(None);
        }
    }
}

/// Returns the complete request at the start of the buffer, and its length.
fn parse(buffer: &[u8]) -> io::Result<Option<(RecordedRequest, usize)>> {
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut head = httparse::Request::new(&mut headers);
    let invalid = |error: httparse::Error| io::Error::new(io::ErrorKind::InvalidData, error.to_string());
    let httparse::Status::Complete(length) = head.parse(buffer).map_err(invalid)? else { return Ok(None) };
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut request = RecordedRequest {
        method: head.method.unwrap_or_default().to_owned(),
        target: head.path.unwrap_or_default().to_owned(),
        headers: head.headers.iter().map(|header| (header.name.to_owned(), text(header.value))).collect(),
        body: Vec::new(),
    };
    if request.header("transfer-encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked")) {
        let Some((body, chunked)) = dechunk(&buffer[length..])? else { return Ok(None) };
        request.body = body;
        return Ok(Some((request, length + chunked)));
    }
    let body = request.header("content-length").and_then(|value| value.parse::<usize>().ok()).unwrap_or(0);
    let Some(content) = buffer[length..].get(..body) else { return Ok(None) };
    request.body = content.to_vec();
    Ok(Some((request, length + body)))
}

/// Returns a complete chunked body, and its length on the wire.
fn dechunk(buffer: &[u8]) -> io::Result<Option<(Vec<u8>, usize)>> {
    let invalid = || io::Error::new(io::ErrorKind::InvalidData, "a chunk has no size");
    let mut body = Vec::new();
    let mut at = 0;
    loop {
        let httparse::Status::Complete((head, size)) =
            httparse::parse_chunk_size(&buffer[at..]).map_err(|_| invalid())?
        else {
            return Ok(None);
        };
        let start = at + head;
        let end = usize::try_from(size).ok().and_then(|size| start.checked_add(size)).ok_or_else(invalid)?;
        let Some(after) = buffer.get(end..).filter(|after| after.len() >= 2) else { return Ok(None) };
        if !after.starts_with(b"\r\n") {
            return Err(invalid());
        }
        body.extend_from_slice(&buffer[start..end]);
        at = end + 2;
        if size == 0 {
            return Ok(Some((body, at)));
        }
    }
}
