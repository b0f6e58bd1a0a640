//! A server with minimal CPU time, on its own threads.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// The number of members of a page.
const PAGE: usize = 100;

pub struct Server {
    pub address: SocketAddr,
    pub member_bytes: usize,
    pub page_bytes: usize,
    log: Arc<Mutex<Log>>,
}

#[derive(Default)]
struct Log {
    connections: usize,
    last_request: String,
}

impl Server {
    pub fn start() -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let members: Vec<String> = (0..PAGE).map(member).collect();
        let (one, page) = (member(7), format!(r#"{{"members":[{}],"next":"bmV4dCBwYWdl"}}"#, members.join(",")));
        let (member_bytes, page_bytes) = (one.len(), page.len());
        let responses: Arc<[Vec<u8>; 2]> = Arc::new([response(&one), response(&page)]);
        let log = Arc::new(Mutex::new(Log::default()));
        let shared = log.clone();
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                shared.lock().unwrap_or_else(PoisonError::into_inner).connections += 1;
                let (responses, log) = (responses.clone(), shared.clone());
                // A closed connection ends its thread.
                thread::spawn(move || drop(serve(connection, &responses, &log)));
            }
        });
        Ok(Self { address, member_bytes, page_bytes, log })
    }

    /// Returns the number of connections.
    pub fn connections(&self) -> usize {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).connections
    }

    /// Returns the lines of the last request, sorted because the order of headers has no meaning.
    pub fn last_request(&self) -> Vec<String> {
        let log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        let mut lines: Vec<String> = log.last_request.lines().map(str::to_lowercase).collect();
        lines.sort();
        lines
    }
}

/// Responds to requests without bodies, one after the other.
fn serve(mut connection: TcpStream, [one, page]: &[Vec<u8>; 2], log: &Mutex<Log>) -> io::Result<()> {
    connection.set_nodelay(true)?;
    let mut buffer = [0; 8192];
    let mut length = 0;
    loop {
        let read = connection.read(&mut buffer[length..])?;
        if read == 0 {
            return Ok(());
        }
        length += read;
        if !buffer[..length].ends_with(b"\r\n\r\n") {
            continue;
        }
        let request = &buffer[..length];
        {
            let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
            log.last_request.clear();
            log.last_request.push_str(&String::from_utf8_lossy(request));
        }
        connection.write_all(if request.starts_with(b"GET /v1/members?") { page } else { one })?;
        length = 0;
    }
}

fn response(body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 200 OK\r\nDate: Mon, 01 Jan 2024 00:00:00 GMT\r\nServer: example\r\n\
         Content-Type: application/json; charset=utf-8\r\nContent-Length: {}\r\nX-Limit: 100\r\nX-Remaining: 99\r\n\
         X-Reset: 1\r\nStrict-Transport-Security: max-age=31536000\r\nCache-Control: no-store\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

fn member(index: usize) -> String {
    format!(
        r#"{{"member_id":"member-{index}","name":"Name {index}","image":"https://images.example/members/{index}.png","phone":null,"mail":"name{index}@example.com","active":true,"online":false,"created_at":1700000000{index:03},"seen_at":1700000001{index:03},"updated_at":null,"languages":["en","de"],"keys":["number-{index}","group-7","all"],"metadata":{{"team":"Team {index}","place":"Some Town","since":"2024-01-01","color":"green"}},"locale":"en","timezone":"Europe/Berlin","city":"Some Town","country":"Somewhere","role":"member","verified":true,"hidden":false,"score":4.5,"visits":12345,"unread":{index},"note":"A note with a \"quote\"."}}"#
    )
}
