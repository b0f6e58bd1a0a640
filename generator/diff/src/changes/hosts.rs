//! Declares the changes of hosts and their authentication.

use super::prelude::*;

changes! {
    HOST_ADDED {
        title: "host added",
        mirror: HOST_REMOVED,
        section: Added,
        phrase: ["Host added: {name}", "Hosts added: {names}"],
        request: SOURCE_ADDITION,
        response: SOURCE_ADDITION,
        marks: &[NewElement],
        migration: NotNeeded,
        advice: "The builder has a new method that sets a different URL for the host. Calling the method is optional.",
        example: "
            bad:
            - status:
            -     doc: The status page.
            + tills:
            +     doc: The tills.
            +     url: https://tills.market.example
            +     errors: stock_errors
            +   status:
            +     doc: The status page.
        ",
    }

    HOST_REMOVED {
        title: "host removed",
        mirror: HOST_ADDED,
        section: Removed,
        phrase: ["Host removed: {name}", "Hosts removed: {names}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| format!("remove `.{}(..)`", change.old_name())),
        advice: "The builder's method that sets the URL of the host is removed. Keep the host until the next breaking \
            version.",
        example: "
            good: doc-changed
            - doc: The tills.
            + doc: No longer used.
        ",
    }

    HOST_URL_CHANGED {
        title: "host URL changed",
        mirror: HOST_URL_CHANGED,
        section: Changed,
        phrase: ["URL of {name} changed", "URLs of hosts changed: {names}"],
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Text("check custom base URLs that were set for the old host"),
        advice: "Existing clients keep calling the old host, which must respond as long as these clients exist. An \
            additional host does not affect existing clients.",
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
        title: "base path changed",
        mirror: BASE_PATH_CHANGED,
        section: Changed,
        phrase: ["Base path of {name} changed", "Base paths changed: {names}"],
        request: DOCS.behavior(Minor),
        response: DOCS.behavior(Minor),
        marks: &[],
        migration: NotNeeded,
        advice: "The base path only documents how the paths of the host begin. If a path changes, the report lists the \
            change at the operation.",
        example: "
            bad:
            -     base_path: /v1
        ",
    }

    HOST_PATHS_CHANGED {
        title: "paths of a host changed",
        mirror: HOST_PATHS_CHANGED,
        section: Changed,
        phrase: ["Paths of {name} changed", "Paths of hosts changed: {names}"],
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Text("no change in code; existing clients must be updated"),
        advice: "The paths of all affected operations begin with a new base path. Existing clients call the old paths \
            and get an error. If you add a new host for the new paths, existing clients are not affected.",
        example: "
            before:
            - url: https://status.market.example
            + url: https://status.market.example
            +     base_path: /v1
            - request: GET /status
            + request: GET /v1/status

            bad:
            - url: https://status.market.example
            -     base_path: /v1
            + url: https://status.market.example
            +     base_path: /v2
            - request: GET /v1/status
            + request: GET /v2/status
            good: host-added
            - status:
            -     doc: The status page.
            + status_v2:
            +     doc: Whether all is well, from next year on.
            +     url: https://status.market.example
            +     base_path: /v2
            +     errors: stock_errors
            +   status:
            +     doc: The status page.
        ",
    }

    AUTH_ADDED {
        title: "authentication added",
        mirror: AUTH_REMOVED,
        section: Added,
        phrase: ["Authentication added to {name}", "Authentication added to hosts: {names}"],
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Text("set the credential that the host requires"),
        advice: "Existing clients send no credential, so the server rejects their calls. If you add a new host \
            instead, existing clients are not affected.",
        example: "
            bad:
            - url: https://status.market.example
            + url: https://status.market.example
            +     auth: { header: X-Token, credential: stock_token }
            good: host-added
            - status:
            -     doc: The status page.
            + private_status:
            +     doc: The private status.
            +     url: https://status.market.example
            +     auth: { header: X-Token, credential: stock_token }
            +     errors: stock_errors
            +   status:
            +     doc: The status page.
        ",
    }

    AUTH_REMOVED {
        title: "authentication removed",
        mirror: AUTH_ADDED,
        section: Removed,
        phrase: ["Authentication removed from {name}", "Authentication removed from hosts: {names}"],
        request: DOCS.wire(Minor),
        response: DOCS.wire(Minor),
        marks: &[],
        migration: NotNeeded,
        advice: "Existing clients keep sending the credential, and the server ignores it.",
        example: "",
    }

    AUTH_CHANGED {
        title: "authentication changed",
        mirror: AUTH_CHANGED,
        section: Changed,
        phrase: ["Authentication of {name} changed", "Authentication of hosts changed: {names}"],
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Text("set the credential that the host requires"),
        advice: "Existing clients send the credential in the old way. The server must accept both ways as long as \
            these clients exist. Change the spec when the server stops accepting the old way.",
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
        title: "error format changed",
        mirror: HOST_ERRORS_CHANGED,
        section: Changed,
        phrase: ["Error format of {name} changed", "Error formats of hosts changed: {names}"],
        request: WIRE_BREAK.behavior(Major).detected(Silently),
        response: WIRE_BREAK.behavior(Major).detected(Silently),
        marks: &[],
        migration: Text("check the code that matches on error codes: they belong to a different enum"),
        advice: "The client reads errors in a different format, with codes of a different enum. Existing clients find \
            no error code. User code must match on the new enum. If only a field moved, add the field to the existing \
            format.",
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
        title: "rate limit changed",
        mirror: HOST_RATE_LIMIT_CHANGED,
        section: Changed,
        phrase: ["Rate limit of {name} changed", "Rate limits of hosts changed: {names}"],
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "A client that respects the limit counts the calls of this host towards the new limit.",
        example: "
            bad:
            - errors: stock_errors
            -     rate_limit: stock_calls
            + errors: stock_errors
        ",
    }
}
