//! The comparison of two models, struct by struct.

/// Destructures two values of a struct into pairs of references to their fields. Every field is named: before the
/// semicolon if it is compared here, after it otherwise, with a comment that says why. Code with a missing field does
/// not compile.
macro_rules! both {
    ($type:ident { $($field:ident),* $(,)? $(; $($other:ident),* $(,)?)? } = $old:expr, $new:expr) => {
        let (old_value, new_value) = ($old, $new);
        let $type { $($field: _,)* $($($other: _,)*)? } = old_value;
        $(let $field = (&old_value.$field, &new_value.$field);)*
    };
}

mod api;
mod derived;
mod documentation;
mod errors;
mod events;
mod hosts;
mod notes;
mod operation;
mod parameters;
mod products;
mod rate_limits;
mod references;
mod resources;
mod response;
mod types;

pub(super) use hosts::is_same_address;

use super::record::{Comparison, Element};
use super::{Change, Side};
use api_client_generator::source::{FileId, Place};

/// Returns all changes between two versions.
pub(super) fn all(old: Side<'_>, new: Side<'_>) -> Vec<Change> {
    let root = Element::new("api", file(old, "api.yaml"), file(new, "api.yaml"));
    let documented = Element::new("documented", file(old, "documented.yaml"), file(new, "documented.yaml"));
    let vendor_names = [old, new].map(|side| find(side, "vendor_names.yaml"));
    let mut comparison = Comparison::new(old, new);
    let (old, new) = (comparison.old_api, comparison.new_api);
    comparison.api(&root, &documented, vendor_names, old, new);
    comparison.finish()
}

/// Returns the location of a file that every spec has.
fn file(side: Side<'_>, name: &str) -> Place {
    find(side, name).unwrap_or_else(|| Place::start_of(FileId(0)))
}

fn find(side: Side<'_>, name: &str) -> Option<Place> {
    side.spec.sources().files().find(|(_, file)| file.name == name).map(|(id, _)| Place::start_of(id))
}
