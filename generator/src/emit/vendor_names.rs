//! Tables that lead from the methods of the vendor's own clients to the methods of this one.

use super::{Context, prose};
use crate::model::{Counterpart, OperationId, VendorClient, VendorMethod};

impl Context<'_> {
    /// A table for each class, below a line that says how many of the methods have a counterpart.
    pub(super) fn vendor_names(&self, client: &VendorClient) -> String {
        let all = client.methods().count();
        let known = client.methods().filter(|method| !method.operations().is_empty()).count();
        let title = prose::escape(&client.title);
        let mut parts = vec![format!(
            "{known} of the {all} methods of [{title}]({}) have a counterpart in this crate.",
            client.docs
        )];
        for class in &client.classes {
            let rows: Vec<String> = class.methods.iter().map(|method| self.vendor_method(method)).collect();
            parts.push(format!(
                "### {}\n\n| vendor's method | this crate |\n|---|---|\n{}",
                class.name,
                rows.join("\n")
            ));
        }
        parts.join("\n\n")
    }

    fn vendor_method(&self, method: &VendorMethod) -> String {
        let counterpart = match &method.counterpart {
            Counterpart::Operations(operations) => {
                let links: Vec<String> = operations.iter().map(|operation| self.link_to(*operation)).collect();
                links.join(", ")
            }
            // A line end or a bar would end the cell.
            Counterpart::Missing(reason) => {
                format!("–: {}", prose::escape(reason).replace('\n', " ").replace('|', "\\|"))
            }
        };
        format!("| `{}` | {counterpart} |", method.name.value)
    }

    /// A link to the method that creates a request. The link text is the call from a client.
    fn link_to(&self, id: OperationId) -> String {
        let product = &self.names[id.product];
        let section = &product.sections[id.section];
        let (module, method) = (&section.module, &self.names[id].method);
        format!("[`{0}().{module}().{method}`](crate::{0}::{module}::{1}::{method})", product.module, section.handle)
    }
}
