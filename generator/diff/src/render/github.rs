//! For GitHub Actions: annotations at the lines of the spec, as workflow commands.

use super::messages::{self, Loudness};
use super::words;
use crate::report::{Location, Report};

/// So many annotations of a kind are shown for a step; more of them vanish without a word.
const MAX_OF_A_KIND: usize = 10;

/// A message at a place.
struct Annotation {
    loudness: Loudness,
    place: Location,
    title: String,
    message: String,
}

/// The report as workflow commands, the worst first; nothing at all if nothing changed.
pub fn github(report: &Report) -> String {
    let mut annotations: Vec<Annotation> = Vec::new();
    annotations.extend(report.findings.iter().map(|finding| Annotation {
        loudness: if finding.fails { Loudness::Error } else { Loudness::Note },
        place: finding.place.clone(),
        title: finding.kind.as_str().to_owned(),
        message: format!("{}: {}", finding.message, finding.help),
    }));
    annotations.extend(report.entries.iter().map(|entry| Annotation {
        loudness: messages::loudness(entry),
        place: messages::place(entry).clone(),
        title: format!("{} ({})", entry.id, entry.kind),
        message: messages::message(entry, report),
    }));
    annotations.extend(messages::unexplained(report).map(|message| Annotation {
        loudness: Loudness::Warning,
        place: report.version.place.clone(),
        title: words::UNEXPLAINED.to_owned(),
        message,
    }));
    let mut out = String::new();
    for (loudness, command) in [(Loudness::Error, "error"), (Loudness::Warning, "warning"), (Loudness::Note, "notice")]
    {
        let of_kind: Vec<&Annotation> = annotations.iter().filter(|one| one.loudness == loudness).collect();
        // The last one of a full kind says how many there are beside it.
        let shown = if of_kind.len() > MAX_OF_A_KIND { MAX_OF_A_KIND - 1 } else { of_kind.len() };
        out.extend(of_kind.iter().take(shown).map(|annotation| line(command, annotation)));
        if of_kind.len() > shown {
            let text = format!("and {} more: the whole report has them", of_kind.len() - shown);
            out.push_str(&format!("::{command} title=api-diff::{}\n", escape(&text)));
        }
    }
    out
}

fn line(command: &str, annotation: &Annotation) -> String {
    let Annotation { place, title, message, .. } = annotation;
    let property = |text: &str| escape(text).replace(':', "%3A").replace(',', "%2C");
    let (file, title) = (property(&place.file), property(title));
    let (line, column) = (place.line, place.column);
    format!("::{command} file={file},line={line},col={column},title={title}::{}\n", escape(message))
}

/// What ends a command, or starts an escape, within a message.
fn escape(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}
