//! Reads a field that only one event has.

use market_client::shop::Event;

pub fn code(event: &Event) -> Option<&str> {
    match event {
        Event::OrderReturned(returned) => returned.reason.as_ref()?.code.as_deref(),
        _ => None,
    }
}

fn main() {}
