//! Declares the changes of error formats and error codes.

use super::prelude::*;

changes! {
    ERROR_FORMAT_ADDED {
        title: "error format added",
        mirror: ERROR_FORMAT_REMOVED,
        section: Added,
        phrase: ["Error format added: {name}", "Error formats added: {names}"],
        request: SOURCE_ADDITION,
        response: SOURCE_ADDITION,
        marks: &[NewElement],
        migration: NotNeeded,
        advice: "The client has a new enum of error codes. Using the enum is optional.",
        example: "
            bad:
            - stock_errors:
            -     body: { message: detail }
            + stock_errors:
            +     body: { message: detail }
            +   till_errors:
            +     body: { code: number, message: text }
            +     codes:
            +       7: { name: NO_PAPER, kind: other, doc: The paper is used up. }
        ",
    }

    ERROR_FORMAT_REMOVED {
        title: "error format removed",
        mirror: ERROR_FORMAT_ADDED,
        section: Removed,
        phrase: ["Error format removed: {name}", "Error formats removed: {names}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Text("match on the status or on predicates such as `is_not_found()` instead of the codes"),
        advice: "The enum of the format's error codes is removed. Keep the unused format until the next breaking \
            version.",
        example: "
            good:
            - till_errors:
            + till_errors: # No host uses it: to be removed with 2.0.
        ",
    }

    ERROR_BODY_CHANGED {
        title: "error body fields changed",
        mirror: ERROR_BODY_CHANGED,
        section: Changed,
        phrase: ["Error body fields of {name} changed", "Error body fields changed: {names}"],
        request: SILENT_BEHAVIOR.wire(Major),
        response: SILENT_BEHAVIOR.wire(Major),
        marks: &[],
        migration: Text("check the code that matches on codes and messages of errors"),
        advice: "Existing clients read the error code from the old field. If the old field is absent, they treat every \
            error as unknown. Add the new field and keep the old one. The server should keep sending the old field as \
            well.",
        example: "
            bad:
            - code: [error.code, code]
            + code: error.number
            good: error-field-added
            - code: [error.code, code]
            + code: [error.number, error.code, code]
        ",
    }

    ERROR_FIELD_ADDED {
        title: "error body field added",
        mirror: ERROR_FIELD_REMOVED,
        section: Added,
        phrase: ["Field added to the error body of {name}", "Fields added to error bodies: {names}"],
        request: SILENT_BEHAVIOR.wire(Minor),
        response: SILENT_BEHAVIOR.wire(Minor),
        marks: &[],
        migration: NotNeeded,
        advice: "New clients find the value in more responses. Existing clients find the value only if the server \
            keeps sending the old fields.",
        example: "
            bad:
            - message: detail
            + message: [detail, text]
        ",
    }

    ERROR_FIELD_REMOVED {
        title: "error body field removed",
        mirror: ERROR_FIELD_ADDED,
        section: Removed,
        phrase: ["Field removed from the error body of {name}", "Fields removed from error bodies: {names}"],
        request: SILENT_BEHAVIOR.wire(Minor),
        response: SILENT_BEHAVIOR.wire(Minor),
        marks: &[],
        migration: Text("check the code that matches on codes and messages of errors"),
        advice: "The client no longer understands error bodies that contain only the removed field.",
        example: "",
    }

    ERROR_CODE_ADDED {
        title: "error code added",
        mirror: ERROR_CODE_REMOVED,
        section: Added,
        phrase: ["Error code added to {owner}: {part}", "Error codes added to {owner}: {parts}"],
        request: ADDITION.behavior(Minor),
        response: ADDITION.behavior(Minor),
        marks: &[NamedByValue],
        migration: Text("no change is needed; if a match arm for unknown codes handled this code, add an arm for it"),
        advice: "Existing clients report the number of the code without its name. If the server previously sent a \
            different code for this error, document the change in the operations that return it.",
        example: "
            bad:
            - 423: {
            + 410: { name: GONE, kind: not_found, doc: The order was deleted. }
            +       423: {
        ",
    }

    ERROR_CODE_REMOVED {
        title: "error code removed",
        mirror: ERROR_CODE_ADDED,
        section: Removed,
        phrase: ["Error code removed from {owner}: {part}", "Error codes removed from {owner}: {parts}"],
        // Without a known code, the status decides about retries and about predicates such as `is_not_found()`.
        request: SOURCE_BREAK.behavior(Minor),
        response: SOURCE_BREAK.behavior(Minor),
        marks: &[],
        migration: Of(|change| format!("remove the match arm of `{}`, or compare the number", change.old_path())),
        advice: "The constant of the code is removed from the enum of codes. A code that the server no longer sends is \
            harmless. Keep the code, and document that the server no longer sends it.",
        example: "
            good: doc-changed
            - doc: The order was deleted.
            + doc: No longer sent.
        ",
    }

    ERROR_CODE_RENAMED {
        title: "error code renamed",
        mirror: ERROR_CODE_RENAMED,
        section: Changed,
        phrase: ["Error code of {owner} renamed: {part}", "Error codes of {owner} renamed: {parts}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[NamedByValue],
        migration: Of(|change| format!("replace `{}` with `{}`", change.old_path(), change.new_path())),
        advice: "The server sends only the number, and user code uses the name. Keep the old name, and mention the new \
            name in the documentation.",
        example: r#"
            bad:
            - name: OUT_OF_STOCK
            + name: SOLD_OUT
            good: doc-changed
            - doc: An item is sold out.
            + doc: "An item is out of stock; newer pages call it SOLD_OUT."
        "#,
    }

    ERROR_KIND_CHANGED {
        title: "error kind changed",
        mirror: ERROR_KIND_CHANGED,
        section: Changed,
        phrase: ["Kind of error {name} changed", "Kinds of errors changed: {names}"],
        request: SILENT_BEHAVIOR.behavior(Major),
        response: SILENT_BEHAVIOR.behavior(Major),
        marks: &[],
        migration: Text("check the code that uses predicates such as `is_not_found()` for this error"),
        advice: "Predicates such as `is_not_found()` return different results. The compiler does not report this. If \
            the code has a different meaning in one operation only, document the meaning in that operation.",
        example: "
            bad:
            - name: OUT_OF_STOCK, kind: other
            + name: OUT_OF_STOCK, kind: already_exists
            good: doc-changed
            - 409: An item is out of stock.
            + 409: An item is out of stock. Retry with fewer.
        ",
    }

    ERROR_RETRYABLE_GAINED {
        title: "error became retryable",
        mirror: ERROR_RETRYABLE_LOST,
        section: Changed,
        phrase: ["Error {name} is now retryable", "Errors that are now retryable: {names}"],
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "The client retries calls with this error if a retry is safe. These calls take longer and fail less \
            often.",
        example: "
            bad:
            - 409: { name: OUT_OF_STOCK, kind: other, doc: An item is sold out. }
            + 409: { name: OUT_OF_STOCK, kind: other, doc: An item is sold out., retryable: true }
        ",
    }

    ERROR_RETRYABLE_LOST {
        title: "error no longer retryable",
        mirror: ERROR_RETRYABLE_GAINED,
        section: Changed,
        phrase: ["Error {name} is no longer retryable", "Errors that are no longer retryable: {names}"],
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "The client no longer retries calls with this error. User code that relied on the retries must retry \
            these calls itself.",
        example: "",
    }
}
