//! Receives events of Chat and Desk, and prints a line for each.
//!
//! ```sh
//! SENDBIRD_API_TOKEN=… cargo run --example webhook_receiver -- --listen 127.0.0.1:8080
//! ```
//!
//! Requests are verified, answered at once, and worked on afterwards: the vendor waits for seconds at most, and sends
//! an event again if nobody answers. TLS, and a limit on how long a request may take, belong into the proxy before it.

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

/// Receives webhooks of Sendbird and prints a line for each event.
///
/// The token of a product is read from the environment: SENDBIRD_API_TOKEN has the master API token and opens /chat,
/// SENDBIRD_DESK_API_TOKEN has the token of Desk and opens /desk. While a token is being exchanged, the old one may
/// stand behind the new one, after a comma.
#[derive(Parser)]
#[command(after_long_help = "Examples:
  SENDBIRD_API_TOKEN=… webhook_receiver --listen 127.0.0.1:8080
  SENDBIRD_API_TOKEN=new,old SENDBIRD_DESK_API_TOKEN=… webhook_receiver --queue 100
  SENDBIRD_API_TOKEN=… webhook_receiver --unreadable /var/lib/webhooks/unreadable

Each event is a line on standard output. Each rejected or stored request is a line on standard error, with the reason.

Exit status: 0 after Ctrl-C, 1 if something failed, 2 if an argument or a variable is wrong or missing.")]
struct Arguments {
    /// Where to listen; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,

    /// How many events may wait for being worked on. When there are more, they are refused, and come again.
    #[arg(long, default_value_t = 1000, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..))]
    queue: usize,

    /// For how many seconds an event is remembered, to drop it when it comes again.
    #[arg(long, default_value_t = 600)]
    remember: u64,

    /// Folder for events that can't be read although their signature is right. Their files hold user content. Without
    /// this option, such an event is rejected, and lost once the vendor stops sending it again.
    #[arg(long, value_name = "FOLDER")]
    unreadable: Option<PathBuf>,
}

/// An event of a product, with what is the same when it comes again.
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

/// The state of a route: the extractor takes the verifier, the handler the rest.
struct Inbox<E> {
    verifier: EventVerifier<E>,
    queue: mpsc::Sender<Arrival>,
    unreadable: Option<Arc<Path>>,
}

impl<E> Clone for Inbox<E> {
    fn clone(&self) -> Self {
        Self { verifier: self.verifier.clone(), queue: self.queue.clone(), unreadable: self.unreadable.clone() }
    }
}

impl<E> FromRef<Inbox<E>> for EventVerifier<E> {
    fn from_ref(inbox: &Inbox<E>) -> Self {
        inbox.verifier.clone()
    }
}

/// Puts an event with the right signature into the queue. All other work is done later.
async fn receive<E: Into<Event>>(
    State(inbox): State<Inbox<E>>,
    event: Result<Received<E>, WebhookError>,
) -> Result<StatusCode, WebhookError> {
    let event = match event {
        Ok(event) => event,
        Err(error) => return reject_or_store(error, inbox.unreadable.as_deref()).await,
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

/// Stores the body of an event that can't be read, if there is a folder for it, and rejects all other requests.
///
/// The lines tell why an event does not arrive. They repeat nothing of the request.
async fn reject_or_store(error: WebhookError, folder: Option<&Path>) -> Result<StatusCode, WebhookError> {
    let (Some(folder), Some(body)) = (folder, error.verified_body()) else {
        eprintln!("refused with {}: {error}", error.status().as_u16());
        return Err(error);
    };
    // The vendor sends the same body again if it gets no response in time. That body has the same file.
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
            eprintln!("{} can't be written: {problem}; the event comes again: {error}", path.display());
            StatusCode::SERVICE_UNAVAILABLE
        }
    })
}

/// The route of a product, if there is a token for it.
fn route<E>(
    path: &str,
    variable: &str,
    queue: &mpsc::Sender<Arrival>,
    unreadable: Option<&Arc<Path>>,
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
    let inbox = Inbox { verifier, queue: queue.clone(), unreadable: unreadable.cloned() };
    Ok(Some(Router::new().route(path, post(receive::<E>)).with_state(inbox)))
}

/// Works on events, one after the other, until nobody is left who sends any.
async fn work(mut arrivals: mpsc::Receiver<Arrival>, remember: Duration) {
    let mut seen = Seen::default();
    while let Some(Arrival { fingerprint, event }) = arrivals.recv().await {
        if seen.was_there(&fingerprint, Instant::now(), remember) {
            continue;
        }
        println!("{}", describe(&event));
    }
}

/// One line, without what people have written.
fn describe(event: &Event) -> String {
    match event {
        Event::Chat(event) => match &**event {
            chat::Event::GroupChannelMessageSend(sent) => {
                let message = sent.payload.as_ref().map(|message| message.message_id);
                let channel = sent.channel.as_ref().map_or("?", |channel| &channel.channel_url);
                format!("chat {}: message {} in {channel}", event.name(), message.unwrap_or_default())
            }
            chat::Event::Unknown(_) => format!("chat {:?}, which this version does not know", event.name()),
            _ => format!("chat {}", event.name()),
        },
        Event::Desk(event) => match &**event {
            desk::Event::TicketCreated(created) => {
                let ticket = created.data.as_ref().map(|ticket| ticket.id);
                format!("desk {}: ticket {}", event.name(), ticket.unwrap_or_default())
            }
            desk::Event::Unknown(_) => format!("desk {:?}, which this version does not know", event.name()),
            _ => format!("desk {}", event.name()),
        },
    }
}

/// The events of the last minutes. With several processes, this belongs into a store that they share.
#[derive(Default)]
struct Seen(VecDeque<(Instant, String)>);

impl Seen {
    fn was_there(&mut self, fingerprint: &str, now: Instant, remember: Duration) -> bool {
        while self.0.front().is_some_and(|(then, _)| now.duration_since(*then) > remember) {
            self.0.pop_front();
        }
        if self.0.iter().any(|(_, known)| known == fingerprint) {
            return true;
        }
        self.0.push_back((now, fingerprint.to_owned()));
        false
    }
}

/// Why the program ends early.
enum Failure {
    /// An argument or a variable is wrong or missing.
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
    let unreadable: Option<Arc<Path>> = arguments.unreadable.map(Into::into);
    if let Some(folder) = &unreadable {
        let failed = |error| Failure::Usage(format!("the folder {} can't be made: {error}", folder.display()));
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    let routes = [
        route::<chat::Event>("/chat", "SENDBIRD_API_TOKEN", &queue, unreadable.as_ref())?,
        route::<desk::Event>("/desk", "SENDBIRD_DESK_API_TOKEN", &queue, unreadable.as_ref())?,
    ];
    // Once all routes are gone, so are all senders, and the worker ends.
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
    // What has arrived is answered and worked on before the program ends.
    axum::serve(listener, app).with_graceful_shutdown(stopped()).await?;
    worker.await?;
    println!("stopped");
    Ok(())
}

/// Until somebody presses Ctrl-C.
async fn stopped() {
    if let Err(error) = tokio::signal::ctrl_c().await {
        eprintln!("Ctrl-C can't be noticed: {error}");
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
