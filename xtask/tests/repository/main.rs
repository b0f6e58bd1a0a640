//! Tests of this repository: its spec, and the files that are generated from it.

mod generated_files;
mod privacy;
mod vendor_names;
mod vocabulary;
