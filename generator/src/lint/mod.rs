//! Warnings about a valid spec.

mod coverage;
mod documentation;
mod examples;
mod paging;
mod unused;

use crate::diagnostics::Diagnostics;
use crate::model::Api;

/// Returns all warnings about a spec without errors.
pub(crate) fn check(api: &Api) -> Diagnostics {
    let mut warnings = Diagnostics::default();
    unused::check(api, &mut warnings);
    coverage::check(api, &mut warnings);
    examples::check(api, &mut warnings);
    documentation::check(api, &mut warnings);
    paging::check(api, &mut warnings);
    warnings
}
