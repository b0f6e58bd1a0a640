//! Long-running jobs.

use super::prelude::*;

changes! {
    JOB_ADDED {
        title: "the end of a job can be waited for",
        mirror: JOB_REMOVED,
        section: Added,
        request: SOURCE_ADDITION,
        response: SOURCE_ADDITION,
        marks: &[],
        migration: NotNeeded,
        advice: "The request has a method that waits for the end.",
        example: "
            before:
            -     job: { state: state
            bad:
            - response: { type: Count }
            + response: { type: Count }
            +     job: { state: state, done: [finished] }
        ",
    }

    JOB_REMOVED {
        title: "the end of a job can't be waited for any more",
        mirror: JOB_ADDED,
        section: Removed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Text("look for the end of the job by `wait_until`"),
        advice: "The method that waits for the end is gone. Leave it, and describe what became of the job.",
        example: "
            good: doc-changed
            - summary: Shows how far a count is.
            + summary: Shows how far a count is.
            +     doc: Counts are finished at once nowadays.
        ",
    }

    JOB_STATE_CHANGED {
        title: "the state of a job is in another field",
        mirror: JOB_STATE_CHANGED,
        section: Changed,
        // Waiting goes on until its time is over.
        request: WIRE_BREAK.behavior(Major),
        response: WIRE_BREAK.behavior(Major),
        marks: &[],
        migration: Text("look at what is done after `wait()`"),
        advice: "Clients in use look at the old field and wait until their time is over. If the state was never there, \
            say `correction`: the server has not changed then, and only the client does.",
        example: "
            bad:
            - job: { state: state
            + job: { state: phase
            good: job-state-changed
            - job: { state: state
            + correction: The field `state` was never more than the first one.
            +     job: { state: phase
        ",
    }

    JOB_ENDS_CHANGED {
        title: "other states are the end of a job",
        mirror: JOB_ENDS_CHANGED,
        section: Changed,
        request: WIRE_BREAK.wire(Minor).behavior(Major),
        response: WIRE_BREAK.wire(Minor).behavior(Major),
        marks: &[],
        migration: Text("look at what is done after `wait()`"),
        advice: "Waiting ends with other states: what was a success can be a failure, and the other way round. If it \
            was always so, say `correction`: the server has not changed then, and only the client does.",
        example: "
            bad:
            - done: [finished], failed: [failed]
            + done: [finished, failed]
            good: job-ends-changed
            - done: [finished], failed: [failed]
            + done: [finished, failed]
            - summary: Shows how far a count is.
            + summary: Shows how far a count is.
            +     correction: What failed has its result, too.
        ",
    }

    JOB_INTERVAL_CHANGED {
        title: "a job is looked at in other intervals",
        mirror: JOB_INTERVAL_CHANGED,
        section: Changed,
        request: DOCS.behavior(Minor),
        response: DOCS.behavior(Minor),
        marks: &[],
        migration: NotNeeded,
        advice: "Waiting clients ask more often, or more rarely.",
        example: "
            bad:
            - every: 10
            + every: 30
        ",
    }

    JOB_PROGRESS_CHANGED {
        title: "the progress of a job is in other fields",
        mirror: JOB_PROGRESS_CHANGED,
        section: Changed,
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "What is said of the progress is taken from other fields.",
        example: "
            bad:
            - done: counted
            + done: checked
        ",
    }
}
