//! Declares the changes of the names and types of parameters.

use super::prelude::*;

changes! {
    PARAMETER_ADDED {
        title: "parameter added",
        mirror: PARAMETER_REMOVED,
        section: Added,
        phrase: ["Parameter added to {owner}: {part}", "Parameters added to {owner}: {parts}"],
        request: ADDITION,
        response: ADDITION,
        marks: &[],
        migration: NotNeeded,
        advice: "The request has a new setter.",
        example: "
            bad:
            - exact: { type: bool, doc: Whether case matters. }
            + exact: { type: bool, doc: Whether case matters. }
            +       town: { type: string, doc: Only who lives there. }
        ",
    }

    PARAMETER_REMOVED {
        title: "parameter removed",
        mirror: PARAMETER_ADDED,
        section: Removed,
        phrase: ["Parameter removed from {owner}: {part}", "Parameters removed from {owner}: {parts}"],
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| change.deprecated_or(&format!("remove `.{}(..)`", change.old_name()))),
        advice: "Code that sets the parameter does not compile. If the parameter is a filter and the server ignores \
            it, existing clients get more items than they asked for. Deprecate the parameter one release before, and \
            name the replacement.",
        example: "
            good: deprecation-added
            - doc: Only who lives there.
            + doc: Only who lives there., deprecated: Use `exact`.
        ",
    }

    REQUIRED_PARAMETER_ADDED {
        title: "required parameter added",
        mirror: REQUIRED_PARAMETER_REMOVED,
        section: Added,
        phrase: ["Required parameter added to {owner}: {part}", "Required parameters added to {owner}: {parts}"],
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| change.pass()),
        advice: "Code that calls the operation does not compile, and existing clients do not send the parameter. If \
            the server does not need the parameter, make it optional.",
        example: "
            bad:
            - note: { type: string, max_length: 500, doc: A note for the packer. }
            + currency: { type: string, required: true, doc: The currency. }
            +       note: { type: string, max_length: 500, doc: A note for the packer. }
            good: parameter-added
            - note: { type: string, max_length: 500, doc: A note for the packer. }
            + currency: { type: string, doc: The currency. }
            +       note: { type: string, max_length: 500, doc: A note for the packer. }
        ",
    }

    REQUIRED_PARAMETER_REMOVED {
        title: "required parameter removed",
        mirror: REQUIRED_PARAMETER_ADDED,
        section: Removed,
        phrase: [
            "Required parameter removed from {owner}: {part}",
            "Required parameters removed from {owner}: {parts}",
        ],
        request: SOURCE_BREAK.wire(Minor),
        response: SOURCE_BREAK.wire(Minor),
        marks: &[],
        migration: Of(|change| change.deprecated_or(&format!("remove `{}`: {}", change.name(), change.call()))),
        advice: "An argument is removed, so no call compiles. If the server ignores the parameter, deprecate it first.",
        example: "
            good: deprecation-added
            - doc: The currency.
            + doc: The currency., deprecated: The shop has one currency.
        ",
    }

    PARAMETER_RENAMED {
        title: "parameter renamed",
        mirror: PARAMETER_RENAME_UNDONE,
        section: Changed,
        phrase: ["Parameter of {owner} renamed: {part}", "Parameters of {owner} renamed: {parts}"],
        request: DEPRECATED_ALIAS.wire(Major),
        response: DEPRECATED_ALIAS.wire(Major),
        marks: &[Renames(Renamed::Element)],
        migration: Of(|change| change.renamed()),
        advice: "User code compiles with a deprecation warning, but existing clients send the old name. If the server \
            accepts both names, add the new parameter and keep the old one.",
        example: "
            bad:
            - exact: { type: bool, doc: Whether case matters. }
            + strict: { type: bool, was: exact, doc: Whether case matters. }
            good: deprecation-added, parameter-added
            - exact: { type: bool, doc: Whether case matters. }
            + strict: { type: bool, doc: Whether case matters. }
            +       exact: { type: bool, doc: Whether case matters., deprecated: Use `strict`. }
        ",
    }

    PARAMETER_RENAME_UNDONE {
        title: "parameter rename undone",
        mirror: PARAMETER_RENAMED,
        section: Changed,
        phrase: [
            "Parameter of {owner} has its former name again: {part}",
            "Parameters of {owner} have their former names again: {parts}",
        ],
        request: BREAK,
        response: BREAK,
        marks: &[Renames(Renamed::Element)],
        migration: Of(|change| change.renamed()),
        advice: "The new setter is removed, and existing clients send the new name. Declare the new name with `was`, \
            as for any other rename.",
        example: "
            good: parameter-renamed
            - strict: { type: bool, was: exact, doc: Whether case matters. }
            + exact: { type: bool, was: strict, doc: Whether case matters. }
        ",
    }

    PARAMETER_RENAMED_GUESS {
        title: "parameter probably renamed",
        mirror: PARAMETER_RENAMED_GUESS,
        section: Changed,
        phrase: ["Parameter of {owner} probably renamed: {part}", "Parameters of {owner} probably renamed: {parts}"],
        request: BREAK,
        response: BREAK,
        marks: &[Guess, Renames(Renamed::Element)],
        migration: Of(|change| change.renamed()),
        advice: "The setter no longer has its old name. Declare the old name with `was`, which keeps the old setter as \
            deprecated.",
        example: "
            bad:
            - exact: { type: bool, doc: Whether case matters. }
            + strict: { type: bool, doc: Whether case matters. }
            good: parameter-renamed
            - exact: { type: bool, doc: Whether case matters. }
            + strict: { type: bool, was: exact, doc: Whether case matters. }
        ",
    }

    ARGUMENT_RENAMED {
        title: "argument renamed",
        mirror: ARGUMENT_RENAMED,
        section: Changed,
        phrase: ["Argument of {owner} renamed: {part}", "Arguments of {owner} renamed: {parts}"],
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[Renames(Renamed::Element)],
        migration: Text("no change in code; existing clients must be updated"),
        advice: "User code compiles as before, but existing clients send the old name. If the server never accepted \
            the old name, declare a `correction`.",
        example: "
            bad:
            - customer_id: { type: CustomerId, required: true, doc: The customer who orders. }
            + buyer_id: { type: CustomerId, required: true, doc: The customer who orders. }
            good: argument-renamed
            - customer_id: { type: CustomerId, required: true, doc: The customer who orders. }
            + buyer_id: { type: CustomerId, required: true, doc: The customer who orders., correction: It never had a different name. }
        ",
    }

    PATH_ARGUMENT_RENAMED {
        title: "path argument renamed",
        mirror: PATH_ARGUMENT_RENAMED,
        section: Changed,
        phrase: ["Path argument of {owner} renamed: {part}", "Path arguments of {owner} renamed: {parts}"],
        request: DOCS,
        response: DOCS,
        marks: &[Renames(Renamed::Element)],
        migration: NotNeeded,
        advice: "Neither the URL nor user code contains the name.",
        example: "
            bad:
            - /counts/{count_id}
            + /counts/{id}
            - count_id: { type: string, doc: The count. }
            + id: { type: string, doc: The count. }
        ",
    }

    REQUIRED_PARAMETER_RENAMED {
        title: "required parameter renamed",
        mirror: REQUIRED_PARAMETER_RENAMED,
        section: Changed,
        phrase: ["Required parameter of {owner} renamed: {part}", "Required parameters of {owner} renamed: {parts}"],
        request: BREAK,
        response: BREAK,
        marks: &[Renames(Renamed::Element), FieldOfRequest],
        migration: Of(|change| change.renamed()),
        advice: "The parameter is an option of a choice, or a field of the struct that the method takes. Code that \
            creates the request does not compile. If the server accepts both names, add the new parameter and keep the \
            old one until the next breaking version.",
        example: "
            bad:
            - from: { type: string, required: true, doc: The current warehouse. }
            + source: { type: string, required: true, doc: The current warehouse. }
            good: deprecation-added, parameter-added
            - from: { type: string, required: true, doc: The current warehouse. }
            + from: { type: string, required: true, doc: The current warehouse., deprecated: Use `source`. }
            +       source: { type: string, doc: The current warehouse. }
        ",
    }

    PATH_PARAMETER_RENAMED {
        title: "path parameter renamed",
        mirror: PATH_PARAMETER_RENAMED,
        section: Changed,
        phrase: ["Path parameter of {owner} renamed: {part}", "Path parameters of {owner} renamed: {parts}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[Renames(Renamed::Element), FieldOfRequest],
        migration: Of(|change| change.renamed()),
        advice: "The parameter is a field of the struct that the method takes, so code that creates the request does \
            not compile. Keep the old name, because the URL does not contain it.",
        example: "
            bad:
            - request: POST /items/{item_id}/transfers
            -     summary: Moves an item to another warehouse.
            -     path:
            -       item_id: { type: string, doc: The item. }
            + request: POST /items/{id}/transfers
            +     summary: Moves an item to another warehouse.
            +     path:
            +       id: { type: string, doc: The item. }
            good:
            - POST /items/{item_id}/transfers
            + POST /items/{item_id}/transfers # Called `id` in the vendor's newer pages.
        ",
    }

    PARAMETER_TYPE_REWORDED {
        title: "parameter type renamed",
        mirror: PARAMETER_TYPE_REWORDED,
        section: Changed,
        phrase: ["Type of {name} changed in the spec only", "Types of parameters changed in the spec only: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "The Rust type of the parameter does not change.",
        example: "
            bad:
            - voucher: { type: string
            + voucher: { type: url
        ",
    }

    PARAMETER_TYPE_RECAST {
        title: "Rust type of parameter changed",
        mirror: PARAMETER_TYPE_RECAST,
        section: Changed,
        phrase: ["Rust type of {name} changed", "Rust types of parameters changed: {names}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| change.new_type("pass", "a value")),
        advice: "Requests stay the same, but code that sets the parameter does not compile. Document the expected \
            values instead.",
        example: r#"
            bad:
            - note: { type: string, max_length: 500, doc: A note for the packer. }
            + note: { type: datetime, max_length: 500, doc: A note for the packer. }
            good: doc-changed
            - note: { type: string, max_length: 500, doc: A note for the packer. }
            + note: { type: string, max_length: 500, doc: "A note for who packs it, such as 2026-01-31T08:30:00Z." }
        "#,
    }

    PARAMETER_TYPE_CHANGED {
        title: "parameter type changed",
        mirror: PARAMETER_TYPE_CHANGED,
        section: Changed,
        phrase: ["Type of {name} changed", "Types of parameters changed: {names}"],
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| change.new_type("pass", "a value")),
        advice: "Existing clients send the old type, and code that sets the parameter does not compile. Add a \
            parameter with the new type.",
        example: r#"
            bad:
            - exact: { type: bool, doc: Whether case matters. }
            + exact: { type: int, doc: Whether case matters. }
            good: deprecation-added, parameter-added
            - exact: { type: bool, doc: Whether case matters. }
            + exact: { type: bool, doc: Whether case matters., deprecated: Use `likeness`. }
            +       likeness: { type: int, doc: "The minimum similarity of names, in percent." }
        "#,
    }
}
