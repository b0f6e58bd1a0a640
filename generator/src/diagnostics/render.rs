//! Diagnostics as text, in the way of rustc.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::{Diagnostic, Diagnostics, Severity};
use crate::source::{Place, SourceMap};

/// How diagnostics are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// Without colours.
    #[default]
    Plain,
    /// With the colours of a terminal.
    Colored,
}

impl Diagnostics {
    /// All diagnostics with their source lines, and a last line with their number.
    pub fn render(&self, sources: &SourceMap, style: Style) -> String {
        let renderer = match style {
            Style::Plain => Renderer::plain(),
            Style::Colored => Renderer::styled(),
        };
        let mut text = String::new();
        for diagnostic in self.iter() {
            text.push_str(&render(diagnostic, sources, &renderer));
            text.push_str("\n\n");
        }
        text.push_str(&self.summary());
        text
    }
}

impl Diagnostics {
    /// The last line: how many there are, and what follows from it.
    fn summary(&self) -> String {
        let count = |severity: Severity, one: &str| {
            let count = self.iter().filter(|diagnostic| diagnostic.id.severity() == severity).count();
            (count > 0).then(|| format!("{count} {one}{}", if count == 1 { "" } else { "s" }))
        };
        match (count(Severity::Error, "mistake"), count(Severity::Warning, "warning")) {
            (Some(mistakes), _) => format!("{mistakes} in the spec; nothing was written\n"),
            (None, Some(warnings)) => format!("{warnings} about the spec\n"),
            (None, None) => String::new(),
        }
    }
}

fn render(diagnostic: &Diagnostic, sources: &SourceMap, renderer: &Renderer) -> String {
    let file = sources.file(diagnostic.place.file);
    let path = file.path.display().to_string();
    let mut snippet = Snippet::source(file.text.as_str()).path(path.as_str()).annotation(
        AnnotationKind::Primary
            .span(shown(diagnostic.place, &file.text))
            .label(format!("expected {}", diagnostic.expected)),
    );
    let mut elsewhere = Vec::new();
    for (place, label) in &diagnostic.related {
        if place.file == diagnostic.place.file {
            let span = shown(*place, &file.text);
            snippet = snippet.annotation(AnnotationKind::Context.span(span).label(label.as_str()));
        } else {
            elsewhere.push((*place, label));
        }
    }
    let level = match diagnostic.id.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = level.primary_title(diagnostic.message.as_str()).id(diagnostic.id.code()).element(snippet);
    let paths: Vec<String> =
        elsewhere.iter().map(|(place, _)| sources.file(place.file).path.display().to_string()).collect();
    for ((place, label), path) in elsewhere.iter().zip(&paths) {
        let other = sources.file(place.file);
        group = group.element(
            Snippet::source(other.text.as_str())
                .path(path.as_str())
                .annotation(AnnotationKind::Context.span(shown(*place, &other.text)).label(label.as_str())),
        );
    }
    if !diagnostic.help.is_empty() {
        group = group.element(Level::HELP.message(diagnostic.help.as_str()));
    }
    renderer.render(&[group])
}

/// The part of a place that is worth showing: its first line, and never past the end of the text.
fn shown(place: Place, text: &str) -> std::ops::Range<usize> {
    // A place inside of a quoted text with escapes can fall between the bytes of a character.
    let mut start = (place.start as usize).min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let end = (place.end as usize).clamp(start, text.len());
    let first_line = text.get(start..end).and_then(|part| part.lines().next()).map_or(0, str::len);
    start..start + first_line
}
