//! Types and aliases.

use super::prelude::*;

changes! {
    TYPE_ADDED {
        title: "there is one more type",
        mirror: TYPE_REMOVED,
        section: Added,
        request: SOURCE_ADDITION,
        response: SOURCE_ADDITION,
        marks: &[],
        migration: NotNeeded,
        advice: "There is one more type.",
        example: "
            bad:
            - Delivery:
            -     doc: How an order
            + Wrapping:
            +     doc: What an order is wrapped in.
            +     enum:
            +       plain: Paper.
            +       gift: Coloured paper.
            +
            +   Delivery:
            +     doc: How an order
        ",
    }

    TYPE_REMOVED {
        title: "a type is gone",
        mirror: TYPE_ADDED,
        section: Removed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| change.deprecated_or(&format!("`{}` is gone, and with it what had it", change.old_path()))),
        advice: "Code that names it does not compile. Say one release before that it should not be used any more.",
        example: "
            good: deprecation-added
            - doc: What an order is wrapped in.
            + doc: What an order is wrapped in.
            +     deprecated: Nothing is wrapped any more.
        ",
    }

    TYPE_RENAMED {
        title: "a type was renamed, and keeps its former name for now",
        mirror: TYPE_RENAME_UNDONE,
        section: Changed,
        request: DEPRECATED_ALIAS,
        response: DEPRECATED_ALIAS,
        marks: &[Renames(Renamed::Element)],
        migration: Of(|change| change.renamed()),
        advice: "The former name stays as a deprecated alias, and compilers tell users of the new one. Values of an \
            enum can't be imported through an alias (`use shop::Former::Value`): where code in use may do so, keep the \
            name by `rust`.",
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
        title: "a type has its former name again",
        mirror: TYPE_RENAMED,
        section: Changed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[Renames(Renamed::Element)],
        migration: Of(|change| change.renamed()),
        advice: "The name that was new is gone, and code that took it up does not compile. Going back is a renaming, \
            too: say what it was.",
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
        title: "a type seems to have been renamed",
        mirror: TYPE_RENAMED_GUESS,
        section: Changed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[Guess, Renames(Renamed::Element)],
        migration: Of(|change| change.renamed()),
        advice: "Code that names it does not compile. Say what it `was`: then the old name stays as a deprecated \
            alias.",
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
        title: "a type is of another sort",
        mirror: TYPE_FORM_CHANGED,
        section: Changed,
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| format!("the type is {} in the place of {}", change.new_value(), change.old_value())),
        advice: "Code that uses it does not compile, and values on the wire are different. If the server accepts both \
            forms, describe the new one.",
        example: "
            bad:
            - doc: Which item is meant.
            -     union: { kinds: { string: string, number: int } }
            + doc: Which item is meant.
            +     fields:
            +       item_id: { type: string, doc: ID of the item. }
            good: doc-changed
            - doc: Which item is meant.
            + doc: Which item is meant. Newer servers accept an object with `item_id`.
        ",
    }

    ALIAS_REWORDED {
        title: "a type is another name of another type in the spec, and of the same in Rust",
        mirror: ALIAS_REWORDED,
        section: Changed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It is the same type in Rust.",
        example: "
            bad:
            - doc: ID of a customer., type: string
            + doc: ID of a customer., type: url
        ",
    }

    ALIAS_RECAST {
        title: "a type is another name of another type in Rust, and looks the same on the wire",
        mirror: ALIAS_RECAST,
        section: Changed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| change.new_type("expect", "the value")),
        advice: "What is on the wire looks the same, but code that has it does not compile. What is only said more \
            exactly, such as that a text is a URL, is no other type.",
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
        title: "a type is another name of another type",
        mirror: ALIAS_CHANGED,
        section: Changed,
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| change.new_type("expect", "the value")),
        advice: "What is on the wire differs, and code that has it does not compile. If the server always had the \
            other type, say `correction`.",
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
        title: "a type is sent now, too",
        mirror: TYPE_NOT_SENT,
        section: Changed,
        request: SOURCE_ADDITION,
        response: SOURCE_ADDITION,
        marks: &[],
        migration: NotNeeded,
        advice: "It can be made, and has setters.",
        example: "
            bad:
            - card: { type: Card, doc: How orders are paid. }
            + card: { type: Card, doc: How orders are paid. }
            +       last: { type: CardPayment, doc: How the last order was paid. }
            also: parameter-added: it has the type
        ",
    }

    TYPE_NOT_SENT {
        title: "a type is not sent any more",
        mirror: TYPE_SENT_TOO,
        section: Changed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Text("the type follows from how it travels: see what it follows from"),
        advice: "Nobody can make it any more, and its setters are gone. Say one release before that what sends it \
            should not be used any more.",
        example: "
            good: deprecation-added
            - doc: How the last order was paid.
            + doc: How the last order was paid., deprecated: Nobody asks for it.
        ",
    }

    TYPE_SENT_IN_OTHER_FORM {
        title: "a type is sent now, too, for which fields of it have other types",
        mirror: TYPE_NOT_SENT_IN_OTHER_FORM,
        section: Changed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Text("the type follows from how it travels: see what it follows from"),
        advice: "Its fields have other types where it can be made: a list that is received can be told from none, and \
            one that is sent can be empty only. Give what is sent a type of its own.",
        example: "
            bad:
            - note: { type: string, max_length: 500, doc: A note for who packs it. }
            + like: { type: Order, doc: An order that is to be repeated. }
            +       note: { type: string, max_length: 500, doc: A note for who packs it. }
            also: parameter-added: it has the type
            good: parameter-added, type-added
            - note: { type: string, max_length: 500, doc: A note for who packs it. }
            + like: { type: Template, doc: An order that is to be repeated. }
            +       note: { type: string, max_length: 500, doc: A note for who packs it. }

            - Delivery:
            -     doc: How an order
            + Template:
            +     doc: An order that is to be repeated.
            +     fields:
            +       order_id: { type: string, required: true, doc: ID of the order. }
            +       lines: { type: list<OrderLine>, doc: What is ordered instead. }
            +
            +   Delivery:
            +     doc: How an order
        ",
    }

    TYPE_NOT_SENT_IN_OTHER_FORM {
        title: "a type is not sent any more, for which fields of it have other types",
        mirror: TYPE_SENT_IN_OTHER_FORM,
        section: Changed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Text("the type follows from how it travels: see what it follows from"),
        advice: "Nobody can make it any more, and its fields have other types. Say one release before that what sends \
            it should not be used any more.",
        example: "
            good: deprecation-added
            - doc: An order that is to be repeated.
            + doc: An order that is to be repeated., deprecated: Give `lines`.
        ",
    }

    TYPE_RECEIVED_TOO {
        title: "a type is received now, too",
        mirror: TYPE_NOT_RECEIVED,
        section: Changed,
        request: SOURCE_ADDITION,
        response: SOURCE_ADDITION,
        marks: &[],
        migration: NotNeeded,
        advice: "It can be read from answers.",
        example: "
            bad:
            - fax: { type: string
            + card: { type: Card, doc: The card that is used. }
            +       fax: { type: string
            also: field-added: it has the type
        ",
    }

    TYPE_NOT_RECEIVED {
        title: "a type is not received any more",
        mirror: TYPE_RECEIVED_TOO,
        section: Changed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Text("the type follows from how it travels: see what it follows from"),
        advice: "It is not read from answers any more. Say one release before that what holds it should not be used \
            any more.",
        example: "
            good: deprecation-added
            - doc: The card that is used.
            + doc: The card that is used., deprecated: It is not shown any more.
        ",
    }

    TYPE_OF_EVENTS_ONLY {
        title: "a type is there with the feature of events only",
        mirror: TYPE_NOT_OF_EVENTS_ONLY,
        section: Changed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Text("turn the feature `webhooks` on"),
        advice: "It is there with the feature of events alone, and without it code that names it does not compile. Say \
            one release before that what else holds it should not be used any more.",
        example: "
            good: deprecation-added
            - doc: Why orders come back.
            + doc: Why orders come back., deprecated: Nobody knows.
        ",
    }

    TYPE_NOT_OF_EVENTS_ONLY {
        title: "a type is there without the feature of events, too",
        mirror: TYPE_OF_EVENTS_ONLY,
        section: Changed,
        request: SOURCE_ADDITION,
        response: SOURCE_ADDITION,
        marks: &[],
        migration: NotNeeded,
        advice: "It is there without the feature of events, too.",
        example: "
            bad:
            - fax: { type: string
            + usual_reason: { type: ReturnReason, doc: Why orders come back. }
            +       fax: { type: string
            also: field-added: it has the type
        ",
    }
}
