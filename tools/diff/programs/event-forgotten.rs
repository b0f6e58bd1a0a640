//! Reads a field of an event.

use market_client::shop::Event;

pub fn topic(event: &Event) -> Option<&str> {
    match event {
        Event::CustomerLeft(left) => left.topic.as_deref(),
        _ => None,
    }
}

fn main() {}
