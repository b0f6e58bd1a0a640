//! Declares the changes of values of parameters and fields.

use super::prelude::*;

changes! {
    EMPTY_REFUSED {
        title: "empty value rejected",
        mirror: EMPTY_SENT,
        section: Changed,
        phrase: ["Empty value of {name} is now rejected", "Values that are now rejected if they are empty: {names}"],
        request: SILENT_BEHAVIOR.detected(RunTime),
        response: SILENT_BEHAVIOR.detected(RunTime),
        marks: &[Derived],
        migration: Of(|change| {
            format!("check that `{}` is never empty: otherwise the call fails and sends nothing", change.name())
        }),
        advice: "The client rejects an empty id before it sends a request. The client recognizes an id by its name or \
            type, or because a path parameter has the same name.",
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
        title: "empty value sent",
        mirror: EMPTY_REFUSED,
        section: Changed,
        phrase: ["Empty value of {name} is now sent", "Values that are now sent if they are empty: {names}"],
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[Derived],
        migration: Of(|change| {
            format!("check that `{}` is never empty: the client now sends an empty value", change.name())
        }),
        advice: "The client no longer rejects an empty value. The server may read a different URL path or select all \
            elements. User code should check the value before the call.",
        example: "",
    }

    VALUE_TYPE_WIDENED {
        title: "value type widened",
        mirror: VALUE_TYPE_NARROWED,
        section: Changed,
        phrase: ["Type of {name} is wider", "Values with wider types: {names}"],
        // Each old value stays valid.
        request: SOURCE_BREAK.wire(Minor),
        response: BREAK,
        marks: &[],
        migration: Of(|change| {
            let verb = if change.direction() == Direction::Request { "pass" } else { "read" };
            change.new_type(verb, &format!("`{}`", change.name()))
        }),
        advice: "Existing clients send values that stay valid, but code that sets the value does not compile, because \
            its Rust type changes. Existing clients may not be able to read a received value. Add a parameter with the \
            new type.",
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
        title: "value type narrowed",
        mirror: VALUE_TYPE_WIDENED,
        section: Changed,
        phrase: ["Type of {name} is narrower", "Values with narrower types: {names}"],
        request: BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| {
            let verb = if change.direction() == Direction::Request { "pass" } else { "read" };
            change.new_type(verb, &format!("`{}`", change.name()))
        }),
        advice: "Existing clients send values that are no longer valid, and code that sets the value does not compile. \
            Document the valid values instead.",
        example: r#"
            good: doc-changed
            - number: { type: string, doc: The number on the bill. }
            + number: { type: string, doc: "The number on the bill, in digits." }
        "#,
    }

    STRINGS_WIDENED {
        title: "allowed strings widened",
        mirror: STRINGS_NARROWED,
        section: Changed,
        phrase: ["More strings are allowed for {name}", "Values with more allowed strings: {names}"],
        request: SOURCE_BREAK.wire(Minor),
        response: SOURCE_BREAK.wire(Minor),
        marks: &[],
        migration: Of(|change| {
            let verb = if change.direction() == Direction::Request { "pass" } else { "read" };
            change.new_type(verb, &format!("`{}`", change.name()))
        }),
        advice: "Existing clients send and read the new strings as unknown values, but code that uses the value does \
            not compile, because its Rust type changes. Keep the enum and add the values to it, because enums are \
            open.",
        example: "
            bad:
            - status: { type: OrderStatus, doc: Only orders in this status. }
            + status: { type: string, doc: Only orders in this status. }
            good: enum-value-added
            - returned: It was returned.
            + returned: It was returned.
            +       lost: It got lost.
        ",
    }

    STRINGS_NARROWED {
        title: "allowed strings narrowed",
        mirror: STRINGS_WIDENED,
        section: Changed,
        phrase: ["Fewer strings are allowed for {name}", "Values with fewer allowed strings: {names}"],
        request: BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| {
            let verb = if change.direction() == Direction::Request { "pass" } else { "read" };
            change.new_type(verb, &format!("`{}`", change.name()))
        }),
        advice: "Existing clients send strings that are no longer valid, and code that uses the value does not \
            compile. Document the valid strings instead.",
        example: r#"
            good: doc-changed
            - status: { type: string, doc: Only orders in this status. }
            + status: { type: string, doc: "Only orders in this status, such as `sent`." }
        "#,
    }
}
