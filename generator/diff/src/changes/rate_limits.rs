//! Rate limits, their classes and plans.

use super::prelude::*;

changes! {
    RATE_LIMIT_ADDED {
        title: "there is one more rate limit",
        mirror: RATE_LIMIT_REMOVED,
        section: Added,
        // Plans are constants of the client.
        request: SOURCE_ADDITION.behavior(Minor),
        response: SOURCE_ADDITION.behavior(Minor),
        marks: &[],
        migration: NotNeeded,
        advice: "There are constants of its plans, and a client can keep below them.",
        example: "
            bad:
            - stock_calls: { doc: Nothing is known of it. }
            + stock_calls: { doc: Nothing is known of it. }
            +   till_calls:
            +     doc: What tills may ask.
            +     per: class
            +     classes: { all: Everything. }
            +     plans: { one: { doc: The only plan., per_second: { all: 1 } } }

            - url: https://status.market.example
            -     errors: stock_errors
            + url: https://status.market.example
            +     errors: stock_errors
            +     rate_limit: till_calls
            also: host-rate-limit-changed: a limit is that of a host
        ",
    }

    RATE_LIMIT_REMOVED {
        title: "a rate limit is gone",
        mirror: RATE_LIMIT_ADDED,
        section: Removed,
        request: SOURCE_BREAK.behavior(Minor),
        response: SOURCE_BREAK.behavior(Minor),
        marks: &[],
        migration: Of(|change| format!("choose another plan than `{}`", change.old_path())),
        advice: "The constants of its plans are gone. Leave it until the next version that breaks code anyway.",
        example: "
            good: doc-changed
            - doc: What tills may ask.
            + doc: What tills could ask once.
        ",
    }

    RATE_LIMIT_COUNTING_CHANGED {
        title: "a rate limit counts other calls together",
        mirror: RATE_LIMIT_COUNTING_CHANGED,
        section: Changed,
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "A client that keeps below a limit counts other calls together, and so is faster or slower than it \
            was.",
        example: "
            bad:
            - per: class
            + per: endpoint
        ",
    }

    SAFE_TO_RETRY_GAINED {
        title: "a call that was refused for its rate was certainly not carried out",
        mirror: SAFE_TO_RETRY_LOST,
        section: Changed,
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "Refused calls are sent again by themselves, even if sending them twice would do harm. Be sure that \
            the server does not carry them out.",
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
        title: "a call that was refused for its rate may have been carried out",
        mirror: SAFE_TO_RETRY_GAINED,
        section: Changed,
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "Refused calls that may do harm twice are given up at once.",
        example: "",
    }

    RATE_HEADERS_CHANGED {
        title: "the state of a rate limit is in other headers",
        mirror: RATE_HEADERS_CHANGED,
        section: Changed,
        request: SILENT_BEHAVIOR.wire(Minor),
        response: SILENT_BEHAVIOR.wire(Minor),
        marks: &[],
        migration: NotNeeded,
        advice: "Clients in use do not find the state of the limit any more, and wait by their own guess.",
        example: "
            bad:
            - retry_after: Retry-After
            + retry_after: X-Retry-After
        ",
    }

    RATE_HINTS_CHANGED {
        title: "the state of a rate limit is in other messages",
        mirror: RATE_HINTS_CHANGED,
        section: Changed,
        request: SILENT_BEHAVIOR.wire(Minor),
        response: SILENT_BEHAVIOR.wire(Minor),
        marks: &[],
        migration: NotNeeded,
        advice: "Clients in use do not find the seconds in the message any more, and wait by their own guess where the \
            header is lost.",
        example: r#"
            bad:
            - "try again in {} s"
            + "wait {} seconds"
        "#,
    }

    RATE_CLASS_ADDED {
        title: "a rate limit has one more class",
        mirror: RATE_CLASS_REMOVED,
        section: Added,
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "A client that keeps below a limit counts calls of this class by themselves.",
        example: "
            bad:
            - read: What only reads.
            + read: What only reads.
            +       bulk: What reads a lot.
            - read: 10, write: 2
            + read: 10, write: 2, bulk: 1
            - read: 100, write: 20
            + read: 100, write: 20, bulk: 5
        ",
    }

    RATE_CLASS_REMOVED {
        title: "a class of a rate limit is gone",
        mirror: RATE_CLASS_ADDED,
        section: Removed,
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "Calls of this class have no limit any more that the client knows, and may be refused by the server.",
        example: "",
    }

    RATE_PLAN_ADDED {
        title: "there is one more plan with its rates",
        mirror: RATE_PLAN_REMOVED,
        section: Added,
        request: SOURCE_ADDITION.behavior(Minor),
        response: SOURCE_ADDITION.behavior(Minor),
        marks: &[],
        migration: NotNeeded,
        advice: "There is one more constant.",
        example: "
            bad:
            - large: { doc: Large
            + free: { doc: Shops that pay nothing., per_second: { read: 1, write: 1 } }
            +       large: { doc: Large
        ",
    }

    RATE_PLAN_REMOVED {
        title: "a plan with its rates is gone",
        mirror: RATE_PLAN_ADDED,
        section: Removed,
        request: SOURCE_BREAK.behavior(Minor),
        response: SOURCE_BREAK.behavior(Minor),
        marks: &[],
        migration: Of(|change| format!("choose another plan than `{}`", change.old_path())),
        advice: "Its constant is gone, and with it programs of who has this plan do not compile. Leave it as long as \
            somebody has the plan.",
        example: "
            good: doc-changed
            - doc: Shops that pay nothing.
            + doc: Shops that pay nothing. It can't be had any more.
        ",
    }

    RATE_PLAN_CHANGED {
        title: "a plan allows another rate",
        mirror: RATE_PLAN_CHANGED,
        section: Changed,
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "Clients that keep below the limit are faster or slower. If the limit became lower, those in use are \
            refused until they update.",
        example: "
            bad:
            - read: 10, write: 2
            + read: 5, write: 2
        ",
    }
}
