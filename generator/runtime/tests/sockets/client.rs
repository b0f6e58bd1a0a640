//! A client for a made-up API of widgets, in the shape of generated code.

use std::collections::BTreeMap;

use api_client_runtime as rt;
use rt::testing::LoopbackServer;

pub(crate) static ERRORS: rt::ErrorFormat = rt::ErrorFormat {
    code: &["error.code"],
    message: &["error.message", "detail"],
    request_id: &["trace"],
    recognized_by: &[("failed", rt::FieldValue::Bool(true))],
    codes: &[
        rt::ErrorCode {
            code: 6,
            name: "KEY_EXPIRED",
            kind: rt::ErrorCodeKind::Unauthenticated,
            retryable: false,
            doc: "The key has expired.",
        },
        rt::ErrorCode {
            code: 7,
            name: "GONE",
            kind: rt::ErrorCodeKind::NotFound,
            retryable: false,
            doc: "It does not exist.",
        },
        rt::ErrorCode {
            code: 8,
            name: "TAKEN",
            kind: rt::ErrorCodeKind::AlreadyExists,
            retryable: false,
            doc: "Taken.",
        },
        rt::ErrorCode {
            code: 9,
            name: "BUSY",
            kind: rt::ErrorCodeKind::RateLimited,
            retryable: true,
            doc: "Too many calls.",
        },
        rt::ErrorCode {
            code: 10,
            name: "BROKEN",
            kind: rt::ErrorCodeKind::ServerError,
            retryable: false,
            doc: "Broken for good.",
        },
        rt::ErrorCode {
            code: 11,
            name: "HICCUP",
            kind: rt::ErrorCodeKind::ServerError,
            retryable: true,
            doc: "A failure that passes.",
        },
    ],
};

static RATE_LIMIT: rt::RateLimit = rt::RateLimit {
    name: "main",
    per_endpoint: true,
    safe_to_retry: true,
    limit: "X-Limit",
    remaining: "X-Remaining",
    reset: "X-Reset",
    retry_after: "X-Wait",
    reset_hint: "reset: {}s",
    retry_after_hint: "retry_after: {}s",
};

pub(crate) const PLAN: rt::RatePlan = rt::RatePlan::new(&RATE_LIMIT, &[("read", 20), ("write", 5)]);

pub(crate) static MAIN: rt::Host = rt::Host {
    name: "main",
    url: "https://{account}.widgets.example",
    path_prefixes: &["/v1"],
    base_url_method: "main_base_url",
    auth: Some(rt::Auth { carrier: rt::Carrier::Header("X-Key"), prefix: "Key ", credential: "key" }),
    errors: &ERRORS,
    rate_limit: Some(&RATE_LIMIT),
};

pub(crate) static OTHER: rt::Host = rt::Host {
    name: "other",
    url: "https://other.widgets.example",
    path_prefixes: &["/v1"],
    base_url_method: "other_base_url",
    auth: Some(rt::Auth { carrier: rt::Carrier::Query("other key"), prefix: "", credential: "other_key" }),
    errors: &ERRORS,
    rate_limit: None,
};

static CURSOR: rt::Pagination = rt::Pagination::Cursor(rt::CursorPagination {
    request: "after",
    response: "next",
    has_more: "more",
    repeats_last: false,
    backwards: None,
});

/// Cursors in both directions.
static TWO_WAY: rt::Pagination = rt::Pagination::Cursor(rt::CursorPagination {
    request: "after",
    response: "end",
    has_more: "has_next",
    repeats_last: false,
    backwards: Some(rt::BackwardsCursor { request: "before", response: "start", has_more: "has_previous" }),
});

static REPEATING: rt::Pagination = rt::Pagination::Cursor(rt::CursorPagination {
    request: "after",
    response: "next",
    has_more: "",
    repeats_last: true,
    backwards: None,
});

static OFFSET: rt::Pagination =
    rt::Pagination::Offset(rt::OffsetPagination { request: "skip", total: "total", next: "" });

static WINDOW: rt::Pagination = rt::Pagination::Window(rt::WindowPagination {
    anchor: "around",
    item: "id",
    replaces: &["at"],
    before: "before",
    after: "behind",
    inclusive: "inclusive",
    reverse: "reverse",
});

/// A window whose order can't be reversed.
static ONE_WAY: rt::Pagination = rt::Pagination::Window(rt::WindowPagination {
    anchor: "around",
    item: "id",
    replaces: &["at"],
    before: "before",
    after: "behind",
    inclusive: "",
    reverse: "",
});

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

    pub(crate) fn key_source<Kind>(self, source: impl rt::IntoTokenSource<Kind>) -> Self {
        Self(self.0.credential_source("key", source.into_token_source()))
    }

    pub(crate) fn other_key_source<Kind>(self, source: impl rt::IntoTokenSource<Kind>) -> Self {
        Self(self.0.credential_source("other_key", source.into_token_source()))
    }

    pub(crate) fn other_base_url(self, url: &str) -> Self {
        Self(self.0.host_base_url("other", url.into()))
    }
}

/// Returns a builder of clients for this server.
pub(crate) fn builder(server: &LoopbackServer) -> ClientBuilder {
    ClientBuilder::new("acme").key("k").base_url(server.url())
}

pub(crate) fn client(server: &LoopbackServer) -> Client {
    builder(server).build().expect("the configuration is valid")
}

static GET: rt::Operation = rt::Operation::new("widgets.get", rt::Method::GET, "/v1/widgets/{id}", &MAIN)
    .idempotent()
    .rate_limit("read")
    .wrapped_in("widget");
static CREATE: rt::Operation =
    rt::Operation::new("widgets.create", rt::Method::POST, "/v1/widgets", &MAIN).json_body().rate_limit("write");
static UPLOAD: rt::Operation =
    rt::Operation::new("widgets.upload", rt::Method::POST, "/v1/pictures", &MAIN).form_body().rate_limit("write");
static LIST: rt::Operation = rt::Operation::new("widgets.list", rt::Method::GET, "/v1/widgets", &MAIN)
    .idempotent()
    .paginated(&CURSOR, "widgets");
static LIST_REPEATING: rt::Operation =
    rt::Operation::new("widgets.list_repeating", rt::Method::GET, "/v1/repeating", &MAIN)
        .idempotent()
        .paginated(&REPEATING, "widgets");
static LIST_BY_OFFSET: rt::Operation =
    rt::Operation::new("widgets.list_by_offset", rt::Method::GET, "/v1/widgets", &MAIN)
        .idempotent()
        .paginated(&OFFSET, "widgets");
static LIST_AROUND: rt::Operation = rt::Operation::new("widgets.list_around", rt::Method::GET, "/v1/widgets", &MAIN)
    .idempotent()
    .paginated(&WINDOW, "widgets");
static LIST_TWO_WAY: rt::Operation = rt::Operation::new("widgets.list_two_way", rt::Method::GET, "/v1/widgets", &MAIN)
    .idempotent()
    .paginated(&TWO_WAY, "widgets");
static LIST_ONE_WAY: rt::Operation = rt::Operation::new("widgets.list_one_way", rt::Method::GET, "/v1/widgets", &MAIN)
    .idempotent()
    .paginated(&ONE_WAY, "widgets");
static DELETE: rt::Operation =
    rt::Operation::new("widgets.delete", rt::Method::DELETE, "/v1/widgets/{id}", &MAIN).idempotent().json_body();
static SETTINGS: rt::Operation =
    rt::Operation::new("widgets.settings", rt::Method::GET, "/v1/accounts/{account_id}/settings", &OTHER)
        .idempotent()
        .configured(&[("account_id", "account")]);

static MAKING: rt::Operation = rt::Operation::new("widgets.making", rt::Method::GET, "/v1/widgets/{id}/making", &MAIN)
    .idempotent()
    .returns_job(rt::Job::new(&["made", "nothing to make"], &["broken", "stopped"]).poll_interval(10));

rt::operation!(Get, GET, Widget);
rt::operation!(Create, CREATE, Widget);
rt::operation!(Upload, UPLOAD, Widget);
rt::operation!(List, LIST, WidgetPage);
rt::paginated!(List, WidgetPage, Widget);
rt::operation!(ListRepeating, LIST_REPEATING, WidgetPage);
rt::paginated!(ListRepeating, WidgetPage, Widget);
rt::operation!(ListByOffset, LIST_BY_OFFSET, WidgetPage);
rt::paginated!(ListByOffset, WidgetPage, Widget);
rt::operation!(ListAround, LIST_AROUND, WidgetPage);
rt::windowed!(ListAround, WidgetPage, Widget);
rt::operation!(ListTwoWay, LIST_TWO_WAY, WidgetPage);
rt::windowed!(ListTwoWay, WidgetPage, Widget);
rt::operation!(ListOneWay, LIST_ONE_WAY, WidgetPage);
rt::windowed!(ListOneWay, WidgetPage, Widget);
static STAGE: rt::Operation =
    rt::Operation::new("widgets.stage", rt::Method::GET, "/v1/stage", &MAIN).idempotent().can_be_empty();
rt::operation!(ViewStage, STAGE, Part);
rt::operation!(Delete, DELETE, ());
rt::operation!(Settings, SETTINGS, rt::JsonValue);

rt::operation!(ViewMaking, MAKING, Making);
rt::job!(ViewMaking, Making, making => making.stage.as_ref().map(Stage::as_str));

impl Client {
    pub(crate) fn making(&self, id: &str) -> ViewMaking {
        ViewMaking(self.0.call(&MAKING).path("id", id))
    }

    pub(crate) fn get(&self, id: &str) -> Get {
        Get(self.0.call(&GET).path("id", id))
    }

    pub(crate) fn create(&self) -> Create {
        Create(self.0.call(&CREATE))
    }

    pub(crate) fn upload(&self, picture: rt::File) -> Upload {
        Upload(self.0.call(&UPLOAD).file("picture", picture))
    }

    pub(crate) fn list(&self) -> List {
        List(self.0.call(&LIST))
    }

    pub(crate) fn list_repeating(&self) -> ListRepeating {
        ListRepeating(self.0.call(&LIST_REPEATING))
    }

    pub(crate) fn list_by_offset(&self) -> ListByOffset {
        ListByOffset(self.0.call(&LIST_BY_OFFSET))
    }

    /// Returns the widgets around a time.
    pub(crate) fn list_two_way(&self) -> ListTwoWay {
        ListTwoWay(self.0.call(&LIST_TWO_WAY))
    }

    pub(crate) fn list_around(&self, at: i64) -> ListAround {
        ListAround(self.0.call(&LIST_AROUND).query("at", &at))
    }

    pub(crate) fn list_one_way(&self, at: i64) -> ListOneWay {
        ListOneWay(self.0.call(&LIST_ONE_WAY).query("at", &at))
    }

    pub(crate) fn stage(&self) -> ViewStage {
        ViewStage(self.0.call(&STAGE))
    }

    pub(crate) fn delete(&self, id: &str) -> Delete {
        Delete(self.0.call(&DELETE).path("id", id))
    }

    pub(crate) fn settings(&self) -> Settings {
        Settings(self.0.call(&SETTINGS))
    }
}

rt::record! {
    pub struct Widget {
        pub id: String = "id"; always,
        pub size: Option<i64> = "size",
        pub weight: Option<f64> = "weight",
        pub color: Option<Color> = "color" | "color",
        pub tags: Vec<String> = "tags",
        pub labels: BTreeMap<String, String> = "labels",
        pub made_at: Option<rt::TimestampMillis> = "made_at",
        pub part: Option<Box<Widget>> = "part",
        pub extra: Option<rt::JsonValue> = "extra",
        pub sold: Option<bool> = "sold",
        pub details: Option<Part> = "details",
    }
}

rt::record! {
    pub struct Part {
        pub id: Option<String> = "id",
        pub stage: Option<Stage> = "stage",
        pub sold_at: Option<rt::TimestampSeconds> = "sold_at",
        pub seen_at: Option<rt::Timestamp> = "seen_at",
    }
}

rt::record! {
    pub struct WidgetPage {
        pub widgets: Vec<Widget> = "widgets",
    }
}

rt::open_enum! {
    pub enum Color {
        Red = "red",
    }
}

rt::record! {
    pub struct Making {
        pub id: String = "id"; always,
        pub stage: Option<Stage> = "stage",
        pub count: Option<i64> = "count",
    }
}

rt::open_enum! {
    pub enum Stage {
        Waiting = "waiting",
        Made = "made",
        NothingToMake = "nothing to make",
        Broken = "broken",
        Stopped = "stopped",
    }
}
