//! Writes the messages of a channel as JSON Lines. See `--help`, or run it without an account:
//! `cargo run -p sendbird-platform --example message_export -- --demo lobby`.

#[macro_use]
mod common;

use std::collections::{HashMap, HashSet};
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use clap::{Parser, ValueEnum};
use common::{Failure, Options, Plan, Progress, Token, exit, format_time, parse_time, respond_with_pages, say};
use sendbird_platform::TimestampMillis;
use sendbird_platform::chat::ChannelType;
use sendbird_platform::chat::message::{ListMessages, ListMessagesAnchor};
use sendbird_platform::testing::FakeServer;
use serde_json::value::RawValue;

/// Writes the messages of a channel as JSON Lines: one message per line, as the server sends it.
///
/// At the end, even after an error, the program prints the option that continues after the last written message.
#[derive(Parser)]
#[command(after_long_help = help!(
"  message_export sendbird_group_channel_1_abc > messages.jsonl
  message_export lobby --open --since 2026-01-01 --until 2026-02-01 > january.jsonl
  message_export lobby --open --after-message-id 9130450001 >> messages.jsonl
  message_export --demo lobby"
))]
struct Arguments {
    /// URL of the channel, without a host
    channel_url: String,
    /// The channel is an open channel, not a group channel
    #[arg(long)]
    open: bool,
    /// Order of the messages
    #[arg(long, value_name = "ORDER", default_value = "oldest")]
    order: Order,
    /// Only messages from this time on: a day (its start in UTC), or a time with a time zone
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    since: Option<TimestampMillis>,
    /// Only messages before this time
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    until: Option<TimestampMillis>,
    /// Continue after this message, in the order of the export
    #[arg(long, value_name = "ID")]
    after_message_id: Option<i64>,
    /// Stay below the rate limit of this plan; a smaller plan than yours leaves capacity for other programs
    #[arg(long)]
    plan: Option<Plan>,
    #[command(flatten)]
    options: Options,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Order {
    Oldest,
    Newest,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    exit(run(Arguments::parse()).await)
}

async fn run(arguments: Arguments) -> Result<(), Failure> {
    let mut export = Export {
        last: arguments.after_message_id,
        last_time: None,
        previous: HashSet::new(),
        progress: arguments.options.progress("messages"),
    };
    let result = export.write(&arguments, io::stdout().lock()).await;
    export.progress.finish();
    if let Some(id) = export.last {
        let time = export.last_time.and_then(TimestampMillis::to_system_time).map(format_time);
        let time = time.map(|time| format!(" of {time}")).unwrap_or_default();
        say(format_args!("the last message is {id}{time}; to continue after it: --after-message-id {id}"));
    }
    result
}

struct Export {
    /// The id of the last written message.
    last: Option<i64>,
    last_time: Option<TimestampMillis>,
    /// The ids of the previous page, because the raw body of a page can repeat some of its messages.
    previous: HashSet<i64>,
    progress: Progress,
}

impl Export {
    async fn write(&mut self, arguments: &Arguments, mut output: impl Write) -> Result<(), Failure> {
        let (mut builder, _server) = arguments.options.builder(Token::Chat, demo).await?;
        if let Some(plan) = arguments.plan {
            builder = builder.rate_plan(plan.into());
        }
        let client = builder.build()?;
        let channel_type = if arguments.open { ChannelType::OpenChannels } else { ChannelType::GroupChannels };
        // The list starts at a message or a time, in either direction.
        let anchor = match (self.last, arguments.order) {
            (Some(id), _) => ListMessagesAnchor::MessageId(id),
            (None, Order::Oldest) => ListMessagesAnchor::MessageTs(arguments.since.unwrap_or_default()),
            (None, Order::Newest) => ListMessagesAnchor::MessageTs(arguments.until.unwrap_or_else(tomorrow)),
        };
        let request = client
            .chat()
            .message()
            .list_messages(channel_type, &arguments.channel_url, anchor)
            .include(self.last.is_none())
            .prev_limit(200)
            .next_limit(200);
        let mut pages = match arguments.order {
            Order::Oldest => request.pages(),
            Order::Newest => request.pages_backwards(),
        };
        while let Some(page) = pages.try_next().await? {
            if self.write_page(arguments, page.raw_body(), &mut output)? {
                break;
            }
        }
        Ok(())
    }

    /// Writes the messages of a page. Returns whether the requested period is over. The text of each message is written
    /// unchanged, because it may contain fields that this version of the client does not know.
    fn write_page(&mut self, arguments: &Arguments, body: &[u8], output: &mut impl Write) -> Result<bool, Failure> {
        let page: HashMap<String, &RawValue> = serde_json::from_slice(body)?;
        let messages: Vec<&RawValue> = serde_json::from_str(page.get("messages").map_or("[]", |list| list.get()))?;
        let (mut lines, mut count, mut last) = (Vec::new(), 0, None);
        let mut is_over = false;
        let mut ids = HashSet::new();
        for message in messages {
            let Ok(fields) = serde_json::from_str::<HashMap<String, &RawValue>>(message.get()) else { continue };
            let number = |name: &str| fields.get(name).and_then(|value| value.get().parse::<i64>().ok());
            let time = number("created_at").map(TimestampMillis::from);
            let is_late = time.is_some() && arguments.until.is_some() && time >= arguments.until;
            let is_early = time.is_some() && time < arguments.since;
            is_over = if arguments.order == Order::Oldest { is_late } else { is_early };
            if is_over {
                break;
            }
            if is_late || is_early {
                continue;
            }
            let id = number("message_id");
            ids.extend(id);
            if id.is_some_and(|id| self.previous.contains(&id)) {
                continue;
            }
            // JSON has line breaks only between values.
            lines.extend(message.get().bytes().map(|byte| if matches!(byte, b'\n' | b'\r') { b' ' } else { byte }));
            lines.push(b'\n');
            count += 1;
            last = id.map(|id| (id, time)).or(last);
        }
        self.previous = ids;
        output.write_all(&lines)?;
        output.flush()?;
        if let Some((id, time)) = last {
            (self.last, self.last_time) = (Some(id), time);
        }
        self.progress.add(count);
        Ok(is_over)
    }
}

/// Returns a time after the newest message, even if the clocks differ.
fn tomorrow() -> TimestampMillis {
    TimestampMillis::from(SystemTime::now() + Duration::from_secs(86_400))
}

fn demo(server: &FakeServer) {
    respond_with_pages(server, ListMessages::OPERATION, include_str!("common/demo/messages.json"));
}
