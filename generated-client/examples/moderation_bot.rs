//! Searches for words in group channels and acts on them. See `--help`, or run it without an account:
//! `cargo run -p sendbird-platform --example moderation_bot -- --demo lobby`.

#[macro_use]
mod common;
#[path = "common/words.rs"]
mod words;

use std::collections::HashMap;
use std::io::{self, Write};
use std::path::PathBuf;
use std::pin::{Pin, pin};
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use clap::{Parser, ValueEnum};
use common::{Failure, Options, Plan, Progress, Token, exit, format_time, parse_time, respond_with_pages, say};
use sendbird_platform::chat::message::{ListMessages, ListMessagesAnchor};
use sendbird_platform::chat::moderation::MuteUserInGroupChannelRequired;
use sendbird_platform::chat::report::ReportMessageRequired;
use sendbird_platform::chat::{ChannelType, Message, MessageSenderFilter, ReportCategory};
use sendbird_platform::testing::FakeServer;
use sendbird_platform::{Client, Error, RetryPolicy, TimestampMillis};
use words::Words;

/// A message may become visible a short time after its `created_at`.
const OVERLAP_MILLIS: i64 = 10_000;

/// Searches for words in the messages of group channels. Reports or deletes the messages, or mutes their authors.
///
/// Without `--act`, the program only prints its actions. It polls for new messages every few seconds, which is fine for
/// a few channels. For many channels, use webhooks: see the example `webhook_receiver`.
#[derive(Parser)]
#[command(after_long_help = help!(
"  moderation_bot --words words.txt sendbird_group_channel_1_abc
  moderation_bot --words words.txt --action mute --mute-seconds 3600 --act lobby bazaar
  moderation_bot --words words.txt --since 2026-01-01 --once lobby
  moderation_bot --demo --once lobby

Example of a word list:
  # Text between slashes is a regular expression, which also matches inside words.
  # All other lines match whole words. Upper and lower case are equal.
  casino
  free money
  /(buy|get) (it )?now/"
))]
struct Arguments {
    /// URLs of the group channels, without a host
    #[arg(required = true)]
    channel_urls: Vec<String>,
    /// File with one word or regular expression per line
    #[arg(long, value_name = "FILE", required_unless_present = "demo")]
    words: Option<PathBuf>,
    /// Action for a message that matches
    #[arg(long, value_name = "ACTION", default_value = "report")]
    action: Action,
    /// Duration of a mute in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 600, value_parser = clap::value_parser!(i64).range(1..))]
    mute_seconds: i64,
    /// Execute the action; otherwise, the program only prints it
    #[arg(long)]
    act: bool,
    /// Time of the first message: a day (its start in UTC), or a time with a time zone. Default: now
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    since: Option<TimestampMillis>,
    /// Ignore messages of the channels' operators
    #[arg(long)]
    spare_operators: bool,
    /// Poll interval in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..))]
    interval: u64,
    /// Poll each channel once, then exit
    #[arg(long)]
    once: bool,
    /// Stay below the rate limit of this plan; a smaller plan than yours leaves capacity for other programs
    #[arg(long)]
    plan: Option<Plan>,
    #[command(flatten)]
    options: Options,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Action {
    Report,
    Delete,
    Mute,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    exit(run(Arguments::parse()).await)
}

async fn run(arguments: Arguments) -> Result<(), Failure> {
    let words = match &arguments.words {
        Some(path) => Words::read(path)?,
        None => Words::parse("casino\n/free +money/").map_err(Failure::Usage)?,
    };
    let (builder, _server) = arguments.options.builder(Token::Chat, demo).await?;
    // A few attempts are enough, because the next round repeats the call.
    let mut builder = builder.retry(RetryPolicy::new());
    if let Some(plan) = arguments.plan {
        builder = builder.rate_plan(plan.into());
    }
    let since = arguments.since.unwrap_or_else(|| SystemTime::now().into()).as_millis();
    let watch = |url: &String| Watch { url: url.clone(), since, position: since, seen: HashMap::new() };
    let mut watches: Vec<Watch> = arguments.channel_urls.iter().map(watch).collect();
    let progress = arguments.options.progress("messages");
    let mut bot = Bot { client: builder.build()?, words, arguments, progress, checked: 0, found: 0 };
    let result = bot.watch(&mut watches, pin!(tokio::signal::ctrl_c())).await;
    say(format_args!("{} messages checked, {} found", bot.checked, bot.found));
    result
}

/// The progress in a channel.
struct Watch {
    url: String,
    since: i64,
    /// The time of the last handled message.
    position: i64,
    /// The handled messages around that time, with their times.
    seen: HashMap<i64, i64>,
}

struct Bot {
    client: Client,
    words: Words,
    arguments: Arguments,
    progress: Progress,
    checked: usize,
    found: usize,
}

impl Bot {
    /// Polls the channels until `stop` completes. An action that has started is finished.
    async fn watch(&mut self, watches: &mut [Watch], mut stop: Pin<&mut impl Future>) -> Result<(), Failure> {
        loop {
            for watch in &mut *watches {
                match self.round(watch, stop.as_mut()).await {
                    Ok(true) => return Ok(()),
                    Ok(false) => {}
                    Err(Failure::Call(error)) if error.is_retryable() && !self.arguments.once => {
                        say(format_args!("{}: {error}; the next round will retry", watch.url));
                    }
                    Err(failure) => return Err(failure),
                }
            }
            if self.arguments.once {
                return Ok(());
            }
            tokio::select! {
                () = tokio::time::sleep(Duration::from_secs(self.arguments.interval)) => {}
                _ = &mut stop => return Ok(()),
            }
        }
    }

    /// Handles the new messages of a channel. Returns whether `stop` completed.
    async fn round(&mut self, watch: &mut Watch, mut stop: Pin<&mut impl Future>) -> Result<bool, Failure> {
        // The list is read completely before any deletion, because the next page starts at a message.
        let posts = tokio::select! {
            posts = self.new_posts(watch) => posts?,
            _ = &mut stop => return Ok(true),
        };
        for post in posts {
            tokio::select! {
                biased;
                _ = &mut stop => return Ok(true),
                () = std::future::ready(()) => {}
            }
            if let Some(word) = self.words.find(&post.text) {
                self.handle(&watch.url, &post, word).await?;
                self.found += 1;
            }
            self.checked += 1;
            self.progress.add(1);
            watch.position = watch.position.max(post.time);
            watch.seen.insert(post.id, post.time);
        }
        Ok(false)
    }

    async fn new_posts(&self, watch: &mut Watch) -> Result<Vec<Post>, Error> {
        let from = watch.since.max(watch.position - OVERLAP_MILLIS);
        watch.seen.retain(|_, time| *time >= from);
        let anchor = ListMessagesAnchor::MessageTs(from.into());
        let mut request =
            self.client.chat().message().list_messages(ChannelType::GroupChannels, &watch.url, anchor).next_limit(200);
        if self.arguments.spare_operators {
            request = request.operator_filter(MessageSenderFilter::Nonoperator);
        }
        let (mut posts, mut messages) = (Vec::new(), request.items());
        while let Some(message) = messages.try_next().await? {
            posts.extend(Post::new(message).filter(|post| !watch.seen.contains_key(&post.id)));
        }
        Ok(posts)
    }

    async fn handle(&self, url: &str, post: &Post, word: &str) -> Result<(), Failure> {
        let action = format!("{:?}", self.arguments.action).to_lowercase();
        let result = if self.arguments.act { Some(self.act(url, post).await) } else { None };
        let outcome = match result {
            None => format!("would {action} (dry run)"),
            Some(Ok(())) => format!("{action}: done"),
            Some(Err(error)) if error.is_not_found() => format!("{action}: not found"),
            // A retry could report a message twice, so a person has to check.
            Some(Err(error)) if error.may_have_been_executed() && !error.is_retryable() => {
                say(format_args!("{url}: {error}"));
                format!("{action}: may have been executed")
            }
            Some(Err(error)) => return Err(error.into()),
        };
        let time = TimestampMillis::from(post.time).to_system_time().map(format_time).unwrap_or_default();
        writeln!(io::stdout(), "{time} {url} message {} of {}, `{word}`: {outcome}", post.id, post.user_id)?;
        Ok(())
    }

    async fn act(&self, url: &str, post: &Post) -> Result<(), Error> {
        let chat = self.client.chat();
        match self.arguments.action {
            Action::Report => {
                let required = ReportMessageRequired {
                    channel_type: ChannelType::GroupChannels,
                    channel_url: url.to_owned(),
                    message_id: post.id,
                    report_category: ReportCategory::Inappropriate,
                    offending_user_id: post.user_id.clone(),
                };
                chat.report().report_message(required).report_description("found by a word list").await?;
            }
            Action::Delete => chat.message().delete_message(ChannelType::GroupChannels, url, post.id).await?,
            Action::Mute => {
                let required =
                    MuteUserInGroupChannelRequired { channel_url: url.to_owned(), user_id: post.user_id.clone() };
                chat.moderation().mute_user_in_group_channel(required).seconds(self.arguments.mute_seconds).await?;
            }
        }
        Ok(())
    }
}

/// The relevant parts of a message of a user.
struct Post {
    id: i64,
    time: i64,
    user_id: String,
    text: String,
}

impl Post {
    fn new(message: Message) -> Option<Self> {
        let (id, time, user, text) = match message {
            Message::Text(text) => (text.message_id, text.created_at, text.user, text.message),
            Message::File(file) => {
                let name = file.file.and_then(|file| file.name);
                (
                    file.message_id,
                    file.created_at,
                    file.user,
                    file.message.into_iter().chain(name).reduce(|a, b| a + " " + &b),
                )
            }
            _ => return None,
        };
        Some(Self { id, time: time?.as_millis(), user_id: user?.user_id, text: text.unwrap_or_default() })
    }
}

fn demo(server: &FakeServer) {
    respond_with_pages(server, ListMessages::OPERATION, include_str!("common/demo/messages.json"));
}
