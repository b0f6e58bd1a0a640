//! Declares the changes of responses.

use super::prelude::*;

changes! {
    RESPONSE_DISCOVERED {
        title: "response type discovered",
        mirror: RESPONSE_FORGOTTEN,
        section: Added,
        phrase: ["Response of {name} is now typed", "Operations whose response is now typed: {names}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| {
            format!("the call returns `{}` instead of `{}`", change.new_value(), change.old_value())
        }),
        advice: "The response changes from JSON to a type, so code that reads the JSON does not compile. If the next \
            breaking version is far away, keep the JSON and document the response until then.",
        example: "
            before:
            - doc: The card for payments. }
            -     response: { type: Customer }
            + doc: The card for payments. }
            +     response: unknown
            bad:
            - doc: The card for payments. }
            -     response: unknown
            + doc: The card for payments. }
            +     response: { type: Customer }
            good: doc-changed
            - summary: Changes a customer.
            + summary: Changes a customer.
            +     doc: Returns the customer.
        ",
    }

    RESPONSE_FORGOTTEN {
        title: "response type removed",
        mirror: RESPONSE_DISCOVERED,
        section: Removed,
        phrase: ["Response of {name} is no longer typed", "Operations whose response is no longer typed: {names}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| {
            format!("the call returns `{}` instead of `{}`", change.new_value(), change.old_value())
        }),
        advice: "The response changes from a type to JSON, so code that reads the type does not compile. Keep the type \
            and document the doubt. Invalid parts of a response are left out and do not cause an error.",
        example: "
            good: doubt-changed
            - doc: The card for payments. }
            -     response: { type: Customer }
            + doc: The card for payments. }
            +     response: { type: Customer, unverified: Some servers return something else. }
        ",
    }

    RESPONSE_FORM_CHANGED {
        title: "response form changed",
        mirror: RESPONSE_FORM_CHANGED,
        section: Changed,
        phrase: ["Form of the response of {name} changed", "Forms of responses changed: {names}"],
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| {
            format!("the call returns `{}` instead of `{}`", change.new_value(), change.old_value())
        }),
        advice: "Existing clients cannot read the response, and code that reads it does not compile. Document the new \
            response until the next breaking version.",
        example: "
            bad:
            - response: { type: map<string> }
            + response:
            +       fields:
            +         well: { type: bool, doc: The status page. }
            good: doc-changed
            - summary: Shows the status.
            + summary: Shows the status.
            +     doc: Newer servers return more words.
        ",
    }

    RESPONSE_WRAPPER_CHANGED {
        title: "response wrapper field changed",
        mirror: RESPONSE_WRAPPER_CHANGED,
        section: Changed,
        phrase: ["Wrapper field of the response of {name} changed", "Wrapper fields of responses changed: {names}"],
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Text("no change in code; existing clients do not find the response"),
        advice: "Existing clients read the response from the old field and do not find it there. If the response was \
            never in the old field, declare a `correction`.",
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
        title: "response type renamed",
        mirror: RESPONSE_TYPE_REWORDED,
        section: Changed,
        phrase: [
            "Type of the response of {name} changed in the spec only",
            "Types of responses changed in the spec only: {names}",
        ],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "The Rust type of the response does not change.",
        example: "
            bad:
            - map<string>
            + map<url>
        ",
    }

    RESPONSE_TYPE_RECAST {
        title: "Rust type of response changed",
        mirror: RESPONSE_TYPE_RECAST,
        section: Changed,
        phrase: ["Rust type of the response of {name} changed", "Rust types of responses changed: {names}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| {
            format!("the call returns `{}` instead of `{}`", change.new_value(), change.old_value())
        }),
        advice: "The response is unchanged on the wire but has a different Rust type, so code that uses it does not \
            compile. A more exact type with the same Rust type, such as a URL instead of a string, has no effect.",
        example: "
            before:
            - caption: { type: string, doc: The description of the picture. }
            -     response: unknown
            + caption: { type: string, doc: The description of the picture. }
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
        title: "response type changed",
        mirror: RESPONSE_TYPE_CHANGED,
        section: Changed,
        phrase: ["Type of the response of {name} changed", "Types of responses changed: {names}"],
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| {
            format!("the call returns `{}` instead of `{}`", change.new_value(), change.old_value())
        }),
        advice: "Existing clients cannot read the response, and code that uses it does not compile. If the server \
            never returned the old type, declare a `correction`.",
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
        title: "empty response allowed",
        mirror: RESPONSE_EMPTY_DISALLOWED,
        section: Changed,
        phrase: [
            "Response of {name} can be an empty object",
            "Operations whose response can be an empty object: {names}",
        ],
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: Text("nothing to change; the warning about the empty response no longer appears"),
        advice: "Existing clients warn about an empty object, and strict clients fail. New clients accept an empty \
            object.",
        example: "
            bad:
            - response: { type: Order, in: order }
            -     evidence
            + response: { type: Order, in: order, can_be_empty: true }
            +     evidence
        ",
    }

    RESPONSE_EMPTY_DISALLOWED {
        title: "empty response no longer allowed",
        mirror: RESPONSE_EMPTY_ALLOWED,
        section: Changed,
        phrase: [
            "Response of {name} can no longer be an empty object",
            "Operations whose response can no longer be an empty object: {names}",
        ],
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: Text("nothing to change; an empty response causes a warning, and strict clients fail"),
        advice: "New clients warn about an empty object, and strict clients fail. Remove `can_be_empty` only if \
            the server never sends an empty object.",
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
