//! What generated API clients call.
//!
//! Generated code is thin: an operation names itself, fills in its parts and hands them to one
//! executor in here. Everything that a client does at run time is therefore written once, by hand:
//! building requests ([`Call`]), sending them ([`Transport`]), errors ([`Error`]), reading answers
//! leniently ([`Decode`]) and going through pages ([`Items`], [`Pages`]).
//!
//! The crate knows no API. Names of hosts, headers, error codes and paging fields come from the
//! generated code, as data ([`Api`], [`Host`], [`Operation`]).

#![cfg_attr(docsrs, feature(doc_cfg))]

mod api;
mod authorization;
#[cfg(any(feature = "blocking", feature = "testing"))]
mod background;
mod base_url;
#[cfg(feature = "blocking")]
mod blocking;
mod body;
mod builder;
mod call;
mod client;
mod clock;
mod decode;
mod encode;
mod error;
mod executor;
mod form;
mod future;
mod job;
mod macros;
mod open;
mod operation;
mod paging;
mod percent;
mod rate;
mod rate_plan;
mod redaction;
mod redirect;
mod response;
mod retry;
mod safe_url;
mod secret;
mod shown;
#[cfg(feature = "testing")]
pub mod testing;
mod trace;
mod transfer;
mod transport;
mod values;
#[cfg(feature = "webhooks")]
mod webhooks;

pub use api::{
    Api, Auth, BackwardsCursor, Carrier, CursorPagination, ErrorCode, ErrorCodeKind, ErrorFormat, FieldValue, Host,
    OffsetPagination, Pagination, RateLimit, WindowPagination,
};
#[cfg(feature = "blocking")]
pub use blocking::Blocking;
pub use body::Body;
pub use builder::ClientBuilder;
pub use bytes::Bytes;
pub use call::Call;
pub use client::Client;
pub use clock::Clock;
pub use decode::{Absent, Decode, Fields, JsonKind, OneOfKinds, Reader, Record, Tagged, Warning, WarningKind};
pub use encode::{
    Encode, EncodeObject, JsonBuffer, NotEmpty, ObjectWriter, WireValue, list, map, not_empty, string_list, string_map,
};
pub use error::{
    ApiError, ConfigurationError, DecodeError, Error, FileError, InvalidRequestError, JobError, JobErrorKind,
    ListProgress, TimeoutError, TransportError, TransportErrorKind,
};
pub use form::File;
pub use future::{ResponseFuture, SendFuture};
pub use http::{Method, StatusCode};
pub use job::{Job, JobOutcome, JobState, Wait, wait_until};
pub use open::{OpenCode, OpenEnum, UnknownValue};
pub use operation::Operation;
pub use paging::{Items, Pages};
pub use rate::RateLimitStatus;
pub use rate_plan::RatePlan;
pub use response::Response;
pub use retry::{RetryBudget, RetryPolicy};
pub use serde_json::Value as JsonValue;
pub use transfer::{Download, DownloadRequest, FormFields, FormUpload, Progress, SignedUrl, TransferFuture};
#[cfg(feature = "tower")]
pub use transport::Tower;
pub use transport::{BoxFuture, Transport};
pub use values::{Date, DateTime, JsonText, Nullable, Sensitive, Timestamp, TimestampMillis, TimestampSeconds};
#[cfg(feature = "webhooks")]
pub use webhooks::{
    EventError, EventVerifier, Received, Signature, SignatureAlgorithm, SignatureEncoding, SignedEvent, WebhookError,
    WebhookErrorKind, WebhookEvent,
};

/// For the macros of this crate; not part of its interface.
#[doc(hidden)]
pub mod private {
    pub use crate::call::{CONNECTION_HEADERS, CREDENTIAL_HEADERS, reserved_header};
    pub use crate::decode::{decode_kinds, decode_record, decode_tagged};
    pub use crate::open::{decode_code, decode_enum};
    pub use crate::shown::{debug_hiding, debug_member, debug_unknown};
    #[cfg(feature = "webhooks")]
    pub use crate::webhooks::read_event;
    pub use bytes::Bytes;
    pub use http::Request;
}
