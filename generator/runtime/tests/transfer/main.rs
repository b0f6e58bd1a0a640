//! Files over real sockets: uploads and how they tell how far they are, downloads from signed URLs, and
//! what becomes of them when things go wrong.
//!
//! | what happens to a download | without resuming: `chunk`, `bytes` | `save_to` |
//! |---|---|---|
//! | the connection ends before all bytes came, or nothing comes for too long | an error that says how many came | goes on by `Range` if the server named a strong `ETag`, which the rest must repeat, else starts anew; within the policy |
//! | the server has no ranges, the file has changed, the range does not fit (200, 206 of other parts, 412, 416) | | starts anew |
//! | no connection, no answer in time, 408, 425, 429, 5xx | tried again, as any GET | the same |
//! | 403, 404 and the like | `Api`, with the storage's code; nothing that could repeat the signature | the same |
//! | a redirect, wherever it leads | followed, up to 10 in a row | the same |
//! | a redirect from https to http, to plain http elsewhere, or to what is no URL | `Api`, which says why it was not followed | the same |
//! | a length that can't be read | `Transport`, `Request` | the same |
//!
//! After a failure there is no new file, and the old one is as it was.

mod budgets;
#[allow(dead_code, reason = "other tests call the rest of it")]
#[path = "../sockets/client.rs"]
mod client;
mod downloads;
mod forms;
mod secrets;
mod server;
mod uploads;
