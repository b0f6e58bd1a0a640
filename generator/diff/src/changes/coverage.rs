//! Coverage of the documented endpoints and of the vendor's own clients.

use super::prelude::*;

changes! {
    COVERAGE_CHANGED {
        title: "an operation covers other documented endpoints",
        mirror: COVERAGE_CHANGED,
        section: Changed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It is only told which endpoints of the vendor's documentation are covered.",
        example: "
            bad:
            - documented: shop/customers/find_a_customer
        ",
    }

    SUBSTITUTE_CHANGED {
        title: "something else is said of why an operation stands in for an endpoint",
        mirror: SUBSTITUTE_CHANGED,
        section: Changed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It is only told.",
        example: "
            before:
            - documented: shop/customers/find_a_customer
            + documented: shop/customers/find_a_customer
            +     substitute: There is no endpoint for it.
            bad:
            - substitute: There is no endpoint for it.
            + substitute: There is no endpoint for it; the lookup answers it.
        ",
    }

    VARIANT_CHANGED {
        title: "an operation is a variant of another one than before",
        mirror: VARIANT_CHANGED,
        section: Changed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It is only told which operations share a request.",
        example: "
            bad:
            - documented: stock/items/add_a_picture
            -     request: POST /items/{item_id}/pictures
            -     summary: Adds a picture of an item.
            + documented: stock/items/add_a_picture
            +     variant_of: link_picture
            +     request: POST /items/{item_id}/pictures
            +     summary: Adds a picture of an item.

            -     variant_of: upload_picture
        ",
    }

    DOCUMENTED_ADDED {
        title: "the vendor documents one more endpoint",
        mirror: DOCUMENTED_REMOVED,
        section: Added,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It is only told, and coverage is measured against one more.",
        example: "
            bad:
            - print_an_order: Print an order
            + print_an_order: Print an order
            +           pack_an_order: Pack an order
        ",
    }

    DOCUMENTED_REMOVED {
        title: "the vendor does not document an endpoint any more",
        mirror: DOCUMENTED_ADDED,
        section: Removed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It is only told, and coverage is measured against one less.",
        example: "",
    }

    MISSING_ADDED {
        title: "a documented endpoint can't be written",
        mirror: MISSING_REMOVED,
        section: Added,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It is only told that nobody could write it.",
        example: "
            before:
            - missing:
            -   shop/orders/print_an_order: Its path is documented nowhere.
            bad:
            - types:
            -   Delivery:
            + missing:
            +   shop/orders/print_an_order: Its path is documented nowhere.
            +
            + types:
            +   Delivery:
        ",
    }

    MISSING_REMOVED {
        title: "a documented endpoint is not said to be missing any more",
        mirror: MISSING_ADDED,
        section: Removed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It is only told.",
        example: "",
    }

    MISSING_REASON_CHANGED {
        title: "an endpoint is missing for another reason",
        mirror: MISSING_REASON_CHANGED,
        section: Changed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It is only told.",
        example: "
            bad:
            - shop/orders/print_an_order: Its path is documented nowhere.
            + shop/orders/print_an_order: Neither its path nor its answer is documented.
        ",
    }

    VENDOR_CLIENT_ADDED {
        title: "the names of one more client of the vendor are known",
        mirror: VENDOR_CLIENT_REMOVED,
        section: Added,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Operations are found by the names of one more client.",
        example: "
            bad:
            - vendor_names:
            + vendor_names:
            +   ruby_kit:
            +     title: The Ruby kit
            +     docs: https://docs.market.example/ruby
            +     classes:
            +       Orders:
            +         list: shop.orders.list_orders
        ",
    }

    VENDOR_CLIENT_REMOVED {
        title: "the names of a client of the vendor are gone",
        mirror: VENDOR_CLIENT_ADDED,
        section: Removed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Operations are not found by these names any more.",
        example: "",
    }

    VENDOR_METHOD_ADDED {
        title: "one more method of a client of the vendor is known",
        mirror: VENDOR_METHOD_REMOVED,
        section: Added,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "The operation is found by one more name.",
        example: "
            bad:
            - addOrder: shop.orders.create_order
            + addOrder: shop.orders.create_order
            +         getOrder: shop.orders.retrieve_order
        ",
    }

    VENDOR_METHOD_REMOVED {
        title: "a method of a client of the vendor is gone",
        mirror: VENDOR_METHOD_ADDED,
        section: Removed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "The operation is not found by this name any more.",
        example: "",
    }

    VENDOR_METHOD_CHANGED {
        title: "a method of a client of the vendor leads elsewhere",
        mirror: VENDOR_METHOD_CHANGED,
        section: Changed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "The name leads elsewhere.",
        example: "
            bad:
            - addOrder: shop.orders.create_order
            + addOrder: [shop.orders.create_order, shop.orders.retrieve_order]
        ",
    }
}
