//! Expected requests as literal text.

use super::server::RecordedRequest;

/// Headers that are independent of the call.
const INCIDENTAL: &[&str] = &["accept", "accept-encoding", "connection", "content-length", "host", "user-agent"];

/// The placeholder for the boundary of a form.
const BOUNDARY: &str = "BOUNDARY";

/// An expected request: request line, headers, an empty line and the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedRequest {
    text: String,
}

impl ExpectedRequest {
    /// Parses the literal text, for example:
    ///
    /// ```text
    /// POST /v1/widgets?limit=2
    /// X-Key: secret
    /// Content-Type: application/json
    ///
    /// {"name":"x"}
    /// ```
    ///
    /// Headers that are independent of the call are ignored, such as `Host` and `Content-Length`.
    ///
    /// Write a form with the boundary `BOUNDARY`, which matches any boundary, and with plain line breaks, which match
    /// `\r\n`.
    pub fn parse(text: &str) -> Self {
        let (head, body) = text.split_once("\n\n").unwrap_or((text.trim_end(), ""));
        let mut lines = head.lines();
        let request = lines.next().unwrap_or_default().to_owned();
        let headers = lines.map(|line| line.split_once(": ").unwrap_or((line, "")));
        let headers: Vec<(String, String)> = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        match boundary(&headers) {
            Some(_) => {
                Self { text: render(&request, headers, &format!("{}\r\n", body.trim_end().replace('\n', "\r\n"))) }
            }
            None => Self { text: render(&request, headers, body) },
        }
    }

    /// Whether the received request matches.
    pub fn matches(&self, request: &RecordedRequest) -> bool {
        normal(request) == self.text
    }

    /// Asserts that the received request matches.
    ///
    /// # Panics
    /// Panics if they differ. The message contains both requests.
    pub fn assert_matches(&self, request: &RecordedRequest) {
        let found = normal(request);
        assert_eq!(
            found, self.text,
            "\n--- the received request ---\n{found}\n--- the expected request ---\n{}\n",
            self.text
        );
    }
}

/// Returns the received request as literal text.
fn normal(request: &RecordedRequest) -> String {
    let line = format!("{} {}", request.method, request.target);
    let headers = request.headers.iter().filter(|(name, _)| !INCIDENTAL.contains(&name.to_lowercase().as_str()));
    let headers: Vec<(String, String)> = headers.cloned().collect();
    let boundary = boundary(&headers).map(str::to_owned);
    let text = render(&line, headers, &String::from_utf8_lossy(&request.body));
    boundary.map_or_else(|| text.clone(), |boundary| text.replace(&boundary, BOUNDARY))
}

/// Returns the boundary of a form.
pub(super) fn boundary(headers: &[(String, String)]) -> Option<&str> {
    let (_, value) = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"))?;
    value.strip_prefix("multipart/form-data; boundary=")
}

/// Renders a request with sorted headers in lower case, because their order and case have no meaning.
fn render(request: &str, headers: Vec<(String, String)>, body: &str) -> String {
    let mut headers: Vec<String> =
        headers.into_iter().map(|(name, value)| format!("{}: {value}", name.to_lowercase())).collect();
    headers.sort_unstable();
    format!("{request}\n{}\n\n{body}", headers.join("\n"))
}
