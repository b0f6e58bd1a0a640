//! A careful implementation of the same two endpoints by hand, with reqwest and serde's derive.

use std::time::Duration;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::header::{ACCEPT, HeaderMap, HeaderValue};
use serde::de::DeserializeOwned;

use crate::api::derived::{Member, MemberList};

const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

#[derive(Debug)]
pub enum Error {
    Http(reqwest::Error),
    Status(reqwest::StatusCode, String),
    Json(serde_json::Error),
}

impl From<reqwest::Error> for Error {
    fn from(error: reqwest::Error) -> Self {
        Self::Http(error)
    }
}

pub struct Client {
    http: reqwest::Client,
    base_url: String,
    key: HeaderValue,
}

impl Client {
    /// Creates a client with the settings of the runtime's transport.
    pub fn new(base_url: &str, key: &str) -> Result<Self, Box<dyn std::error::Error>> {
        let mut key = HeaderValue::try_from(key)?;
        key.set_sensitive(true);
        // Without reqwest's default provider, a program installs one at its start.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(Duration::from_secs(10))
            .no_proxy()
            .user_agent("members/1.2.3")
            .default_headers(HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))]))
            .build()?;
        Ok(Self { http, base_url: base_url.to_owned(), key })
    }

    pub async fn view_member(&self, member_id: &str) -> Result<Member, Error> {
        let url = format!("{}/v1/members/{}", self.base_url, utf8_percent_encode(member_id, SEGMENT));
        self.send(self.http.get(url)).await
    }

    pub async fn list_members(&self, limit: i64, order: &str, active: bool) -> Result<MemberList, Error> {
        let url = format!("{}/v1/members", self.base_url);
        let query = [("limit", limit.to_string()), ("order", order.to_owned()), ("active", active.to_string())];
        self.send(self.http.get(url).query(&query)).await
    }

    async fn send<T: DeserializeOwned>(&self, request: reqwest::RequestBuilder) -> Result<T, Error> {
        let request = request.header("X-Key", self.key.clone()).timeout(Duration::from_secs(30));
        let response = request.send().await?;
        let status = response.status();
        if !status.is_success() {
            return Err(Error::Status(status, response.text().await?));
        }
        let body = response.bytes().await?;
        serde_json::from_slice(&body).map_err(Error::Json)
    }
}
