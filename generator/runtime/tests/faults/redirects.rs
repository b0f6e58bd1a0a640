//! Redirects to other origins, to invalid URLs and in loops.

use api_client_runtime::Error;

use crate::calls::{BOTH, Operation, assert_sent_once, call, client};
use crate::server::{Server, Step, in_turn, response, widget};

fn redirect(status: u16, target: &str) -> Step {
    response(status, &[("Location", target)], "")
}

/// Makes a call that ends with a redirect, which is not retried.
async fn refused(server: &Server, operation: Operation) -> Error {
    let error = call(&client(server), operation).await.expect_err("the redirect is not followed");
    assert_eq!(error.attempts(), 1, "{error}");
    assert!(!error.is_retryable(), "{error}");
    assert!(error.status().is_some_and(|status| status.is_redirection()), "{error}");
    error
}

#[tokio::test]
async fn redirect_to_a_different_origin_is_not_followed() {
    // macOS has only `127.0.0.1` and `::1`. Some containers have no IPv6.
    let address = if cfg!(target_os = "macos") { "::1" } else { "127.0.0.2" };
    let other = Server::start_at(address, vec![vec![Step::Request, widget("1")]]).await;
    for status in [301, 302, 303, 307, 308] {
        for operation in BOTH {
            let server = Server::start(in_turn(vec![redirect(status, &format!("{}/v1/widgets/1", other.url()))])).await;
            let error = refused(&server, operation).await;
            assert!(error.to_string().contains("the redirect was not followed: "), "{error}");
            // A 307 repeats the request, so nothing was executed. Other redirects may lead to the created resource.
            assert_eq!(error.may_have_been_executed(), status < 307, "{error}");
            let warns =
                error.to_string().ends_with("; the server may have executed the call: check before you retry it");
            assert_eq!(warns, status < 307 && operation == Operation::Post, "{error}");
            assert_eq!(server.requests(), 1);
        }
    }
    assert_eq!(other.connections(), 0);
}

#[tokio::test]
async fn redirect_loop_ends() {
    for (operation, status) in [(Operation::Get, 302), (Operation::Get, 308), (Operation::Post, 307)] {
        let server = Server::start(in_turn(vec![redirect(status, "/v1/again")])).await;
        let error = refused(&server, operation).await;
        assert!(error.to_string().contains("it is the 6th in a row"), "{error}");
        assert_eq!(server.requests(), 6, "{error}");
        assert_eq!(error.may_have_been_executed(), status == 302, "{error}");
    }
}

#[tokio::test]
async fn redirect_keeps_the_method_post() {
    let server = Server::start(in_turn(vec![redirect(307, "/v1/moved"), widget("1")])).await;
    call(&client(&server), Operation::Post).await.expect("the same is sent there");
    assert_eq!(server.request_lines(), ["POST /v1/widgets HTTP/1.1", "POST /v1/moved HTTP/1.1"]);
    assert_sent_once(Operation::Post, &server, 1, "a 307 refuses");

    let server = Server::start(in_turn(vec![redirect(302, "/v1/made"), widget("1")])).await;
    let error = refused(&server, Operation::Post).await;
    assert!(error.to_string().contains("it would turn the call into a GET"), "{error}");
    assert!(error.may_have_been_executed(), "it may lead to the created resource: {error}");
    assert_eq!(server.requests(), 1);
}

/// A fault after a redirect is a fault of the call.
#[tokio::test]
async fn fault_after_a_redirect_fails_the_call() {
    let server = Server::start(in_turn(vec![redirect(307, "/v1/moved"), Step::Reset])).await;
    let error = call(&client(&server), Operation::Post).await.expect_err("the connection fails");
    assert!(error.is_transport() && error.may_have_been_executed() && !error.is_retryable(), "{error}");
    assert_eq!((error.attempts(), server.requests()), (1, 2), "{error}");
}
