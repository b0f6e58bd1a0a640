//! Printing that never panics: to a closed pipe it ends quietly, and a full disk is an error.
//!
//! The macros here replace those of the standard library in all modules of the program, so that none can print in
//! another way.

use std::fmt;
use std::io::{self, ErrorKind, Write};
use std::sync::Mutex;

/// Like the macro of the standard library, without its panic.
#[macro_export]
macro_rules! print {
    ($($argument:tt)*) => { $crate::out(format_args!($($argument)*)) };
}

/// Like the macro of the standard library, without its panic.
#[macro_export]
macro_rules! println {
    () => { $crate::out(format_args!("\n")) };
    ($($argument:tt)*) => { $crate::out(format_args!("{}\n", format_args!($($argument)*))) };
}

/// Like the macro of the standard library, without its panic.
#[macro_export]
macro_rules! eprint {
    ($($argument:tt)*) => { $crate::err(format_args!($($argument)*)) };
}

/// Like the macro of the standard library, without its panic.
#[macro_export]
macro_rules! eprintln {
    ($($argument:tt)*) => { $crate::err(format_args!("{}\n", format_args!($($argument)*))) };
}

/// Why nothing more is printed to standard output and standard error.
static FAILURES: [Mutex<Option<io::Error>>; 2] = [Mutex::new(None), Mutex::new(None)];

/// Prints to standard output; colors are removed unless it is a terminal.
pub fn out(text: fmt::Arguments<'_>) {
    print_to(&FAILURES[0], &mut anstream::stdout(), text);
}

/// Prints to standard error, in the same way.
pub fn err(text: fmt::Arguments<'_>) {
    print_to(&FAILURES[1], &mut anstream::stderr(), text);
}

/// Prints unless an earlier text could not be printed. The command goes on: what it writes to disk is not half done.
fn print_to(failure: &Mutex<Option<io::Error>>, stream: &mut impl Write, text: fmt::Arguments<'_>) {
    let Ok(mut failure) = failure.lock() else { return };
    if failure.is_none() {
        *failure = stream.write_all(text.to_string().as_bytes()).err();
    }
}

/// Prints what is left.
///
/// # Errors
/// If something could not be printed, unless the reader closed the pipe.
pub(crate) fn finish() -> io::Result<()> {
    let flushed = [io::stdout().flush(), io::stderr().flush()];
    for (failure, flushed) in FAILURES.iter().zip(flushed) {
        let earlier = failure.lock().ok().and_then(|mut failure| failure.take());
        match earlier.or(flushed.err()) {
            Some(error) if error.kind() != ErrorKind::BrokenPipe => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
