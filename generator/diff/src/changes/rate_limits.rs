//! Declares the changes of rate limits, their classes and plans.

use super::prelude::*;

changes! {
    RATE_LIMIT_ADDED {
        title: "rate limit added",
        mirror: RATE_LIMIT_REMOVED,
        section: Added,
        phrase: ["Rate limit added: {name}", "Rate limits added: {names}"],
        request: SOURCE_ADDITION.behavior(Minor),
        response: SOURCE_ADDITION.behavior(Minor),
        marks: &[NewElement],
        migration: NotNeeded,
        advice: "The plans of the limit are new constants. A client that is built with a plan stays below the limit.",
        example: "
            bad:
            - stock_calls: { doc: The limit is not documented. }
            + stock_calls: { doc: The limit is not documented. }
            +   till_calls:
            +     doc: The limit of tills.
            +     per: class
            +     classes: { all: Everything. }
            +     plans: { one: { doc: The only plan., per_second: { all: 1 } } }

            - url: https://status.market.example
            -     errors: stock_errors
            + url: https://status.market.example
            +     errors: stock_errors
            +     rate_limit: till_calls
            also: host-rate-limit-changed: a limit belongs to a host
        ",
    }

    RATE_LIMIT_REMOVED {
        title: "rate limit removed",
        mirror: RATE_LIMIT_ADDED,
        section: Removed,
        phrase: ["Rate limit removed: {name}", "Rate limits removed: {names}"],
        request: SOURCE_BREAK.behavior(Minor),
        response: SOURCE_BREAK.behavior(Minor),
        marks: &[],
        migration: Of(|change| format!("choose a plan other than `{}`", change.old_path())),
        advice: "The constants of the limit's plans are removed. Keep the limit until the next breaking version.",
        example: "
            good: doc-changed
            - doc: The limit of tills.
            + doc: The old limit of tills.
        ",
    }

    RATE_LIMIT_COUNTING_CHANGED {
        title: "rate limit counting changed",
        mirror: RATE_LIMIT_COUNTING_CHANGED,
        section: Changed,
        phrase: ["Rate limit {name} counts calls differently", "Rate limits that count calls differently: {names}"],
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "A client that respects the limit groups calls differently, so its calls wait more or less than \
            before.",
        example: "
            bad:
            - per: class
            + per: endpoint
        ",
    }

    SAFE_TO_RETRY_GAINED {
        title: "rate-limited calls became retryable",
        mirror: SAFE_TO_RETRY_LOST,
        section: Changed,
        phrase: [
            "Calls that {name} rejects are now retried",
            "Rate limits whose rejected calls are now retried: {names}",
        ],
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "The client retries rejected calls even if they are not idempotent. Make sure that the server does not \
            execute calls that it rejects.",
        example: "
            before:
            -     safe_to_retry: true
            bad:
            - per: class
            + per: class
            +     safe_to_retry: true
        ",
    }

    SAFE_TO_RETRY_LOST {
        title: "rate-limited calls no longer retryable",
        mirror: SAFE_TO_RETRY_GAINED,
        section: Changed,
        phrase: [
            "Calls that {name} rejects are retried only if they are idempotent",
            "Rate limits whose rejected calls are retried only if they are idempotent: {names}",
        ],
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "The client no longer retries rejected calls that are not idempotent.",
        example: "",
    }

    RATE_HEADERS_CHANGED {
        title: "rate limit headers changed",
        mirror: RATE_HEADERS_CHANGED,
        section: Changed,
        phrase: ["Headers of rate limit {name} changed", "Headers of rate limits changed: {names}"],
        request: SILENT_BEHAVIOR.wire(Minor),
        response: SILENT_BEHAVIOR.wire(Minor),
        marks: &[],
        migration: NotNeeded,
        advice: "Existing clients no longer find the state of the limit. They wait for their own backoff instead.",
        example: "
            bad:
            - retry_after: Retry-After
            + retry_after: X-Retry-After
        ",
    }

    RATE_HINTS_CHANGED {
        title: "rate limit messages changed",
        mirror: RATE_HINTS_CHANGED,
        section: Changed,
        phrase: ["Message patterns of rate limit {name} changed", "Message patterns of rate limits changed: {names}"],
        request: SILENT_BEHAVIOR.wire(Minor),
        response: SILENT_BEHAVIOR.wire(Minor),
        marks: &[],
        migration: NotNeeded,
        advice: "Existing clients no longer find the delay in the error message. If the header is missing as well, \
            existing clients wait for their own backoff.",
        example: r#"
            bad:
            - "try again in {} s"
            + "wait {} seconds"
        "#,
    }

    RATE_CLASS_ADDED {
        title: "rate limit class added",
        mirror: RATE_CLASS_REMOVED,
        section: Added,
        phrase: ["Class added to {owner}: {part}", "Classes added to {owner}: {parts}"],
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "A client that respects the limit counts calls of this class separately.",
        example: "
            bad:
            - read: Calls that only read.
            + read: Calls that only read.
            +       bulk: Bulk reads.
            - read: 10, write: 2
            + read: 10, write: 2, bulk: 1
            - read: 100, write: 20
            + read: 100, write: 20, bulk: 5
        ",
    }

    RATE_CLASS_REMOVED {
        title: "rate limit class removed",
        mirror: RATE_CLASS_ADDED,
        section: Removed,
        phrase: ["Class removed from {owner}: {part}", "Classes removed from {owner}: {parts}"],
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "The client knows no limit for calls of this class, so the server may reject them.",
        example: "",
    }

    RATE_PLAN_ADDED {
        title: "rate limit plan added",
        mirror: RATE_PLAN_REMOVED,
        section: Added,
        phrase: ["Plan added to {owner}: {part}", "Plans added to {owner}: {parts}"],
        request: SOURCE_ADDITION.behavior(Minor),
        response: SOURCE_ADDITION.behavior(Minor),
        marks: &[NewElement],
        migration: NotNeeded,
        advice: "The client has a new constant.",
        example: "
            bad:
            - large: { doc: Large
            + free: { doc: Shops that pay nothing., per_second: { read: 1, write: 1 } }
            +       large: { doc: Large
        ",
    }

    RATE_PLAN_REMOVED {
        title: "rate limit plan removed",
        mirror: RATE_PLAN_ADDED,
        section: Removed,
        phrase: ["Plan removed from {owner}: {part}", "Plans removed from {owner}: {parts}"],
        request: SOURCE_BREAK.behavior(Minor),
        response: SOURCE_BREAK.behavior(Minor),
        marks: &[],
        migration: Of(|change| format!("choose a plan other than `{}`", change.old_path())),
        advice: "The constant of the plan is removed, so code that uses the constant does not compile. Keep the plan \
            as long as the vendor has customers with this plan.",
        example: "
            good: doc-changed
            - doc: Shops that pay nothing.
            + doc: Shops that pay nothing. No longer sold.
        ",
    }

    RATE_PLAN_CHANGED {
        title: "rate limit plan changed",
        mirror: RATE_PLAN_CHANGED,
        section: Changed,
        phrase: ["Rates of plan {name} changed", "Rates of plans changed: {names}"],
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "Clients that respect the limit send more or fewer calls per second. If the new limit is lower, the \
            server rejects calls of existing clients until they are updated.",
        example: "
            bad:
            - read: 10, write: 2
            + read: 5, write: 2
        ",
    }
}
