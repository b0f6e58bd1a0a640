//! Colors and emphasizes text for a terminal. Callers remove the codes where they are not wanted.

use std::fmt::Display;

use anstyle::{AnsiColor, Style};

use crate::Level;

pub(super) const BOLD: Style = Style::new().bold();
pub(super) const DIM: Style = Style::new().dimmed();
pub(super) const OLD: Style = AnsiColor::Red.on_default();
pub(super) const NEW: Style = AnsiColor::Green.on_default();
pub(super) const HUNK: Style = AnsiColor::Cyan.on_default();
pub(super) const WARNING: Style = AnsiColor::Yellow.on_default();
pub(super) const ERROR: Style = AnsiColor::Red.on_default().bold();

/// Formats a text in a style.
pub(super) fn styled(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}

/// Returns the style of a level.
pub(super) fn of_level(level: Level) -> Style {
    match level {
        Level::None => Style::new(),
        Level::Minor => WARNING,
        Level::Major => ERROR,
    }
}
