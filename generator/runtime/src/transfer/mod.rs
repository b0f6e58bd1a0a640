//! Transfers of files: progress, and signed URLs, which are not part of the API and must not receive its tokens.

mod download;
mod form_fields;
mod form_upload;
mod future;
mod partial;
mod progress;
mod range;
mod signed_url;
mod storage;

pub use download::{Download, DownloadRequest};
pub use form_fields::FormFields;
pub use form_upload::FormUpload;
pub use future::TransferFuture;
pub use progress::Progress;
pub(crate) use progress::{ProgressHook, Watched};
pub use signed_url::SignedUrl;
