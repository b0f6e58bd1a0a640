//! Events for [`tracing`](https://docs.rs/tracing), behind the feature of that name.

/// Records the start of an outage.
#[cfg_attr(not(feature = "tracing"), allow(unused_variables))]
pub(crate) fn unavailable(user: &'static str, fallback: &'static str, error: &str) {
    #[cfg(feature = "tracing")]
    tracing::warn!(target: "api_client", user, error, "Redis is unavailable: {fallback}");
}

/// Records the end of an outage.
#[cfg_attr(not(feature = "tracing"), allow(unused_variables))]
pub(crate) fn available(user: &'static str) {
    #[cfg(feature = "tracing")]
    tracing::info!(target: "api_client", user, "Redis is available again");
}
