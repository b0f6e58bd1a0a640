//! Builds a client with both values by their places, and looks where its calls go.

use std::sync::{Arc, Mutex};

use market_client::{Body, BoxFuture, Client, Transport, TransportError};

#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<String>>>);

impl Transport for Recorder {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<Result<http::Response<Body>, TransportError>> {
        self.0.lock().unwrap().extend(request.uri().host().map(str::to_owned));
        Box::pin(async { Ok(http::Response::new(Body::empty())) })
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let recorder = Recorder::default();
    let client = Client::builder("eu", "my-shop").api_key("key").transport(recorder.clone()).build().unwrap();
    _ = client.shop().orders().list_orders().await;
    assert_eq!(recorder.0.lock().unwrap()[..], ["eu.market.example"]);
}
