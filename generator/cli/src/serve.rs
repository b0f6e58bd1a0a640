//! `api-client serve`: the fake server of an API, for programs in other languages and for manual calls.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::io;
use std::net::SocketAddr;

use api_client_generator::diagnostics::display_path;
use api_client_generator::model::{Api, Carrier};
use api_client_runtime::testing::{FakeApi, FakeServer, HandledRequest};

use crate::arguments::{Context, ServeOptions};
use crate::report::{Outcome, Report};
use crate::runtime_api::{self, leak};
use crate::spec;

pub(crate) fn run(options: &ServeOptions, context: &Context) -> Report {
    let Some(resolved) = spec::resolve(context)? else { return Ok(Outcome::Findings) };
    let description = serde_json::to_string(&resolved.fake_description())?;
    let fake = Box::leak(Box::new(FakeApi::new(runtime_api::describe(resolved.api()), leak(&description))));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(serve(options, context, resolved.api(), fake))?;
    Ok(Outcome::Fine)
}

/// Serves the API until the user presses Ctrl-C.
async fn serve(
    options: &ServeOptions,
    context: &Context,
    api: &Api,
    fake: &'static FakeApi,
) -> Result<(), Box<dyn Error>> {
    let address = SocketAddr::new(options.host, options.port);
    let is_quiet = context.quiet;
    let log = move |handled: &HandledRequest| {
        if !is_quiet || !handled.problems.is_empty() {
            print!("{}", entry(handled));
        }
    };
    let server = FakeServer::start_at(fake, address, log).await.map_err(|error| cannot_listen(address, &error))?;
    let server = if options.stateless { server.stateless() } else { server };
    if let Some(path) = &options.seed {
        let text = fs::read_to_string(path)
            .map_err(|error| format!("can't read the seed {}: {error}; check `--seed`", display_path(path)))?;
        server.seed_text(&text).map_err(|error| format!("{}: {error}", display_path(path)))?;
    }
    // The task handles Ctrl-C before a program can read the output and stop the server.
    let stop = tokio::spawn(tokio::signal::ctrl_c());
    tokio::task::yield_now().await;
    if !options.host.is_loopback() {
        eprintln!(
            "warning: `--host` is not a loopback address: other computers that can reach {} can call the server, \
             without encryption and with the tokens of the examples",
            options.host
        );
    }
    // All hosts of the API have one URL.
    let url = api.hosts.iter().find_map(|host| server.url(&host.id.value)).unwrap_or_default();
    println!("{} at {url}; Ctrl-C stops the server", api.name);
    if !is_quiet {
        print!("{}", accepted(api));
    }
    Ok(stop.await??)
}

fn cannot_listen(address: SocketAddr, error: &io::Error) -> String {
    let advice = match error.kind() {
        io::ErrorKind::AddrInUse => "choose a different port with `--port`, or 0 for any free port",
        io::ErrorKind::AddrNotAvailable => "use an address of this computer for `--host`",
        io::ErrorKind::PermissionDenied => "choose a port above 1023 with `--port`",
        _ => "change `--host` or `--port`",
    };
    format!("can't listen on {address}: {error}; {advice}")
}

/// Returns the tokens and the configuration values that valid requests have.
fn accepted(api: &Api) -> String {
    let mut hosts: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for host in &api.hosts {
        let token = match &host.auth {
            None => "no token".to_owned(),
            Some(auth) => {
                let value = format!("{}{}", auth.prefix, api.credentials[auth.credential].example());
                match &auth.carrier {
                    Carrier::Header(name) => format!("header `{name}: {value}`"),
                    Carrier::Query(name) => format!("query parameter `{name}={value}`"),
                }
            }
        };
        hosts.entry(token).or_default().push(&host.id.value);
    }
    let mut out = String::from("tokens:\n");
    for (token, hosts) in hosts {
        out.push_str(&format!("  {token} for {}\n", hosts.join(", ")));
    }
    if !api.configuration.is_empty() {
        out.push_str("configuration values in requests:\n");
    }
    for value in &api.configuration {
        out.push_str(&format!("  {}: {}\n", value.id.value, value.example));
    }
    out
}

/// Returns the line of a request, and a line for each of its problems.
fn entry(handled: &HandledRequest) -> String {
    let request = &handled.request;
    // The query can contain a token.
    let path = request.target.split('?').next().unwrap_or_default();
    let operation = request.operation.unwrap_or("no operation");
    let problems = handled.problems.iter().map(|problem| format!("  problem: {problem}"));
    let line = format!("{} {path} {} {operation}", request.method, handled.status);
    // Requests must not control the terminal.
    let lines = std::iter::once(line).chain(problems).map(|line| line.replace(char::is_control, "\u{fffd}") + "\n");
    lines.collect()
}
