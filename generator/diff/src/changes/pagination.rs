//! Declares the changes of pagination styles and paginated operations.

use super::prelude::*;

changes! {
    PAGINATION_STYLE_ADDED {
        title: "pagination style added",
        mirror: PAGINATION_STYLE_REMOVED,
        section: Added,
        phrase: ["Pagination style added: {name}", "Pagination styles added: {names}"],
        request: NO_EFFECT,
        response: NO_EFFECT,
        marks: &[NewElement],
        migration: NotNeeded,
        advice: "A pagination style has no effect until an operation uses it.",
        example: "
            bad:
            - by_number:
            + by_page:
            +     offset: { request: page }
            +   by_number:
        ",
    }

    PAGINATION_STYLE_REMOVED {
        title: "pagination style removed",
        mirror: PAGINATION_STYLE_ADDED,
        section: Removed,
        phrase: ["Pagination style removed: {name}", "Pagination styles removed: {names}"],
        request: NO_EFFECT,
        response: NO_EFFECT,
        marks: &[],
        migration: NotNeeded,
        advice: "The report lists the operations that used the style as separate changes.",
        example: "",
    }

    PAGINATION_STYLE_CHANGED {
        title: "pagination style changed",
        mirror: PAGINATION_STYLE_CHANGED,
        section: Changed,
        phrase: ["Pagination style {name} changed", "Pagination styles changed: {names}"],
        request: WIRE_BREAK.behavior(Minor),
        response: WIRE_BREAK.behavior(Minor),
        marks: &[],
        migration: Text("no change in code; existing clients must be updated"),
        advice: "Existing clients request further pages in the old way. Instead of changing the style, add a new style \
            for new operations.",
        example: "
            bad:
            - response: next, has_more: has_more
            + response: next
            good: pagination-style-added
            - by_number:
            + by_cursor_alone:
            +     cursor: { request: after, response: next }
            +   by_number:
        ",
    }

    PAGINATION_ADDED {
        title: "pagination added",
        mirror: PAGINATION_REMOVED,
        section: Added,
        phrase: ["Pagination added to {name}", "Pagination added to operations: {names}"],
        request: SOURCE_ADDITION.behavior(Minor),
        response: SOURCE_ADDITION.behavior(Minor),
        marks: &[],
        migration: NotNeeded,
        advice: "The request has new methods that read all pages.",
        example: "
            bad:
            - response: { type: list<Warehouse> }
            -     pagination: none
            + query:
            +       skip: { type: int, doc: Warehouses to leave out. }
            +     response:
            +       fields:
            +         warehouses: { type: list<Warehouse>, doc: Warehouses of the page. }
            +         count: { type: int, doc: The total number. }
            +     pagination: { style: by_number, items: warehouses }
            also: parameter-added: it selects the page
            also: response-form-changed: a page is an object
        ",
    }

    PAGINATION_REMOVED {
        title: "pagination removed",
        mirror: PAGINATION_ADDED,
        section: Removed,
        phrase: ["Pagination removed from {name}", "Pagination removed from operations: {names}"],
        request: BREAK.behavior(Minor),
        response: BREAK.behavior(Minor),
        marks: &[],
        migration: Text("send the request once: `items()` and `pages()` are removed"),
        advice: "Code that reads all pages does not compile. Deprecate the pagination one release before. If every \
            response contains the whole list, the pagination can stay, because the list ends after its first page.",
        example: "
            bad:
            -     pagination: { style: by_number, items: customers }
            good: deprecation-added
            - skip: { type: int, doc: The number of customers to skip. }
            + skip: { type: int, doc: The number of customers to skip., deprecated: All of them are on the first page. }
        ",
    }

    PAGINATION_REPLACED {
        title: "pagination style replaced",
        mirror: PAGINATION_REPLACED,
        section: Changed,
        phrase: ["Pagination of {name} changed", "Pagination of operations changed: {names}"],
        request: WIRE_BREAK.behavior(Minor),
        response: WIRE_BREAK.behavior(Minor),
        marks: &[],
        migration: Text("no change in code; existing clients must be updated"),
        advice: "Existing clients request further pages in the old way. If the server never supported the old way, \
            declare a `correction`.",
        example: "
            before:
            - around_item:
            + by_page:
            +     offset: { request: skip }
            +   around_item:
            bad:
            - pagination: { style: by_number, items: customers }
            + pagination: { style: by_page, items: customers }
            good: pagination-replaced
            - pagination: { style: by_number, items: customers }
            + pagination: { style: by_page, items: customers }
            +     correction: The number of customers was never returned.
        ",
    }

    PAGINATION_BACKWARDS_GAINED {
        title: "backward pagination added",
        mirror: PAGINATION_BACKWARDS_LOST,
        section: Changed,
        phrase: [
            "Pagination of {name} changed, with support for going backwards",
            "Pagination changed, with support for going backwards: {names}",
        ],
        request: WIRE_BREAK.source(Minor).behavior(Minor),
        response: WIRE_BREAK.source(Minor).behavior(Minor),
        marks: &[],
        migration: Text("no change in code; existing clients request pages in the old way"),
        advice: "The request has new methods that read pages backwards, but existing clients request pages in the old \
            way. Add an operation for the new way instead.",
        example: "
            before:
            - around_item:
            + around_customer:
            +     window: { anchor: of, item: customer_id, before: before, after: behind }
            +   around_item:
            - skip: { type: int, doc: The number of customers to skip. }
            + skip: { type: int, doc: The number of customers to skip. }
            +       of: { type: CustomerId, doc: A customer. }
            +       before: { type: int, doc: Customers before it. }
            +       behind: { type: int, doc: Customers behind it. }
            bad:
            - pagination: { style: by_number, items: customers }
            + pagination: { style: around_customer, items: customers }
            good: operation-added
            - update_customer:
            + list_neighbors:
            +     request: GET /v1/customers/neighbors
            +     summary: Lists customers around one.
            +     query:
            +       of: { type: CustomerId, required: true, doc: A customer. }
            +       before: { type: int, doc: Customers before it. }
            +       behind: { type: int, doc: Customers behind it. }
            +     response:
            +       fields:
            +         customers: { type: list<Customer>, doc: The customers. }
            +     pagination: { style: around_customer, items: customers }
            +     evidence: documented
            +
            +   update_customer:
        ",
    }

    PAGINATION_BACKWARDS_LOST {
        title: "backward pagination removed",
        mirror: PAGINATION_BACKWARDS_GAINED,
        section: Changed,
        phrase: [
            "Pagination of {name} changed, without support for going backwards",
            "Pagination changed, without support for going backwards: {names}",
        ],
        request: BREAK.behavior(Minor),
        response: BREAK.behavior(Minor),
        marks: &[],
        migration: Text("check the code that reads the pages: it cannot go backwards"),
        advice: "The methods that read pages backwards are removed, and existing clients request pages in the old way. \
            Add an operation for the new way instead.",
        example: "
            good: operation-added
            - update_customer:
            + list_by_number:
            +     request: GET /v1/customers/by_number
            +     summary: Lists customers in the order of their numbers.
            +     query:
            +       skip: { type: int, doc: The number of customers to skip. }
            +       limit: { type: int, doc: Customers on a page. }
            +     response:
            +       fields:
            +         customers: { type: list<Customer>, doc: The customers. }
            +         count: { type: int, doc: The total number. }
            +     pagination: { style: by_number, items: customers }
            +     evidence: documented
            +
            +   update_customer:
        ",
    }

    PAGED_ITEMS_CHANGED {
        title: "page items field changed",
        mirror: PAGED_ITEMS_CHANGED,
        section: Changed,
        phrase: ["Field of the page items of {name} changed", "Fields of page items changed: {names}"],
        request: WIRE_BREAK.behavior(Minor),
        response: WIRE_BREAK.behavior(Minor),
        marks: &[],
        migration: Text("no change in code; existing clients must be updated"),
        advice: "Existing clients read the items from the old field and find none. If the items were never in that \
            field, declare a `correction`.",
        example: "
            bad:
            - style: by_number, items: customers
            + style: by_number, items: regulars
            good: paged-items-changed
            - pagination: { style: by_number, items: customers }
            + pagination: { style: by_number, items: regulars }
            +     correction: The other field was always empty.
        ",
    }

    END_OF_PAGES_STATED {
        title: "end of pages stated",
        mirror: END_OF_PAGES_UNSTATED,
        section: Changed,
        phrase: [
            "{name} is documented to have no further pages",
            "Lists that are documented to have no further pages: {names}",
        ],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Only the documentation changes.",
        example: "
            before:
            -     pagination: none
            bad:
            - response: { type: list<Warehouse> }
            + response: { type: list<Warehouse> }
            +     pagination: none
        ",
    }

    END_OF_PAGES_UNSTATED {
        title: "end of pages unstated",
        mirror: END_OF_PAGES_STATED,
        section: Changed,
        phrase: [
            "{name} is no longer documented to have no further pages",
            "Lists that are no longer documented to have no further pages: {names}",
        ],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Only the documentation changes. If the list has further pages, declare its pagination.",
        example: "",
    }
}
