//! `api-client serve`: a child process and real requests.

use std::io::{BufRead, BufReader, Lines, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Stdio};

use crate::support::{Workshop, copy, repository};

const TOKEN: &str = "Authorization: Bearer EXAMPLE-ACCESS-TOKEN\r\n";

/// A running server. Dropping it ends its process.
struct Server {
    child: Child,
    output: Lines<BufReader<ChildStdout>>,
    address: String,
}

fn workshop() -> Workshop {
    let workshop = Workshop::empty();
    copy(&repository().join("generator/tests/specs/lending"), &workshop.path("spec"));
    workshop
}

impl Server {
    fn start(workshop: &Workshop, options: &[&str]) -> Self {
        let arguments = [&["serve", "--port", "0"], options].concat();
        let mut command = workshop.command(&arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command can be run");
        let mut output = BufReader::new(child.stdout.take().expect("it is piped")).lines();
        let line = output.next().expect("the server prints its address").expect("it is text");
        let address = line.split_once("http://").and_then(|(_, rest)| rest.split_once(';')).expect("an address").0;
        Self { child, output, address: address.to_owned() }
    }

    fn lines(&mut self, count: usize) -> Vec<String> {
        self.output.by_ref().take(count).map(|line| line.expect("it is text")).collect()
    }

    /// Sends a request, and returns the status line and the body of the response.
    fn send(&self, line: &str, headers: &str, body: &str) -> (String, String) {
        let mut stream = TcpStream::connect(&self.address).expect("the server listens");
        let length = body.len();
        let text = format!("{line} HTTP/1.1\r\nHost: x\r\n{headers}Content-Length: {length}\r\n\r\n{body}");
        stream.write_all(text.as_bytes()).expect("the server reads");
        stream.shutdown(std::net::Shutdown::Write).expect("the connection is there");
        let mut reply = String::new();
        stream.read_to_string(&mut reply).expect("the server responds");
        let (head, body) = reply.split_once("\r\n\r\n").expect("a response has a head");
        (head.lines().next().unwrap_or_default().to_owned(), body.to_owned())
    }

    /// Ends the process, and returns its standard error.
    fn stop(mut self) -> String {
        self.child.kill().expect("the process can be ended");
        self.stderr()
    }

    fn stderr(&mut self) -> String {
        let mut text = String::new();
        let mut stderr = self.child.stderr.take().expect("it is piped");
        stderr.read_to_string(&mut text).expect("it is text");
        text
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The process may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn requests_are_answered_and_printed_with_their_problems() {
    let workshop = workshop();
    let mut server = Server::start(&workshop, &[]);
    assert!(server.address.starts_with("127.0.0.1:"), "{}", server.address);
    assert_eq!(
        server.lines(6),
        [
            "tokens:",
            "  header `Authorization: Bearer EXAMPLE-ACCESS-TOKEN` for main",
            "  header `X-Files-Key: EXAMPLE-FILES-KEY` for files",
            "configuration values in requests:",
            "  branch: north-1",
            "  tenant: city",
        ]
    );
    for (line, headers, body, status, expected, printed) in [
        ("GET /books", TOKEN, "", "200", "\"isbn\":\"1\"", &["GET /books 200 library.books.list_books"][..]),
        // All hosts share the address, and each has its own token and error format.
        (
            "GET /store/covers/1",
            "X-Files-Key: EXAMPLE-FILES-KEY\r\n",
            "",
            "200",
            "{}",
            &["GET /store/covers/1 200 library.books.fetch_cover"],
        ),
        (
            "GET /store/covers/1",
            TOKEN,
            "",
            "401",
            "\"detail\":\"the fake server: header `X-Files-Key` is missing",
            &[
                "GET /store/covers/1 401 library.books.fetch_cover",
                "  problem: header `X-Files-Key` is missing: it has the credential `files_key`",
            ],
        ),
        (
            "DELETE /books/1?key=secret",
            &format!("{TOKEN}Content-Type: application/json\r\n"),
            "{\"reason\":5,\"\\u001b[31mred\":1}",
            "400",
            "body field `reason`",
            &[
                "DELETE /books/1 400 library.books.delete_book",
                "  problem: query parameter `key` is unknown to the operation",
                "  problem: body field `reason` is not a string (5)",
                "  problem: body field `\u{fffd}[31mred` is unknown to the operation",
            ],
        ),
        (
            "GET /nowhere",
            TOKEN,
            "",
            "400",
            "no operation has this method and path",
            &["GET /nowhere 400 no operation", "  problem: no operation has this method and path"],
        ),
    ] {
        let (head, reply) = server.send(line, headers, body);
        assert_eq!(head.split(' ').nth(1), Some(status), "{line}: {head}");
        assert!(reply.contains(expected), "{line}: {reply}");
        assert_eq!(server.lines(printed.len()), printed, "{line}");
    }
    assert_eq!(server.stop(), "");
}

#[test]
fn created_and_seeded_objects_are_remembered_unless_the_server_is_stateless() {
    let workshop = Workshop::empty();
    copy(&repository().join("generator/tests/specs/obstacle_course"), &workshop.path("spec"));
    let token = "Authorization: Token token=EXAMPLE-MAIN-TOKEN\r\n";
    workshop.write("seed.json", r#"{ "match.box": [{ "box_id": "b7", "label": "Seeded" }] }"#);
    let server = Server::start(&workshop, &["--seed", "seed.json"]);
    let (head, reply) = server.send("GET /m/v1/boxes/b7", token, "");
    assert!(head.contains(" 200 ") && reply.contains("Seeded"), "{head}: {reply}");
    let (head, _) = server.send("GET /m/v1/boxes/b8", token, "");
    assert!(!head.contains(" 200 "), "{head}");
    let json = format!("{token}Content-Type: application/json\r\n");
    server.send("POST /m/v1/boxes", &json, r#"{"box_id":"b8","label":"Made"}"#);
    let (head, reply) = server.send("GET /m/v1/boxes/b8", token, "");
    assert!(head.contains(" 200 ") && reply.contains("Made"), "{head}: {reply}");
    server.stop();

    let server = Server::start(&workshop, &["--stateless"]);
    let (head, _) = server.send("GET /m/v1/boxes/b9", token, "");
    assert!(head.contains(" 200 "), "{head}");
    server.stop();

    workshop.write("bad.json", r#"{ "match.box": [{ "label": "No id" }] }"#);
    for (file, expected) in [
        ("bad.json", "error: bad.json: invalid seed of the fake server: `$[\"match.box\"][0].box_id` is missing"),
        ("none.json", "error: can't read the seed none.json: "),
    ] {
        let outcome = workshop.run(&["serve", "--port", "0", "--seed", file]).exits(2);
        assert!(outcome.stderr.starts_with(expected), "{}", outcome.stderr);
        assert_eq!(outcome.stdout, "");
    }
}

#[test]
fn quiet_server_prints_invalid_requests_only() {
    let workshop = workshop();
    let mut server = Server::start(&workshop, &["--quiet"]);
    server.send("GET /books", TOKEN, "");
    server.send("GET /books", "", "");
    assert_eq!(server.lines(1), ["GET /books 401 library.books.list_books"]);
}

/// Ctrl-C sends this signal. A script can stop the server in the same way.
#[cfg(unix)]
#[test]
fn interrupted_server_exits_with_0_and_frees_its_port() {
    let workshop = workshop();
    let mut server = Server::start(&workshop, &[]);
    // An open connection does not keep the process alive.
    let _open = TcpStream::connect(&server.address).expect("the server listens");
    let status = std::process::Command::new("kill").args(["-INT", &server.child.id().to_string()]).status();
    assert!(status.expect("there is `kill`").success());
    let status = server.child.wait().expect("the process ends");
    assert_eq!((status.code(), server.stderr().as_str()), (Some(0), ""));
    assert!(TcpStream::connect(&server.address).is_err());
}

#[test]
fn port_in_use_is_an_error_with_the_option_that_helps() {
    let workshop = workshop();
    let server = Server::start(&workshop, &[]);
    let port = server.address.rsplit(':').next().expect("an address has a port");
    let outcome = workshop.run(&["serve", "--port", port]).exits(2);
    let start = format!("error: can't listen on {}: ", server.address);
    assert!(outcome.stderr.starts_with(&start) && outcome.stderr.contains("`--port`"), "{}", outcome.stderr);
    assert_eq!(outcome.stdout, "");
    for (options, expected) in [
        (["--port", "65536"], "65536 is not in 0..=65535"),
        (["--host", "localhost"], "invalid IP address syntax"),
        (["--host", "203.0.113.1"], "use an address of this computer for `--host`"),
    ] {
        let outcome = workshop.run(&[&["serve"], &options[..]].concat()).exits(2);
        assert!(outcome.stderr.contains(expected), "{options:?}: {}", outcome.stderr);
    }
}

#[test]
fn address_that_other_computers_can_reach_is_a_warning() {
    let workshop = workshop();
    let server = Server::start(&workshop, &["--host", "0.0.0.0"]);
    assert!(server.address.starts_with("0.0.0.0:"), "{}", server.address);
    let stderr = server.stop();
    assert!(stderr.contains("other computers that can reach 0.0.0.0 can call the server"), "{stderr}");
}

#[test]
fn errors_in_the_spec_are_reported_and_nothing_is_served() {
    let workshop = workshop();
    workshop.edit("spec/library/books.yaml", "GET /books\n    summary", "GET books\n    summary");
    let outcome = workshop.run(&["serve", "--port", "0"]).exits(1);
    assert!(outcome.stderr.contains("spec/library/books.yaml"), "{}", outcome.stderr);
    assert_eq!(outcome.stdout, "");
}
