//! Fetching one page after the other.

use std::collections::HashSet;
use std::task::{Context, Poll};

use super::next::{self, Direction};
use crate::call::Call;
use crate::decode::Tape;
use crate::error::Error;
use crate::executor;
use crate::response::Answer;
use crate::transport::BoxFuture;

/// Fetches one page after the other.
pub(super) struct Pager {
    state: State,
    direction: Direction,
    /// Where pages started, in wire form: a server that repeats one would be asked forever.
    seen: HashSet<String>,
}

enum State {
    Ready(Box<Call>),
    Fetching(Box<Call>, BoxFuture<Result<Answer, Error>>),
    Done,
}

impl Pager {
    pub(super) fn new(call: Call, direction: Direction) -> Self {
        let mut pager = Self { state: State::Done, direction, seen: HashSet::new() };
        pager.go_on(next::first(call, direction));
        pager
    }

    /// The next page, still undecoded. Nothing is fetched before somebody asks.
    pub(super) fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Answer, Error>>> {
        loop {
            match std::mem::replace(&mut self.state, State::Done) {
                State::Done => return Poll::Ready(None),
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
                            // Until it is known how to go on, the call is the one that made this page.
                            self.state = State::Ready(call);
                        }
                        return Poll::Ready(Some(result));
                    }
                },
            }
        }
    }

    /// Goes on after a page, or ends with it.
    pub(super) fn advance(&mut self, answer: &Answer, tape: &Tape<'_>) -> Result<(), Error> {
        let State::Ready(call) = std::mem::replace(&mut self.state, State::Done) else { return Ok(()) };
        if let Some(call) = next::after(*call, answer, tape, self.direction)? {
            self.go_on(call);
        }
        Ok(())
    }

    /// Makes a call the next one, unless a page started there before.
    fn go_on(&mut self, call: Call) {
        let start = next::start(&call).map(str::to_owned);
        if start.is_none_or(|start| self.seen.insert(start)) {
            self.state = State::Ready(Box::new(call));
        }
    }

    pub(super) fn end(&mut self) {
        self.state = State::Done;
    }
}
