//! Shared code of the example programs: arguments, the client, progress and the exit status.
#![allow(dead_code, reason = "each program uses a part of it")]

use std::fmt::Display;
use std::io::{self, IsTerminal};
use std::process::ExitCode;
use std::time::{Duration, Instant, SystemTime};

use clap::{Args, ValueEnum};
use sendbird_platform::testing::FakeServer;
use sendbird_platform::{
    Client, ClientBuilder, Date, DateTime, Error, JsonValue, Operation, RatePlan, RetryPolicy, TimestampMillis,
    rate_plans,
};

/// The end of the text of `--help`: examples, environment variables and exit status.
macro_rules! help {
    ($examples:literal) => {
        concat!(
            "Examples:\n",
            $examples,
            "\n\n\
Environment:
  SENDBIRD_APP_ID          ID of the application
  SENDBIRD_API_TOKEN       its API token, for the programs that use Chat
  SENDBIRD_DESK_API_TOKEN  its token of Desk, for the programs that use Desk
Tokens are not arguments, because all users of a machine can see the arguments of its programs.

Exit status: 0 on success, 1 on failure, 2 if an argument or an environment variable is invalid or missing."
        )
    };
}

/// The arguments of all programs.
#[derive(Args)]
pub struct Options {
    /// Run without an account, with example data from a server inside this program
    #[arg(long)]
    pub demo: bool,
    /// Base URL of all calls, such as a test server or a proxy
    #[arg(long, value_name = "URL", conflicts_with = "demo")]
    base_url: Option<String>,
    /// Show progress even if standard error is not a terminal
    #[arg(long)]
    progress: bool,
}

/// The token that a program needs.
#[derive(Clone, Copy)]
pub enum Token {
    Chat,
    Desk,
}

impl Options {
    /// Returns a builder for a client that prints warnings and whose timeouts fit long lists. With `--demo`, also
    /// returns the server, which stops when it is dropped. `demo` sets its responses.
    pub async fn builder(
        &self,
        token: Token,
        demo: impl FnOnce(&FakeServer),
    ) -> Result<(ClientBuilder, Option<FakeServer>), Failure> {
        let (builder, server) = if self.demo {
            let server = FakeServer::start().await.stateless();
            demo(&server);
            (server.builder().strict(false), Some(server))
        } else {
            (self.builder_from_environment(token)?, None)
        };
        let builder = builder
            .timeout(Duration::from_secs(300))
            .retry(RetryPolicy::new().max_attempts(8))
            .on_warning(|operation, warning| say(format_args!("warning about {}: {warning}", operation.id())));
        Ok((builder, server))
    }

    fn builder_from_environment(&self, token: Token) -> Result<ClientBuilder, Failure> {
        let app_id = variable("SENDBIRD_APP_ID", "the ID of your application is at Settings > Application > General")?;
        let builder = Client::builder(app_id);
        let builder = match token {
            Token::Chat => builder.api_token(variable(
                "SENDBIRD_API_TOKEN",
                "the tokens of your application are at Settings > Application > General",
            )?),
            Token::Desk => builder.desk_api_token(variable(
                "SENDBIRD_DESK_API_TOKEN",
                "the token of Desk is at Settings > Desk > Credentials; it is not the token of Chat",
            )?),
        };
        Ok(match &self.base_url {
            Some(url) => builder.base_url(url),
            None => builder,
        })
    }

    /// Starts counting items with this name.
    pub fn progress(&self, name: &'static str) -> Progress {
        let style = match (io::stderr().is_terminal(), self.progress) {
            (true, _) => Some(Style::OneLine),
            (false, true) => Some(Style::Lines),
            (false, false) => None,
        };
        Progress { name, style, count: 0, started: Instant::now(), printed: Instant::now() }
    }
}

fn variable(name: &str, hint: &str) -> Result<String, Failure> {
    std::env::var(name).ok().filter(|value| !value.is_empty()).ok_or_else(|| {
        Failure::Usage(format!(
            "the environment variable {name} is not set; in the dashboard (https://dashboard.sendbird.com), {hint}; \
             `--demo` needs no account"
        ))
    })
}

/// The rate plans of Chat.
#[derive(Clone, Copy, ValueEnum)]
pub enum Plan {
    FreeTrial,
    Mau5k,
    Mau10k,
    Mau25k,
    Mau50k,
    Mau100k,
}

impl From<Plan> for RatePlan {
    fn from(plan: Plan) -> Self {
        match plan {
            Plan::FreeTrial => rate_plans::CHAT_FREE_TRIAL,
            Plan::Mau5k => rate_plans::CHAT_MAU_5K,
            Plan::Mau10k => rate_plans::CHAT_MAU_10K,
            Plan::Mau25k => rate_plans::CHAT_MAU_25K,
            Plan::Mau50k => rate_plans::CHAT_MAU_50K,
            Plan::Mau100k => rate_plans::CHAT_MAU_100K,
        }
    }
}

/// The reason why a program ends early.
pub enum Failure {
    /// An argument or an environment variable is invalid or missing.
    Usage(String),
    Call(Error),
    Other(String),
    /// The reader closed the pipe, for example `head`. This is not a failure of the program.
    ClosedPipe,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Configuration(error) => Self::Usage(error.to_string()),
            error => Self::Call(error),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::ClosedPipe,
            _ => Self::Other(format!("the output can't be written: {error}")),
        }
    }
}

impl From<csv::Error> for Failure {
    fn from(error: csv::Error) -> Self {
        match error.into_kind() {
            csv::ErrorKind::Io(error) => error.into(),
            kind => Self::Other(format!("the output can't be written: {kind:?}")),
        }
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::Other(format!("a response can't be decoded: {error}"))
    }
}

/// Prints the failure, if there is one, and returns the exit status.
pub fn exit(result: Result<(), Failure>) -> ExitCode {
    let (message, status) = match result {
        Ok(()) | Err(Failure::ClosedPipe) => return ExitCode::SUCCESS,
        Err(Failure::Usage(message)) => (message, 2),
        Err(Failure::Call(error)) => (error.to_string(), 1),
        Err(Failure::Other(message)) => (message, 1),
    };
    say(format_args!("error: {message}"));
    ExitCode::from(status)
}

/// Prints a line to standard error. It replaces a line of progress.
pub fn say(line: impl Display) {
    let clear = if io::stderr().is_terminal() { "\r\x1b[K" } else { "" };
    eprintln!("{clear}{line}");
}

enum Style {
    /// One line that is overwritten, for terminals.
    OneLine,
    /// One line per second, for logs.
    Lines,
}

/// Counts items, and prints the count at most once per second.
pub struct Progress {
    name: &'static str,
    style: Option<Style>,
    count: usize,
    started: Instant,
    printed: Instant,
}

impl Progress {
    pub fn add(&mut self, count: usize) {
        self.count += count;
        if self.printed.elapsed() >= Duration::from_secs(1) {
            self.printed = Instant::now();
            match self.style {
                Some(Style::OneLine) => eprint!("\r\x1b[K{}", self.line()),
                Some(Style::Lines) => eprintln!("{}", self.line()),
                None => {}
            }
        }
    }

    /// Prints the final count.
    pub fn finish(&self) {
        if self.style.is_some() {
            say(self.line());
        }
    }

    fn line(&self) -> String {
        let seconds = self.started.elapsed().as_secs_f64();
        #[allow(clippy::cast_precision_loss, reason = "counts are small")]
        let rate = self.count as f64 / seconds.max(0.001);
        format!("{} {} in {seconds:.1} s, {rate:.0} per second", self.count, self.name)
    }
}

/// Parses the argument of an option: a time, or a day, which means its start in UTC.
pub fn parse_time(text: &str) -> Result<TimestampMillis, String> {
    let is_day = Date::from(text).to_parts().is_some();
    let time = DateTime::from(if is_day { format!("{text}T00:00:00Z") } else { text.to_owned() });
    let time = time.to_system_time().map(TimestampMillis::from);
    time.ok_or_else(|| "write a day as 2026-01-31, or a time with its zone as 2026-01-31T08:30:00Z".to_owned())
}

/// Formats a time in UTC, without trailing zeros of its fraction.
pub fn format_time(time: SystemTime) -> String {
    let text = DateTime::from(time).to_string();
    format!("{}Z", text.trim_end_matches('Z').trim_end_matches('0').trim_end_matches('.'))
}

/// Makes the server of `--demo` respond with the pages of a JSON array in their order. The last page is repeated.
pub fn respond_with_pages(server: &FakeServer, operation: &'static Operation, pages: &str) {
    let pages: Vec<JsonValue> = serde_json::from_str(pages).expect("the example data is an array");
    let last = pages.len().saturating_sub(1);
    for (index, page) in pages.into_iter().enumerate() {
        let rule = server.on(operation);
        let rule = if index < last { rule.times(1) } else { rule };
        rule.json(200, page);
    }
}
