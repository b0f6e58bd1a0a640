//! Search aliases of operations: their names in the vendor's own clients.

use heck::ToSnakeCase;

use super::ProductNames;
use crate::model::{Api, IndexVec, ProductId, VendorClient};

/// Adds to each operation what the vendor's clients call it, in camel case and with `_` between the words. None is
/// there twice, and none is what the operation is called anyway: rustdoc refuses both.
pub(super) fn add(api: &Api, products: &mut IndexVec<ProductId, ProductNames>) {
    for (method, index) in api.vendor_clients.iter().flat_map(VendorClient::operations) {
        let section = &mut products[index.product].sections[index.section];
        let names = &mut section.operations[index.index];
        let mut forms = vec![method.name.value.clone(), method.name.value.to_snake_case()];
        forms.dedup();
        forms.retain(|form| *form != names.method && !names.aliases.iter().flatten().any(|known| known == form));
        if !forms.is_empty() {
            names.aliases.push(forms);
        }
    }
}
