//! The example `webhook_receiver` as a separate process with real sockets.

use std::env;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Output, Stdio};

use sendbird_platform::testing::{event_payload, event_payloads, sign};
use sendbird_platform::{SignedEvent, chat, desk};

const CHAT_TOKEN: &str = "canary-chat-token";
const DESK_TOKEN: &str = "canary-desk-token";

/// Returns the command of the example, without tokens in its environment.
fn example() -> Command {
    // Tests are in `deps`, beside `examples`.
    let program = env::current_exe().expect("a test has a path");
    let folder = program.ancestors().nth(2).expect("the test is in `deps` of the target directory");
    let mut command =
        Command::new(folder.join("examples").join(format!("webhook_receiver{}", env::consts::EXE_SUFFIX)));
    command.env_remove("SENDBIRD_API_TOKEN").env_remove("SENDBIRD_DESK_API_TOKEN");
    command
}

fn output(command: &mut Command) -> (Output, String) {
    let output =
        command.output().expect("`cargo test` builds the examples; with `--test`, run `cargo build --examples` before");
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output, text)
}

/// A running example. It is killed at the end of its test.
struct Receiver {
    child: Child,
    lines: BufReader<ChildStdout>,
    address: String,
}

impl Receiver {
    fn start(command: &mut Command) -> Self {
        let mut child = command
            .args(["--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("`cargo test` builds the examples; with `--test`, run `cargo build --examples` before");
        let mut lines = BufReader::new(child.stdout.take().expect("the output is piped"));
        let mut first = String::new();
        lines.read_line(&mut first).expect("the output is UTF-8");
        let address =
            first.trim().strip_prefix("listening on http://").expect("the first line is the address").to_owned();
        Self { child, lines, address }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.lines.read_line(&mut line).expect("the output is UTF-8");
        line.trim_end().to_owned()
    }

    /// Sends a request. Returns the status and the body of the response.
    fn post(&self, path: &str, headers: &[(&str, &str)], body: &str) -> (u16, String) {
        self.post_with_length(body.len(), path, headers, body)
    }

    /// Sends a request with a different `Content-Length`.
    fn post_with_length(&self, length: usize, path: &str, headers: &[(&str, &str)], body: &str) -> (u16, String) {
        let mut socket = TcpStream::connect(&self.address).expect("the receiver listens");
        let headers: Vec<String> = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let headers = headers.concat();
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
        );
        socket.write_all(request.as_bytes()).expect("the receiver reads");
        let mut response = String::new();
        socket.read_to_string(&mut response).expect("the receiver responds");
        let (head, body) = response.split_once("\r\n\r\n").expect("the response is HTTP");
        (head[9..12].parse().expect("a status is a number"), body.to_owned())
    }

    fn post_signed<E: SignedEvent>(&self, path: &str, token: &str, body: &str) -> u16 {
        let (name, value) = sign::<E>(token, body);
        self.post(path, &[(name, &value)], body).0
    }

    /// Sends Ctrl-C. Returns whether the receiver succeeded, and the rest of its output.
    #[cfg(unix)]
    fn stop(mut self) -> (bool, String, String) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().expect("`kill` exists").success());
        let (mut stdout, mut stderr) = (String::new(), String::new());
        self.lines.read_to_string(&mut stdout).expect("the output is UTF-8");
        self.child
            .stderr
            .take()
            .expect("the output is piped")
            .read_to_string(&mut stderr)
            .expect("the output is UTF-8");
        (self.child.wait().expect("the receiver ends").success(), stdout, stderr)
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        // The process may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn help_and_configuration_errors_are_printed() {
    let (output_of_help, text) = output(example().arg("--help"));
    assert!(output_of_help.status.success(), "{text}");
    for part in [
        "--listen",
        "--malformed",
        "127.0.0.1:8080",
        "SENDBIRD_API_TOKEN",
        "SENDBIRD_DESK_API_TOKEN",
        "/chat",
        "/desk",
        "Examples:",
        "Exit status: 0",
    ] {
        assert!(text.contains(part), "`{part}` is not in:\n{text}");
    }
    for (variables, part) in [
        (&[][..], "error: there is no token: set the environment variable SENDBIRD_API_TOKEN"),
        (&[("SENDBIRD_API_TOKEN", "")], "`api_token` is empty; anyone could sign with it"),
        (&[("SENDBIRD_DESK_API_TOKEN", "a\n")], "SENDBIRD_DESK_API_TOKEN: can't build the event verifier"),
    ] {
        let (output, text) = output(example().args(["--listen", "127.0.0.1:0"]).envs(variables.iter().copied()));
        assert!(output.status.code() == Some(2) && text.contains(part), "{text}");
    }
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("loopback can be listened on");
    let address = taken.local_addr().expect("it has an address").to_string();
    let (output, text) = output(example().args(["--listen", &address]).env("SENDBIRD_API_TOKEN", CHAT_TOKEN));
    assert!(
        output.status.code() == Some(1) && text.starts_with(&format!("error: can't listen on {address}")),
        "{text}"
    );
}

#[test]
fn signed_but_malformed_event_is_stored_once() {
    let parent = tempfile::tempdir().expect("a folder can be created");
    let folder = parent.path().join("malformed");
    let mut command = example();
    let receiver = Receiver::start(command.env("SENDBIRD_API_TOKEN", CHAT_TOKEN).arg("--malformed").arg(&folder));
    let files = || -> Vec<_> {
        std::fs::read_dir(&folder).expect("the folder exists").flatten().map(|file| file.path()).collect()
    };
    let body = "\u{feff}[\"canary\"]";
    let (name, other) = sign::<chat::Event>("other", body);
    assert_eq!(receiver.post("/chat", &[(name, &other)], body).0, 401);
    assert_eq!(receiver.post("/chat", &[], body).0, 401);
    assert_eq!(files().len(), 0, "only signed events are stored");
    for _ in 0..3 {
        assert_eq!(receiver.post_signed::<chat::Event>("/chat", CHAT_TOKEN, body), 200);
        assert_eq!(files().len(), 1, "a duplicate delivery has the same file");
    }
    assert_eq!(std::fs::read(&files()[0]).expect("the file can be read"), body.as_bytes());
    assert_eq!(receiver.post_signed::<chat::Event>("/chat", CHAT_TOKEN, "[2]"), 200);
    assert_eq!(files().len(), 2);
    std::fs::remove_dir_all(&folder).expect("the folder can be removed");
    assert_eq!(receiver.post_signed::<chat::Event>("/chat", CHAT_TOKEN, body), 503, "the vendor sends it again");
    #[cfg(unix)]
    {
        let (succeeded, stdout, stderr) = receiver.stop();
        assert!(succeeded && stdout == "stopped\n", "{stdout}\n{stderr}");
        for (start, count) in [("rejected with 401: ", 2), ("stored as ", 4), ("", 7)] {
            assert_eq!(stderr.lines().filter(|line| line.starts_with(start)).count(), count, "{start}: {stderr}");
        }
        assert!(stderr.contains("can't be written: No such file") && !stderr.contains("canary"), "{stderr}");
    }
    std::fs::write(&folder, "").expect("the file can be written");
    let (output, text) = output(example().env("SENDBIRD_API_TOKEN", CHAT_TOKEN).arg("--malformed").arg(&folder));
    assert!(output.status.code() == Some(2) && text.contains("can't be created: "), "{text}");
}

#[test]
fn only_signed_events_are_accepted() {
    let tokens = [("SENDBIRD_API_TOKEN", "new-token,canary-chat-token"), ("SENDBIRD_DESK_API_TOKEN", DESK_TOKEN)];
    let mut receiver = Receiver::start(example().envs(tokens));

    let message = event_payload::<chat::Event>("group_channel:message_send");
    assert_eq!(receiver.post_signed::<chat::Event>("/chat", CHAT_TOKEN, message), 200);
    assert_eq!(receiver.line(), "chat group_channel:message_send: message 9130450002 in night shift/7");

    // A duplicate delivery gets the same response and is dropped.
    assert_eq!(receiver.post_signed::<chat::Event>("/chat", "new-token", message), 200);
    let unknown = r#"{"category":"poem:write","text":"canary"}"#;
    assert_eq!(receiver.post_signed::<chat::Event>("/chat", CHAT_TOKEN, unknown), 200);
    assert_eq!(receiver.line(), "chat \"poem:write\", unknown in this version");
    let ticket = event_payload::<desk::Event>("TICKET.CREATED");
    assert_eq!(receiver.post_signed::<desk::Event>("/desk", DESK_TOKEN, ticket), 200);
    assert_eq!(receiver.line(), "desk TICKET.CREATED: ticket 90018");

    let (name, value) = sign::<chat::Event>(CHAT_TOKEN, message);
    let changed = message.replace("\\/", "/");
    assert_ne!(changed, message, "the example body escapes slashes as the vendor does");
    let other = sign::<chat::Event>("other", message).1;
    for (path, headers, body, status, response) in [
        ("/chat", &[][..], message, 401, "the signature is missing"),
        ("/chat", &[(name, "canary")], message, 401, "the signature is malformed"),
        ("/chat", &[(name, other.as_str())], message, 401, "the signature does not match"),
        ("/chat", &[(name, value.as_str())], &changed, 401, "the signature does not match"),
        ("/desk", &[(name, value.as_str())], message, 401, "the signature is missing"),
        ("/calls", &[(name, value.as_str())], message, 404, ""),
    ] {
        assert_eq!(receiver.post(path, headers, body), (status, response.to_owned()), "{path} {headers:?}");
    }
    let no_event = sign::<chat::Event>(CHAT_TOKEN, "[]");
    let outcome = receiver.post("/chat", &[(no_event.0, &no_event.1)], "[]");
    assert_eq!(outcome, (400, "the body is malformed".to_owned()));

    // The request is rejected before its body is sent.
    let outcome = receiver.post_with_length((1 << 20) + 1, "/chat", &[(name, &value)], "");
    assert_eq!(outcome, (413, "the body is too large".to_owned()));

    // All other known events.
    let mut names = Vec::new();
    for (name, body) in event_payloads::<chat::Event>().filter(|(name, _)| *name != "group_channel:message_send") {
        assert_eq!(receiver.post_signed::<chat::Event>("/chat", CHAT_TOKEN, body), 200, "{name}");
        assert_eq!(receiver.line(), format!("chat {name}"));
        names.push(name);
    }
    assert!(names.len() > 30, "{names:?}");

    #[cfg(unix)]
    {
        let (succeeded, stdout, stderr) = receiver.stop();
        assert!(succeeded && stdout == "stopped\n", "{stdout}\n{stderr}");
        // One event has a warning, because its name is unknown. Of rejected requests, only the reason is logged.
        let (rejected, lines): (Vec<&str>, Vec<&str>) =
            stderr.lines().partition(|line| line.starts_with("rejected with "));
        assert!(lines.len() == 1 && lines[0].contains("unknown `category`"), "{stderr}");
        assert_eq!(rejected.len(), 7, "{stderr}");
        for reason in ["401: no signature", "401: malformed signature", "401: signature mismatch", "400: ", "413: "] {
            assert!(rejected.iter().any(|line| line.contains(reason)), "{reason}: {stderr}");
        }
        for secret in ["canary", "new-token", &value] {
            assert!(!stderr.contains(secret), "{stderr}");
        }
    }
}
