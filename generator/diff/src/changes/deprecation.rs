//! Deprecation and stability.

use super::prelude::*;

changes! {
    DEPRECATION_ADDED {
        title: "something should not be used any more",
        mirror: DEPRECATION_REMOVED,
        section: Deprecated,
        request: DEPRECATED_ALIAS,
        response: DEPRECATED_ALIAS,
        marks: &[Deprecates],
        migration: Of(|change| change.deprecated_or("nothing is said of what to use")),
        advice: "Compilers warn who uses it, and it works as before. Say what to use instead.",
        example: "
            bad:
            - phone: { type: string, doc: The telephone number. }
            + phone: { type: string, doc: The telephone number., deprecated: Use `email`. }
        ",
    }

    DEPRECATION_REMOVED {
        title: "something may be used again",
        mirror: DEPRECATION_ADDED,
        section: Removed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It may be used again.",
        example: "",
    }

    DEPRECATION_CHANGED {
        title: "something else should be used instead",
        mirror: DEPRECATION_CHANGED,
        section: Deprecated,
        request: DOCS,
        response: DOCS,
        marks: &[Deprecates],
        migration: NotNeeded,
        advice: "Compilers say something else to who uses it.",
        example: "
            bad:
            - deprecated: Nobody has one.
            + deprecated: Use `email`.
        ",
    }

    SUNSET_ADDED {
        title: "there is a date from which on something may be gone",
        mirror: SUNSET_REMOVED,
        section: Deprecated,
        // There is a warning already, and it says more now.
        request: DEPRECATED_ALIAS,
        response: DEPRECATED_ALIAS,
        marks: &[PartOfDeprecation],
        migration: Of(|change| change.deprecated_or("nothing is said of what to use")),
        advice: "Compilers say until when it works. Clients in use have to be updated by then: tell users early.",
        example: "
            bad:
            - deprecated: Nobody has one.
            + deprecated: { use: Nobody has one., sunset: 2027-06-30 }
        ",
    }

    SUNSET_REMOVED {
        title: "there is no date any more from which on something may be gone",
        mirror: SUNSET_ADDED,
        section: Removed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It works for longer than was said.",
        example: "",
    }

    SUNSET_NEARER {
        title: "something may be gone sooner",
        mirror: SUNSET_LATER,
        section: Deprecated,
        request: DEPRECATED_ALIAS,
        response: DEPRECATED_ALIAS,
        marks: &[],
        migration: Of(|change| change.deprecated_or("nothing is said of what to use")),
        advice: "Who planned for the later date has less time. Give at least as long as was said.",
        example: "
            before:
            - deprecated: Nobody has one.
            + deprecated: { use: Nobody has one., sunset: 2027-06-30 }
            bad:
            - sunset: 2027-06-30
            + sunset: 2026-12-31
        ",
    }

    SUNSET_LATER {
        title: "something may be gone later",
        mirror: SUNSET_NEARER,
        section: Deprecated,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It works for longer than was said.",
        example: "",
    }

    STABILITY_CHANGED {
        title: "the vendor stands by an operation in another way",
        mirror: STABILITY_CHANGED,
        section: Changed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It is only told how much the vendor stands by it.",
        example: "
            bad:
            - summary: Cancels an order.
            + summary: Cancels an order.
            +     stability: beta
        ",
    }
}
