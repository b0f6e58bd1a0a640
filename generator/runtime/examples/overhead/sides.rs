//! The same calls of both sides to one server.

use std::error::Error;
use std::fmt::Debug;
use std::hint::black_box;

use tokio::runtime::Runtime;

use crate::api::{self, Order};
use crate::by_hand;
use crate::server::Server;

const MEMBER: &str = "member 7/a";
const KEY: &str = "0123456789abcdef0123456789abcdef01234567";

pub struct Sides {
    pub server: Server,
    pub runtime: Runtime,
    client: api::Client,
    by_hand: by_hand::Client,
}

impl Sides {
    /// Starts the server, and checks that both sides send and decode the same.
    pub fn start() -> Result<Self, Box<dyn Error>> {
        let server = Server::start()?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let base_url = format!("http://{}", server.address);
        let client = api::Client::builder("example").key(KEY).base_url(base_url.as_str()).build()?;
        let by_hand = by_hand::Client::new(&base_url, KEY)?;
        let sides = Self { server, runtime, client, by_hand };
        sides.check_same(&async || sides.view().await, &async || sides.view_by_hand().await)?;
        sides.check_same(&async || sides.list().await, &async || sides.list_by_hand().await)?;
        Ok(sides)
    }

    async fn view(&self) -> Result<api::Member, api_client_runtime::Error> {
        self.client.member().view_member(MEMBER).await
    }

    async fn view_by_hand(&self) -> Result<api::derived::Member, by_hand::Error> {
        self.by_hand.view_member(MEMBER).await
    }

    async fn list(&self) -> Result<api::MemberList, api_client_runtime::Error> {
        self.client.member().list_members().limit(100).order(Order::Created).active(true).await
    }

    async fn list_by_hand(&self) -> Result<api::derived::MemberList, by_hand::Error> {
        self.by_hand.list_members(100, "created", true).await
    }

    /// Returns the name of a case with the size of its response, and the call of each side.
    pub fn one(&self) -> (String, impl AsyncFn(), impl AsyncFn()) {
        let name = format!("one member, {} bytes", self.server.member_bytes);
        (name, async || drop(black_box(self.view().await)), async || drop(black_box(self.view_by_hand().await)))
    }

    pub fn page(&self) -> (String, impl AsyncFn(), impl AsyncFn()) {
        let name = format!("page of 100 members, {} bytes", self.server.page_bytes);
        (name, async || drop(black_box(self.list().await)), async || drop(black_box(self.list_by_hand().await)))
    }

    /// Checks that each side has kept its connection alive. Otherwise one side had additional costs.
    pub fn check_connections(&self) -> Result<(), String> {
        match self.server.connections() {
            2 => Ok(()),
            connections => Err(format!("there were {connections} connections instead of one per side")),
        }
    }

    fn check_same<A: Debug, B: Debug, E: Debug, F: Debug>(
        &self,
        client: &impl AsyncFn() -> Result<A, E>,
        by_hand: &impl AsyncFn() -> Result<B, F>,
    ) -> Result<(), String> {
        let failed = |error: &dyn Debug| format!("a call failed: {error:?}");
        let value = self.runtime.block_on(client()).map_err(|error| failed(&error))?;
        let request = self.server.last_request();
        let value_by_hand = self.runtime.block_on(by_hand()).map_err(|error| failed(&error))?;
        let request_by_hand = self.server.last_request();
        if request != request_by_hand {
            return Err(format!("the requests differ:\n{request:#?}\n{request_by_hand:#?}"));
        }
        let (value, value_by_hand) = (format!("{value:?}"), format!("{value_by_hand:?}"));
        if value != value_by_hand {
            return Err(format!("the values differ:\n{value}\n{value_by_hand}"));
        }
        Ok(())
    }
}

/// Exits with 1 if a target was missed and `--check` is set, and with 2 if the measurement failed.
pub fn end(missed: Result<bool, Box<dyn Error>>, check: bool) -> std::process::ExitCode {
    match missed {
        Ok(missed) => u8::from(missed && check).into(),
        Err(error) => {
            eprintln!("nothing was measured: {error}");
            2.into()
        }
    }
}
