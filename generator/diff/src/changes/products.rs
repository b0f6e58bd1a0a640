//! Declares the changes of products and their sections.

use super::prelude::*;

changes! {
    PRODUCT_ADDED {
        title: "product added",
        mirror: PRODUCT_REMOVED,
        section: Added,
        phrase: ["Product added: {name}", "Products added: {names}"],
        request: ADDITION,
        response: ADDITION,
        marks: &[NewElement],
        migration: NotNeeded,
        advice: "The client has a new module and a new feature for it.",
        example: "
            bad:
            - products:
            -   shop:
            -     title: Shop
            -     host
            + products:
            +   gifts:
            +     title: Gifts
            +     host: main
            +     doc: Cards with money on them.
            +   shop:
            +     title: Shop
            +     host
            +++ gifts/cards.yaml
            + format: 1
            + section: cards
            + title: Cards
            + doc: Cards with money on them.
            + operations:
            +   list_cards:
            +     request: GET /v1/cards
            +     summary: Lists the cards.
            +     response: unknown
            +     evidence: documented
        ",
    }

    PRODUCT_REMOVED {
        title: "product removed",
        mirror: PRODUCT_ADDED,
        section: Removed,
        phrase: ["Product removed: {name}", "Products removed: {names}"],
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| change.deprecated_or("no replacement; `Client::raw` can send any request")),
        advice: "The module with all of its code is removed. If the vendor shuts the product down, deprecate its \
            operations one release before, so that the compiler warns.",
        example: "
            good: deprecation-added
            - summary: Lists the cards.
            + summary: Lists the cards.
            +     deprecated: Cards end next year.
        ",
    }

    PRODUCT_RENAMED {
        title: "product renamed",
        mirror: PRODUCT_RENAME_UNDONE,
        section: Changed,
        phrase: ["Product renamed: {name}", "Products renamed: {names}"],
        request: DEPRECATED_ALIAS,
        response: DEPRECATED_ALIAS,
        marks: &[Renames(Renamed::Product)],
        migration: Of(|change| change.renamed_module()),
        advice: "The module, the feature and the method have their old names as deprecated aliases. Requests stay the \
            same.",
        example: "
            bad:
            >>> stock/counts.yaml storage/counts.yaml
            >>> stock/items.yaml storage/items.yaml
            === api.yaml
            - stock:
            -     title: Stock
            -     host: warehouses
            -     doc: Items and warehouses.
            + storage:
            +     title: Stock
            +     host: warehouses
            +     doc: Items and warehouses.
            +     was: stock
        ",
    }

    PRODUCT_RENAME_UNDONE {
        title: "product rename undone",
        mirror: PRODUCT_RENAMED,
        section: Changed,
        phrase: ["Product has its former name again: {name}", "Products have their former names again: {names}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[Renames(Renamed::Product)],
        migration: Of(|change| change.renamed_module()),
        advice: "The new name is removed, and code that uses it does not compile. Declare the new name with `was`.",
        example: "
            good: product-renamed
            >>> storage/counts.yaml stock/counts.yaml
            >>> storage/items.yaml stock/items.yaml
            === api.yaml
            - storage:
            -     title: Stock
            -     host: warehouses
            -     doc: Items and warehouses.
            -     was: stock
            + stock:
            +     title: Stock
            +     host: warehouses
            +     doc: Items and warehouses.
            +     was: storage
        ",
    }

    PRODUCT_RENAMED_GUESS {
        title: "product probably renamed",
        mirror: PRODUCT_RENAMED_GUESS,
        section: Changed,
        phrase: ["Product probably renamed: {name}", "Products probably renamed: {names}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[Guess, Renames(Renamed::Product)],
        migration: Of(|change| change.renamed_module()),
        advice: "The module, the feature and the method no longer have their old names. Declare the old name with \
            `was`, which keeps it as a deprecated alias.",
        example: "
            bad:
            >>> stock/counts.yaml storage/counts.yaml
            >>> stock/items.yaml storage/items.yaml
            === api.yaml
            - stock:
            -     title: Stock
            + storage:
            +     title: Stock
            good: product-renamed
            >>> stock/counts.yaml storage/counts.yaml
            >>> stock/items.yaml storage/items.yaml
            === api.yaml
            - stock:
            -     title: Stock
            -     host: warehouses
            -     doc: Items and warehouses.
            + storage:
            +     title: Stock
            +     host: warehouses
            +     doc: Items and warehouses.
            +     was: stock
        ",
    }

    PRODUCT_HOST_CHANGED {
        title: "product host changed",
        mirror: PRODUCT_HOST_CHANGED,
        section: Changed,
        phrase: ["Host of {name} changed", "Hosts of products changed: {names}"],
        // Errors and rate limits are those of the new host.
        request: WIRE_BREAK.behavior(Minor),
        response: WIRE_BREAK.behavior(Minor),
        marks: &[],
        migration: Text("no change in code; existing clients must be updated"),
        advice: "Existing clients call the old host. Add operations for the new host, and deprecate the old ones.",
        example: "
            bad:
            - title: Stock
            -     host: warehouses
            + title: Stock
            +     host: status
            good: deprecation-added, operation-added
            - summary: Lists the warehouses.
            + summary: Lists the warehouses.
            +     deprecated: Use `counts.list_all_warehouses`.

            - view_status:
            + list_all_warehouses:
            +     request: GET /warehouses/all
            +     host: status
            +     summary: Lists the warehouses.
            +     response: { type: list<Warehouse> }
            +     pagination: none
            +     evidence: documented
            +
            +   view_status:
        ",
    }

    SECTION_ADDED {
        title: "section added",
        mirror: SECTION_REMOVED,
        section: Added,
        phrase: ["Section added: {name}", "Sections added: {names}"],
        request: ADDITION,
        response: ADDITION,
        marks: &[Container],
        migration: NotNeeded,
        advice: "The client has a new module.",
        example: "
            bad:
            +++ stock/tills.yaml
            + format: 1
            + section: tills
            + title: Tills
            + doc: Tills and payments.
            + operations:
            +   list_tills:
            +     request: GET /tills
            +     summary: Lists the tills.
            +     response: unknown
            +     evidence: documented
        ",
    }

    SECTION_REMOVED {
        title: "section removed",
        mirror: SECTION_ADDED,
        section: Removed,
        phrase: ["Section removed: {name}", "Sections removed: {names}"],
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| change.deprecated_or("no replacement; `Client::raw` can send any request")),
        advice: "The module with all of its code is removed. Deprecate its operations one release before, so that the \
            compiler warns.",
        example: "
            good: deprecation-added
            - summary: Lists the tills.
            + summary: Lists the tills.
            +     deprecated: Tills are no longer used.
        ",
    }

    SECTION_RENAMED {
        title: "section renamed",
        mirror: SECTION_RENAME_UNDONE,
        section: Changed,
        phrase: ["Section renamed: {name}", "Sections renamed: {names}"],
        request: DEPRECATED_ALIAS,
        response: DEPRECATED_ALIAS,
        marks: &[Renames(Renamed::Section)],
        migration: Of(|change| change.renamed_module()),
        advice: "The module and the method have their old names as deprecated aliases. Requests stay the same.",
        example: "
            bad:
            >>> stock/counts.yaml stock/inventories.yaml
            - section: counts
            - title: Counts
            - doc: Counts of the stock.
            + section: inventories
            + title: Counts
            + doc: Counts of the stock.
            + was: counts
        ",
    }

    SECTION_RENAME_UNDONE {
        title: "section rename undone",
        mirror: SECTION_RENAMED,
        section: Changed,
        phrase: ["Section has its former name again: {name}", "Sections have their former names again: {names}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[Renames(Renamed::Section)],
        migration: Of(|change| change.renamed_module()),
        advice: "The new name is removed, and code that uses it does not compile. Declare the new name with `was`.",
        example: "
            good: section-renamed
            >>> stock/inventories.yaml stock/counts.yaml
            - section: inventories
            - title: Counts
            - doc: Counts of the stock.
            - was: counts
            + section: counts
            + title: Counts
            + doc: Counts of the stock.
            + was: inventories
        ",
    }

    SECTION_RENAMED_GUESS {
        title: "section probably renamed",
        mirror: SECTION_RENAMED_GUESS,
        section: Changed,
        phrase: ["Section probably renamed: {name}", "Sections probably renamed: {names}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[Guess, Renames(Renamed::Section)],
        migration: Of(|change| change.renamed_module()),
        advice: "The module and the method no longer have their old names. Declare the old name with `was`, which \
            keeps it as a deprecated alias.",
        example: "
            bad:
            >>> stock/counts.yaml stock/inventories.yaml
            - section: counts
            + section: inventories
            good: section-renamed
            >>> stock/counts.yaml stock/inventories.yaml
            - section: counts
            - title: Counts
            - doc: Counts of the stock.
            + section: inventories
            + title: Counts
            + doc: Counts of the stock.
            + was: counts
        ",
    }
}
