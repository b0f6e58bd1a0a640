//! The runtime in the background, for blocking calls and for servers of tests.

use std::future;
use std::io;
use std::process;
use std::sync::{Mutex, PoisonError};
use std::thread;

use tokio::runtime::{Builder, Handle};

/// The runtime, which lives as long as the process. A forked process gets one of its own, because it has no copy of the
/// thread.
///
/// # Errors
/// If the thread can't be started.
pub(crate) fn runtime() -> io::Result<Handle> {
    static BACKGROUND: Mutex<Option<(u32, Handle)>> = Mutex::new(None);
    let mut background = BACKGROUND.lock().unwrap_or_else(PoisonError::into_inner);
    let process = process::id();
    match &*background {
        Some((owner, handle)) if *owner == process => return Ok(handle.clone()),
        // The parts of the runtime that another process started are not taken apart here.
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
