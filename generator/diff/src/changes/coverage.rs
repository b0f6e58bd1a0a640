//! Declares the changes of the coverage of documented endpoints and vendor clients.

use super::prelude::*;

changes! {
    COVERAGE_CHANGED {
        title: "covered endpoints changed",
        mirror: COVERAGE_CHANGED,
        section: Changed,
        phrase: ["Documented endpoints of {name} changed", "Changed documented endpoints: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Only the documented coverage of the vendor's endpoints changes.",
        example: "
            bad:
            - documented: shop/customers/find_a_customer
        ",
    }

    SUBSTITUTE_CHANGED {
        title: "substitute reason changed",
        mirror: SUBSTITUTE_CHANGED,
        section: Changed,
        phrase: [
            "Reason why {name} replaces an endpoint changed",
            "Changed reasons why an operation replaces an endpoint: {names}",
        ],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Only the documentation changes.",
        example: "
            before:
            - documented: shop/customers/find_a_customer
            + documented: shop/customers/find_a_customer
            +     substitute: There is no endpoint for it.
            bad:
            - substitute: There is no endpoint for it.
            + substitute: There is no endpoint for it; the lookup returns it.
        ",
    }

    VARIANT_CHANGED {
        title: "variant changed",
        mirror: VARIANT_CHANGED,
        section: Changed,
        phrase: ["Variant of {name} changed", "Changed variants: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Only the documentation changes: it shows which operations share a request.",
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
        title: "documented endpoint added",
        mirror: DOCUMENTED_REMOVED,
        section: Added,
        phrase: ["Documented endpoint added: {name}", "Documented endpoints added: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Only the documentation changes. The coverage includes the endpoint.",
        example: "
            bad:
            - print_an_order: Print an order
            + print_an_order: Print an order
            +           pack_an_order: Pack an order
        ",
    }

    DOCUMENTED_REMOVED {
        title: "documented endpoint removed",
        mirror: DOCUMENTED_ADDED,
        section: Removed,
        phrase: ["Documented endpoint removed: {name}", "Documented endpoints removed: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Only the documentation changes. The coverage no longer includes the endpoint.",
        example: "",
    }

    MISSING_ADDED {
        title: "endpoint listed as missing",
        mirror: MISSING_REMOVED,
        section: Added,
        phrase: ["Endpoint listed as missing: {name}", "Endpoints listed as missing: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "The documentation says that the spec lacks a documented endpoint.",
        example: "
            before:
            - missing:
            -   shop/orders/print_an_order: Its path is not documented.
            bad:
            - types:
            -   Delivery:
            + missing:
            +   shop/orders/print_an_order: Its path is not documented.
            +
            + types:
            +   Delivery:
        ",
    }

    MISSING_REMOVED {
        title: "endpoint not listed as missing",
        mirror: MISSING_ADDED,
        section: Removed,
        phrase: ["Endpoint no longer listed as missing: {name}", "Endpoints no longer listed as missing: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "The documentation no longer says that the spec lacks the endpoint.",
        example: "",
    }

    MISSING_REASON_CHANGED {
        title: "missing endpoint reason changed",
        mirror: MISSING_REASON_CHANGED,
        section: Changed,
        phrase: ["Reason for missing endpoint {name} changed", "Changed reasons for missing endpoints: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Only the documentation changes.",
        example: "
            bad:
            - shop/orders/print_an_order: Its path is not documented.
            + shop/orders/print_an_order: Neither its path nor its response is documented.
        ",
    }

    VENDOR_CLIENT_ADDED {
        title: "vendor client added",
        mirror: VENDOR_CLIENT_REMOVED,
        section: Added,
        phrase: ["Names of a vendor client added: {name}", "Names of vendor clients added: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Users can search for operations by the method names of an additional vendor client.",
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
        title: "vendor client removed",
        mirror: VENDOR_CLIENT_ADDED,
        section: Removed,
        phrase: ["Names of a vendor client removed: {name}", "Names of vendor clients removed: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Users can no longer search for operations by the method names of this vendor client.",
        example: "",
    }

    VENDOR_METHOD_ADDED {
        title: "vendor method added",
        mirror: VENDOR_METHOD_REMOVED,
        section: Added,
        phrase: ["Method of a vendor client added: {name}", "Methods of vendor clients added: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Users can search for the operation by an additional name.",
        example: "
            bad:
            - addOrder: shop.orders.create_order
            + addOrder: shop.orders.create_order
            +         getOrder: shop.orders.retrieve_order
        ",
    }

    VENDOR_METHOD_REMOVED {
        title: "vendor method removed",
        mirror: VENDOR_METHOD_ADDED,
        section: Removed,
        phrase: ["Method of a vendor client removed: {name}", "Methods of vendor clients removed: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Users can no longer search for the operation by this name.",
        example: "",
    }

    VENDOR_METHOD_CHANGED {
        title: "vendor method changed",
        mirror: VENDOR_METHOD_CHANGED,
        section: Changed,
        phrase: ["Method of a vendor client changed: {name}", "Methods of vendor clients changed: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "The method name of the vendor client leads to a different operation.",
        example: "
            bad:
            - addOrder: shop.orders.create_order
            + addOrder: [shop.orders.create_order, shop.orders.retrieve_order]
        ",
    }
}
