//! What the runtime does when things go wrong: its own transport, on real sockets, meets a server that
//! does wrong what it is told to do wrong.
//!
//! An attempt **may have been executed** if the client can't know that it was not. Then it is sent
//! again only if the operation is idempotent, up to the attempts of the policy and the time of the
//! call; one that is not idempotent is sent once, and its error says to look before sending it again.
//! What was certainly not executed is sent again whatever it does, if that may help.
//!
//! | what happens | the error | sent again | may have been executed |
//! |---|---|---|---|
//! | nobody listens, the host or the name does not answer in time, the name is unknown | `Transport`, `Connect` | yes | no |
//! | TLS fails: plain HTTP, a refusal, silence | `Transport`, `Connect`; no token was sent | yes | no |
//! | a certificate is not trusted, that of the server or of the client | `Transport`; no token was sent to a server without trust | no | no |
//! | a proxy requires a password (407), also for a tunnel | `Api`, or `Transport`, `Connect` | no | no |
//! | the process has too many open files | `Transport`, `Connect` | yes | no |
//! | a reset as soon as there is a connection | `Transport`: `Connect` if the client had not begun to send, else `Request` | as `Connect`, or if idempotent | as `Connect`, or yes |
//! | the connection ends, by a reset or in good order, before the head of the answer is whole | `Transport`, `Request` | if idempotent | yes |
//! | it ends within the body: reset, shorter than its length, chunks without an end | `Transport`, `Response` | if idempotent | yes |
//! | the same within the body of an error | `Api`, with what there is of the body | as the whole error | as the whole error |
//! | no answer, head or body in drips, an error page that never ends | `Timeout` | if idempotent | yes, even if it was still connecting |
//! | no HTTP, two lengths that differ, a head of more than 400 KB or 100 headers | `Transport`, `Request` | if idempotent | yes |
//! | chunks with no size or an absurd one | `Transport`, `Response` | if idempotent | yes |
//! | 500, 502, 503, 504 and the like, with HTML, other JSON or nothing | `Api` with the status, and of the body its media type, length and title | if idempotent | yes |
//! | the same with a vendor's code that is final | `Api` | no | yes |
//! | 404, 400 and the like, in whatever form | `Api` | no | no |
//! | 425 | `Api` | yes | no |
//! | 501, 505, 511 | `Api` | no | no |
//! | 429, or a vendor's code for it, if the API says that such calls are not executed | `Api`; `retry_after` has what the server asked for | yes, never earlier than told; not at all if the call has less time | no |
//! | a success status with a body that the API marks as an error | `Api` | as the error's code says | as the error's code says |
//! | a success status with HTML, compressed, without a body (204), larger than the limit | `Decode`, which says so | no | yes |
//! | the same without a body, for an operation without a response | none | | |
//! | 1xx before the answer | none | | |
//! | 101 | `Api` | no | yes |
//! | a redirect elsewhere, or one too many | `Api`, which says why it was not followed | no | not after 307 and 308, else yes |
//! | a redirect of a POST by 301, 302, 303 | `Api`; it may lead to what was made | no | yes |
//! | an upload is refused on its way (413) | `Api`, and the rest is not sent; `Transport`, `Request` if the server does not wait until its answer is read | no | no; yes |
//!
//! Retries after failures have a budget for each host, over all calls: when it is used up, a call fails after the attempt
//! that it is in. Retries after 429 are free.
//!
//! Of a body that is too large, little more is read than the limit of the client; of an error, 256 KiB.
//! Nothing is asked for compressed and nothing is decompressed, so the limit counts what arrives.
//!
//! A connection is used again only if its last answer came to its end and nothing came after it. A call
//! that is dropped, or given up for its time, ends its connection: its late answer reaches nobody.
//! What no client can tell is a server that sends too much just when the next request is under way.

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
