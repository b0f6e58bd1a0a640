//! Making files on all processors.

use super::{Context, Output};
use crate::parallel;

/// Makes some files.
pub(super) type Job<'j> = Box<dyn Fn(&Context<'_>, &mut Output) + Send + Sync + 'j>;

/// Does all jobs. Their outputs are put together in their order.
pub(super) fn run(context: &Context<'_>, jobs: &[Job<'_>]) -> Output {
    let (api, names, settings, ids) = (context.api, context.names, context.settings, &context.ids);
    let outputs = parallel::map(jobs, |job: &Job<'_>| {
        // What a file mentions is noted in the context, so that each has one of its own.
        let mut output = Output::default();
        job(&Context::new(api, names, settings, ids.clone()), &mut output);
        output
    });
    let mut all = Output::default();
    for output in outputs {
        all.absorb(output);
    }
    all
}
