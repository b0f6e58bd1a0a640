//! The spec that the examples change: a made-up shop, which has something of everything that the format knows.

use std::collections::BTreeMap;

/// The files of a spec by their names.
pub type Files = BTreeMap<String, String>;

macro_rules! texts {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("base/", $name)))),*]
    };
}

const TEXTS: &[(&str, &str)] = texts![
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
    TEXTS.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}
