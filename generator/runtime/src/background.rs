//! The background runtime for blocking calls and for servers in tests.

use std::future;
use std::io;
use std::process;
use std::sync::{Mutex, PoisonError};
use std::thread;

use tokio::runtime::{Builder, Handle};

/// Returns the background runtime, which lives as long as the process.
///
/// A forked process gets its own runtime, because a fork does not copy the thread.
///
/// # Errors
/// Fails if the thread can't be started.
pub(crate) fn runtime() -> io::Result<Handle> {
    static BACKGROUND: Mutex<Option<(u32, Handle)>> = Mutex::new(None);
    let mut background = BACKGROUND.lock().unwrap_or_else(PoisonError::into_inner);
    let process = process::id();
    match &*background {
        Some((owner, handle)) if *owner == process => return Ok(handle.clone()),
        // This runtime belongs to the parent process, so it is not dropped here.
        Some(_) => std::mem::forget(background.take()),
        None => {}
    }
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    let serve = move || runtime.block_on(future::pending::<()>());
    thread::Builder::new().name("api-client".into()).spawn(serve)?;
    *background = Some((process, handle.clone()));
    Ok(handle)
}
