//! The runtime of generated API clients.
//!
//! Generated code is thin: a method names its operation, sets the parts of the call and passes them to one executor.
//! All other code is written once, in this crate: building requests ([`Call`]), sending requests ([`Transport`]),
//! errors ([`Error`]), lenient decoding of responses ([`Decode`]) and pagination ([`Items`], [`Pages`]).
//!
//! This crate contains no knowledge about any API. Names of hosts, headers, error codes and pagination fields are data
//! of the generated code ([`Api`], [`Host`], [`Operation`]).

#![cfg_attr(docsrs, feature(doc_cfg))]

mod api;
mod authorization;
#[cfg(any(feature = "blocking", feature = "testing"))]
mod background;
mod base_url;
#[cfg(feature = "blocking")]
mod blocking;
mod body;
mod box_future;
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
mod open_enum;
mod operation;
mod paging;
mod percent;
mod rate;
mod rate_plan;
mod redacted_debug;
mod redaction;
mod redirect;
mod response;
mod retry;
mod safe_url;
mod secret;
#[cfg(feature = "serde")]
mod serialization;
#[cfg(feature = "testing")]
pub mod testing;
mod token_source;
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
pub use box_future::BoxFuture;
pub use builder::ClientBuilder;
pub use bytes::Bytes;
pub use call::Call;
pub use client::Client;
pub use clock::Clock;
pub use decode::{
    AbsentMarker, Decode, Fields, JsonKind, Reader, Record, TaggedUnion, UnknownField, UntaggedUnion, Warning,
    WarningKind,
};
pub use encode::{
    Encode, EncodeObject, JsonBuffer, NotEmpty, ObjectWriter, WireValue, list, map, not_empty, string_list, string_map,
};
pub use error::{
    ApiError, ConfigurationError, DecodeError, Error, FileError, InvalidRequestError, JobError, JobErrorKind,
    ListProgress, TimeoutError, TokenError, TransportError, TransportErrorKind,
};
pub use form::File;
pub use future::{ResponseFuture, SendFuture};
pub use http::{Method, StatusCode};
pub use job::{Job, JobOutcome, JobState, Wait, wait_until};
pub use open_enum::{OpenCode, OpenEnum, UnknownString};
pub use operation::Operation;
pub use paging::{Items, Pages};
pub use rate::{LimitedCall, MaxWaitExceeded, RateLimitKey, RateLimitStatus, RateLimiter, RateSlot, RateWindows};
pub use rate_plan::RatePlan;
pub use response::Response;
pub use retry::{RetryBudget, RetryPolicy};
pub use serde_json::Value as JsonValue;
#[cfg(feature = "serde")]
pub use serialization::{Decoded, FromJsonError, WithSecrets, from_json};
pub use token_source::{IntoToken, IntoTokenSource, TokenSource};
pub use transfer::{Download, DownloadRequest, FormFields, FormUpload, Progress, SignedUrl, TransferFuture};
#[cfg(feature = "tower")]
pub use transport::Tower;
pub use transport::Transport;
#[cfg(feature = "reqwest")]
pub use transport::{ReqwestTransport, ReqwestTransportBuilder};
pub use values::{
    Date, DateTime, JsonText, Nullable, Sensitive, TimeError, Timestamp, TimestampMillis, TimestampSeconds,
};
#[cfg(feature = "webhooks")]
pub use webhooks::{
    EventError, EventVerifier, Received, Signature, SignatureAlgorithm, SignatureEncoding, SignedEvent, WebhookError,
    WebhookErrorKind, WebhookEvent,
};

/// Items for the macros of this crate, which are not part of its public API.
#[doc(hidden)]
pub mod private {
    pub use crate::call::{CONNECTION_HEADERS, CREDENTIAL_HEADERS, reserved_header};
    pub use crate::decode::{decode_record, decode_tagged, decode_untagged};
    pub use crate::open_enum::{decode_code, decode_enum};
    pub use crate::operation::maybe;
    pub use crate::redacted_debug::{debug_member, debug_redacted, debug_unknown};
    #[cfg(feature = "serde")]
    pub use crate::serialization::{deserialize, encode_member, serialize};
    pub use crate::token_source::kinds;
    #[cfg(feature = "webhooks")]
    pub use crate::webhooks::{read_event, unknown_event_fields};
    pub use bytes::Bytes;
    pub use http::Request;
    #[cfg(feature = "serde")]
    pub use serde;
}
