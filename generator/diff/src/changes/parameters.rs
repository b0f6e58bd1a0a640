//! Parameters: their names and types.

use super::prelude::*;

changes! {
    PARAMETER_ADDED {
        title: "an operation takes one more parameter",
        mirror: PARAMETER_REMOVED,
        section: Added,
        request: ADDITION,
        response: ADDITION,
        marks: &[],
        migration: NotNeeded,
        advice: "There is one more setter.",
        example: "
            bad:
            - exact: { type: bool, doc: Whether case matters. }
            + exact: { type: bool, doc: Whether case matters. }
            +       town: { type: string, doc: Only who lives there. }
        ",
    }

    PARAMETER_REMOVED {
        title: "an operation does not take a parameter any more",
        mirror: PARAMETER_ADDED,
        section: Removed,
        // A filter that the server passes over gives more than was asked for.
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| change.deprecated_or(&format!("leave `.{}(..)` out", change.old_name()))),
        advice: "Code that sets it does not compile; and a filter that the server passes over gives more than was \
            asked for. Say one release before that it should not be used any more, and what should.",
        example: "
            good: deprecation-added
            - doc: Only who lives there.
            + doc: Only who lives there., deprecated: Use `exact`.
        ",
    }

    REQUIRED_PARAMETER_ADDED {
        title: "an operation needs one more parameter",
        mirror: REQUIRED_PARAMETER_REMOVED,
        section: Added,
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| {
            let setter = change.old_name_of_setter().map(|name| format!("; `.{name}(..)` is gone")).unwrap_or_default();
            format!("give `{}`: {}{setter}", change.name(), change.call())
        }),
        advice: "Each call lacks it, those of clients in use too. What the server can do without is better optional.",
        example: "
            bad:
            - note: { type: string, max_length: 500, doc: A note for who packs it. }
            + currency: { type: string, required: true, doc: What is paid in. }
            +       note: { type: string, max_length: 500, doc: A note for who packs it. }
            good: parameter-added
            - note: { type: string, max_length: 500, doc: A note for who packs it. }
            + currency: { type: string, doc: What is paid in. }
            +       note: { type: string, max_length: 500, doc: A note for who packs it. }
        ",
    }

    REQUIRED_PARAMETER_REMOVED {
        title: "an operation does not take a parameter any more that it needed",
        mirror: REQUIRED_PARAMETER_ADDED,
        section: Removed,
        request: SOURCE_BREAK.wire(Minor),
        response: SOURCE_BREAK.wire(Minor),
        marks: &[],
        migration: Of(|change| change.deprecated_or(&format!("leave `{}` out: {}", change.name(), change.call()))),
        advice: "An argument is gone, and no call compiles. What the server passes over can be sent for a while: \
            deprecate it first.",
        example: "
            good: deprecation-added
            - doc: What is paid in.
            + doc: What is paid in., deprecated: It is that of the shop.
        ",
    }

    PARAMETER_RENAMED {
        title: "a parameter was renamed, and its setter keeps its former name for now",
        mirror: PARAMETER_RENAME_UNDONE,
        section: Changed,
        request: DEPRECATED_ALIAS.wire(Major),
        response: DEPRECATED_ALIAS.wire(Major),
        marks: &[Renames(Renamed::Element)],
        migration: Of(|change| change.renamed()),
        advice: "Code still compiles, with a warning; but clients in use send the old name. Where the server takes \
            both, let the new one stand beside the old one.",
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
        title: "a parameter has its former name again",
        mirror: PARAMETER_RENAMED,
        section: Changed,
        request: BREAK,
        response: BREAK,
        marks: &[Renames(Renamed::Element)],
        migration: Of(|change| change.renamed()),
        advice: "The setter that was new is gone, and clients in use send its name. Going back is a renaming, too: say \
            what it was.",
        example: "
            good: parameter-renamed
            - strict: { type: bool, was: exact, doc: Whether case matters. }
            + exact: { type: bool, was: strict, doc: Whether case matters. }
        ",
    }

    PARAMETER_RENAMED_GUESS {
        title: "a parameter seems to have been renamed",
        mirror: PARAMETER_RENAMED_GUESS,
        section: Changed,
        request: BREAK,
        response: BREAK,
        marks: &[Guess, Renames(Renamed::Element)],
        migration: Of(|change| change.renamed()),
        advice: "The setter is gone under its name. Say what it `was`: then the old one stays, deprecated.",
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
        title: "an argument was renamed",
        mirror: ARGUMENT_RENAMED,
        section: Changed,
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[Renames(Renamed::Element)],
        migration: Text("nothing in code; clients in use have to be updated"),
        advice: "Code compiles as before, but clients in use send the old name. If the server never took that one, say \
            `correction`.",
        example: "
            bad:
            - customer_id: { type: CustomerId, required: true, doc: Who orders. }
            + buyer_id: { type: CustomerId, required: true, doc: Who orders. }
            good: argument-renamed
            - customer_id: { type: CustomerId, required: true, doc: Who orders. }
            + buyer_id: { type: CustomerId, required: true, doc: Who orders., correction: It was never called otherwise. }
        ",
    }

    PATH_ARGUMENT_RENAMED {
        title: "an argument for the path was renamed",
        mirror: PATH_ARGUMENT_RENAMED,
        section: Changed,
        request: DOCS,
        response: DOCS,
        marks: &[Renames(Renamed::Element)],
        migration: NotNeeded,
        advice: "Neither the path nor code has its name.",
        example: "
            bad:
            - /counts/{count_id}
            + /counts/{id}
            - count_id: { type: string, doc: The count. }
            + id: { type: string, doc: The count. }
        ",
    }

    REQUIRED_PARAMETER_RENAMED {
        title: "a parameter was renamed that is a field or a choice in Rust",
        mirror: REQUIRED_PARAMETER_RENAMED,
        section: Changed,
        request: BREAK,
        response: BREAK,
        marks: &[Renames(Renamed::Element), FieldOfRequest],
        migration: Of(|change| change.renamed()),
        advice: "It is a field of what the request is made from, and code that makes it does not compile. Where the \
            server takes both, let the new one stand beside the old one until the next version that breaks code \
            anyway.",
        example: "
            bad:
            - from: { type: string, required: true, doc: Where it is. }
            + source: { type: string, required: true, doc: Where it is. }
            good: deprecation-added, parameter-added
            - from: { type: string, required: true, doc: Where it is. }
            + from: { type: string, required: true, doc: Where it is., deprecated: Use `source`. }
            +       source: { type: string, doc: Where it is. }
        ",
    }

    PATH_PARAMETER_RENAMED {
        title: "a parameter of the path was renamed that is a field in Rust",
        mirror: PATH_PARAMETER_RENAMED,
        section: Changed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[Renames(Renamed::Element), FieldOfRequest],
        migration: Of(|change| change.renamed()),
        advice: "It is a field of what the request is made from, and code that makes it does not compile; on the wire \
            there is no name of it. Leave it.",
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
        title: "a parameter has another type in the spec, and the same in Rust",
        mirror: PARAMETER_TYPE_REWORDED,
        section: Changed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It is the same type in Rust.",
        example: "
            bad:
            - voucher: { type: string
            + voucher: { type: url
        ",
    }

    PARAMETER_TYPE_RECAST {
        title: "a parameter has another type in Rust, and looks the same on the wire",
        mirror: PARAMETER_TYPE_RECAST,
        section: Changed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| change.new_type("give", "a value")),
        advice: "Requests look the same, but code that sets it does not compile. Say in its text what is to be given.",
        example: r#"
            bad:
            - note: { type: string, max_length: 500, doc: A note for who packs it. }
            + note: { type: datetime, max_length: 500, doc: A note for who packs it. }
            good: doc-changed
            - note: { type: string, max_length: 500, doc: A note for who packs it. }
            + note: { type: string, max_length: 500, doc: "A note for who packs it, such as 2026-01-31T08:30:00Z." }
        "#,
    }

    PARAMETER_TYPE_CHANGED {
        title: "a parameter has another type",
        mirror: PARAMETER_TYPE_CHANGED,
        section: Changed,
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| change.new_type("give", "a value")),
        advice: "Clients in use send the old type, and code that sets it does not compile. Let another parameter have \
            the new one.",
        example: r#"
            bad:
            - exact: { type: bool, doc: Whether case matters. }
            + exact: { type: int, doc: Whether case matters. }
            good: deprecation-added, parameter-added
            - exact: { type: bool, doc: Whether case matters. }
            + exact: { type: bool, doc: Whether case matters., deprecated: Use `likeness`. }
            +       likeness: { type: int, doc: "How alike names must be, in percent." }
        "#,
    }
}
