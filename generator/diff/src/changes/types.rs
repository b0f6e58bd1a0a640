//! Declares the changes of types and aliases.

use super::prelude::*;

changes! {
    TYPE_ADDED {
        title: "type added",
        mirror: TYPE_REMOVED,
        section: Added,
        phrase: ["Type added: {name}", "Types added: {names}"],
        request: SOURCE_ADDITION,
        response: SOURCE_ADDITION,
        marks: &[NewElement],
        migration: NotNeeded,
        advice: "The client has a new type.",
        example: "
            bad:
            - Delivery:
            -     doc: How an order
            + Wrapping:
            +     doc: The wrapping of an order.
            +     enum:
            +       plain: Paper.
            +       gift: Colored paper.
            +
            +   Delivery:
            +     doc: How an order
        ",
    }

    TYPE_REMOVED {
        title: "type removed",
        mirror: TYPE_ADDED,
        section: Removed,
        phrase: ["Type removed: {name}", "Types removed: {names}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| change.deprecated_or(&format!("remove the uses of `{}`", change.old_path()))),
        advice: "Code that uses the type does not compile. Deprecate the type one release before.",
        example: "
            good: deprecation-added
            - doc: The wrapping of an order.
            + doc: The wrapping of an order.
            +     deprecated: Orders are no longer wrapped.
        ",
    }

    TYPE_RENAMED {
        title: "type renamed",
        mirror: TYPE_RENAME_UNDONE,
        section: Changed,
        phrase: ["Type renamed: {name}", "Types renamed: {names}"],
        request: DEPRECATED_ALIAS,
        response: DEPRECATED_ALIAS,
        marks: &[Renames(Renamed::Element)],
        migration: Of(|change| change.renamed()),
        advice: "The old name stays as a deprecated alias, and the compiler suggests the new name. User code cannot \
            import the values of an enum through an alias (`use shop::Former::Value`). If user code may import them, \
            keep the Rust name with `rust`.",
        example: "
            bad:
            - Delivery:
            -     doc: How an order
            + Shipping:
            +     was: Delivery
            +     doc: How an order

            - type: Delivery,
            + type: Shipping,
        ",
    }

    TYPE_RENAME_UNDONE {
        title: "type rename undone",
        mirror: TYPE_RENAMED,
        section: Changed,
        phrase: ["Type has its former name again: {name}", "Types have their former names again: {names}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[Renames(Renamed::Element)],
        migration: Of(|change| change.renamed()),
        advice: "The new name is removed, and code that uses it does not compile. Declare the new name with `was`, as \
            for any other rename.",
        example: "
            good: type-renamed
            - Shipping:
            -     was: Delivery
            + Delivery:
            +     was: Shipping

            - type: Shipping,
            + type: Delivery,
        ",
    }

    TYPE_RENAMED_GUESS {
        title: "type probably renamed",
        mirror: TYPE_RENAMED_GUESS,
        section: Changed,
        phrase: ["Type probably renamed: {name}", "Types probably renamed: {names}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[Guess, Renames(Renamed::Element)],
        migration: Of(|change| change.renamed()),
        advice: "Code that uses the old name does not compile. Declare the old name with `was`, which keeps it as a \
            deprecated alias.",
        example: "
            bad:
            - Delivery:
            -     doc: How an order
            + Shipping:
            +     doc: How an order

            - type: Delivery,
            + type: Shipping,
            good: type-renamed
            - Delivery:
            -     doc: How an order
            + Shipping:
            +     was: Delivery
            +     doc: How an order

            - type: Delivery,
            + type: Shipping,
        ",
    }

    TYPE_FORM_CHANGED {
        title: "type form changed",
        mirror: TYPE_FORM_CHANGED,
        section: Changed,
        phrase: ["Form of type {name} changed", "Forms of types changed: {names}"],
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| format!("use the type as {} instead of {}", change.new_value(), change.old_value())),
        advice: "Code that uses the type does not compile, and values on the wire are different. If the server accepts \
            both forms, document the new one.",
        example: "
            bad:
            - doc: A reference to an item.
            -     union: { kinds: { string: string, number: int } }
            + doc: A reference to an item.
            +     fields:
            +       item_id: { type: string, doc: ID of the item. }
            good: doc-changed
            - doc: A reference to an item.
            + doc: A reference to an item. Newer servers accept an object with `item_id`.
        ",
    }

    ALIAS_REWORDED {
        title: "alias target renamed",
        mirror: ALIAS_REWORDED,
        section: Changed,
        phrase: [
            "Target of alias {name} changed in the spec only",
            "Targets of aliases changed in the spec only: {names}",
        ],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "The Rust type does not change.",
        example: "
            bad:
            - doc: ID of a customer., type: string
            + doc: ID of a customer., type: url
        ",
    }

    ALIAS_RECAST {
        title: "Rust type of alias changed",
        mirror: ALIAS_RECAST,
        section: Changed,
        phrase: ["Rust type of alias {name} changed", "Rust types of aliases changed: {names}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| change.new_type("use", "the value")),
        advice: "Values are unchanged on the wire but have a different Rust type, so code that uses them does not \
            compile. A more exact type with the same Rust type, such as a URL instead of a string, has no effect.",
        example: "
            bad:
            - doc: ID of a customer., type: string
            + doc: ID of a customer., type: datetime
            good: alias-reworded
            - doc: ID of a customer., type: string
            + doc: ID of a customer., type: url
        ",
    }

    ALIAS_CHANGED {
        title: "alias target changed",
        mirror: ALIAS_CHANGED,
        section: Changed,
        phrase: ["Target of alias {name} changed", "Targets of aliases changed: {names}"],
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| change.new_type("use", "the value")),
        advice: "Values on the wire are different, and code that uses them does not compile. If the server always used \
            the new type, declare a `correction`.",
        example: "
            bad:
            - doc: ID of a customer., type: string
            + doc: ID of a customer., type: int
            good: alias-changed
            - doc: ID of a customer., type: string
            + doc: ID of a customer., type: int, correction: It was always a number.
        ",
    }

    TYPE_SENT_TOO {
        title: "type is now sent",
        mirror: TYPE_NOT_SENT,
        section: Changed,
        phrase: ["{name} is now sent, too", "Types that are now sent, too: {names}"],
        request: SOURCE_ADDITION,
        response: SOURCE_ADDITION,
        marks: &[Derived],
        migration: NotNeeded,
        advice: "The type has a constructor and setters.",
        example: "
            bad:
            - card: { type: Card, doc: The card for payments. }
            + card: { type: Card, doc: The card for payments. }
            +       last: { type: CardPayment, doc: The payment of the last order. }
            also: parameter-added: it has the type
        ",
    }

    TYPE_NOT_SENT {
        title: "type no longer sent",
        mirror: TYPE_SENT_TOO,
        section: Changed,
        phrase: ["{name} is no longer sent", "Types that are no longer sent: {names}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[Derived],
        migration: Text("see the change that causes this change"),
        advice: "The constructor and setters are removed. Deprecate the elements that send the type one release \
            before.",
        example: "
            good: deprecation-added
            - doc: The payment of the last order.
            + doc: The payment of the last order., deprecated: No longer used.
        ",
    }

    TYPE_SENT_IN_OTHER_FORM {
        title: "type sent, fields changed",
        mirror: TYPE_NOT_SENT_IN_OTHER_FORM,
        section: Changed,
        phrase: [
            "{name} is now sent, too, which changes the types of its fields",
            "Types that are now sent, too, which changes the types of their fields: {names}",
        ],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[Derived],
        migration: Text("see the change that causes this change"),
        advice: "The type now has a constructor, and some of its fields have different Rust types. For example, a \
            received list can be absent, but a sent list can only be empty. Add a separate type for requests.",
        example: "
            bad:
            - note: { type: string, max_length: 500, doc: A note for the packer. }
            + like: { type: Order, doc: An order that is to be repeated. }
            +       note: { type: string, max_length: 500, doc: A note for the packer. }
            also: parameter-added: it has the type
            good: parameter-added, type-added
            - note: { type: string, max_length: 500, doc: A note for the packer. }
            + like: { type: Template, doc: An order that is to be repeated. }
            +       note: { type: string, max_length: 500, doc: A note for the packer. }

            - Delivery:
            -     doc: How an order
            + Template:
            +     doc: An order that is to be repeated.
            +     fields:
            +       order_id: { type: string, required: true, doc: ID of the order. }
            +       lines: { type: list<OrderLine>, doc: The lines of the order. }
            +
            +   Delivery:
            +     doc: How an order
        ",
    }

    TYPE_NOT_SENT_IN_OTHER_FORM {
        title: "type not sent, fields changed",
        mirror: TYPE_SENT_IN_OTHER_FORM,
        section: Changed,
        phrase: [
            "{name} is no longer sent, which changes the types of its fields",
            "Types that are no longer sent, which changes the types of their fields: {names}",
        ],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[Derived],
        migration: Text("see the change that causes this change"),
        advice: "The constructor of the type is removed, and some of its fields have different Rust types. Deprecate \
            the elements that send the type one release before.",
        example: "
            good: deprecation-added
            - doc: An order that is to be repeated.
            + doc: An order that is to be repeated., deprecated: Give `lines`.
        ",
    }

    TYPE_RECEIVED_TOO {
        title: "type is now received",
        mirror: TYPE_NOT_RECEIVED,
        section: Changed,
        phrase: ["{name} is now received, too", "Types that are now received, too: {names}"],
        request: SOURCE_ADDITION,
        response: SOURCE_ADDITION,
        marks: &[Derived],
        migration: NotNeeded,
        advice: "The client can decode the type from responses.",
        example: "
            bad:
            - fax: { type: string
            + card: { type: Card, doc: The card that is used. }
            +       fax: { type: string
            also: field-added: it has the type
        ",
    }

    TYPE_NOT_RECEIVED {
        title: "type no longer received",
        mirror: TYPE_RECEIVED_TOO,
        section: Changed,
        phrase: ["{name} is no longer received", "Types that are no longer received: {names}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[Derived],
        migration: Text("see the change that causes this change"),
        advice: "The client no longer decodes the type from responses. Deprecate the elements that contain it one \
            release before.",
        example: "
            good: deprecation-added
            - doc: The card that is used.
            + doc: The card that is used., deprecated: No longer returned.
        ",
    }

    TYPE_OF_EVENTS_ONLY {
        title: "type requires webhook feature",
        mirror: TYPE_NOT_OF_EVENTS_ONLY,
        section: Changed,
        phrase: ["{name} requires the feature `webhooks`", "Types that require the feature `webhooks`: {names}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[Derived],
        migration: Text("enable the feature `webhooks`"),
        advice: "Only events still use the type, so code that uses the type does not compile without the feature \
            `webhooks`. Deprecate its other uses one release before.",
        example: "
            good: deprecation-added
            - doc: The usual reason of returns.
            + doc: The usual reason of returns., deprecated: Unknown.
        ",
    }

    TYPE_NOT_OF_EVENTS_ONLY {
        title: "webhook feature no longer required",
        mirror: TYPE_OF_EVENTS_ONLY,
        section: Changed,
        phrase: [
            "{name} is available without the feature `webhooks`",
            "Types that are available without the feature `webhooks`: {names}",
        ],
        request: SOURCE_ADDITION,
        response: SOURCE_ADDITION,
        marks: &[Derived],
        migration: NotNeeded,
        advice: "The type is available without the feature `webhooks`.",
        example: "
            bad:
            - fax: { type: string
            + usual_reason: { type: ReturnReason, doc: The usual reason of returns. }
            +       fax: { type: string
            also: field-added: it has the type
        ",
    }
}
