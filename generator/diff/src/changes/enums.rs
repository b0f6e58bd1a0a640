//! Values of enums.

use super::prelude::*;

changes! {
    ENUM_VALUE_ADDED {
        title: "an enum has one more known value",
        mirror: ENUM_VALUE_REMOVED,
        section: Added,
        request: ADDITION,
        response: ADDITION,
        marks: &[],
        migration: Text("nothing; an arm for what is unknown does not see it any more"),
        advice: "Enums are open: older clients hand it out as it is.",
        example: "
            bad:
            - pickup: Somebody fetches it.
            + pickup: Somebody fetches it.
            +       drone: It comes by air.
        ",
    }

    ENUM_VALUE_REMOVED {
        title: "an enum has one known value less",
        mirror: ENUM_VALUE_ADDED,
        section: Removed,
        // The server does not take it any more.
        request: BREAK,
        // It does not come any more.
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| change.deprecated_or(&format!("leave `{}` out; where the value still comes, it is `Unknown`", change.old_path()))),
        advice: "Code that names it does not compile, and if it is sent, the server refuses it. Say one release before \
            that it should not be used any more.",
        example: "
            good: deprecation-added
            - drone: It comes by air.
            + drone: { doc: It comes by air., deprecated: It was too loud. }
        ",
    }

    ENUM_VALUE_RENAMED {
        title: "a value of an enum was renamed, and keeps its former name for now",
        mirror: ENUM_VALUE_RENAME_UNDONE,
        section: Changed,
        // The former name is a constant, which code can match on but not import.
        request: BREAK,
        // A client that is in use takes it for an unknown value.
        response: BREAK.detected(Silently),
        marks: &[Renames(Renamed::Element)],
        migration: Of(|change| change.renamed()),
        advice: "The former name stays as a deprecated constant: code can compare with it and match on it, but not \
            import it. Clients in use send the old text, and take the new one for an unknown value. Where the server \
            takes both, let the new one stand beside the old one.",
        example: "
            bad:
            - pickup: Somebody fetches it.
            + collect: { was: pickup, doc: Somebody fetches it. }

            - required_when: { delivery: pickup }
            + required_when: { delivery: collect }
            also: condition-changed: it names the value
            good: deprecation-added, enum-value-added
            - pickup: Somebody fetches it.
            + pickup: { doc: Somebody fetches it., deprecated: Use `collect`. }
            +       collect: Somebody fetches it soon.
        ",
    }

    ENUM_VALUE_RENAME_UNDONE {
        title: "a value of an enum has its former name again",
        mirror: ENUM_VALUE_RENAMED,
        section: Changed,
        request: BREAK,
        response: BREAK,
        marks: &[Renames(Renamed::Element)],
        migration: Of(|change| change.renamed()),
        advice: "Code that took the new name up does not compile, and clients in use send its text. If the server \
            never took that, say `correction`. Going back is a renaming, too: with `was`, most code compiles as \
            before.",
        example: "
            good: condition-changed, enum-value-rename-undone
            - collect: { was: pickup, doc: Somebody fetches it. }
            + pickup: { doc: Somebody fetches it., correction: The server never took the other one. }

            - required_when: { delivery: collect }
            + required_when: { delivery: pickup }, correction: The server never took the other one.
        ",
    }

    ENUM_VALUE_RENAMED_GUESS {
        title: "a value of an enum seems to have been renamed",
        mirror: ENUM_VALUE_RENAMED_GUESS,
        section: Changed,
        request: BREAK,
        response: BREAK,
        marks: &[Guess, Renames(Renamed::Element)],
        migration: Of(|change| change.renamed()),
        advice: "Code that names it does not compile, and clients in use send the old text. Say what it `was`: then \
            most code compiles as before, with a warning. Where the server takes both, let the new one stand beside \
            the old one.",
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
