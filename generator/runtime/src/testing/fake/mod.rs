//! A server that knows an API: it answers every operation from the examples of the spec, tells what
//! is wrong with requests, and fails as a test wants it to.

mod check;
mod description;
mod failure;
mod fit;
mod form;
mod rule;
mod storage;

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use api_client_description::{Endpoint, Example, List};
use bytes::Bytes;
use serde_json::{Map, Value as Json};
use tokio::runtime::Handle;

use super::expected::ExpectedRequest;
use super::server::{Answer, LoopbackServer, RecordedRequest, in_the_background, lock};
use crate::api::Host;
use crate::builder::ClientBuilder;
use crate::operation::Operation;
use check::{Findings, target};
pub use description::FakeApi;
pub use form::FormPart;
use rule::ActiveRule;
pub use rule::Rule;
use storage::Storage;
pub use storage::Upload;

/// A server on loopback that knows an API. Each host of the API has a port of its own, so that a
/// call to the wrong one is noticed. It stops when it is dropped.
///
/// A request that equals the one of an example gets the example's response, any other one the
/// longest response that the operation has an example of. A request that does not fit the API is
/// answered with an error and kept among the [`violations`](Self::violations).
pub struct FakeServer {
    api: &'static FakeApi,
    state: Arc<State>,
    /// In the order of the API's hosts.
    servers: Vec<LoopbackServer>,
    storage: Storage,
}

#[derive(Default)]
struct State {
    requests: Mutex<Vec<FakeRequest>>,
    violations: Mutex<Vec<Violation>>,
    rules: Mutex<Vec<ActiveRule>>,
    allows_unknown: AtomicBool,
}

/// A request as it arrived, and what it was taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FakeRequest {
    /// The request.
    pub request: RecordedRequest,
    /// The host that it was sent to.
    pub host: &'static str,
    /// The id of the operation, if it is one.
    pub operation: Option<&'static str>,
    /// The example whose request it equals, if it equals one.
    pub example: Option<&'static str>,
}

impl FakeRequest {
    /// The parts of its body, if that is a form: fields and files, in their order.
    pub fn form(&self) -> Option<Vec<FormPart>> {
        form::parts(&self.request)
    }
}

impl Deref for FakeRequest {
    type Target = RecordedRequest;

    fn deref(&self) -> &RecordedRequest {
        &self.request
    }
}

/// Something about a request that does not fit the API.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The id of the operation, if the request is for one.
    pub operation: Option<&'static str>,
    /// Method and path of the request.
    pub request: String,
    /// What is wrong.
    pub problem: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.operation {
            write!(formatter, "{operation}: ")?;
        }
        write!(formatter, "{} (`{}`)", self.problem, self.request)
    }
}

/// What a request is taken for.
struct Taken {
    endpoint: &'static Endpoint,
    example: Option<&'static Example>,
    findings: Findings,
}

impl FakeServer {
    /// Starts a server for an API.
    ///
    /// # Panics
    /// If loopback can't be listened on, which ends a test with the reason.
    #[allow(clippy::unused_async, reason = "it needs the runtime that it is awaited in")]
    pub async fn start(api: &'static FakeApi) -> Self {
        Self::start_on(&Handle::current(), api)
    }

    /// Starts a server for an API on a background thread, for tests that are not asynchronous or that share a server.
    ///
    /// # Panics
    /// If loopback can't be listened on, or no thread can be started.
    pub fn start_blocking(api: &'static FakeApi) -> Self {
        Self::start_on(&in_the_background(), api)
    }

    fn start_on(runtime: &Handle, api: &'static FakeApi) -> Self {
        let state = Arc::new(State::default());
        let servers = api.api.hosts.iter().map(|host| {
            let state = Arc::clone(&state);
            LoopbackServer::start_on(runtime, move |request| answer(api, host, &state, request))
        });
        let (servers, storage) = (servers.collect(), Storage::start(runtime, api, &state));
        Self { api, state, servers, storage }
    }

    /// A builder for a client of this server: with the configuration and the credentials of the
    /// spec's examples, each host at its port, and every warning an error.
    pub fn builder(&self) -> ClientBuilder {
        let description = self.api.description();
        let value = |values: &BTreeMap<String, String>, name: &str| values.get(name).cloned().unwrap_or_default();
        let mut builder = ClientBuilder::new(self.api.api).strict(true);
        for name in self.api.api.configuration {
            builder = builder.configure(name, value(&description.configuration, name));
        }
        for name in self.api.api.credentials {
            builder = builder.credential(name, value(&description.credentials, name));
        }
        for (host, server) in self.api.api.hosts.iter().zip(&self.servers) {
            builder = builder.host_base_url(host.name, server.url().to_owned());
        }
        builder
    }

    /// The base URL of a host, for a client that is built otherwise.
    pub fn url(&self, host: &str) -> Option<&str> {
        let mut hosts = self.api.api.hosts.iter().zip(&self.servers);
        hosts.find(|(found, _)| found.name == host).map(|(_, server)| server.url())
    }

    /// Starts a rule for the calls of an operation. Of several rules for a call, the first one counts
    /// that is not used up. A request that does not fit the API uses up none.
    pub fn on(&self, operation: &'static Operation) -> Rule<'_> {
        Rule::new(self, Some(operation.id()))
    }

    /// Starts a rule for the calls of all operations.
    pub fn on_any(&self) -> Rule<'_> {
        Rule::new(self, None)
    }

    /// Has the server of files give this content, and returns the signed URL of it. A token that
    /// arrives there is a violation, and so is another signature. It also gives the rest of a file that
    /// is asked for by `Range`.
    pub fn serve_file(&self, name: &str, content: impl Into<Bytes>) -> String {
        self.storage.serve_file(name, content.into())
    }

    /// The URL of a signed form, which takes a file as the last part of a form. It is another one each
    /// time.
    pub fn upload_url(&self) -> String {
        self.storage.upload_url()
    }

    /// The files that arrived at signed forms, in their order.
    pub fn uploads(&self) -> Vec<Upload> {
        self.storage.uploads()
    }

    /// Sets whether endpoints, parameters and fields are taken that the API does not know. An
    /// endpoint is answered as a rule of [`on_any`](Self::on_any) says, without one by a 404.
    /// Default: no.
    pub fn allow_unknown(&self, allow: bool) {
        self.state.allows_unknown.store(allow, Ordering::Relaxed);
    }

    /// The requests so far, in the order in which they arrived.
    pub fn requests(&self) -> Vec<FakeRequest> {
        lock(&self.state.requests).clone()
    }

    /// The requests since the last time, which the server then forgets: a long test would fill the
    /// memory with them.
    pub fn take_requests(&self) -> Vec<FakeRequest> {
        let taken = std::mem::take(&mut *lock(&self.state.requests));
        for server in &self.servers {
            server.take_requests();
        }
        self.storage.forget_requests();
        taken
    }

    /// The requests of an operation so far.
    pub fn requests_of(&self, operation: &'static Operation) -> Vec<FakeRequest> {
        let mut requests = self.requests();
        requests.retain(|request| request.operation == Some(operation.id()));
        requests
    }

    /// What did not fit the API so far.
    pub fn violations(&self) -> Vec<Violation> {
        lock(&self.state.violations).clone()
    }

    /// Asserts that all requests fit the API.
    ///
    /// # Panics
    /// If one does not, with everything that is wrong.
    pub fn assert_no_violations(&self) {
        let violations: Vec<String> = self.violations().iter().map(Violation::to_string).collect();
        assert!(violations.is_empty(), "requests that do not fit the API:\n{}", violations.join("\n"));
    }

    /// Asserts that one request arrived and that it is, byte for byte, the one of an example of the
    /// spec, at the host of its operation.
    ///
    /// # Panics
    /// If it is not, with both requests in full.
    pub fn assert_example(&self, operation: &'static Operation, example: &str) {
        let endpoints = &self.api.description().operations;
        let endpoint = endpoints.iter().find(|endpoint| endpoint.id == operation.id());
        let found = endpoint.and_then(|endpoint| endpoint.examples.iter().find(|found| found.name == example));
        let Some(found) = found else { panic!("`{}` has no example `{example}`", operation.id()) };
        let requests = self.requests();
        assert_eq!(requests.len(), 1, "there must be one request: {requests:?}");
        ExpectedRequest::parse(&found.request).assert_matches(&requests[0]);
        assert_eq!(requests[0].host, operation.host(), "the host that the request was sent to");
        self.assert_no_violations();
    }
}

impl fmt::Debug for FakeServer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hosts = self.api.api.hosts.iter().map(|host| host.name).zip(self.servers.iter().map(LoopbackServer::url));
        formatter.debug_map().entries(hosts).finish()
    }
}

/// What a host answers to a request, which is recorded.
fn answer(api: &'static FakeApi, host: &'static Host, state: &State, request: &RecordedRequest) -> Answer {
    let allows_unknown = state.allows_unknown.load(Ordering::Relaxed);
    let taken = take(api, host, request, allows_unknown);
    let operation = taken.as_ref().map(|taken| taken.endpoint.id.as_str());
    let example = taken.as_ref().and_then(|taken| taken.example);
    lock(&state.requests).push(FakeRequest {
        request: request.clone(),
        host: host.name,
        operation,
        example: example.map(|example| example.name.as_str()),
    });
    let findings = match &taken {
        Some(taken) => &taken.findings,
        None if allows_unknown => {
            let usual = |_: Option<&str>| failure::with_status(host, 404, &unknown(api, host, request));
            return rule::apply(&mut lock(&state.rules), None, host, usual);
        }
        None => &Findings { is_denied: false, problems: vec![unknown(api, host, request)] },
    };
    let shown = format!("{} {}", request.method, target(request).0);
    lock(&state.violations).extend(findings.problems.iter().map(|problem| Violation {
        operation,
        request: shown.clone(),
        problem: problem.clone(),
    }));
    match &taken {
        Some(taken) if findings.problems.is_empty() => {
            let usual = |example: Option<&str>| Answer::json(200, response(taken, request, example));
            rule::apply(&mut lock(&state.rules), operation, host, usual)
        }
        _ => {
            let status = if findings.is_denied { 401 } else { 400 };
            failure::with_status(host, status, &findings.problems.join("; "))
        }
    }
}

/// The operation that a request is for: the one that has it as an example, else the one that it
/// fits best.
fn take(api: &'static FakeApi, host: &Host, request: &RecordedRequest, allows_unknown: bool) -> Option<Taken> {
    let description = api.description();
    let (path, _) = target(request);
    let has_line =
        |endpoint: &&Endpoint| endpoint.method == request.method && check::path_values(endpoint, path).is_some();
    let endpoints = || description.operations.iter().filter(has_line);
    // Enums are open, but a path whose value nobody knows is rather one of another host.
    let is_elsewhere = endpoints().any(|endpoint| endpoint.host != host.name && check::closeness(endpoint, path).0);
    let candidates = endpoints()
        .filter(|endpoint| endpoint.host == host.name && (!is_elsewhere || check::closeness(endpoint, path).0));
    let candidates = candidates.map(|endpoint| {
        let is_sent = |example: &&Example| ExpectedRequest::parse(&example.request).matches(request);
        let example = endpoint.examples.iter().find(is_sent);
        let findings = check::check(description, host, endpoint, request, allows_unknown);
        Taken { endpoint, example, findings }
    });
    candidates.min_by_key(|taken| {
        let (is_known, literals) = check::closeness(taken.endpoint, path);
        (taken.example.is_none(), !is_known, taken.findings.problems.len(), usize::MAX - literals)
    })
}

/// Why a request is for no operation of its host.
fn unknown(api: &'static FakeApi, host: &Host, request: &RecordedRequest) -> String {
    let (path, _) = target(request);
    let at_path =
        || api.description().operations.iter().filter(|endpoint| check::path_values(endpoint, path).is_some());
    if let Some(endpoint) = at_path().find(|endpoint| endpoint.method == request.method && endpoint.host != host.name) {
        return format!("the host `{}` does not have this operation, but `{}` has", host.name, endpoint.host);
    }
    match at_path().find(|endpoint| endpoint.host == host.name) {
        Some(endpoint) => format!("this path takes {}, not {}", endpoint.method, request.method),
        None => format!("the host `{}` has no operation with this method and path", host.name),
    }
}

/// The response of the example that is asked for or sent, else the longest one of the operation.
fn response(taken: &Taken, request: &RecordedRequest, name: Option<&str>) -> String {
    let named = taken.endpoint.examples.iter().find(|example| Some(example.name.as_str()) == name);
    if let Some(response) = named.or(taken.example).and_then(|example| example.response.as_ref()) {
        return response.clone();
    }
    let responses = taken.endpoint.examples.iter().filter_map(|example| example.response.as_ref());
    let Some(longest) = responses.max_by_key(|response| response.len()) else { return "{}".to_owned() };
    let Some(list) = taken.endpoint.list.as_ref().filter(|_| taken.example.is_none()) else { return longest.clone() };
    let Ok(mut page) = serde_json::from_str::<Map<String, Json>>(longest) else { return longest.clone() };
    if !goes_on(list, &page, request) {
        return longest.clone();
    }
    // The example is the only page, so the pages before and after it are empty.
    page.insert(list.items.clone(), Json::Array(Vec::new()));
    for field in &list.more {
        page.remove(field);
    }
    Json::Object(page).to_string()
}

/// Whether a request is for a page before or after the first page.
fn goes_on(list: &List, page: &Map<String, Json>, request: &RecordedRequest) -> bool {
    if list.back.as_ref().is_some_and(|back| check::query_value(request, back).is_some()) {
        return true;
    }
    let Some(start) = check::query_value(request, &list.start) else { return false };
    let Some(field) = &list.item else { return true };
    let mut items = page.get(&list.items).and_then(Json::as_array).into_iter().flatten();
    items.any(|item| item.get(field).is_some_and(|value| check::plain(value) == start))
}
