//! The list of a page, and the number of its valid items.

use std::collections::HashSet;

use super::tape::{Tape, Token};

/// The list of a page while it is decoded.
#[derive(Debug, Default)]
pub(crate) struct PageList {
    /// The field with the list.
    pub(crate) field: &'static str,
    /// The field that identifies an item, if pages can overlap.
    pub(crate) item: Option<&'static str>,
    /// The identifiers of the items of the last two pages, as [`identifier`] writes them. One page is not enough,
    /// because a page can omit its anchor: the item around which it was requested.
    pub(crate) previous: [HashSet<String>; 2],
    /// The number of decoded items.
    pub(crate) kept: usize,
    /// The number of items that were skipped, because a previous page had them.
    pub(crate) repeated: usize,
}

impl PageList {
    pub(super) fn is_repeated(&mut self, tape: &Tape<'_>, item: usize) -> bool {
        let Some(field) = self.item else { return false };
        let id = identifier(tape, item, field);
        let is_repeated = id.is_some_and(|id| self.previous.iter().any(|page| page.contains(&id)));
        self.repeated += usize::from(is_repeated);
        is_repeated
    }
}

/// Returns the text of a field that is a string or an integer, such as an identifier or a cursor.
pub(crate) fn identifier(tape: &Tape<'_>, object: usize, field: &str) -> Option<String> {
    let at = tape.field(object, field)?;
    match tape.token(at) {
        Token::Integer(number) => Some(number.to_string()),
        Token::Unsigned(number) => Some(number.to_string()),
        _ => tape.text(at).map(str::to_owned),
    }
}
