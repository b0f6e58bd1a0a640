//! Former names and names in Rust.

use super::prelude::*;

changes! {
    FORMER_NAME_ADDED {
        title: "a former name can be used",
        mirror: FORMER_NAME_REMOVED,
        section: Added,
        request: SOURCE_ADDITION,
        response: SOURCE_ADDITION,
        marks: &[],
        migration: NotNeeded,
        advice: "Code may use the former name, with a warning.",
        example: "
            bad:
            - summary: Shows how far a count is.
            + summary: Shows how far a count is.
            +     was: show_count
        ",
    }

    FORMER_NAME_REMOVED {
        title: "a former name can't be used any more",
        mirror: FORMER_NAME_ADDED,
        section: Removed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| format!("use the name that it has now; `{}` is gone", change.old_path())),
        advice: "Code that still uses the former name does not compile. Leave it until the next version that breaks \
            code anyway: it costs a line.",
        example: "
            good:
            - was: show_count
            + was: show_count # To be removed with 2.0.
        ",
    }

    FORMER_NAME_CHANGED {
        title: "another former name can be used",
        mirror: FORMER_NAME_CHANGED,
        section: Changed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| format!("use the name that it has now; `{}` is gone", change.old_path())),
        advice: "Code that still uses the former name does not compile. Leave the one that was in a release.",
        example: "
            bad:
            - was: revoke_order
            + was: withdraw_order
            good: doc-changed
            - summary: Cancels an order.
            + summary: Cancels an order.
            +     doc: Elsewhere it is called `withdraw_order`.
        ",
    }

    FORMER_NAME_NOTED {
        title: "another former name is noted that is no name in Rust",
        mirror: FORMER_NAME_NOTED,
        section: Changed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "A former name of this can't be used in Rust; it is only told.",
        example: "
            bad:
            - bank: { type: string, doc: Who issued it. }
            + bank: { type: string, was: issuer, doc: Who issued it. }
        ",
    }

    RUST_NAME_CHANGED {
        title: "something has another name in Rust",
        mirror: RUST_NAME_CHANGED,
        section: Changed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[Renames(Renamed::Element)],
        migration: Of(|change| change.renamed()),
        advice: "Code that names it does not compile. Where Rust can have a deprecated alias, rename it in the spec \
            and say what it `was`.",
        example: "
            bad:
            - summary: Shows how far a count is.
            + summary: Shows how far a count is.
            +     rust: show_count
            good: operation-renamed
            - view_count:
            + show_count:
            +     was: view_count
        ",
    }

    ARGUMENT_RUST_NAME_CHANGED {
        title: "an argument has another name in Rust",
        mirror: ARGUMENT_RUST_NAME_CHANGED,
        section: Changed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "The name of an argument is in no code that calls the method.",
        example: "
            bad:
            - lines: { type: list<OrderLine>, required: true, doc: What is ordered. }
            + lines: { type: list<OrderLine>, required: true, doc: What is ordered., rust: things }
        ",
    }

    SPEC_NAME_CHANGED {
        title: "a name changed in the spec only",
        mirror: SPEC_NAME_CHANGED,
        section: Changed,
        request: DOCS,
        response: DOCS,
        marks: &[Renames(Renamed::Element)],
        migration: NotNeeded,
        advice: "The name is in the spec only: the letter case of a header means nothing, and ids of scopes, classes \
            and pagination styles are not sent.",
        example: "
            bad:
            - limit: X-Limit
            + limit: x-limit
        ",
    }
}
