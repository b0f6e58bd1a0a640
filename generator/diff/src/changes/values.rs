//! Values of parameters and fields.

use super::prelude::*;

changes! {
    EMPTY_REFUSED {
        title: "an empty value is refused before it is sent",
        mirror: EMPTY_SENT,
        section: Changed,
        // The client checks required ids.
        request: SILENT_BEHAVIOR.detected(RunTime),
        response: SILENT_BEHAVIOR.detected(RunTime),
        marks: &[],
        migration: Of(|change| format!("check that `{}` is never empty: the call fails without a request", change.name())),
        advice: "The client refuses an empty id before it sends a request. The name and the type of a value say \
            whether it is an id, and so does the name of a parameter of any path.",
        example: "
            bad:
            === stock/counts.yaml
            - GET /counts/{count_id}
            + GET /counts/{from}
            === stock/counts.yaml
            - count_id: { type: string, doc: The count. }
            + from: { type: string, doc: The count. }
            also: path-argument-renamed: its new name is that of a required value elsewhere
        ",
    }

    EMPTY_SENT {
        title: "an empty value is sent",
        mirror: EMPTY_REFUSED,
        section: Changed,
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: Of(|change| format!("check that `{}` is never empty: the client sends it as it is", change.name())),
        advice: "An empty value gets to the server, which may take it for another path or for all elements. Check it \
            before the call.",
        example: "",
    }

    VALUE_TYPE_WIDENED {
        title: "a value has a wider type",
        mirror: VALUE_TYPE_NARROWED,
        section: Changed,
        // Each former value stays valid.
        request: SOURCE_BREAK.wire(Minor),
        response: BREAK,
        marks: &[],
        migration: Of(|change| {
            let verb = if change.direction() == Direction::Request { "give" } else { "expect" };
            change.new_type(verb, &format!("`{}`", change.name()))
        }),
        advice: "Existing clients send values that stay valid, but code that sets it does not compile, because its \
            type in Rust changes. A value that is received can be one that existing clients can't read. Add a \
            parameter with the new type.",
        example: "
            bad:
            - number: { type: int, doc: The number on the bill. }
            + number: { type: string, doc: The number on the bill. }
            good: deprecation-added, parameter-added
            - number: { type: int, doc: The number on the bill. }
            + number: { type: int, doc: The number on the bill., deprecated: Use `bill`. }
            +       bill: { type: string, doc: The number on the bill. }
        ",
    }

    VALUE_TYPE_NARROWED {
        title: "a value has a narrower type",
        mirror: VALUE_TYPE_WIDENED,
        section: Changed,
        request: BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| {
            let verb = if change.direction() == Direction::Request { "give" } else { "expect" };
            change.new_type(verb, &format!("`{}`", change.name()))
        }),
        advice: "Existing clients send values that are invalid now, and code that sets it does not compile. Say in its \
            text which values are valid.",
        example: r#"
            good: doc-changed
            - number: { type: string, doc: The number on the bill. }
            + number: { type: string, doc: "The number on the bill, in digits." }
        "#,
    }

    STRINGS_WIDENED {
        title: "a value has more possible strings",
        mirror: STRINGS_NARROWED,
        section: Changed,
        // Enums are open: existing clients can read any string.
        request: SOURCE_BREAK.wire(Minor),
        response: SOURCE_BREAK.wire(Minor),
        marks: &[],
        migration: Of(|change| {
            let verb = if change.direction() == Direction::Request { "give" } else { "expect" };
            change.new_type(verb, &format!("`{}`", change.name()))
        }),
        advice: "Existing clients send and read the new strings as unknown values, but code that uses it does not \
            compile, because its type in Rust changes. Add the values to the enum: an enum is open.",
        example: "
            bad:
            - status: { type: OrderStatus, doc: Only orders in this status. }
            + status: { type: string, doc: Only orders in this status. }
            good: enum-value-added
            - returned: It came back.
            + returned: It came back.
            +       lost: It got lost.
        ",
    }

    STRINGS_NARROWED {
        title: "a value has fewer possible strings",
        mirror: STRINGS_WIDENED,
        section: Changed,
        request: BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| {
            let verb = if change.direction() == Direction::Request { "give" } else { "expect" };
            change.new_type(verb, &format!("`{}`", change.name()))
        }),
        advice: "Existing clients send strings that are invalid now, and code that uses it does not compile. Say in \
            its text which strings are valid.",
        example: r#"
            good: doc-changed
            - status: { type: string, doc: Only orders in this status. }
            + status: { type: string, doc: "Only orders in this status, such as `sent`." }
        "#,
    }
}
