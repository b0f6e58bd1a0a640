//! Choices of parameters, and the order of arguments.

use super::prelude::*;

changes! {
    CHOICE_ADDED {
        title: "one of several parameters must be given",
        mirror: CHOICE_REMOVED,
        section: Added,
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Text("say which of the values you give: it is one argument, an enum"),
        advice: "Calls that gave none of them are refused, and code that makes them does not compile. Where the server \
            still takes such calls, describe what to give instead.",
        example: "
            bad:
            - card: { type: Card, doc: How orders are paid. }
            + card: { type: Card, doc: How orders are paid. }
            +     one_of:
            +       what: [name, card]
            good: doc-changed
            - name: { type: string, doc: The name. }
            + name: { type: string, doc: The name. Give this or the card. }
        ",
    }

    CHOICE_REMOVED {
        title: "none of several parameters must be given any more",
        mirror: CHOICE_ADDED,
        section: Removed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| change.call()),
        advice: "An argument is gone, and setters stand in its place. Leave the choice until the next version that \
            breaks code anyway: what it lets users send is still right.",
        example: "
            good: doc-changed
            - name: { type: string, doc: The name. }
            + name: { type: string, doc: The name. The server does not insist on one of them any more. }
        ",
    }

    CHOICE_WIDENED {
        title: "there is more to choose from",
        mirror: CHOICE_NARROWED,
        section: Changed,
        // The enum of a choice is complete, so that matching it without a wildcard is possible.
        request: SOURCE_BREAK.wire(Minor),
        response: SOURCE_BREAK.wire(Minor),
        marks: &[],
        migration: Text("a `match` over the choice needs one more arm"),
        advice: "The enum of a choice is complete, so that code may match all of it. Give what is new an operation of \
            its own, which is a variant of this one.",
        example: "
            bad:
            - whom: [email, phone]
            + whom: [email, phone, number]
            good: operation-added
            - list_customers:
            -     documented
            + look_up_customer_by_number:
            +     variant_of: look_up_customer
            +     request: GET /v1/customers/lookup
            +     summary: Finds a customer by the number on the bill.
            +     query:
            +       number: { type: int, required: true, doc: The number on the bill. }
            +     response: { type: Customer }
            +     evidence: documented
            +
            +   list_customers:
            +     documented
        ",
    }

    CHOICE_NARROWED {
        title: "there is less to choose from",
        mirror: CHOICE_WIDENED,
        section: Changed,
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| change.call()),
        advice: "Code that chose it does not compile, and the server refuses it. Say one release before that it should \
            not be used any more.",
        example: "
            good: deprecation-added
            - number: { type: int, doc: The number on the bill. }
            + number: { type: int, doc: The number on the bill., deprecated: Bills have no numbers any more. }
        ",
    }

    CHOICE_CHANGED {
        title: "there is something else to choose from",
        mirror: CHOICE_CHANGED,
        section: Changed,
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| change.call()),
        advice: "Code that chose what is gone does not compile, and the server refuses it. Say one release before that \
            it should not be used any more.",
        example: "
            bad:
            - whom: [email, phone]
            + whom: [email, number]
            good: deprecation-added
            - phone: { type: string, doc: The telephone number. }
            + phone: { type: string, doc: The telephone number., deprecated: Use `email`. }
        ",
    }

    CHOICE_RENAMED {
        title: "a choice seems to have been renamed",
        mirror: CHOICE_RENAMED,
        section: Changed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[Guess],
        migration: Of(|change| change.renamed()),
        advice: "The name of a choice is in Rust alone, where it is the name of an enum. Leave it until the next \
            version that breaks code anyway.",
        example: "
            bad:
            - whom: [email, phone]
            + customer: [email, phone]
            good:
            - whom: [email, phone]
            + whom: [email, phone] # To be called `customer` with 2.0.
        ",
    }

    CHOICES_REORDERED {
        title: "the choices of an operation have another order",
        mirror: CHOICES_REORDERED,
        section: Changed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| change.call()),
        advice: "Choices are arguments, and code that gives them in the old order does not compile. Leave the order as \
            it is.",
        example: "
            before:
            - whom: [email, phone]
            + whom: [email, phone]
            +       how: [number, exact]
            bad:
            - whom: [email, phone]
            -       how: [number, exact]
            + how: [number, exact]
            +       whom: [email, phone]
            good:
            - whom: [email, phone]
            + whom: [email, phone] # The order is that of the arguments.
        ",
    }

    ARGUMENTS_REORDERED {
        title: "the arguments of an operation have another order",
        mirror: ARGUMENTS_REORDERED,
        section: Changed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| change.call()),
        advice: "Code that gives them in the old order does not compile. Leave the order as it is; what is on the wire \
            has none.",
        example: "
            bad:
            - customer_id: { type: CustomerId, required: true, doc: Who orders. }
            -       lines: { type: list<OrderLine>, required: true, doc: What is ordered. }
            + lines: { type: list<OrderLine>, required: true, doc: What is ordered. }
            +       customer_id: { type: CustomerId, required: true, doc: Who orders. }
            good:
            - customer_id: { type: CustomerId, required: true, doc: Who orders. }
            + # The order is that of the arguments.
            +       customer_id: { type: CustomerId, required: true, doc: Who orders. }
        ",
    }

    ARGUMENTS_EXCHANGED {
        title: "arguments of an operation were exchanged",
        mirror: ARGUMENTS_EXCHANGED,
        section: Changed,
        // Each place has the type that it had: the compiler detects nothing.
        request: SOURCE_BREAK.detected(Silently),
        response: SOURCE_BREAK.detected(Silently),
        marks: &[],
        migration: Of(|change| format!("check the order of the arguments in each call, which compiles as before: {}", change.call())),
        advice: "Calls compile as before, and send a value as another parameter. Keep the former argument required, or \
            rename it with `was`.",
        example: "
            also: parameter-optional: the former argument is one no longer
            also: required-parameter-added: the new one has its position
            bad:
            - customer_id: { type: CustomerId, required: true, doc: Who orders. }
            + customer_id: { type: CustomerId, doc: Who orders. }
            +       payer_id: { type: CustomerId, required: true, doc: Who pays. }
            good: parameter-added
            - customer_id: { type: CustomerId, required: true, doc: Who orders. }
            + customer_id: { type: CustomerId, required: true, doc: Who orders. }
            +       payer_id: { type: CustomerId, doc: Who pays. }
        ",
    }
}
