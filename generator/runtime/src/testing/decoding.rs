//! Decoding of bodies without a server, for fuzzing and benchmarks.

use std::sync::OnceLock;

use bytes::Bytes;
use http::{Request, Response};

use crate::api::Api;
use crate::body::Body;
use crate::box_future::BoxFuture;
use crate::builder::ClientBuilder;
use crate::client::Client;
use crate::decode::Decode;
use crate::error::{Error, TransportError, TransportErrorKind};
use crate::future::SendFuture;
use crate::operation::Operation;
use crate::paging::{Items, read_items};
use crate::response::RawResponse;
use crate::transport::Transport;

/// An operation, and a function that decodes a body as a successful response of it.
pub type Decoder = (&'static Operation, fn(&[u8]) -> Result<(), Error>);

/// Decodes a body as the response of an operation. The type is that of `send` of the request.
///
/// # Errors
/// Fails if the call would fail with this response.
pub fn decode_response<R, T: Decode>(
    _send: fn(R) -> SendFuture<T>,
    operation: &'static Operation,
    body: &[u8],
) -> Result<(), Error> {
    response(operation, body)?.decode::<T>().map(drop)
}

/// Decodes a body as a page of a list, item by item. The type is that of `items` of the request.
///
/// # Errors
/// Fails if reading the list would fail with this response.
pub fn decode_page<R, T: Decode>(
    _items: fn(R) -> Items<T>,
    operation: &'static Operation,
    body: &[u8],
) -> Result<(), Error> {
    read_items::<T>(client().call(operation), response(operation, body)?)
}

fn response(operation: &'static Operation, body: &[u8]) -> Result<RawResponse, Error> {
    let (head, ()) = Response::new(()).into_parts();
    RawResponse::new(client(), operation, head, Bytes::copy_from_slice(body)).into_success()
}

/// A client that sends nothing.
fn client() -> Client {
    static API: Api = Api { crate_name: "none", crate_version: "0", configuration: &[], credentials: &[], hosts: &[] };
    static CLIENT: OnceLock<Client> = OnceLock::new();
    let make = || ClientBuilder::new(&API).transport(Nowhere).build().expect("an empty configuration is valid");
    CLIENT.get_or_init(make).clone()
}

struct Nowhere;

impl Transport for Nowhere {
    fn send(&self, _request: Request<Body>) -> BoxFuture<Result<Response<Body>, TransportError>> {
        Box::pin(async { Err(TransportError::new(TransportErrorKind::Request, "nothing is sent here")) })
    }
}

/// Creates the [`Decoder`](crate::testing::Decoder) of a request, or of the items of its list.
#[macro_export]
macro_rules! decoder {
    ($request:ty) => {
        (<$request>::OPERATION, |body| $crate::testing::decode_response(<$request>::send, <$request>::OPERATION, body))
    };
    ($request:ty, items) => {
        (<$request>::OPERATION, |body| $crate::testing::decode_page(<$request>::items, <$request>::OPERATION, body))
    };
}
