//! A storage server that follows a script. Each connection has one request.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// The response to one request.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    bytes: Vec<u8>,
    then: Then,
}

#[derive(Clone, Copy, Debug)]
enum Then {
    Close,
    Reset,
    Hang,
}

impl Reply {
    /// A complete response; without a length header, the length is that of the body.
    pub(crate) fn new(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Self {
        let length = body.len().to_string();
        let has_length = headers.iter().any(|(name, _)| matches!(*name, "Content-Length" | "Transfer-Encoding"));
        let length = [("Content-Length", length.as_str())];
        let headers = headers.iter().chain(length.iter().filter(|_| !has_length));
        let headers: String = headers.map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let mut bytes = format!("HTTP/1.1 {status} Reply\r\nConnection: close\r\n{headers}\r\n").into_bytes();
        bytes.extend_from_slice(body);
        Self { bytes, then: Then::Close }
    }

    /// No response.
    pub(crate) fn silence() -> Self {
        Self { bytes: Vec::new(), then: Then::Hang }
    }

    /// The same, with a reset at its end.
    pub(crate) fn then_reset(self) -> Self {
        Self { then: Then::Reset, ..self }
    }

    /// The same, after which nothing is sent.
    pub(crate) fn then_hang(self) -> Self {
        Self { then: Then::Hang, ..self }
    }
}

/// The server. Dropping it stops it.
pub(crate) struct Server {
    address: String,
    heads: Arc<Mutex<Vec<String>>>,
    accepting: JoinHandle<()>,
}

impl Server {
    /// Starts a server that sends these responses in turn, and repeats the last one.
    pub(crate) async fn start(replies: Vec<Reply>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("loopback can be listened on");
        let address = listener.local_addr().expect("a listener has an address").to_string();
        let heads = Arc::new(Mutex::new(Vec::new()));
        let shared = Arc::clone(&heads);
        let accepting = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            let mut served = 0;
            while let Ok((stream, _)) = listener.accept().await {
                let reply = replies.get(served).or(replies.last()).cloned().expect("there is a reply");
                served += 1;
                let heads = Arc::clone(&shared);
                connections.spawn(async move { drop(serve(stream, reply, &heads).await) });
            }
        });
        Self { address, heads, accepting }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Returns the heads of the requests so far.
    pub(crate) fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn serve(mut stream: TcpStream, reply: Reply, heads: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    heads.lock().unwrap_or_else(PoisonError::into_inner).push(String::from_utf8_lossy(&head).into_owned());
    stream.write_all(&reply.bytes).await?;
    match reply.then {
        Then::Close => stream.shutdown().await,
        Then::Reset => {
            // Long enough for the client to read the previous bytes.
            tokio::time::sleep(Duration::from_millis(200)).await;
            stream.set_zero_linger()
        }
        Then::Hang => std::future::pending().await,
    }
}
