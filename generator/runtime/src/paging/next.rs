//! How a list goes on after a page.

use crate::api::{CursorPagination, OffsetPagination, Pagination, WindowPagination};
use crate::call::Call;
use crate::decode::{Tape, Token};
use crate::error::Error;
use crate::response::Answer;

/// Which way a list is gone through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    Forwards,
    Backwards,
}

/// The call for the first page.
pub(super) fn first(call: Call, direction: Direction) -> Call {
    match call.operation.pagination() {
        Some((Pagination::Window(window), _)) => one_sided(call, window, direction),
        _ => call,
    }
}

/// The call for the page after this one; `None` if this is the last.
///
/// What should lead on and can't be read is an error: a list must not end short without a word.
pub(super) fn after(call: Call, answer: &Answer, tape: &Tape<'_>, direction: Direction) -> Result<Option<Call>, Error> {
    let Some((style, items)) = answer.operation.pagination() else { return Ok(None) };
    match style {
        Pagination::Cursor(style) => after_cursor(call, style, answer, tape),
        Pagination::Offset(style) => Ok(after_offset(call, style, tape, items)),
        Pagination::Window(style) => after_window(call, style, answer, tape, items, direction),
    }
}

/// Where the page of a call starts, in its wire form.
pub(super) fn start(call: &Call) -> Option<&str> {
    let (style, _) = call.operation.pagination()?;
    call.query_wire(match style {
        Pagination::Cursor(style) => style.request,
        Pagination::Offset(style) => style.request,
        Pagination::Window(style) => style.anchor,
    })
}

fn after_cursor(
    call: Call,
    style: &'static CursorPagination,
    answer: &Answer,
    tape: &Tape<'_>,
) -> Result<Option<Call>, Error> {
    let has_more = tape.field(0, style.has_more).map(|at| tape.token(at));
    if !style.has_more.is_empty() && has_more == Some(Token::Bool(false)) {
        return Ok(None);
    }
    let Some(at) = tape.field(0, style.response) else { return Ok(None) };
    let cursor = match tape.token(at) {
        Token::Null => None,
        _ => Some(text(tape, at).ok_or_else(|| unreadable(answer, "the cursor", style.response))?),
    };
    let cursor = cursor.filter(|cursor| !cursor.is_empty());
    Ok(cursor.map(|cursor| call.query_text(style.request.into(), &cursor)))
}

fn after_offset(call: Call, style: &'static OffsetPagination, tape: &Tape<'_>, items: &str) -> Option<Call> {
    let count = tape.field(0, items).map_or(0, |list| tape.elements(list).count());
    let before: usize =
        call.query_wire(style.request).and_then(|pair| pair.split('=').nth(1)?.parse().ok()).unwrap_or(0);
    let next = before.saturating_add(count);
    let total = tape.field(0, style.total).map(|at| tape.token(at));
    let is_complete = matches!(total, Some(Token::Integer(total)) if usize::try_from(total).unwrap_or(0) <= next);
    let has_next = style.next.is_empty()
        || tape.field(0, style.next).is_some_and(|at| tape.token(at) != Token::Null && tape.text(at) != Some(""));
    (count > 0 && !is_complete && has_next).then(|| call.query_text(style.request.into(), &next.to_string()))
}

fn after_window(
    call: Call,
    style: &'static WindowPagination,
    answer: &Answer,
    tape: &Tape<'_>,
    items: &str,
    direction: Direction,
) -> Result<Option<Call>, Error> {
    let Some(list) = tape.field(0, items) else { return Ok(None) };
    // Without a way to turn the order round, the item to go on from is at the other end.
    let is_first = direction == Direction::Backwards && style.reverse.is_empty();
    let item = if is_first { tape.elements(list).next() } else { tape.elements(list).last() };
    let Some(item) = item else { return Ok(None) };
    let anchor = tape.field(item, style.item).and_then(|at| text(tape, at));
    let anchor = anchor.ok_or_else(|| unreadable(answer, "of an item the field", style.item))?;
    let call = style.replaces.iter().fold(call, |call, name| call.without_query(name));
    let call = call.query_text(style.anchor.into(), &anchor);
    let call = if style.inclusive.is_empty() { call } else { call.query_text(style.inclusive.into(), "false") };
    Ok(Some(one_sided(call, style, direction)))
}

/// A call for what is on one side of the anchor.
fn one_sided(call: Call, style: &'static WindowPagination, direction: Direction) -> Call {
    let (other_side, reverse) = match direction {
        Direction::Forwards => (style.before, "false"),
        Direction::Backwards => (style.after, "true"),
    };
    let call = call.query_text(other_side.into(), "0");
    if style.reverse.is_empty() { call } else { call.query_text(style.reverse.into(), reverse) }
}

fn text(tape: &Tape<'_>, at: usize) -> Option<String> {
    match tape.token(at) {
        Token::Integer(number) => Some(number.to_string()),
        Token::Unsigned(number) => Some(number.to_string()),
        _ => tape.text(at).map(str::to_owned),
    }
}

fn unreadable(answer: &Answer, what: &str, field: &str) -> Error {
    let problem = format!("{what} `{field}`, which leads to the next page, is neither a string nor an integer");
    Error::Decode(Box::new(answer.error(problem)))
}
