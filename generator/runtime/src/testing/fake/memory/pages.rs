//! The pages of a list.

use api_client_description::{Count, Cursor, Endpoint, Location, Paging, Type};
use serde_json::{Map, Value as Json};

use super::super::super::server::RecordedRequest;
use super::super::check::{plain, target};
use super::fields;
use super::objects::{Number, Object};
use super::values::Values;

/// The start of each cursor.
const CURSOR: &str = "after-";

/// The objects of a list, in the order of creation.
pub(super) type Items<'o> = Vec<(Number, &'o Object)>;

/// The request for a page.
pub(super) struct Page<'a> {
    pub(super) endpoint: &'a Endpoint,
    pub(super) request: &'a RecordedRequest,
    pub(super) values: &'a Values,
    /// The field with the time of the creation.
    pub(super) created: Option<&'a str>,
}

impl Page<'_> {
    /// Returns the items of the page, and sets the other fields of the response. The error is a request for a page that
    /// does not exist.
    pub(super) fn of<'o>(
        &self,
        items: &[(Number, &'o Object)],
        paging: &Paging,
        body: &mut Map<String, Json>,
    ) -> Result<Items<'o>, String> {
        match paging {
            Paging::Cursor { next, back, repeats_last, limit } => {
                self.by_cursor(items, (next, back.as_ref()), *repeats_last, limit.as_ref(), body)
            }
            Paging::Offset { request, total, next, limit } => {
                let count = items.len();
                let start = self.values.count(request).unwrap_or(0).min(count);
                let end = start.saturating_add(self.limit(limit.as_ref())).min(count);
                if let Some(total) = total {
                    body.insert(total.clone(), count.into());
                }
                if let Some(next) = next {
                    let following = if end < count { self.url_with(request, end).into() } else { Json::Null };
                    body.insert(next.clone(), following);
                }
                Ok(items[start..end].to_vec())
            }
            Paging::Window { anchor, item, replaces, before, after, inclusive, reverse } => {
                let around = self.around(items, anchor, item, replaces)?;
                let count = |count: &Count| self.values.count(&count.name).or(count.default).unwrap_or(0);
                let start = around.start.saturating_sub(count(before));
                let end = around.end.saturating_add(count(after)).min(items.len());
                let mut page = items[start..around.start].to_vec();
                if self.values.flag(inclusive.as_ref()) {
                    page.extend_from_slice(&items[around.clone()]);
                }
                page.extend_from_slice(&items[around.end..end]);
                if self.values.flag(reverse.as_ref()) {
                    page.reverse();
                }
                Ok(page)
            }
        }
    }

    fn by_cursor<'o>(
        &self,
        items: &[(Number, &'o Object)],
        (next, back): (&Cursor, Option<&Cursor>),
        repeats_last: bool,
        limit: Option<&Count>,
        body: &mut Map<String, Json>,
    ) -> Result<Items<'o>, String> {
        let (after, before) = (self.cursor(next)?, back.map_or(Ok(None), |back| self.cursor(back))?);
        let limit = self.limit(limit);
        let (start, end) = match (after, before) {
            (None, Some(before)) => {
                let end = items.partition_point(|(number, _)| *number < before);
                (end.saturating_sub(limit), end)
            }
            (after, _) => {
                let start = items.partition_point(|(number, _)| after.is_some_and(|after| *number <= after));
                (start, start.saturating_add(limit).min(items.len()))
            }
        };
        let page = items[start..end].to_vec();
        let last = page.last().filter(|_| end < items.len()).map(|(number, _)| *number);
        self.set_cursor(next, last, body);
        if let (None, true, Some(sent)) = (last, repeats_last, self.values.get(&next.request)) {
            body.insert(next.response.clone(), sent.clone());
        }
        if let Some(back) = back {
            let first = page.first().filter(|_| start > 0).map(|(number, _)| *number);
            self.set_cursor(back, first, body);
        }
        Ok(page)
    }

    /// Returns the object that a cursor of the request names.
    fn cursor(&self, cursor: &Cursor) -> Result<Option<Number>, String> {
        let Some(sent) = self.values.get(&cursor.request) else { return Ok(None) };
        let text = plain(sent);
        let number = text.strip_prefix(CURSOR).unwrap_or(&text).parse().ok();
        number.map(Some).ok_or_else(|| format!("query parameter `{}` is not a cursor of this list", cursor.request))
    }

    fn set_cursor(&self, cursor: &Cursor, number: Option<Number>, body: &mut Map<String, Json>) {
        let mut parameters = self.endpoint.parameters.iter();
        let parameter = parameters.find(|other| other.location == Location::Query && other.name == cursor.request);
        let is_number = parameter.is_some_and(|parameter| matches!(parameter.type_, Type::Int));
        match number {
            Some(number) if is_number => drop(body.insert(cursor.response.clone(), number.into())),
            Some(number) => drop(body.insert(cursor.response.clone(), format!("{CURSOR}{number}").into())),
            None if is_number => drop(body.remove(&cursor.response)),
            None => drop(body.insert(cursor.response.clone(), "".into())),
        }
        if let Some(has_more) = &cursor.has_more {
            body.insert(has_more.clone(), number.is_some().into());
        }
    }

    /// Returns the number of items on a page.
    fn limit(&self, limit: Option<&Count>) -> usize {
        let sent = limit.and_then(|limit| self.values.count(&limit.name).or(limit.default));
        sent.unwrap_or(usize::MAX).max(1)
    }

    /// Returns the URL of the request with a different number of items before the page.
    fn url_with(&self, parameter: &str, start: usize) -> String {
        let (path, query) = target(self.request);
        let is_other = |pair: &&str| !pair.is_empty() && pair.split('=').next() != Some(parameter);
        let mut pairs: Vec<String> = query.split('&').filter(is_other).map(str::to_owned).collect();
        pairs.push(format!("{parameter}={start}"));
        let host = self.request.header("host").unwrap_or("localhost");
        format!("http://{host}{path}?{}", pairs.join("&"))
    }

    /// Returns the positions of the anchor: one item, the items at a time, or the start of the list.
    fn around(
        &self,
        items: &[(Number, &Object)],
        anchor: &str,
        item: &str,
        replaces: &[String],
    ) -> Result<std::ops::Range<usize>, String> {
        if let Some(sent) = self.values.get(anchor) {
            let wanted = plain(sent);
            let is_it = |(_, object): &(Number, &Object)| {
                fields::get(&object.body, item).is_some_and(|value| plain(value) == wanted)
            };
            let found = items.iter().position(is_it);
            return found.map(|at| at..at + 1).ok_or_else(|| format!("no item of the list has the {item} `{wanted}`"));
        }
        let sent = replaces.iter().find_map(|name| self.values.get(name)).and_then(Json::as_i64);
        let (Some(time), Some(created)) = (sent, self.created) else { return Ok(0..0) };
        let time_of = |(_, object): &(Number, &Object)| {
            fields::get(&object.body, created).and_then(Json::as_i64).unwrap_or_default()
        };
        let start = items.iter().position(|item| time_of(item) >= time).unwrap_or(items.len());
        let end = items.iter().rposition(|item| time_of(item) <= time).map_or(start, |last| last + 1);
        Ok(start..end.max(start))
    }
}
