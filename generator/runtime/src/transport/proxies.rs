//! The proxies of the built-in transport.

use std::env;

use url::Url;

use super::connections::Proxy;
use crate::safe_url;
use crate::secret::Secret;

/// Hosts of this machine, in the notation of `NO_PROXY`.
const THIS_MACHINE: &str = "localhost,127.0.0.0/8,::1";

/// The route of requests, by the scheme of their URL. It has no `Debug`, because the URL of a proxy may hold a password.
pub(super) struct Proxies {
    http: Route,
    https: Route,
    /// Whether plain http to this machine fails, because the proxy is on a different machine.
    refuses_this_machine: bool,
    /// Whether plain http to this machine skips the proxy, because a proxy of the environment can't reach this machine.
    skips_this_machine: bool,
}

enum Route {
    Direct,
    Through {
        proxy: Box<reqwest::Proxy>,
        /// Whether the connection to the proxy has TLS.
        has_tls: bool,
    },
    /// The proxy can't be used, for this reason.
    Broken(String),
}

impl Proxies {
    /// # Errors
    /// Fails if the URL of the setting is invalid. An invalid environment variable is an error of the calls that need
    /// it.
    pub(super) fn new(setting: &Proxy, allow_plain_http: bool) -> Result<Self, String> {
        Ok(match setting {
            Proxy::Environment => {
                let [http, https] = environment();
                Self { http, https, refuses_this_machine: false, skips_this_machine: true }
            }
            Proxy::None => Self {
                http: Route::Direct,
                https: Route::Direct,
                refuses_this_machine: false,
                skips_this_machine: false,
            },
            Proxy::At(url) => {
                // The text of an error would repeat the URL, which may hold a password.
                let problem = || format!("the URL of `proxy` can't be used: {EXPECTED}");
                let parts = Parts::of(url).filter(|_| url.expose().contains("://")).ok_or_else(problem)?;
                let route = |for_scheme: Make| parts.route(for_scheme, url, None).ok_or_else(problem);
                Self {
                    http: route(reqwest::Proxy::http)?,
                    https: route(reqwest::Proxy::https)?,
                    refuses_this_machine: !parts.is_on_this_machine && !allow_plain_http,
                    skips_this_machine: false,
                }
            }
        })
    }

    pub(super) fn apply(&self, mut builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        // Otherwise reqwest reads the environment itself.
        builder = builder.no_proxy();
        for route in [&self.http, &self.https] {
            if let Route::Through { proxy, .. } = route {
                builder = builder.proxy(reqwest::Proxy::clone(proxy));
            }
        }
        builder
    }

    /// Whether a request to this URL is plain http to this machine, and its proxy is on a different machine.
    pub(super) fn refuses(&self, url: &Url) -> bool {
        self.refuses_this_machine && is_plain_to_this_machine(url)
    }

    /// Whether a request to this URL needs TLS, to the server or to a proxy.
    ///
    /// # Errors
    /// Returns the reason if the request can't be sent through its proxy.
    pub(super) fn needs_tls(&self, url: &Url) -> Result<bool, String> {
        if self.refuses(url) {
            return Err(REFUSAL.into());
        }
        let is_plain = url.scheme() == "http";
        if self.skips_this_machine && is_plain_to_this_machine(url) {
            return Ok(false);
        }
        match if is_plain { &self.http } else { &self.https } {
            Route::Direct => Ok(!is_plain),
            Route::Through { has_tls, .. } => Ok(!is_plain || *has_tls),
            Route::Broken(problem) => Err(problem.clone()),
        }
    }
}

fn is_plain_to_this_machine(url: &Url) -> bool {
    url.scheme() == "http" && safe_url::is_on_this_machine(url)
}

const EXPECTED: &str = "expected `http://`, `https://` or `socks5://` and a host";

/// The reason why plain http to this machine can't go through a proxy on a different machine.
pub(super) const REFUSAL: &str = "plain http to this machine can't go through a `proxy` on a different machine, which would see the token and \
                       can't reach this machine; use a proxy on loopback or `no_proxy`, or call `allow_plain_http`";

type Make = fn(String) -> reqwest::Result<reqwest::Proxy>;

/// The relevant parts of the URL of a proxy.
struct Parts {
    has_tls: bool,
    is_on_this_machine: bool,
}

impl Parts {
    /// Returns the parts; `None` if this is not the URL of a proxy. The default scheme is `http`.
    fn of(url: &Secret) -> Option<Self> {
        let (scheme, rest) = url.expose().split_once("://").unwrap_or(("http", url.expose()));
        let scheme = scheme.to_ascii_lowercase();
        if !matches!(scheme.as_str(), "http" | "https" | "socks4" | "socks4a" | "socks5" | "socks5h") {
            return None;
        }
        // `Url` fully parses a host only with a scheme such as `http`.
        let url = Url::parse(&format!("http://{rest}")).ok().filter(Url::has_host)?;
        Some(Self { has_tls: scheme == "https", is_on_this_machine: safe_url::is_on_this_machine(&url) })
    }

    fn route(&self, make: Make, url: &Secret, no_proxy: Option<&str>) -> Option<Route> {
        let proxy = make(url.expose().to_owned()).ok()?;
        let proxy = proxy.no_proxy(no_proxy.and_then(reqwest::NoProxy::from_string));
        Some(Route::Through { proxy: Box::new(proxy), has_tls: self.has_tls })
    }
}

/// Returns the proxies of the environment, for plain http and for https.
fn environment() -> [Route; 2] {
    // In a CGI program, `HTTP_PROXY` contains the value of the header `Proxy`, which comes from an untrusted client.
    if env::var_os("REQUEST_METHOD").is_some() {
        return [Route::Direct, Route::Direct];
    }
    let exceptions = variable(&["NO_PROXY", "no_proxy"]).map_or_else(String::new, |(_, value)| value);
    let route = |names: &[&'static str], make: Make, exceptions: &str| {
        let Some((name, value)) = variable(names).or_else(|| variable(&["ALL_PROXY", "all_proxy"])) else {
            return Route::Direct;
        };
        let url = Secret::new(value);
        let route = Parts::of(&url).and_then(|parts| parts.route(make, &url, Some(exceptions)));
        route.unwrap_or_else(|| {
            Route::Broken(format!(
                "the proxy of the environment variable `{name}` can't be used: {EXPECTED}; correct or unset the \
                 variable, or call `no_proxy`"
            ))
        })
    };
    [
        route(&["HTTP_PROXY", "http_proxy"], reqwest::Proxy::http, &format!("{exceptions},{THIS_MACHINE}")),
        route(&["HTTPS_PROXY", "https_proxy"], reqwest::Proxy::https, &exceptions),
    ]
}

/// Returns the first of these variables that is set; `None` if its value is empty.
fn variable(names: &[&'static str]) -> Option<(&'static str, String)> {
    let found = names.iter().find_map(|name| Some((*name, env::var(name).ok()?)));
    found.filter(|(_, value)| !value.is_empty())
}
