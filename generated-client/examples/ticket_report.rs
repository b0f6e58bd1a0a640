//! Prints a report about the tickets of Desk. See `--help`, or run it without an account:
//! `cargo run -p sendbird-platform --example ticket_report -- --demo`.

#[macro_use]
mod common;

use std::collections::{BTreeMap, HashSet};
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::SystemTime;

use clap::{Parser, ValueEnum};
use common::{Failure, Options, Token, exit, format_time, respond_with_pages, say};
use sendbird_platform::desk::ticket::ListTickets;
use sendbird_platform::desk::{Ticket, TicketStatus};
use sendbird_platform::testing::FakeServer;
use sendbird_platform::{Date, DateTime};
use serde_json::json;

/// Counts the tickets of Desk that were created in a period, by status, priority, group and agent.
///
/// The report also contains the oldest ticket that is not closed, and average times of the tickets that have them. Days
/// are in UTC.
#[derive(Parser)]
#[command(after_long_help = help!(
"  ticket_report --from 2026-01-01 --to 2026-01-31
  ticket_report --from 2026-01-01 --format csv > january.csv
  ticket_report --demo --format json"
))]
struct Arguments {
    /// First day of the period. Default: the day of the first ticket
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: Option<Date>,
    /// Last day of the period. Default: today
    #[arg(long, value_name = "DAY", value_parser = day)]
    to: Option<Date>,
    /// Format of the report
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    #[command(flatten)]
    options: Options,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Csv,
    Json,
}

fn day(text: &str) -> Result<Date, String> {
    let day = Date::from(text);
    if day.to_parts().is_some() { Ok(day) } else { Err("write it as 2026-01-31".to_owned()) }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    exit(run(Arguments::parse()).await)
}

async fn run(arguments: Arguments) -> Result<(), Failure> {
    if let (Some(from), Some(to)) = (&arguments.from, &arguments.to)
        && from.as_str() > to.as_str()
    {
        let problem = format!("--from {} is after --to {}: the period is empty", from.as_str(), to.as_str());
        return Err(Failure::Usage(problem));
    }
    let (builder, _server) = arguments.options.builder(Token::Desk, demo).await?;
    let client = builder.build()?;
    let mut request = client.desk().ticket().list_tickets().limit(500);
    if let Some(from) = &arguments.from {
        request = request.start_date(from.clone());
    }
    if let Some(to) = &arguments.to {
        request = request.end_date(to.clone());
    }
    let mut report = Report::default();
    let mut progress = arguments.options.progress("tickets");
    let mut tickets = request.items();
    while let Some(ticket) = tickets.try_next().await? {
        report.add(&arguments, &ticket);
        progress.add(1);
    }
    progress.finish();
    if report.outside > 0 {
        say(format_args!("{} listed tickets are outside of the period and are not counted", report.outside));
    }
    let mut output = io::stdout().lock();
    match arguments.format {
        Format::Text => report.write_text(&mut output)?,
        Format::Csv => report.write_csv(&mut output)?,
        Format::Json => writeln!(output, "{:#}", report.to_json())?,
    }
    output.flush()?;
    Ok(())
}

#[derive(Default)]
struct Report {
    /// A list by offset returns a ticket twice if new tickets are added before it during the listing.
    ids: HashSet<i64>,
    outside: usize,
    /// The number of tickets for each value, by the name of the property.
    counts: BTreeMap<&'static str, BTreeMap<String, u64>>,
    /// Time of creation, ID and status.
    oldest_open: Option<(SystemTime, i64, String)>,
    /// The sum of the seconds and the number of tickets that have them, by the name of the time.
    times: BTreeMap<&'static str, (i64, i64)>,
}

impl Report {
    fn add(&mut self, arguments: &Arguments, ticket: &Ticket) {
        let created = ticket.created_at.as_ref().and_then(DateTime::to_system_time);
        let day = created.map(format_time).unwrap_or_default();
        let day = day.get(..10).unwrap_or_default();
        // The parameters for the period are not documented, so a server may ignore them.
        let is_before = arguments.from.as_ref().is_some_and(|from| day < from.as_str());
        let is_after = arguments.to.as_ref().is_some_and(|to| day > to.as_str());
        if is_before || is_after {
            self.outside += 1;
            return;
        }
        if !self.ids.insert(ticket.id) {
            return;
        }
        let status = ticket.status2.as_ref().map(|status| status.as_str().to_owned());
        let group = ticket.group.as_ref().map(|group| group.name.clone().unwrap_or_else(|| group.id.to_string()));
        let agent = ticket.recent_assignment.as_ref().and_then(|assignment| assignment.agent.as_ref());
        for (name, value) in [
            ("status", status.clone()),
            ("priority", ticket.priority.as_ref().map(|priority| priority.as_str().to_owned())),
            ("group", group),
            ("agent", agent.map(|agent| agent.display_name.clone().unwrap_or_else(|| agent.id.to_string()))),
        ] {
            *self.counts.entry(name).or_default().entry(value.unwrap_or_else(|| "(none)".to_owned())).or_default() += 1;
        }
        for (name, seconds) in [
            ("first_response", ticket.first_response_time),
            ("pending", ticket.pending_time),
            ("conversation", ticket.conversation_time),
            ("duration", ticket.duration_time),
        ] {
            if let Some(seconds) = seconds {
                let (sum, count) = self.times.entry(name).or_default();
                (*sum, *count) = (sum.saturating_add(seconds), *count + 1);
            }
        }
        if let (Some(created), false) = (created, ticket.status2 == Some(TicketStatus::Closed)) {
            let open = (created, ticket.id, status.unwrap_or_default());
            self.oldest_open = self.oldest_open.take().into_iter().chain([open]).min();
        }
    }

    /// Returns the counts, the most frequent values first.
    fn counts(&self) -> impl Iterator<Item = (&'static str, Vec<(&str, u64)>)> {
        self.counts.iter().map(|(name, counts)| {
            let mut counts: Vec<(&str, u64)> = counts.iter().map(|(value, count)| (value.as_str(), *count)).collect();
            counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            (*name, counts)
        })
    }

    /// Returns the averages in whole seconds, and the number of tickets.
    fn averages(&self) -> impl Iterator<Item = (&'static str, i64, i64)> {
        self.times.iter().map(|(name, (sum, count))| (*name, sum / count, *count))
    }

    fn write_text(&self, output: &mut impl Write) -> Result<(), Failure> {
        writeln!(output, "{} tickets", self.ids.len())?;
        for (name, counts) in self.counts() {
            writeln!(output, "\nby {name}")?;
            for (value, count) in counts {
                writeln!(output, "  {value:<24} {count:>8}")?;
            }
        }
        if let Some((created, id, status)) = &self.oldest_open {
            writeln!(output, "\noldest open ticket\n  {id}, {status}, created {}", format_time(*created))?;
        }
        if !self.times.is_empty() {
            writeln!(output, "\naverage times, as h:mm:ss")?;
        }
        for (name, seconds, count) in self.averages() {
            let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
            writeln!(output, "  {name:<24} {hours:>2}:{minutes:02}:{seconds:02} of {count} tickets")?;
        }
        Ok(())
    }

    fn write_csv(&self, output: &mut impl Write) -> Result<(), Failure> {
        let mut csv = csv::Writer::from_writer(output);
        csv.write_record(["section", "name", "value"])?;
        csv.write_record(["tickets", "all", &self.ids.len().to_string()])?;
        for (name, counts) in self.counts() {
            for (value, count) in counts {
                csv.write_record([name, value, &count.to_string()])?;
            }
        }
        if let Some((created, id, _)) = &self.oldest_open {
            csv.write_record(["oldest_open", &id.to_string(), &format_time(*created)])?;
        }
        for (name, seconds, count) in self.averages() {
            csv.write_record(["average_seconds", name, &seconds.to_string()])?;
            csv.write_record(["tickets_with_time", name, &count.to_string()])?;
        }
        csv.flush()?;
        Ok(())
    }

    fn to_json(&self) -> serde_json::Value {
        let averages: BTreeMap<_, _> = self
            .averages()
            .map(|(name, seconds, tickets)| (name, json!({ "seconds": seconds, "tickets": tickets })))
            .collect();
        let oldest = self
            .oldest_open
            .as_ref()
            .map(|(created, id, status)| json!({ "id": id, "status": status, "created_at": format_time(*created) }));
        json!({ "tickets": self.ids.len(), "counts": self.counts, "oldest_open": oldest, "average_times": averages })
    }
}

fn demo(server: &FakeServer) {
    respond_with_pages(server, ListTickets::OPERATION, include_str!("common/demo/tickets.json"));
}
