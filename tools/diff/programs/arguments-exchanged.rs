//! Passes arguments by position, and checks the names with which they are sent.

use market_client::{Body, BoxFuture, Client, Configuration, Transport, TransportError};

struct Nowhere;

impl Transport for Nowhere {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<Result<http::Response<Body>, TransportError>> {
        Box::pin(async { Ok(http::Response::new(Body::empty())) })
    }
}

fn main() {
    let configuration = Configuration { region: "eu".into(), shop_id: "my-shop".into() };
    let client = Client::builder(configuration).api_key("key").transport(Nowhere).build().unwrap();
    let request = client.shop().orders().create_order("c-1", []).to_http_request().unwrap();
    let body = String::from_utf8_lossy(request.body()).into_owned();
    assert!(body.contains(r#""customer_id":"c-1""#), "{body}");
}
