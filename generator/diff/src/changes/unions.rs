//! Unions and their members.

use super::prelude::*;

changes! {
    UNION_FORM_CHANGED {
        title: "the members of a union are told apart in another way",
        mirror: UNION_FORM_CHANGED,
        section: Changed,
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| format!("the type is {} in the place of {}", change.new_value(), change.old_value())),
        advice: "Clients in use can't tell the members apart, and code that has it does not compile. Let the server go \
            on sending the field that tells them apart, and add what is new as a member.",
        example: "
            bad:
            - by: method
            -       members:
            -         card: { type: CardPayment, doc: By card. }
            -         invoice: { type: InvoicePayment, doc: After delivery. }
            + kinds: { object: CardPayment, string: string }
            good: member-added
            - invoice: { type: InvoicePayment, doc: After delivery. }
            + invoice: { type: InvoicePayment, doc: After delivery. }
            +         later: { type: InvoicePayment, doc: In parts. }
        ",
    }

    UNION_TAG_CHANGED {
        title: "another field tells the members of a union apart",
        mirror: UNION_TAG_CHANGED,
        section: Changed,
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Text("nothing in code; clients in use have to be updated"),
        advice: "Clients in use can't tell the members apart, and keep them as JSON. If the field never told them \
            apart, say `correction`.",
        example: "
            bad:
            - by: method
            + by: kind
            good: union-tag-changed
            - doc: How an order was paid.
            -     union:
            -       by: method
            + doc: How an order was paid.
            +     correction: It was never `method`.
            +     union:
            +       by: kind
        ",
    }

    MEMBER_ADDED {
        title: "a union has one more member",
        mirror: MEMBER_REMOVED,
        section: Added,
        request: ADDITION,
        response: ADDITION,
        marks: &[],
        migration: Text("nothing; an arm for what is unknown does not see it any more"),
        advice: "Unions are open: older clients keep it as JSON.",
        example: "
            bad:
            - invoice: { type: InvoicePayment, doc: After delivery. }
            + invoice: { type: InvoicePayment, doc: After delivery. }
            +         later: { type: InvoicePayment, doc: In parts. }
        ",
    }

    MEMBER_REMOVED {
        title: "a union has one member less",
        mirror: MEMBER_ADDED,
        section: Removed,
        request: BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| change.deprecated_or(&format!("leave the arm of `{}` out; where it still comes, it is `Unknown`", change.old_path()))),
        advice: "Code that names it does not compile. If it does not come any more, it does no harm either: say so in \
            its text.",
        example: "
            good: doc-changed
            - later: { type: InvoicePayment, doc: In parts. }
            + later: { type: InvoicePayment, doc: In parts. It does not come any more. }
        ",
    }

    MEMBER_TYPE_REWORDED {
        title: "a member of a union has another type in the spec, and the same in Rust",
        mirror: MEMBER_TYPE_REWORDED,
        section: Changed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It is the same type in Rust.",
        example: "
            bad:
            - kinds: { string: string
            + kinds: { string: url
        ",
    }

    MEMBER_TYPE_RECAST {
        title: "a member of a union has another type in Rust, and looks the same on the wire",
        mirror: MEMBER_TYPE_RECAST,
        section: Changed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| change.new_type("expect", "the value")),
        advice: "What is on the wire looks the same, but code that has it does not compile. What is only said more \
            exactly, such as that a text is a URL, is no other type.",
        example: "
            bad:
            - kinds: { string: string
            + kinds: { string: datetime
            good: member-type-reworded
            - kinds: { string: string
            + kinds: { string: url
        ",
    }

    MEMBER_TYPE_CHANGED {
        title: "a member of a union has another type",
        mirror: MEMBER_TYPE_CHANGED,
        section: Changed,
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| change.new_type("expect", "the value")),
        advice: "Clients in use can't read it, and code that has it does not compile. Let what is new come as another \
            member.",
        example: "
            bad:
            - invoice: { type: InvoicePayment
            + invoice: { type: CardPayment
            good: member-added
            - invoice: { type: InvoicePayment, doc: After delivery. }
            + invoice: { type: InvoicePayment, doc: After delivery. }
            +         bill: { type: CardPayment, doc: After delivery by card. }
        ",
    }
}
