//! The file `api.txt`.

use super::{Context, Output, rust};

pub(super) fn emit(context: &Context<'_>, output: &mut Output) {
    let header = rust::header("#", &context.origin(""));
    let legend = "# The public items of the client, one per line.\n\
                  # Each `request` also has the methods that all requests have. A `paginated` request also has `items` and `pages`.\n\
                  # A `windowed` request has these and their backward versions. A `job` request has `wait`.\n\
                  # A type with `encode_object` also has `maybe`.\n\
                  # An item with `#[cfg(…)]` needs that feature. The `cfg` of a type also applies to its members. A module with the\n\
                  # name of a feature needs that feature.\n";
    let list = std::mem::take(&mut output.public_items).finish();
    output.add_text("api.txt", format!("{header}{legend}{list}"));
}
