//! Writes all users of an application as CSV. See `--help`, or run it without an account:
//! `cargo run -p sendbird-platform --example users_csv -- --demo`.

#[macro_use]
mod common;

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Parser, ValueEnum};
use common::{Failure, Options, Plan, Token, exit, format_time, respond_with_pages};
use sendbird_platform::chat::user::ListUsers;
use sendbird_platform::chat::{ActiveMode, MetadataValue, User};
use sendbird_platform::testing::FakeServer;
use sendbird_platform::{JsonValue, TimestampMillis, TimestampSeconds};
use tempfile::NamedTempFile;

/// Writes all users of an application as CSV.
///
/// The program reads and writes one page at a time, so its memory does not grow with the number of users. Values are
/// written unchanged. Import the file as text, because a spreadsheet reads a nickname that begins with `=` as a formula.
#[derive(Parser)]
#[command(after_long_help = help!(
"  users_csv > users.csv
  users_csv --output users.csv --active-mode all --plan mau5k
  users_csv --columns user_id,last_seen_at --metadata team=north,south
  users_csv --demo"
))]
struct Arguments {
    /// File to write; it is created when it is complete, and only you can read it. Default: standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Columns in their order
    #[arg(long, value_name = "NAMES", value_delimiter = ',', default_value = DEFAULT_COLUMNS, value_parser = columns())]
    columns: Vec<Column>,
    /// Users to list
    #[arg(long, value_name = "MODE", default_value = "activated")]
    active_mode: Mode,
    /// Exclude bots
    #[arg(long)]
    no_bots: bool,
    /// Only users whose nickname starts with this text
    #[arg(long, value_name = "TEXT")]
    nickname: Option<String>,
    /// Only users with one of these values for a key of their metadata
    #[arg(long, value_name = "KEY=VALUE,...", value_parser = metadata)]
    metadata: Option<(String, String)>,
    /// Stay below the rate limit of this plan; a smaller plan than yours leaves capacity for other programs
    #[arg(long)]
    plan: Option<Plan>,
    #[command(flatten)]
    options: Options,
}

#[derive(Clone, Copy, ValueEnum)]
enum Mode {
    Activated,
    Deactivated,
    All,
}

impl From<Mode> for ActiveMode {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::Activated => Self::Activated,
            Mode::Deactivated => Self::Deactivated,
            Mode::All => Self::All,
        }
    }
}

#[derive(Clone, Copy)]
struct Column {
    name: &'static str,
    value: fn(&User) -> String,
}

const DEFAULT_COLUMNS: &str =
    "user_id,nickname,is_active,is_online,created_at,last_seen_at,locale,profile_url,metadata";

/// The known columns. A value that the server does not send is empty.
const COLUMNS: &[Column] = &[
    Column { name: "user_id", value: |user| user.user_id.clone() },
    Column { name: "nickname", value: |user| text(user.nickname.as_ref()) },
    Column { name: "is_active", value: |user| text(user.is_active) },
    Column { name: "is_online", value: |user| text(user.is_online) },
    Column { name: "has_ever_logged_in", value: |user| text(user.has_ever_logged_in) },
    Column {
        name: "created_at",
        value: |user| text(user.created_at.and_then(TimestampSeconds::to_system_time).map(format_time)),
    },
    Column {
        name: "last_seen_at",
        value: |user| text(user.last_seen_at.and_then(TimestampMillis::to_system_time).map(format_time)),
    },
    Column { name: "locale", value: |user| text(user.locale.as_ref()) },
    Column { name: "preferred_languages", value: |user| user.preferred_languages.join(" ") },
    Column { name: "profile_url", value: |user| text(user.profile_url.as_ref()) },
    Column { name: "metadata", value: |user| json(&user.metadata) },
];

fn text(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Metadata as JSON, with strings and booleans as they were received.
fn json(metadata: &BTreeMap<String, MetadataValue>) -> String {
    let values = metadata.iter().map(|(key, value)| {
        let value = match value {
            MetadataValue::String(text) => text.as_str().into(),
            MetadataValue::Bool(flag) => (*flag).into(),
            MetadataValue::Unknown(json) => json.clone(),
            _ => JsonValue::Null,
        };
        (key.clone(), value)
    });
    JsonValue::Object(values.collect()).to_string()
}

fn columns() -> impl TypedValueParser<Value = Column> {
    let names = PossibleValuesParser::new(COLUMNS.iter().map(|column| column.name));
    names.try_map(|name| COLUMNS.iter().find(|column| column.name == name).copied().ok_or("no such column"))
}

fn metadata(text: &str) -> Result<(String, String), String> {
    let pair = text.split_once('=').filter(|(key, values)| !key.is_empty() && !values.is_empty());
    pair.map(|(key, values)| (key.to_owned(), values.to_owned()))
        .ok_or_else(|| "write it as team=north,south".to_owned())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    exit(run(Arguments::parse()).await)
}

async fn run(arguments: Arguments) -> Result<(), Failure> {
    let Some(path) = &arguments.output else {
        return write_users(&arguments, BufWriter::new(io::stdout().lock())).await;
    };
    // The temporary file is in the same folder, because a file can't be renamed into a different file system. On
    // failure, the temporary file is removed.
    let failed = |error: io::Error| Failure::Other(format!("`{}` can't be written: {error}", path.display()));
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = NamedTempFile::new_in(directory).map_err(failed)?;
    write_users(&arguments, BufWriter::new(&file)).await?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

async fn write_users(arguments: &Arguments, output: impl Write) -> Result<(), Failure> {
    let (mut builder, _server) = arguments.options.builder(Token::Chat, demo).await?;
    if let Some(plan) = arguments.plan {
        builder = builder.rate_plan(plan.into());
    }
    let client = builder.build()?;
    let mut request = client.chat().user().list_users().limit(100).active_mode(arguments.active_mode.into());
    if arguments.no_bots {
        request = request.show_bot(false);
    }
    if let Some(beginning) = &arguments.nickname {
        request = request.nickname_startswith(beginning);
    }
    if let Some((key, values)) = &arguments.metadata {
        request = request.metadatakey(key).metadatavalues_in(values.split(','));
    }

    let mut csv = csv::Writer::from_writer(output);
    csv.write_record(arguments.columns.iter().map(|column| column.name))?;
    let mut progress = arguments.options.progress("users");
    let mut pages = request.pages();
    while let Some(page) = pages.try_next().await? {
        for user in &page.users {
            csv.write_record(arguments.columns.iter().map(|column| (column.value)(user)))?;
        }
        csv.flush()?;
        progress.add(page.users.len());
    }
    csv.flush()?;
    progress.finish();
    Ok(())
}

fn demo(server: &FakeServer) {
    respond_with_pages(server, ListUsers::OPERATION, include_str!("common/demo/users.json"));
}
