//! Files that are uploaded to signed forms.

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

/// What storage servers take the file from.
const FILE_FIELD: &str = "file";

/// What storage servers take the address of a page from, to which they lead browsers after an upload.
const PAGE_FIELDS: &[&str] = &["success_action_redirect", "redirect"];

/// An upload to a signed form in the making: it is sent when it is awaited, and ends in the status of
/// the answer, which is a success.
///
/// The fields are sent in their order, the file comes last, and no token goes with it. It is tried
/// again as the client's policy says, since sending the same file with the same form has the same
/// effect; but for a file that is a stream, which is there once.
///
/// ```no_run
/// # async fn example(client: api_client_runtime::Client, url: String) -> Result<(), api_client_runtime::Error> {
/// use api_client_runtime::File;
///
/// let status = client
///     .upload_form(&url)
///     .fields([("key", "targets.csv"), ("policy", "from whoever signed the form")])
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

    /// Adds fields: pairs of name and value, or the map of an answer, even if it is [`Sensitive`](crate::Sensitive) or
    /// not there.
    pub fn fields(mut self, fields: impl FormFields) -> Self {
        fields.add_to(&mut self.fields);
        self
    }

    /// Sets the file, which goes into the field `file`.
    pub fn file(self, file: File) -> Self {
        self.file_as(FILE_FIELD, file)
    }

    /// Sets the file and the name of its field.
    pub fn file_as(mut self, field: impl Into<String>, file: File) -> Self {
        self.file = Some((field.into(), file));
        self
    }

    /// Sets how long the whole upload may take, with all attempts. Default: as long as it takes.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.limits.timeout = limit;
        self
    }

    /// Sets how long nothing may move: no piece of the file is taken, or all of it is sent and there is
    /// no answer. Default: the time of the client's attempts.
    pub fn stall_timeout(mut self, limit: Duration) -> Self {
        self.stall_timeout = limit;
        self
    }

    /// Sets how often and how soon it is tried again. Default: the client's policy.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.limits.retry = policy;
        self
    }

    /// Sets what is called with every piece that is handed to the transport. The whole form is counted,
    /// and each attempt starts anew.
    pub fn on_progress(mut self, hook: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        self.on_progress = Some(ProgressHook::new(hook));
        self
    }

    /// Sends the upload, as awaiting it does. The future fails with an [`Error`]: of the kind
    /// [`InvalidRequest`](Error::InvalidRequest) if the URL or the file can't be used, and
    /// [`Api`](Error::Api) if the server refuses. A form that asks for a page at the end (`success_action_redirect`) ends in
    /// 303, and the page is not asked for.
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

    /// Whether the form asks the server to end with the address of a page, as browsers need it: that is a success, too.
    fn asks_for_a_page(&self) -> bool {
        let is_page = |name: &str| PAGE_FIELDS.iter().any(|field| name.eq_ignore_ascii_case(field));
        self.fields.iter().any(|(name, value)| is_page(name) && !value.is_empty())
    }

    /// What a future ends in, as long as something moves.
    async fn while_it_moves<F: Future>(&self, moved: &Moved, run: &Run, future: F) -> Result<F::Output, Error> {
        let mut future = pin!(future);
        loop {
            let steps = moved.steps();
            let (wait, limit) = run.time_for(self.stall_timeout);
            if let Some(output) = self.client.0.time.within(Some(&UPLOAD), wait, future.as_mut()).await? {
                return Ok(output);
            }
            if run.left().is_zero() || moved.steps() == steps {
                let error = TimeoutError::transferring(&UPLOAD, limit, moved.bytes());
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
        let moved = Moved::default();
        let content_type = HeaderValue::try_from(form.content_type());
        let make = || {
            let body = form.to_body().map_err(|error| storage::invalid(&UPLOAD, error.reason()))?;
            let mut request = Request::new(body.watched(moved.hook(upload.on_progress.clone()), run.attempts()));
            *request.method_mut() = Method::POST;
            let headers = request.headers_mut();
            headers.insert(ACCEPT, HeaderValue::from_static("*/*"));
            headers.insert(USER_AGENT, upload.client.0.user_agent.clone());
            if let Ok(content_type) = &content_type {
                headers.insert(CONTENT_TYPE, content_type.clone());
            }
            Ok(request)
        };
        let end = upload.asks_for_a_page().then_some(StatusCode::SEE_OTHER);
        let exchange = storage::exchange(&upload.client, &UPLOAD, url, secrets, end, &make);
        upload.while_it_moves(&moved, run, exchange).await?.map(|response| response.status())
    }
}

impl IntoFuture for FormUpload {
    type Output = Result<StatusCode, Error>;
    type IntoFuture = TransferFuture<StatusCode>;

    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

/// Shows no more than how many fields there are: the form is a secret.
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

/// How much of a body was taken, and in how many steps: the bytes start anew where a body does.
#[derive(Clone, Default)]
struct Moved(Arc<[AtomicU64; 2]>);

impl Moved {
    fn hook(&self, then: Option<ProgressHook>) -> ProgressHook {
        let moved = Arc::clone(&self.0);
        ProgressHook::new(move |progress| {
            moved[0].store(progress.bytes(), Relaxed);
            moved[1].fetch_add(1, Relaxed);
            if let Some(hook) = &then {
                hook.tell(progress);
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
