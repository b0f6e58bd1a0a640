//! The command `api-client`.

use std::process::ExitCode;

use api_client::{Command, Program};

/// Most of the work is allocating and dropping short strings.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    api_client::main::<Command>(Program { name: "api-client" })
}
