//! The behavior of the runtime with faulty servers: the built-in transport, on real sockets, calls a server that follows
//! a script of faults.
//!
//! An attempt **may have been executed** if the client can't know that it was not. Such a call is retried only if the
//! operation is idempotent, within the attempts of the policy and the timeout of the call. Otherwise it is sent once,
//! and its error advises to check before a retry. An attempt that was certainly not executed is retried if a retry may
//! help, even if the operation is not idempotent.
//!
//! | fault | error | retried | may have been executed |
//! |---|---|---|---|
//! | no listener, the host or the name server does not respond in time, unknown name | `Transport`, `Connect` | yes | no |
//! | TLS fails: plain HTTP, a rejection, silence | `Transport`, `Connect`; no token was sent | yes | no |
//! | the certificate of the server or of the client is not trusted | `Transport`; no token was sent to an untrusted server | no | no |
//! | a proxy requires a password (407), also for a tunnel | `Api`, or `Transport`, `Connect` | no | no |
//! | the process has too many open files | `Transport`, `Connect` | yes | no |
//! | a reset as soon as the connection is open | `Transport`: `Connect` if the client had not begun to send, otherwise `Request` | as `Connect`, or if idempotent | as `Connect`, or yes |
//! | the connection is reset or closed before the head of the response is complete | `Transport`, `Request` | if idempotent | yes |
//! | the body is incomplete: reset, shorter than its length, chunks without an end | `Transport`, `Response` | if idempotent | yes |
//! | the same within the body of an error | `Api`, with the received part of the body | as the complete error | as the complete error |
//! | no response, a head or body in single bytes, an endless error page | `Timeout` | if idempotent | yes, even while connecting |
//! | not HTTP, two different lengths, a head of more than 400 KB or 100 headers | `Transport`, `Request` | if idempotent | yes |
//! | chunks without a size or with an invalid one | `Transport`, `Response` | if idempotent | yes |
//! | 500, 502, 503, 504 and similar, with HTML, other JSON or no body | `Api` with the status, and the media type, length and title of the body | if idempotent | yes |
//! | the same with a vendor's code that is final | `Api` | no | yes |
//! | 404, 400 and similar, with any body | `Api` | no | no |
//! | 425 | `Api` | yes | no |
//! | 501, 505, 511 | `Api` | no | no |
//! | 429, or a vendor's code for it, if the API states that such calls are not executed | `Api` with `retry_after` | yes, after the server-requested delay; not if the call has less time | no |
//! | a success status with a body that the API marks as an error | `Api` | by the code of the error | by the code of the error |
//! | a success status with HTML, compressed, without a body (204), larger than the limit | `Decode` with the reason | no | yes |
//! | the same without a body, for an operation without a response | none | | |
//! | 1xx before the response | none | | |
//! | 101 | `Api` | no | yes |
//! | a redirect to a different origin, or too many redirects | `Api` with the reason why it was not followed | no | not after 307 and 308, otherwise yes |
//! | a redirect of a POST by 301, 302, 303 | `Api`; it may lead to the created resource | no | yes |
//! | an upload is rejected before its end (413) | `Api`, and the rest is not sent; `Transport`, `Request` if the server closes before its response is read | no | no; yes |
//!
//! Each host has a budget for retries after failures, over all calls. When it is used up, a call fails after its current
//! attempt. Retries after 429 take nothing from the budget.
//!
//! Of a body that is too large, little more is read than the limit of the client; of an error, 256 KiB. The client
//! requests no compression and decompresses nothing, so the limit counts the received bytes.
//!
//! A connection is reused only if its last response was complete and nothing came after it. A call that is dropped or
//! times out closes its connection, so its late response is never read. No client can detect a server that sends too
//! much exactly when the next request is sent.

mod calls;
mod chaos;
#[allow(dead_code, reason = "other tests call the rest of it")]
#[path = "../sockets/client.rs"]
mod client;
mod connections;
mod outages;
mod proxies;
mod redirects;
mod server;
mod sizes;
mod storms;
mod table;
mod tls;
