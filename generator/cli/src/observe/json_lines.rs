//! Traffic as JSON Lines: `{"operation": "shop.orders.view_order", "status": 200, "body": {…}}`.

use std::io::{self, BufRead, Read};

use serde::Deserialize;
use serde_json::error::Category;
use serde_json::value::RawValue;

use super::input::MAX_LINE;
use super::traffic::Traffic;

/// An observation. Other keys are ignored.
#[derive(Deserialize)]
struct Line<'l> {
    /// The id of the operation that the body is a response of.
    operation: Option<String>,
    /// The product that the body is an event of.
    events: Option<String>,
    status: Option<u16>,
    #[serde(borrow)]
    body: &'l RawValue,
}

/// Reads lines. An invalid line is a problem of the traffic, and the next line is read.
pub(super) fn read(reader: &mut impl BufRead, name: &str, traffic: &mut Traffic<'_>) -> io::Result<()> {
    let mut line = Vec::new();
    for number in 1_usize.. {
        line.clear();
        let length = reader.by_ref().take(MAX_LINE).read_until(b'\n', &mut line)?;
        if length == 0 {
            break;
        }
        let location = format!("{name}:{number}");
        if length as u64 == MAX_LINE && !line.ends_with(b"\n") {
            traffic.problem(&location, "the line has more than 64 MiB: write one object per line");
            reader.skip_until(b'\n')?;
            continue;
        }
        if !line.trim_ascii().is_empty()
            && let Err(problem) = add(&line, traffic)
        {
            traffic.problem(&location, &problem);
        }
    }
    Ok(())
}

fn add(line: &[u8], traffic: &mut Traffic<'_>) -> Result<(), String> {
    let line: Line<'_> = serde_json::from_slice(line).map_err(|error| invalid(&error))?;
    let body = line.body.get().as_bytes();
    match (&line.operation, &line.events) {
        (Some(operation), None) => traffic.response_of(operation, line.status, body),
        (None, Some(product)) => traffic.event(product, body),
        _ => {
            Err("expected either `operation` or `events`: name the operation of a response, or the product of an event"
                .into())
        }
    }
}

/// Describes an invalid line. The text of the line can be personal data.
fn invalid(error: &serde_json::Error) -> String {
    let fix = "write one object per line, such as `{\"operation\": \"product.section.operation\", \"body\": {}}`";
    match error.classify() {
        Category::Data if error.to_string().starts_with("missing field") => format!("the line has no `body`: {fix}"),
        Category::Data => format!("the line has a value of a wrong type (column {}): {fix}", error.column()),
        _ => format!("the line is not JSON (column {}): {fix}", error.column()),
    }
}
