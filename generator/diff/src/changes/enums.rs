//! Declares the changes of enum values.

use super::prelude::*;

changes! {
    ENUM_VALUE_ADDED {
        title: "enum value added",
        mirror: ENUM_VALUE_REMOVED,
        section: Added,
        phrase: ["Value added to {owner}: {part}", "Values added to {owner}: {parts}"],
        request: ADDITION,
        response: ADDITION,
        marks: &[],
        migration: Text("no change is needed; if a match arm for unknown values handled this value, add an arm for it"),
        advice: "Enums are open: existing clients decode the new value as an unknown value.",
        example: "
            bad:
            - pickup: The customer fetches it.
            + pickup: The customer fetches it.
            +       drone: It comes by air.
        ",
    }

    ENUM_VALUE_REMOVED {
        title: "enum value removed",
        mirror: ENUM_VALUE_ADDED,
        section: Removed,
        phrase: ["Value removed from {owner}: {part}", "Values removed from {owner}: {parts}"],
        // The server no longer accepts the value.
        request: BREAK,
        // The value is no longer received.
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| {
            let remove = format!("remove `{}`; if the value is still received, it is `Unknown`", change.old_path());
            change.deprecated_or(&remove)
        }),
        advice: "Code that uses the value does not compile, and the server rejects the value. Deprecate the value one \
            release before.",
        example: "
            good: deprecation-added
            - drone: It comes by air.
            + drone: { doc: It comes by air., deprecated: It was too loud. }
        ",
    }

    ENUM_VALUE_RENAMED {
        title: "enum value renamed",
        mirror: ENUM_VALUE_RENAME_UNDONE,
        section: Changed,
        phrase: ["Value of {owner} renamed: {part}", "Values of {owner} renamed: {parts}"],
        request: BREAK,
        response: BREAK.detected(Silently),
        marks: &[Renames(Renamed::Element)],
        migration: Of(|change| change.renamed()),
        advice: "The old name stays as a deprecated constant. User code can compare with the constant and match on it, \
            but cannot import it. Existing clients send the old value, and read the new value as unknown. If the \
            server accepts both values, add the new value and keep the old one.",
        example: "
            bad:
            - pickup: The customer fetches it.
            + collect: { was: pickup, doc: The customer fetches it. }

            - required_when: { delivery: pickup }
            + required_when: { delivery: collect }
            also: condition-changed: it names the value
            good: deprecation-added, enum-value-added
            - pickup: The customer fetches it.
            + pickup: { doc: The customer fetches it., deprecated: Use `collect`. }
            +       collect: The customer fetches it soon.
        ",
    }

    ENUM_VALUE_RENAME_UNDONE {
        title: "enum value rename undone",
        mirror: ENUM_VALUE_RENAMED,
        section: Changed,
        phrase: [
            "Value of {owner} has its former name again: {part}",
            "Values of {owner} have their former names again: {parts}",
        ],
        request: BREAK,
        response: BREAK,
        marks: &[Renames(Renamed::Element)],
        migration: Of(|change| change.renamed()),
        advice: "Code that uses the new name does not compile, and existing clients send the new value. If the server \
            never accepted the new value, declare a `correction`. If you declare the new name with `was`, most code \
            compiles as before.",
        example: "
            good: condition-changed, enum-value-rename-undone
            - collect: { was: pickup, doc: The customer fetches it. }
            + pickup: { doc: The customer fetches it., correction: The server never accepted the other one. }

            - required_when: { delivery: collect }
            + required_when: { delivery: pickup }, correction: The server never accepted the other one.
        ",
    }

    ENUM_VALUE_RENAMED_GUESS {
        title: "enum value probably renamed",
        mirror: ENUM_VALUE_RENAMED_GUESS,
        section: Changed,
        phrase: ["Value of {owner} probably renamed: {part}", "Values of {owner} probably renamed: {parts}"],
        request: BREAK,
        response: BREAK,
        marks: &[Guess, Renames(Renamed::Element)],
        migration: Of(|change| change.renamed()),
        advice: "Code that uses the old name does not compile, and existing clients send the old value. Declare the \
            old name with `was`: then most code compiles as before, with a warning. If the server accepts both values, \
            add the new value and keep the old one.",
        example: "
            bad:
            - parcel: By a parcel service.
            + post: By a parcel service.
            good: deprecation-added, enum-value-added
            - parcel: By a parcel service.
            + parcel: { doc: By a parcel service., deprecated: Use `post`. }
            +       post: By a parcel or a letter.
        ",
    }
}
