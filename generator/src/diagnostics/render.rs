//! Diagnostics as text, in the style of rustc.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Diagnostics, Place, Severity, SourceFile, SourceMap};

/// The style of printed diagnostics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// Without colors.
    #[default]
    Plain,
    /// With terminal colors.
    Colored,
}

impl Diagnostics {
    /// Renders all diagnostics with their source lines, and a last line with their number.
    pub fn render(&self, sources: &SourceMap, style: Style) -> String {
        let renderer = match style {
            Style::Plain => Renderer::plain(),
            Style::Colored => Renderer::styled(),
        };
        let mut text = String::new();
        for (group, count) in self.groups() {
            text.push_str(&render(&group, count, sources, &renderer));
            text.push_str("\n\n");
        }
        if self.left_out > 0 {
            text.push_str(&format!("only the first {} are shown\n\n", self.counts.len()));
        }
        text.push_str(&self.summary());
        text
    }

    /// Returns the last line: the number of errors or warnings, and their effect.
    fn summary(&self) -> String {
        let count = self.counts.len() + self.left_out;
        let plural = if count == 1 { "" } else { "s" };
        let locations = if self.len() > count { format!(" at {} locations", self.len()) } else { String::new() };
        // The lints run only if there are no errors.
        match self.iter().next().map(|diagnostic| diagnostic.severity) {
            Some(Severity::Error) => format!("{count} error{plural} in the spec{locations}; nothing was written\n"),
            Some(Severity::Warning) => format!("{count} warning{plural} about the spec{locations}\n"),
            None => String::new(),
        }
    }
}

/// Maximum size of an excerpt in bytes. Longer ones (very long lines, distant locations) are unreadable.
const MAX_EXCERPT: usize = 4 << 10;

/// A location with its label.
struct Mark<'a> {
    place: Place,
    kind: AnnotationKind,
    label: Cow<'a, str>,
}

/// Renders a group of diagnostics with one cause; `count` is the number of its locations.
fn render(group: &[&Diagnostic], count: usize, sources: &SourceMap, renderer: &Renderer) -> String {
    let [diagnostic, others @ ..] = group else { return String::new() };
    let expected = format!("expected {}", diagnostic.expected);
    let mut nearby =
        vec![Mark { place: diagnostic.place, kind: AnnotationKind::Primary, label: expected.as_str().into() }];
    let mut elsewhere = Vec::new();
    for (place, label) in &diagnostic.related {
        nearby.push(Mark { place: *place, kind: AnnotationKind::Context, label: label.as_str().into() });
        if place.file != diagnostic.place.file || window(&nearby, sources.file(place.file)).is_none() {
            elsewhere.extend(nearby.pop());
        }
    }
    let repeated = |other: &&Diagnostic| Mark { place: other.place, kind: AnnotationKind::Primary, label: "".into() };
    elsewhere.extend(others.iter().map(repeated));
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let message = match count {
        1 => diagnostic.message.clone(),
        count => format!("{} ({count} locations)", diagnostic.message),
    };
    let title = level.primary_title(message).id(diagnostic.id.code());
    let mut report = title.elements(excerpt(nearby, sources));
    for mark in elsewhere {
        report = report.elements(excerpt(vec![mark], sources));
    }
    if count > group.len() {
        report = report
            .element(Level::NOTE.message(format!("only the first {} of {count} locations are shown", group.len())));
    }
    if !diagnostic.help.is_empty() {
        report = report.element(Level::HELP.message(diagnostic.help.as_str()));
    }
    renderer.render(&[report])
}

/// Returns the lines of the marks in one file, or only the line number if the lines are too long.
fn excerpt<'a>(marks: Vec<Mark<'a>>, sources: &'a SourceMap) -> Vec<Element<'a>> {
    let Some(first) = marks.first() else { return Vec::new() };
    let file = sources.file(first.place.file);
    let path = file.display_path();
    let (line, column) = file.line_and_column(first.place.start);
    let Some(window) = window(&marks, file) else {
        let origin = Origin::path(path).line(line).char_column(column);
        let notes = marks.into_iter().map(|mark| Level::NOTE.message(mark.label).into());
        return std::iter::once(origin.into()).chain(notes).collect();
    };
    let (first_line, _) = file.line_and_column(u32::try_from(window.start).unwrap_or(u32::MAX));
    let annotations = marks.into_iter().map(|mark| {
        let visible = visible_part(mark.place, &file.text);
        mark.kind.span(visible.start - window.start..visible.end - window.start).label(mark.label)
    });
    let snippet = Snippet::source(&file.text[window.clone()]).path(path).line_start(first_line);
    vec![snippet.annotations(annotations).into()]
}

/// Returns the whole lines of all marks, if they are short enough.
fn window(marks: &[Mark<'_>], file: &SourceFile) -> Option<Range<usize>> {
    let ranges = || marks.iter().map(|mark| visible_part(mark.place, &file.text));
    let first = ranges().map(|range| range.start).min()?;
    let last = ranges().map(|range| range.end).max()?;
    let start = file.text[..first].rfind('\n').map_or(0, |end| end + 1);
    let end = file.text[last..].find('\n').map_or(file.text.len(), |end| last + end + 1);
    (end - start <= MAX_EXCERPT).then_some(start..end)
}

/// Returns the first line of a place, clipped at the end of the text.
fn visible_part(place: Place, text: &str) -> Range<usize> {
    // A place inside of a quoted text with escapes can fall between the bytes of a character.
    let mut start = (place.start as usize).min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let end = (place.end as usize).clamp(start, text.len());
    let first_line = text.get(start..end).and_then(|part| part.lines().next()).map_or(0, str::len);
    start..start + first_line
}
