//! Checks that the client contains every element of the spec.

use std::collections::HashSet;

use crate::links::{self, Link};
use crate::model::{Api, GuidePart};
use crate::naming::Names;
use crate::output::FileSet;
use crate::public_api::{ItemKind, PublicApi, PublicItem};

/// Returns the elements of the spec that are missing in the client, which would be a bug of the generator.
pub(crate) fn missing(api: &Api, names: &Names, files: &FileSet) -> Vec<String> {
    let Ok(public) = files.get("api.txt").unwrap_or_default().parse::<PublicApi>();
    let keys: HashSet<(&ItemKind, &str)> = public.items().iter().map(PublicItem::key).collect();
    let has = |kind: ItemKind, path: &str| keys.contains(&(&kind, path));
    let lib = files.get("src/lib.rs").unwrap_or_default();
    let mut missing = Vec::new();
    for (_, product, product_names) in names.products(api) {
        let module = &product_names.module;
        for (_, section, section_names) in product_names.sections(product) {
            for (_, operation, operation_names) in section_names.operations(section) {
                let path = format!("{module}::{}", section_names.module);
                let is_request = has(ItemKind::Request, &format!("{path}::{}", operation_names.request));
                let is_listed = lib.contains(&format!("&{path}::{}", operation_names.constant));
                if !is_request || !is_listed {
                    missing.push(format!("the operation `{}`", operation.id));
                }
            }
        }
        // Without operations and events, a product has no module.
        let has_code = product.operations().next().is_some() || product.events.is_some();
        for (definition, type_names) in product_names.types(product).filter(|_| has_code) {
            let item = format!("{module}::{}", type_names.name);
            if ![ItemKind::Struct, ItemKind::Enum, ItemKind::TypeAlias].into_iter().any(|kind| has(kind, &item)) {
                missing.push(format!("the type `{}` of `{}`", definition.name.value, product.id.value));
            }
        }
    }
    for (_, guide, module) in names.guides(api) {
        let page = files.get(&format!("src/guide/{module}.md")).unwrap_or_default();
        let is_there = |part: &GuidePart| match part {
            // Link targets are rewritten, so they are not compared.
            GuidePart::Written(text) => {
                let cut = |link: Link<'_>| links::guide(link.target).map(|_| format!("[{}](\0", link.label));
                links::rewritten(text.trim(), cut).split('\0').all(|piece| page.contains(piece))
            }
            GuidePart::VendorNames(client) => api.vendor_clients[*client]
                .methods()
                .all(|method| page.contains(&format!("\n| `{}` |", method.name.value))),
        };
        if !guide.parts.iter().all(is_there) {
            missing.push(format!("the guide `{}`", guide.name.value));
        }
    }
    let tests = files.get("tests/contract.rs").unwrap_or_default().matches("#[tokio::test]").count();
    let examples = api.operations().map(|operation| operation.examples.len()).sum::<usize>();
    if tests != examples {
        missing.push(format!("{examples} examples as {tests} tests"));
    }
    missing
}
