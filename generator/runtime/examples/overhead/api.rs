//! A client for a made-up API of members, in the shape of generated code, and the same types with
//! serde's derive.

use std::collections::BTreeMap;

use api_client_runtime as rt;

/// One list of fields, so that both sides decode the same.
macro_rules! types {
    ($($field:ident: $type:ty = $name:literal $(; $always:ident)?),*) => {
        pub mod derived {
            use super::*;

            #[derive(Debug, Default, serde::Deserialize)]
            #[serde(default)]
            pub struct Member { $(#[serde(rename = $name)] pub $field: $type),* }

            #[derive(Debug, Default, serde::Deserialize)]
            #[serde(default)]
            pub struct MemberList {
                pub members: Vec<Member>,
                pub next: Option<String>,
            }
        }

        rt::record! {
            pub struct Member { $(pub $field: $type = $name $(; $always)?,)* }
        }
    };
}

types! {
    member_id: String = "member_id"; always, name: Option<String> = "name", image: Option<String> = "image",
    phone: Option<String> = "phone", mail: Option<String> = "mail", active: Option<bool> = "active",
    online: Option<bool> = "online", created_at: Option<i64> = "created_at", seen_at: Option<i64> = "seen_at",
    updated_at: Option<i64> = "updated_at", languages: Vec<String> = "languages", keys: Vec<String> = "keys",
    metadata: BTreeMap<String, String> = "metadata", locale: Option<String> = "locale",
    timezone: Option<String> = "timezone", city: Option<String> = "city", country: Option<String> = "country",
    role: Option<String> = "role", verified: Option<bool> = "verified", hidden: Option<bool> = "hidden",
    score: Option<f64> = "score", visits: Option<i64> = "visits", unread: Option<i64> = "unread",
    note: Option<String> = "note"
}

rt::record! {
    pub struct MemberList {
        pub members: Vec<Member> = "members",
        pub next: Option<String> = "next",
    }
}

rt::open_enum! {
    /// The order of members.
    pub enum Order {
        Created = "created",
        Name = "name",
    }
}

static ERRORS: rt::ErrorFormat = rt::ErrorFormat {
    code: &["code"],
    message: &["message"],
    request_id: &[],
    recognized_by: &[],
    codes: &[rt::ErrorCode {
        code: 7,
        name: "GONE",
        kind: rt::ErrorCodeKind::NotFound,
        retryable: false,
        doc: "It does not exist.",
    }],
};

static RATE_LIMIT: rt::RateLimit = rt::RateLimit {
    name: "main",
    per_endpoint: true,
    safe_to_retry: true,
    limit: "X-Limit",
    remaining: "X-Remaining",
    reset: "X-Reset",
    retry_after: "X-Wait",
    reset_hint: "",
    retry_after_hint: "",
};

static MAIN: rt::Host = rt::Host {
    name: "main",
    url: "https://{account}.members.example",
    path_prefixes: &["/v1"],
    base_url_method: "main_base_url",
    auth: Some(rt::Auth { carrier: rt::Carrier::Header("X-Key"), prefix: "", credential: "key" }),
    errors: &ERRORS,
    rate_limit: Some(&RATE_LIMIT),
};

static CURSOR: rt::Pagination = rt::Pagination::Cursor(rt::CursorPagination {
    request: "after",
    response: "next",
    has_more: "",
    repeats_last: false,
    backwards: None,
});

static API: rt::Api = rt::Api {
    crate_name: "members",
    crate_version: "1.2.3",
    configuration: &["account"],
    credentials: &["key"],
    hosts: &[&MAIN],
};

#[derive(Clone, Debug)]
pub struct Client(rt::Client);

#[derive(Clone, Debug)]
pub struct ClientBuilder(rt::ClientBuilder);

rt::client!(Client, ClientBuilder);

impl Client {
    pub fn builder(account: impl Into<String>) -> ClientBuilder {
        ClientBuilder(rt::ClientBuilder::new(&API).configure("account", account.into()))
    }

    pub fn member(&self) -> MemberOperations<'_> {
        MemberOperations(&self.0)
    }
}

impl ClientBuilder {
    pub fn key(self, key: impl Into<String>) -> Self {
        Self(self.0.credential("key", key.into()))
    }
}

#[derive(Clone, Copy, Debug)]
pub struct MemberOperations<'a>(&'a rt::Client);

impl MemberOperations<'_> {
    pub fn view_member(self, member_id: impl Into<String>) -> ViewMember {
        ViewMember(self.0.call(&VIEW_MEMBER).path("member_id", &member_id.into()))
    }

    pub fn list_members(self) -> ListMembers {
        ListMembers(self.0.call(&LIST_MEMBERS))
    }
}

static VIEW_MEMBER: rt::Operation =
    rt::Operation::new("members.member.view_member", rt::Method::GET, "/v1/members/{member_id}", &MAIN)
        .idempotent()
        .rate_limit("read");

rt::operation!(ViewMember, VIEW_MEMBER, Member);

static LIST_MEMBERS: rt::Operation =
    rt::Operation::new("members.member.list_members", rt::Method::GET, "/v1/members", &MAIN)
        .idempotent()
        .paginated(&CURSOR, "members")
        .rate_limit("read");

impl ListMembers {
    pub fn limit(self, limit: i64) -> Self {
        Self(self.0.query("limit", &limit))
    }

    pub fn order(self, order: Order) -> Self {
        Self(self.0.query("order", &order))
    }

    pub fn active(self, active: bool) -> Self {
        Self(self.0.query("active", &active))
    }
}

rt::operation!(ListMembers, LIST_MEMBERS, MemberList);
rt::paginated!(ListMembers, MemberList, Member);
