//! The file `api.txt`.

use super::{Context, Output, rust};

pub(super) fn emit(context: &Context<'_>, output: &mut Output) {
    let header = rust::header("#", &context.origin(""));
    let legend = "# The public items of the client. A `request` has the methods of every request beside its own;\n\
                  # a `paginated` one also has `items` and `pages`, a `windowed` one the same backwards, and a `job` has `wait`.\n\
                  # What has `#[cfg(…)]` is there with that feature, a type with all that is of it, and what is in a module that is called\n\
                  # like a feature is there with that.\n";
    let list = std::mem::take(&mut output.public_items).finish();
    output.add_text("api.txt", format!("{header}{legend}{list}"));
}
