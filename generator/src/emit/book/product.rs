//! The page of a product: its sections, with their operations.

use super::super::{Context, prose};
use super::{link_to, number, page_of_file, sections};
use crate::model::{OperationId, Product, ProductId};
use crate::naming::ProductNames;

pub(super) fn page(context: &Context<'_>, id: ProductId, product: &Product, names: &ProductNames) -> String {
    let mut parts = vec![
        format!("# {}", prose::escape(&product.title)),
        prose::escape(&product.doc),
        format!("This product has {}.", number(product.operations().count(), "operation")),
    ];
    for (section_id, section) in sections(product, names) {
        parts.push(format!("## [{}]({})", prose::escape(&section.title), page_of_file(&section.file)));
        parts.push(prose::escape(&section.doc));
        let rows = section.operations.with_ids().map(|(index, operation)| {
            let link = link_to(context, OperationId { product: id, section: section_id, index }, "");
            format!("- {link}: {}", prose::escape(&operation.summary).replace('\n', " "))
        });
        parts.push(rows.collect::<Vec<_>>().join("\n"));
    }
    if let Some(events) = &product.events {
        parts.push(format!("## [{}]({})", prose::escape(&events.title), page_of_file(&events.file)));
        parts.push(format!("{}.", number(events.events.len(), "event")));
    }
    prose::paragraphs(&parts) + "\n"
}
