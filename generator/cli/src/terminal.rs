//! Printing without panics: a closed pipe ends the output silently, and a full disk is an error.
//!
//! The macros replace those of the standard library in all modules of the program, so that all of them print in this
//! way.

use std::fmt;
use std::io::{self, ErrorKind, Write};
use std::sync::Mutex;

/// Prints like the macro of the standard library, without its panic.
#[macro_export]
macro_rules! print {
    ($($argument:tt)*) => { $crate::out(format_args!($($argument)*)) };
}

/// Prints like the macro of the standard library, without its panic.
#[macro_export]
macro_rules! println {
    () => { $crate::out(format_args!("\n")) };
    ($($argument:tt)*) => { $crate::out(format_args!("{}\n", format_args!($($argument)*))) };
}

/// Prints like the macro of the standard library, without its panic.
#[macro_export]
macro_rules! eprint {
    ($($argument:tt)*) => { $crate::err(format_args!($($argument)*)) };
}

/// Prints like the macro of the standard library, without its panic.
#[macro_export]
macro_rules! eprintln {
    ($($argument:tt)*) => { $crate::err(format_args!("{}\n", format_args!($($argument)*))) };
}

/// The first errors of standard output and standard error. After an error, nothing is printed to the stream.
static FAILURES: [Mutex<Option<io::Error>>; 2] = [Mutex::new(None), Mutex::new(None)];

/// Prints to standard output; colors are removed unless it is a terminal.
pub fn out(text: fmt::Arguments<'_>) {
    print_to(&FAILURES[0], &mut anstream::stdout(), text);
}

/// Prints to standard error, in the same way.
pub fn err(text: fmt::Arguments<'_>) {
    print_to(&FAILURES[1], &mut anstream::stderr(), text);
}

/// Prints unless an earlier text could not be printed. The command continues, so that it writes all its files.
fn print_to(failure: &Mutex<Option<io::Error>>, stream: &mut impl Write, text: fmt::Arguments<'_>) {
    let Ok(mut failure) = failure.lock() else { return };
    if failure.is_none() {
        *failure = stream.write_all(text.to_string().as_bytes()).err();
    }
}

/// Flushes the output streams.
///
/// # Errors
///
/// Returns an error if a text could not be printed, unless the reader closed the pipe.
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
