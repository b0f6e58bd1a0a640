//! Receives events of Chat and Desk, and prints one line for each.
//!
//! ```sh
//! SENDBIRD_API_TOKEN=… cargo run --example webhook_receiver -- --listen 127.0.0.1:8080
//! ```
//!
//! The program verifies each request, responds at once and handles the event afterwards. The vendor waits only a few
//! seconds, and sends an event again if it gets no response. A proxy in front of the program provides TLS and a timeout
//! for requests.

use std::collections::VecDeque;
use std::env;
use std::error::Error;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{FromRef, State};
use axum::http::StatusCode;
use axum::routing::post;
use clap::Parser;
use sendbird_platform::{EventVerifier, Received, SignedEvent, WebhookError, chat, desk};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

/// Receives webhooks of Sendbird and prints one line for each event.
///
/// The environment variables contain the tokens. SENDBIRD_API_TOKEN is the master API token and enables /chat.
/// SENDBIRD_DESK_API_TOKEN is the token of Desk and enables /desk. While a token is rotated, write the new and the old
/// token, separated by a comma.
#[derive(Parser)]
#[command(after_long_help = "Examples:
  SENDBIRD_API_TOKEN=… webhook_receiver --listen 127.0.0.1:8080
  SENDBIRD_API_TOKEN=new,old SENDBIRD_DESK_API_TOKEN=… webhook_receiver --queue 100
  SENDBIRD_API_TOKEN=… webhook_receiver --malformed /var/lib/webhooks/malformed

Each event is a line on standard output. Each rejected or stored request is a line on standard error, with the reason.

Exit status: 0 after Ctrl-C, 1 on failure, 2 if an argument or an environment variable is invalid or missing.")]
struct Arguments {
    /// Address to listen on; port 0 selects a free port.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,

    /// Maximum number of queued events. If the queue is full, events are rejected, and the vendor sends them again.
    #[arg(long, default_value_t = 1000, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..))]
    queue: usize,

    /// Seconds for which duplicate deliveries of an event are detected.
    #[arg(long, default_value_t = 600)]
    remember: u64,

    /// Folder for events with a valid signature and a malformed body. The files contain user content. Without this
    /// option, such an event is rejected, and it is lost when the vendor stops sending it.
    #[arg(long, value_name = "FOLDER")]
    malformed: Option<PathBuf>,
}

/// An event of a product, with a fingerprint that duplicate deliveries share.
struct Arrival {
    fingerprint: String,
    event: Event,
}

enum Event {
    Chat(Box<chat::Event>),
    Desk(Box<desk::Event>),
}

impl From<chat::Event> for Event {
    fn from(event: chat::Event) -> Self {
        Self::Chat(Box::new(event))
    }
}

impl From<desk::Event> for Event {
    fn from(event: desk::Event) -> Self {
        Self::Desk(Box::new(event))
    }
}

/// The state of a route. The extractor uses the verifier, and the handler uses the rest.
struct Inbox<E> {
    verifier: EventVerifier<E>,
    queue: mpsc::Sender<Arrival>,
    malformed: Option<Arc<Path>>,
}

impl<E> Clone for Inbox<E> {
    fn clone(&self) -> Self {
        Self { verifier: self.verifier.clone(), queue: self.queue.clone(), malformed: self.malformed.clone() }
    }
}

impl<E> FromRef<Inbox<E>> for EventVerifier<E> {
    fn from_ref(inbox: &Inbox<E>) -> Self {
        inbox.verifier.clone()
    }
}

/// Queues an event with a valid signature. The worker handles it later.
async fn receive<E: Into<Event>>(
    State(inbox): State<Inbox<E>>,
    event: Result<Received<E>, WebhookError>,
) -> Result<StatusCode, WebhookError> {
    let event = match event {
        Ok(event) => event,
        Err(error) => return reject_or_store(error, inbox.malformed.as_deref()).await,
    };
    for warning in event.warnings() {
        eprintln!("{}: {warning}", event.fingerprint());
    }
    let fingerprint = event.fingerprint();
    Ok(match inbox.queue.try_send(Arrival { fingerprint, event: event.into_event().into() }) {
        Ok(()) => StatusCode::OK,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    })
}

/// Stores a malformed body with a valid signature, if there is a folder for it. Rejects all other requests.
///
/// The printed lines contain the reason, but nothing from the request.
async fn reject_or_store(error: WebhookError, folder: Option<&Path>) -> Result<StatusCode, WebhookError> {
    let (Some(folder), Some(body)) = (folder, error.verified_body()) else {
        eprintln!("rejected with {}: {error}", error.status().as_u16());
        return Err(error);
    };
    // The vendor sends the same body again if it gets no response in time. The same body has the same file name.
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    let path = folder.join(format!("{:016x}.json", hasher.finish()));
    let (target, body) = (path.clone(), body.clone());
    let written = tokio::task::spawn_blocking(move || std::fs::write(target, body)).await;
    Ok(match written.map_err(io::Error::other).and_then(|result| result) {
        Ok(()) => {
            eprintln!("stored as {}: {error}", path.display());
            StatusCode::OK
        }
        Err(problem) => {
            eprintln!("{} can't be written: {problem}; the vendor will send the event again: {error}", path.display());
            StatusCode::SERVICE_UNAVAILABLE
        }
    })
}

/// Returns the route of a product, if there is a token for it.
fn route<E>(
    path: &str,
    variable: &str,
    queue: &mpsc::Sender<Arrival>,
    malformed: Option<&Arc<Path>>,
) -> Result<Option<Router>, Failure>
where
    E: SignedEvent + Into<Event> + Send + 'static,
{
    let Ok(tokens) = env::var(variable) else { return Ok(None) };
    let (token, former) = tokens.split_once(',').map_or((tokens.as_str(), None), |(new, old)| (new, Some(old)));
    let wrong = |error| Failure::Usage(format!("{variable}: {error}"));
    let mut verifier = EventVerifier::<E>::new(token).map_err(wrong)?;
    if let Some(former) = former {
        verifier = verifier.add_token(former).map_err(wrong)?;
    }
    let inbox = Inbox { verifier, queue: queue.clone(), malformed: malformed.cloned() };
    Ok(Some(Router::new().route(path, post(receive::<E>)).with_state(inbox)))
}

/// Handles events one by one until all senders of the queue are dropped.
async fn work(mut arrivals: mpsc::Receiver<Arrival>, remember: Duration) {
    let mut seen = Seen::default();
    while let Some(Arrival { fingerprint, event }) = arrivals.recv().await {
        if !seen.insert(&fingerprint, Instant::now(), remember) {
            continue;
        }
        println!("{}", describe(&event));
    }
}

/// Describes an event in one line, without user content.
fn describe(event: &Event) -> String {
    match event {
        Event::Chat(event) => match &**event {
            chat::Event::GroupChannelMessageSend(sent) => {
                let message = sent.payload.as_ref().map(|message| message.message_id);
                let channel = sent.channel.as_ref().map_or("?", |channel| &channel.channel_url);
                format!("chat {}: message {} in {channel}", event.name(), message.unwrap_or_default())
            }
            chat::Event::Unknown(_) => format!("chat {:?}, unknown in this version", event.name()),
            _ => format!("chat {}", event.name()),
        },
        Event::Desk(event) => match &**event {
            desk::Event::TicketCreated(created) => {
                let ticket = created.data.as_ref().map(|ticket| ticket.id);
                format!("desk {}: ticket {}", event.name(), ticket.unwrap_or_default())
            }
            desk::Event::Unknown(_) => format!("desk {:?}, unknown in this version", event.name()),
            _ => format!("desk {}", event.name()),
        },
    }
}

/// The fingerprints of the last minutes. Several processes need a shared store instead.
#[derive(Default)]
struct Seen(VecDeque<(Instant, String)>);

impl Seen {
    /// Adds a fingerprint. Returns `false` if it is already there, as for a duplicate delivery.
    fn insert(&mut self, fingerprint: &str, now: Instant, remember: Duration) -> bool {
        while self.0.front().is_some_and(|(then, _)| now.duration_since(*then) > remember) {
            self.0.pop_front();
        }
        if self.0.iter().any(|(_, known)| known == fingerprint) {
            return false;
        }
        self.0.push_back((now, fingerprint.to_owned()));
        true
    }
}

/// The reason why the program ends early.
enum Failure {
    /// An argument or an environment variable is invalid or missing.
    Usage(String),
    Other(Box<dyn Error>),
}

impl<E: Into<Box<dyn Error>>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Other(error.into())
    }
}

async fn serve(arguments: Arguments) -> Result<(), Failure> {
    let (queue, arrivals) = mpsc::channel(arguments.queue);
    let malformed: Option<Arc<Path>> = arguments.malformed.map(Into::into);
    if let Some(folder) = &malformed {
        let failed = |error| Failure::Usage(format!("the folder {} can't be created: {error}", folder.display()));
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let routes = [
        route::<chat::Event>("/chat", "SENDBIRD_API_TOKEN", &queue, malformed.as_ref())?,
        route::<desk::Event>("/desk", "SENDBIRD_DESK_API_TOKEN", &queue, malformed.as_ref())?,
    ];
    // The worker ends when all routes are dropped, because they own the other senders.
    drop(queue);
    let Some(app) = routes.into_iter().flatten().reduce(Router::merge) else {
        let problem =
            "there is no token: set the environment variable SENDBIRD_API_TOKEN, SENDBIRD_DESK_API_TOKEN or both";
        return Err(Failure::Usage(problem.to_owned()));
    };
    let listener = TcpListener::bind(arguments.listen)
        .await
        .map_err(|error| format!("can't listen on {}: {error}", arguments.listen))?;
    println!("listening on http://{}", listener.local_addr()?);
    let worker = tokio::spawn(work(arrivals, Duration::from_secs(arguments.remember)));
    // Received events are handled before the program ends.
    axum::serve(listener, app).with_graceful_shutdown(stopped()).await?;
    worker.await?;
    println!("stopped");
    Ok(())
}

/// Completes when Ctrl-C is pressed.
async fn stopped() {
    if let Err(error) = tokio::signal::ctrl_c().await {
        eprintln!("can't wait for Ctrl-C: {error}");
        std::future::pending::<()>().await;
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let (problem, status) = match serve(Arguments::parse()).await {
        Ok(()) => return ExitCode::SUCCESS,
        Err(Failure::Usage(problem)) => (problem, 2),
        Err(Failure::Other(error)) => (error.to_string(), 1),
    };
    eprintln!("error: {problem}");
    ExitCode::from(status)
}
