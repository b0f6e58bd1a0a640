//! Uploads of files to signed forms.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use http::header::{ACCEPT, CONTENT_TYPE, USER_AGENT};
use http::{HeaderValue, Method, Request, StatusCode};
use url::Url;

use super::form_fields::FormFields;
use super::future::TransferFuture;
use super::progress::{Progress, ProgressHook};
use super::signed_url::SignedUrl;
use super::storage::{self, STORAGE, Secrets};
use crate::client::Client;
use crate::error::{Error, TimeoutError};
use crate::executor::{Attempts, Limits, Run};
use crate::form::{File, Form, FormPart};
use crate::operation::Operation;
use crate::retry::RetryPolicy;
use crate::trace::{CallSpan, Traced};

static UPLOAD: Operation = Operation::new("upload_form", Method::POST, "{signed_url}", &STORAGE).idempotent();

/// The name of the file field that storage servers expect.
const FILE_FIELD: &str = "file";

/// The form fields with the URL to which storage servers redirect browsers after an upload.
const REDIRECT_FIELDS: &[&str] = &["success_action_redirect", "redirect"];

/// An upload to a signed form. It is sent when it is awaited, and returns the status of the response, which is a
/// success status.
///
/// The fields are sent in their order, followed by the file. No token is sent. The upload is retried by the policy of
/// the client, because sending the same form twice has the same effect. A file from a stream is not retried, because a
/// stream cannot be replayed.
///
/// ```no_run
/// # async fn example(client: api_client_runtime::Client, url: String) -> Result<(), api_client_runtime::Error> {
/// use api_client_runtime::File;
///
/// let status = client
///     .upload_form(&url)
///     .fields([("key", "targets.csv"), ("policy", "a signed policy")])
///     .file(File::from_path("targets.csv").content_type("text/csv"))
///     .await?;
/// # let _ = status;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "an upload is only sent when it is awaited"]
pub struct FormUpload {
    client: Client,
    url: SignedUrl,
    fields: Vec<(String, String)>,
    file: Option<(String, File)>,
    limits: Limits,
    stall_timeout: Duration,
    on_progress: Option<ProgressHook>,
}

impl FormUpload {
    pub(crate) fn new(client: Client, url: SignedUrl) -> Self {
        let limits = client.0.limits.of_transfer();
        let stall_timeout = limits.attempt_timeout;
        Self { client, url, fields: Vec::new(), file: None, limits, stall_timeout, on_progress: None }
    }

    /// Adds a field.
    pub fn field(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.fields.push((name.into(), value.into()));
        self
    }

    /// Adds fields: pairs of name and value, or a map from a response, which may be [`Sensitive`](crate::Sensitive) or
    /// absent.
    pub fn fields(mut self, fields: impl FormFields) -> Self {
        fields.add_to(&mut self.fields);
        self
    }

    /// Sets the file, with the field name `file`.
    pub fn file(self, file: File) -> Self {
        self.file_as(FILE_FIELD, file)
    }

    /// Sets the file and its field name.
    pub fn file_as(mut self, field: impl Into<String>, file: File) -> Self {
        self.file = Some((field.into(), file));
        self
    }

    /// Sets the timeout of the whole upload, which includes all attempts. Default: no timeout.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.limits.timeout = limit;
        self
    }

    /// Sets the maximum time without progress. There is no progress if no chunk of the file is sent, or if the whole
    /// file is sent and the server does not respond. Default: the attempt timeout of the client.
    pub fn stall_timeout(mut self, limit: Duration) -> Self {
        self.stall_timeout = limit;
        self
    }

    /// Sets the number of attempts and the backoff of retries. Default: the policy of the client.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.limits.retry = policy;
        self
    }

    /// Sets a hook that is called with each chunk that is passed to the transport. The count includes the whole form
    /// and starts at 0 with each attempt.
    pub fn on_progress(mut self, hook: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.on_progress = Some(ProgressHook::new(hook));
        self
    }

    /// Sends the upload. Awaiting the upload does the same.
    ///
    /// The future fails with [`InvalidRequest`](Error::InvalidRequest) if the URL or the file is invalid, and with
    /// [`Api`](Error::Api) if the server rejects the upload. A form with a redirect URL (`success_action_redirect`)
    /// returns status 303; the redirect is not followed.
    pub fn send(self) -> TransferFuture<StatusCode> {
        let sent = CallSpan::new(&UPLOAD).around(self.run());
        TransferFuture::new(async move { Ok(sent.await?.status) })
    }

    async fn run(self) -> Result<Sent, Error> {
        let url = self.url.parse(self.client.0.allow_plain_http);
        let url = url.map_err(|problem| storage::invalid(&UPLOAD, problem))?;
        let form = self.form()?;
        let mut secrets = Secrets::default();
        self.fields.iter().for_each(|(_, value)| secrets.add(value));
        let mut run = Run::of_transfer(self.client.clone(), &UPLOAD, self.limits, &url);
        let mut attempts = UploadAttempts { upload: &self, url: &url, form: &form, secrets };
        let status = run.with_retries(form.is_replayable(), &mut attempts).await?;
        run.succeeded();
        Ok(Sent { status, attempts: run.attempts() })
    }

    fn form(&self) -> Result<Form, Error> {
        let missing = || storage::invalid(&UPLOAD, "there is no file: set it with `file`");
        let (name, file) = self.file.clone().ok_or_else(missing)?;
        if let Some(problem) = file.problem() {
            return Err(storage::invalid(&UPLOAD, format!("`{name}` {problem}")));
        }
        let fields = self.fields.iter().map(|(name, value)| FormPart::Text(name.clone(), value.clone()));
        Ok(Form::new(fields.chain([FormPart::File(name, file)]).collect()))
    }

    /// Whether the form requests a redirect after the upload, as browsers need it. This redirect is a success.
    fn requests_redirect(&self) -> bool {
        let is_redirect = |name: &str| REDIRECT_FIELDS.iter().any(|field| name.eq_ignore_ascii_case(field));
        self.fields.iter().any(|(name, value)| is_redirect(name) && !value.is_empty())
    }

    /// Returns the output of a future. Fails if there is no progress for the stall timeout.
    async fn with_stall_timeout<F: Future>(
        &self,
        transferred: &Transferred,
        run: &Run,
        future: F,
    ) -> Result<F::Output, Error> {
        let mut future = pin!(future);
        loop {
            let steps = transferred.steps();
            let (wait, limit) = run.time_for(self.stall_timeout);
            if let Some(output) = self.client.0.time.within(Some(&UPLOAD), wait, future.as_mut()).await? {
                return Ok(output);
            }
            if run.left().is_zero() || transferred.steps() == steps {
                let error = TimeoutError::transferring(&UPLOAD, limit, transferred.bytes());
                return Err(Error::Timeout(Box::new(error)));
            }
        }
    }
}

struct UploadAttempts<'u> {
    upload: &'u FormUpload,
    url: &'u Url,
    form: &'u Form,
    secrets: Secrets,
}

impl Attempts for UploadAttempts<'_> {
    type Success = StatusCode;

    async fn attempt(&mut self, run: &Run) -> Result<StatusCode, Error> {
        let Self { upload, url, form, secrets } = self;
        let transferred = Transferred::default();
        let content_type = HeaderValue::try_from(form.content_type());
        let make = || {
            let body = form.to_body().map_err(|error| storage::invalid(&UPLOAD, error.reason()))?;
            let mut request = Request::new(body.watched(transferred.hook(upload.on_progress.clone()), run.attempts()));
            *request.method_mut() = Method::POST;
            let headers = request.headers_mut();
            headers.insert(ACCEPT, HeaderValue::from_static("*/*"));
            headers.insert(USER_AGENT, upload.client.0.user_agent.clone());
            if let Ok(content_type) = &content_type {
                headers.insert(CONTENT_TYPE, content_type.clone());
            }
            Ok(request)
        };
        let end = upload.requests_redirect().then_some(StatusCode::SEE_OTHER);
        let exchange = storage::exchange(&upload.client, &UPLOAD, url, secrets, end, &make);
        upload.with_stall_timeout(&transferred, run, exchange).await?.map(|response| response.status())
    }
}

impl IntoFuture for FormUpload {
    type Output = Result<StatusCode, Error>;
    type IntoFuture = TransferFuture<StatusCode>;

    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

/// Shows only the number of fields, because the form is a secret.
impl fmt::Debug for FormUpload {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("FormUpload")
            .field("fields", &self.fields.len())
            .field("file", &self.file.as_ref().map(|(_, file)| file))
            .finish_non_exhaustive()
    }
}

struct Sent {
    status: StatusCode,
    attempts: u32,
}

impl Traced for Sent {
    fn status(&self) -> StatusCode {
        self.status
    }

    fn attempts(&self) -> u32 {
        self.attempts
    }
}

/// The number of bytes that were taken, and the number of chunks. The bytes start at 0 with each attempt.
#[derive(Clone, Default)]
struct Transferred(Arc<[AtomicU64; 2]>);

impl Transferred {
    fn hook(&self, then: Option<ProgressHook>) -> ProgressHook {
        let transferred = Arc::clone(&self.0);
        ProgressHook::new(move |progress| {
            transferred[0].store(progress.bytes(), Relaxed);
            transferred[1].fetch_add(1, Relaxed);
            if let Some(hook) = &then {
                hook.report(progress);
            }
        })
    }

    fn bytes(&self) -> u64 {
        self.0[0].load(Relaxed)
    }

    fn steps(&self) -> u64 {
        self.0[1].load(Relaxed)
    }
}
