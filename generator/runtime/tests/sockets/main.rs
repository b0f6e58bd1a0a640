//! The runtime over real sockets, under a small hand-written copy of what the generator emits.

mod client;
mod errors;
mod paging;
mod reading;
mod requests;
mod second_opinion;
