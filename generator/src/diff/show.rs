//! Values as the short text that reports show.

use crate::model::{Api, Bounds, Deprecation, Encoding, ListStyle, Location, Method, Type};
use crate::resolve::describe_type;
use crate::source::Text;

/// Longer texts are cut: a report is no place for a paragraph.
const MAX_LENGTH: usize = 200;

/// Something that can be shown in a line; `None` if there is nothing.
pub(super) trait Show {
    fn show(&self) -> Option<String>;
}

impl Show for String {
    fn show(&self) -> Option<String> {
        (!self.is_empty()).then(|| cut(self))
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
        Some(cut(&self.to_string()))
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
        (!items.is_empty()).then(|| cut(&items.join(", ")))
    }
}

impl Show for Method {
    fn show(&self) -> Option<String> {
        Some(self.as_str().to_owned())
    }
}

impl Show for Location {
    fn show(&self) -> Option<String> {
        Some(self.as_str().to_owned())
    }
}

impl Show for ListStyle {
    fn show(&self) -> Option<String> {
        let word = match self {
            Self::Comma => "comma",
            Self::Repeated => "repeated",
            Self::Json => "json",
        };
        Some(word.to_owned())
    }
}

impl Show for Encoding {
    fn show(&self) -> Option<String> {
        let words = match self {
            Self::Json => "JSON",
            Self::FormWithFile => "a form where a file is set",
            Self::Form => "a form",
        };
        Some(words.to_owned())
    }
}

impl Show for Bounds {
    fn show(&self) -> Option<String> {
        let Self { default, min, max, min_length, max_length, max_items } = self;
        let number = |name: &str, value: &Option<i64>| value.map(|value| format!("{name}: {value}"));
        let parts = [
            default.as_ref().map(|default| format!("default: {default}")),
            number("min", min),
            number("max", max),
            number("min_length", min_length),
            number("max_length", max_length),
            number("max_items", max_items),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

/// A type as the spec writes it.
pub(super) fn type_(api: &Api, type_: &Type) -> String {
    describe_type(api, type_)
}

/// A text on one line, and not all of a long one.
pub(super) fn cut(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MAX_LENGTH) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
