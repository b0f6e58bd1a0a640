//! Groups changes for the view by endpoint of all formats. Endpoints that the same shared changes affect form one
//! block.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use crate::Verdict;
use crate::report::{Endpoint, Entry, Report};

/// Endpoints with their changes.
pub(super) struct Block<'a> {
    /// One endpoint with changes of its own, or all endpoints that only the same shared changes affect.
    pub(super) endpoints: Vec<&'a Endpoint>,
    /// The changes of the endpoint itself.
    pub(super) own: Vec<&'a Entry>,
    /// The changes of shared elements.
    pub(super) shared: Vec<&'a Entry>,
    /// The impact of all changes together.
    pub(super) verdict: Verdict,
}

/// Returns the blocks, the most severe first, then in the order of the spec.
pub(super) fn blocks(report: &Report) -> Vec<Block<'_>> {
    let by_id: HashMap<&str, &Entry> = report.entries.iter().map(|entry| (entry.id.as_str(), entry)).collect();
    let entries =
        |ids: &[String]| -> Vec<&Entry> { ids.iter().filter_map(|id| by_id.get(id.as_str()).copied()).collect() };
    let mut together: HashMap<&[String], usize> = HashMap::new();
    let mut blocks: Vec<Block<'_>> = Vec::new();
    for endpoint in &report.endpoints {
        let known = together.get(endpoint.shared.as_slice()).filter(|_| endpoint.own.is_empty());
        if let Some(block) = known.and_then(|index| blocks.get_mut(*index)) {
            block.endpoints.push(endpoint);
            continue;
        }
        if endpoint.own.is_empty() {
            together.insert(&endpoint.shared, blocks.len());
        }
        let (own, shared) = (entries(&endpoint.own), entries(&endpoint.shared));
        let verdict = own.iter().chain(&shared).map(|entry| entry.verdict).fold(Verdict::default(), Verdict::and);
        blocks.push(Block { endpoints: vec![endpoint], own, shared, verdict });
    }
    blocks.sort_by_key(|block| (Reverse(block.verdict.level()), block.own.is_empty()));
    blocks
}

/// Returns the changes that affect no endpoint.
pub(super) fn elsewhere(report: &Report) -> Vec<&Entry> {
    let of_endpoints = report.endpoints.iter().flat_map(|endpoint| endpoint.own.iter().chain(&endpoint.shared));
    let of_endpoints: BTreeSet<&str> = of_endpoints.map(String::as_str).collect();
    report.entries.iter().filter(|entry| !of_endpoints.contains(entry.id.as_str())).collect()
}
