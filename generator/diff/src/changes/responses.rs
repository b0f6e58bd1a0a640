//! Responses.

use super::prelude::*;

changes! {
    RESPONSE_DISCOVERED {
        title: "the answer of an operation is known now",
        mirror: RESPONSE_FORGOTTEN,
        section: Added,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| format!("the call gives `{}` in the place of `{}`", change.new_value(), change.old_value())),
        advice: "What was JSON is a type now, and code that took it apart does not compile. If a version that breaks \
            code is far away, describe the answer for the time being.",
        example: "
            before:
            - doc: How orders are paid. }
            -     response: { type: Customer }
            + doc: How orders are paid. }
            +     response: unknown
            bad:
            - doc: How orders are paid. }
            -     response: unknown
            + doc: How orders are paid. }
            +     response: { type: Customer }
            good: doc-changed
            - summary: Changes a customer.
            + summary: Changes a customer.
            +     doc: Answers the customer.
        ",
    }

    RESPONSE_FORGOTTEN {
        title: "the answer of an operation is not known any more",
        mirror: RESPONSE_DISCOVERED,
        section: Removed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| format!("the call gives `{}` in the place of `{}`", change.new_value(), change.old_value())),
        advice: "What was a type is JSON now, and code that read it does not compile. Say what is doubtful about the \
            type instead: what an answer has wrong is left out, and is no error.",
        example: "
            good: doubt-changed
            - doc: How orders are paid. }
            -     response: { type: Customer }
            + doc: How orders are paid. }
            +     response: { type: Customer, unverified: Some servers answer something else. }
        ",
    }

    RESPONSE_FORM_CHANGED {
        title: "the answer of an operation has another form",
        mirror: RESPONSE_FORM_CHANGED,
        section: Changed,
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| format!("the call gives `{}` in the place of `{}`", change.new_value(), change.old_value())),
        advice: "Existing clients can't read the response, and code that reads it does not compile. Describe what \
            newer servers return until the next version that breaks code anyway.",
        example: "
            bad:
            - response: { type: map<string> }
            + response:
            +       fields:
            +         well: { type: bool, doc: Whether all is well. }
            good: doc-changed
            - summary: Shows whether all is well.
            + summary: Shows whether all is well.
            +     doc: Newer servers return more words.
        ",
    }

    RESPONSE_WRAPPER_CHANGED {
        title: "the answer is in another field of the body",
        mirror: RESPONSE_WRAPPER_CHANGED,
        section: Changed,
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Text("nothing in code; clients in use don't find the answer"),
        advice: "Clients in use look for the answer in the old field, and do not find it. If it was never there, say \
            `correction`.",
        example: r#"
            bad:
            - response: { type: Order, in: order }
            -     evidence
            + response: { type: Order, in: found }
            +     evidence
            - {"order":{"order_id":"o-1","status":"placed"}}
            + {"found":{"order_id":"o-1","status":"placed"}}
            good: response-wrapper-changed
            - response: { type: Order, in: order }
            -     evidence
            + response: { type: Order, in: found, correction: The field was never called `order`. }
            +     evidence
            - {"order":{"order_id":"o-1","status":"placed"}}
            + {"found":{"order_id":"o-1","status":"placed"}}
        "#,
    }

    RESPONSE_TYPE_REWORDED {
        title: "the answer has another type in the spec, and the same in Rust",
        mirror: RESPONSE_TYPE_REWORDED,
        section: Changed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It is the same type in Rust.",
        example: "
            bad:
            - map<string>
            + map<url>
        ",
    }

    RESPONSE_TYPE_RECAST {
        title: "the answer has another type in Rust, and looks the same on the wire",
        mirror: RESPONSE_TYPE_RECAST,
        section: Changed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| format!("the call gives `{}` in the place of `{}`", change.new_value(), change.old_value())),
        advice: "The same text is another type in Rust, and code that has it does not compile. What is only said more \
            exactly, such as that a text is a URL, is no other type.",
        example: "
            before:
            - caption: { type: string, doc: What it shows. }
            -     response: unknown
            + caption: { type: string, doc: What it shows. }
            +     response: { type: string, in: picture }
            bad:
            - response: { type: string, in: picture }
            + response: { type: datetime, in: picture }
            good: response-type-reworded
            - response: { type: string, in: picture }
            + response: { type: url, in: picture }
        ",
    }

    RESPONSE_TYPE_CHANGED {
        title: "the answer has another type",
        mirror: RESPONSE_TYPE_CHANGED,
        section: Changed,
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| format!("the call gives `{}` in the place of `{}`", change.new_value(), change.old_value())),
        advice: "Clients in use can't read the answer, and code that has it does not compile. If the server never \
            answered what was said here, say `correction`.",
        example: "
            bad:
            - response: { type: map<string> }
            + response: { type: map<int> }
            good: response-type-changed
            - response: { type: map<string> }
            + response: { type: map<int>, correction: They were always numbers. }
        ",
    }

    RESPONSE_EMPTY_ALLOWED {
        title: "the response can be an empty object",
        mirror: RESPONSE_EMPTY_DISALLOWED,
        section: Changed,
        // Clients warn about an empty object, and strict ones fail.
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: Text("nothing: a warning about the empty response no longer appears"),
        advice: "Clients warned about an empty object, and strict clients failed.",
        example: "
            bad:
            - response: { type: Order, in: order }
            -     evidence
            + response: { type: Order, in: order, can_be_empty: true }
            +     evidence
        ",
    }

    RESPONSE_EMPTY_DISALLOWED {
        title: "the response can no longer be an empty object",
        mirror: RESPONSE_EMPTY_ALLOWED,
        section: Changed,
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: Text("nothing: an empty response now has a warning, and strict clients fail"),
        advice: "Clients warn about an empty object, and strict clients fail. Keep `can_be_empty` unless the server \
            never sends one.",
        example: "
            before:
            - response: { type: Order, in: order }
            -     evidence
            + response: { type: Order, in: order, can_be_empty: true }
            +     evidence
            bad:
            - response: { type: Order, in: order, can_be_empty: true }
            -     evidence
            + response: { type: Order, in: order }
            +     evidence
        ",
    }
}
