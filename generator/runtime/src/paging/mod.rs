//! Reading lists by page or by item.

mod next;
mod pager;

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::call::Call;
use crate::decode::{Decode, Reader};
use crate::error::{DecodeProblem, Error};
use crate::response::{RawResponse, Response, read_with};
pub(crate) use next::Direction;
use pager::Pager;

/// Decodes a page and passes the next position to the pager.
type DecodePage<T> = fn(&mut Pager, RawResponse) -> Result<Response<T>, Error>;

/// The pages of a list, each with status, headers, warnings and raw body.
///
/// The stream ends after the last page, and after an error. If the list is incomplete, the stream ends with an error.
/// The error contains the number of pages and items before it. The following are errors: a page without its list, a
/// page with items of which none can be decoded, and a cursor that repeats.
#[must_use = "nothing is fetched until a page is requested"]
pub struct Pages<P> {
    pager: Pager,
    decode: DecodePage<P>,
}

impl<P: Decode> Pages<P> {
    pub(crate) fn new(call: Call, direction: Direction) -> Self {
        Self { pager: Pager::new(call, direction), decode: decode_page::<P> }
    }
}

fn decode_page<P: Decode>(pager: &mut Pager, response: RawResponse) -> Result<Response<P>, Error> {
    read_page(pager, response, None, P::decode)
}

/// Reads a page and finds the next call. This function is compiled for each `T`, but it is small, because only `decode`
/// depends on `T`.
fn read_page<T>(
    pager: &mut Pager,
    response: RawResponse,
    wrapper: Option<&'static str>,
    decode: fn(&mut Reader<'_, '_>) -> Option<T>,
) -> Result<Response<T>, Error> {
    if response.is_blank() {
        return Err(response.error(DecodeProblem::Empty));
    }
    let wrapper = wrapper.unwrap_or(response.operation.wrapper());
    let mut list = pager.page_list();
    let (page, warnings) = response.with_tape(|tape| {
        pager.check(&response, tape)?;
        let (page, warnings) = read_with(Reader::new(tape).with_page(&mut list), wrapper, |reader| decode(reader));
        if page.is_some() {
            pager.advance(&response, tape, list, &warnings)?;
        }
        Ok((page, warnings))
    })?;
    response.finish(page, warnings)
}

impl<P> Pages<P> {
    /// Returns the next page; `None` after the last one.
    ///
    /// # Errors
    /// Fails with the errors of a single call. No page follows an error.
    pub async fn try_next(&mut self) -> Result<Option<Response<P>>, Error> {
        poll_fn(|context| self.poll_page(context)).await.transpose()
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Response<P>, Error>>> {
        let Some(response) = ready!(self.pager.poll_page(context)) else { return Poll::Ready(None) };
        let page = response.and_then(|response| (self.decode)(&mut self.pager, response));
        if page.is_err() {
            self.pager.end();
        }
        Poll::Ready(Some(page))
    }
}

impl<P> Stream for Pages<P> {
    type Item = Result<Response<P>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(context)
    }
}

impl<P> fmt::Debug for Pages<P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Pages")
    }
}

/// The items of all pages of a list.
///
/// The stream ends after the last item, and after an error, as [`Pages`] does. Warnings about a page are passed to the
/// client's hook for warnings.
#[must_use = "nothing is fetched until an item is requested"]
pub struct Items<T> {
    pager: Pager,
    ready: VecDeque<T>,
    decode: DecodePage<Vec<T>>,
}

impl<T: Decode> Items<T> {
    pub(crate) fn new(call: Call, direction: Direction) -> Self {
        Self { pager: Pager::new(call, direction), ready: VecDeque::new(), decode: decode_items::<T> }
    }
}

fn decode_items<T: Decode>(pager: &mut Pager, response: RawResponse) -> Result<Response<Vec<T>>, Error> {
    let field = pager.list_field();
    read_page(pager, response, Some(field), Vec::<T>::decode)
}

/// Decodes the response to a call as the first page of a list, and determines the next call.
#[cfg(feature = "testing")]
pub(crate) fn read_items<T: Decode>(call: Call, response: RawResponse) -> Result<(), Error> {
    decode_items::<T>(&mut Pager::new(call, Direction::Forwards), response).map(drop)
}

impl<T> Items<T> {
    /// Returns the next item; `None` after the last one.
    ///
    /// # Errors
    /// Fails with the errors of a single call. No item follows an error.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        poll_fn(|context| self.poll_item(context)).await.transpose()
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            let Some(response) = ready!(self.pager.poll_page(context)) else { return Poll::Ready(None) };
            match response.and_then(|response| (self.decode)(&mut self.pager, response)) {
                Ok(items) => self.ready = items.into_value().into(),
                Err(error) => {
                    self.pager.end();
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }
}

impl<T: Unpin> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Items")
    }
}
