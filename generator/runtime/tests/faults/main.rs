//! What the runtime does when things go wrong, with its own transport over real sockets.

mod calls;
mod chaos;
#[allow(dead_code, reason = "other tests call the rest of it")]
#[path = "../sockets/client.rs"]
mod client;
mod connections;
mod redirects;
mod server;
mod sizes;
mod storms;
mod table;
mod tls;
