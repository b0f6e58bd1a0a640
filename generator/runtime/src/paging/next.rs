//! The call for the next page of a list.

use std::collections::HashSet;

use crate::api::{BackwardsCursor, CursorPagination, OffsetPagination, Pagination, WindowPagination};
use crate::call::Call;
use crate::decode::{Tape, Token, identifier};

/// The direction in which a list is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    Forwards,
    Backwards,
}

/// The step after a page.
pub(super) enum Next {
    /// The page was the last one.
    End,
    /// The call for the next page.
    Call(Box<Call>),
}

/// Returns the call for the first page.
pub(super) fn first(call: Call, direction: Direction) -> Call {
    match call.operation.pagination() {
        Some((Pagination::Window(window), _)) => one_sided(call, window, direction),
        _ => call,
    }
}

/// Returns the call for the page after this one.
///
/// # Errors
/// Fails if the page does not state whether there is another one. Otherwise the list would end early without an error.
pub(super) fn after(call: Call, tape: &Tape<'_>, items: &str, direction: Direction) -> Result<Next, String> {
    match call.operation.pagination() {
        Some((Pagination::Cursor(style), _)) => after_cursor(call, style, tape, direction),
        Some((Pagination::Offset(style), _)) => Ok(after_offset(call, style, tape, items)),
        Some((Pagination::Window(style), _)) => after_window(call, style, tape, items, direction),
        None => Ok(Next::End),
    }
}

/// Returns the position where the page of a call starts, in its wire form.
pub(super) fn start(call: &Call, direction: Direction) -> Option<&str> {
    let (style, _) = call.operation.pagination()?;
    call.query_wire(match style {
        Pagination::Cursor(style) => Cursor::of(style, direction).request,
        Pagination::Offset(style) => style.request,
        Pagination::Window(style) => style.anchor,
    })
}

/// Describes why a list can't go on: the next call would return a page that was read before.
pub(super) fn repeated(call: &Call, direction: Direction) -> String {
    match call.operation.pagination() {
        Some((Pagination::Cursor(style), _)) => {
            let field = Cursor::of(style, direction).response;
            format!("its cursor `{field}` leads back to a page that was read before")
        }
        Some((Pagination::Window(style), _)) => {
            format!("the field `{}` of its last item leads back to a page that was read before", style.item)
        }
        _ => "it leads back to a page that was read before".to_owned(),
    }
}

/// Returns the field that identifies an item, if pages can overlap.
pub(super) fn item_field(call: &Call) -> Option<&'static str> {
    match call.operation.pagination()? {
        (Pagination::Window(style), _) => Some(style.item),
        _ => None,
    }
}

/// Returns the identifiers of the items of a page.
pub(super) fn identifiers(tape: &Tape<'_>, items: &str, field: &str) -> HashSet<String> {
    let list = tape.field(0, items);
    list.into_iter().flat_map(|list| tape.elements(list)).filter_map(|item| identifier(tape, item, field)).collect()
}

/// Returns the number of items of a page.
pub(super) fn count(tape: &Tape<'_>, items: &str) -> usize {
    tape.field(0, items).map_or(0, |list| tape.elements(list).count())
}

/// The parameter and the fields of a cursor in one direction.
struct Cursor {
    request: &'static str,
    response: &'static str,
    has_more: &'static str,
    /// The query parameter of the opposite direction; empty if the list has one direction only.
    opposite: &'static str,
}

impl Cursor {
    fn of(style: &'static CursorPagination, direction: Direction) -> Self {
        let &CursorPagination { request, response, has_more, .. } = style;
        match (&style.backwards, direction) {
            (None, _) => Self { request, response, has_more, opposite: "" },
            (Some(back), Direction::Forwards) => Self { request, response, has_more, opposite: back.request },
            (Some(back), Direction::Backwards) => {
                let &BackwardsCursor { request, response, has_more } = back;
                Self { request, response, has_more, opposite: style.request }
            }
        }
    }
}

fn after_cursor(
    call: Call,
    style: &'static CursorPagination,
    tape: &Tape<'_>,
    direction: Direction,
) -> Result<Next, String> {
    let Cursor { request, response, has_more: flag, opposite } = Cursor::of(style, direction);
    let has_more = tape.field(0, flag).map(|at| tape.token(at));
    if !flag.is_empty() && has_more == Some(Token::Bool(false)) {
        return Ok(Next::End);
    }
    let cursor = match tape.field(0, response).map(|at| tape.token(at)) {
        None | Some(Token::Null) => None,
        Some(_) => Some(identifier(tape, 0, response).ok_or_else(|| unreadable("its cursor", response))?),
    };
    let Some(cursor) = cursor.filter(|cursor| !cursor.is_empty()) else {
        if !flag.is_empty() && has_more == Some(Token::Bool(true)) {
            return Err(format!(
                "its field `{flag}` states that there is another page, but there is no cursor `{response}`"
            ));
        }
        return Ok(Next::End);
    };
    let last = start(&call, direction).map(str::to_owned);
    let call = if opposite.is_empty() { call } else { call.without_query(opposite) };
    let call = call.query_text(request.into(), &cursor);
    let is_last = style.repeats_last && last.is_some() && start(&call, direction) == last.as_deref();
    Ok(if is_last { Next::End } else { Next::Call(Box::new(call)) })
}

fn after_offset(call: Call, style: &'static OffsetPagination, tape: &Tape<'_>, items: &str) -> Next {
    let count = count(tape, items);
    let before: usize =
        call.query_wire(style.request).and_then(|pair| pair.split('=').nth(1)?.parse().ok()).unwrap_or(0);
    let next = before.saturating_add(count);
    let total = tape.field(0, style.total).map(|at| tape.token(at));
    let is_complete = matches!(total, Some(Token::Integer(total)) if usize::try_from(total).unwrap_or(0) <= next);
    let has_next = style.next.is_empty()
        || tape.field(0, style.next).is_some_and(|at| tape.token(at) != Token::Null && tape.text(at) != Some(""));
    if count == 0 || is_complete || !has_next {
        return Next::End;
    }
    Next::Call(Box::new(call.query_text(style.request.into(), &next.to_string())))
}

fn after_window(
    call: Call,
    style: &'static WindowPagination,
    tape: &Tape<'_>,
    items: &str,
    direction: Direction,
) -> Result<Next, String> {
    let Some(list) = tape.field(0, items) else { return Ok(Next::End) };
    // If the order can't be reversed, the next page continues from the other end of this one.
    let is_first = direction == Direction::Backwards && style.reverse.is_empty();
    let item = if is_first { tape.elements(list).next() } else { tape.elements(list).last() };
    let Some(item) = item else { return Ok(Next::End) };
    let anchor =
        identifier(tape, item, style.item).ok_or_else(|| unreadable("in its last item, the field", style.item))?;
    let call = style.replaces.iter().fold(call, |call, name| call.without_query(name));
    let call = call.query_text(style.anchor.into(), &anchor);
    let call = if style.inclusive.is_empty() { call } else { call.query_text(style.inclusive.into(), "false") };
    Ok(Next::Call(Box::new(one_sided(call, style, direction))))
}

/// Returns a call for the items on one side of the anchor.
fn one_sided(call: Call, style: &'static WindowPagination, direction: Direction) -> Call {
    let (other_side, reverse) = match direction {
        Direction::Forwards => (style.before, "false"),
        Direction::Backwards => (style.after, "true"),
    };
    let call = call.query_text(other_side.into(), "0");
    if style.reverse.is_empty() { call } else { call.query_text(style.reverse.into(), reverse) }
}

fn unreadable(what: &str, field: &str) -> String {
    format!("{what} `{field}`, which leads to the next page, is neither a string nor an integer")
}
