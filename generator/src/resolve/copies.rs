//! Copied sections and products, which are one error each.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::diagnostics::{Diagnostic, Diagnostics, Id};
use crate::source::node::{Entry, Node};
use crate::source::{Place, ProductFile, Source};

/// The identity of an operation: host, name and request.
type Sent = (String, String, String);

/// Reports sections and products that repeat others, and returns the sources without them.
pub(super) fn without<'s>(source: &'s Source, diagnostics: &mut Diagnostics) -> Cow<'s, Source> {
    let copies = copies(source);
    if copies.is_empty() {
        return Cow::Borrowed(source);
    }
    let mut source = source.clone();
    let mut dropped: Vec<(String, String)> = Vec::new();
    let mut products: Vec<String> = Vec::new();
    for (copy, original) in &copies {
        let (copy, original) = (&source.sections[*copy], &source.sections[*original]);
        dropped.push((copy.product.clone(), copy.stem.clone()));
        if products.contains(&copy.product) {
            continue;
        }
        let repeats = repeated_product(&source, &copies, &copy.product);
        if let Some(repeated) = repeats {
            products.push(copy.product.clone());
            report_product(&source, copy, &repeated, diagnostics);
        } else {
            report_section(copy, original, diagnostics);
        }
    }
    let is_dropped = |file: &ProductFile| {
        products.contains(&file.product) || dropped.contains(&(file.product.clone(), file.stem.clone()))
    };
    source.sections.retain(|file| !is_dropped(file));
    source.types.retain(|file| !is_dropped(file));
    source.events.retain(|file| !is_dropped(file));
    Cow::Owned(source)
}

/// Returns the sections that repeat most operations of a different section, with that section.
fn copies(source: &Source) -> Vec<(usize, usize)> {
    let mut known: HashMap<Sent, usize> = HashMap::new();
    let mut copies = Vec::new();
    // A copied file has the `section` of its original. It is the later one, whatever its file name.
    let is_renamed = |file: &ProductFile| file.node.string("section").as_ref() != Some(&file.stem);
    let mut files: Vec<(usize, &ProductFile)> = source.sections.iter().enumerate().collect();
    files.sort_by_key(|(_, file)| is_renamed(file));
    for (index, file) in files {
        let operations = operations(source, file);
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for operation in &operations {
            if let Some(first) = known.get(operation) {
                *shared.entry(*first).or_default() += 1;
            }
        }
        let most = shared.into_iter().max_by_key(|(first, count)| (*count, std::cmp::Reverse(*first)));
        match most.filter(|(_, count)| *count == operations.len() || (*count > 1 && count * 2 > operations.len())) {
            Some((original, _)) => copies.push((index, original)),
            None => known.extend(operations.into_iter().map(|operation| (operation, index))),
        }
    }
    copies
}

fn operations(source: &Source, file: &ProductFile) -> Vec<Sent> {
    let entries = file.node.get("operations").map_or(&[][..], Node::entries);
    let usual = product(source, &file.product).and_then(|product| product.value.string("host")).unwrap_or_default();
    let sent = entries.iter().filter_map(|entry| {
        let host = entry.value.string("host").unwrap_or_else(|| usual.clone());
        Some((host, entry.key.value.clone(), entry.value.string("request")?))
    });
    sent.collect()
}

/// Returns the product that a product repeats, if each of its sections repeats one of the original.
fn repeated_product(source: &Source, copies: &[(usize, usize)], product: &str) -> Option<String> {
    let mut sections = source.sections.iter().enumerate().filter(|(_, file)| file.product == product);
    let original = |index: usize| {
        let (_, original) = copies.iter().find(|(copy, _)| *copy == index)?;
        Some(source.sections[*original].product.as_str())
    };
    let repeated = sections.clone().find_map(|(index, _)| original(index)).filter(|repeated| *repeated != product)?;
    sections.all(|(index, _)| original(index) == Some(repeated)).then(|| repeated.to_owned())
}

fn product<'s>(source: &'s Source, id: &str) -> Option<&'s Entry> {
    let products = source.api.as_ref()?.get("products")?;
    products.entries().iter().find(|entry| entry.key.value == id)
}

fn report_section(copy: &ProductFile, original: &ProductFile, diagnostics: &mut Diagnostics) {
    let name = |file: &ProductFile| format!("{}/{}", file.product, file.stem);
    diagnostics.push(
        Diagnostic::error(
            Id::DuplicateRequest,
            copy.node.key_place("section"),
            format!("the section `{}` repeats the operations of `{}`", name(copy), name(original)),
        )
        .expected("operations that are not in any other section")
        .related(original.node.key_place("section"), "the other section")
        .help("remove one of the two files, or the operations that they share; the rest of this file was not checked"),
    );
}

fn report_product(source: &Source, copy: &ProductFile, original: &str, diagnostics: &mut Diagnostics) {
    let place = |id: &str| product(source, id).map(|entry| entry.key.place);
    let mut diagnostic = Diagnostic::error(
        Id::DuplicateRequest,
        place(&copy.product).unwrap_or(Place::start_of(copy.file)),
        format!("the product `{}` repeats the product `{original}`", copy.product),
    )
    .expected("operations that no other product on this host has")
    .help("remove one of the two products, or give one its own host; the rest of this product was not checked");
    if let Some(first) = place(original) {
        diagnostic = diagnostic.related(first, "the other product");
    }
    diagnostics.push(diagnostic);
}
