//! Fetching pages one after the other.

use std::collections::HashSet;
use std::task::{Context, Poll};

use super::next::{self, Direction, Next};
use crate::box_future::BoxFuture;
use crate::call::Call;
use crate::decode::{PageList, Tape, Token, Warnings};
use crate::error::{DecodeProblem, Error};
use crate::executor;
use crate::response::RawResponse;

/// Fetches pages one after the other.
pub(super) struct Pager {
    state: State,
    direction: Direction,
    /// The field with the list.
    field: &'static str,
    /// The start positions of pages, in wire form. A server that repeats one would cause an endless loop.
    seen: HashSet<String>,
    /// The identifiers of the items of the last two pages, if pages can overlap.
    previous: [HashSet<String>; 2],
    pages: u64,
    items: u64,
}

enum State {
    Ready(Box<Call>),
    Fetching(Box<Call>, BoxFuture<Result<RawResponse, Error>>),
    /// The list can't go on after the page that was returned last.
    Failed(Error),
    Done,
}

impl Pager {
    pub(super) fn new(call: Call, direction: Direction) -> Self {
        let field = call.operation.pagination().map_or("", |(_, items)| items);
        if field.is_empty() {
            let error = call.invalid("the operation has no paginated list".to_owned());
            return Self { state: State::Failed(error), ..Self::ended(direction) };
        }
        let call = next::first(call, direction);
        let seen = next::start(&call, direction).map(str::to_owned).into_iter().collect();
        Self { state: State::Ready(Box::new(call)), field, seen, ..Self::ended(direction) }
    }

    fn ended(direction: Direction) -> Self {
        Self {
            state: State::Done,
            direction,
            field: "",
            seen: HashSet::new(),
            previous: <[HashSet<String>; 2]>::default(),
            pages: 0,
            items: 0,
        }
    }

    pub(super) fn list_field(&self) -> &'static str {
        self.field
    }

    /// Returns the list of the next page, for its reader.
    pub(super) fn page_list(&mut self) -> PageList {
        let item = match &self.state {
            State::Ready(call) => next::item_field(call),
            _ => None,
        };
        PageList { field: self.field, item, previous: std::mem::take(&mut self.previous), ..PageList::default() }
    }

    /// Returns the next page before decoding. Nothing is fetched before this is called.
    pub(super) fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<RawResponse, Error>>> {
        loop {
            match std::mem::replace(&mut self.state, State::Done) {
                State::Done => return Poll::Ready(None),
                State::Failed(error) => return Poll::Ready(Some(Err(error))),
                State::Ready(call) => {
                    let future = executor::execute((*call).clone());
                    self.state = State::Fetching(call, future);
                }
                State::Fetching(call, mut future) => match future.as_mut().poll(context) {
                    Poll::Pending => {
                        self.state = State::Fetching(call, future);
                        return Poll::Pending;
                    }
                    Poll::Ready(result) => {
                        if result.is_ok() {
                            // Until the next call is known, the state holds the call of this page.
                            self.state = State::Ready(call);
                        }
                        return Poll::Ready(Some(result));
                    }
                },
            }
        }
    }

    /// Checks that a page contains its list.
    pub(super) fn check(&self, response: &RawResponse, tape: &Tape<'_>) -> Result<(), Error> {
        let problem = match tape.token(0) {
            Token::Object(_) => match tape.field(0, self.field).map(|at| tape.token(at)) {
                Some(Token::List(_)) => return Ok(()),
                Some(_) => format!("its field `{}` is not a list", self.field),
                None => format!("it has no list `{}`", self.field),
            },
            _ => "it is not a JSON object".to_owned(),
        };
        Err(self.error(response, &problem))
    }

    /// Continues after a page, or ends with it.
    pub(super) fn advance(
        &mut self,
        response: &RawResponse,
        tape: &Tape<'_>,
        list: PageList,
        warnings: &Warnings,
    ) -> Result<(), Error> {
        let State::Ready(call) = std::mem::replace(&mut self.state, State::Done) else { return Ok(()) };
        let count = next::count(tape, self.field);
        if list.kept == 0 && count > list.repeated {
            let why = warnings.list.last().map(|warning| format!(" ({warning})")).unwrap_or_default();
            return Err(self.error(response, &format!("none of the items of `{}` can be read{why}", self.field)));
        }
        if count > 0 && list.repeated == count {
            // The previous page was the last one.
            return Ok(());
        }
        let item = list.item;
        let next =
            next::after(*call, tape, self.field, self.direction).map_err(|problem| self.error(response, &problem))?;
        let leads_back = match &next {
            Next::Call(call) => {
                next::start(call, self.direction).is_some_and(|start| !self.seen.insert(start.to_owned()))
            }
            Next::End => false,
        };
        // If pages can overlap, the items of this page may have been returned before.
        if let (Next::Call(call), true) = (&next, leads_back && item.is_some()) {
            return Err(self.error(response, &next::repeated(call, self.direction)));
        }
        self.pages += 1;
        self.items += list.kept as u64;
        self.state = match next {
            Next::End => State::Done,
            Next::Call(call) if leads_back => {
                State::Failed(self.error(response, &next::repeated(&call, self.direction)))
            }
            Next::Call(call) => State::Ready(call),
        };
        if let Some(item) = item {
            let [newest, _] = list.previous;
            self.previous = [next::identifiers(tape, self.field, item), newest];
        }
        Ok(())
    }

    fn error(&self, response: &RawResponse, problem: &str) -> Error {
        let problem = response.client.redact_mixed(problem);
        response.error(DecodeProblem::List { problem, pages: self.pages, items: self.items })
    }

    pub(super) fn end(&mut self) {
        self.state = State::Done;
    }
}
