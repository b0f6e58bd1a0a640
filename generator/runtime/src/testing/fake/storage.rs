//! A storage server with signed URLs and signed forms. It is not a host of the API, so it must never receive a token.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use tokio::runtime::Handle;

use super::super::server::{LoopbackServer, MockResponse, RecordedRequest, lock};
use super::check::target;
use super::form::{self, FormPart};
use super::{FakeApi, State, Violation};
use crate::api::Carrier;
use crate::percent;

/// The end of each signed URL.
const SIGNATURE: &str = "X-Signature=fake-signature-of-a-secret-url";

/// A storage server.
pub(super) struct Storage {
    server: LoopbackServer,
    contents: Arc<Contents>,
}

#[derive(Default)]
struct Contents {
    /// The files by their path.
    files: Mutex<Vec<(String, Bytes)>>,
    /// The paths of forms.
    forms: Mutex<Vec<String>>,
    uploads: Mutex<Vec<Upload>>,
}

/// A file that was uploaded to a signed form.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Upload {
    /// The URL of the form.
    pub url: String,
    /// The fields before the file, in their order.
    pub fields: Vec<(String, String)>,
    /// The file.
    pub file: FormPart,
}

impl Storage {
    pub(super) fn start(runtime: &Handle, api: &'static FakeApi, state: &Arc<State>) -> Self {
        let contents = Arc::new(Contents::default());
        let (shared, state) = (Arc::clone(&contents), Arc::clone(state));
        let server = LoopbackServer::start_on(runtime, move |request| {
            let (response, problems) = shared.respond(api, request);
            let line = format!("{} {}", request.method, target(request).0);
            lock(&state.violations).extend(problems.into_iter().map(|problem| Violation {
                operation: None,
                request: line.clone(),
                problem,
            }));
            response
        });
        Self { server, contents }
    }

    pub(super) fn serve_file(&self, name: &str, content: Bytes) -> String {
        let mut files = lock(&self.contents.files);
        let mut path = format!("/files/{}/", files.len() + 1);
        percent::encode(name, &mut path);
        let url = self.url(&path);
        files.push((path, content));
        url
    }

    pub(super) fn upload_url(&self) -> String {
        let mut forms = lock(&self.contents.forms);
        let path = format!("/forms/{}", forms.len() + 1);
        let url = self.url(&path);
        forms.push(path);
        url
    }

    pub(super) fn uploads(&self) -> Vec<Upload> {
        let mut uploads = lock(&self.contents.uploads).clone();
        for upload in &mut uploads {
            upload.url = self.url(&upload.url);
        }
        uploads
    }

    pub(super) fn forget_requests(&self) {
        self.server.take_requests();
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}?{SIGNATURE}", self.server.url())
    }
}

impl Contents {
    /// Returns the response, and the problems of the request.
    fn respond(&self, api: &FakeApi, request: &RecordedRequest) -> (MockResponse, Vec<String>) {
        let mut problems = tokens(api, request);
        let (path, query) = target(request);
        let file = lock(&self.files).iter().find(|(found, _)| found == path).map(|(_, content)| content.clone());
        let is_form = lock(&self.forms).iter().any(|found| found == path);
        let response = match (file, request.method.as_str()) {
            _ if !problems.is_empty() => error(400, "InvalidArgument", "Only one auth mechanism is allowed"),
            _ if query != SIGNATURE => {
                problems.push("the signature does not match the signed URL".to_owned());
                error(403, "SignatureDoesNotMatch", "The signature does not match")
            }
            (Some(content), "GET") => part(path, &content, request.header("range"), request.header("if-range")),
            (None, "POST") if is_form => match upload(path, request) {
                Ok(upload) => {
                    lock(&self.uploads).push(upload);
                    MockResponse::new(204, &[], "")
                }
                Err(problem) => {
                    problems.push(problem.to_owned());
                    error(400, "MalformedPOSTRequest", problem)
                }
            },
            (None, _) if !is_form => error(404, "NoSuchKey", "The specified key does not exist."),
            _ => {
                problems.push(format!("this URL accepts {} only", if is_form { "POST" } else { "GET" }));
                error(405, "MethodNotAllowed", "The specified method is not allowed against this resource.")
            }
        };
        (response, problems)
    }
}

/// Returns a problem for each token of the API in a request.
fn tokens(api: &FakeApi, request: &RecordedRequest) -> Vec<String> {
    let described = api.description().credentials.values().map(String::as_str);
    let values: Vec<&str> = described.filter(|value| !value.is_empty()).collect();
    let auths = || api.api.hosts.iter().filter_map(|host| host.auth.as_ref());
    let is_for_tokens = |header: &str| {
        auths().any(|auth| matches!(auth.carrier, Carrier::Header(name) if name.eq_ignore_ascii_case(header)))
            || ["authorization", "proxy-authorization", "cookie"].contains(&header.to_ascii_lowercase().as_str())
    };
    let headers = request
        .headers
        .iter()
        .filter(|(name, value)| is_for_tokens(name) || values.iter().any(|token| value.contains(token)));
    let mut problems: Vec<String> = headers
        .map(|(name, _)| format!("the header `{name}` contains a token, which only the hosts of the API may receive"))
        .collect();
    let query = percent::decode(target(request).1);
    let is_named = |name: &str| query.split('&').any(|pair| pair.split('=').next() == Some(name));
    let in_query = auths().any(|auth| matches!(auth.carrier, Carrier::Query(name) if is_named(name)));
    if in_query || values.iter().any(|token| query.contains(token)) {
        problems.push("the query contains a token, which only the hosts of the API may receive".to_owned());
    }
    problems
}

/// Returns a file, or the requested rest of it.
fn part(path: &str, content: &Bytes, range: Option<&str>, condition: Option<&str>) -> MockResponse {
    let tag = format!("\"{}\"", path.trim_start_matches("/files/"));
    let (length, is_same) = (content.len(), condition.is_none_or(|condition| condition == tag));
    let start = range.and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-')?.parse::<usize>().ok());
    let common = [("Content-Type", "application/octet-stream"), ("Accept-Ranges", "bytes"), ("ETag", tag.as_str())];
    match start.filter(|_| is_same) {
        Some(start) if start < length => {
            let range = format!("bytes {start}-{}/{length}", length - 1);
            let headers = [&common[..], &[("Content-Range", range.as_str())]].concat();
            MockResponse::bytes(206, &headers, &content[start..])
        }
        Some(_) => error(416, "InvalidRange", "The requested range is not satisfiable"),
        None => MockResponse::bytes(200, &common, content),
    }
}

/// Returns the file of a form.
fn upload(path: &str, request: &RecordedRequest) -> Result<Upload, &'static str> {
    let mut parts = form::parts(request).ok_or("the body is not a form")?;
    let file = parts.pop().filter(FormPart::is_file).ok_or("the last part of the form is not the file")?;
    if parts.iter().any(FormPart::is_file) {
        return Err("the form has more than one file");
    }
    let fields = parts.into_iter().map(|part| (part.text(), part)).map(|(text, part)| (part.name, text)).collect();
    Ok(Upload { url: path.to_owned(), fields, file })
}

fn error(status: u16, code: &str, message: &str) -> MockResponse {
    let body = format!("<?xml version=\"1.0\"?>\n<Error><Code>{code}</Code><Message>{message}</Message></Error>");
    MockResponse::new(status, &[("Content-Type", "application/xml")], &body)
}
