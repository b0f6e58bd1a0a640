//! Declares the changes of who sets parameters, and of whether they are required, nullable or sensitive.

use super::prelude::*;

changes! {
    FIXED_PARAMETER_ADDED {
        title: "fixed value added",
        mirror: FIXED_PARAMETER_REMOVED,
        section: Added,
        phrase: ["Fixed value added to {owner}: {part}", "Fixed values added to {owner}: {parts}"],
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Text("no change in code; existing clients send the old request"),
        advice: "Existing clients do not send the fixed value. If the server does not need the value, make it an \
            optional parameter.",
        example: "
            bad:
            - channel: { value: api }
            + channel: { value: api }
            +       edition: { value: 2 }
            good: parameter-added
            - channel: { value: api }
            + channel: { value: api }
            +       edition: { type: int, doc: The version of the order form. }
        ",
    }

    FIXED_PARAMETER_REMOVED {
        title: "fixed value removed",
        mirror: FIXED_PARAMETER_ADDED,
        section: Removed,
        phrase: ["Fixed value removed from {owner}: {part}", "Fixed values removed from {owner}: {parts}"],
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Text("no change in code; existing clients send the old request"),
        advice: "If the server rejects the fixed value, the calls of existing clients fail. If the server ignores the \
            value, keep the fixed value in the spec.",
        example: "
            good:
            - edition: { value: 2 }
            + edition: { value: 2 } # The server passes it over.
        ",
    }

    FIXED_TYPE_CHANGED {
        title: "type of fixed value changed",
        mirror: FIXED_TYPE_CHANGED,
        section: Changed,
        phrase: ["Type of fixed value {name} changed", "Types of fixed values changed: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "The client sends the same value as before: the declared type of a fixed value has no effect on the \
            request.",
        example: "
            bad:
            - source: { value: link }
            + source: { type: url, value: link }
        ",
    }

    FIXED_VALUE_CHANGED {
        title: "fixed value changed",
        mirror: FIXED_VALUE_CHANGED,
        section: Changed,
        phrase: ["Fixed value of {name} changed", "Fixed values changed: {names}"],
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Text("no change in code; existing clients send the old request"),
        advice: "Existing clients send the old value. If the server never accepted the old value, declare a \
            `correction`.",
        example: "
            bad:
            - channel: { value: api }
            + channel: { value: web }
            good: fixed-value-changed
            - channel: { value: api }
            + channel: { value: web, correction: The other value was never accepted. }
        ",
    }

    PARAMETER_FIXED {
        title: "required parameter became fixed",
        mirror: PARAMETER_FREED,
        section: Changed,
        phrase: [
            "Required parameter of {owner} is now a fixed value: {part}",
            "Required parameters of {owner} are now fixed values: {parts}",
        ],
        request: SOURCE_BREAK.wire(Minor),
        response: SOURCE_BREAK.wire(Minor),
        marks: &[],
        migration: Of(|change| format!("remove `{}`: the client sends it by itself", change.name())),
        advice: "An argument is removed, so no call compiles. Keep the parameter, and document the value to pass.",
        example: r#"
            bad:
            - to: { type: string, required: true, doc: The new warehouse. }
            + to: { value: outlet, doc: The new warehouse. }
            good: doc-changed
            - to: { type: string, required: true, doc: The new warehouse. }
            + to: { type: string, required: true, doc: "Where it goes, always `outlet`." }
        "#,
    }

    PARAMETER_FREED {
        title: "fixed value became required",
        mirror: PARAMETER_FIXED,
        section: Changed,
        phrase: [
            "Fixed value of {owner} is now a required parameter: {part}",
            "Fixed values of {owner} are now required parameters: {parts}",
        ],
        request: SOURCE_BREAK.wire(Minor),
        response: SOURCE_BREAK.wire(Minor),
        marks: &[],
        migration: Of(|change| format!("pass `{}`, which the client set by itself before", change.name())),
        advice: "The method has a new argument, so no call compiles. Add a new operation instead, which does not \
            affect users of the old operation.",
        example: "
            good: operation-added
            - transfer_item:
            + send_item:
            +     request: POST /items/{item_id}/sendings
            +     summary: Moves an item to any warehouse.
            +     path:
            +       item_id: { type: string, doc: The item. }
            +     body:
            +       to: { type: string, required: true, doc: The new warehouse. }
            +     response: { type: Item }
            +     evidence: documented
            +
            +   transfer_item:
        ",
    }

    OPTIONAL_PARAMETER_FIXED {
        title: "optional parameter became fixed",
        mirror: OPTIONAL_PARAMETER_FREED,
        section: Changed,
        phrase: [
            "Optional parameter of {owner} is now a fixed value: {part}",
            "Optional parameters of {owner} are now fixed values: {parts}",
        ],
        request: SOURCE_BREAK.wire(Minor),
        response: SOURCE_BREAK.wire(Minor),
        marks: &[],
        migration: Of(|change| format!("remove `{}`: the client sends it by itself", change.name())),
        advice: "A setter is removed. Keep the parameter, and document the server's default.",
        example: "
            bad:
            - exact: { type: bool, doc: Whether case matters. }
            + exact: { value: true, doc: Whether case matters. }
            good: default-changed
            - exact: { type: bool, doc: Whether case matters. }
            + exact: { type: bool, default: true, doc: Whether case matters. }
        ",
    }

    OPTIONAL_PARAMETER_FREED {
        title: "fixed value became optional",
        mirror: OPTIONAL_PARAMETER_FIXED,
        section: Changed,
        phrase: [
            "Fixed value of {owner} is now an optional parameter: {part}",
            "Fixed values of {owner} are now optional parameters: {parts}",
        ],
        request: ADDITION.behavior(Minor).detected(Silently),
        response: ADDITION.behavior(Minor).detected(Silently),
        marks: &[],
        migration: NotNeeded,
        advice: "Code compiles as before, but the client no longer sends the fixed value. Make sure that the server's \
            default equals the fixed value.",
        example: "",
    }

    PARAMETER_REQUIRED {
        title: "parameter became required",
        mirror: PARAMETER_OPTIONAL,
        section: Changed,
        phrase: ["Parameter of {owner} is now required: {part}", "Parameters of {owner} are now required: {parts}"],
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| change.pass()),
        advice: "The server rejects calls without the parameter, and its setter becomes an argument. If the server \
            still accepts calls without it, only document that the parameter should be set.",
        example: "
            bad:
            - delivery: { type: Delivery, doc: The delivery method. }
            + delivery: { type: Delivery, required: true, doc: The delivery method. }
            good: doc-changed
            - delivery: { type: Delivery, doc: The delivery method. }
            + delivery: { type: Delivery, doc: The delivery method. Required from next year on. }
        ",
    }

    PARAMETER_OPTIONAL {
        title: "parameter became optional",
        mirror: PARAMETER_REQUIRED,
        section: Changed,
        phrase: ["Parameter of {owner} is now optional: {part}", "Parameters of {owner} are now optional: {parts}"],
        request: SOURCE_BREAK.wire(Minor),
        response: SOURCE_BREAK.wire(Minor),
        marks: &[],
        migration: Of(|change| format!("set `{}` with `.{}(..)`: {}", change.name(), change.new_name(), change.call())),
        advice: "A setter replaces an argument, so no call compiles. Keep the argument until the next breaking \
            version: requests with this parameter stay valid.",
        example: "
            good: doc-changed
            - delivery: { type: Delivery, required: true, doc: The delivery method. }
            + delivery: { type: Delivery, required: true, doc: The delivery method. The server does not require it. }
        ",
    }

    PARAMETER_NULLABLE_GAINED {
        title: "parameter became nullable",
        mirror: PARAMETER_NULLABLE_LOST,
        section: Changed,
        phrase: ["Parameter of {owner} is now nullable: {part}", "Parameters of {owner} are now nullable: {parts}"],
        request: ADDITION,
        response: ADDITION,
        marks: &[],
        migration: NotNeeded,
        advice: "The request has a new setter, which sends null.",
        example: "
            bad:
            - name: { type: string, doc: The name. }
            + name: { type: string, nullable: true, doc: The name. }
        ",
    }

    PARAMETER_NULLABLE_LOST {
        title: "parameter no longer nullable",
        mirror: PARAMETER_NULLABLE_GAINED,
        section: Changed,
        phrase: [
            "Parameter of {owner} is no longer nullable: {part}",
            "Parameters of {owner} are no longer nullable: {parts}",
        ],
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| format!("omit `{}` or pass a value: it can no longer be null", change.name())),
        advice: "Code that sends null does not compile, and the server rejects null. If the server ignores null \
            instead of rejecting it, only document this behavior.",
        example: "
            good: doc-changed
            - name: { type: string, nullable: true, doc: The name. }
            + name: { type: string, nullable: true, doc: The name. Null has no effect. }
        ",
    }

    PARAMETER_SENSITIVE_GAINED {
        title: "parameter became sensitive",
        mirror: PARAMETER_SENSITIVE_LOST,
        section: Changed,
        phrase: ["Parameter of {owner} is now sensitive: {part}", "Parameters of {owner} are now sensitive: {parts}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "The setter takes the same value as before, and debug output redacts the value.",
        example: "
            bad:
            - note: { type: string, max_length: 500, doc: A note for the packer. }
            + note: { type: string, max_length: 500, sensitive: true, doc: A note for the packer. }
        ",
    }

    PARAMETER_SENSITIVE_LOST {
        title: "parameter no longer sensitive",
        mirror: PARAMETER_SENSITIVE_GAINED,
        section: Changed,
        phrase: [
            "Parameter of {owner} is no longer sensitive: {part}",
            "Parameters of {owner} are no longer sensitive: {parts}",
        ],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "The setter takes the same value as before. Make sure that debug output may show the value.",
        example: "",
    }

    REQUIRED_SENSITIVE_GAINED {
        title: "required parameter became sensitive",
        mirror: REQUIRED_SENSITIVE_LOST,
        section: Changed,
        phrase: [
            "Required parameter of {owner} is now sensitive: {part}",
            "Required parameters of {owner} are now sensitive: {parts}",
        ],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| format!("read `{}` with `.expose()`: it is a `Sensitive<_>`", change.name())),
        advice: "The field of the argument struct has a different Rust type, so code that sets the field does not \
            compile. The change is not needed to redact the value, because debug output never shows the values of a \
            request.",
        example: "
            bad:
            - from: { type: string, required: true, doc: The current warehouse. }
            + from: { type: string, required: true, sensitive: true, doc: The current warehouse. }
            good: doc-changed
            - from: { type: string, required: true, doc: The current warehouse. }
            + from: { type: string, required: true, doc: The current warehouse. Confidential. }
        ",
    }

    REQUIRED_SENSITIVE_LOST {
        title: "required parameter not sensitive",
        mirror: REQUIRED_SENSITIVE_GAINED,
        section: Changed,
        phrase: [
            "Required parameter of {owner} is no longer sensitive: {part}",
            "Required parameters of {owner} are no longer sensitive: {parts}",
        ],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| format!("remove `.expose()` from `{}`, and check what logs contain", change.name())),
        advice: "The field of the argument struct has a different Rust type, so code that sets the field does not \
            compile. The change has no benefit: keep `sensitive`.",
        example: "
            good:
            - from: { type: string, required: true, sensitive: true
            + # Not a secret: to be removed with 2.0.
            +       from: { type: string, required: true, sensitive: true
        ",
    }
}
