//! Declares the changes of events and their signatures.

use super::prelude::*;

changes! {
    EVENTS_ADDED {
        title: "events of product added",
        mirror: EVENTS_REMOVED,
        section: Added,
        phrase: ["Events of {name} added", "Events of products added: {names}"],
        request: ADDITION,
        response: ADDITION,
        marks: &[],
        migration: NotNeeded,
        advice: "The client has a new enum of events for the product.",
        example: "
            bad:
            +++ stock/events.yaml
            + format: 1
            + title: Events
            + doc: Events in the warehouses.
            + by: type
            + events:
            +   shelf_empty: { type: unknown, doc: A shelf is empty., evidence: documented }
        ",
    }

    EVENTS_REMOVED {
        title: "events of product removed",
        mirror: EVENTS_ADDED,
        section: Removed,
        phrase: ["Events of {name} removed", "Events of products removed: {names}"],
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| change.deprecated_or("such events are received as `Unknown` with their JSON")),
        advice: "The enum is removed, so code that receives the events does not compile. Events that are no longer \
            sent are harmless. Keep the events, and document that the vendor no longer sends them.",
        example: "
            good: doc-changed
            - doc: Events in the warehouses.
            + doc: Events in the warehouses. No longer sent.
        ",
    }

    EVENT_TAG_CHANGED {
        title: "event tag changed",
        mirror: EVENT_TAG_CHANGED,
        section: Changed,
        phrase: ["Event tag of {name} changed", "Event tags of products changed: {names}"],
        request: WIRE_BREAK.detected(Silently),
        response: WIRE_BREAK.detected(Silently),
        marks: &[],
        migration: Text("no change in code; existing receivers reject the events or treat them as unknown"),
        advice: "Existing clients treat every event as unknown, and no tool reports this. The vendor must send both \
            fields as long as these clients exist. Document the new field.",
        example: "
            bad:
            - by: type
            + by: topic
            good: doc-changed
            - doc: Events of the shop.
            + doc: Events of the shop. `topic` will replace `type`.
        ",
    }

    SIGNATURE_ADDED {
        title: "event signature added",
        mirror: SIGNATURE_REMOVED,
        section: Added,
        phrase: ["Signature of events added: {name}", "Signatures of events added: {names}"],
        request: SOURCE_ADDITION,
        response: SOURCE_ADDITION,
        marks: &[],
        migration: NotNeeded,
        advice: "User code can verify the sender of the events.",
        example: "
            before:
            - signature: {
            bad:
            - by: type
            + by: type
            + signature: { header: X-Market-Signature, algorithm: hmac_sha256, encoding: hex, credential: event_secret }
        ",
    }

    SIGNATURE_REMOVED {
        title: "event signature removed",
        mirror: SIGNATURE_ADDED,
        section: Removed,
        phrase: ["Signature of events removed: {name}", "Signatures of events removed: {names}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Text("verify the origin of events in a different way"),
        advice: "Code that verifies events does not compile. If the signature scheme is doubtful, keep the scheme, and \
            document the doubt.",
        example: "
            good: doubt-changed
            - credential: event_secret }
            + credential: event_secret, unverified: Newer events may have none. }
        ",
    }

    SIGNATURE_CHANGED {
        title: "event signature changed",
        mirror: SIGNATURE_CHANGED,
        section: Changed,
        phrase: ["Signature of events changed: {name}", "Signatures of events changed: {names}"],
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Text("no change in code; existing receivers reject the events or treat them as unknown"),
        advice: "Existing receivers reject every event. The vendor must sign in both ways as long as these receivers \
            exist. Document the new way.",
        example: "
            bad:
            - header: X-Market-Signature
            + header: X-Signature
            good: doubt-changed
            - credential: event_secret }
            + credential: event_secret, unverified: Newer events may have it in `X-Signature`. }
        ",
    }

    EVENT_ADDED {
        title: "event added",
        mirror: EVENT_REMOVED,
        section: Added,
        phrase: ["Event added: {name}", "Events added: {names}"],
        request: ADDITION,
        response: ADDITION,
        marks: &[],
        migration: Text("no change is needed; if a match arm for unknown events handled this event, add an arm for it"),
        advice: "Enums of events are open: existing receivers decode the new event as an unknown event.",
        example: "
            bad:
            - order_returned: { type
            + order_lost: { type: unknown, doc: An order is lost., evidence: documented }
            +   order_returned: { type
        ",
    }

    EVENT_REMOVED {
        title: "event removed",
        mirror: EVENT_ADDED,
        section: Removed,
        phrase: ["Event removed: {name}", "Events removed: {names}"],
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| change.deprecated_or("such events are received as `Unknown` with their JSON")),
        advice: "Code that uses the event does not compile. An event that the vendor no longer sends is harmless. Keep \
            the event, and document that it is no longer sent.",
        example: "
            good: doc-changed
            - doc: An order is lost.
            + doc: An order is lost. No longer sent.
        ",
    }

    EVENT_DISCOVERED {
        title: "event type discovered",
        mirror: EVENT_FORGOTTEN,
        section: Added,
        phrase: ["Body of event {name} is now typed", "Events whose body is now typed: {names}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| format!("the match arm of the event contains {}", change.new_value())),
        advice: "The body of the event changes from JSON to a type, so code that reads the JSON does not compile. If \
            the next breaking version is far away, keep the JSON and document the body until then.",
        example: "
            bad:
            - customer_left: { type: unknown
            + customer_left: { type: OrderReturned
            good: doc-changed
            - doc: A customer left.
            + doc: A customer left. It has a `reason` with its `code`.
        ",
    }

    EVENT_FORGOTTEN {
        title: "event type removed",
        mirror: EVENT_DISCOVERED,
        section: Removed,
        phrase: ["Body of event {name} is no longer typed", "Events whose body is no longer typed: {names}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| format!("the match arm of the event contains {}", change.new_value())),
        advice: "The body of the event changes from a type to JSON, so code that reads the type does not compile. Keep \
            the type and document the doubt. Invalid parts of an event are left out and do not cause an error.",
        example: "
            good: doubt-changed
            - doc: A customer left., evidence: documented
            + doc: A customer left., evidence: documented, unverified: Some have other fields.
        ",
    }

    EVENT_TYPE_REWORDED {
        title: "event type renamed",
        mirror: EVENT_TYPE_REWORDED,
        section: Changed,
        phrase: ["Type of event {name} changed in the spec only", "Types of events changed in the spec only: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "The Rust type is the same. Only its name in the spec is different.",
        example: "
            bad:
            - order_returned: { type: OrderReturned
            + order_returned: { type: OrderCameBack

            - ReturnReason:
            -     doc
            + OrderCameBack: { doc: An order was returned., type: OrderReturned }
            +   ReturnReason:
            +     doc
            also: type-added: it is the new name
        ",
    }

    EVENT_TYPE_CHANGED {
        title: "event type changed",
        mirror: EVENT_TYPE_CHANGED,
        section: Changed,
        phrase: ["Type of event {name} changed", "Types of events changed: {names}"],
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| change.new_type("read", "the value")),
        advice: "Existing receivers cannot read the event, and code that uses the event does not compile. Add an event \
            with the new type.",
        example: "
            bad:
            - order_returned: { type: OrderReturned
            + order_returned: { type: OrderPlaced
            good: event-added
            - order_returned: {
            + order_came_back: { type: OrderPlaced, doc: An order was returned., evidence: observed }
            +   order_returned: {
        ",
    }
}
