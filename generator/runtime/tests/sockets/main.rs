//! The runtime over real sockets, with a small hand-written copy of generated code.

#[cfg(feature = "blocking")]
mod blocking;
mod causes;
mod client;
mod connections;
mod errors;
mod fake;
mod jobs;
mod limits;
mod memory;
mod paging;
mod raw;
mod reading;
mod requests;
mod retries;
mod runtimes;
mod settings;
mod shared_transport;
mod tokens;
mod transports;
mod validator;
