//! Making files on all processors.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::{Context, Output};

/// Makes some files.
pub(super) type Job<'j> = Box<dyn Fn(&Context<'_>, &mut Output) + Send + Sync + 'j>;

/// Does all jobs. Their outputs are put together in their order, whoever is done first.
pub(super) fn run(context: &Context<'_>, jobs: &[Job<'_>]) -> Output {
    let next = AtomicUsize::new(0);
    let (api, names, settings) = (context.api, context.names, context.settings);
    let work = || {
        // What a file mentions is noted in the context, so that each thread has one of its own.
        let context = Context::new(api, names, settings);
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(job) = jobs.get(index) else { return done };
            let mut output = Output::default();
            job(&context, &mut output);
            done.push((index, output));
        }
    };
    let others = thread::available_parallelism().map_or(1, usize::from).min(jobs.len()) - 1;
    let mut outputs = thread::scope(|scope| {
        let handles: Vec<_> = (0..others).map(|_| scope.spawn(work)).collect();
        let mut outputs = work();
        for handle in handles {
            match handle.join() {
                Ok(done) => outputs.extend(done),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        outputs
    });
    outputs.sort_by_key(|(index, _)| *index);
    let mut all = Output::default();
    for (_, output) in outputs {
        all.absorb(output);
    }
    all
}
