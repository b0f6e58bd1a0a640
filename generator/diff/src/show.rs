//! Formats values as short text for reports.

use api_client_generator::describe_type;
use api_client_generator::model::{
    Api, Deprecation, Encoding, ErrorKind, LimitUnit, ListStyle, Location, Method, SignatureAlgorithm,
    SignatureEncoding, Stability, Type,
};
use api_client_generator::source::Text;

/// The maximum length of a value in characters; longer values are cut.
const MAX_LENGTH: usize = 200;

/// Returns a count with its noun: `1 type`, `2 types`.
pub(super) fn plural(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}

/// A value with a short form of one line; `None` if there is no value.
pub(super) trait Show {
    fn show(&self) -> Option<String>;
}

impl Show for String {
    fn show(&self) -> Option<String> {
        (!self.is_empty()).then(|| line(self))
    }
}

impl Show for Text {
    fn show(&self) -> Option<String> {
        self.value.show()
    }
}

impl Show for Deprecation {
    fn show(&self) -> Option<String> {
        self.to_string().show()
    }
}

impl Show for bool {
    fn show(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Show for i64 {
    fn show(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Show for u64 {
    fn show(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Show for serde_json::Value {
    fn show(&self) -> Option<String> {
        Some(line(&self.to_string()))
    }
}

impl<T: Show> Show for Option<T> {
    fn show(&self) -> Option<String> {
        self.as_ref().and_then(Show::show)
    }
}

impl<T: Show> Show for Vec<T> {
    fn show(&self) -> Option<String> {
        let items: Vec<String> = self.iter().filter_map(Show::show).collect();
        (!items.is_empty()).then(|| items.join(", "))
    }
}

macro_rules! show_words {
    ($($name:ident),+) => {
        $(impl Show for $name {
            fn show(&self) -> Option<String> {
                Some(self.as_str().to_owned())
            }
        })+
    };
}

show_words!(ErrorKind, LimitUnit, ListStyle, Location, Method, SignatureAlgorithm, SignatureEncoding);

impl Show for Stability {
    fn show(&self) -> Option<String> {
        (*self != Self::Stable).then(|| self.as_str().to_owned())
    }
}

impl Show for Encoding {
    fn show(&self) -> Option<String> {
        let words = match self {
            Self::Json => "JSON",
            Self::FormWithFile => "JSON, or a form if the call sets a file",
            Self::Form => "a form",
        };
        Some(words.to_owned())
    }
}

/// A type as the spec writes it.
pub(super) fn type_(api: &Api, type_: &Type) -> String {
    describe_type(api, type_)
}

/// Returns a text on one line.
pub(super) fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Cuts two long strings so that their first difference stays visible.
pub(super) fn cut(old: Option<String>, new: Option<String>) -> [Option<String>; 2] {
    let common = match (&old, &new) {
        (Some(old), Some(new)) => old.chars().zip(new.chars()).take_while(|(old, new)| old == new).count(),
        _ => 0,
    };
    let skipped = if common > MAX_LENGTH / 2 { common - MAX_LENGTH / 4 } else { 0 };
    let is_long = [&old, &new].into_iter().flatten().any(|text| text.chars().nth(MAX_LENGTH).is_some());
    let cut = |text: String| {
        let mut characters = text.chars().skip(skipped);
        let visible: String = characters.by_ref().take(MAX_LENGTH).collect();
        let (before, after) = (if skipped > 0 { "…" } else { "" }, if characters.next().is_some() { "…" } else { "" });
        format!("{before}{visible}{after}")
    };
    [old, new].map(|text| text.map(|text| if is_long { cut(text) } else { text }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_strings_are_cut_before_their_difference() {
        let (short, long) = ("a".repeat(20), "a".repeat(300));
        for (old, new, expected) in [
            ("one", "two", ["one".to_owned(), "two".to_owned()]),
            (&long, "b", [format!("{}…", "a".repeat(200)), "b".into()]),
            (
                &format!("{long}b"),
                &format!("{long}c"),
                [format!("…{}b", "a".repeat(50)), format!("…{}c", "a".repeat(50))],
            ),
            (
                &format!("{short}b{long}"),
                &format!("{short}c"),
                [format!("{short}b{}…", "a".repeat(179)), format!("{short}c")],
            ),
            (
                &long,
                &format!("{long}é{long}"),
                [format!("…{}", "a".repeat(50)), format!("…{}é{}…", "a".repeat(50), "a".repeat(149))],
            ),
        ] {
            let found = cut(Some(old.to_owned()), Some(new.to_owned()));
            assert_eq!(found, expected.map(Some), "{old} → {new}");
        }
        assert_eq!(cut(None, Some(long.clone())), [None, Some(format!("{}…", &long[..200]))]);
    }
}
