//! What generated types have in common.
//!
//! Each macro is called in one line for one type and emits forwarding code only. Paths are absolute,
//! so that no type of an API can get in the way.

/// A request value, which is a newtype over [`Call`](crate::Call): its name, its operation, what it
/// answers with, and the method that makes it.
#[macro_export]
macro_rules! operation {
    ($request:ident, $operation:ident, $output:ty, $method:literal) => {
        #[doc = ::std::concat!("A request of [`", $method, "`].")]
        #[must_use = "a request is only sent when it is awaited"]
        pub struct $request(pub(crate) $crate::Call);

        impl $request {
            /// What is known of the operation before any call.
            pub const OPERATION: &'static $crate::Operation = &$operation;

            /// Sends the request, as awaiting it does.
            #[inline]
            pub fn send(self) -> $crate::SendFuture<$output> {
                self.0.send()
            }

            /// Sends the request; gives status, headers, warnings and the raw body with the answer.
            #[inline]
            pub fn response(self) -> $crate::ResponseFuture<$output> {
                self.0.response()
            }

            /// Changes what is no parameter of the operation: how long the call may take, headers, and
            /// what this crate does not know. For example `.with(|call| call.timeout(limit))`.
            #[inline]
            pub fn with(self, change: impl ::std::ops::FnOnce($crate::Call) -> $crate::Call) -> Self {
                Self(change(self.0))
            }

            /// The request as it would be sent, without the token: for inspection and tests.
            ///
            /// # Errors
            /// If the request can't be sent.
            #[inline]
            pub fn to_http_request(
                &self,
            ) -> ::std::result::Result<$crate::private::Request<$crate::private::Bytes>, $crate::Error> {
                self.0.to_http_request()
            }
        }

        // Written out, since what is derived takes longer to compile, and there are many of these.
        impl ::std::clone::Clone for $request {
            #[inline]
            fn clone(&self) -> Self {
                Self(self.0.clone())
            }
        }

        impl ::std::fmt::Debug for $request {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(&self.0, formatter)
            }
        }

        impl ::std::future::IntoFuture for $request {
            type Output = ::std::result::Result<$output, $crate::Error>;
            type IntoFuture = $crate::SendFuture<$output>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                self.0.send()
            }
        }
    };
}

/// Paging of a request value.
#[macro_export]
macro_rules! paginated {
    ($request:ident, $page:ty, $item:ty) => {
        impl $request {
            /// The items of all pages, one after the other. Pages are fetched as they are needed.
            #[inline]
            pub fn items(self) -> $crate::Items<$item> {
                self.0.items()
            }

            /// All pages, one after the other, each with status, headers and warnings.
            #[inline]
            pub fn pages(self) -> $crate::Pages<$page> {
                self.0.pages()
            }
        }
    };
}

/// Paging of a request value in both directions.
#[macro_export]
macro_rules! windowed {
    ($request:ident, $page:ty, $item:ty) => {
        impl $request {
            /// Returns the items from the start position of the request to the end of the list, in their order.
            /// Pages are fetched when they are needed.
            #[inline]
            pub fn items(self) -> $crate::Items<$item> {
                self.0.items()
            }

            /// Returns the pages from the start position of the request to the end of the list, each with status,
            /// headers and warnings.
            #[inline]
            pub fn pages(self) -> $crate::Pages<$page> {
                self.0.pages()
            }

            /// Returns the items from the start position of the request back to the beginning of the list, the nearest
            /// page first. Within a page, items have the order of the response.
            #[inline]
            pub fn items_backwards(self) -> $crate::Items<$item> {
                self.0.items_backwards()
            }

            /// Returns the pages from the start position of the request back to the beginning of the list, the nearest
            /// page first.
            #[inline]
            pub fn pages_backwards(self) -> $crate::Pages<$page> {
                self.0.pages_backwards()
            }
        }
    };
}

/// Waiting for the job that a request value shows, with how the word for its state is found in an
/// answer.
#[macro_export]
macro_rules! job {
    ($request:ident, $output:ty, $answer:ident => $state:expr) => {
        impl $request {
            /// Looks at the job again and again until it has ended: awaiting it gives the answer of the
            /// last look, and an [`Error::Job`]($crate::Error::Job) if the job failed or is not done in
            /// time. Intervals, limit, progress and cancelling: [`Wait`]($crate::Wait).
            #[inline]
            pub fn wait(self) -> $crate::Wait<$output> {
                self.0.wait(|$answer| $state)
            }
        }
    };
}

/// Methods of a generated client and its builder: newtypes over the runtime's.
#[macro_export]
macro_rules! client {
    ($client:ident, $builder:ident) => {
        impl $client {
            /// Starts a call of something that this crate has no method for, with the same token,
            /// retries, limits and errors as all others.
            ///
            /// `{name}` in the path stands for a value that is set with
            /// [`Call::path`]($crate::Call::path), so that no value can lead elsewhere. GET, HEAD,
            /// PUT and DELETE count as idempotent; [`Call::idempotent`]($crate::Call::idempotent)
            /// says otherwise.
            ///
            /// The path begins with `/` and is sent as it is written. These paths fail the call with
            /// [`Error::InvalidRequest`]($crate::Error::InvalidRequest), and nothing is sent:
            ///
            /// - a path without `/` at its start, or with an empty segment inside (`/a//b`);
            /// - a placeholder that is not a whole segment (`/{id}.json`, `/{id`), or whose name is not made of
            ///   letters, digits and `_` (`/{}`);
            /// - a placeholder without a value, and a value for a name that is no placeholder;
            /// - `?` and `#`: [`Call::query`]($crate::Call::query) sets query parameters;
            /// - the segments `.` and `..`, percent-encoded ones included;
            /// - spaces, control characters, letters that are not ASCII and other characters that a path can't
            ///   have: percent-encode them, or use a placeholder.
            ///
            /// The method `CONNECT` fails too, because it has no path.
            pub fn raw(&self, method: $crate::Method, host: &'static $crate::Host, path: &'static str) -> $crate::Call {
                self.0.raw(method, host, path)
            }

            /// Starts the download of a file from a URL that an answer gave, such as a signed one: an
            /// export, or the file of a message. The token is not sent there, and the URL is shown
            /// nowhere.
            pub fn download(&self, url: impl ::std::convert::Into<$crate::SignedUrl>) -> $crate::DownloadRequest {
                self.0.download(url)
            }

            /// Starts the upload of a file to a signed form: a URL and fields that an answer gave. The
            /// token is not sent there, and neither URL nor fields are shown anywhere.
            pub fn upload_form(&self, url: impl ::std::convert::Into<$crate::SignedUrl>) -> $crate::FormUpload {
                self.0.upload_form(url)
            }
        }

        impl $builder {
            /// Sets the base URL of all hosts, for example to a test server or a gateway. This also
            /// replaces base URLs that were set for single hosts before. A base URL that is set for a
            /// single host afterwards overrides this one for the host. Plain http is allowed for
            /// loopback addresses only.
            pub fn base_url(self, url: impl ::std::convert::Into<::std::string::String>) -> Self {
                Self(self.0.base_url(url.into()))
            }

            /// Sets how long a call may take: all attempts and the waits before and between them.
            /// Default: 60 seconds.
            pub fn timeout(self, timeout: ::std::time::Duration) -> Self {
                Self(self.0.timeout(timeout))
            }

            /// Sets how long one attempt of a call may take, the reading of its answer included.
            /// Default: 30 seconds.
            pub fn attempt_timeout(self, timeout: ::std::time::Duration) -> Self {
                Self(self.0.attempt_timeout(timeout))
            }

            /// Sets how long the built-in transport may take to connect, looking up the name and TLS
            /// included. Default: 10 seconds.
            pub fn connect_timeout(self, timeout: ::std::time::Duration) -> Self {
                Self(self.0.connect_timeout(timeout))
            }

            /// Sets how long the built-in transport keeps an idle connection open. Default: 55 seconds, because many
            /// load balancers close idle connections after 60 seconds.
            pub fn pool_idle_timeout(self, timeout: ::std::time::Duration) -> Self {
                Self(self.0.pool_idle_timeout(timeout))
            }

            /// Sets how many idle connections the built-in transport keeps open for each host. With 0, each call opens
            /// a new connection. Default: no limit. Each tokio runtime has its own connections.
            pub fn pool_max_idle_per_host(self, connections: usize) -> Self {
                Self(self.0.pool_max_idle_per_host(connections))
            }

            /// Sets the proxy of the built-in transport. The URL has the scheme `http`, `https`, `socks5` or `socks5h`,
            /// `user:password@` if the proxy requires them, a host and a port. Default: the proxy of the environment
            /// (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`).
            ///
            /// All requests go through the proxy. [`build`](Self::build) fails if a base URL is plain http to this
            /// machine and the proxy is on a different machine. [`allow_plain_http`](Self::allow_plain_http) allows
            /// this.
            pub fn proxy(self, url: impl ::std::convert::Into<::std::string::String>) -> Self {
                Self(self.0.proxy(url.into()))
            }

            /// Turns off all proxies of the built-in transport, including those of the environment.
            pub fn no_proxy(self) -> Self {
                Self(self.0.no_proxy())
            }

            /// Has the built-in transport trust these certificates too, one or several in PEM.
            /// Default: those that the system trusts.
            pub fn root_certificates(self, pem: impl ::std::convert::AsRef<[u8]>) -> Self {
                Self(self.0.root_certificates(pem.as_ref()))
            }

            /// Has the built-in transport show this certificate to servers and proxies that ask for
            /// one: a text in PEM with the certificate, those that vouch for it, and the private key.
            /// Default: none.
            pub fn client_certificate(self, pem: impl ::std::convert::AsRef<[u8]>) -> Self {
                Self(self.0.client_certificate(pem.as_ref()))
            }

            /// Sets how often and how soon a call is tried again after an attempt that failed.
            /// Default: up to 4 attempts, and only where sending a call again does no harm.
            pub fn retry(self, policy: $crate::RetryPolicy) -> Self {
                Self(self.0.retry(policy))
            }

            /// Limits the retries of all calls of this client and its clones while a host fails.
            /// Default: 100 retries for each host, and one more for each 5 successes.
            pub fn retry_budget(self, budget: $crate::RetryBudget) -> Self {
                Self(self.0.retry_budget(budget))
            }

            /// Keeps the calls of this client and its clones below the rate limit of a plan: they
            /// wait for their turn, first come, first served. Default: no limit.
            pub fn rate_plan(self, plan: $crate::RatePlan) -> Self {
                Self(self.0.rate_plan(plan))
            }

            /// Sets the clock, for tests. Default: the system's.
            pub fn clock(self, clock: impl $crate::Clock) -> Self {
                Self(self.0.clock(clock))
            }

            /// Sets what spreads the waits before further attempts, for tests: numbers from 0 up to
            /// 1. Default: chance.
            pub fn random(
                self,
                random: impl ::std::ops::Fn() -> f64 + ::std::marker::Send + ::std::marker::Sync + 'static,
            ) -> Self {
                Self(self.0.random(random))
            }

            /// Sets the transport that sends the requests. Default: reqwest with rustls, which needs a tokio runtime or
            /// the feature `blocking`.
            pub fn transport(self, transport: impl $crate::Transport) -> Self {
                Self(self.0.transport(transport))
            }

            /// Sets what is called with everything that is odd about answers. Default: nothing.
            pub fn on_warning(
                self,
                hook: impl ::std::ops::Fn(&$crate::Operation, &$crate::Warning)
                + ::std::marker::Send
                + ::std::marker::Sync
                + 'static,
            ) -> Self {
                Self(self.0.on_warning(hook))
            }

            /// Sets whether every warning is an error, as tests may want it. Default: no.
            pub fn strict(self, strict: bool) -> Self {
                Self(self.0.strict(strict))
            }

            /// Sets how many bytes an answer may have. Default: 64 MiB.
            pub fn max_response_bytes(self, bytes: usize) -> Self {
                Self(self.0.max_response_bytes(bytes))
            }

            /// Takes base URLs with plain http, which show the token to the network.
            pub fn allow_plain_http(self) -> Self {
                Self(self.0.allow_plain_http())
            }

            /// Builds the client.
            ///
            /// # Errors
            /// [`Error::Configuration`]($crate::Error::Configuration) if a value can't be used.
            pub fn build(self) -> ::std::result::Result<$client, $crate::Error> {
                self.0.build().map($client)
            }
        }
    };
}

/// A struct that answers are read into, with the name of each field on the wire.
///
/// Other names of a field follow after `|`, values by which the server says that there is none in
/// `except […]`, and `; always` marks what identifies the object. Such fields come first. Fields
/// after `hides […]` are personal: `Debug` does not show their values. A struct that is a
/// [`Record`](crate::Record) by itself is given by its name alone.
#[macro_export]
macro_rules! record {
    (@always always $name:literal) => { $name };
    ($type:ident) => {
        impl $crate::Decode for $type {
            #[inline]
            fn decode(reader: &mut $crate::Reader<'_, '_>) -> ::std::option::Option<Self> {
                $crate::private::decode_record(reader)
            }
        }
    };
    (
        $(#[$meta:meta])*
        pub struct $type:ident {
            $(
                $(#[$field_meta:meta])*
                pub $field:ident: $field_type:ty = $name:literal $(| $also:literal)* $(except [$($absent:expr),*])? $(; $always:ident)?,
            )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        pub struct $type {
            $($(#[$field_meta])* pub $field: $field_type,)*
        }

        impl $crate::Record for $type {
            const FIELDS: $crate::Fields = $crate::Fields {
                names: &[$($name,)*],
                also: &[$($(($also, $name),)*)*],
                always: &[$($($crate::record!(@always $always $name),)?)*],
            };

            #[allow(deprecated, unused_variables, unused_mut, unused_assignments, reason = "a struct may be empty")]
            fn set(&mut self, field: usize, value: &mut $crate::Reader<'_, '_>) {
                let mut fields_before = field;
                $(
                    if fields_before == 0 {
                        $($(if value.is($absent) { return; })*)?
                        return value.read(&mut self.$field);
                    }
                    fields_before -= 1;
                )*
            }
        }

        $crate::record!($type);
    };
    // Written out once more, since a macro in the macro would be slower for all the others.
    (
        $(#[$meta:meta])*
        pub struct $type:ident hides [$($hidden:ident),+] {
            $(
                $(#[$field_meta:meta])*
                pub $field:ident: $field_type:ty = $name:literal $(| $also:literal)* $(except [$($absent:expr),*])? $(; $always:ident)?,
            )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Default, PartialEq)]
        #[non_exhaustive]
        pub struct $type {
            $($(#[$field_meta])* pub $field: $field_type,)*
        }

        $crate::hiding_debug!($type, hidden: [$($hidden),+], all: [$($field),*]);

        impl $crate::Record for $type {
            const FIELDS: $crate::Fields = $crate::Fields {
                names: &[$($name,)*],
                also: &[$($(($also, $name),)*)*],
                always: &[$($($crate::record!(@always $always $name),)?)*],
            };

            #[allow(deprecated, unused_variables, unused_mut, unused_assignments, reason = "a struct may be empty")]
            fn set(&mut self, field: usize, value: &mut $crate::Reader<'_, '_>) {
                let mut fields_before = field;
                $(
                    if fields_before == 0 {
                        $($(if value.is($absent) { return; })*)?
                        return value.read(&mut self.$field);
                    }
                    fields_before -= 1;
                )*
            }
        }

        $crate::record!($type);
    };
}

/// Showing of a struct without the values of some of its fields, which are personal.
#[macro_export]
macro_rules! hiding_debug {
    ($type:ident, hidden: [$($hidden:ident),+], all: [$($field:ident),+]) => {
        #[allow(deprecated, reason = "what is deprecated is shown too")]
        impl ::std::fmt::Debug for $type {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                // A misspelt name would hide nothing: here it does not compile.
                $(let _ = &self.$hidden;)+
                $crate::private::debug_hiding(
                    formatter,
                    ::std::stringify!($type),
                    &[$(::std::stringify!($hidden)),+],
                    &[$((::std::stringify!($field), &self.$field)),+],
                )
            }
        }
    };
}

/// Showing of a type that holds what is sent: its name, since what users write is soon in a log.
#[macro_export]
macro_rules! quiet {
    ($type:ident) => {
        impl ::std::fmt::Debug for $type {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.debug_struct(::std::stringify!($type)).finish_non_exhaustive()
            }
        }
    };
}

/// Sending of a struct that is an [`EncodeObject`](crate::EncodeObject).
#[macro_export]
macro_rules! encode_object {
    ($type:ident) => {
        impl $crate::Encode for $type {
            fn encode(&self, buffer: &mut $crate::JsonBuffer) {
                buffer.object(|object| $crate::EncodeObject::encode(self, object));
            }
        }
    };
}

/// Implements `Default` for a union, and conversions for members that are a string, a number or a boolean.
#[macro_export]
macro_rules! union {
    ($type:ident $(, $member:ident: $kind:ident)*) => {
        $($crate::union_member!($type, $member: $kind);)*

        /// An unknown value that is null: what a struct holds that is made without a value.
        impl ::std::default::Default for $type {
            fn default() -> Self {
                Self::Unknown($crate::JsonValue::Null)
            }
        }
    };
}

/// Implements the conversions of one member of a union.
#[macro_export]
macro_rules! union_member {
    ($type:ident, $member:ident: String) => {
        impl ::std::convert::From<&str> for $type {
            fn from(text: &str) -> Self {
                Self::$member(text.to_owned())
            }
        }

        impl ::std::convert::From<::std::string::String> for $type {
            fn from(text: ::std::string::String) -> Self {
                Self::$member(text)
            }
        }

        impl $type {
            /// Returns the string, if the value is one.
            #[must_use]
            pub fn as_str(&self) -> ::std::option::Option<&str> {
                match self {
                    Self::$member(text) => ::std::option::Option::Some(text),
                    _ => ::std::option::Option::None,
                }
            }
        }
    };
    ($type:ident, $member:ident: bool) => {
        $crate::union_member!(@copied $type, $member: bool, as_bool, " Returns the boolean, if the value is one.");
    };
    ($type:ident, $member:ident: i64) => {
        $crate::union_member!(@copied $type, $member: i64, as_i64, " Returns the number, if the value is one.");
    };
    ($type:ident, $member:ident: f64) => {
        $crate::union_member!(@copied $type, $member: f64, as_f64, " Returns the number, if the value is one.");
    };
    (@copied $type:ident, $member:ident: $value:ident, $method:ident, $doc:literal) => {
        impl ::std::convert::From<$value> for $type {
            fn from(value: $value) -> Self {
                Self::$member(value)
            }
        }

        impl $type {
            #[doc = $doc]
            #[must_use]
            pub fn $method(&self) -> ::std::option::Option<$value> {
                match self {
                    Self::$member(value) => ::std::option::Option::Some(*value),
                    _ => ::std::option::Option::None,
                }
            }
        }
    };
}

/// Showing of a union: its members show themselves; of JSON, known to nobody, only the value of the
/// field that tells its type is shown. Members after `raw` are JSON too.
#[macro_export]
macro_rules! union_debug {
    (@by) => { ::std::option::Option::None };
    (@by $field:literal) => { ::std::option::Option::Some($field) };
    ($type:ident $(, members: [$($member:ident),+])? $(, raw: [$($raw:ident),+])? $(, by: $field:literal)?) => {
        impl ::std::fmt::Debug for $type {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match self {
                    $($(Self::$member(member) => {
                        $crate::private::debug_member(formatter, ::std::stringify!($member), ::std::option::Option::Some(member))
                    })+)?
                    $($(Self::$raw(_) => {
                        $crate::private::debug_member(formatter, ::std::stringify!($raw), ::std::option::Option::None)
                    })+)?
                    Self::Unknown(value) => $crate::private::debug_unknown(formatter, value, $crate::union_debug!(@by $($field)?)),
                }
            }
        }
    };
}

/// Reading of a union that is [`Tagged`](crate::Tagged).
#[macro_export]
macro_rules! tagged {
    ($type:ident) => {
        impl $crate::Decode for $type {
            fn decode(reader: &mut $crate::Reader<'_, '_>) -> ::std::option::Option<Self> {
                $crate::private::decode_tagged(reader)
            }
        }
    };
}

/// Reading of a union that has [`OneOfKinds`](crate::OneOfKinds).
#[macro_export]
macro_rules! one_of_kinds {
    ($type:ident) => {
        impl $crate::Decode for $type {
            fn decode(reader: &mut $crate::Reader<'_, '_>) -> ::std::option::Option<Self> {
                $crate::private::decode_kinds(reader)
            }
        }
    };
}

/// Reading of the bodies of events.
#[macro_export]
macro_rules! event {
    ($type:ident, $product:literal) => {
        impl $type {
            /// Reads the body of an event. Whether the vendor has sent it is not checked here, and a body that was
            /// changed on its way is read as well.
            ///
            /// # Errors
            /// If the body is no JSON object, or lacks an identifier of its event.
            pub fn from_json(body: &[u8]) -> ::std::result::Result<$crate::Received<Self>, $crate::EventError> {
                $crate::private::read_event(body)
            }
        }

        impl $crate::WebhookEvent for $type {
            const PRODUCT: &'static str = $product;
        }
    };
}

/// An enum of texts that also holds values which are not known, with the text of each variant on
/// the wire.
#[macro_export]
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        pub enum $type:ident {
            $($(#[$variant_meta:meta])* $variant:ident = $value:literal,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $type {
            $($(#[$variant_meta])* $variant,)*
            /// A value that this version of the crate does not know.
            Unknown($crate::UnknownValue),
        }

        #[allow(deprecated, reason = "what is deprecated is read too")]
        impl $crate::OpenEnum for $type {
            const KNOWN: &'static [Self] = &[$(Self::$variant,)*];

            fn unknown(value: $crate::UnknownValue) -> Self {
                Self::Unknown(value)
            }

            fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)*
                    Self::Unknown(value) => value.as_str(),
                }
            }
        }

        impl $type {
            /// The value on the wire.
            #[inline]
            pub fn as_str(&self) -> &str {
                $crate::OpenEnum::as_str(self)
            }
        }

        impl ::std::convert::From<&str> for $type {
            fn from(value: &str) -> Self {
                $crate::OpenEnum::parse(value)
            }
        }

        /// The value of empty text: what a struct holds that is made without a value.
        impl ::std::default::Default for $type {
            fn default() -> Self {
                $crate::OpenEnum::parse("")
            }
        }

        impl ::std::fmt::Display for $type {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt($crate::OpenEnum::as_str(self), formatter)
            }
        }

        impl $crate::Decode for $type {
            fn decode(reader: &mut $crate::Reader<'_, '_>) -> ::std::option::Option<Self> {
                $crate::private::decode_enum(reader)
            }
        }

        impl $crate::Encode for $type {
            fn encode(&self, buffer: &mut $crate::JsonBuffer) {
                $crate::Encode::encode($crate::OpenEnum::as_str(self), buffer);
            }
        }

        impl $crate::WireValue for $type {
            fn write(&self, text: &mut ::std::string::String) -> ::std::result::Result<(), &'static str> {
                text.push_str($crate::OpenEnum::as_str(self));
                ::std::result::Result::Ok(())
            }
        }
    };
}

/// Conversions of an [`OpenCode`](crate::OpenCode).
#[macro_export]
macro_rules! open_code {
    ($type:ident) => {
        impl $type {
            /// The number.
            pub fn code(self) -> i64 {
                $crate::OpenCode::number(&self)
            }
        }

        impl ::std::convert::From<i64> for $type {
            fn from(code: i64) -> Self {
                $crate::private::decode_code(code)
            }
        }

        impl ::std::fmt::Display for $type {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&$crate::OpenCode::number(self), formatter)
            }
        }
    };
}
