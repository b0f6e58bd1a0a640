//! Declares the changes of parameter choices, and of the order of arguments.

use super::prelude::*;

changes! {
    CHOICE_ADDED {
        title: "required choice added",
        mirror: CHOICE_REMOVED,
        section: Added,
        phrase: [
            "Required choice of parameters added to {owner}: {part}",
            "Required choices of parameters added to {owner}: {parts}",
        ],
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Text("pass one of the parameters: the new argument is an enum with a variant for each parameter"),
        advice: "The server rejects calls without any of the parameters, and code that makes calls does not compile. \
            If the server still accepts such calls, document which parameter to pass.",
        example: "
            bad:
            - card: { type: Card, doc: The card for payments. }
            + card: { type: Card, doc: The card for payments. }
            +     one_of:
            +       what: [name, card]
            good: doc-changed
            - name: { type: string, doc: The name. }
            + name: { type: string, doc: The name. Give this or the card. }
        ",
    }

    CHOICE_REMOVED {
        title: "required choice removed",
        mirror: CHOICE_ADDED,
        section: Removed,
        phrase: [
            "Required choice of parameters removed from {owner}: {part}",
            "Required choices of parameters removed from {owner}: {parts}",
        ],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| change.call()),
        advice: "An argument is replaced by setters. Keep the choice until the next breaking version: requests with \
            one of the options stay valid.",
        example: "
            good: doc-changed
            - name: { type: string, doc: The name. }
            + name: { type: string, doc: The name. The server no longer requires one of them. }
        ",
    }

    CHOICE_WIDENED {
        title: "options of choice added",
        mirror: CHOICE_NARROWED,
        section: Changed,
        phrase: ["Options added to choice {name}", "Choices with added options: {names}"],
        request: SOURCE_BREAK.wire(Minor),
        response: SOURCE_BREAK.wire(Minor),
        marks: &[],
        migration: Text("add a match arm wherever code matches on the choice"),
        advice: "The enum of a choice is exhaustive, so user code may match on all of its options. To avoid \
            the break, add a variant of this operation for the new option.",
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
        title: "options of choice removed",
        mirror: CHOICE_WIDENED,
        section: Changed,
        phrase: ["Options removed from choice {name}", "Choices with removed options: {names}"],
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| change.call()),
        advice: "Code that uses the removed option does not compile, and the server rejects the option. Deprecate the \
            option one release before.",
        example: "
            good: deprecation-added
            - number: { type: int, doc: The number on the bill. }
            + number: { type: int, doc: The number on the bill., deprecated: Bills no longer have numbers. }
        ",
    }

    CHOICE_CHANGED {
        title: "options of choice changed",
        mirror: CHOICE_CHANGED,
        section: Changed,
        phrase: ["Options of choice {name} changed", "Choices with changed options: {names}"],
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| change.call()),
        advice: "Code that uses a removed option does not compile, and the server rejects the option. Deprecate the \
            option one release before.",
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
        title: "choice probably renamed",
        mirror: CHOICE_RENAMED,
        section: Changed,
        phrase: ["Choice of {owner} probably renamed: {part}", "Choices of {owner} probably renamed: {parts}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[Guess],
        migration: Of(|change| change.renamed()),
        advice: "Only Rust code uses the name of a choice, as the name of an enum. Keep the name until the next \
            breaking version.",
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
        title: "choices reordered",
        mirror: CHOICES_REORDERED,
        section: Changed,
        phrase: ["Order of the choices of {name} changed", "Order of choices changed: {names}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[Reorders],
        migration: Of(|change| change.call()),
        advice: "Choices are arguments, so code that passes them in the old order does not compile. Keep the old \
            order.",
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
        title: "arguments reordered",
        mirror: ARGUMENTS_REORDERED,
        section: Changed,
        phrase: ["Order of the arguments of {name} changed", "Order of arguments changed: {names}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[Reorders],
        migration: Of(|change| change.call()),
        advice: "Code that passes the arguments in the old order does not compile. Keep the old order. The order has \
            no meaning on the wire.",
        example: "
            bad:
            - customer_id: { type: CustomerId, required: true, doc: The customer who orders. }
            -       lines: { type: list<OrderLine>, required: true, doc: The lines of the order. }
            + lines: { type: list<OrderLine>, required: true, doc: The lines of the order. }
            +       customer_id: { type: CustomerId, required: true, doc: The customer who orders. }
            good:
            - customer_id: { type: CustomerId, required: true, doc: The customer who orders. }
            + # The order is that of the arguments.
            +       customer_id: { type: CustomerId, required: true, doc: The customer who orders. }
        ",
    }

    ARGUMENTS_EXCHANGED {
        title: "arguments set different parameters",
        mirror: ARGUMENTS_EXCHANGED,
        section: Changed,
        phrase: [
            "Arguments of {name} set different parameters",
            "Operations whose arguments set different parameters: {names}",
        ],
        request: SOURCE_BREAK.detected(Silently),
        response: SOURCE_BREAK.detected(Silently),
        marks: &[Reorders],
        migration: Of(|change| {
            format!("check the arguments of each call, because calls compile as before: {}", change.call())
        }),
        advice: "Calls compile as before, but an argument sets a different parameter. Keep the old parameter \
            required. If the old parameter was renamed, declare its old name with `was`.",
        example: "
            also: parameter-optional: the old argument is no longer one
            also: required-parameter-added: the new argument has its position
            bad:
            - customer_id: { type: CustomerId, required: true, doc: The customer who orders. }
            + customer_id: { type: CustomerId, doc: The customer who orders. }
            +       payer_id: { type: CustomerId, required: true, doc: The paying customer. }
            good: parameter-added
            - customer_id: { type: CustomerId, required: true, doc: The customer who orders. }
            + customer_id: { type: CustomerId, required: true, doc: The customer who orders. }
            +       payer_id: { type: CustomerId, doc: The paying customer. }
        ",
    }
}
