//! Files over real sockets: uploads and their progress, downloads from signed URLs, and their faults.
//!
//! | fault of a download | without resuming: `chunk`, `bytes` | `save_to` |
//! |---|---|---|
//! | the connection ends early, or the stall timeout is exceeded | an error with the number of received bytes | resumes by `Range` if the server sent a strong `ETag` and repeats it, otherwise starts again; within the policy |
//! | the server has no ranges, the file has changed, the range is wrong (200, 206 of other parts, 412, 416) | | starts again |
//! | no connection, no response in time, 408, 425, 429, 5xx | retried, as any GET | the same |
//! | 403, 404 and similar | `Api` with the code of the storage server, without any part of the signature | the same |
//! | a redirect to any origin | followed, up to 10 in a row | the same |
//! | a redirect from https to http, to plain http on a different machine, or to an invalid URL | `Api` with the reason why it was not followed | the same |
//! | an invalid length | `Transport`, `Request` | the same |
//!
//! After a failure there is no new file, and an old one is unchanged.

mod budgets;
#[allow(dead_code, reason = "other tests call the rest of it")]
#[path = "../sockets/client.rs"]
mod client;
mod downloads;
mod forms;
mod secrets;
mod server;
mod uploads;
