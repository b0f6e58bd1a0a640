//! Traffic as HAR 1.2, which browsers and proxies write.

use data_encoding::BASE64;
use serde::Deserialize;
use serde_json::value::RawValue;

use api_client_generator::observe::ObservedRequest;

use super::traffic::{Recorded, Traffic};

/// The start of a HAR file, for the detection of the format.
#[derive(Deserialize)]
pub(super) struct Start<'h> {
    #[serde(borrow)]
    log: Option<&'h RawValue>,
}

impl Start<'_> {
    pub(super) fn has_log(&self) -> bool {
        self.log.is_some()
    }
}

#[derive(Deserialize)]
struct Har<'h> {
    #[serde(borrow)]
    log: Log<'h>,
}

#[derive(Deserialize)]
struct Log<'h> {
    #[serde(borrow)]
    entries: Vec<&'h RawValue>,
}

#[derive(Deserialize)]
struct Entry {
    request: Request,
    response: Response,
}

#[derive(Deserialize)]
struct Request {
    method: String,
    url: String,
    #[serde(default)]
    headers: Vec<Header>,
    #[serde(rename = "postData")]
    post_data: Option<PostData>,
}

#[derive(Deserialize)]
struct Header {
    name: String,
    value: String,
}

#[derive(Deserialize)]
struct PostData {
    text: Option<String>,
}

#[derive(Deserialize)]
struct Response {
    /// 0 or a negative number for a request without a response.
    status: i64,
    content: Option<Content>,
}

#[derive(Deserialize)]
struct Content {
    text: Option<String>,
    encoding: Option<String>,
}

/// Reads a file. An invalid entry is a problem of the traffic, and the next entry is read.
///
/// # Errors
/// If the file is not HAR.
pub(super) fn read(text: &[u8], name: &str, traffic: &mut Traffic<'_>) -> Result<(), String> {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let har: Har<'_> = serde_json::from_slice(text).map_err(|error| {
        let problem = if error.is_data() { "has no `log.entries`" } else { "is not JSON" };
        format!(
            "{name}:{}:{}: the file {problem}: expected HAR 1.2, or JSON Lines with `operation` and `body` in each line",
            error.line(),
            error.column()
        )
    })?;
    for (index, entry) in har.log.entries.iter().enumerate() {
        let location = format!("{name}: log.entries[{index}]");
        match serde_json::from_str::<Entry>(entry.get()) {
            Ok(entry) => add(entry, location, traffic),
            Err(error) => {
                // Other messages of the parser can contain values.
                let text = error.to_string();
                let missing = text.strip_prefix("missing field ").and_then(|rest| rest.split(" at ").next());
                let problem = missing.map_or_else(|| "a value of a wrong type".to_owned(), |name| format!("no {name}"));
                traffic.problem(&location, &format!("the entry has {problem}: record it again, or remove it"));
            }
        }
    }
    Ok(())
}

fn add(entry: Entry, location: String, traffic: &mut Traffic<'_>) {
    let sent = entry.request.post_data.as_ref().and_then(|data| data.text.as_ref());
    let sent = sent.and_then(|text| serde_json::from_str(text).ok());
    let content = entry.response.content.and_then(|content| Some((content.text?, content.encoding)));
    let body = match content {
        None => None,
        Some((text, Some(encoding))) if encoding == "base64" => match BASE64.decode(text.as_bytes()) {
            Ok(bytes) => Some(bytes),
            Err(_) => {
                return traffic.problem(&location, "the content is not valid base64: record it again, or remove it");
            }
        },
        Some((text, _)) => Some(text.into_bytes()),
    };
    let Request { method, url, headers, .. } = &entry.request;
    let headers: Vec<(String, String)> =
        headers.iter().map(|header| (header.name.clone(), header.value.clone())).collect();
    traffic.recorded(Recorded {
        request: ObservedRequest { method, url, headers: &headers, body: sent.as_ref() },
        status: u16::try_from(entry.response.status).unwrap_or(0),
        body: body.as_deref(),
        location,
    });
}
