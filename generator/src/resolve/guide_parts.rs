//! What of a guide its author wrote, and what the generator puts into it.

use super::{lookup, unknown};
use crate::diagnostics::{Diagnostic, Diagnostics, Id, suggest};
use crate::links;
use crate::model::{Api, GuidePart};
use crate::source::shape::one_of;
use crate::source::{FileId, Place, Source, Text};

/// What a line of its own starts with that stands for something generated.
const MARK: &str = "<!-- generated:";

/// What can be generated. Each is followed by what it is about.
const VENDOR_NAMES: &str = "vendor_names";
const KNOWN: &[&str] = &[VENDOR_NAMES];

/// The parts of the text that starts at `start` of the file. What is shown as code stays what it is.
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

/// Links to other guides are names of files, so that they lead somewhere wherever the guides are read.
fn check_links(source: &Source, line: &str, (file, offset): (FileId, usize), diagnostics: &mut Diagnostics) {
    let known: Vec<&str> = source.guides.iter().map(|(name, _)| name.as_str()).collect();
    let mut rest = line;
    while let Some(link) = links::next(rest) {
        rest = link.after;
        let start = offset + line.len() - rest.len() - ")".len() - link.target.len();
        let at = Place::of(file, start..start + link.target.len());
        let Some((name, _)) = links::guide(link.target).filter(|(name, _)| !known.contains(name)) else { continue };
        diagnostics.push(unknown(at, "guide", name, &known));
    }
}

/// What a mark stands for.
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
                Diagnostic::error(Id::Malformed, place, "this line does not say what is generated here")
                    .expected(format!("`{MARK} WHAT NAME -->`, where WHAT is {}", one_of(KNOWN)))
                    .help(suggest::did_you_mean(first, KNOWN).filter(|_| !KNOWN.contains(&first)).unwrap_or_else(
                        || format!("write `{MARK} {VENDOR_NAMES} CLIENT -->` with a client of vendor_names.yaml"),
                    )),
            );
            None
        }
    }
}
