//! The calls of a live run, one after the other.

use std::error::Error;
use std::io::{self, BufRead, IsTerminal};
use std::thread;
use std::time::{Duration, Instant};

use api_client_generator::model::{Api, HostId, Ids, Operation, OperationId};
use serde_json::Value as Json;

use super::Calls;
use super::arguments::{self, Arguments};
use super::bindings::{Binding, Bindings};
use super::client::{Called, Client};
use super::environment::{Environment, variable};
use crate::arguments::{Context, ObserveOptions};
use crate::observe::traffic::Traffic;

/// The time between two calls: five calls per second.
const INTERVAL: Duration = Duration::from_millis(200);

/// Calls the read-only operations; `None` if the user does not want to start.
pub(in crate::observe) fn run(
    options: &ObserveOptions,
    context: &Context,
    api: &Api,
    base_urls: &[(Option<HostId>, String)],
    traffic: &mut Traffic<'_>,
) -> Result<Option<Calls>, Box<dyn Error>> {
    let environment = Environment::read(api)?;
    let client = Client::new(api, &environment, base_urls)?;
    let mut calls = Calls::default();
    let mut open = Vec::new();
    for (id, operation) in api.operations_with_ids().filter(|(_, operation)| arguments::is_read_only(operation)) {
        match environment.missing(api, &api.hosts[operation.host]) {
            None => open.push((id, operation)),
            Some(variable) => calls.not_called.push((operation.id.clone(), format!("`{variable}` is not set"))),
        }
    }
    eprint!("{}", announcement(api, &open, &environment, base_urls, options.max_calls));
    if !options.yes {
        if !io::stdin().is_terminal() {
            let name = context.program.name;
            return Err(format!("nothing was called: run `{name} observe --live` in a terminal, or add `--yes`").into());
        }
        eprint!("Start? [y/N] ");
        let mut reply = String::new();
        io::stdin().lock().read_line(&mut reply)?;
        if !["y", "yes"].contains(&reply.trim().to_lowercase().as_str()) {
            eprintln!("nothing was called");
            return Ok(None);
        }
    }
    let mut run = Run { api, ids: Ids::of(api), client, environment, bindings: Bindings::default(), last: None };
    run.all(open, options.max_calls, traffic, &mut calls);
    Ok(Some(calls))
}

/// Describes the calls that start after the question.
fn announcement(
    api: &Api,
    open: &[(OperationId, &Operation)],
    environment: &Environment,
    base_urls: &[(Option<HostId>, String)],
    max_calls: usize,
) -> String {
    let mut out = format!("{} read-only operations (GET), up to {max_calls} calls, 5 per second:\n", open.len());
    for (id, host) in api.hosts.with_ids() {
        let count = open.iter().filter(|(_, operation)| operation.host == id).count();
        if count == 0 {
            continue;
        }
        let replaced = base_urls.iter().find(|(replaced, _)| replaced.is_none_or(|replaced| replaced == id));
        let mut url = replaced.map_or_else(|| host.url.clone(), |(_, url)| url.clone());
        for (value, text) in api.configuration.iter().zip(&environment.configuration) {
            url = url.replace(&format!("{{{}}}", value.id.value), text);
        }
        let token = host.auth.as_ref().map_or_else(
            || "without a token".to_owned(),
            |auth| format!("with the token in `{}`", variable(api, &api.credentials[auth.credential].id.value)),
        );
        out.push_str(&format!("  {url}: {count} operations, {token}\n"));
    }
    out
}

struct Run<'a> {
    api: &'a Api,
    ids: Ids,
    client: Client,
    environment: Environment,
    bindings: Bindings,
    /// The start of the last call.
    last: Option<Instant>,
}

impl Run<'_> {
    /// Calls each operation until a call succeeds. Responses have ids for further operations, so there are several rounds.
    fn all(
        &mut self,
        mut open: Vec<(OperationId, &Operation)>,
        max: usize,
        traffic: &mut Traffic<'_>,
        calls: &mut Calls,
    ) {
        let names = self.names_of_ids(&open);
        loop {
            let before = open.len();
            let mut next = Vec::new();
            for (id, operation) in open {
                let planned = match self.plan(operation) {
                    Ok(planned) if calls.made < max => planned,
                    _ => {
                        next.push((id, operation));
                        continue;
                    }
                };
                let mut failure = None;
                for arguments in planned {
                    if calls.made >= max {
                        break;
                    }
                    calls.made += 1;
                    failure = self.call(id, operation, &arguments, &names, traffic).err();
                    if failure.is_none() {
                        break;
                    }
                }
                match failure {
                    None => calls.succeeded += 1,
                    Some(reason) => calls.failed.push((operation.id.clone(), reason)),
                }
            }
            open = next;
            if open.is_empty() || open.len() == before || calls.made >= max {
                break;
            }
        }
        for (_, operation) in open {
            let reason = match self.plan(operation) {
                Err(name) => self.missing(operation, &name),
                Ok(_) => format!("`--max-calls` {max} was reached"),
            };
            calls.not_called.push((operation.id.clone(), reason));
        }
    }

    /// Returns the arguments of the next calls of an operation, or the parameter without a value.
    fn plan(&self, operation: &Operation) -> Result<Vec<Arguments>, String> {
        let plan = |binding: &Binding| {
            arguments::arguments(self.api, &self.ids, operation, &self.environment.configuration, binding)
        };
        let first = plan(&Binding::default());
        if first.is_ok() {
            return first;
        }
        self.bindings.iter().find_map(|binding| plan(binding).ok()).map_or(first, Ok)
    }

    /// Describes the values that an operation lacks. Several ids must be those of one object.
    fn missing(&self, operation: &Operation, name: &str) -> String {
        let needed = arguments::needed(operation);
        if let Some(secret) = needed.iter().find(|parameter| parameter.sensitive && parameter.is_argument()) {
            return format!("`{}` is a secret", secret.name.value);
        }
        let ids = needed.iter().filter(|parameter| arguments::needs_id(self.api, &self.ids, parameter));
        let ids: Vec<String> = ids.map(|parameter| format!("`{}`", parameter.name.value)).collect();
        if ids.contains(&format!("`{name}`")) {
            format!("no object of the responses has {}", ids.join(" and "))
        } else {
            format!("the spec has no example of `{name}`")
        }
    }

    /// Returns the names of all parameters that need an id.
    fn names_of_ids<'n>(&self, open: &[(OperationId, &'n Operation)]) -> Vec<&'n str> {
        let parameters = open.iter().flat_map(|(_, operation)| arguments::needed(operation));
        let ids = parameters.filter(|parameter| !parameter.sensitive);
        let ids = ids.filter(|parameter| arguments::needs_id(self.api, &self.ids, parameter));
        let mut names: Vec<&str> =
            ids.map(|parameter| parameter.name.value.as_str()).filter(|name| *name != "id").collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    fn call(
        &mut self,
        id: OperationId,
        operation: &Operation,
        arguments: &Arguments,
        names: &[&str],
        traffic: &mut Traffic<'_>,
    ) -> Result<(), String> {
        if let Some(last) = self.last {
            thread::sleep(INTERVAL.saturating_sub(last.elapsed()));
        }
        self.last = Some(Instant::now());
        match self.client.get(operation, arguments) {
            Called::Failed(reason) => Err(reason),
            Called::Response(status, body) => {
                traffic.response(id, status, &body);
                if !(200..300).contains(&status) {
                    return Err(format!("status {status}"));
                }
                if let Ok(json) = serde_json::from_slice::<Json>(&body) {
                    self.bindings.collect(self.api, operation, &arguments.binding, names, &json);
                }
                Ok(())
            }
        }
    }
}
