//! Formats of errors and error codes.

use super::prelude::*;

changes! {
    ERROR_FORMAT_ADDED {
        title: "there is one more format of errors",
        mirror: ERROR_FORMAT_REMOVED,
        section: Added,
        request: SOURCE_ADDITION,
        response: SOURCE_ADDITION,
        marks: &[],
        migration: NotNeeded,
        advice: "There is one more enum of codes, which nobody has to know.",
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
        title: "a format of errors is gone",
        mirror: ERROR_FORMAT_ADDED,
        section: Removed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Text("match on the status or on what the error is, not on the codes"),
        advice: "Its enum of codes is gone. Leave it until the next version that breaks code anyway; it costs nothing.",
        example: "
            good:
            - till_errors:
            + till_errors: # No host has it any more: to be removed with 2.0.
        ",
    }

    ERROR_BODY_CHANGED {
        title: "errors are read from other fields",
        mirror: ERROR_BODY_CHANGED,
        section: Changed,
        // The vendor's code is not found any more, and with it what the error is.
        request: SILENT_BEHAVIOR.wire(Major),
        response: SILENT_BEHAVIOR.wire(Major),
        marks: &[],
        migration: Text("look at what is matched on codes and messages of errors"),
        advice: "Clients in use look for the code where it was, and without it they take each failure for an unknown \
            one. Keep the old field among those that are looked for, as the server should keep sending it.",
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
        title: "errors are read from one more field",
        mirror: ERROR_FIELD_REMOVED,
        section: Added,
        // Where it was looked for is still looked at, or something else is.
        request: SILENT_BEHAVIOR.wire(Minor),
        response: SILENT_BEHAVIOR.wire(Minor),
        marks: &[],
        migration: NotNeeded,
        advice: "Newer clients find it in more answers; older ones only if the server still sends the other fields.",
        example: "
            bad:
            - message: detail
            + message: [detail, text]
        ",
    }

    ERROR_FIELD_REMOVED {
        title: "errors are not read from a field any more",
        mirror: ERROR_FIELD_ADDED,
        section: Removed,
        request: SILENT_BEHAVIOR.wire(Minor),
        response: SILENT_BEHAVIOR.wire(Minor),
        marks: &[],
        migration: Text("look at what is matched on codes and messages of errors"),
        advice: "A server that still sends this field alone is not understood any more.",
        example: "",
    }

    ERROR_CODE_ADDED {
        title: "one more error code is known",
        mirror: ERROR_CODE_REMOVED,
        section: Added,
        request: ADDITION.behavior(Minor),
        response: ADDITION.behavior(Minor),
        marks: &[NamedByValue],
        migration: Text("nothing; an arm for what is unknown does not see it any more"),
        advice: "Older clients hand the number out as it is. If the error had another code before, say so at its \
            operations.",
        example: "
            bad:
            - 423: {
            + 410: { name: GONE, kind: not_found, doc: The order was deleted. }
            +       423: {
        ",
    }

    ERROR_CODE_REMOVED {
        title: "an error code is not known any more",
        mirror: ERROR_CODE_ADDED,
        section: Removed,
        // Without a known code, the status decides about retries and about `is_not_found()` and the like.
        request: SOURCE_BREAK.behavior(Minor),
        response: SOURCE_BREAK.behavior(Minor),
        marks: &[],
        migration: Of(|change| format!("leave the arm of `{}` out, or compare the number itself", change.old_path())),
        advice: "Its constant is gone from the enum of codes. A code that the server does not send any more does no \
            harm: say so in its text.",
        example: "
            good: doc-changed
            - doc: The order was deleted.
            + doc: It does not come any more.
        ",
    }

    ERROR_CODE_RENAMED {
        title: "an error code has another name",
        mirror: ERROR_CODE_RENAMED,
        section: Changed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[NamedByValue],
        migration: Of(|change| format!("write `{}` for `{}`", change.new_path(), change.old_path())),
        advice: "On the wire there is the number alone, and the name is in everybody's code. Leave it, and tell the \
            new one in its text.",
        example: r#"
            bad:
            - name: OUT_OF_STOCK
            + name: SOLD_OUT
            good: doc-changed
            - doc: An item is not there any more.
            + doc: "An item is not there any more; called SOLD_OUT in newer pages."
        "#,
    }

    ERROR_KIND_CHANGED {
        title: "an error code counts as another kind of failure",
        mirror: ERROR_KIND_CHANGED,
        section: Changed,
        // `is_not_found()` and the like answer otherwise.
        request: SILENT_BEHAVIOR.behavior(Major),
        response: SILENT_BEHAVIOR.behavior(Major),
        marks: &[],
        migration: Text("look at what is asked of errors with this code, such as `is_not_found()`"),
        advice: "`is_not_found()` and its like answer otherwise, and no compiler says so. Where only one operation \
            means something else by the code, say it there.",
        example: "
            bad:
            - name: OUT_OF_STOCK, kind: other
            + name: OUT_OF_STOCK, kind: already_exists
            good: doc-changed
            - 409: There is too little of an item.
            + 409: There is too little of an item. Ask again for fewer.
        ",
    }

    ERROR_RETRYABLE_GAINED {
        title: "a call that failed so can succeed later",
        mirror: ERROR_RETRYABLE_LOST,
        section: Changed,
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "The client sends such calls again by itself, if that can't do harm: they take longer, and fail more \
            rarely.",
        example: "
            bad:
            - 409: { name: OUT_OF_STOCK, kind: other, doc: An item is not there any more. }
            + 409: { name: OUT_OF_STOCK, kind: other, doc: An item is not there any more., retryable: true }
        ",
    }

    ERROR_RETRYABLE_LOST {
        title: "a call that failed so can't succeed later",
        mirror: ERROR_RETRYABLE_GAINED,
        section: Changed,
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "The client gives up at once. Who relied on its patience has to ask again.",
        example: "",
    }
}
