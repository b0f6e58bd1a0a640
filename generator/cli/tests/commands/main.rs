//! The commands as their users run them: the real binary, on copies of the real spec.

mod acknowledged;
mod changelog;
mod coverage;
mod diff;
mod documented;
mod fmt;
mod foreign;
mod generate;
mod mistakes;
mod openapi;
#[cfg(unix)]
mod post_report;
mod reviews;
mod rules;
mod safety;
mod schema;
mod shared;
mod support;
