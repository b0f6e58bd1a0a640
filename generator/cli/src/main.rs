//! The command `api-client`.

use std::process::ExitCode;

use api_client::{Command, Program};

/// Allocating and dropping short strings takes most of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    api_client::main::<Command>(Program { name: "api-client" })
}
