//! Declares the changes of operations, their requests as a whole and their errors.

use super::prelude::*;

changes! {
    OPERATION_ADDED {
        title: "operation added",
        mirror: OPERATION_REMOVED,
        section: Added,
        phrase: ["Operation added: {name}", "Operations added: {names}"],
        request: ADDITION,
        response: ADDITION,
        marks: &[NewElement],
        migration: NotNeeded,
        advice: "The client has a new method. If user code has a trait method with this name, the new method takes \
            precedence.",
        example: "
            bad:
            - view_status:
            + list_shelves:
            +     request: GET /shelves
            +     summary: Lists the shelves.
            +     response: unknown
            +     evidence: documented
            +
            +   view_status:
        ",
    }

    OPERATION_REMOVED {
        title: "operation removed",
        mirror: OPERATION_ADDED,
        section: Removed,
        phrase: ["Operation removed: {name}", "Operations removed: {names}"],
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| change.deprecated_or("no replacement; `Client::raw` can send any request")),
        advice: "Code that calls the operation does not compile, and existing clients get an error. Deprecate the \
            operation one release before, and name the replacement.",
        example: "
            good: deprecation-added
            - summary: Lists the shelves.
            + summary: Lists the shelves.
            +     deprecated: Shelves no longer have numbers.
        ",
    }

    OPERATION_RENAMED {
        title: "operation renamed",
        mirror: OPERATION_RENAME_UNDONE,
        section: Changed,
        phrase: ["Operation renamed: {name}", "Operations renamed: {names}"],
        request: DEPRECATED_ALIAS,
        response: DEPRECATED_ALIAS,
        marks: &[Renames(Renamed::Operation)],
        migration: Of(|change| change.renamed_method()),
        advice: "The old name stays as a deprecated method, and the compiler suggests the new name.",
        example: "
            bad:
            - view_count:
            + show_count:
            +     was: view_count
        ",
    }

    OPERATION_RENAME_UNDONE {
        title: "operation rename undone",
        mirror: OPERATION_RENAMED,
        section: Changed,
        phrase: ["Operation has its former name again: {name}", "Operations have their former names again: {names}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[Renames(Renamed::Operation)],
        migration: Of(|change| change.renamed_method()),
        advice: "The new name is removed, and code that uses it does not compile. Declare the new name with `was`, as \
            for any other rename.",
        example: "
            good: operation-renamed
            - show_count:
            -     was: view_count
            + view_count:
            +     was: show_count
        ",
    }

    OPERATION_RENAMED_GUESS {
        title: "operation probably renamed",
        mirror: OPERATION_RENAMED_GUESS,
        section: Changed,
        phrase: ["Operation probably renamed: {name}", "Operations probably renamed: {names}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[Guess, Renames(Renamed::Operation)],
        migration: Of(|change| change.renamed_method()),
        advice: "The method no longer has its old name. Declare the old name with `was`, which keeps the old name as a \
            deprecated method.",
        example: "
            bad:
            - view_count:
            + show_count:
            good: operation-renamed
            - view_count:
            + show_count:
            +     was: view_count
        ",
    }

    OPERATION_MOVED {
        title: "operation probably moved",
        mirror: OPERATION_MOVED,
        section: Changed,
        phrase: [
            "Operation probably moved to a different section: {name}",
            "Operations probably moved to different sections: {names}",
        ],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[Guess, Renames(Renamed::Operation)],
        migration: Of(|change| format!("call `{}` instead of `{}`", change.new_value(), change.old_value())),
        advice: "The module of an operation is its section, so code that calls the operation does not compile. Keep \
            the operation in its section until the next breaking version.",
        example: "
            bad:
            -
            -   view_status:
            -     request: GET /status
            -     host: status
            -     summary: Shows the status.
            -     response: { type: map<string> }
            -     evidence: documented
            -
            - types:
            +
            + types:
            -
            -   upload_picture:
            +
            +   view_status:
            +     request: GET /status
            +     host: status
            +     summary: Shows the status.
            +     response: { type: map<string> }
            +     evidence: documented
            +
            +   upload_picture:
            good:
            - view_status:
            + view_status: # Belongs to the items: to be moved with 2.0.
        ",
    }

    METHOD_CHANGED {
        title: "HTTP method changed",
        mirror: METHOD_CHANGED,
        section: Changed,
        phrase: ["HTTP method of {name} changed", "HTTP methods of operations changed: {names}"],
        // The retries of a different method are a change of their own.
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Text("no change in code; existing clients must be updated"),
        advice: "Existing clients send the old HTTP method and get an error. While the server accepts both HTTP \
            methods, add an operation for the new one and keep the old operation.",
        example: "
            bad:
            - request: PATCH /v1/customers/{customer_id}
            + request: PUT /v1/customers/{customer_id}
            also: idempotent-gained: PUT is retried automatically, PATCH is not
            good: deprecation-added, operation-added
            - summary: Changes a customer.
            + summary: Changes a customer.
            +     deprecated: Use `customers.replace_customer`.

            - update_customer:
            + replace_customer:
            +     request: PUT /v1/customers/{customer_id}
            +     summary: Changes a customer.
            +     path:
            +       customer_id: { type: CustomerId, doc: The customer. }
            +     body:
            +       name: { type: string, doc: The name. }
            +     response: { type: Customer }
            +     evidence: documented
            +
            +   update_customer:
        ",
    }

    PATH_CHANGED {
        title: "path changed",
        mirror: PATH_CHANGED,
        section: Changed,
        phrase: ["Path of {name} changed", "Paths of operations changed: {names}"],
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Text("no change in code; existing clients must be updated"),
        advice: "Existing clients call the old URL path and get an error. While the server accepts both paths, add an \
            operation for the new one and keep the old operation.",
        example: "
            bad:
            - request: GET /counts/{count_id}
            + request: GET /stock-counts/{count_id}
            good: deprecation-added, operation-added
            - summary: Shows the progress of a count.
            + summary: Shows the progress of a count.
            +     deprecated: Use `counts.view_stock_count`.

            - view_count:
            + view_stock_count:
            +     request: GET /stock-counts/{count_id}
            +     summary: Shows the progress of a count.
            +     path:
            +       count_id: { type: string, doc: The count. }
            +     response: { type: Count }
            +     evidence: documented
            +
            +   view_count:
        ",
    }

    OPERATION_HOST_CHANGED {
        title: "operation host changed",
        mirror: OPERATION_HOST_CHANGED,
        section: Changed,
        phrase: ["Host of {name} changed", "Hosts of operations changed: {names}"],
        request: WIRE_BREAK.behavior(Minor),
        response: WIRE_BREAK.behavior(Minor),
        marks: &[],
        migration: Text("no change in code; existing clients must be updated"),
        advice: "Existing clients call the old host. While both hosts are available, add an operation for the new host \
            and keep the old operation.",
        example: "
            bad:
            - request: GET /warehouses
            + request: GET /warehouses
            +     host: status
            good: deprecation-added, operation-added
            - summary: Lists the warehouses.
            + summary: Lists the warehouses.
            +     deprecated: Use `counts.list_all_warehouses`.

            - view_status:
            + list_all_warehouses:
            +     request: GET /warehouses
            +     host: status
            +     summary: Lists the warehouses.
            +     response: { type: list<Warehouse> }
            +     pagination: none
            +     evidence: documented
            +
            +   view_status:
        ",
    }

    IDEMPOTENT_GAINED {
        title: "automatic retries added",
        mirror: IDEMPOTENT_LOST,
        section: Changed,
        phrase: ["{name} is now retried automatically", "Operations that are now retried automatically: {names}"],
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: Text("nothing to change; the call is retried even if the server may have executed it"),
        advice: "The client retries a call even if the server may have executed it. Make sure that a call that is \
            executed twice is harmless.",
        example: "
            bad:
            - summary: Places an order.
            + summary: Places an order.
            +     idempotent: true
        ",
    }

    IDEMPOTENT_LOST {
        title: "automatic retries removed",
        mirror: IDEMPOTENT_GAINED,
        section: Changed,
        phrase: [
            "{name} is no longer retried automatically",
            "Operations that are no longer retried automatically: {names}",
        ],
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: Text("nothing to change; the call is not retried if the server may have executed it"),
        advice: "The client does not retry a call if the server may have executed it, so calls fail more often.",
        example: "",
    }

    OPERATION_SCOPE_REQUIRED {
        title: "credential scope required",
        mirror: OPERATION_SCOPE_DROPPED,
        section: Changed,
        phrase: ["{name} requires a credential scope", "Operations that require a credential scope: {names}"],
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Text("set a credential with the scope that the operation requires"),
        advice: "The server rejects calls with credentials of other scopes. If the server always rejected such calls, \
            declare a `correction`: the report then says that the server has not changed.",
        example: "
            bad:
            - summary: Places an order.
            + summary: Places an order.
            +     scope: clerk
            good: operation-scope-required
            - summary: Places an order.
            + summary: Places an order.
            +     scope: clerk
            +     correction: Keys of owners were never accepted.
        ",
    }

    OPERATION_SCOPE_DROPPED {
        title: "credential scope no longer required",
        mirror: OPERATION_SCOPE_REQUIRED,
        section: Changed,
        phrase: ["{name} accepts credentials of any scope", "Operations that accept credentials of any scope: {names}"],
        request: DOCS.wire(Minor),
        response: DOCS.wire(Minor),
        marks: &[],
        migration: NotNeeded,
        advice: "Credentials with the scope that was required before keep working.",
        example: "",
    }

    OPERATION_SCOPE_CHANGED {
        title: "required credential scope changed",
        mirror: OPERATION_SCOPE_CHANGED,
        section: Changed,
        phrase: ["Credential scope of {name} changed", "Credential scopes of operations changed: {names}"],
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Text("set a credential with the scope that the operation requires"),
        advice: "The server rejects calls with credentials of the old scope. If the server always rejected such calls, \
            declare a `correction`.",
        example: "
            bad:
            - scope: owner
            + scope: clerk
            good: operation-scope-changed
            - scope: owner
            + scope: clerk
            +     correction: Clerks could always do it.
        ",
    }

    OPERATION_RATE_CLASS_CHANGED {
        title: "rate limit class changed",
        mirror: OPERATION_RATE_CLASS_CHANGED,
        section: Changed,
        phrase: ["Rate limit class of {name} changed", "Rate limit classes of operations changed: {names}"],
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "A client that respects the limit counts calls of the operation towards a different class.",
        example: "
            bad:
            - summary: Lists orders.
            -     rate_limit: read
            + summary: Lists orders.
            +     rate_limit: write
        ",
    }

    ENCODING_CHANGED {
        title: "request body encoding changed",
        mirror: ENCODING_CHANGED,
        section: Changed,
        phrase: ["Body encoding of {name} changed", "Body encodings of operations changed: {names}"],
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Text("no change in code; existing clients must be updated"),
        advice: "Existing clients send the old encoding. If the server never accepted the old encoding, declare a \
            `correction`.",
        example: "
            bad:
            - summary: Places an order.
            + summary: Places an order.
            +     encoding: multipart
            good: encoding-changed
            - summary: Places an order.
            + summary: Places an order.
            +     encoding: multipart
            +     correction: JSON was never accepted.
        ",
    }

    OPERATION_ERROR_ADDED {
        title: "documented error added",
        mirror: OPERATION_ERROR_REMOVED,
        section: Added,
        phrase: [
            "Error added to the documentation of {owner}: {part}",
            "Errors added to the documentation of {owner}: {parts}",
        ],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Only the list of errors in the operation's documentation changes.",
        example: "
            bad:
            - 409: An item is out of stock.
            + 409: An item is out of stock.
            +       423: A concurrent change.
        ",
    }

    OPERATION_ERROR_REMOVED {
        title: "documented error removed",
        mirror: OPERATION_ERROR_ADDED,
        section: Removed,
        phrase: [
            "Error removed from the documentation of {owner}: {part}",
            "Errors removed from the documentation of {owner}: {parts}",
        ],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Only the list of errors in the operation's documentation changes.",
        example: "",
    }
}
