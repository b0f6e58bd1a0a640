//! Pagination styles and paginated operations.

use super::prelude::*;

changes! {
    PAGINATION_STYLE_ADDED {
        title: "there is one more way of paging",
        mirror: PAGINATION_STYLE_REMOVED,
        section: Added,
        request: NO_EFFECT,
        response: NO_EFFECT,
        marks: &[],
        migration: NotNeeded,
        advice: "It says nothing until an operation has it.",
        example: "
            bad:
            - by_number:
            + by_page:
            +     offset: { request: page }
            +   by_number:
        ",
    }

    PAGINATION_STYLE_REMOVED {
        title: "a way of paging is gone",
        mirror: PAGINATION_STYLE_ADDED,
        section: Removed,
        request: NO_EFFECT,
        response: NO_EFFECT,
        marks: &[],
        migration: NotNeeded,
        advice: "The operations that had it are told by themselves.",
        example: "",
    }

    PAGINATION_STYLE_CHANGED {
        title: "pages are asked for in another way",
        mirror: PAGINATION_STYLE_CHANGED,
        section: Changed,
        request: PAGING_BREAK,
        response: PAGING_BREAK,
        marks: &[],
        migration: Text("nothing in code; clients in use have to be updated"),
        advice: "Clients in use ask for further pages as before. Give the new way a style of its own, for operations \
            that are new.",
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
        title: "the list of an operation can be paged through",
        mirror: PAGINATION_REMOVED,
        section: Added,
        request: SOURCE_ADDITION.behavior(Minor),
        response: SOURCE_ADDITION.behavior(Minor),
        marks: &[],
        migration: NotNeeded,
        advice: "The request has methods that go through all pages.",
        example: "
            bad:
            - response: { type: list<Warehouse> }
            -     pagination: none
            + query:
            +       skip: { type: int, doc: Warehouses to leave out. }
            +     response:
            +       fields:
            +         warehouses: { type: list<Warehouse>, doc: Warehouses of the page. }
            +         count: { type: int, doc: How many there are. }
            +     pagination: { style: by_number, items: warehouses }
            also: parameter-added: it says which page
            also: response-form-changed: a page is an object
        ",
    }

    PAGINATION_REMOVED {
        title: "the list of an operation can't be paged through any more",
        mirror: PAGINATION_ADDED,
        section: Removed,
        request: BREAK.behavior(Minor),
        response: BREAK.behavior(Minor),
        marks: &[],
        migration: Text("send the request once: there are no `items()` and `pages()` any more"),
        advice: "Code that goes through the pages does not compile. Say one release before that the list should not be \
            paged through any more: a list that is complete ends by itself after its first page.",
        example: "
            bad:
            -     pagination: { style: by_number, items: customers }
            good: deprecation-added
            - skip: { type: int, doc: Customers to leave out. }
            + skip: { type: int, doc: Customers to leave out., deprecated: All of them are on the first page. }
        ",
    }

    PAGINATION_REPLACED {
        title: "the list of an operation is paged in another way",
        mirror: PAGINATION_REPLACED,
        section: Changed,
        request: PAGING_BREAK,
        response: PAGING_BREAK,
        marks: &[],
        migration: Text("nothing in code; clients in use have to be updated"),
        advice: "Clients in use ask for further pages in the old way. If the server never understood that one, say \
            `correction`.",
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
            +     correction: The number of customers was never answered.
        ",
    }

    PAGINATION_BACKWARDS_GAINED {
        title: "the list of an operation is paged in another way, and backwards, too",
        mirror: PAGINATION_BACKWARDS_LOST,
        section: Changed,
        request: PAGING_BREAK.source(Minor),
        response: PAGING_BREAK.source(Minor),
        marks: &[],
        migration: Text("nothing in code; clients in use ask for pages in the former way"),
        advice: "The request has methods for going backwards, too; but clients in use ask for pages in the old way. \
            Let the new way be another operation.",
        example: "
            before:
            - around_item:
            + around_customer:
            +     window: { anchor: of, item: customer_id, before: before, after: behind }
            +   around_item:
            - skip: { type: int, doc: Customers to leave out. }
            + skip: { type: int, doc: Customers to leave out. }
            +       of: { type: CustomerId, doc: A customer. }
            +       before: { type: int, doc: Customers before it. }
            +       behind: { type: int, doc: Customers behind it. }
            bad:
            - pagination: { style: by_number, items: customers }
            + pagination: { style: around_customer, items: customers }
            good: operation-added
            - update_customer:
            + list_neighbours:
            +     request: GET /v1/customers/neighbours
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
        title: "the list of an operation is paged in another way, and not backwards any more",
        mirror: PAGINATION_BACKWARDS_GAINED,
        section: Changed,
        request: BREAK.behavior(Minor),
        response: BREAK.behavior(Minor),
        marks: &[],
        migration: Text("look at how its pages are gone through"),
        advice: "The methods for going backwards are gone, and clients in use ask for pages in the old way. Let the \
            new way be another operation.",
        example: "
            good: operation-added
            - update_customer:
            + list_by_number:
            +     request: GET /v1/customers/by_number
            +     summary: Lists customers in the order of their numbers.
            +     query:
            +       skip: { type: int, doc: Customers to leave out. }
            +       limit: { type: int, doc: Customers on a page. }
            +     response:
            +       fields:
            +         customers: { type: list<Customer>, doc: The customers. }
            +         count: { type: int, doc: How many there are. }
            +     pagination: { style: by_number, items: customers }
            +     evidence: documented
            +
            +   update_customer:
        ",
    }

    PAGED_ITEMS_CHANGED {
        title: "the items of a page are in another field",
        mirror: PAGED_ITEMS_CHANGED,
        section: Changed,
        request: PAGING_BREAK,
        response: PAGING_BREAK,
        marks: &[],
        migration: Text("nothing in code; clients in use have to be updated"),
        advice: "Clients in use look for the items in the old field, and find none. If they were never there, say \
            `correction`.",
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
        title: "a list is said to have no further pages",
        mirror: END_OF_PAGES_UNSTATED,
        section: Changed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It is only told.",
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
        title: "a list is not said to have no further pages any more",
        mirror: END_OF_PAGES_STATED,
        section: Changed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It is only told. If there are further pages, say how the list goes on.",
        example: "",
    }
}
