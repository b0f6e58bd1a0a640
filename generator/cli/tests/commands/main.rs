//! Tests of the commands: they run the binary on copies of the real spec.

mod acknowledged;
mod book;
mod changelog;
mod coverage;
mod diff;
mod documented;
mod fmt;
mod foreign;
mod generate;
mod http;
mod mistakes;
mod observe;
mod openapi;
#[cfg(unix)]
mod post_report;
mod reviews;
mod rules;
mod safety;
mod schema;
mod serve;
mod shared;
mod support;
