//! Validation of requests by a different server, which has a different description of the API.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use super::server::RecordedRequest;

/// The environment variable with the address of the server.
const VALIDATOR_ADDRESS: &str = "VALIDATOR_ADDRESS";

/// The header with the problems of a request or of the server's own response.
const VIOLATIONS: &str = "sl-violations:";

const TIMEOUT: Duration = Duration::from_secs(60);

impl RecordedRequest {
    /// Sends this request to the server in the environment variable `VALIDATOR_ADDRESS`, such as `127.0.0.1:4010`. Does
    /// nothing if the variable is not set.
    ///
    /// # Panics
    /// Panics as [`assert_valid_by`](Self::assert_valid_by) does.
    pub fn assert_valid(&self) {
        if let Ok(address) = std::env::var(VALIDATOR_ADDRESS) {
            self.assert_valid_by(&address);
        }
    }

    /// Sends this request to a different server and waits for the response. Only the header `Host` is changed.
    ///
    /// # Panics
    /// Panics if the server rejects the request or reports a problem. The message contains its response.
    pub fn assert_valid_by(&self, address: &str) {
        let response = self.replay(address).unwrap_or_else(|error| panic!("no response from {address}: {error}"));
        let head = response.split("\r\n\r\n").next().unwrap_or_default();
        let is_success = head.split(' ').nth(1).is_some_and(|status| status.starts_with('2'));
        // A deprecated operation is only a warning.
        let mut violations = head.lines().filter(|line| line.to_ascii_lowercase().starts_with(VIOLATIONS));
        let is_violation = violations.any(|line| line.contains(r#""severity":"Error""#));
        assert!(
            is_success && !is_violation,
            "\n--- the request ---\n{} {}\n{}\n--- the response of {address} ---\n{response}\n",
            self.method,
            self.target,
            String::from_utf8_lossy(&self.body)
        );
    }

    fn replay(&self, address: &str) -> io::Result<String> {
        let mut stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(TIMEOUT))?;
        let mut message =
            format!("{} {} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n", self.method, self.target);
        for (name, value) in &self.headers {
            if !["host", "connection"].contains(&name.to_ascii_lowercase().as_str()) {
                message.push_str(&format!("{name}: {value}\r\n"));
            }
        }
        message.push_str("\r\n");
        stream.write_all(message.as_bytes())?;
        stream.write_all(&self.body)?;
        read_response(&mut stream, self.method == "HEAD")
    }
}

/// Reads the response: up to its length if it has one, otherwise up to the end of the connection.
fn read_response(stream: &mut TcpStream, is_head_only: bool) -> io::Result<String> {
    let mut response = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&response);
        if let Some((head, _)) = text.split_once("\r\n\r\n")
            && let Some(length) = body_length(head, is_head_only)
            && response.len() >= head.len() + 4 + length
        {
            return Ok(text.into_owned());
        }
        match stream.read(&mut buffer)? {
            0 => return Ok(text.into_owned()),
            count => response.extend_from_slice(&buffer[..count]),
        }
    }
}

fn body_length(head: &str, is_head_only: bool) -> Option<usize> {
    if is_head_only {
        return Some(0);
    }
    let mut headers = head.lines().filter_map(|line| line.split_once(':'));
    headers.find(|(name, _)| name.eq_ignore_ascii_case("content-length"))?.1.trim().parse().ok()
}
