//! Gives arguments by their positions, and checks as what they are sent.

use market_client::{Body, BoxFuture, Client, Transport, TransportError};

struct Nowhere;

impl Transport for Nowhere {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<Result<http::Response<Body>, TransportError>> {
        Box::pin(async { Ok(http::Response::new(Body::empty())) })
    }
}

fn main() {
    let client = Client::builder("eu", "my-shop").api_key("key").transport(Nowhere).build().unwrap();
    let request = client.shop().orders().create_order("c-1", [], "c-2").to_http_request().unwrap();
    let body = String::from_utf8_lossy(request.body()).into_owned();
    assert!(body.contains(r#""customer_id":"c-1""#), "{body}");
}
