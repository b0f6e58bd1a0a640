//! Parameters: how they are sent, and which values are allowed.

use super::prelude::*;

changes! {
    FIXED_PARAMETER_ADDED {
        title: "one more value is always sent",
        mirror: FIXED_PARAMETER_REMOVED,
        section: Added,
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Text("nothing in code; clients in use send the former request"),
        advice: "Clients in use do not send it. What the server can do without is better optional, and the caller's.",
        example: "
            bad:
            - channel: { value: api }
            + channel: { value: api }
            +       edition: { value: 2 }
            good: parameter-added
            - channel: { value: api }
            + channel: { value: api }
            +       edition: { type: int, doc: Which form of orders it is. }
        ",
    }

    FIXED_PARAMETER_REMOVED {
        title: "a value is not sent any more",
        mirror: FIXED_PARAMETER_ADDED,
        section: Removed,
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Text("nothing in code; clients in use send the former request"),
        advice: "If the server refuses the value from now on, clients in use fail. If it only passes it over, go on \
            sending it.",
        example: "
            good:
            - edition: { value: 2 }
            + edition: { value: 2 } # The server passes it over.
        ",
    }

    FIXED_TYPE_CHANGED {
        title: "a value that is always sent has another type",
        mirror: FIXED_TYPE_CHANGED,
        section: Changed,
        // It is what is sent that tells.
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It is the value that tells what is sent.",
        example: "
            bad:
            - source: { value: link }
            + source: { type: url, value: link }
        ",
    }

    LOCATION_CHANGED {
        title: "a parameter travels elsewhere",
        mirror: LOCATION_CHANGED,
        section: Changed,
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Text("nothing in code; clients in use have to be updated"),
        advice: "Clients in use send it where the server does not look any more. If the server never looked there, say \
            `correction`.",
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
            +       note: { type: string, max_length: 500, doc: A note for who packs it. }
            good: location-changed
            -       note: { type: string, max_length: 500

            - dry_run: { type: bool, doc: Whether it is only tried. }
            + dry_run: { type: bool, doc: Whether it is only tried. }
            +       note: { type: string, max_length: 500, doc: A note for who packs it., correction: It was never read from the body. }
        ",
    }

    LIST_STYLE_CHANGED {
        title: "a list is written in another way",
        mirror: LIST_STYLE_CHANGED,
        section: Changed,
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Text("nothing in code; clients in use have to be updated"),
        advice: "Clients in use write the list in the old way. If the server never understood that one, say \
            `correction`.",
        example: "
            bad:
            - wire: comma
            + wire: repeated
            good: list-style-changed
            - wire: comma, max_items: 50, not_with: [status], doc: Only these orders. }
            + wire: repeated, max_items: 50, not_with: [status], doc: Only these orders., correction: Commas were never understood. }
        ",
    }

    FIXED_VALUE_CHANGED {
        title: "another value is always sent",
        mirror: FIXED_VALUE_CHANGED,
        section: Changed,
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Text("nothing in code; clients in use send the former request"),
        advice: "Clients in use send the old value. If the server never took that one, say `correction`.",
        example: "
            bad:
            - channel: { value: api }
            + channel: { value: web }
            good: fixed-value-changed
            - channel: { value: api }
            + channel: { value: web, correction: The other value was never taken. }
        ",
    }

    PARAMETER_FIXED {
        title: "a parameter is not the caller's any more",
        mirror: PARAMETER_FREED,
        section: Changed,
        request: SOURCE_BREAK.wire(Minor),
        response: SOURCE_BREAK.wire(Minor),
        marks: &[],
        migration: Of(|change| format!("leave `{}` out: the client sends it by itself", change.name())),
        advice: "An argument is gone, and no call compiles. Let the caller go on giving it, and say what is to be \
            given.",
        example: r#"
            bad:
            - to: { type: string, required: true, doc: Where it goes. }
            + to: { value: outlet, doc: Where it goes. }
            good: doc-changed
            - to: { type: string, required: true, doc: Where it goes. }
            + to: { type: string, required: true, doc: "Where it goes, always `outlet`." }
        "#,
    }

    PARAMETER_FREED {
        title: "a parameter is the caller's now",
        mirror: PARAMETER_FIXED,
        section: Changed,
        request: SOURCE_BREAK.wire(Minor),
        response: SOURCE_BREAK.wire(Minor),
        marks: &[],
        migration: Of(|change| format!("give `{}`, which the client sent by itself", change.name())),
        advice: "There is one more argument, and no call compiles. An operation of its own is no trouble to who has \
            the old one.",
        example: "
            good: operation-added
            - transfer_item:
            + send_item:
            +     request: POST /items/{item_id}/sendings
            +     summary: Moves an item to any warehouse.
            +     path:
            +       item_id: { type: string, doc: The item. }
            +     body:
            +       to: { type: string, required: true, doc: Where it goes. }
            +     response: { type: Item }
            +     evidence: documented
            +
            +   transfer_item:
        ",
    }

    OPTIONAL_PARAMETER_FIXED {
        title: "a parameter with a setter is not the caller's any more",
        mirror: OPTIONAL_PARAMETER_FREED,
        section: Changed,
        request: SOURCE_BREAK.wire(Minor),
        response: SOURCE_BREAK.wire(Minor),
        marks: &[],
        migration: Of(|change| format!("leave `{}` out: the client sends it by itself", change.name())),
        advice: "A setter is gone. Let the caller go on setting it, and say what the server takes anyway.",
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
        title: "a value that was always sent has a setter now",
        mirror: OPTIONAL_PARAMETER_FIXED,
        section: Changed,
        // Code compiles, and does not send the value any more.
        request: ADDITION.behavior(Minor).detected(Silently),
        response: ADDITION.behavior(Minor).detected(Silently),
        marks: &[],
        migration: NotNeeded,
        advice: "Code compiles, and does not send the value any more: be sure that the server takes the same where it \
            is left out.",
        example: "",
    }

    PARAMETER_REQUIRED {
        title: "a parameter is required now",
        mirror: PARAMETER_OPTIONAL,
        section: Changed,
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| {
            let setter = change.old_name_of_setter().map(|name| format!("; `.{name}(..)` is gone")).unwrap_or_default();
            format!("give `{}`: {}{setter}", change.name(), change.call())
        }),
        advice: "Calls that leave it out are refused, and a setter has become an argument. As long as the server takes \
            such calls, only say that it should be given.",
        example: "
            bad:
            - delivery: { type: Delivery, doc: How it gets there. }
            + delivery: { type: Delivery, required: true, doc: How it gets there. }
            good: doc-changed
            - delivery: { type: Delivery, doc: How it gets there. }
            + delivery: { type: Delivery, doc: How it gets there. It will be needed from next year on. }
        ",
    }

    PARAMETER_OPTIONAL {
        title: "a parameter is not required any more",
        mirror: PARAMETER_REQUIRED,
        section: Changed,
        // A setter in the place of an argument.
        request: SOURCE_BREAK.wire(Minor),
        response: SOURCE_BREAK.wire(Minor),
        marks: &[],
        migration: Of(|change| format!("set `{}` by `.{}(..)`: {}", change.name(), change.new_name(), change.call())),
        advice: "An argument has become a setter, and no call compiles. Leave it an argument until the next version \
            that breaks code anyway: what is sent so is still right.",
        example: "
            good: doc-changed
            - delivery: { type: Delivery, required: true, doc: How it gets there. }
            + delivery: { type: Delivery, required: true, doc: How it gets there. The server can do without. }
        ",
    }

    PARAMETER_NULLABLE_GAINED {
        title: "a parameter can be cleared",
        mirror: PARAMETER_NULLABLE_LOST,
        section: Changed,
        request: ADDITION,
        response: ADDITION,
        marks: &[],
        migration: NotNeeded,
        advice: "There is one more setter, which clears it.",
        example: "
            bad:
            - name: { type: string, doc: The name. }
            + name: { type: string, nullable: true, doc: The name. }
        ",
    }

    PARAMETER_NULLABLE_LOST {
        title: "a parameter can't be cleared any more",
        mirror: PARAMETER_NULLABLE_GAINED,
        section: Changed,
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| format!("`{}` can't be sent as null any more: leave it out, or give a value", change.name())),
        advice: "Code that clears it does not compile, and the server refuses it. As long as the server only passes it \
            over, say so.",
        example: "
            good: doc-changed
            - name: { type: string, nullable: true, doc: The name. }
            + name: { type: string, nullable: true, doc: The name. Null leaves it as it is. }
        ",
    }

    PARAMETER_SENSITIVE_GAINED {
        title: "a parameter is a secret",
        mirror: PARAMETER_SENSITIVE_LOST,
        section: Changed,
        // Setters take the value as it is.
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Its setter takes the value as before, and it is not shown for debugging.",
        example: "
            bad:
            - note: { type: string, max_length: 500, doc: A note for who packs it. }
            + note: { type: string, max_length: 500, sensitive: true, doc: A note for who packs it. }
        ",
    }

    PARAMETER_SENSITIVE_LOST {
        title: "a parameter is no secret any more",
        mirror: PARAMETER_SENSITIVE_GAINED,
        section: Changed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Its setter takes the value as before. Be sure that it is none that nobody should see.",
        example: "",
    }

    REQUIRED_SENSITIVE_GAINED {
        title: "a parameter that is a field or a choice in Rust is a secret",
        mirror: REQUIRED_SENSITIVE_LOST,
        section: Changed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| format!("`{}` is a `Sensitive<_>`: `.expose()` gives the value", change.name())),
        advice: "It is a field of another type in Rust, and code that fills it does not compile. Values of requests \
            are shown nowhere anyway.",
        example: "
            bad:
            - from: { type: string, required: true, doc: Where it is. }
            + from: { type: string, required: true, sensitive: true, doc: Where it is. }
            good: doc-changed
            - from: { type: string, required: true, doc: Where it is. }
            + from: { type: string, required: true, doc: Where it is. Show it to nobody. }
        ",
    }

    REQUIRED_SENSITIVE_LOST {
        title: "a parameter that is a field or a choice in Rust is no secret any more",
        mirror: REQUIRED_SENSITIVE_GAINED,
        section: Changed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| format!("`{}` is the value itself: leave `.expose()` out, and mind what logs show", change.name())),
        advice: "It is a field of another type in Rust, and code that fills it does not compile. Nothing is gained by \
            it: leave the mark.",
        example: "
            good:
            - from: { type: string, required: true, sensitive: true
            + # No secret really: to be taken back with 2.0.
            +       from: { type: string, required: true, sensitive: true
        ",
    }

    DEFAULT_CHANGED {
        title: "the server takes something else where a parameter is left out",
        mirror: DEFAULT_CHANGED,
        section: Changed,
        request: SILENT_BEHAVIOR.wire(Minor),
        response: SILENT_BEHAVIOR.wire(Minor),
        marks: &[],
        migration: Of(|change| format!("set `{}` where the former default is meant", change.name())),
        advice: "Calls that leave it out are answered otherwise, and nothing says so. Set it where it matters.",
        example: "
            bad:
            - default: 20
            + default: 50
        ",
    }

    BOUND_TIGHTENED {
        title: "the server takes fewer values of a parameter",
        mirror: BOUND_LOOSENED,
        section: Changed,
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Of(|change| format!("look at the values that `{}` is given", change.name())),
        advice: "Calls with other values are refused from now on. Lower what is usual first, and the limit when nobody \
            needs more.",
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
        title: "the server takes more values of a parameter",
        mirror: BOUND_TIGHTENED,
        section: Changed,
        request: DOCS.wire(Minor),
        response: DOCS.wire(Minor),
        marks: &[],
        migration: NotNeeded,
        advice: "What could be sent can be sent.",
        example: "",
    }

    EXCLUSION_ADDED {
        title: "a parameter can't be given together with another one",
        mirror: EXCLUSION_REMOVED,
        section: Added,
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Of(|change| format!("look at the calls that give `{}`, and at what they give with it", change.name())),
        advice: "Calls that have both are refused from now on. As long as the server prefers one of them, say which.",
        example: "
            bad:
            - doc: Only orders since then. }
            + not_with: [order_ids], doc: Only orders since then. }
            good: doc-changed
            - doc: Only orders since then. }
            + doc: Only orders since then. It is passed over beside `order_ids`. }
        ",
    }

    EXCLUSION_REMOVED {
        title: "a parameter can be given together with another one",
        mirror: EXCLUSION_ADDED,
        section: Removed,
        request: DOCS.wire(Minor),
        response: DOCS.wire(Minor),
        marks: &[],
        migration: NotNeeded,
        advice: "What could be sent can be sent.",
        example: "",
    }

    EXCLUSION_CHANGED {
        title: "a parameter can't be given together with other ones than before",
        mirror: EXCLUSION_CHANGED,
        section: Changed,
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Of(|change| format!("look at the calls that give `{}`, and at what they give with it", change.name())),
        advice: "Calls that have both are refused from now on. If they always were, say `correction`.",
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
        title: "a parameter must be given in one more case",
        mirror: CONDITION_REMOVED,
        section: Added,
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Of(|change| format!("look at the calls that give `{}`, and at what they give with it", change.name())),
        advice: "Calls that leave it out in this case are refused from now on. As long as the server takes them, say \
            that it should be given.",
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
        title: "a parameter need not be given in a case any more",
        mirror: CONDITION_ADDED,
        section: Removed,
        request: DOCS.wire(Minor),
        response: DOCS.wire(Minor),
        marks: &[],
        migration: NotNeeded,
        advice: "What could be sent can be sent.",
        example: "",
    }

    CONDITION_CHANGED {
        title: "a parameter must be given in other cases than before",
        mirror: CONDITION_CHANGED,
        section: Changed,
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Of(|change| format!("look at the calls that give `{}`, and at what they give with it", change.name())),
        advice: "Calls that leave it out in these cases are refused from now on. If they always were, say \
            `correction`.",
        example: "
            bad:
            - required_when: { delivery: pickup }
            + required_when: { delivery: parcel }
            good: condition-changed
            - required_when: { delivery: pickup }, doc: When it is fetched. }
            + required_when: { delivery: parcel }, doc: When it is fetched., correction: It was always so. }
        ",
    }
}
