//! Going through lists: where they go on, and where they end.

use std::pin::Pin;
use std::task::Poll;

use api_client_runtime::Error;
use api_client_runtime::testing::{Answer, LoopbackServer};
use futures_core::Stream;

use crate::client::client;

/// The ids of all items, the targets of the requests, and the error at the end.
async fn items(pages: &[&str]) -> (Vec<String>, Vec<String>, Option<Error>) {
    let server = LoopbackServer::start().await;
    for page in pages {
        server.answer(Answer::json(if page.contains("error") { 400 } else { 200 }, *page));
    }
    let mut items = client(&server).list().with(|call| call.extra_query("size", "2")).items();
    let (mut ids, mut error) = (Vec::new(), None);
    assert!(server.requests().is_empty(), "nothing is fetched before somebody asks");
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
async fn a_list_ends_where_the_server_says_so_and_never_runs_in_circles() {
    let first = r#"{"widgets":[{"id":"1"}],"next":"a+b/="}"#;
    let ends = [
        r#"{"widgets":[{"id":"2"}]}"#,
        r#"{"widgets":[{"id":"2"}],"next":null}"#,
        r#"{"widgets":[{"id":"2"}],"next":""}"#,
        r#"{"widgets":[{"id":"2"}],"next":"a+b/="}"#,
        r#"{"widgets":[{"id":"2"}],"next":"c","more":false}"#,
    ];
    for end in ends {
        let (ids, targets, error) = items(&[first, end]).await;
        assert_eq!(ids, ["1", "2"], "{end}");
        assert_eq!(targets, ["/v1/widgets?size=2", "/v1/widgets?size=2&after=a%2Bb%2F%3D"], "{end}");
        assert!(error.is_none(), "{end}");
    }
}

#[tokio::test]
async fn a_list_that_goes_on_from_a_cursor_remembers_it() {
    let server = LoopbackServer::start_with(|_| Answer::json(200, r#"{"widgets":[{"id":"1"}],"next":"a"}"#)).await;
    let mut items = client(&server).list().with(|call| call.extra_query("after", "a")).items();
    let mut count = 0;
    while items.try_next().await.expect("the call succeeds").is_some() {
        count += 1;
    }
    assert_eq!((count, server.requests().len()), (1, 1));
}

#[tokio::test]
async fn pages_without_items_lead_on() {
    let pages = [
        r#"{"next":7}"#,
        r#"{"widgets":null,"next":"b"}"#,
        r#"{"widgets":"odd","next":"c"}"#,
        r#"{"widgets":[{"id":"1"},{"no":"id"}]}"#,
    ];
    let (ids, targets, error) = items(&pages).await;
    assert_eq!((ids, error.is_none()), (vec!["1".to_owned()], true));
    assert_eq!(targets.last().map(String::as_str), Some("/v1/widgets?size=2&after=c"));
    assert_eq!(targets[1], "/v1/widgets?size=2&after=7", "a number is a cursor");
}

#[tokio::test]
async fn a_list_does_not_end_short_without_a_word() {
    let first = r#"{"widgets":[{"id":"1"}],"next":"a"}"#;
    for (second, words) in [
        (
            r#"{"widgets":[{"id":"2"}],"next":{"page":3}}"#,
            "the cursor `next`, which leads to the next page, is neither a string nor an integer",
        ),
        (r#"{"error":{"code":7,"message":"gone"}}"#, "400 (7 GONE): gone"),
        ("[]", "expected an object, found a list"),
        ("no json", "it is no JSON"),
    ] {
        let (ids, _, error) = items(&[first, second]).await;
        assert_eq!(ids, ["1"], "{second}");
        let error = error.unwrap_or_else(|| panic!("{second}: the list ended short")).to_string();
        assert!(error.contains(words), "{second}: {error}");
    }
}

#[tokio::test]
async fn pages_come_with_everything_and_are_streams() {
    let server = LoopbackServer::start().await;
    server.answer(Answer::new(200, &[("X-Left", "9")], r#"{"widgets":[{"id":"1"},{}],"next":"a"}"#));
    server.answer(Answer::json(200, r#"{"widgets":[]}"#));
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
    server.answer(Answer::json(200, r#"{"widgets":[{"id":"1"}],"next":"a"}"#));
    dropped.try_next().await.expect("the call succeeds");
    drop(dropped);
    assert_eq!(server.requests().len(), 3, "a list that nobody reads on fetches no more");
}
