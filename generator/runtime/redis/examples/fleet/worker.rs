//! One process of the fleet.

use std::error::Error;
use std::fmt::{Debug, Write};
use std::io::BufRead;

use api_client_redis::{RedisDeduplicator, RedisRateLimiter, redis};
use api_client_runtime as rt;
use tokio::sync::mpsc;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::{PLAN, PREFIX, PROCESSES, TASKS, TIME_LIMIT, TTL};

static ERRORS: rt::ErrorFormat =
    rt::ErrorFormat { code: &[], message: &[], request_id: &[], recognized_by: &[], codes: &[] };

static LIMIT: rt::RateLimit = rt::RateLimit {
    name: "main",
    per_endpoint: true,
    safe_to_retry: true,
    limit: "",
    remaining: "",
    reset: "",
    retry_after: "",
    reset_hint: "",
    retry_after_hint: "",
};

static HOST: rt::Host = rt::Host {
    name: "main",
    url: "https://widgets.example",
    path_prefixes: &[],
    base_url_method: "base_url",
    auth: None,
    errors: &ERRORS,
    rate_limit: Some(&LIMIT),
};

static API: rt::Api =
    rt::Api { crate_name: "fleet", crate_version: "0", configuration: &[], credentials: &[], hosts: &[&HOST] };

static LIST: rt::Operation = rt::Operation::new("list", rt::Method::GET, "/widgets", &HOST).rate_limit("read");

/// Calls the API, and follows the commands of the input, until the input ends or the time limit is over.
pub(crate) async fn run(name: &str, api: &str, redis: &str) -> Result<(), Box<dyn Error>> {
    tracing::subscriber::set_global_default(Printer)?;
    let redis = redis::Client::open(redis)?;
    let processes = u32::try_from(PROCESSES)?;
    let limiter = RedisRateLimiter::new(redis.clone(), PREFIX, processes);
    let events = RedisDeduplicator::new(redis, PREFIX, TTL);
    let client = rt::ClientBuilder::new(&API)
        .base_url(api.to_owned())
        .default_header("X-Worker".into(), name.to_owned())
        .rate_plan(rt::RatePlan::new(&LIMIT, const { &[("read", PLAN)] }))
        .rate_limiter(limiter.clone())
        .build()?;
    for _ in 0..TASKS {
        let client = client.clone();
        tokio::spawn(async move {
            loop {
                if let Err(error) = client.call(&LIST).send::<rt::JsonValue>().await {
                    println!("error: {error}");
                }
            }
        });
    }
    let mut commands = commands();
    let followed = async {
        while let Some(command) = commands.recv().await {
            if let Some(hash) = command.strip_prefix("event ") {
                let (events, hash) = (events.clone(), hash.to_owned());
                tokio::spawn(async move {
                    println!("{} {hash}", if events.is_first(&hash).await { "first" } else { "duplicate" });
                });
            } else {
                println!("outages: {}", limiter.status().outages);
            }
        }
    };
    // Otherwise, processes would stay behind if the program that started them is killed.
    drop(tokio::time::timeout(TIME_LIMIT, followed).await);
    Ok(())
}

/// Returns the lines of the standard input.
fn commands() -> mpsc::UnboundedReceiver<String> {
    let (sender, receiver) = mpsc::unbounded_channel();
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}

/// Prints the events of the limiter and of the deduplicator.
struct Printer;

#[derive(Default)]
struct Line {
    user: String,
    message: String,
}

impl Visit for Line {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "user" {
            value.clone_into(&mut self.user);
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "message" {
            // Writing into a String can't fail.
            let _ = write!(self.message, "{value:?}");
        }
    }
}

impl Subscriber for Printer {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "api_client"
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line::default();
        event.record(&mut line);
        println!("event: {}: {}", line.user, line.message);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}
