//! Declares the changes of documentation, examples and guides.

use super::prelude::*;

changes! {
    DOC_CHANGED {
        title: "description changed",
        mirror: DOC_CHANGED,
        section: Changed,
        phrase: ["Description of {name} changed", "Changed descriptions: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Only the documentation changes.",
        example: "
            bad:
            - doc: Customers of the shop.
            + doc: The buyers.
        ",
    }

    TITLE_CHANGED {
        title: "title changed",
        mirror: TITLE_CHANGED,
        section: Changed,
        phrase: ["Title of {name} changed", "Changed titles: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Only the documentation changes.",
        example: "
            bad:
            - title: Counts
            + title: Stocktaking
        ",
    }

    LINK_CHANGED {
        title: "link changed",
        mirror: LINK_CHANGED,
        section: Changed,
        phrase: ["Link of {name} changed", "Changed links: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Only the documentation changes.",
        example: "
            bad:
            - docs: https://docs.market.example/orders
            + docs: https://docs.market.example/pages/orders
        ",
    }

    DOUBT_CHANGED {
        title: "note `unverified` changed",
        mirror: DOUBT_CHANGED,
        section: Changed,
        phrase: ["The note `unverified` of {name} changed", "Changed notes `unverified`: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Only the documentation changes.",
        example: "
            bad:
            - unverified: Not tested with an order that was sent.
            + unverified: It may fail with an order that was sent already.
        ",
    }

    EVIDENCE_CHANGED {
        title: "evidence changed",
        mirror: EVIDENCE_CHANGED,
        section: Changed,
        phrase: ["Evidence of {name} changed", "Changed evidence: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Only the documentation changes.",
        example: "
            bad:
            - evidence: inferred
            + evidence: observed
        ",
    }

    CORRECTION_CHANGED {
        title: "correction text changed",
        mirror: CORRECTION_CHANGED,
        section: Changed,
        phrase: ["Correction of {name} changed", "Changed corrections: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Only the documentation changes. A new `correction` in a changed element declares that the server \
            always behaved as the new spec describes.",
        example: r#"
            before:
            - bank: { type: string, doc: The issuing bank. }
            + bank: { type: string, doc: The issuing bank., correction: It was called `issuer`. }
            bad:
            - correction: It was called `issuer`.
            + correction: "Only the spec called it `issuer`."
        "#,
    }

    EXAMPLE_ADDED {
        title: "example added",
        mirror: EXAMPLE_REMOVED,
        section: Added,
        phrase: ["Example added: {name}", "Examples added: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[OfExample, NewElement],
        migration: NotNeeded,
        advice: "Only documentation and tests of the client change.",
        example: r#"
            bad:
            - summary: Lists the warehouses.
            -     response: { type: list<Warehouse> }
            -     pagination: none
            -     evidence: documented
            + summary: Lists the warehouses.
            +     response: { type: list<Warehouse> }
            +     pagination: none
            +     evidence: documented
            +     examples:
            +       minimal:
            +         wire: GET /warehouses?token=EXAMPLE-STOCK-TOKEN
            +         response: '[{"name":"North"}]'
        "#,
    }

    EXAMPLE_REMOVED {
        title: "example removed",
        mirror: EXAMPLE_ADDED,
        section: Removed,
        phrase: ["Example removed: {name}", "Examples removed: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[OfExample],
        migration: NotNeeded,
        advice: "Only documentation and tests of the client change.",
        example: "",
    }

    EXAMPLE_CHANGED {
        title: "example changed",
        mirror: EXAMPLE_CHANGED,
        section: Changed,
        phrase: ["Example changed: {name}", "Examples changed: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[OfExample],
        migration: NotNeeded,
        advice: "Only documentation and tests of the client change.",
        example: r#"
            bad:
            - "order":{"order_id":"o-1"}}
            + "order":{"order_id":"o-2"}}
        "#,
    }

    GUIDE_ADDED {
        title: "guide added",
        mirror: GUIDE_REMOVED,
        section: Added,
        phrase: ["Guide added: {name}", "Guides added: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[NewElement],
        migration: NotNeeded,
        advice: "The documentation has a new page.",
        example: "
            bad:
            - guides: [start, paging]
            + guides: [start, paging, events]

            +++ guides/events.md
            + # Events
            +
            + How to receive what happens in the shop.
        ",
    }

    GUIDE_REMOVED {
        title: "guide removed",
        mirror: GUIDE_ADDED,
        section: Removed,
        phrase: ["Guide removed: {name}", "Guides removed: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "A page is removed, and links to it are broken.",
        example: "",
    }

    GUIDE_CHANGED {
        title: "guide changed",
        mirror: GUIDE_CHANGED,
        section: Changed,
        phrase: ["Guide changed: {name}", "Guides changed: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Only the documentation changes.",
        example: "
            bad:
            - How to list the orders of a shop.
            + How to see what was ordered.
        ",
    }

    GUIDES_REORDERED {
        title: "guides reordered",
        mirror: GUIDES_REORDERED,
        section: Changed,
        phrase: ["Order of guides changed", "Order of guides changed: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Only the order of pages in the documentation changes.",
        example: "
            bad:
            - guides: [start, paging]
            + guides: [paging, start]
        ",
    }
}
