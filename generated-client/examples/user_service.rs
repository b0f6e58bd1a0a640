//! Runs a web service that creates users and caches users. See `--help`, or run it without an account:
//! `cargo run -p sendbird-platform --example user_service -- --demo`.

#[macro_use]
mod common;

use std::collections::HashMap;
use std::env;
use std::io;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::{FromRef, Path, State};
use axum::http::header::RETRY_AFTER;
use axum::http::{Request, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use clap::Parser;
use common::{Failure, Options, Progress, Token, exit, say};
use sendbird_platform::chat::user::{CreateUser, CreateUserRequired, ViewUser};
use sendbird_platform::chat::{Event, EventUser, EventVerifier, User};
use sendbird_platform::testing::{FakeServer, event_payload, sign};
use sendbird_platform::{ChatErrorCode, Client, ConfigurationError, JsonValue, Received};
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tower::ServiceExt;

/// Runs a web service that creates users, and caches them until an event contains them.
///
/// The routes are POST /users, GET /users/{user_id}, and POST /webhooks for the events of Chat. SENDBIRD_API_TOKEN is the
/// master API token, which also signs the events. While a token is rotated, set SENDBIRD_OLD_API_TOKEN to the old token:
/// events that are signed with the old token are then valid too.
#[derive(Parser)]
#[command(after_long_help = help!(
"  user_service --listen 127.0.0.1:8080
  user_service --demo"
))]
struct Arguments {
    /// Address to listen on; port 0 selects a free port
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    #[command(flatten)]
    options: Options,
}

/// No known event reports a new nickname or image, so a cached user can be out of date for this time.
const CACHE_TIME: Duration = Duration::from_secs(60);
const DUPLICATE_TIME: Duration = Duration::from_secs(300);
const QUEUE_LENGTH: usize = 1000;
/// A user of the service waits for the response, so a call must be short.
const CALL_TIMEOUT: Duration = Duration::from_secs(10);
/// The token that the fake server accepts.
const DEMO_TOKEN: &str = "EXAMPLE-API-TOKEN";

#[derive(Clone)]
struct App {
    client: Client,
    verifier: EventVerifier,
    queue: mpsc::Sender<Event>,
    cache: Arc<Expiring<User>>,
    seen: Arc<Expiring<()>>,
}

impl FromRef<App> for EventVerifier {
    fn from_ref(app: &App) -> Self {
        app.verifier.clone()
    }
}

/// A map whose entries expire. Several processes need a shared store instead, with the users as JSON.
struct Expiring<V> {
    time_to_live: Duration,
    entries: Mutex<HashMap<String, (Instant, V)>>,
}

impl<V: Clone> Expiring<V> {
    fn new(time_to_live: Duration) -> Arc<Self> {
        Arc::new(Self { time_to_live, entries: Mutex::default() })
    }

    /// Returns the entries after removing the expired ones.
    fn fresh(&self) -> MutexGuard<'_, HashMap<String, (Instant, V)>> {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.retain(|_, (stored_at, _)| stored_at.elapsed() < self.time_to_live);
        entries
    }

    fn get(&self, key: &str) -> Option<V> {
        self.fresh().get(key).map(|(_, value)| value.clone())
    }

    /// Stores a value. Returns whether the key is new.
    fn insert(&self, key: String, value: V) -> bool {
        self.fresh().insert(key, (Instant::now(), value)).is_none()
    }

    fn remove(&self, key: &str) -> bool {
        self.fresh().remove(key).is_some()
    }
}

async fn create_user(
    State(app): State<App>,
    Json(input): Json<JsonValue>,
) -> Result<(StatusCode, Json<User>), AppError> {
    let text = |name: &str, default: Option<&str>| {
        let value = if input[name].is_null() { default } else { input[name].as_str() };
        value.map(str::to_owned).ok_or_else(|| AppError::Input(format!("`{name}` must be a string")))
    };
    let required = CreateUserRequired {
        user_id: text("user_id", None)?,
        nickname: text("nickname", None)?,
        // An empty URL means that the user has no image.
        profile_url: text("profile_url", Some(""))?,
    };
    let user = app.client.chat().user().create_user(required).await?;
    app.cache.remove(&user.user_id);
    Ok((StatusCode::CREATED, Json(user)))
}

async fn view_user(State(app): State<App>, Path(user_id): Path<String>) -> Result<impl IntoResponse, AppError> {
    let (source, user) = match app.cache.get(&user_id) {
        Some(user) => ("hit", user),
        None => {
            let user = app.client.chat().user().view_user(&user_id).await?;
            app.cache.insert(user_id, user.clone());
            ("miss", user)
        }
    };
    Ok(([("x-cache", source)], Json(user)))
}

/// Queues a verified event. After a 503, the vendor sends the event again.
async fn on_event(State(app): State<App>, event: Received<Event>) -> StatusCode {
    // An event is marked as seen only if it has a slot. Otherwise, its next delivery would be dropped as a duplicate.
    let Ok(slot) = app.queue.try_reserve() else { return StatusCode::SERVICE_UNAVAILABLE };
    if app.seen.insert(event.fingerprint(), ()) {
        slot.send(event.into_event());
    }
    StatusCode::OK
}

/// Handles events one by one until all senders of the queue are dropped.
async fn handle_events(mut events: mpsc::Receiver<Event>, cache: Arc<Expiring<User>>, mut progress: Progress) {
    while let Some(event) = events.recv().await {
        let removed = users_of(&event).into_iter().filter(|user| cache.remove(&user.user_id)).count();
        say(format!("event {:?}: {removed} removed from the cache", event.name()));
        progress.add(1);
    }
    progress.finish();
}

/// Returns the users of an event whose cached values may be out of date.
fn users_of(event: &Event) -> Vec<&EventUser> {
    match event {
        Event::GroupChannelMessageSend(sent) => sent.sender.iter().collect(),
        Event::UserBlock(block) => block.blocker.iter().chain(&block.blockee).collect(),
        _ => Vec::new(),
    }
}

enum AppError {
    Call(sendbird_platform::Error),
    Input(String),
}

impl From<sendbird_platform::Error> for AppError {
    fn from(error: sendbird_platform::Error) -> Self {
        Self::Call(error)
    }
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let error = match self {
            Self::Input(message) => return (StatusCode::BAD_REQUEST, message).into_response(),
            Self::Call(error) => error,
        };
        // The text of the error can contain operations, ids and settings, so the response does not contain this text.
        say(&error);
        if error.is_rate_limited() {
            // Rounded up, because an earlier request would be rejected too.
            let wait = error.retry_after().unwrap_or_default().as_millis().div_ceil(1000).max(1);
            return (StatusCode::TOO_MANY_REQUESTS, [(RETRY_AFTER, wait.to_string())]).into_response();
        }
        let status = if error.is_not_found() {
            StatusCode::NOT_FOUND
        } else if error.is_already_exists() {
            StatusCode::CONFLICT
        } else if error.is_invalid_request() {
            // All values of the calls come from the request.
            StatusCode::BAD_REQUEST
        } else if error.is_timeout() {
            StatusCode::GATEWAY_TIMEOUT
        } else {
            StatusCode::BAD_GATEWAY
        };
        status.into_response()
    }
}

fn verifier(is_demo: bool) -> Result<EventVerifier, ConfigurationError> {
    if is_demo {
        return EventVerifier::new(DEMO_TOKEN);
    }
    let verifier = EventVerifier::new(env::var("SENDBIRD_API_TOKEN").unwrap_or_default())?;
    match env::var("SENDBIRD_OLD_API_TOKEN") {
        Ok(old) => verifier.add_token(old),
        Err(_) => Ok(verifier),
    }
}

async fn run(arguments: Arguments) -> Result<(), Failure> {
    let Arguments { listen, options } = arguments;
    // The fake server of the demo stops when it is dropped.
    let (builder, _server) = options.builder(Token::Chat, set_responses).await?;
    let client = builder.timeout(CALL_TIMEOUT).build()?;
    let verifier = verifier(options.demo).map_err(|error| Failure::Usage(error.to_string()))?;
    let (queue, events) = mpsc::channel(QUEUE_LENGTH);
    let cache = Expiring::new(CACHE_TIME);
    let worker = tokio::spawn(handle_events(events, Arc::clone(&cache), options.progress("events")));
    let router = Router::new()
        .route("/users", post(create_user))
        .route("/users/{user_id}", get(view_user))
        .route("/webhooks", post(on_event))
        .with_state(App { client, verifier, queue, cache, seen: Expiring::new(DUPLICATE_TIME) });
    let result = if options.demo { demo(router).await } else { serve(listen, router).await };
    // The router is dropped, so the worker ends when the queue is empty.
    worker.await.map_err(|error| Failure::Other(format!("the worker failed: {error}")))?;
    result
}

/// Runs the service until Ctrl-C is pressed.
async fn serve(address: SocketAddr, router: Router) -> Result<(), Failure> {
    let failed = |error: io::Error| Failure::Other(format!("the service at {address} failed: {error}"));
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    println!("listening on http://{}", listener.local_addr().map_err(failed)?);
    let stopped = async { drop(tokio::signal::ctrl_c().await) };
    axum::serve(listener, router).with_graceful_shutdown(stopped).await.map_err(failed)
}

/// Sets the responses of the server of `--demo`.
fn set_responses(fake: &FakeServer) {
    let user = json!({ "user_id": "lena-31", "nickname": "Lena" });
    fake.on(CreateUser::OPERATION).times(1).json(200, user.clone());
    fake.on(CreateUser::OPERATION).times(1).error(ChatErrorCode::ResourceAlreadyExists.code());
    fake.on(ViewUser::OPERATION).times(1).json(200, user);
    fake.on(ViewUser::OPERATION).times(1).error(ChatErrorCode::UserNotFound.code());
    // The client does not wait for this time, because it exceeds the timeout of the call.
    fake.on(ViewUser::OPERATION).times(1).rate_limited(Duration::from_secs(30));
}

/// Sends requests to the service and prints the responses. The worker prints the event.
async fn demo(router: Router) -> Result<(), Failure> {
    let json = ("content-type", "application/json");
    let new_user = r#"{"user_id": "lena-31", "nickname": "Lena"}"#;
    let event = event_payload::<Event>("group_channel:message_send");
    let (name, signature) = sign::<Event>(DEMO_TOKEN, event);
    let forged = sign::<Event>("a different token", event).1;
    for request in [
        ("POST", "/users", json, new_user),
        ("POST", "/users", json, new_user),
        ("POST", "/users", json, "{}"),
        ("GET", "/users/lena-31", json, ""),
        ("GET", "/users/lena-31", json, ""),
        ("POST", "/webhooks", (name, forged.as_str()), event),
        ("POST", "/webhooks", (name, signature.as_str()), event),
        ("POST", "/webhooks", (name, signature.as_str()), event),
        ("GET", "/users/unknown", json, ""),
        ("GET", "/users/busy", json, ""),
    ] {
        println!("{}", send(&router, request).await?);
    }
    Ok(())
}

/// Sends a request: its method, path, header and body. Returns the status and some headers of the response.
async fn send(
    router: &Router,
    (method, path, (name, value), body): (&str, &str, (&str, &str), &str),
) -> Result<String, Failure> {
    let request = Request::builder().method(method).uri(path).header(name, value).body(Body::from(body.to_owned()));
    let request = request.map_err(|error| Failure::Other(format!("a request can't be created: {error}")))?;
    let Ok(response) = router.clone().oneshot(request).await;
    let header = |name: &str| Some(format!("{name}: {}", response.headers().get(name)?.to_str().ok()?));
    let mut parts = vec![response.status().to_string()];
    parts.extend(["retry-after", "x-cache"].into_iter().filter_map(header));
    Ok(format!("{method} {path}: {}", parts.join(", ")))
}

#[tokio::main]
async fn main() -> ExitCode {
    exit(run(Arguments::parse()).await)
}
