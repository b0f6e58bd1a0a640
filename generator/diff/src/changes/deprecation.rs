//! Declares the changes of deprecation and stability.

use super::prelude::*;

changes! {
    DEPRECATION_ADDED {
        title: "deprecation added",
        mirror: DEPRECATION_REMOVED,
        section: Deprecated,
        phrase: ["{name} is deprecated", "Deprecated elements: {names}"],
        request: DEPRECATED_ALIAS,
        response: DEPRECATED_ALIAS,
        marks: &[Deprecates],
        migration: Of(|change| change.deprecated_or("no replacement is named")),
        advice: "The compiler warns users. The element works as before. Name the replacement.",
        example: "
            bad:
            - phone: { type: string, doc: The telephone number. }
            + phone: { type: string, doc: The telephone number., deprecated: Use `email`. }
        ",
    }

    DEPRECATION_REMOVED {
        title: "deprecation removed",
        mirror: DEPRECATION_ADDED,
        section: Removed,
        phrase: ["{name} is no longer deprecated", "Elements that are no longer deprecated: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "The element may be used again.",
        example: "",
    }

    DEPRECATION_CHANGED {
        title: "deprecation changed",
        mirror: DEPRECATION_CHANGED,
        section: Deprecated,
        phrase: ["Deprecation of {name} changed", "Changed deprecations: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[Deprecates],
        migration: NotNeeded,
        advice: "The compiler's warning about the deprecated element has a different text.",
        example: "
            bad:
            - deprecated: Fax numbers are no longer used.
            + deprecated: Use `email`.
        ",
    }

    SUNSET_ADDED {
        title: "sunset date added",
        mirror: SUNSET_REMOVED,
        section: Deprecated,
        phrase: ["Sunset date of {name} added", "Added sunset dates: {names}"],
        // The deprecation warns already; its text gets the date.
        request: DEPRECATED_ALIAS,
        response: DEPRECATED_ALIAS,
        marks: &[PartOfDeprecation],
        migration: Of(|change| change.deprecated_or("no replacement is named")),
        advice: "The compiler's warning contains the date. Existing clients must be updated before this date, so \
            announce the date early.",
        example: "
            bad:
            - deprecated: Fax numbers are no longer used.
            + deprecated: { use: Fax numbers are no longer used., sunset: 2027-06-30 }
        ",
    }

    SUNSET_REMOVED {
        title: "sunset date removed",
        mirror: SUNSET_ADDED,
        section: Removed,
        phrase: ["Sunset date of {name} removed", "Removed sunset dates: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "The element works longer than announced.",
        example: "",
    }

    SUNSET_NEARER {
        title: "sunset date earlier",
        mirror: SUNSET_LATER,
        section: Deprecated,
        phrase: ["Sunset date of {name} is earlier", "Earlier sunset dates: {names}"],
        request: DEPRECATED_ALIAS,
        response: DEPRECATED_ALIAS,
        marks: &[],
        migration: Of(|change| change.deprecated_or("no replacement is named")),
        advice: "Users have less time than announced. Keep the announced date.",
        example: "
            before:
            - deprecated: Fax numbers are no longer used.
            + deprecated: { use: Fax numbers are no longer used., sunset: 2027-06-30 }
            bad:
            - sunset: 2027-06-30
            + sunset: 2026-12-31
        ",
    }

    SUNSET_LATER {
        title: "sunset date later",
        mirror: SUNSET_NEARER,
        section: Deprecated,
        phrase: ["Sunset date of {name} is later", "Later sunset dates: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "The element works longer than announced.",
        example: "",
    }

    STABILITY_CHANGED {
        title: "stability changed",
        mirror: STABILITY_CHANGED,
        section: Changed,
        phrase: ["Stability of {name} changed", "Stability of operations changed: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Only the documentation of the operation's stability changes.",
        example: "
            bad:
            - summary: Cancels an order.
            + summary: Cancels an order.
            +     stability: beta
        ",
    }
}
