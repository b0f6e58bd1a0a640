//! For test reports: `JUnit`'s XML, with a case for each change.

use super::messages::{self, Loudness};
use super::words;
use crate::report::{Entry, Report};

/// The report as `JUnit`'s XML: what breaks fails, what was accepted is skipped, and all else passes.
pub fn junit(report: &Report) -> String {
    let mut cases: Vec<String> = report.entries.iter().map(|entry| case(entry, report)).collect();
    cases.extend(
        messages::unexplained(report).map(|text| failure("client", "not-from-the-spec", words::UNEXPLAINED, &text)),
    );
    let findings = report.findings.iter().map(|finding| {
        let text = format!("{}: {}\n{}", finding.place, finding.message, finding.help);
        let name = format!("{}: {}", finding.kind.as_str(), finding.place);
        if finding.fails { failure("spec", &name, &finding.message, &text) } else { passed("spec", &name, &text) }
    });
    cases.extend(findings);
    let failures = cases.iter().filter(|case| case.contains("<failure ")).count();
    let skipped = cases.iter().filter(|case| case.contains("<skipped ")).count();
    let name = escape(&format!("{} → {}", report.base.name, report.head.name));
    let counts = format!("tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\"", cases.len());
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"api-diff\" {counts}>\n\
         <testsuite name=\"{name}\" {counts}>\n{}</testsuite>\n</testsuites>\n",
        cases.concat()
    )
}

fn case(entry: &Entry, report: &Report) -> String {
    // The first two parts of what changed are the product and the section.
    let class: Vec<&str> = entry.subject.split('.').take(2).collect();
    let (class, text) = (class.join("."), messages::message(entry, report));
    let text = format!("{text}\nat {}", messages::place(entry));
    if let Some(accepted) = &entry.acknowledged {
        let message = escape(&words::accepted(accepted));
        return element(&class, &entry.id, &format!("<skipped message=\"{message}\"/>\n"));
    }
    match messages::loudness(entry) {
        Loudness::Error => failure(&class, &entry.id, entry.title, &text),
        Loudness::Warning | Loudness::Note => passed(&class, &entry.id, &text),
    }
}

fn failure(class: &str, name: &str, message: &str, text: &str) -> String {
    let body = format!("<failure message=\"{}\">{}</failure>\n", escape(message), escape(text));
    element(class, name, &body)
}

fn passed(class: &str, name: &str, text: &str) -> String {
    element(class, name, &format!("<system-out>{}</system-out>\n", escape(text)))
}

fn element(class: &str, name: &str, body: &str) -> String {
    format!("<testcase classname=\"{}\" name=\"{}\">\n{body}</testcase>\n", escape(class), escape(name))
}

/// A text as XML 1.0 can have it; characters that it can't have at all are replaced.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("&#10;"),
            '\t' => escaped.push_str("&#9;"),
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            character => escaped.push(character),
        }
    }
    escaped
}
