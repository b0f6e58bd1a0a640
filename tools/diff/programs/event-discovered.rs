//! Reads an event of unknown type as JSON.

use market_client::JsonValue;
use market_client::shop::Event;

pub fn left(event: &Event) -> Option<&JsonValue> {
    match event {
        Event::CustomerLeft(json) => Some(json),
        _ => None,
    }
}

fn main() {}
