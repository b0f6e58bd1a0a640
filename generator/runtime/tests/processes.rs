//! Behavior that depends on the process: environment variables and forks. Each case runs in its own process, which is
//! this program with the name of the case in `CASE`.

use std::env;
use std::process::{Command, ExitCode, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use api_client_runtime::testing::{LoopbackServer, MockResponse};
use api_client_runtime::{Error, RetryPolicy};
use tokio::runtime::{Builder, Runtime};

use client::{Client, ClientBuilder};

#[allow(dead_code, reason = "other tests call the rest of it")]
#[path = "sockets/client.rs"]
mod client;

const WIDGET: &str = r#"{"widget":{"id":"1"}}"#;
const LIMIT: Duration = Duration::from_secs(60);
#[cfg(all(unix, not(target_vendor = "apple")))]
const NO_FILE: &str = "/no/such/folder/ca.pem";

struct Case {
    name: &'static str,
    /// Environment variables; `{proxy}` is the address of a proxy.
    variables: &'static [(&'static str, &'static str)],
    run: fn(&str),
}

const CASES: &[Case] = &[
    // Windows and macOS have the CA certificates in a store, and not in files.
    #[cfg(all(unix, not(target_vendor = "apple")))]
    Case {
        name: "a client builds and calls loopback without any CA certificate",
        variables: &[("SSL_CERT_FILE", NO_FILE), ("SSL_CERT_DIR", "/no/such/folder")],
        run: no_certificates,
    },
    Case {
        name: "a socks proxy of the environment is used",
        variables: &[("ALL_PROXY", "socks5h://{proxy}"), ("NO_PROXY", "direct.example")],
        run: through_the_proxy,
    },
    Case {
        name: "an http proxy of the environment is used",
        variables: &[("http_proxy", "http://{proxy}")],
        run: through_the_proxy,
    },
    Case {
        name: "a proxy without a scheme is an http proxy",
        variables: &[("HTTP_PROXY", "{proxy}"), ("ALL_PROXY", "ftp://unused")],
        run: through_the_proxy,
    },
    Case {
        name: "a proxy that can't be used is an error that names its variable: scheme",
        variables: &[("HTTPS_PROXY", "ftp://user:CANARY@proxy.example:1")],
        run: |url| broken_proxy(url, "HTTPS_PROXY"),
    },
    Case {
        name: "a proxy that can't be used is an error that names its variable: host",
        variables: &[("all_proxy", "http://")],
        run: |url| broken_proxy(url, "all_proxy"),
    },
    Case {
        name: "a proxy that can't be used is an error that names its variable: text",
        variables: &[("HTTPS_PROXY", ""), ("ALL_PROXY", "http://a b CANARY")],
        run: |url| broken_proxy(url, "ALL_PROXY"),
    },
    Case {
        name: "a CGI program uses no proxy of the environment",
        variables: &[("REQUEST_METHOD", "GET"), ("HTTP_PROXY", "http://{proxy}")],
        run: cgi,
    },
    #[cfg(unix)]
    Case { name: "a forked process starts afresh", variables: &[], run: forked },
];

fn main() -> ExitCode {
    if let (Ok(name), Ok(url)) = (env::var("CASE"), env::var("URL")) {
        let case = CASES.iter().find(|case| case.name == name).expect("there is such a case");
        (case.run)(&url);
        return ExitCode::SUCCESS;
    }
    let filter = env::args().skip(1).find(|argument| !argument.starts_with('-')).unwrap_or_default();
    let cases: Vec<&Case> = CASES.iter().filter(|case| case.name.contains(&filter)).collect();
    println!("\nrunning {} tests", cases.len());
    let failed = cases.iter().filter(|case| !passes(case)).count();
    println!("\ntest result: {} passed; {failed} failed\n", cases.len() - failed);
    ExitCode::from(u8::from(failed > 0))
}

/// Runs a case in its own process, with a server in this process.
fn passes(case: &Case) -> bool {
    let (server, proxy) = (LoopbackServer::start_blocking(), socks::start());
    (0..8).for_each(|_| server.queue(MockResponse::json(200, WIDGET)));
    let mut command = Command::new(env::current_exe().expect("this program has a path"));
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "REQUEST_METHOD"] {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    for (name, value) in case.variables {
        command.env(name, value.replace("{proxy}", &proxy));
    }
    command.env("CASE", case.name).env("URL", server.url()).stdout(Stdio::null());
    let mut child = command.spawn().expect("this program can be run");
    let start = Instant::now();
    let passed = loop {
        match child.try_wait().expect("it is a child of this process") {
            Some(status) => break status.success(),
            None if start.elapsed() > LIMIT => {
                eprintln!("it did not end within {LIMIT:?}");
                child.kill().expect("it runs");
                child.wait().expect("it ends");
                break false;
            }
            None => thread::sleep(Duration::from_millis(5)),
        }
    };
    println!("test {} ... {}", case.name, if passed { "ok" } else { "FAILED" });
    passed
}

fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

fn builder(url: &str) -> ClientBuilder {
    ClientBuilder::new("acme").key("k").base_url(url).retry(RetryPolicy::none())
}

fn client(url: &str) -> Client {
    builder(url).build().expect("the configuration is valid")
}

fn configuration(error: &Error) -> String {
    assert!(matches!(error, Error::Configuration(_)) && error.attempts() == 0, "{error:?}");
    error.to_string()
}

/// An address without a server.
const HTTPS: &str = "https://127.0.0.1:1";

#[cfg(all(unix, not(target_vendor = "apple")))]
fn no_certificates(url: &str) {
    runtime().block_on(async {
        client(url).get("1").await.expect("loopback needs no certificates");
        let error = configuration(&client(HTTPS).get("1").await.expect_err("nothing is trusted"));
        for part in ["CA certificates", "`ca-certificates`", "`root_certificates`", "`SSL_CERT_FILE`", NO_FILE] {
            assert!(error.contains(part), "no {part}: {error}");
        }
        let error = client(url).download(format!("{HTTPS}/file")).await.expect_err("nothing is trusted");
        assert!(configuration(&error).contains("CA certificates"));
        // With custom certificates, the system's are not required.
        let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate").cert.pem();
        let own = builder(HTTPS).root_certificates(own).build().expect("the certificate is valid");
        assert!(own.get("1").await.expect_err("no server listens").is_transport());
    });
}

fn through_the_proxy(url: &str) {
    runtime().block_on(async {
        let elsewhere = builder("http://widgets.example").allow_plain_http().build().expect("it is valid");
        assert_eq!(elsewhere.get("1").await.expect("the proxy responds").id, socks::ID);
        assert_eq!(client(url).get("1").await.expect("the server responds").id, "1", "loopback is not proxied");
        let direct = builder("http://direct.example").allow_plain_http().no_proxy().build().expect("it is valid");
        assert!(direct.get("1").await.expect_err("there is no such host").is_transport());
        if env::var_os("NO_PROXY").is_some() {
            let excepted = builder("http://direct.example").allow_plain_http().build().expect("it is valid");
            assert!(excepted.get("1").await.expect_err("there is no such host").is_transport());
        }
    });
}

fn broken_proxy(url: &str, variable: &str) {
    // On Windows, the names of variables have no case, and the error contains the name in upper case.
    let variable = if cfg!(windows) { variable.to_ascii_uppercase() } else { variable.to_owned() };
    runtime().block_on(async {
        client(url).get("1").await.expect("loopback needs no proxy");
        let error = configuration(&client(HTTPS).get("1").await.expect_err("the proxy can't be used"));
        assert!(error.contains(&format!("`{variable}`")), "no {variable}: {error}");
        assert!(error.contains("`no_proxy`") && !error.contains("CANARY"), "{error}");
        let direct = builder(HTTPS).no_proxy().build().expect("it is valid");
        assert!(direct.get("1").await.expect_err("no server listens").is_transport());
    });
}

fn cgi(_: &str) {
    runtime().block_on(async {
        let elsewhere = builder("http://widgets.example").allow_plain_http().build().expect("it is valid");
        assert!(elsewhere.get("1").await.expect_err("there is no such host").is_transport());
    });
}

#[cfg(unix)]
fn forked(url: &str) {
    let (runtime, client) = (runtime(), client(url));
    runtime.block_on(client.get("1").send()).expect("the server responds");
    #[cfg(feature = "blocking")]
    client.get("1").send().blocking().expect("the server responds");
    let child = match fork::fork().expect("processes can be forked") {
        fork::Fork::Parent(child) => child,
        fork::Fork::Child => {
            // The threads of this runtime exist only in the parent, so it must not be dropped here.
            let error = runtime.block_on(client.get("1").send()).expect_err("the runtime does not run");
            assert!(configuration(&error).contains("forked"));
            let fresh = Builder::new_current_thread().enable_all().build().expect("a runtime");
            fresh.block_on(client.get("1").send()).expect("the server responds");
            #[cfg(feature = "blocking")]
            client.get("1").send().blocking().expect("the server responds");
            std::process::exit(0);
        }
    };
    assert_eq!(fork::waitpid(child).expect("it is a child"), 0, "the child ended well");
    runtime.block_on(client.get("1").send()).expect("the connections of the parent are unharmed");
}

/// A server that is a SOCKS proxy and an HTTP proxy, and responds to each request itself.
mod socks {
    use std::io::{self, Read, Write};
    use std::net::{TcpListener, TcpStream};
    use std::thread;

    pub(crate) const ID: &str = "proxied";

    /// Starts the server and returns its address.
    pub(crate) fn start() -> String {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback");
        let address = listener.local_addr().expect("an address").to_string();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                thread::spawn(move || drop(serve(stream)));
            }
        });
        address
    }

    fn serve(mut stream: TcpStream) -> io::Result<()> {
        let mut first = [0];
        stream.read_exact(&mut first)?;
        if first[0] == 5 {
            let mut count = [0];
            stream.read_exact(&mut count)?;
            stream.read_exact(&mut vec![0; count[0].into()])?;
            stream.write_all(&[5, 0])?;
            // A connection to a name that the proxy resolves.
            let mut head = [0; 5];
            stream.read_exact(&mut head)?;
            assert_eq!(head[..4], [5, 1, 0, 3]);
            stream.read_exact(&mut vec![0; usize::from(head[4]) + 2])?;
            stream.write_all(&[5, 0, 0, 1, 127, 0, 0, 1, 0, 80])?;
        }
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte)?;
            request.push(byte[0]);
        }
        let body = format!(r#"{{"widget":{{"id":"{ID}"}}}}"#);
        let length = body.len();
        write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}")
    }
}
