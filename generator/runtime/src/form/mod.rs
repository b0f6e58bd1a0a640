//! Forms with files: `multipart/form-data`.

mod file;
mod multipart;

pub use file::File;
pub(crate) use multipart::{Form, FormPart};
