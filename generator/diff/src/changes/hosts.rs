//! Hosts and their authentication.

use super::prelude::*;

changes! {
    HOST_ADDED {
        title: "there is one more host",
        mirror: HOST_REMOVED,
        section: Added,
        request: SOURCE_ADDITION,
        response: SOURCE_ADDITION,
        marks: &[],
        migration: NotNeeded,
        advice: "Clients can be told another URL for it, and nobody has to.",
        example: "
            bad:
            - status:
            -     doc: Whether all is well.
            + tills:
            +     doc: The tills.
            +     url: https://tills.market.example
            +     errors: stock_errors
            +   status:
            +     doc: Whether all is well.
        ",
    }

    HOST_REMOVED {
        title: "a host is gone",
        mirror: HOST_ADDED,
        section: Removed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| format!("leave `.{}(..)` out", change.old_name())),
        advice: "The method of the builder that sets its URL is gone. Leave the host until the next version that \
            breaks code anyway.",
        example: "
            good: doc-changed
            - doc: The tills.
            + doc: Nothing is there any more.
        ",
    }

    HOST_URL_CHANGED {
        title: "a host has another URL",
        mirror: HOST_URL_CHANGED,
        section: Changed,
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Text("an own base URL that was set for the former host is to be looked at"),
        advice: "Clients in use go on asking the old host. It has to answer for as long as they are in use; a host \
            beside it does not trouble them.",
        example: "
            bad:
            - url: https://stock.market.example
            + url: https://warehouses.market.example
            good: host-added
            - warehouses:
            -     doc: The warehouses.
            + new_warehouses:
            +     doc: The warehouses from next year on.
            +     url: https://warehouses.market.example
            +     auth: { query: token, credential: stock_token }
            +     errors: stock_errors
            +   warehouses:
            +     doc: The warehouses.
        ",
    }

    BASE_PATH_CHANGED {
        title: "the paths of a host begin otherwise",
        mirror: BASE_PATH_CHANGED,
        section: Changed,
        // The paths of operations have it, and tell by themselves if they change.
        request: DOCS.behavior(Minor),
        response: DOCS.behavior(Minor),
        marks: &[],
        migration: NotNeeded,
        advice: "It only says what the paths of the host begin with; paths that change are told by themselves.",
        example: "
            bad:
            -     base_path: /v1
        ",
    }

    AUTH_ADDED {
        title: "a host asks for a credential",
        mirror: AUTH_REMOVED,
        section: Added,
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Text("give the client the credential that the host asks for"),
        advice: "Clients in use send no credential, and are refused. A host beside the open one leaves them alone.",
        example: "
            bad:
            - url: https://status.market.example
            + url: https://status.market.example
            +     auth: { header: X-Token, credential: stock_token }
            good: host-added
            - status:
            -     doc: Whether all is well.
            + private_status:
            +     doc: How all is, for those who may know.
            +     url: https://status.market.example
            +     auth: { header: X-Token, credential: stock_token }
            +     errors: stock_errors
            +   status:
            +     doc: Whether all is well.
        ",
    }

    AUTH_REMOVED {
        title: "a host asks for no credential any more",
        mirror: AUTH_ADDED,
        section: Removed,
        // What is sent beyond need is passed over.
        request: DOCS.wire(Minor),
        response: DOCS.wire(Minor),
        marks: &[],
        migration: NotNeeded,
        advice: "Clients in use go on sending the credential, which is passed over.",
        example: "",
    }

    AUTH_CHANGED {
        title: "a host takes its credential in another way",
        mirror: AUTH_CHANGED,
        section: Changed,
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Text("give the client the credential that the host asks for"),
        advice: "Clients in use send the credential where the server does not look any more. The server has to take \
            both for as long as they are in use; the spec changes when it does.",
        example: r#"
            bad:
            - auth: { header: Authorization, prefix: "Bearer ", credential: api_key }
            + auth: { header: X-Api-Key, credential: api_key }
            - Authorization: Bearer EXAMPLE-API-KEY
            + X-Api-Key: EXAMPLE-API-KEY
            good: doc-changed
            === api.yaml
            - doc: The shop.
            + doc: The shop. From next year on it takes the key in `X-Api-Key`.
        "#,
    }

    HOST_ERRORS_CHANGED {
        title: "a host has another format of errors",
        mirror: HOST_ERRORS_CHANGED,
        section: Changed,
        // The codes are those of another enum.
        request: WIRE_BREAK.behavior(Major).detected(Silently),
        response: WIRE_BREAK.behavior(Major).detected(Silently),
        marks: &[],
        migration: Text("look at what is matched on codes of errors: they are those of another enum"),
        advice: "Errors are read by another format, and their codes are those of another enum: clients in use find no \
            code, and newer code that asks for one finds another. Where only a field has moved, add it to the format \
            that the host has.",
        example: "
            bad:
            - url: https://status.market.example
            -     errors: stock_errors
            + url: https://status.market.example
            +     errors: shop_errors
            good: error-field-added
            - message: detail
            + message: [detail, error.message]
        ",
    }

    HOST_RATE_LIMIT_CHANGED {
        title: "a host has another rate limit",
        mirror: HOST_RATE_LIMIT_CHANGED,
        section: Changed,
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "A client that keeps below the limit counts by another one.",
        example: "
            bad:
            - errors: stock_errors
            -     rate_limit: stock_calls
            + errors: stock_errors
        ",
    }
}
