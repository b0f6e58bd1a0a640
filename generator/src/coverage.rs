//! Coverage of the documented endpoints by operations.

use serde::Serialize;

use crate::model::Api;

/// Coverage of the documented list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// The number of endpoints that an operation covers.
    pub covered: usize,
    /// The number of these without a request of their own, which a different operation covers.
    pub substituted: usize,
    /// All documented endpoints.
    pub documented: usize,
    /// Operations without a documented endpoint.
    pub beyond: usize,
    /// By product, in the documentation's order.
    pub products: Vec<ProductCoverage>,
}

/// Coverage of a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProductCoverage {
    /// Its title.
    pub title: String,
    /// Covered endpoints.
    pub covered: usize,
    /// Documented endpoints.
    pub documented: usize,
    /// By section, in the documentation's order.
    pub sections: Vec<SectionCoverage>,
}

/// Coverage of a section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SectionCoverage {
    /// Its title.
    pub title: String,
    /// Covered endpoints.
    pub covered: usize,
    /// Documented endpoints.
    pub documented: usize,
    /// The covered endpoints without a request of their own.
    pub substituted: usize,
    /// Covered endpoints by evidence, the strongest first.
    pub evidence: Vec<EvidenceCount>,
    /// Endpoints that have no operation, with the reason.
    pub missing: Vec<Missing>,
    /// Endpoints without an operation or a reason, by id.
    pub open: Vec<String>,
}

/// The number of endpoints with one level of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EvidenceCount {
    /// The word in the spec.
    pub evidence: &'static str,
    /// The number of endpoints.
    pub endpoints: usize,
}

/// An endpoint without an operation, with the reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The reason.
    pub reason: String,
}

/// Compares the operations with the documented list.
pub fn coverage(api: &Api) -> Coverage {
    let mut products: Vec<ProductCoverage> = Vec::new();
    for (id, endpoint) in api.documented.with_ids() {
        let product = position_or_push(
            &mut products,
            |product| product.title == endpoint.product,
            || ProductCoverage { title: endpoint.product.clone(), covered: 0, documented: 0, sections: Vec::new() },
        );
        let section = position_or_push(
            &mut product.sections,
            |section| section.title == endpoint.section,
            || SectionCoverage {
                title: endpoint.section.clone(),
                covered: 0,
                documented: 0,
                substituted: 0,
                evidence: Vec::new(),
                missing: Vec::new(),
                open: Vec::new(),
            },
        );
        product.documented += 1;
        section.documented += 1;
        if let Some(operation) = api.operations().find(|operation| operation.documented.contains(&id)) {
            product.covered += 1;
            section.covered += 1;
            section.substituted += usize::from(operation.substitute.is_some());
            let word = operation.evidence.as_str();
            let count = position_or_push(
                &mut section.evidence,
                |count| count.evidence == word,
                || EvidenceCount { evidence: word, endpoints: 0 },
            );
            count.endpoints += 1;
        } else if let Some(missing) = api.missing.iter().find(|missing| missing.endpoint == id) {
            section.missing.push(Missing {
                id: endpoint.id.clone(),
                title: endpoint.title.clone(),
                reason: missing.reason.clone(),
            });
        } else {
            section.open.push(endpoint.id.clone());
        }
    }
    let order = |word: &str| crate::model::Evidence::parse(word);
    for section in products.iter_mut().flat_map(|product| &mut product.sections) {
        section.evidence.sort_by_key(|count| order(count.evidence));
    }
    Coverage {
        covered: products.iter().map(|product| product.covered).sum(),
        substituted: products.iter().flat_map(|product| &product.sections).map(|section| section.substituted).sum(),
        documented: api.documented.len(),
        beyond: api.operations().filter(|operation| operation.documented.is_empty()).count(),
        products,
    }
}

fn position_or_push<T>(list: &mut Vec<T>, is_it: impl Fn(&T) -> bool, new: impl FnOnce() -> T) -> &mut T {
    let index = list.iter().position(is_it).unwrap_or_else(|| {
        list.push(new());
        list.len() - 1
    });
    &mut list[index]
}
