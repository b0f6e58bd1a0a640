//! Declares the changes of resources, the objects that the fake server of a client remembers.

use super::prelude::*;

changes! {
    RESOURCE_ADDED {
        title: "resource added",
        mirror: RESOURCE_REMOVED,
        section: Added,
        phrase: ["The fake server remembers {name}", "The fake server remembers: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[NewElement],
        migration: NotNeeded,
        advice: "Only the fake server for tests changes: it returns the objects that a test creates, and an error for \
            an unknown id. A test that relies on the example responses uses a stateless server or a seed.",
        example: "
            bad:
            - doc: Customers of the shop.
            + doc: Customers of the shop.
            +
            + resources:
            +   customer:
            +     key: customer_id
            +     list: list_customers
            +     update: update_customer
        ",
    }

    RESOURCE_REMOVED {
        title: "resource removed",
        mirror: RESOURCE_ADDED,
        section: Removed,
        phrase: ["The fake server no longer remembers {name}", "The fake server no longer remembers: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Only the fake server for tests changes: it responds with examples again.",
        example: "",
    }

    RESOURCE_CHANGED {
        title: "resource changed",
        mirror: RESOURCE_CHANGED,
        section: Changed,
        phrase: ["How the fake server remembers {name} changed", "Changed objects of the fake server: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Only the fake server for tests changes.",
        example: "
            before:
            - doc: Customers of the shop.
            + doc: Customers of the shop.
            +
            + resources:
            +   customer:
            +     key: customer_id
            +     list: list_customers
            bad:
            - list: list_customers
            + list: list_customers
            +     update: update_customer
        ",
    }
}
