//! Declares the changes of former names and names in Rust.

use super::prelude::*;

changes! {
    FORMER_NAME_ADDED {
        title: "former name added",
        mirror: FORMER_NAME_REMOVED,
        section: Added,
        phrase: ["Former name of {name} added", "Added former names: {names}"],
        request: SOURCE_ADDITION,
        response: SOURCE_ADDITION,
        marks: &[],
        migration: NotNeeded,
        advice: "User code may use the former name, with a deprecation warning.",
        example: "
            bad:
            - summary: Shows the progress of a count.
            + summary: Shows the progress of a count.
            +     was: show_count
        ",
    }

    FORMER_NAME_REMOVED {
        title: "former name removed",
        mirror: FORMER_NAME_ADDED,
        section: Removed,
        phrase: ["Former name of {name} removed", "Removed former names: {names}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| format!("use the current name; `{}` is removed", change.old_path())),
        advice: "Code that uses the former name does not compile. Keep the former name until the next breaking \
            version, because it is only one line of the spec.",
        example: "
            good:
            - was: show_count
            + was: show_count # To be removed with 2.0.
        ",
    }

    FORMER_NAME_CHANGED {
        title: "former name changed",
        mirror: FORMER_NAME_CHANGED,
        section: Changed,
        phrase: ["Former name of {name} changed", "Changed former names: {names}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| format!("use the current name; `{}` is removed", change.old_path())),
        advice: "Code that uses the previous value of `was` does not compile. Keep the former name that a release \
            contained.",
        example: "
            bad:
            - was: revoke_order
            + was: withdraw_order
            good: doc-changed
            - summary: Cancels an order.
            + summary: Cancels an order.
            +     doc: Some pages call it `withdraw_order`.
        ",
    }

    FORMER_NAME_NOTED {
        title: "former name noted",
        mirror: FORMER_NAME_NOTED,
        section: Changed,
        phrase: ["Former name of {name} noted", "Noted former names: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Rust has no alias for this element, so only the documentation shows the former name.",
        example: "
            bad:
            - bank: { type: string, doc: The issuing bank. }
            + bank: { type: string, was: issuer, doc: The issuing bank. }
        ",
    }

    RUST_NAME_CHANGED {
        title: "name in Rust changed",
        mirror: RUST_NAME_CHANGED,
        section: Changed,
        phrase: ["Name in Rust of {name} changed", "Changed names in Rust: {names}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[Renames(Renamed::Element)],
        migration: Of(|change| change.renamed()),
        advice: "Code that uses the old name does not compile. If Rust can have a deprecated alias for the element, \
            rename the element in the spec and declare the old name with `was`.",
        example: "
            bad:
            - summary: Shows the progress of a count.
            + summary: Shows the progress of a count.
            +     rust: show_count
            good: operation-renamed
            - view_count:
            + show_count:
            +     was: view_count
        ",
    }

    ARGUMENT_RUST_NAME_CHANGED {
        title: "argument name in Rust changed",
        mirror: ARGUMENT_RUST_NAME_CHANGED,
        section: Changed,
        phrase: ["Name in Rust of argument {name} changed", "Changed names in Rust of arguments: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Code that calls the method does not contain the names of arguments.",
        example: "
            bad:
            - lines: { type: list<OrderLine>, required: true, doc: The lines of the order. }
            + lines: { type: list<OrderLine>, required: true, doc: The lines of the order., rust: things }
        ",
    }

    SPEC_NAME_CHANGED {
        title: "name in spec changed",
        mirror: SPEC_NAME_CHANGED,
        section: Changed,
        phrase: ["Name in the spec of {name} changed", "Changed names in the spec: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[Renames(Renamed::Element)],
        migration: NotNeeded,
        advice: "The name is used only in the spec. The letter case of a header has no meaning, and the ids of scopes, \
            classes and pagination styles are not sent.",
        example: "
            bad:
            - limit: X-Limit
            + limit: x-limit
        ",
    }
}
