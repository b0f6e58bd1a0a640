//! Declares the changes of how parameters are sent, and of their allowed values.

use super::prelude::*;

changes! {
    LOCATION_CHANGED {
        title: "parameter location changed",
        mirror: LOCATION_CHANGED,
        section: Changed,
        phrase: ["Location of {name} changed", "Locations of parameters changed: {names}"],
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Text("no change in code; existing clients must be updated"),
        advice: "Existing clients send the parameter in the old location, which the server no longer reads. If the \
            server never read the parameter from the old location, declare a `correction`.",
        example: "
            before:
            - body:
            -       channel: { value: api }
            + query:
            +       dry_run: { type: bool, doc: Whether it is only tried. }
            +     body:
            +       channel: { value: api }
            bad:
            -       note: { type: string, max_length: 500

            - dry_run: { type: bool, doc: Whether it is only tried. }
            + dry_run: { type: bool, doc: Whether it is only tried. }
            +       note: { type: string, max_length: 500, doc: A note for the packer. }
            good: location-changed
            -       note: { type: string, max_length: 500

            - dry_run: { type: bool, doc: Whether it is only tried. }
            + dry_run: { type: bool, doc: Whether it is only tried. }
            +       note: { type: string, max_length: 500, doc: A note for the packer., correction: It was never read from the body. }
        ",
    }

    LIST_STYLE_CHANGED {
        title: "list encoding changed",
        mirror: LIST_STYLE_CHANGED,
        section: Changed,
        phrase: ["List encoding of {name} changed", "List encodings of parameters changed: {names}"],
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Text("no change in code; existing clients must be updated"),
        advice: "Existing clients encode the list in the old way. If the server never understood the old encoding, \
            declare a `correction`.",
        example: "
            bad:
            - wire: comma
            + wire: repeated
            good: list-style-changed
            - wire: comma, max_items: 50, not_with: [status], doc: Only these orders. }
            + wire: repeated, max_items: 50, not_with: [status], doc: Only these orders., correction: Commas were never understood. }
        ",
    }

    DEFAULT_CHANGED {
        title: "default changed",
        mirror: DEFAULT_CHANGED,
        section: Changed,
        phrase: ["Default of {name} changed", "Defaults of parameters changed: {names}"],
        request: SILENT_BEHAVIOR.wire(Minor),
        response: SILENT_BEHAVIOR.wire(Minor),
        marks: &[],
        migration: Of(|change| format!("set `{}` explicitly to keep the old default", change.name())),
        advice: "Calls that do not set the parameter have a different result, and no tool reports this. User code \
            should set the parameter explicitly where the value matters.",
        example: "
            bad:
            - default: 20
            + default: 50
        ",
    }

    BOUND_TIGHTENED {
        title: "bound tightened",
        mirror: BOUND_LOOSENED,
        section: Changed,
        phrase: ["Bounds of {name} are narrower", "Parameters with narrower bounds: {names}"],
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Of(|change| format!("check the values that are passed for `{}`", change.name())),
        advice: "The server rejects calls with values outside of the new bounds. First change only \
            the default. Change the bounds when clients send only values within the new bounds.",
        example: "
            bad:
            - min: 1, max: 100
            + min: 1, max: 50
            good: default-changed
            - default: 20, min: 1, max: 100
            + default: 10, min: 1, max: 100
        ",
    }

    BOUND_LOOSENED {
        title: "bound loosened",
        mirror: BOUND_TIGHTENED,
        section: Changed,
        phrase: ["Bounds of {name} are wider", "Parameters with wider bounds: {names}"],
        request: DOCS.wire(Minor),
        response: DOCS.wire(Minor),
        marks: &[],
        migration: NotNeeded,
        advice: "Existing requests stay valid.",
        example: "",
    }

    EXCLUSION_ADDED {
        title: "exclusion of parameters added",
        mirror: EXCLUSION_REMOVED,
        section: Added,
        phrase: ["Exclusions added to {name}", "Parameters with added exclusions: {names}"],
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Of(|change| {
            format!("check which other parameters the calls set together with `{}`", change.name())
        }),
        advice: "The server rejects calls that set the parameter together with an excluded parameter. If the server \
            accepts such calls and ignores one of the two parameters, only document the ignored parameter.",
        example: "
            bad:
            - doc: Only orders since then. }
            + not_with: [order_ids], doc: Only orders since then. }
            good: doc-changed
            - doc: Only orders since then. }
            + doc: Only orders since then. Ignored together with `order_ids`. }
        ",
    }

    EXCLUSION_REMOVED {
        title: "exclusion of parameters removed",
        mirror: EXCLUSION_ADDED,
        section: Removed,
        phrase: ["Exclusions removed from {name}", "Parameters with removed exclusions: {names}"],
        request: DOCS.wire(Minor),
        response: DOCS.wire(Minor),
        marks: &[],
        migration: NotNeeded,
        advice: "Existing requests stay valid.",
        example: "",
    }

    EXCLUSION_CHANGED {
        title: "exclusion of parameters changed",
        mirror: EXCLUSION_CHANGED,
        section: Changed,
        phrase: ["Exclusions of {name} changed", "Parameters with changed exclusions: {names}"],
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Of(|change| {
            format!("check which other parameters the calls set together with `{}`", change.name())
        }),
        advice: "The server rejects calls that set the parameter together with an excluded parameter. If the server \
            always rejected such calls, declare a `correction`.",
        example: "
            bad:
            - not_with: [status]
            + not_with: [placed_since]
            good: exclusion-changed
            - not_with: [status], doc: Only these orders. }
            + not_with: [placed_since], doc: Only these orders., correction: They always excluded each other. }
        ",
    }

    CONDITION_ADDED {
        title: "conditional requirement added",
        mirror: CONDITION_REMOVED,
        section: Added,
        phrase: ["Conditional requirement added to {name}", "Parameters with added conditional requirements: {names}"],
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Of(|change| {
            format!("set `{}` in each call for which the condition holds", change.name())
        }),
        advice: "If the condition holds, the server rejects calls without the parameter. If the server still accepts \
            such calls, only document that the parameter should be set.",
        example: "
            bad:
            - voucher: { type: string, sensitive
            + voucher: { type: string, required_when: { delivery: parcel }, sensitive
            good: doc-changed
            - doc: Code of a voucher.
            + doc: Code of a voucher. It should be given for parcels.
        ",
    }

    CONDITION_REMOVED {
        title: "conditional requirement removed",
        mirror: CONDITION_ADDED,
        section: Removed,
        phrase: [
            "Conditional requirement removed from {name}",
            "Parameters with removed conditional requirements: {names}",
        ],
        request: DOCS.wire(Minor),
        response: DOCS.wire(Minor),
        marks: &[],
        migration: NotNeeded,
        advice: "Existing requests stay valid.",
        example: "",
    }

    CONDITION_CHANGED {
        title: "conditional requirement changed",
        mirror: CONDITION_CHANGED,
        section: Changed,
        phrase: [
            "Conditional requirement of {name} changed",
            "Parameters with changed conditional requirements: {names}",
        ],
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Of(|change| {
            format!("set `{}` in each call for which the condition holds", change.name())
        }),
        advice: "If one of the conditions holds, the server rejects calls without the parameter. If the server always \
            rejected such calls, declare a `correction`.",
        example: "
            bad:
            - required_when: { delivery: pickup }
            + required_when: { delivery: parcel }
            good: condition-changed
            - required_when: { delivery: pickup }, doc: The pickup time. }
            + required_when: { delivery: parcel }, doc: The pickup time., correction: The server always required it. }
        ",
    }
}
