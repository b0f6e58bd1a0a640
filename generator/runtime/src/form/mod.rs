//! Multipart forms (`multipart/form-data`), which contain files.

mod file;
mod multipart;

pub use file::File;
pub(crate) use multipart::{Form, FormPart};
