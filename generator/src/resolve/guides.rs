//! Guides and their headers.

use super::{guide_parts, ids, lookup};
use crate::diagnostics::{Diagnostic, Diagnostics, Id, suggest};
use crate::model::{Api, FEATURES, Guide, GuideId, GuidePart, IndexVec, ProductId, VendorClient};
use crate::source::shape::one_of;
use crate::source::{FileId, Place, Source, Text};

pub(super) fn resolve(source: &Source, api: &Api, diagnostics: &mut Diagnostics) -> IndexVec<GuideId, Guide> {
    let listed = source.api.as_ref().map(|node| node.texts("guides")).unwrap_or_default();
    let known: Vec<Text> =
        source.guides.iter().map(|(name, file)| Text { value: name.clone(), place: Place::start_of(*file) }).collect();
    for guide in known.iter().filter(|guide| !listed.iter().any(|name| name.value == guide.value)) {
        diagnostics.push(
            Diagnostic::error(
                Id::UnexpectedFile,
                guide.place,
                format!("guide `{}` is missing in `guides` of api.yaml", guide.value),
            )
            .expected("each guide in the list `guides` of api.yaml")
            .help("add its name to the list, or move the file out of the spec"),
        );
    }
    let mut guides: IndexVec<GuideId, Guide> = IndexVec::default();
    for name in listed {
        if !ids::check_file(&name, "a guide", diagnostics) {
            continue;
        }
        if let Some(first) = guides.iter().find(|guide| guide.name.value == name.value) {
            diagnostics.push(
                Diagnostic::error(Id::DuplicateValue, name.place, format!("duplicate guide `{}`", name.value))
                    .expected("each guide once")
                    .related(first.name.place, "first listed here")
                    .help("remove one of the two"),
            );
            continue;
        }
        if source.unread_guides.contains(&name.value) {
            continue;
        }
        let Some(index): Option<usize> = lookup(&name, "guide", known.iter(), diagnostics) else { continue };
        guides.extend(guide(source, api, name, source.guides[index].1, diagnostics));
    }
    guides
}

fn guide(source: &Source, api: &Api, name: Text, file: FileId, diagnostics: &mut Diagnostics) -> Option<Guide> {
    let text = &source.map.file(file).text;
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let Some(title) = first.strip_prefix("# ").map(str::trim).filter(|title| !title.is_empty()) else {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, Place::of(file, 0..first.len()), "missing title of a guide")
                .expected("`# ` and the title on the first line")
                .help("write the title on the first line"),
        );
        return None;
    };
    let (mut products, features, body) = match features_line(rest) {
        Some((words, body)) => {
            let start = first.len() + 1;
            let (products, features) = features(api, text, file, start, words, diagnostics);
            (products, features, body)
        }
        None => (Vec::new(), Vec::new(), rest),
    };
    check_fences(text, file, diagnostics);
    let summary = first_paragraph(body);
    if summary.is_empty() {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, Place::of(file, 0..first.len()), "missing first paragraph of a guide")
                .expected("a paragraph below the title, which the list of guides shows")
                .help("write a summary of the guide"),
        );
    }
    let body_start = text.len() - body.trim_start().len();
    let parts = guide_parts::parts(source, api, (file, body_start), diagnostics);
    products.extend(products_of(api, &parts));
    products.sort_unstable();
    products.dedup();
    Some(Guide { name, title: title.to_owned(), summary, products, features, parts })
}

/// Returns the products that the tables of a guide link to.
fn products_of(api: &Api, parts: &[GuidePart]) -> Vec<ProductId> {
    let clients = parts.iter().filter_map(|part| match part {
        GuidePart::VendorNames(client) => api.vendor_clients.get(*client),
        GuidePart::Written(_) => None,
    });
    clients.flat_map(VendorClient::operations).map(|(_, operation)| operation.product).collect()
}

/// Returns the words of the second line if it names features, and the rest.
fn features_line(rest: &str) -> Option<(&str, &str)> {
    let (line, body) = rest.split_once('\n').unwrap_or((rest, ""));
    let words = line.trim().strip_prefix("<!-- features:")?.strip_suffix("-->")?;
    Some((words, body))
}

/// Reads the features that the examples need. `start` is the offset of the line.
fn features(
    api: &Api,
    text: &str,
    file: FileId,
    start: usize,
    words: &str,
    diagnostics: &mut Diagnostics,
) -> (Vec<ProductId>, Vec<String>) {
    let (mut products, mut features) = (Vec::new(), Vec::new());
    let line_start = start + text[start..].find(words).unwrap_or(0);
    let mut offset = line_start;
    for word in words.split(',') {
        let blanks = word.len() - word.trim_start().len();
        let place = Place::of(file, offset + blanks..offset + blanks + word.trim().len());
        offset += word.len() + 1;
        let word = word.trim();
        if let Some(product) = api.products.position(|product| product.id.value == word) {
            products.push(product);
        } else if FEATURES.contains(&word) {
            features.push(word.to_owned());
        } else {
            let mut known: Vec<&str> = api.products.iter().map(|product| product.id.value.as_str()).collect();
            known.extend(FEATURES);
            diagnostics.push(
                Diagnostic::error(Id::UnknownName, place, format!("unknown feature `{word}`"))
                    .expected(one_of(&known))
                    .help(
                        suggest::did_you_mean(word, &known)
                            .unwrap_or_else(|| "write products and features of the client, separated by commas".into()),
                    ),
            );
        }
    }
    (products, features)
}

/// An unclosed code block would contain the rest of the guide.
fn check_fences(text: &str, file: FileId, diagnostics: &mut Diagnostics) {
    let mut open: Option<usize> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with("```") {
            open = match open {
                None => Some(start),
                Some(_) => None,
            };
        }
        start += line.len();
    }
    if let Some(start) = open {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, Place::of(file, start..start + "```".len()), "unclosed code block")
                .expected("``` on the line after the code")
                .help("add the line"),
        );
    }
}

/// Returns the first paragraph as one line.
fn first_paragraph(body: &str) -> String {
    let lines = body.trim_start().lines().take_while(|line| !line.trim().is_empty());
    lines.collect::<Vec<&str>>().join(" ")
}
