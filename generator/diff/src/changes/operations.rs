//! Operations, their requests as a whole and their errors.

use super::prelude::*;

changes! {
    OPERATION_ADDED {
        title: "there is one more operation",
        mirror: OPERATION_REMOVED,
        section: Added,
        request: ADDITION,
        response: ADDITION,
        marks: &[],
        migration: NotNeeded,
        advice: "There is a new method. Who has a method of this name from a trait of their own sees no difference.",
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
        title: "an operation is gone",
        mirror: OPERATION_ADDED,
        section: Removed,
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| change.deprecated_or("there is no call for this any more; `Client::raw` can send any request")),
        advice: "Code that calls it does not compile, and clients in use are answered with an error. Say one release \
            before that it should not be used any more, and what should.",
        example: "
            good: deprecation-added
            - summary: Lists the shelves.
            + summary: Lists the shelves.
            +     deprecated: Shelves have no numbers any more.
        ",
    }

    OPERATION_RENAMED {
        title: "an operation was renamed, and keeps its former name for now",
        mirror: OPERATION_RENAME_UNDONE,
        section: Changed,
        request: DEPRECATED_ALIAS,
        response: DEPRECATED_ALIAS,
        marks: &[Renames(Renamed::Operation)],
        migration: Of(|change| change.renamed_method()),
        advice: "The former name stays as a deprecated method, and compilers tell users of the new one.",
        example: "
            bad:
            - view_count:
            + show_count:
            +     was: view_count
        ",
    }

    OPERATION_RENAME_UNDONE {
        title: "an operation has its former name again",
        mirror: OPERATION_RENAMED,
        section: Changed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[Renames(Renamed::Operation)],
        migration: Of(|change| change.renamed_method()),
        advice: "The name that was new is gone, and code that took it up does not compile. Going back is a renaming, \
            too: say what it was.",
        example: "
            good: operation-renamed
            - show_count:
            -     was: view_count
            + view_count:
            +     was: show_count
        ",
    }

    OPERATION_RENAMED_GUESS {
        title: "an operation seems to have been renamed",
        mirror: OPERATION_RENAMED_GUESS,
        section: Changed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[Guess, Renames(Renamed::Operation)],
        migration: Of(|change| change.renamed_method()),
        advice: "The method is gone under its name. Say what it `was`: then the old name stays as a deprecated method.",
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
        title: "an operation seems to have moved to another section",
        mirror: OPERATION_MOVED,
        section: Changed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[Guess, Renames(Renamed::Operation)],
        migration: Of(|change| format!("call `{}` in the place of `{}`", change.new_value(), change.old_value())),
        advice: "The module of an operation is that of its section, and code that calls it does not compile. Leave it \
            where it is until the next version that breaks code anyway.",
        example: "
            bad:
            -
            -   view_status:
            -     request: GET /status
            -     host: status
            -     summary: Shows whether all is well.
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
            +     summary: Shows whether all is well.
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
        title: "an operation has another HTTP method",
        mirror: METHOD_CHANGED,
        section: Changed,
        // The retries of another method are a change of their own.
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Text("nothing in code; clients in use have to be updated"),
        advice: "Clients in use send the old method, and are answered with an error. Let the new one be another \
            operation, for as long as the server takes both.",
        example: "
            bad:
            - request: PATCH /v1/customers/{customer_id}
            + request: PUT /v1/customers/{customer_id}
            also: idempotent-gained: PUT is retried automatically, and PATCH is not
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
        title: "an operation has another path",
        mirror: PATH_CHANGED,
        section: Changed,
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Text("nothing in code; clients in use have to be updated"),
        advice: "Clients in use ask the old path, and are answered with an error. Let the new one be another \
            operation, for as long as the server takes both.",
        example: "
            bad:
            - request: GET /counts/{count_id}
            + request: GET /stock-counts/{count_id}
            good: deprecation-added, operation-added
            - summary: Shows how far a count is.
            + summary: Shows how far a count is.
            +     deprecated: Use `counts.view_stock_count`.

            - view_count:
            + view_stock_count:
            +     request: GET /stock-counts/{count_id}
            +     summary: Shows how far a count is.
            +     path:
            +       count_id: { type: string, doc: The count. }
            +     response: { type: Count }
            +     evidence: documented
            +
            +   view_count:
        ",
    }

    OPERATION_HOST_CHANGED {
        title: "an operation goes to another host",
        mirror: OPERATION_HOST_CHANGED,
        section: Changed,
        request: PAGING_BREAK,
        response: PAGING_BREAK,
        marks: &[],
        migration: Text("nothing in code; clients in use have to be updated"),
        advice: "Clients in use ask the old host. Let what is at the new one be another operation, for as long as both \
            answer.",
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
        title: "an operation is now retried automatically",
        mirror: IDEMPOTENT_LOST,
        section: Changed,
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: Text("nothing; the call is retried even if the server may have executed it"),
        advice: "The client retries a call even if the server may have executed it. Make sure that executing it twice \
            does no harm.",
        example: "
            bad:
            - summary: Places an order.
            + summary: Places an order.
            +     idempotent: true
        ",
    }

    IDEMPOTENT_LOST {
        title: "an operation is no longer retried automatically",
        mirror: IDEMPOTENT_GAINED,
        section: Changed,
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: Text("nothing; the call is not retried if the server may have executed it"),
        advice: "The client does not retry a call if the server may have executed it, and calls fail more often.",
        example: "",
    }

    OPERATION_SCOPE_REQUIRED {
        title: "an operation needs a certain kind of credential",
        mirror: OPERATION_SCOPE_DROPPED,
        section: Changed,
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Text("give the client a credential of the kind that the operation needs"),
        advice: "Clients in use that have another kind of credential are refused. If it was always so, say \
            `correction`: then nobody is told that the server has changed.",
        example: "
            bad:
            - summary: Places an order.
            + summary: Places an order.
            +     scope: clerk
            good: operation-scope-required
            - summary: Places an order.
            + summary: Places an order.
            +     scope: clerk
            +     correction: Keys of owners were never taken.
        ",
    }

    OPERATION_SCOPE_DROPPED {
        title: "an operation takes any kind of credential",
        mirror: OPERATION_SCOPE_REQUIRED,
        section: Changed,
        request: DOCS.wire(Minor),
        response: DOCS.wire(Minor),
        marks: &[],
        migration: NotNeeded,
        advice: "Who has the right kind of credential goes on as before.",
        example: "",
    }

    OPERATION_SCOPE_CHANGED {
        title: "an operation needs another kind of credential",
        mirror: OPERATION_SCOPE_CHANGED,
        section: Changed,
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Text("give the client a credential of the kind that the operation needs"),
        advice: "Clients in use that have the former kind of credential are refused. If it was always so, say \
            `correction`.",
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
        title: "an operation counts for another rate limit",
        mirror: OPERATION_RATE_CLASS_CHANGED,
        section: Changed,
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "A client that keeps below the limit counts it among other calls.",
        example: "
            bad:
            - summary: Lists orders.
            -     rate_limit: read
            + summary: Lists orders.
            +     rate_limit: write
        ",
    }

    ENCODING_CHANGED {
        title: "the body of an operation is sent in another form",
        mirror: ENCODING_CHANGED,
        section: Changed,
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Text("nothing in code; clients in use have to be updated"),
        advice: "Clients in use send the old form. If the server never took that one, say `correction`.",
        example: "
            bad:
            - summary: Places an order.
            + summary: Places an order.
            +     encoding: multipart
            good: encoding-changed
            - summary: Places an order.
            + summary: Places an order.
            +     encoding: multipart
            +     correction: JSON was never taken.
        ",
    }

    OPERATION_ERROR_ADDED {
        title: "an operation is known to fail with one more code",
        mirror: OPERATION_ERROR_REMOVED,
        section: Added,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It is only told what a call may fail with.",
        example: "
            bad:
            - 409: There is too little of an item.
            + 409: There is too little of an item.
            +       423: Somebody else changes it.
        ",
    }

    OPERATION_ERROR_REMOVED {
        title: "an operation is not known to fail with a code any more",
        mirror: OPERATION_ERROR_ADDED,
        section: Removed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It is only told what a call may fail with.",
        example: "",
    }
}
