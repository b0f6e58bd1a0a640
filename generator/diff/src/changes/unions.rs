//! Declares the changes of unions and their members.

use super::prelude::*;

changes! {
    UNION_FORM_CHANGED {
        title: "union form changed",
        mirror: UNION_FORM_CHANGED,
        section: Changed,
        phrase: ["Form of union {name} changed", "Forms of unions changed: {names}"],
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| format!("use the type as {} instead of {}", change.new_value(), change.old_value())),
        advice: "Existing clients cannot distinguish the members, and code that uses the union does not compile. The \
            server should keep sending the tag. Add a member for the new form instead.",
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
        title: "union tag changed",
        mirror: UNION_TAG_CHANGED,
        section: Changed,
        phrase: ["Tag of union {name} changed", "Tags of unions changed: {names}"],
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Text("no change in code; existing clients must be updated"),
        advice: "Existing clients cannot distinguish the members and keep them as JSON. If the field was never the \
            tag, declare a `correction`.",
        example: "
            bad:
            - by: method
            + by: kind
            good: union-tag-changed
            - doc: The payment of an order.
            -     union:
            -       by: method
            + doc: The payment of an order.
            +     correction: It was never `method`.
            +     union:
            +       by: kind
        ",
    }

    MEMBER_ADDED {
        title: "union member added",
        mirror: MEMBER_REMOVED,
        section: Added,
        phrase: ["Member added to {owner}: {part}", "Members added to {owner}: {parts}"],
        request: ADDITION,
        response: ADDITION,
        marks: &[],
        migration: Text("no change is needed; if a match arm for unknown members handled this member, add an arm for it"),
        advice: "Unions are open: existing clients decode the new member as JSON.",
        example: "
            bad:
            - invoice: { type: InvoicePayment, doc: After delivery. }
            + invoice: { type: InvoicePayment, doc: After delivery. }
            +         later: { type: InvoicePayment, doc: In parts. }
        ",
    }

    MEMBER_REMOVED {
        title: "union member removed",
        mirror: MEMBER_ADDED,
        section: Removed,
        phrase: ["Member removed from {owner}: {part}", "Members removed from {owner}: {parts}"],
        request: BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| {
            let arm = change.old_path();
            let remove = format!("remove the match arm of `{arm}`; if the member is still received, it is `Unknown`");
            change.deprecated_or(&remove)
        }),
        advice: "Code that uses the member does not compile. A member that is no longer received is harmless. Keep the \
            member, and document that it is no longer received.",
        example: "
            good: doc-changed
            - later: { type: InvoicePayment, doc: In parts. }
            + later: { type: InvoicePayment, doc: In parts. No longer sent. }
        ",
    }

    MEMBER_TYPE_REWORDED {
        title: "member type renamed",
        mirror: MEMBER_TYPE_REWORDED,
        section: Changed,
        phrase: [
            "Type of member {name} changed in the spec only",
            "Types of members changed in the spec only: {names}",
        ],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "The Rust type of the member does not change.",
        example: "
            bad:
            - kinds: { string: string
            + kinds: { string: url
        ",
    }

    MEMBER_TYPE_RECAST {
        title: "Rust type of member changed",
        mirror: MEMBER_TYPE_RECAST,
        section: Changed,
        phrase: ["Rust type of member {name} changed", "Rust types of members changed: {names}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| change.new_type("read", "the value")),
        advice: "Values are unchanged on the wire but have a different Rust type, so code that uses them does not \
            compile. A more exact type with the same Rust type, such as a URL instead of a string, has no effect.",
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
        title: "member type changed",
        mirror: MEMBER_TYPE_CHANGED,
        section: Changed,
        phrase: ["Type of member {name} changed", "Types of members changed: {names}"],
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| change.new_type("read", "the value")),
        advice: "Existing clients cannot read the member, and code that uses the member does not compile. Add a member \
            for the new type.",
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

    SHARED_FIELD_ADDED {
        title: "shared field of union added",
        mirror: SHARED_FIELD_REMOVED,
        section: Added,
        phrase: ["Method added to union {owner}: {part}", "Methods added to union {owner}: {parts}"],
        request: SOURCE_ADDITION,
        response: SOURCE_ADDITION,
        marks: &[Derived],
        migration: NotNeeded,
        advice: "All members of the union have the field, so the union has a method that returns it.",
        example: "
            bad:
            - last_digits: { type: string, doc: The last digits of the card number. }
            + last_digits: { type: string, doc: The last digits of the card number. }
            +       due: { type: date, doc: The due date. }
            also: field-added: all members now have the field
        ",
    }

    SHARED_FIELD_REMOVED {
        title: "shared field of union removed",
        mirror: SHARED_FIELD_ADDED,
        section: Removed,
        phrase: ["Method removed from union {owner}: {part}", "Methods removed from union {owner}: {parts}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[Derived],
        migration: Of(|change| format!("match the members of the union that have `{}`", change.name())),
        advice: "A member of the union does not have the field, or has it with a different type. The union therefore has \
            no method that returns it, and code that calls the method does not compile. Deprecate the field in one \
            member before you remove it. If a new member does not have the field, the break cannot be avoided.",
        example: "
            good: deprecation-added
            - card number. }
            -       due: { type: date, doc: The due date. }
            + card number. }
            +       due: { type: date, doc: The due date., deprecated: Not known for cards. }
        ",
    }
}
