//! `api-client observe`: compares recorded or live traffic with the spec.

mod har;
mod input;
mod json_lines;
mod live;
mod proposal;
mod render;
mod traffic;

use api_client_generator::Spec;
use api_client_generator::diagnostics::suggest::did_you_mean;
use api_client_generator::model::{Api, HostId};
use api_client_generator::observe::{Observer, Router};

use crate::arguments::{Context, ObserveFormat, ObserveOptions};
use crate::report::{Outcome, Report};
use crate::spec;
use traffic::Traffic;

pub(crate) fn run(options: &ObserveOptions, context: &Context) -> Report {
    let loaded = Spec::load(&context.spec)?;
    let resolved = match loaded.resolve() {
        Ok(resolved) => resolved,
        Err(mistakes) => {
            eprint!("{}", mistakes.render(loaded.sources(), spec::style(context)));
            return Ok(Outcome::Findings);
        }
    };
    let api = resolved.api();
    let base_urls = base_urls(api, &options.base_url)?;
    let mut traffic = Traffic::new(api, Observer::new(api), Router::new(api, base_urls.clone()));
    for file in &options.files {
        input::read(file, &mut traffic)?;
    }
    let live = if options.live { live::run(options, context, api, &base_urls, &mut traffic)? } else { None };
    if options.live && live.is_none() && options.files.is_empty() {
        return Ok(Outcome::Fine);
    }
    let (report, summary) = traffic.finish();
    let invalid = proposal::errors(&report, context)?;
    match options.format {
        ObserveFormat::Text => print!("{}", render::text(&report, &summary, live.as_ref(), loaded.sources())),
        ObserveFormat::Yaml => print!("{}", render::yaml(&report, context)),
        ObserveFormat::Json => {
            let json = render::json(&report, &summary, live.as_ref(), loaded.sources());
            println!("{}", serde_json::to_string_pretty(&json)?);
        }
    }
    for problem in &summary.problems {
        eprintln!("error: {problem}");
    }
    if summary.more_problems > 0 {
        eprintln!("error: {} more invalid lines or entries", summary.more_problems);
    }
    if let Some(errors) = &invalid {
        eprint!("{errors}");
        eprintln!("error: the proposal causes these errors in the spec: correct its entries before you add them");
    }
    if let Some(reason) = live.as_ref().and_then(live::Calls::only_failure) {
        return Err(format!("no call succeeded: {reason}").into());
    }
    let is_fine = report.findings.is_empty() && summary.problems.is_empty();
    Ok(if is_fine { Outcome::Fine } else { Outcome::Findings })
}

/// Reads the values of `--base-url`: a URL for all hosts, or `HOST=URL` for one host.
fn base_urls(api: &Api, values: &[String]) -> Result<Vec<(Option<HostId>, String)>, String> {
    let read = |value: &String| {
        let host = value.split_once('=').filter(|(name, _)| !name.contains("://"));
        let (host, url) = match host {
            None => (None, value.as_str()),
            Some((name, url)) => {
                let id = api.hosts.with_ids().find(|(_, host)| host.id.value == name).map(|(id, _)| id);
                (Some(id.ok_or_else(|| unknown_host(api, name))?), url)
            }
        };
        if !url.starts_with("https://") && !url.starts_with("http://") {
            return Err("the value of `--base-url` is not a URL: write `https://…` or `HOST=https://…`".to_owned());
        }
        Ok((host, url.trim_end_matches('/').to_owned()))
    };
    // A URL for one host has priority over a URL for all hosts.
    let mut urls = values.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    urls.sort_by_key(|(host, _)| host.is_none());
    Ok(urls)
}

fn unknown_host(api: &Api, name: &str) -> String {
    let known: Vec<&str> = api.hosts.iter().map(|host| host.id.value.as_str()).collect();
    let hint = did_you_mean(name, &known).unwrap_or_else(|| format!("use one of {}", known.join(", ")));
    format!("unknown host `{name}` in `--base-url`: {hint}")
}
