//! A second opinion on requests: another server, which knows the API from another description.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use super::server::RecordedRequest;

/// The environment variable with the address of that server, such as `127.0.0.1:4010`.
pub const SECOND_OPINION: &str = "SECOND_OPINION";

/// The header by which the server tells what is wrong with a request, or with its own answer.
const VIOLATIONS: &str = "sl-violations:";

const TIMEOUT: Duration = Duration::from_secs(60);

impl RecordedRequest {
    /// Sends this request, byte for byte but for the name of its host, to the server that
    /// [`SECOND_OPINION`] names. Does nothing if it names none.
    ///
    /// # Panics
    /// If that server refuses the request or finds something wrong with it, with what it says.
    pub fn assert_accepted(&self) {
        let Ok(address) = std::env::var(SECOND_OPINION) else { return };
        let answer = self.replay(&address).unwrap_or_else(|error| panic!("no answer from {address}: {error}"));
        let head = answer.split("\r\n\r\n").next().unwrap_or_default();
        let is_success = head.split(' ').nth(1).is_some_and(|status| status.starts_with('2'));
        // What is merely deprecated is a warning.
        let mut violations = head.lines().filter(|line| line.to_ascii_lowercase().starts_with(VIOLATIONS));
        let is_violation = violations.any(|line| line.contains(r#""severity":"Error""#));
        assert!(
            is_success && !is_violation,
            "\n--- the request ---\n{} {}\n{}\n--- what {address} says of it ---\n{answer}\n",
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
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }
}
