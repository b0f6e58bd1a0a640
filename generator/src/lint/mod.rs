//! What compiles but is poor: each lint looks at the checked model and warns.

mod coverage;
mod documentation;
mod examples;
mod paging;
mod unused;

use crate::diagnostics::Diagnostics;
use crate::model::Api;

/// Everything that could be better. The spec has no mistake.
pub(crate) fn check(api: &Api) -> Diagnostics {
    let mut warnings = Diagnostics::default();
    unused::check(api, &mut warnings);
    coverage::check(api, &mut warnings);
    examples::check(api, &mut warnings);
    documentation::check(api, &mut warnings);
    paging::check(api, &mut warnings);
    warnings
}
