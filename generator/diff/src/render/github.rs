//! Renders a report as annotations of GitHub Actions at the lines of the spec.

use super::messages::{self, Severity};
use super::words;
use crate::report::{Location, Report};

/// The number of annotations of a severity that GitHub shows for a step. It drops the rest without a message.
const MAX_OF_A_KIND: usize = 10;

/// A message at a location.
struct Annotation {
    severity: Severity,
    location: Location,
    title: String,
    message: String,
}

/// Returns the report as workflow commands, the most severe first; empty if nothing changed.
pub fn github(report: &Report) -> String {
    let mut annotations: Vec<Annotation> = Vec::new();
    annotations.extend(report.findings.iter().map(|finding| Annotation {
        severity: if finding.fails { Severity::Error } else { Severity::Note },
        location: finding.location.clone(),
        title: finding.kind.as_str().to_owned(),
        message: format!("{}: {}", finding.message, finding.help),
    }));
    annotations.extend(report.entries.iter().map(|entry| Annotation {
        severity: messages::severity(entry),
        location: entry.new_location.clone(),
        title: format!("{} ({})", entry.id, entry.kind),
        message: messages::message(entry, report),
    }));
    annotations.extend(messages::unexplained(report).map(|message| Annotation {
        severity: Severity::Warning,
        location: report.version.location.clone(),
        title: words::UNEXPLAINED.to_owned(),
        message,
    }));
    let mut out = String::new();
    for (severity, command) in [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "notice")]
    {
        let of_kind: Vec<&Annotation> = annotations.iter().filter(|one| one.severity == severity).collect();
        // The last one of a full list counts the rest.
        let listed = if of_kind.len() > MAX_OF_A_KIND { MAX_OF_A_KIND - 1 } else { of_kind.len() };
        out.extend(of_kind.iter().take(listed).map(|annotation| line(command, annotation)));
        if of_kind.len() > listed {
            let text = format!("and {} more in the full report", of_kind.len() - listed);
            out.push_str(&format!("::{command} title=api-diff::{}\n", escape(&text)));
        }
    }
    out
}

fn line(command: &str, annotation: &Annotation) -> String {
    let Annotation { location, title, message, .. } = annotation;
    let property = |text: &str| escape(text).replace(':', "%3A").replace(',', "%2C");
    let (file, title) = (property(&location.file), property(title));
    let (line, column) = (location.line, location.column);
    format!("::{command} file={file},line={line},col={column},title={title}::{}\n", escape(message))
}

/// Escapes the characters that end a command or start an escape.
fn escape(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}
