//! Declares the changes of long-running jobs.

use super::prelude::*;

changes! {
    JOB_ADDED {
        title: "job added",
        mirror: JOB_REMOVED,
        section: Added,
        phrase: ["Job added: {name} can be waited for", "Jobs added: {names}"],
        request: SOURCE_ADDITION,
        response: SOURCE_ADDITION,
        marks: &[],
        migration: NotNeeded,
        advice: "The request has a method that polls until the job ends.",
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
        title: "job removed",
        mirror: JOB_ADDED,
        section: Removed,
        phrase: ["Job removed: {name} can no longer be waited for", "Jobs removed: {names}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Text("poll with `wait_until`"),
        advice: "The method that polls until the job ends is removed. Keep the description of the job, and document \
            how the job has changed.",
        example: "
            good: doc-changed
            - summary: Shows the progress of a count.
            + summary: Shows the progress of a count.
            +     doc: Counts finish immediately.
        ",
    }

    JOB_STATE_CHANGED {
        title: "job state field changed",
        mirror: JOB_STATE_CHANGED,
        section: Changed,
        phrase: ["Job state field of {name} changed", "Job state fields changed: {names}"],
        request: WIRE_BREAK.behavior(Major),
        response: WIRE_BREAK.behavior(Major),
        marks: &[],
        migration: Text("check the code that runs after `wait()`"),
        advice: "Existing clients read the state from the old field and poll until the maximum wait is over. If the \
            state was never in the old field, declare a `correction`: the report then says that the server has not \
            changed.",
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
        title: "terminal states changed",
        mirror: JOB_ENDS_CHANGED,
        section: Changed,
        phrase: ["Terminal states of the job of {name} changed", "Terminal states of jobs changed: {names}"],
        request: WIRE_BREAK.wire(Minor).behavior(Major),
        response: WIRE_BREAK.wire(Minor).behavior(Major),
        marks: &[],
        migration: Text("check the code that runs after `wait()`"),
        advice: "A different set of states ends the polling. A success can become a failure, or a failure a success. \
            If the server always behaved like this, declare a `correction`: the report then says that the server has \
            not changed.",
        example: "
            bad:
            - done: [finished], failed: [failed]
            + done: [finished, failed]
            good: job-ends-changed
            - done: [finished], failed: [failed]
            + done: [finished, failed]
            - summary: Shows the progress of a count.
            + summary: Shows the progress of a count.
            +     correction: A failed count has a result, too.
        ",
    }

    JOB_INTERVAL_CHANGED {
        title: "poll interval changed",
        mirror: JOB_INTERVAL_CHANGED,
        section: Changed,
        phrase: ["Poll interval of {name} changed", "Poll intervals of jobs changed: {names}"],
        request: DOCS.behavior(Minor),
        response: DOCS.behavior(Minor),
        marks: &[],
        migration: NotNeeded,
        advice: "Clients that wait for the job poll more often or less often.",
        example: "
            bad:
            - every: 10
            + every: 30
        ",
    }

    JOB_PROGRESS_CHANGED {
        title: "job progress fields changed",
        mirror: JOB_PROGRESS_CHANGED,
        section: Changed,
        phrase: ["Job progress fields of {owner} changed: {part}", "Job progress fields of {owner} changed: {parts}"],
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "The client reads the progress from different fields.",
        example: "
            bad:
            - done: counted
            + done: checked
        ",
    }
}
