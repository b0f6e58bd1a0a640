//! A client for a made-up API of widgets, in the shape of generated code.

use std::collections::BTreeMap;

use api_client_runtime as rt;
use rt::testing::LoopbackServer;

static ERRORS: rt::ErrorFormat = rt::ErrorFormat {
    code: &["error.code"],
    message: &["error.message", "detail"],
    request_id: &["trace"],
    codes: &[
        rt::ErrorCode {
            code: 7,
            name: "GONE",
            kind: rt::ErrorCodeKind::NotFound,
            retryable: false,
            doc: "It is gone.",
        },
        rt::ErrorCode {
            code: 8,
            name: "TAKEN",
            kind: rt::ErrorCodeKind::AlreadyExists,
            retryable: false,
            doc: "Taken.",
        },
    ],
};

static MAIN: rt::Host = rt::Host {
    name: "main",
    url: "https://{account}.widgets.example",
    base_url_method: "main_base_url",
    auth: Some(rt::Auth { carrier: rt::Carrier::Header("X-Key"), prefix: "Key ", credential: "key" }),
    errors: &ERRORS,
    rate_limit: None,
};

static OTHER: rt::Host = rt::Host {
    name: "other",
    url: "https://other.widgets.example",
    base_url_method: "other_base_url",
    auth: Some(rt::Auth { carrier: rt::Carrier::Query("other key"), prefix: "", credential: "other_key" }),
    errors: &ERRORS,
    rate_limit: None,
};

static CURSOR: rt::Pagination =
    rt::Pagination::Cursor(rt::CursorPagination { request: "after", response: "next", has_more: "more" });

static API: rt::Api = rt::Api {
    crate_name: "widgets",
    crate_version: "1.2.3",
    configuration: &["account"],
    credentials: &["key", "other_key"],
    hosts: &[&MAIN, &OTHER],
};

#[derive(Clone, Debug)]
pub(crate) struct Client(pub(crate) rt::Client);

#[derive(Clone, Debug)]
pub(crate) struct ClientBuilder(rt::ClientBuilder);

rt::client!(Client, ClientBuilder);

impl ClientBuilder {
    pub(crate) fn new(account: &str) -> Self {
        Self(rt::ClientBuilder::new(&API).configure("account", account.into()))
    }

    pub(crate) fn key(self, key: &str) -> Self {
        Self(self.0.credential("key", key.into()).credential("other_key", format!("other-{key}")))
    }

    pub(crate) fn other_base_url(self, url: &str) -> Self {
        Self(self.0.host_base_url("other", url.into()))
    }
}

/// A builder whose calls go to a server.
pub(crate) fn builder(server: &LoopbackServer) -> ClientBuilder {
    ClientBuilder::new("acme").key("k").base_url(server.url())
}

pub(crate) fn client(server: &LoopbackServer) -> Client {
    builder(server).build().expect("the configuration is valid")
}

static GET: rt::Operation =
    rt::Operation::new("widgets.get", rt::Method::GET, "/v1/widgets/{id}", &MAIN).idempotent().wrapped_in("widget");
static CREATE: rt::Operation = rt::Operation::new("widgets.create", rt::Method::POST, "/v1/widgets", &MAIN).json_body();
static LIST: rt::Operation = rt::Operation::new("widgets.list", rt::Method::GET, "/v1/widgets", &MAIN)
    .idempotent()
    .paginated(&CURSOR, "widgets");
static DELETE: rt::Operation =
    rt::Operation::new("widgets.delete", rt::Method::DELETE, "/v1/widgets/{id}", &MAIN).idempotent().json_body();
static SETTINGS: rt::Operation =
    rt::Operation::new("widgets.settings", rt::Method::GET, "/v1/accounts/{account_id}/settings", &OTHER)
        .idempotent()
        .configured(&[("account_id", "account")]);

macro_rules! request {
    ($name:ident) => {
        #[derive(Clone, Debug)]
        pub(crate) struct $name(pub(crate) rt::Call);
    };
}

request!(Get);
rt::operation!(Get, GET, Widget);
request!(Create);
rt::operation!(Create, CREATE, Widget);
request!(List);
rt::operation!(List, LIST, WidgetPage);
rt::paginated!(List, WidgetPage, Widget);
request!(Delete);
rt::operation!(Delete, DELETE, ());
request!(Settings);
rt::operation!(Settings, SETTINGS, rt::JsonValue);

impl Client {
    pub(crate) fn get(&self, id: &str) -> Get {
        Get(self.0.call(&GET).path("id", id))
    }

    pub(crate) fn create(&self) -> Create {
        Create(self.0.call(&CREATE))
    }

    pub(crate) fn list(&self) -> List {
        List(self.0.call(&LIST))
    }

    pub(crate) fn delete(&self, id: &str) -> Delete {
        Delete(self.0.call(&DELETE).path("id", id))
    }

    pub(crate) fn settings(&self) -> Settings {
        Settings(self.0.call(&SETTINGS))
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Widget {
    pub(crate) id: String,
    pub(crate) size: Option<i64>,
    pub(crate) weight: Option<f64>,
    pub(crate) color: Option<Color>,
    pub(crate) tags: Vec<String>,
    pub(crate) labels: BTreeMap<String, String>,
    pub(crate) made_at: Option<rt::TimestampMillis>,
    pub(crate) part: Option<Box<Widget>>,
    pub(crate) extra: Option<rt::JsonValue>,
    pub(crate) sold: Option<bool>,
}

impl rt::Record for Widget {
    const FIELDS: &'static [&'static str] =
        &["id", "size", "weight", "color", "tags", "labels", "made_at", "part", "extra", "sold", "colour"];
    const ALWAYS: usize = 1;
    fn set(&mut self, field: usize, value: &mut rt::Reader<'_, '_>) {
        match field {
            0 => value.read(&mut self.id),
            1 => value.read(&mut self.size),
            2 => value.read(&mut self.weight),
            3 | 10 => value.read(&mut self.color),
            4 => value.read(&mut self.tags),
            5 => value.read(&mut self.labels),
            6 => value.read(&mut self.made_at),
            7 => value.read(&mut self.part),
            8 => value.read(&mut self.extra),
            _ => value.read(&mut self.sold),
        }
    }
}
rt::record!(Widget);

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct WidgetPage {
    pub(crate) widgets: Vec<Widget>,
}

impl rt::Record for WidgetPage {
    const FIELDS: &'static [&'static str] = &["widgets"];
    const ALWAYS: usize = 0;
    fn set(&mut self, _: usize, value: &mut rt::Reader<'_, '_>) {
        value.read(&mut self.widgets);
    }
}
rt::record!(WidgetPage);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Color {
    Red,
    Unknown(rt::UnknownValue),
}

impl rt::OpenEnum for Color {
    const KNOWN: &'static [Self] = &[Self::Red];
    fn unknown(value: rt::UnknownValue) -> Self {
        Self::Unknown(value)
    }
    fn as_str(&self) -> &str {
        match self {
            Self::Red => "red",
            Self::Unknown(value) => value.as_str(),
        }
    }
}
rt::open_enum!(Color);
