//! Pagination: the next page, and the end of a list.

use std::pin::Pin;
use std::task::Poll;

use api_client_runtime::testing::{LoopbackServer, MockResponse, RecordedRequest};
use api_client_runtime::{Error, Method};
use futures_core::Stream;

use crate::client::{MAIN, Widget, client};

async fn scripted(pages: &[&str]) -> LoopbackServer {
    let server = LoopbackServer::start().await;
    for page in pages {
        server.queue(MockResponse::json(if page.contains("error") { 400 } else { 200 }, *page));
    }
    server
}

fn owned(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

/// Returns the ids of all items, the targets of the requests, and the error at the end.
async fn items(pages: &[&str]) -> (Vec<String>, Vec<String>, Option<Error>) {
    let server = scripted(pages).await;
    let mut items = client(&server).list().with(|call| call.extra_query("size", "2")).items();
    let (mut ids, mut error) = (Vec::new(), None);
    assert!(server.requests().is_empty(), "nothing is fetched before the first item is requested");
    loop {
        match items.try_next().await {
            Ok(Some(item)) => ids.push(item.id),
            Ok(None) => break,
            Err(problem) => {
                error = Some(problem);
                assert!(matches!(items.try_next().await, Ok(None)), "an error ends the list");
                break;
            }
        }
    }
    (ids, server.requests().into_iter().map(|request| request.target).collect(), error)
}

#[tokio::test]
async fn list_ends_where_the_server_ends_it() {
    let first = r#"{"widgets":[{"id":"1"}],"next":"a+b/="}"#;
    let ends = [
        r#"{"widgets":[{"id":"2"}]}"#,
        r#"{"widgets":[{"id":"2"}],"next":null}"#,
        r#"{"widgets":[{"id":"2"}],"next":""}"#,
        r#"{"widgets":[{"id":"2"}],"next":"c","more":false}"#,
        r#"{"widgets":[{"id":"2"}],"next":"a+b/=","more":false}"#,
    ];
    for end in ends {
        let (ids, targets, error) = items(&[first, end]).await;
        assert_eq!(ids, ["1", "2"], "{end}");
        assert_eq!(targets, ["/v1/widgets?size=2", "/v1/widgets?size=2&after=a%2Bb%2F%3D"], "{end}");
        assert!(error.is_none(), "{end}");
    }
    // An empty page may have a next page too.
    let (ids, targets, error) = items(&[r#"{"widgets":[],"next":7}"#, r#"{"widgets":[{"id":"1"},{"no":"id"}]}"#]).await;
    assert_eq!((ids, error.is_none()), (vec!["1".to_owned()], true));
    assert_eq!(targets[1], "/v1/widgets?size=2&after=7", "a number is a cursor");
}

/// The last element of each case is a part of the error message. Before it are the pages, and the ids that are returned
/// first.
#[tokio::test]
async fn list_never_ends_early_without_an_error() {
    const FIRST: &str = r#"{"widgets":[{"id":"1"}],"next":"a"}"#;
    let cases: &[(&[&str], &[&str], &str)] = &[
        (&[FIRST, r#"{"next":"b"}"#], &["1"], "it has no list `widgets` (pages before: 1, items: 1)"),
        (&[FIRST, "{}"], &["1"], "it has no list `widgets` (pages before: 1, items: 1)"),
        (&["{}"], &[], "it has no list `widgets` (pages before: 0, items: 0)"),
        (&[r#"{"widgets":null,"next":"b"}"#], &[], "its field `widgets` is not a list"),
        (&[r#"{"widgets":"none","next":"b"}"#], &[], "its field `widgets` is not a list"),
        (&[r#"{"widgets":{"id":"1"}}"#], &[], "its field `widgets` is not a list"),
        (&["null"], &[], "it is not a JSON object"),
        (&[FIRST, "[]"], &["1"], "it is not a JSON object"),
        (&[FIRST, "\"end\""], &["1"], "it is not a JSON object"),
        (&[FIRST, ""], &["1"], "its response has no body"),
        (&[FIRST, "no json"], &["1"], "it is not JSON"),
        (
            &[FIRST, r#"{"widgets":[{"no":"id"},7],"next":"b"}"#],
            &["1"],
            "none of the items of `widgets` can be read ($.widgets[1]: expected an object, found a number) \
             (pages before: 1, items: 1)",
        ),
        (
            &[FIRST, r#"{"widgets":[{"id":"2"}],"next":{"page":3}}"#],
            &["1"],
            "its cursor `next`, which leads to the next page, is neither a string nor an integer",
        ),
        (
            &[FIRST, r#"{"widgets":[{"id":"2"}],"more":true}"#],
            &["1"],
            "its field `more` states that there is another page, but there is no cursor `next`",
        ),
        (&[FIRST, r#"{"widgets":[{"id":"2"}],"next":"","more":true}"#], &["1"], "but there is no cursor `next`"),
        // The items of a page with a repeated cursor are valid.
        (
            &[FIRST, r#"{"widgets":[{"id":"2"},{"id":"3"}],"next":"a"}"#],
            &["1", "2", "3"],
            "its cursor `next` leads back to a page that was read before (pages before: 2, items: 3)",
        ),
        (
            &[FIRST, r#"{"widgets":[{"id":"2"}],"next":"b"}"#, r#"{"widgets":[],"next":"a"}"#],
            &["1", "2"],
            "leads back to a page that was read before (pages before: 3, items: 2)",
        ),
        (&[FIRST, r#"{"error":{"code":7,"message":"gone"}}"#], &["1"], "400 (7 GONE): gone"),
    ];
    for (responses, expected, words) in cases {
        let (ids, _, error) = items(responses).await;
        assert_eq!(ids, *expected, "{responses:?}");
        let error = error.unwrap_or_else(|| panic!("{responses:?}: the list ended short")).to_string();
        assert!(error.contains(words), "{responses:?}: {error}");
        // The same for pages.
        let server = scripted(responses).await;
        let mut pages = client(&server).list().pages();
        let mut ids = Vec::new();
        let error = loop {
            match pages.try_next().await {
                Ok(Some(page)) => ids.extend(page.widgets.iter().map(|widget| widget.id.clone())),
                Ok(None) => panic!("{responses:?}: the pages ended short"),
                Err(error) => break error,
            }
        };
        assert!(matches!(pages.try_next().await, Ok(None)), "an error ends the list");
        assert_eq!((ids.as_slice(), error.to_string().contains(words)), (owned(expected).as_slice(), true), "{error}");
        let progress = if let Error::Decode(error) = &error { error.list_progress() } else { None };
        assert_eq!(progress.is_some(), error.to_string().contains("pages before"), "{error}");
    }
}

#[tokio::test]
async fn start_cursor_of_a_list_is_remembered() {
    let server =
        LoopbackServer::start_with(|_| MockResponse::json(200, r#"{"widgets":[{"id":"1"}],"next":"a"}"#)).await;
    let mut items = client(&server).list().with(|call| call.extra_query("after", "a")).items();
    assert_eq!(items.try_next().await.expect("the first page").map(|item| item.id).as_deref(), Some("1"));
    let error = items.try_next().await.expect_err("the list would be endless");
    assert!(error.to_string().contains("leads back"), "{error}");
    assert_eq!(server.requests().len(), 1);
}

/// If the API states that the last page repeats its cursor, this is the end of the list. A longer cycle is an error.
#[tokio::test]
async fn repeated_cursor_ends_a_list_if_the_api_states_so() {
    let page = |id: u32, next: &str| format!(r#"{{"widgets":[{{"id":"{id}"}}],"next":"{next}"}}"#);
    for (responses, expected, is_error) in [
        (vec![page(1, "a"), page(2, "b"), page(3, "b")], 3, false),
        (vec![page(1, "a"), page(2, "a")], 2, false),
        (vec![page(1, "a"), page(2, "b"), page(3, "a")], 3, true),
    ] {
        let server = scripted(&responses.iter().map(String::as_str).collect::<Vec<_>>()).await;
        let mut items = client(&server).list_repeating().items();
        let mut count = 0;
        let is_err = loop {
            match items.try_next().await {
                Ok(Some(_)) => count += 1,
                Ok(None) => break false,
                Err(_) => break true,
            }
        };
        assert_eq!((count, is_err), (expected, is_error), "{responses:?}");
    }
}

/// A server with the pages 1 to 5 of one widget each. The cursors around page 3 are `s3` and `e3`.
fn two_way(request: &RecordedRequest, flaw: &str) -> MockResponse {
    let value = |name: &str| {
        let query = request.target.split_once('?').map_or("", |(_, query)| query);
        query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')).map(str::to_owned)
    };
    let number = |cursor: String| cursor[1..].parse::<i64>().expect("a cursor of this server");
    let page = match (value("after").map(number), value("before").map(number)) {
        (Some(_), Some(_)) => return MockResponse::json(400, r#"{"error":{"code":1,"message":"one cursor only"}}"#),
        (Some(after), None) => after + 1,
        (None, Some(before)) => before - 1,
        (None, None) => 1,
    };
    let (previous, next) = match flaw {
        "has no flags" => (String::new(), String::new()),
        _ => (format!(r#","has_previous":{}"#, page > 1), format!(r#","has_next":{}"#, page < 5)),
    };
    let end = if page < 5 { format!("e{page}") } else { String::new() };
    let start = match (flaw, page) {
        ("leads back", 2) => "s3".to_owned(),
        (_, 1) => String::new(),
        _ => format!("s{page}"),
    };
    MockResponse::json(
        200,
        format!(r#"{{"widgets":[{{"id":"{page}"}}],"start":"{start}","end":"{end}"{previous}{next}}}"#),
    )
}

#[tokio::test]
async fn cursors_lead_forwards_and_backwards_from_any_page() {
    for (flaw, start, forwards, ids, error) in [
        ("none", None, true, "12345", ""),
        ("none", None, false, "1", ""),
        ("none", Some(("after", "e2")), true, "345", ""),
        ("none", Some(("after", "e2")), false, "321", ""),
        ("none", Some(("before", "s4")), true, "345", ""),
        ("none", Some(("before", "s4")), false, "321", ""),
        ("has no flags", Some(("before", "s4")), false, "321", ""),
        ("leads back", Some(("before", "s3")), true, "2345", ""),
        ("leads back", Some(("before", "s3")), false, "2", "its cursor `start` leads back"),
    ] {
        let case = format!("{flaw}, {start:?}, forwards: {forwards}");
        let server = LoopbackServer::start_with(move |request| two_way(request, flaw)).await;
        let request = || {
            client(&server).list_two_way().with(|call| match start {
                Some((name, value)) => call.extra_query(name, value),
                None => call,
            })
        };
        let mut items = if forwards { request().items() } else { request().items_backwards() };
        let (mut found, mut problem) = (String::new(), String::new());
        loop {
            match items.try_next().await {
                Ok(Some(item)) => found.push_str(&item.id),
                Ok(None) => break,
                Err(error) => problem = error.to_string(),
            }
        }
        assert_eq!(found, ids, "{case}");
        assert!(problem.contains(error) && problem.is_empty() == error.is_empty(), "{case}: {problem}");
        let mut pages = if forwards { request().pages() } else { request().pages_backwards() };
        let mut found = String::new();
        while let Ok(Some(page)) = pages.try_next().await {
            found.extend(page.widgets.iter().map(|widget| widget.id.as_str()));
        }
        assert_eq!(found, ids, "{case}, page by page");
    }
}

#[tokio::test]
async fn list_by_offset_ends_with_an_empty_page_or_its_total() {
    for (responses, expected, is_error) in [
        (vec![r#"{"widgets":[{"id":"1"},{"id":"2"}]}"#, r#"{"widgets":[{"id":"3"}]}"#, r#"{"widgets":[]}"#], 3, false),
        (vec![r#"{"widgets":[{"id":"1"},{"id":"2"}],"total":2}"#], 2, false),
        (vec![r#"{"widgets":[{"id":"1"},{"id":"2"}],"total":3}"#, r#"{"total":3}"#], 2, true),
        (vec![r#"{"widgets":[{"id":"1"}],"total":3}"#, r#"{"widgets":[{}],"total":3}"#], 1, true),
    ] {
        let server = scripted(&responses).await;
        let mut items = client(&server).list_by_offset().items();
        let mut count = 0;
        let is_err = loop {
            match items.try_next().await {
                Ok(Some(_)) => count += 1,
                Ok(None) => break false,
                Err(_) => break true,
            }
        };
        assert_eq!((count, is_err), (expected, is_error), "{responses:?}");
    }
}

/// A server with the widgets 1 to 9 that returns those around an anchor, with one of several flaws.
fn windows(request: &RecordedRequest, flaw: &str) -> MockResponse {
    let value = |name: &str| {
        let query = request.target.split_once('?').map_or("", |(_, query)| query);
        query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')).and_then(|text| text.parse().ok())
    };
    let size = |name: &str| value(name).unwrap_or(2_i64);
    let anchor: i64 = value("around").or(value("at")).unwrap_or(0);
    let is_included = flaw == "ignores inclusive" || !request.target.contains("inclusive=false");
    let both_sides = flaw == "gives both sides";
    let (before, after) = if both_sides { (2, 2) } else { (size("before"), size("behind")) };
    let mut ids: Vec<i64> = (1..=9).collect();
    ids.retain(|id| (anchor - before..=anchor + after).contains(id) && (*id != anchor || is_included));
    if flaw == "overlaps" && !ids.is_empty() {
        let nearest = if before > 0 { anchor + 1 } else { anchor - 1 };
        ids.extend((1..=9).contains(&nearest).then_some(nearest));
        ids.sort_unstable();
    }
    if flaw == "starts again at the end" && ids.is_empty() {
        ids = vec![4, 5];
    }
    if request.target.contains("reverse=true") {
        ids.reverse();
    }
    let widgets: Vec<String> = ids.iter().map(|id| format!(r#"{{"id":"{id}"}}"#)).collect();
    MockResponse::json(200, format!(r#"{{"widgets":[{}]}}"#, widgets.join(",")))
}

#[tokio::test]
async fn windows_never_return_an_item_twice() {
    for flaw in ["none", "ignores inclusive", "gives both sides", "overlaps", "starts again at the end"] {
        let server = LoopbackServer::start_with(move |request| windows(request, flaw)).await;
        let client = client(&server);
        let around = |at| client.list_around(at);
        for (name, mut items, forwards) in [
            ("forwards", around(5).items(), true),
            ("backwards", around(5).items_backwards(), false),
            ("forwards, one way", client.list_one_way(5).items(), true),
            ("backwards, one way", client.list_one_way(5).items_backwards(), false),
        ] {
            let mut ids = Vec::new();
            let error = loop {
                match items.try_next().await {
                    Ok(Some(item)) => ids.push(item.id.parse::<i64>().expect("a number")),
                    Ok(None) => break None,
                    Err(error) => break Some(error),
                }
            };
            let mut sorted = ids.clone();
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(sorted.len(), ids.len(), "{flaw}, {name}: {ids:?}");
            let (wanted, other): (Vec<i64>, Vec<i64>) =
                if forwards { ((5..=9).collect(), (1..5).collect()) } else { ((1..=5).collect(), (6..=9).collect()) };
            assert!(wanted.iter().all(|id| sorted.contains(id)), "{flaw}, {name}: {ids:?}");
            assert!(flaw != "none" || !other.iter().any(|id| sorted.contains(id)), "{flaw}, {name}: {ids:?}");
            let may_fail = flaw == "starts again at the end";
            let is_expected = error.as_ref().is_none_or(|error| may_fail && error.to_string().contains("leads back"));
            assert!(is_expected, "{flaw}, {name}: {error:?}");
        }
    }
}

#[tokio::test]
async fn cyclic_window_is_an_error() {
    let page = |ids: [u32; 2]| format!(r#"{{"widgets":[{{"id":"{}"}},{{"id":"{}"}}]}}"#, ids[0], ids[1]);
    let responses = [[8, 7], [6, 5], [4, 3], [2, 1], [8, 7]].map(page);
    let server = scripted(&responses.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let mut items = client(&server).list_around(9).items_backwards();
    for expected in (1..=8).rev() {
        let item = items.try_next().await.expect("the call succeeds");
        assert_eq!(item.map(|item| item.id), Some(expected.to_string()));
    }
    let error = items.try_next().await.expect_err("item 8 was returned before").to_string();
    assert!(error.contains("the field `id` of its last item leads back to a page that was read before"), "{error}");
    assert!(error.contains("(pages before: 4, items: 8)"), "{error}");
}

/// A page with only items of the previous page is the last one. In pages, repeated items are left out too.
#[tokio::test]
async fn page_of_repeated_items_ends_a_window() {
    let page = r#"{"widgets":[{"id":"1"},{"id":"2"}]}"#;
    let server = LoopbackServer::start_with(move |_| MockResponse::json(200, page)).await;
    let mut pages = client(&server).list_around(1).pages();
    let mut sizes = Vec::new();
    while let Some(page) = pages.try_next().await.expect("the call succeeds") {
        sizes.push(page.widgets.len());
    }
    assert_eq!((sizes, server.requests().len()), (vec![2, 0], 2));
}

#[tokio::test]
async fn call_without_pagination_can_not_be_listed() {
    let server = LoopbackServer::start().await;
    let raw = client(&server).raw(Method::GET, &MAIN, "/v1/widgets");
    let error = raw.clone().items::<Widget>().try_next().await.expect_err("there is no pagination");
    assert!(error.to_string().contains("has no paginated list"), "{error}");
    assert!(matches!(raw.pages::<Widget>().try_next().await, Err(Error::InvalidRequest(_))));
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn pages_have_headers_and_are_streams() {
    let server = LoopbackServer::start().await;
    server.queue(MockResponse::new(200, &[("X-Left", "9")], r#"{"widgets":[{"id":"1"},{}],"next":"a"}"#));
    server.queue(MockResponse::json(200, r#"{"widgets":[]}"#));
    let mut pages = client(&server).list().pages();
    let page = std::future::poll_fn(|context| Pin::new(&mut pages).poll_next(context)).await;
    let page = page.expect("there is a page").expect("the call succeeds");
    assert_eq!(page.headers().get("x-left").and_then(|value| value.to_str().ok()), Some("9"));
    assert_eq!((page.widgets.len(), page.warnings().len()), (1, 1));
    let mut count = 0;
    std::future::poll_fn(|context| {
        while let Poll::Ready(page) = Pin::new(&mut pages).poll_next(context) {
            match page {
                Some(_) => count += 1,
                None => return Poll::Ready(()),
            }
        }
        Poll::Pending
    })
    .await;
    assert_eq!(count, 1);
    let mut dropped = client(&server).list().items();
    server.queue(MockResponse::json(200, r#"{"widgets":[{"id":"1"}],"next":"a"}"#));
    dropped.try_next().await.expect("the call succeeds");
    drop(dropped);
    assert_eq!(server.requests().len(), 3, "a list that is not read further fetches no page");
}
