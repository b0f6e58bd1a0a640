//! Many concurrent calls on connections that fail in different ways.

use std::collections::HashMap;
use std::sync::Arc;

use tokio::task::JoinSet;

use crate::calls::{ATTEMPTS, Operation, SHORT, builder};
use crate::server::{Server, Step, repeat, response, write};

const CONNECTIONS: usize = 400;
const CALLS: usize = 120;

/// A different number of valid responses and a different fault on each connection.
fn scripts() -> Vec<Vec<Step>> {
    use Step::{Bytes, Echo, Hang, Request, Reset};
    let faults = [
        vec![Reset],
        vec![],
        vec![Bytes(1), Reset],
        vec![Request, Reset],
        vec![Request],
        vec![Request, write("HTTP/1.1 2")],
        vec![Request, write("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{")],
        vec![Request, write("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"), Reset],
        vec![Request, write("What?\r\n\r\n")],
        vec![Request, response(503, &[], "<html>")],
        vec![Request, Hang],
    ];
    let script = |index: usize| {
        [repeat(&[Request, Echo], index / faults.len() % 4), faults[index % faults.len()].clone()].concat()
    };
    (0..CONNECTIONS).map(script).collect()
}

/// Each response belongs to its call, a call that is not idempotent arrives at most once, and `may_have_been_executed`
/// is true if it should be.
#[tokio::test(flavor = "multi_thread")]
async fn every_call_ends_on_faulty_connections() {
    let server = Arc::new(Server::start_with(scripts()).await);
    let client = builder(server.url()).attempt_timeout(3 * SHORT).build().expect("the configuration is valid");
    let mut calls = JoinSet::new();
    for index in 0..CALLS {
        let client = client.clone();
        calls.spawn(async move {
            let id = format!("n{index}");
            let operation = if index % 2 == 0 { Operation::Get } else { Operation::Post };
            let result = match operation {
                Operation::Get => client.get(&id).with(|call| call.extra_query("echo", &id)).response().await,
                Operation::Post => client.create().with(|call| call.extra_query("echo", &id)).response().await,
            };
            (id, operation, result)
        });
    }
    let mut ends = Vec::new();
    while let Some(end) = calls.join_next().await {
        ends.push(end.expect("no panic"));
    }
    let mut arrived: HashMap<String, usize> = HashMap::new();
    for line in server.request_lines() {
        *arrived.entry(Step::echoed(&line).to_owned()).or_default() += 1;
    }
    let mut successes = [0, 0];
    for (id, operation, result) in ends {
        let times = arrived.get(&id).copied().unwrap_or_default();
        let most = if operation == Operation::Get { ATTEMPTS as usize } else { 1 };
        assert!(times <= most, "{operation:?} {id} arrived {times} times: {result:?}");
        match result {
            Ok(response) => {
                assert_eq!(response.id, id, "the response of a different call");
                assert!(times >= 1, "{operation:?} {id}");
                successes[usize::from(operation == Operation::Get)] += 1;
            }
            Err(error) => assert!(times == 0 || error.may_have_been_executed(), "{operation:?} {id}: {error}"),
        }
    }
    // Both operations have the same faults, but retried calls succeed more often.
    let half = CALLS / 2;
    assert!(successes[0] > 0 && successes[0] < half, "{successes:?} of {half} each");
    assert!(successes[1] > successes[0], "{successes:?} of {half} each");
}
