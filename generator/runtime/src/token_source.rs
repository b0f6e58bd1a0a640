//! Sources of tokens, which may change while a client is in use.

use std::error;
use std::future::{Future, ready};
use std::sync::Arc;

use crate::box_future::BoxFuture;

type AnyError = Box<dyn error::Error + Send + Sync>;

/// A source of tokens for one credential of a client, so that tokens can change without a new client.
///
/// The client asks for the token before each attempt of a call, which includes the call for each page of a list and
/// each poll of a job. A source should therefore keep its token until the token expires. Closures are sources, see
/// [`IntoTokenSource`].
///
/// If the server rejects a token, the client calls [`rejected`](Self::rejected) and asks for the token again. If the
/// new token is different, the client repeats the attempt once with it. This is safe even if the operation is not
/// idempotent, because the server did not execute the call. The repetition does not depend on the
/// [`RetryPolicy`](crate::RetryPolicy). If the body is a stream, there is no repetition, because a stream cannot be
/// replayed. The server rejects a token by the status 401, or by an error code that the API describes as
/// [`Unauthenticated`](crate::ErrorCodeKind::Unauthenticated).
///
/// An error of the source fails the call with [`Error::Token`](crate::Error::Token). Asking the source has the same
/// timeout as an attempt, and counts towards the timeout of the call. The client removes the last 16 tokens, and the
/// tokens of running calls, from text of servers. Tokens are never logged.
///
/// # Examples
/// A source with a token that an operator or a background task replaces:
///
/// ```
/// use std::future::ready;
/// use std::sync::{Arc, Mutex};
///
/// use api_client_runtime::{BoxFuture, TokenSource};
///
/// #[derive(Clone)]
/// struct Rotating(Arc<Mutex<Vec<String>>>);
///
/// impl TokenSource for Rotating {
///     fn token(&self) -> BoxFuture<Result<String, Box<dyn std::error::Error + Send + Sync>>> {
///         let tokens = self.0.lock().unwrap();
///         let token = tokens.last().cloned().ok_or_else(|| "there is no further token".into());
///         Box::pin(ready(token))
///     }
///
///     fn rejected(&self, token: &str) -> BoxFuture<()> {
///         // Other calls may have reported the same token before.
///         self.0.lock().unwrap().retain(|known| known != token);
///         Box::pin(ready(()))
///     }
/// }
/// ```
pub trait TokenSource: Send + Sync + 'static {
    /// Returns the token of the next attempt.
    fn token(&self) -> BoxFuture<Result<String, AnyError>>;

    /// Is called with a token that the server rejected. Several calls may report the same token. Does nothing by
    /// default.
    fn rejected(&self, token: &str) -> BoxFuture<()> {
        let _ = token;
        Box::pin(ready(()))
    }
}

impl<T: TokenSource + ?Sized> TokenSource for Arc<T> {
    fn token(&self) -> BoxFuture<Result<String, AnyError>> {
        (**self).token()
    }

    fn rejected(&self, token: &str) -> BoxFuture<()> {
        (**self).rejected(token)
    }
}

/// A [`TokenSource`], or a closure without arguments that returns a token: a `String`, or a `Result` with one. The
/// closure can be asynchronous, which means that it returns a future.
///
/// The type parameter only distinguishes these cases. The compiler infers it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a source of tokens",
    note = "expected a `TokenSource`, or a closure without arguments that returns a `String`, a `Result<String, _>` or \
            a future of one of them"
)]
pub trait IntoTokenSource<Kind> {
    /// Converts to a source.
    fn into_token_source(self) -> Arc<dyn TokenSource>;
}

/// The result of a closure that is a source of tokens.
pub trait IntoToken {
    /// Converts to the result of a source.
    ///
    /// # Errors
    /// Returns the error of the closure.
    fn into_token(self) -> Result<String, AnyError>;
}

impl IntoToken for String {
    fn into_token(self) -> Result<String, AnyError> {
        Ok(self)
    }
}

impl<E: Into<AnyError>> IntoToken for Result<String, E> {
    fn into_token(self) -> Result<String, AnyError> {
        self.map_err(Into::into)
    }
}

/// The values of the type parameter of [`IntoTokenSource`].
#[doc(hidden)]
pub mod kinds {
    #[derive(Debug)]
    pub enum Source {}

    #[derive(Debug)]
    pub enum Closure {}

    #[derive(Debug)]
    pub enum AsyncClosure {}
}

impl<S: TokenSource> IntoTokenSource<kinds::Source> for S {
    fn into_token_source(self) -> Arc<dyn TokenSource> {
        Arc::new(self)
    }
}

impl<F, T> IntoTokenSource<(kinds::Closure, T)> for F
where
    F: Fn() -> T + Send + Sync + 'static,
    T: IntoToken,
{
    fn into_token_source(self) -> Arc<dyn TokenSource> {
        Arc::new(Closure(move || ready(self().into_token())))
    }
}

impl<F, T> IntoTokenSource<(kinds::AsyncClosure, T)> for F
where
    F: Fn() -> T + Send + Sync + 'static,
    T: Future + Send + 'static,
    T::Output: IntoToken,
{
    fn into_token_source(self) -> Arc<dyn TokenSource> {
        Arc::new(Closure(move || {
            let token = self();
            async move { token.await.into_token() }
        }))
    }
}

/// A source from a closure.
struct Closure<F>(F);

impl<F, T> TokenSource for Closure<F>
where
    F: Fn() -> T + Send + Sync + 'static,
    T: Future<Output = Result<String, AnyError>> + Send + 'static,
{
    fn token(&self) -> BoxFuture<Result<String, AnyError>> {
        Box::pin(self.0())
    }
}
