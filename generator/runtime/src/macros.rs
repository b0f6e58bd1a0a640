//! The common code of generated types.
//!
//! Generated code calls a macro once for each type. The macros write only code that forwards to functions. Paths are
//! absolute, because a type of an API may have any name.

/// Defines a request, a newtype over [`Call`](crate::Call), from its documentation, its name, its operation and its
/// output type.
#[macro_export]
macro_rules! operation {
    ($(#[$attribute:meta])* $request:ident, $operation:ident, $output:ty) => {
        $(#[$attribute])*
        #[must_use = "a request is only sent when it is awaited: add `.await`"]
        pub struct $request(pub(crate) $crate::Call);

        impl $request {
            /// The metadata of the operation: id, method, path and rules.
            pub const OPERATION: &'static $crate::Operation = &$operation;

            /// Sends the request. Awaiting the request does the same.
            #[inline]
            pub fn send(self) -> $crate::SendFuture<$output> {
                self.0.send()
            }

            /// Sends the request and returns the value with the status, the headers, the warnings and the raw body of
            /// the response.
            #[inline]
            pub fn response(self) -> $crate::ResponseFuture<$output> {
                self.0.response()
            }

            /// Changes options of the call that have no method of their own: timeouts, headers, and parameters that
            /// this crate does not know. Example: `.with(|call| call.timeout(limit))`.
            #[inline]
            pub fn with(self, change: impl ::std::ops::FnOnce($crate::Call) -> $crate::Call) -> Self {
                Self(change(self.0))
            }

            /// Calls a setter if there is a value: `.maybe(limit, Self::limit)`. In your code, write the name of the
            /// request instead of `Self`. Without a value, the request stays unchanged.
            #[inline]
            pub fn maybe<V>(
                self,
                value: ::std::option::Option<V>,
                set: impl ::std::ops::FnOnce(Self, V) -> Self,
            ) -> Self {
                $crate::private::maybe(self, value, set)
            }

            /// Returns the HTTP request without the token, for inspection and tests. Sends nothing.
            ///
            /// # Errors
            /// Fails if the request is invalid, for example because a file can't be read.
            #[inline]
            pub fn to_http_request(
                &self,
            ) -> ::std::result::Result<$crate::private::Request<$crate::private::Bytes>, $crate::Error> {
                self.0.to_http_request()
            }
        }

        // Written out, because derived implementations take longer to compile and there is one for each operation.
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

/// Defines the paging methods of a request.
#[macro_export]
macro_rules! paginated {
    ($request:ident, $page:ty, $item:ty) => {
        impl $request {
            /// Returns the items of all pages in their order. Pages are fetched when they are needed.
            #[inline]
            pub fn items(self) -> $crate::Items<$item> {
                self.0.items()
            }

            /// Returns all pages in their order, each with status, headers and warnings. Pages are fetched when they
            /// are needed.
            #[inline]
            pub fn pages(self) -> $crate::Pages<$page> {
                self.0.pages()
            }
        }
    };
}

/// Defines the paging methods of a request for a list that can be read in both directions.
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

/// Defines `wait` for a request that returns the state of a job. `$state` is the expression that reads the state from a
/// response.
#[macro_export]
macro_rules! job {
    ($request:ident, $output:ty, $response:ident => $state:expr) => {
        impl $request {
            /// Polls the job until it ends, and returns the last response.
            ///
            /// The future fails with [`Error::Job`]($crate::Error::Job) if the job failed or did not end in time, or if
            /// the waiting was cancelled. [`Wait`]($crate::Wait) sets the poll interval, the maximum wait, a progress
            /// hook and cancellation.
            #[inline]
            pub fn wait(self) -> $crate::Wait<$output> {
                self.0.wait(|$response| $state)
            }
        }
    };
}

/// Defines the methods of a generated client and its builder, which are newtypes over the types of the runtime.
#[macro_export]
macro_rules! client {
    ($client:ident, $builder:ident) => {
        impl $client {
            /// Starts a call of an endpoint that this crate has no method for. The call has the same token, retries,
            /// limits and errors as all other calls.
            ///
            /// `{name}` in the path is a placeholder for a value that [`Call::path`]($crate::Call::path) sets. A value
            /// is always one encoded segment, so it can't change the path. GET, HEAD, PUT and DELETE count as
            /// idempotent; [`Call::idempotent`]($crate::Call::idempotent) overrides this.
            ///
            /// The path begins with `/` and is sent unchanged. The following paths fail the call with
            /// [`Error::InvalidRequest`]($crate::Error::InvalidRequest), and nothing is sent:
            ///
            /// - a path without a leading `/`, or with an empty segment inside (`/a//b`);
            /// - a placeholder that is not a whole segment (`/{id}.json`, `/{id`), or whose name is not made of
            ///   letters, digits and `_` (`/{}`);
            /// - a placeholder without a value, or a value without a placeholder;
            /// - `?` and `#`: [`Call::query`]($crate::Call::query) sets query parameters;
            /// - the segments `.` and `..`, percent-encoded ones included;
            /// - spaces, control characters, letters that are not ASCII and other characters that a path can't have:
            ///   percent-encode them, or use a placeholder.
            ///
            /// The method `CONNECT` fails too, because it has no path.
            pub fn raw(&self, method: $crate::Method, host: &'static $crate::Host, path: &'static str) -> $crate::Call {
                self.0.raw(method, host, path)
            }

            /// Starts a download from a URL of a response, such as a signed URL of an export or of a file in a message.
            /// The token is not sent to this URL, and the URL is never logged.
            pub fn download(&self, url: impl ::std::convert::Into<$crate::SignedUrl>) -> $crate::DownloadRequest {
                self.0.download(url)
            }

            /// Starts an upload to a signed form, which is a URL and fields of a response. The token is not sent to
            /// this URL. The URL and the fields are never logged.
            pub fn upload_form(&self, url: impl ::std::convert::Into<$crate::SignedUrl>) -> $crate::FormUpload {
                self.0.upload_form(url)
            }
        }

        impl $builder {
            /// Sets the base URL of all hosts, for example to a test server or a gateway. This also
            /// replaces base URLs that were set for single hosts before. A base URL that is set for a
            /// single host afterwards overrides this URL for that host. Plain http is allowed for
            /// loopback addresses only.
            ///
            /// The paths of the operations are appended, so the URL must not end with their first part, such as `/v1`.
            pub fn base_url(self, url: impl ::std::convert::Into<::std::string::String>) -> Self {
                Self(self.0.base_url(url.into()))
            }

            /// Adds a header of each call to the API, or replaces it. A header that is set on a call overrides it.
            /// Downloads and uploads with signed URLs do not have it, because their servers are not part of the API.
            ///
            /// [`build`](Self::build) fails for the headers that [`Call::extra_header`]($crate::Call::extra_header)
            /// rejects, such as credentials and headers of the connection, and for `Content-Type`. The value is never
            /// logged. Default: no header.
            pub fn default_header(
                self,
                name: impl ::std::convert::Into<::std::string::String>,
                value: impl ::std::convert::Into<::std::string::String>,
            ) -> Self {
                Self(self.0.default_header(name.into(), value.into()))
            }

            /// Sets text that is sent in the header `User-Agent` after the name and the version of this crate, such as
            /// `my-service/1.4`. It is also sent to the servers of signed URLs. The text must be visible ASCII and
            /// spaces. Default: no text.
            pub fn user_agent_suffix(self, suffix: impl ::std::convert::Into<::std::string::String>) -> Self {
                Self(self.0.user_agent_suffix(suffix.into()))
            }

            /// Sets the timeout of a call, which includes all attempts and the waits before and between them. Default:
            /// 60 seconds.
            pub fn timeout(self, timeout: ::std::time::Duration) -> Self {
                Self(self.0.timeout(timeout))
            }

            /// Sets the timeout of one attempt of a call, which includes reading the response. Default: 30 seconds.
            pub fn attempt_timeout(self, timeout: ::std::time::Duration) -> Self {
                Self(self.0.attempt_timeout(timeout))
            }

            /// Sets the timeout of the built-in transport for connecting, which includes the name lookup and the TLS
            /// handshake. Default: 10 seconds.
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

            /// Adds certificates that the built-in transport trusts, one or more in PEM. Default: the certificates that
            /// the system trusts. The added certificates do not replace these.
            pub fn root_certificates(self, pem: impl ::std::convert::AsRef<[u8]>) -> Self {
                Self(self.0.root_certificates(pem.as_ref()))
            }

            /// Sets the certificate that the built-in transport presents to servers and proxies that require one. The
            /// PEM text contains the certificate, its chain and the private key. Default: none.
            pub fn client_certificate(self, pem: impl ::std::convert::AsRef<[u8]>) -> Self {
                Self(self.0.client_certificate(pem.as_ref()))
            }

            /// Sets the number of attempts and the backoff of retries. Default: up to 4 attempts, and only where a
            /// retry is safe.
            pub fn retry(self, policy: $crate::RetryPolicy) -> Self {
                Self(self.0.retry(policy))
            }

            /// Limits the retries of all calls of this client and its clones while a host fails. Default: 100 retries
            /// per host, plus one for every 5 successful calls.
            pub fn retry_budget(self, budget: $crate::RetryBudget) -> Self {
                Self(self.0.retry_budget(budget))
            }

            /// Keeps the calls of this client and its clones below the rate limit of a plan. Calls above the limit wait
            /// in a queue, first in, first out. Default: no limit.
            pub fn rate_plan(self, plan: $crate::RatePlan) -> Self {
                Self(self.0.rate_plan(plan))
            }

            /// Sets the limiter that keeps the calls below the limits of the plans ([`rate_plan`](Self::rate_plan)), for
            /// example to share one limit between several processes. A client with a limiter and without a plan is
            /// an error. Default: a queue in this process.
            pub fn rate_limiter(self, limiter: impl $crate::RateLimiter) -> Self {
                Self(self.0.rate_limiter(limiter))
            }

            /// Sets the clock, for tests. Default: the clock of the system.
            pub fn clock(self, clock: impl $crate::Clock) -> Self {
                Self(self.0.clock(clock))
            }

            /// Sets the source of the jitter of retries, for tests. It returns numbers from 0 to 1. Default: random
            /// numbers.
            pub fn random(
                self,
                random: impl ::std::ops::Fn() -> f64 + ::std::marker::Send + ::std::marker::Sync + 'static,
            ) -> Self {
                Self(self.0.random(random))
            }

            /// Sets the transport that sends the requests. Default: reqwest with rustls, which needs a tokio runtime or
            /// the feature `blocking`. Several clients can share a transport: clone an `Arc` of it, or a
            /// `ReqwestTransport`.
            pub fn transport(self, transport: impl $crate::Transport) -> Self {
                Self(self.0.transport(transport))
            }

            /// Sets a hook that is called with each warning about a response. Default: no hook.
            pub fn on_warning(
                self,
                hook: impl ::std::ops::Fn(&$crate::Operation, &$crate::Warning)
                + ::std::marker::Send
                + ::std::marker::Sync
                + 'static,
            ) -> Self {
                Self(self.0.on_warning(hook))
            }

            /// Sets whether each warning is an error, which is useful in tests. Default: `false`.
            pub fn strict(self, strict: bool) -> Self {
                Self(self.0.strict(strict))
            }

            /// Sets the maximum size of a response in bytes. Default: 64 MiB.
            pub fn max_response_bytes(self, bytes: usize) -> Self {
                Self(self.0.max_response_bytes(bytes))
            }

            /// Allows base URLs with plain http for any host. Anyone on the network can then read the token.
            pub fn allow_plain_http(self) -> Self {
                Self(self.0.allow_plain_http())
            }

            /// Builds the client.
            ///
            /// # Errors
            /// Fails with [`Error::Configuration`]($crate::Error::Configuration) if a value is invalid.
            pub fn build(self) -> ::std::result::Result<$client, $crate::Error> {
                self.0.build().map($client)
            }
        }
    };
}

/// Defines a struct that responses are decoded into, with the name of each field on the wire.
///
/// Other names of a field follow after `|`. `except […]` lists values by which the server marks the field as absent. `;
/// always` marks the fields that identify the object, which come first. `Debug` shows the fields in `redacted […]` as
/// `[private]`. A struct with its own implementation of [`Record`](crate::Record) is given by its name
/// alone.
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

        $crate::serde_impls!($type);
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

            #[allow(deprecated, unused_variables, unused_mut, unused_assignments, reason = "structs may be empty")]
            fn set(&mut self, field: usize, value: &mut $crate::Reader<'_, '_>) {
                let mut fields_before = field;
                $(
                    if fields_before == 0 {
                        $($(if value.skip_if_absent($absent) { return; })*)?
                        return value.read(&mut self.$field);
                    }
                    fields_before -= 1;
                )*
            }
        }

        $crate::encode_record!($type, $($name: $field),*);
        $crate::record!($type);
    };
    // Written out a second time, because a nested macro would slow down all other structs.
    (
        $(#[$meta:meta])*
        pub struct $type:ident redacted [$($redacted:ident),+] {
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

        $crate::redacted_debug!($type, redacted: [$($redacted),+], all: [$($field),*]);

        impl $crate::Record for $type {
            const FIELDS: $crate::Fields = $crate::Fields {
                names: &[$($name,)*],
                also: &[$($(($also, $name),)*)*],
                always: &[$($($crate::record!(@always $always $name),)?)*],
            };

            #[allow(deprecated, unused_variables, unused_mut, unused_assignments, reason = "structs may be empty")]
            fn set(&mut self, field: usize, value: &mut $crate::Reader<'_, '_>) {
                let mut fields_before = field;
                $(
                    if fields_before == 0 {
                        $($(if value.skip_if_absent($absent) { return; })*)?
                        return value.read(&mut self.$field);
                    }
                    fields_before -= 1;
                )*
            }
        }

        $crate::encode_record!($type, $($name: $field),*);
        $crate::record!($type);
    };
}

/// Implements `Debug` without personal data. With a list of fields, the output contains all fields, and `[private]` as
/// the value of the redacted ones. With the name alone, the output is only the name.
#[macro_export]
macro_rules! redacted_debug {
    ($type:ident) => {
        impl ::std::fmt::Debug for $type {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.debug_struct(::std::stringify!($type)).finish_non_exhaustive()
            }
        }
    };
    ($type:ident, redacted: [$($redacted:ident),+], all: [$($field:ident),+]) => {
        #[allow(deprecated, reason = "deprecated fields are shown too")]
        impl ::std::fmt::Debug for $type {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                // A misspelled name would redact nothing. This line makes it a compile error.
                $(let _ = &self.$redacted;)+
                $crate::private::debug_redacted(
                    formatter,
                    ::std::stringify!($type),
                    &[$(::std::stringify!($redacted)),+],
                    &[$((::std::stringify!($field), &self.$field)),+],
                )
            }
        }
    };
}

/// Implements `Encode` for an [`EncodeObject`](crate::EncodeObject), and the method that calls a setter with an option.
#[macro_export]
macro_rules! encode_object {
    ($type:ident) => {
        impl $type {
            /// Calls a setter if there is a value: `.maybe(value, Self::setter)`. In your code, write the name of the
            /// type instead of `Self`. Without a value, the object stays unchanged.
            #[inline]
            #[must_use]
            pub fn maybe<V>(
                self,
                value: ::std::option::Option<V>,
                set: impl ::std::ops::FnOnce(Self, V) -> Self,
            ) -> Self {
                $crate::private::maybe(self, value, set)
            }
        }

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

        /// Returns an unknown value that is null.
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

/// Implements `Debug` for a union. Its members show themselves. Of an unknown value, only the field that names its type
/// is shown. Members after `raw` are JSON too.
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

/// Implements `Decode` for a [`Tagged`](crate::TaggedUnion) union. If the union occurs only in responses, the macro
/// takes the members, each with the value of the field that selects it.
#[macro_export]
macro_rules! tagged {
    ($type:ident) => {
        impl $crate::Decode for $type {
            fn decode(reader: &mut $crate::Reader<'_, '_>) -> ::std::option::Option<Self> {
                $crate::private::decode_tagged(reader)
            }
        }

        $crate::serde_impls!($type);
    };
    ($type:ident, $($member:ident = $value:literal),+) => {
        $crate::encode_union!($type, $($member = $value),+);
        $crate::tagged!($type);
    };
}

/// Implements `Decode` for a union with [`UntaggedUnion`](crate::UntaggedUnion). If the union occurs only in responses,
/// the macro takes the members.
#[macro_export]
macro_rules! untagged {
    ($type:ident) => {
        impl $crate::Decode for $type {
            fn decode(reader: &mut $crate::Reader<'_, '_>) -> ::std::option::Option<Self> {
                $crate::private::decode_untagged(reader)
            }
        }

        $crate::serde_impls!($type);
    };
    ($type:ident, $($member:ident),+) => {
        $crate::encode_union!($type, $($member),+);
        $crate::untagged!($type);
    };
}

/// Defines the reading of event bodies.
#[macro_export]
macro_rules! event {
    ($type:ident, $product:literal) => {
        impl $type {
            /// Reads the body of an event without checking its signature. A forged or modified body is read as well.
            ///
            /// # Errors
            /// Fails if the body is not a JSON object, or if it lacks an identifier of the event.
            pub fn from_json(body: &[u8]) -> ::std::result::Result<$crate::Received<Self>, $crate::EventError> {
                $crate::private::read_event(body)
            }

            /// Returns the fields in the body of an event that no type of this crate knows, at most 1000, in the order of
            /// the body. A body that is not JSON has none.
            ///
            /// Free-form JSON, the keys of maps and unknown members of unions are not included, because the event contains
            /// them.
            pub fn unknown_fields(body: &[u8]) -> ::std::vec::Vec<$crate::UnknownField> {
                $crate::private::unknown_event_fields::<Self>(body)
            }
        }

        impl $crate::WebhookEvent for $type {
            const PRODUCT: &'static str = $product;
        }
    };
}

/// Defines an enum of strings that also holds unknown values, with the string of each variant on the wire.
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
            Unknown($crate::UnknownString),
        }

        #[allow(deprecated, reason = "deprecated values are read too")]
        impl $crate::OpenEnum for $type {
            const KNOWN: &'static [Self] = &[$(Self::$variant,)*];

            fn unknown(value: $crate::UnknownString) -> Self {
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
            /// Returns the value on the wire.
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

        /// Returns the value of the empty string.
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

        $crate::serde_impls!($type);
    };
}

/// Implements the conversions of an [`OpenCode`](crate::OpenCode).
#[macro_export]
macro_rules! open_code {
    ($type:ident) => {
        impl $type {
            /// Returns the number.
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

        $crate::serde_code!($type);
    };
}

/// Implements `Serialize` and `Deserialize` for a type with `Encode` and `Decode`.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! serde_impls {
    ($type:ident) => {
        impl $crate::private::serde::Serialize for $type {
            fn serialize<S: $crate::private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::private::serialize(self, serializer)
            }
        }

        impl<'de> $crate::private::serde::Deserialize<'de> for $type {
            fn deserialize<D: $crate::private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::private::deserialize(deserializer)
            }
        }
    };
}

// Without the feature, these macros expand to nothing. A `cfg` in an expansion would refer to a feature of the
// generated crate, not of this crate.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! serde_impls {
    ($($any:tt)*) => {};
}

/// Implements `Encode` for an object that occurs only in responses.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! encode_record {
    ($type:ident, $($name:literal: $field:ident),*) => {
        impl $crate::EncodeObject for $type {
            #[allow(deprecated, reason = "deprecated fields are written too")]
            fn encode(&self, object: &mut $crate::ObjectWriter<'_>) {
                let _ = &object;
                $(object.field($name, &self.$field);)*
            }
        }

        $crate::encode_object!($type);
    };
}

#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! encode_record {
    ($($any:tt)*) => {};
}

/// Implements `Encode` for a union that occurs only in responses. If a field selects the member, the macro takes the
/// members with the values of this field. Otherwise it takes only the members.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! encode_union {
    ($type:ident, $($member:ident = $value:literal),+) => {
        impl $crate::Encode for $type {
            fn encode(&self, buffer: &mut $crate::JsonBuffer) {
                let field = <Self as $crate::TaggedUnion>::FIELD;
                match self {
                    $(Self::$member(member) => $crate::private::encode_member(member, field, $value, buffer),)+
                    Self::Unknown(value) => $crate::Encode::encode(value, buffer),
                }
            }
        }
    };
    ($type:ident, $($member:ident),+) => {
        impl $crate::Encode for $type {
            fn encode(&self, buffer: &mut $crate::JsonBuffer) {
                match self {
                    $(Self::$member(member) => $crate::Encode::encode(member, buffer),)+
                    Self::Unknown(value) => $crate::Encode::encode(value, buffer),
                }
            }
        }
    };
}

#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! encode_union {
    ($($any:tt)*) => {};
}

/// Implements `Serialize` and `Deserialize` for an [`OpenCode`](crate::OpenCode), as a number.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! serde_code {
    ($type:ident) => {
        impl $crate::Encode for $type {
            fn encode(&self, buffer: &mut $crate::JsonBuffer) {
                $crate::Encode::encode(&$crate::OpenCode::number(self), buffer);
            }
        }

        impl $crate::Decode for $type {
            fn decode(reader: &mut $crate::Reader<'_, '_>) -> ::std::option::Option<Self> {
                <i64 as $crate::Decode>::decode(reader).map($crate::private::decode_code)
            }
        }

        $crate::serde_impls!($type);
    };
}

#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! serde_code {
    ($($any:tt)*) => {};
}
