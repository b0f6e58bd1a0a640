//! Tests of the canonical layout: its form, and that it loses no content.

mod golden;
mod random;
mod spec;
mod writer;

use api_client_generator::diagnostics::Style;
use api_client_generator::formatting::{self, Formatted};
use api_client_generator::source::InputFile;

fn format_file(name: &str, text: &str) -> Formatted {
    formatting::format(vec![InputFile { path: name.into(), name: name.into(), content: Ok(text.into()) }])
}

/// Returns the layout of a valid text.
fn format(name: &str, text: &str) -> String {
    let formatted = format_file(name, text);
    let mistakes = formatted.diagnostics.render(formatted.sources(), Style::Plain);
    assert!(formatted.diagnostics.is_empty(), "{mistakes}\n--- of ---\n{text}");
    formatted.files[0].text.clone()
}

/// A different parser must find the same values in both, in any order of keys.
fn assert_same_values(before: &str, after: &str) {
    let read = |text: &str| -> serde_yaml::Value {
        serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}\n--- in ---\n{text}"))
    };
    assert_eq!(read(before), read(after), "\n--- before ---\n{before}\n--- after ---\n{after}");
}
