//! The parts of a guide: text of the author and generated content.

use super::{lookup, unknown};
use crate::diagnostics::{Diagnostic, Diagnostics, Id, suggest};
use crate::links::{self, Target};
use crate::model::{Api, GuidePart};
use crate::source::shape::one_of;
use crate::source::{FileId, Place, Source, Text};

/// The start of a line that is a placeholder for generated content.
const MARK: &str = "<!-- generated:";

/// The kinds of generated content. Each is followed by its subject.
const VENDOR_NAMES: &str = "vendor_names";
const KNOWN: &[&str] = &[VENDOR_NAMES];

/// Returns the parts of the text that starts at `start` of the file. Code stays unchanged.
pub(super) fn parts(
    source: &Source,
    api: &Api,
    (file, start): (FileId, usize),
    diagnostics: &mut Diagnostics,
) -> Vec<GuidePart> {
    let (mut parts, mut written) = (Vec::new(), String::new());
    let (mut is_code, mut offset) = (false, start);
    for line in source.map.file(file).text[start..].split_inclusive('\n') {
        let place = Place::of(file, offset..offset + line.trim_end().len());
        offset += line.len();
        is_code ^= line.trim_start().starts_with("```");
        if is_code || !line.starts_with(MARK) {
            if !is_code {
                check_links(source, line, (file, offset - line.len()), diagnostics);
            }
            written.push_str(line);
            continue;
        }
        parts.push(GuidePart::Written(std::mem::take(&mut written)));
        parts.extend(generated(source, api, line, place, diagnostics));
    }
    parts.push(GuidePart::Written(written));
    parts
}

/// Checks that the links of a line are valid in the documentation and on code hosts. Rustdoc checks links to items.
fn check_links(source: &Source, line: &str, (file, offset): (FileId, usize), diagnostics: &mut Diagnostics) {
    let mut rest = line;
    while let Some(link) = links::next(rest) {
        rest = link.after;
        let start = offset + line.len() - rest.len() - ")".len() - link.target.len();
        check_target(source, link.target, Place::of(file, start..start + link.target.len()), diagnostics);
    }
    for (start, target) in links::html(line) {
        let place = Place::of(file, offset + start..offset + start + target.len());
        match Target::of(target) {
            Target::Url | Target::Heading(_) => check_target(source, target, place, diagnostics),
            // Only Markdown links are rewritten for the documentation.
            Target::Guide { .. } | Target::Item | Target::File => diagnostics.push(
                Diagnostic::error(Id::Malformed, place, format!("invalid link `{target}` in HTML"))
                    .expected("a URL, or `#heading`")
                    .help("write a Markdown link to a guide or an item, such as `[text](guide.md)`"),
            ),
        }
    }
    // A link target with a label.
    let definition = line.strip_prefix('[').and_then(|rest| rest.split_once("]: "));
    if let Some((_, target)) = definition {
        let (target, start) = (target.trim(), offset + line.len() - target.len());
        check_target(source, target, Place::of(file, start..start + target.len()), diagnostics);
    }
}

fn check_target(source: &Source, target: &str, place: Place, diagnostics: &mut Diagnostics) {
    let (guide, heading) = match Target::of(target) {
        Target::Guide { name, heading } => {
            let known: Vec<&str> = source.guides.iter().map(|(name, _)| name.as_str()).collect();
            let Some((_, guide)) = source.guides.iter().find(|(guide, _)| guide == name) else {
                if !source.unread_guides.iter().any(|unread| unread == name) {
                    diagnostics.push(unknown(place, "guide", name, &known));
                }
                return;
            };
            (*guide, heading)
        }
        Target::Heading(heading) => (place.file, Some(heading)),
        Target::File => {
            diagnostics.push(
                Diagnostic::error(Id::Malformed, place, format!("unknown link target `{target}`"))
                    .expected("`guide.md`, `guide.md#heading`, `#heading`, an item such as `crate::Client`, or a URL")
                    .help("link to a guide, or write the full URL of the file"),
            );
            return;
        }
        Target::Url | Target::Item => return,
    };
    let anchors = links::anchors(&source.map.file(guide).text);
    if let Some(heading) = heading.filter(|heading| !anchors.iter().any(|anchor| anchor == heading)) {
        let known: Vec<&str> = anchors.iter().map(String::as_str).collect();
        diagnostics.push(unknown(place, "heading", heading, &known));
    }
}

/// Returns the generated content of a placeholder.
fn generated(source: &Source, api: &Api, line: &str, place: Place, diagnostics: &mut Diagnostics) -> Option<GuidePart> {
    let words = line.trim_end().strip_prefix(MARK)?.strip_suffix("-->").unwrap_or_default();
    let words: Vec<&str> = words.split_whitespace().collect();
    match words.as_slice() {
        [VENDOR_NAMES, client] => {
            let name = Text { value: (*client).to_owned(), place };
            let known = || api.vendor_clients.iter().map(|client| &client.id);
            let is_left_out = source.has_damaged_vendor_names() && !known().any(|id| id.value == name.value);
            if is_left_out {
                return None;
            }
            lookup(&name, "client of the vendor", known(), diagnostics).map(GuidePart::VendorNames)
        }
        _ => {
            let first = words.first().copied().unwrap_or_default();
            diagnostics.push(
                Diagnostic::error(Id::Malformed, place, "unknown marker of generated content")
                    .expected(format!("`{MARK} WHAT NAME -->`, where WHAT is {}", one_of(KNOWN)))
                    .help(suggest::did_you_mean(first, KNOWN).filter(|_| !KNOWN.contains(&first)).unwrap_or_else(
                        || format!("write `{MARK} {VENDOR_NAMES} CLIENT -->` with a client of vendor_names.yaml"),
                    )),
            );
            None
        }
    }
}
