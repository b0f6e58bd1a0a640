//! Coverage of the documented endpoints, and the evidence for operations.

use super::super::{Context, prose};
use super::{cell, link_to, number};
use crate::coverage::coverage;
use crate::model::Evidence;

/// All levels, the strongest first.
const LEVELS: [Evidence; 4] = [Evidence::Documented, Evidence::OfficialSdk, Evidence::Observed, Evidence::Inferred];

pub(super) fn page(context: &Context<'_>) -> String {
    let api = context.api;
    let found = coverage(api);
    let mut parts = vec![
        "# Coverage and evidence".to_owned(),
        format!(
            "{} of {} documented endpoints have an operation. {} without a documented endpoint.",
            found.covered,
            found.documented,
            number(found.beyond, "operation")
        ),
        "## Evidence levels {#evidence}".into(),
        "Each operation and event has one level:".into(),
        LEVELS.map(|level| format!("- {}: {}", name_of(level), meaning(level))).join("\n"),
        "## Endpoints by section".into(),
    ];
    let mut rows =
        vec!["| product | section | documented | covered | evidence |".to_owned(), "|---|---|---:|---:|---|".into()];
    for product in &found.products {
        for section in &product.sections {
            let levels = section
                .evidence
                .iter()
                .map(|count| format!("{} {}", count.endpoints, count.evidence.replace('_', " ")));
            rows.push(format!(
                "| {} | {} | {} | {} | {} |",
                cell(&prose::escape(&product.title)),
                cell(&prose::escape(&section.title)),
                section.documented,
                section.covered,
                levels.collect::<Vec<_>>().join(", ")
            ));
        }
    }
    parts.push(rows.join("\n"));
    let missing = found.products.iter().flat_map(|product| &product.sections).flat_map(|section| &section.missing);
    let missing = missing.map(|missing| {
        format!("- {}: {}", prose::escape(&missing.title), prose::escape(&missing.reason).replace('\n', " "))
    });
    section(&mut parts, "Endpoints without an operation", &missing.collect::<Vec<_>>());
    let others = api.operations_with_ids().filter(|(_, operation)| operation.evidence != Evidence::Documented);
    let others = others.map(|(id, operation)| {
        let notes = operation.notes.unverified.as_deref().map(prose::escape).unwrap_or_default();
        format!("- {}: {}. {}", link_to(context, id, ""), name_of(operation.evidence), notes.replace('\n', " "))
    });
    section(&mut parts, "Operations with other evidence than the documentation", &others.collect::<Vec<_>>());
    let doubts = api.operations_with_ids().filter(|(_, operation)| operation.evidence == Evidence::Documented);
    let doubts = doubts.filter_map(|(id, operation)| {
        let doubt = prose::escape(operation.notes.unverified.as_ref()?).replace('\n', " ");
        Some(format!("- {}: {doubt}", link_to(context, id, "")))
    });
    section(&mut parts, "Documented operations with unverified facts", &doubts.collect::<Vec<_>>());
    prose::paragraphs(&parts) + "\n"
}

fn section(parts: &mut Vec<String>, title: &str, rows: &[String]) {
    if !rows.is_empty() {
        parts.push(format!("## {title}"));
        parts.push(rows.join("\n"));
    }
}

pub(super) fn name_of(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Documented => "documented",
        Evidence::OfficialSdk => "official SDK",
        Evidence::Observed => "observed",
        Evidence::Inferred => "inferred",
    }
}

fn meaning(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Documented => "known from the vendor's documentation",
        Evidence::OfficialSdk => "known from an SDK or a machine-readable description of the vendor",
        Evidence::Observed => "known from recorded responses or independent clients",
        Evidence::Inferred => "inferred from a similar element",
    }
}
