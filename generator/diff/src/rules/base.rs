//! Provides the spec that the examples change: an invented shop that uses every part of the format.

use std::collections::BTreeMap;

/// The contents of a spec's files by name.
pub type Files = BTreeMap<String, String>;

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("base/", $name)))),*]
    };
}

const FILES: &[(&str, &str)] = files![
    "api.yaml",
    "documented.yaml",
    "guides/paging.md",
    "guides/start.md",
    "shop/customers.yaml",
    "shop/events.yaml",
    "shop/orders.yaml",
    "shop/types.yaml",
    "stock/counts.yaml",
    "stock/items.yaml",
    "vendor_names.yaml",
];

pub(super) fn base() -> Files {
    FILES.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}
