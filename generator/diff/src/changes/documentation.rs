//! Documentation, examples and guides.

use super::prelude::*;

changes! {
    DOC_CHANGED {
        title: "something is described in other words",
        mirror: DOC_CHANGED,
        section: Changed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It is only told.",
        example: "
            bad:
            - doc: Who buys.
            + doc: Those who buy.
        ",
    }

    TITLE_CHANGED {
        title: "something has another title",
        mirror: TITLE_CHANGED,
        section: Changed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It is only told.",
        example: "
            bad:
            - title: Counts
            + title: Stocktaking
        ",
    }

    LINK_CHANGED {
        title: "another page of the vendor is linked",
        mirror: LINK_CHANGED,
        section: Changed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It is only told.",
        example: "
            bad:
            - docs: https://docs.market.example/orders
            + docs: https://docs.market.example/pages/orders
        ",
    }

    DOUBT_CHANGED {
        title: "something else is doubtful",
        mirror: DOUBT_CHANGED,
        section: Changed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It is only told.",
        example: "
            bad:
            - unverified: Nobody tried it with an order that was sent already.
            + unverified: It may fail with an order that was sent already.
        ",
    }

    EVIDENCE_CHANGED {
        title: "something is known from elsewhere",
        mirror: EVIDENCE_CHANGED,
        section: Changed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It is only told.",
        example: "
            bad:
            - evidence: inferred
            + evidence: observed
        ",
    }

    CORRECTION_CHANGED {
        title: "a correction is described in other words",
        mirror: CORRECTION_CHANGED,
        section: Changed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It is only told. A correction that is new, beside something that changes, declares that the server \
            was always so.",
        example: r#"
            before:
            - bank: { type: string, doc: Who issued it. }
            + bank: { type: string, doc: Who issued it., correction: It was called `issuer`. }
            bad:
            - correction: It was called `issuer`.
            + correction: "It was called `issuer` here, and nowhere else."
        "#,
    }

    EXAMPLE_ADDED {
        title: "there is one more example",
        mirror: EXAMPLE_REMOVED,
        section: Added,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It is only told, and tests of the client have it.",
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
        title: "an example is gone",
        mirror: EXAMPLE_ADDED,
        section: Removed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It is only told, and tests of the client lack it.",
        example: "",
    }

    EXAMPLE_CHANGED {
        title: "an example is another one",
        mirror: EXAMPLE_CHANGED,
        section: Changed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It is only told, and tests of the client have it.",
        example: r#"
            bad:
            - "order":{"order_id":"o-1"}}
            + "order":{"order_id":"o-2"}}
        "#,
    }

    GUIDE_ADDED {
        title: "there is one more guide",
        mirror: GUIDE_REMOVED,
        section: Added,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "There is one more page.",
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
        title: "a guide is gone",
        mirror: GUIDE_ADDED,
        section: Removed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "A page is gone, and links to it lead nowhere.",
        example: "",
    }

    GUIDE_CHANGED {
        title: "a guide says something else",
        mirror: GUIDE_CHANGED,
        section: Changed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It is only told.",
        example: "
            bad:
            - How to list the orders of a shop.
            + How to see what was ordered.
        ",
    }

    GUIDES_REORDERED {
        title: "guides are read in another order",
        mirror: GUIDES_REORDERED,
        section: Changed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "The list of guides has another order.",
        example: "
            bad:
            - guides: [start, paging]
            + guides: [paging, start]
        ",
    }
}
