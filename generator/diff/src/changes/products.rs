//! Products and their sections.

use super::prelude::*;

changes! {
    PRODUCT_ADDED {
        title: "there is one more product",
        mirror: PRODUCT_REMOVED,
        section: Added,
        request: ADDITION,
        response: ADDITION,
        marks: &[],
        migration: NotNeeded,
        advice: "There is a new module with a feature of its own.",
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
        title: "a product is gone",
        mirror: PRODUCT_ADDED,
        section: Removed,
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| change.deprecated_or("there is no call for this any more; `Client::raw` can send any request")),
        advice: "All of its code is gone. Where the vendor switches it off, say so one release before, so that \
            compilers warn.",
        example: "
            good: deprecation-added
            - summary: Lists the cards.
            + summary: Lists the cards.
            +     deprecated: There are no cards from next year on.
        ",
    }

    PRODUCT_RENAMED {
        title: "a product was renamed",
        mirror: PRODUCT_RENAME_UNDONE,
        section: Changed,
        request: DEPRECATED_ALIAS,
        response: DEPRECATED_ALIAS,
        marks: &[Renames(Renamed::Product)],
        migration: Of(|change| change.renamed_module()),
        advice: "The module, the feature and the method keep their former names as deprecated aliases. Requests stay \
            the same.",
        example: "
            bad:
            >>> stock/counts.yaml storage/counts.yaml
            >>> stock/items.yaml storage/items.yaml
            === api.yaml
            - stock:
            -     title: Stock
            -     host: warehouses
            -     doc: What there is to sell.
            + storage:
            +     title: Stock
            +     host: warehouses
            +     doc: What there is to sell.
            +     was: stock
        ",
    }

    PRODUCT_RENAME_UNDONE {
        title: "a product has its former name again",
        mirror: PRODUCT_RENAMED,
        section: Changed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[Renames(Renamed::Product)],
        migration: Of(|change| change.renamed_module()),
        advice: "The new name is removed, and code that uses it does not compile. Add the new name as `was`.",
        example: "
            good: product-renamed
            >>> storage/counts.yaml stock/counts.yaml
            >>> storage/items.yaml stock/items.yaml
            === api.yaml
            - storage:
            -     title: Stock
            -     host: warehouses
            -     doc: What there is to sell.
            -     was: stock
            + stock:
            +     title: Stock
            +     host: warehouses
            +     doc: What there is to sell.
            +     was: storage
        ",
    }

    PRODUCT_RENAMED_GUESS {
        title: "a product seems to be renamed",
        mirror: PRODUCT_RENAMED_GUESS,
        section: Changed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[Guess, Renames(Renamed::Product)],
        migration: Of(|change| change.renamed_module()),
        advice: "The module, the feature and the method have their new names only. Add the former name as `was`: it \
            stays as a deprecated alias.",
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
            -     doc: What there is to sell.
            + storage:
            +     title: Stock
            +     host: warehouses
            +     doc: What there is to sell.
            +     was: stock
        ",
    }

    PRODUCT_HOST_CHANGED {
        title: "the operations of a product go to another host",
        mirror: PRODUCT_HOST_CHANGED,
        section: Changed,
        // Errors and rate limits are those of the other host.
        request: PAGING_BREAK,
        response: PAGING_BREAK,
        marks: &[],
        migration: Text("nothing in code; clients in use have to be updated"),
        advice: "Clients in use ask the old host. Let new operations ask the new one, and say of the old ones that \
            they will be gone.",
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
        title: "a product has one more section",
        mirror: SECTION_REMOVED,
        section: Added,
        request: ADDITION,
        response: ADDITION,
        marks: &[],
        migration: NotNeeded,
        advice: "There is a new module.",
        example: "
            bad:
            +++ stock/tills.yaml
            + format: 1
            + section: tills
            + title: Tills
            + doc: Where people pay.
            + operations:
            +   list_tills:
            +     request: GET /tills
            +     summary: Lists the tills.
            +     response: unknown
            +     evidence: documented
        ",
    }

    SECTION_REMOVED {
        title: "a section of a product is gone",
        mirror: SECTION_ADDED,
        section: Removed,
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| change.deprecated_or("there is no call for this any more; `Client::raw` can send any request")),
        advice: "All of its code is gone. Say so one release before, so that compilers warn.",
        example: "
            good: deprecation-added
            - summary: Lists the tills.
            + summary: Lists the tills.
            +     deprecated: Nobody keeps tills any more.
        ",
    }

    SECTION_RENAMED {
        title: "a section was renamed",
        mirror: SECTION_RENAME_UNDONE,
        section: Changed,
        request: DEPRECATED_ALIAS,
        response: DEPRECATED_ALIAS,
        marks: &[Renames(Renamed::Section)],
        migration: Of(|change| change.renamed_module()),
        advice: "The module and the method keep their former names as deprecated aliases. Requests stay the same.",
        example: "
            bad:
            >>> stock/counts.yaml stock/inventories.yaml
            - section: counts
            - title: Counts
            - doc: Counting what is there.
            + section: inventories
            + title: Counts
            + doc: Counting what is there.
            + was: counts
        ",
    }

    SECTION_RENAME_UNDONE {
        title: "a section has its former name again",
        mirror: SECTION_RENAMED,
        section: Changed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[Renames(Renamed::Section)],
        migration: Of(|change| change.renamed_module()),
        advice: "The new name is removed, and code that uses it does not compile. Add the new name as `was`.",
        example: "
            good: section-renamed
            >>> stock/inventories.yaml stock/counts.yaml
            - section: inventories
            - title: Counts
            - doc: Counting what is there.
            - was: counts
            + section: counts
            + title: Counts
            + doc: Counting what is there.
            + was: inventories
        ",
    }

    SECTION_RENAMED_GUESS {
        title: "a section seems to be renamed",
        mirror: SECTION_RENAMED_GUESS,
        section: Changed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[Guess, Renames(Renamed::Section)],
        migration: Of(|change| change.renamed_module()),
        advice: "The module and the method have their new names only. Add the former name as `was`: it stays as a \
            deprecated alias.",
        example: "
            bad:
            >>> stock/counts.yaml stock/inventories.yaml
            - section: counts
            + section: inventories
            good: section-renamed
            >>> stock/counts.yaml stock/inventories.yaml
            - section: counts
            - title: Counts
            - doc: Counting what is there.
            + section: inventories
            + title: Counts
            + doc: Counting what is there.
            + was: counts
        ",
    }
}
