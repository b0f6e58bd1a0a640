//! Validation of recorded requests by a different server.

use api_client_runtime::testing::{LoopbackServer, MockResponse, RecordedRequest};

/// Returns the problem that a server with this response reports, and the requests that it received.
async fn validate(response: MockResponse) -> (Option<String>, Vec<RecordedRequest>) {
    let server = LoopbackServer::start().await;
    server.queue(response);
    let address = server.url().trim_start_matches("http://").to_owned();
    let request = RecordedRequest {
        method: "POST".into(),
        target: "/v1/widgets?limit=x".into(),
        headers: vec![
            ("Host".into(), "elsewhere".into()),
            ("X-Key".into(), "secret".into()),
            ("Content-Length".into(), "4".into()),
        ],
        body: b"\xff{}\0".to_vec(),
    };
    let output = tokio::task::spawn_blocking(move || request.assert_valid_by(&address)).await;
    let problem = output.err().map(|error| match error.into_panic().downcast::<String>() {
        Ok(text) => *text,
        Err(_) => "no text".into(),
    });
    (problem, server.requests())
}

#[tokio::test]
async fn validator_receives_the_same_bytes() {
    let (problem, requests) = validate(MockResponse::new(200, &[("Connection", "close")], "{}")).await;
    assert_eq!(problem, None);
    assert_eq!(requests[0].target, "/v1/widgets?limit=x");
    assert_eq!(requests[0].header("x-key"), Some("secret"));
    assert_ne!(requests[0].header("host"), Some("elsewhere"));
    assert_eq!(requests[0].body, b"\xff{}\0");
}

#[tokio::test]
async fn problems_that_the_validator_reports_are_shown() {
    let error = [("sl-violations", r#"[{"severity":"Error","message":"limit must be integer"}]"#)];
    let warning = [("sl-violations", r#"[{"severity":"Warning","message":"limit is deprecated"}]"#)];
    for (response, is_wrong) in [
        (MockResponse::new(422, &error, "{}"), true),
        // A response of the server that does not match its own description.
        (MockResponse::new(200, &error, "{}"), true),
        (MockResponse::new(404, &[], "{}"), true),
        (MockResponse::raw("nonsense"), true),
        (MockResponse::new(201, &warning, "{}"), false),
    ] {
        let (problem, _) = validate(response.clone()).await;
        assert_eq!(problem.is_some(), is_wrong, "{response:?}: {problem:?}");
        if let Some(problem) = problem {
            assert!(problem.contains("POST /v1/widgets?limit=x"), "{problem}");
        }
    }
}
