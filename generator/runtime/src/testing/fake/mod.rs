//! A fake server of an API. It responds to each operation with examples of the spec, validates requests, and simulates
//! failures.

mod check;
mod description;
mod failure;
mod fit;
mod form;
mod memory;
mod rule;
mod storage;

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::ops::Deref;
use std::slice;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use api_client_description::{Endpoint, Example, List, Paging};
use bytes::Bytes;
use serde_json::{Map, Value as Json};
use tokio::runtime::Handle;

use super::expected::ExpectedRequest;
use super::server::{LoopbackServer, MockResponse, RecordedRequest, in_the_background, lock};
use crate::api::Host;
use crate::builder::ClientBuilder;
use crate::operation::Operation;
use check::{Findings, target};
pub use description::FakeApi;
pub use form::FormPart;
pub use memory::SeedError;
use memory::{Memory, Received};
use rule::ActiveRule;
pub use rule::Rule;
use storage::Storage;
pub use storage::Upload;

/// A server on loopback that knows an API. Each host of the API has its own port, so that a call to the wrong host is
/// detected. Dropping the server stops it.
///
/// The server remembers the objects of the resources that the description declares: it returns, lists, changes and
/// deletes the objects that were created before, and an unknown id is an error. A new server has no objects, see
/// [`seed`](Self::seed). Lists are in the order of creation. An id that the server makes is greater by one than the one
/// before. The clock of the server starts at 2026-01-01T00:00:00Z and advances by one second with each change.
///
/// Any other request gets an example: that with the same request, otherwise the longest one of the operation. An invalid
/// request gets an error and is listed in [`violations`](Self::violations).
///
/// A [`stateless`](Self::stateless) server responds to all requests with examples.
pub struct FakeServer {
    api: &'static FakeApi,
    state: Arc<State>,
    /// The servers, in the order of the API's hosts, or one server for all hosts.
    servers: Vec<LoopbackServer>,
    storage: Storage,
}

#[derive(Default)]
struct State {
    requests: Mutex<Vec<FakeRequest>>,
    violations: Mutex<Vec<Violation>>,
    rules: Mutex<Vec<ActiveRule>>,
    allows_unknown: AtomicBool,
    memory: Memory,
    /// Receives each handled request. Without it, requests and violations are recorded.
    log: Option<Box<Log>>,
}

type Log = dyn Fn(&HandledRequest) + Send + Sync;

/// A request with its response, for the log of [`FakeServer::start_at`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HandledRequest {
    /// The request.
    pub request: FakeRequest,
    /// The status of the response.
    pub status: u16,
    /// The problems of the request; empty if it is valid.
    pub problems: Vec<String>,
}

/// A received request with its operation and example.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FakeRequest {
    /// The request.
    pub request: RecordedRequest,
    /// The host that it was sent to. If all hosts have one address, it is the host of the operation, or the first host of
    /// the API.
    pub host: &'static str,
    /// The id of the operation, if the request matches one.
    pub operation: Option<&'static str>,
    /// The example with the same request, if there is one.
    pub example: Option<&'static str>,
}

impl FakeRequest {
    /// Returns the fields and files of the body in their order, if it is a form.
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

/// A problem of an invalid request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The id of the operation, if the request matches one.
    pub operation: Option<&'static str>,
    /// The method and the path of the request.
    pub request: String,
    /// The problem.
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

/// The operation and example of a request.
struct Taken {
    host: &'static Host,
    endpoint: &'static Endpoint,
    example: Option<&'static Example>,
    findings: Findings,
}

impl FakeServer {
    /// Starts a server for an API.
    ///
    /// # Panics
    /// Panics if the server can't listen on loopback.
    #[allow(clippy::unused_async, reason = "the function requires a runtime")]
    pub async fn start(api: &'static FakeApi) -> Self {
        Self::start_on(&Handle::current(), api)
    }

    /// Starts a server on a background thread, for tests that are not asynchronous or that share a server.
    ///
    /// # Panics
    /// Panics if the server can't listen on loopback, or if the thread can't be started.
    pub fn start_blocking(api: &'static FakeApi) -> Self {
        Self::start_on(&in_the_background(), api)
    }

    fn start_on(runtime: &Handle, api: &'static FakeApi) -> Self {
        let state = Arc::new(State::default());
        let servers = api.api.hosts.iter().map(|host| {
            let state = Arc::clone(&state);
            LoopbackServer::start_on(runtime, move |request| respond(api, slice::from_ref(host), &state, request))
        });
        let (servers, storage) = (servers.collect(), Storage::start(runtime, api, &state));
        Self { api, state, servers, storage }
    }

    /// Starts a server at this address for all hosts of an API, for programs in other languages and for manual calls.
    ///
    /// The method and the path of a request select its operation on any host. If several operations match, the one
    /// with the fewest problems is selected. The server passes each request to `log`, and records neither requests nor
    /// violations, so that it can run for days.
    ///
    /// # Errors
    /// Fails if the server can't listen on the address.
    #[allow(clippy::unused_async, reason = "the function requires a runtime")]
    pub async fn start_at(
        api: &'static FakeApi,
        address: SocketAddr,
        log: impl Fn(&HandledRequest) + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let runtime = Handle::current();
        let state = Arc::new(State { log: Some(Box::new(log)), ..State::default() });
        let shared = Arc::clone(&state);
        let handler = move |request: &RecordedRequest| respond(api, api.api.hosts, &shared, request);
        let servers = vec![LoopbackServer::start_unrecorded(&runtime, address, handler)?];
        let storage = Storage::start(&runtime, api, &state);
        Ok(Self { api, state, servers, storage })
    }

    /// Returns the hosts with their servers.
    fn hosts(&self) -> impl Iterator<Item = (&'static Host, &LoopbackServer)> {
        // The servers repeat, because there may be one server for all hosts.
        self.api.api.hosts.iter().copied().zip(self.servers.iter().cycle())
    }

    /// Returns a builder for a client of this server: with the configuration and the credentials of the spec's
    /// examples, the URL of each host, and strict mode.
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
        for (host, server) in self.hosts() {
            builder = builder.host_base_url(host.name, server.url().to_owned());
        }
        builder
    }

    /// Returns the base URL of a host, for a client that is not built with [`builder`](Self::builder).
    pub fn url(&self, host: &str) -> Option<&str> {
        self.hosts().find(|(found, _)| found.name == host).map(|(_, server)| server.url())
    }

    /// Returns the server without its memory: it responds to all requests with examples.
    #[must_use]
    pub fn stateless(self) -> Self {
        self.state.memory.turn_off();
        self
    }

    /// Adds objects to the memory of the server. The JSON has a list of objects for each resource. An object has at
    /// least its id. The objects that belong to it are in a list with the name of their resource:
    ///
    /// ```json
    /// { "shop.order": [{ "order_id": "o-1", "state": "open", "line": [{ "line_id": 1 }] }] }
    /// ```
    ///
    /// The server returns the objects as they are here. Only the time of the creation is added, if it is missing.
    ///
    /// # Errors
    /// If the JSON has an unknown resource, or an object without its id or with the id of another object. In this case,
    /// no object is added.
    pub fn seed(&self, json: &Json) -> Result<(), SeedError> {
        self.state.memory.seed(self.api.description(), json)
    }

    /// Adds objects to the memory of the server from the text of a JSON file; see [`seed`](Self::seed).
    ///
    /// # Errors
    /// As for [`seed`](Self::seed), and if the text is not JSON.
    pub fn seed_text(&self, json: &str) -> Result<(), SeedError> {
        self.seed(&serde_json::from_str(json).map_err(|error| SeedError::not_json(&error))?)
    }

    /// Returns all objects in the memory of the server, in the form that [`seed`](Self::seed) accepts. Resources without
    /// objects are absent.
    pub fn snapshot(&self) -> Json {
        self.state.memory.snapshot(self.api.description())
    }

    /// Starts a rule for the calls of an operation. The first matching rule that is not used up applies. Invalid
    /// requests do not use up a rule.
    pub fn on(&self, operation: &'static Operation) -> Rule<'_> {
        Rule::new(self, Some(operation.id()))
    }

    /// Starts a rule for the calls of all operations.
    pub fn on_any(&self) -> Rule<'_> {
        Rule::new(self, None)
    }

    /// Serves a file and returns its signed URL. A request with a token or a wrong signature is a violation. `Range`
    /// requests are supported.
    pub fn serve_file(&self, name: &str, content: impl Into<Bytes>) -> String {
        self.storage.serve_file(name, content.into())
    }

    /// Returns the URL of a new signed form, which accepts a file as its last part.
    pub fn upload_url(&self) -> String {
        self.storage.upload_url()
    }

    /// Returns the uploaded files of signed forms, in the order of their arrival.
    pub fn uploads(&self) -> Vec<Upload> {
        self.storage.uploads()
    }

    /// Sets whether endpoints, parameters and fields outside of the API are allowed. Such an endpoint responds as a
    /// rule of [`on_any`](Self::on_any) states, otherwise with 404. Default: `false`.
    pub fn allow_unknown(&self, allow: bool) {
        self.state.allows_unknown.store(allow, Ordering::Relaxed);
    }

    /// Returns the requests so far, in the order of their arrival.
    pub fn requests(&self) -> Vec<FakeRequest> {
        lock(&self.state.requests).clone()
    }

    /// Returns the requests since the last call of this method, and removes them. Use it in long tests to limit the
    /// memory.
    pub fn take_requests(&self) -> Vec<FakeRequest> {
        let taken = std::mem::take(&mut *lock(&self.state.requests));
        for server in &self.servers {
            server.take_requests();
        }
        self.storage.forget_requests();
        taken
    }

    /// Returns the requests of an operation so far.
    pub fn requests_of(&self, operation: &'static Operation) -> Vec<FakeRequest> {
        let mut requests = self.requests();
        requests.retain(|request| request.operation == Some(operation.id()));
        requests
    }

    /// Returns the violations so far.
    pub fn violations(&self) -> Vec<Violation> {
        lock(&self.state.violations).clone()
    }

    /// Asserts that there are no violations.
    ///
    /// # Panics
    /// Panics if there are violations. The message lists all of them.
    pub fn assert_no_violations(&self) {
        let violations: Vec<String> = self.violations().iter().map(Violation::to_string).collect();
        assert!(violations.is_empty(), "requests that violate the API:\n{}", violations.join("\n"));
    }

    /// Asserts that exactly one request was received, and that it equals the request of an example, byte for byte, at
    /// the host of its operation.
    ///
    /// # Panics
    /// Panics if there are no or several requests, or if the request is different. The message contains both requests.
    pub fn assert_example(&self, operation: &'static Operation, example: &str) {
        let endpoints = &self.api.description().operations;
        let endpoint = endpoints.iter().find(|endpoint| endpoint.id == operation.id());
        let found = endpoint.and_then(|endpoint| endpoint.examples.iter().find(|found| found.name == example));
        let Some(found) = found else { panic!("`{}` has no example `{example}`", operation.id()) };
        let requests = self.requests();
        assert_eq!(requests.len(), 1, "there must be one request: {requests:?}");
        ExpectedRequest::parse(&found.request).assert_matches(&requests[0]);
        assert_eq!(requests[0].host, operation.host(), "the host of the request");
        self.assert_no_violations();
    }
}

impl fmt::Debug for FakeServer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_map().entries(self.hosts().map(|(host, server)| (host.name, server.url()))).finish()
    }
}

/// Returns the response of one of these hosts to a request, and records the request.
fn respond(
    api: &'static FakeApi,
    hosts: &'static [&'static Host],
    state: &State,
    request: &RecordedRequest,
) -> MockResponse {
    let allows_unknown = state.allows_unknown.load(Ordering::Relaxed);
    let taken = take(api, hosts, request, allows_unknown);
    let host = taken.as_ref().map_or(hosts[0], |taken| taken.host);
    let operation = taken.as_ref().map(|taken| taken.endpoint.id.as_str());
    let example = taken.as_ref().and_then(|taken| taken.example);
    let received = FakeRequest {
        request: request.clone(),
        host: host.name,
        operation,
        example: example.map(|example| example.name.as_str()),
    };
    if state.log.is_none() {
        lock(&state.requests).push(received.clone());
    }
    let problems = match &taken {
        Some(taken) => taken.findings.problems.clone(),
        None if allows_unknown => Vec::new(),
        None => vec![unknown(api, hosts, request)],
    };
    if state.log.is_none() {
        let line = format!("{} {}", request.method, target(request).0);
        lock(&state.violations).extend(problems.iter().map(|problem| Violation {
            operation,
            request: line.clone(),
            problem: problem.clone(),
        }));
    }
    let response = if problems.is_empty() {
        let default = |example: Option<&str>| match &taken {
            Some(taken) => respond_to(api, taken, state, request, example),
            None => failure::with_status(host, 404, &unknown(api, hosts, request)),
        };
        rule::apply(&mut lock(&state.rules), operation, host, default)
    } else {
        let is_unauthorized = taken.is_some_and(|taken| taken.findings.is_unauthorized);
        failure::with_status(host, if is_unauthorized { 401 } else { 400 }, &problems.join("; "))
    };
    if let Some(log) = &state.log {
        log(&HandledRequest { request: received, status: response.status(), problems });
    }
    response
}

/// Returns the response of an operation: the named example, otherwise from the memory or the best example.
fn respond_to(
    api: &'static FakeApi,
    taken: &Taken,
    state: &State,
    request: &RecordedRequest,
    example: Option<&str>,
) -> MockResponse {
    let received = Received {
        description: api.description(),
        host: taken.host,
        endpoint: taken.endpoint,
        example: taken.example,
        request,
    };
    let own = example.is_none().then(|| state.memory.respond(&received, || response(taken, request, None)));
    own.flatten().unwrap_or_else(|| MockResponse::json(200, response(taken, request, example)))
}

/// Returns the operation of a request: the operation with this example, otherwise the one that matches best.
fn take(
    api: &'static FakeApi,
    hosts: &'static [&'static Host],
    request: &RecordedRequest,
    allows_unknown: bool,
) -> Option<Taken> {
    let description = api.description();
    let (path, _) = target(request);
    let has_line =
        |endpoint: &&Endpoint| endpoint.method == request.method && check::path_values(endpoint, path).is_some();
    let endpoints = || description.operations.iter().filter(has_line);
    let host_of = |endpoint: &Endpoint| hosts.iter().find(|host| host.name == endpoint.host);
    // Enums are open, but a path with an unknown value more likely belongs to a different host.
    let is_elsewhere = endpoints().any(|endpoint| host_of(endpoint).is_none() && check::closeness(endpoint, path).0);
    let candidates = endpoints().filter(|endpoint| !is_elsewhere || check::closeness(endpoint, path).0);
    let candidates = candidates.filter_map(|endpoint| {
        let host = host_of(endpoint)?;
        let is_sent = |example: &&Example| ExpectedRequest::parse(&example.request).matches(request);
        let example = endpoint.examples.iter().find(is_sent);
        let findings = check::check(description, host, endpoint, request, allows_unknown);
        Some(Taken { host, endpoint, example, findings })
    });
    candidates.min_by_key(|taken| {
        let (is_known, literals) = check::closeness(taken.endpoint, path);
        (taken.example.is_none(), !is_known, taken.findings.problems.len(), usize::MAX - literals)
    })
}

/// Describes why a request matches no operation of these hosts.
fn unknown(api: &'static FakeApi, hosts: &[&Host], request: &RecordedRequest) -> String {
    let (path, _) = target(request);
    let at_path =
        || api.description().operations.iter().filter(|endpoint| check::path_values(endpoint, path).is_some());
    let is_here = |endpoint: &Endpoint| hosts.iter().any(|host| host.name == endpoint.host);
    let elsewhere = at_path().find(|endpoint| endpoint.method == request.method && !is_here(endpoint));
    match (elsewhere, at_path().find(|endpoint| is_here(endpoint)), hosts) {
        (Some(endpoint), _, [host, ..]) => {
            format!("the host `{}` does not have this operation, but `{}` does", host.name, endpoint.host)
        }
        (_, Some(endpoint), _) => format!("this path accepts {}, not {}", endpoint.method, request.method),
        (_, None, [host]) => format!("the host `{}` has no operation with this method and path", host.name),
        (_, None, _) => "no operation has this method and path".to_owned(),
    }
}

/// Returns the response of the named or matching example, otherwise the longest one of the operation.
fn response(taken: &Taken, request: &RecordedRequest, name: Option<&str>) -> String {
    let named = taken.endpoint.examples.iter().find(|example| Some(example.name.as_str()) == name);
    if let Some(response) = named.or(taken.example).and_then(|example| example.response.as_ref()) {
        return response.clone();
    }
    let responses = taken.endpoint.examples.iter().filter_map(|example| example.response.as_ref());
    let Some(longest) = responses.max_by_key(|response| response.len()) else { return "{}".to_owned() };
    let Some(list) = taken.endpoint.list.as_ref().filter(|_| taken.example.is_none()) else { return longest.clone() };
    let Ok(mut page) = serde_json::from_str::<Map<String, Json>>(longest) else { return longest.clone() };
    if !is_other_page(list, &page, request) {
        return longest.clone();
    }
    // The example is the only page, so the other pages are empty.
    page.insert(list.items.clone(), Json::Array(Vec::new()));
    for field in further(&list.paging) {
        page.remove(field);
    }
    Json::Object(page).to_string()
}

/// Returns the fields of a response that indicate a further page.
fn further(paging: &Paging) -> Vec<&String> {
    match paging {
        Paging::Cursor { next, back, .. } => {
            let cursors = std::iter::once(next).chain(back);
            cursors.flat_map(|cursor| std::iter::once(&cursor.response).chain(&cursor.has_more)).collect()
        }
        Paging::Offset { next, .. } => next.iter().collect(),
        Paging::Window { .. } => Vec::new(),
    }
}

/// Whether a request is for a page before or after the first page.
fn is_other_page(list: &List, page: &Map<String, Json>, request: &RecordedRequest) -> bool {
    let has = |name: &String| check::query_value(request, name).is_some();
    match &list.paging {
        Paging::Cursor { next, back, .. } => has(&next.request) || back.as_ref().is_some_and(|back| has(&back.request)),
        Paging::Offset { request, .. } => has(request),
        Paging::Window { anchor, item, .. } => {
            let Some(start) = check::query_value(request, anchor) else { return false };
            let mut items = page.get(&list.items).and_then(Json::as_array).into_iter().flatten();
            items.any(|found| found.get(item).is_some_and(|value| check::plain(value) == start))
        }
    }
}
