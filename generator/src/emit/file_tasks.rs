//! Emits files on all processors.

use super::{Context, Output};
use crate::parallel;

/// Emits some files.
pub(super) type FileTask<'j> = Box<dyn Fn(&Context<'_>, &mut Output) + Send + Sync + 'j>;

/// Runs all tasks. Their outputs are joined in the order of the tasks.
pub(super) fn run(context: &Context<'_>, tasks: &[FileTask<'_>]) -> Output {
    let Context { api, names, settings, spec_hash, ids, .. } = context;
    let outputs = parallel::map(tasks, |task: &FileTask<'_>| {
        // The context records the names that a file mentions, so each task has its own.
        let mut output = Output::default();
        task(&Context::new(api, names, settings, spec_hash, ids.clone()), &mut output);
        output
    });
    let mut all = Output::default();
    for output in outputs {
        all.absorb(output);
    }
    all
}
