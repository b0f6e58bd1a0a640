//! Events and their signatures.

use super::prelude::*;

changes! {
    EVENTS_ADDED {
        title: "the events of a product are known",
        mirror: EVENTS_REMOVED,
        section: Added,
        request: ADDITION,
        response: ADDITION,
        marks: &[],
        migration: NotNeeded,
        advice: "There is one more enum of events.",
        example: "
            bad:
            +++ stock/events.yaml
            + format: 1
            + title: Events
            + doc: What happens in the warehouses.
            + by: type
            + events:
            +   shelf_empty: { type: unknown, doc: A shelf is empty., evidence: documented }
        ",
    }

    EVENTS_REMOVED {
        title: "the events of a product are gone",
        mirror: EVENTS_ADDED,
        section: Removed,
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| change.deprecated_or("such events come as `Unknown`, with all of their JSON")),
        advice: "Its enum is gone, and code that receives them does not compile. What does not come any more does no \
            harm: say so.",
        example: "
            good: doc-changed
            - doc: What happens in the warehouses.
            + doc: What happened in the warehouses. Nothing comes any more.
        ",
    }

    EVENT_TAG_CHANGED {
        title: "another field tells events apart",
        mirror: EVENT_TAG_CHANGED,
        section: Changed,
        request: WIRE_BREAK.detected(Silently),
        response: WIRE_BREAK.detected(Silently),
        marks: &[],
        migration: Text("nothing in code; receivers in use refuse or don't know the events"),
        advice: "Clients in use take each event for an unknown one, and nothing says so. The vendor has to send both \
            fields for as long as they are in use; say that the new one comes.",
        example: "
            bad:
            - by: type
            + by: topic
            good: doc-changed
            - doc: What happens in the shop.
            + doc: What happens in the shop. `topic` will take the place of `type`.
        ",
    }

    SIGNATURE_ADDED {
        title: "the signature of events is known",
        mirror: SIGNATURE_REMOVED,
        section: Added,
        request: SOURCE_ADDITION,
        response: SOURCE_ADDITION,
        marks: &[],
        migration: NotNeeded,
        advice: "Events can be verified.",
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
        title: "the signature of events is not known any more",
        mirror: SIGNATURE_ADDED,
        section: Removed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Text("check by another way that an event is the vendor's"),
        advice: "Code that verifies events does not compile. If it is doubtful how they are signed, say so instead.",
        example: "
            good: doubt-changed
            - credential: event_secret }
            + credential: event_secret, unverified: Newer events may have none. }
        ",
    }

    SIGNATURE_CHANGED {
        title: "events are signed in another way",
        mirror: SIGNATURE_CHANGED,
        section: Changed,
        request: WIRE_BREAK,
        response: WIRE_BREAK,
        marks: &[],
        migration: Text("nothing in code; receivers in use refuse or don't know the events"),
        advice: "Receivers in use refuse each event. The vendor has to sign in both ways for as long as they are in \
            use; say what is known of the new one.",
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
        title: "one more event is known",
        mirror: EVENT_REMOVED,
        section: Added,
        request: ADDITION,
        response: ADDITION,
        marks: &[],
        migration: Text("nothing; an arm for what is unknown does not see it any more"),
        advice: "Enums of events are open: older receivers take it for an unknown one.",
        example: "
            bad:
            - order_returned: { type
            + order_lost: { type: unknown, doc: Nobody knows where an order is., evidence: documented }
            +   order_returned: { type
        ",
    }

    EVENT_REMOVED {
        title: "an event is gone",
        mirror: EVENT_ADDED,
        section: Removed,
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| change.deprecated_or("such events come as `Unknown`, with all of their JSON")),
        advice: "Code that names it does not compile. What does not come any more does no harm: say so.",
        example: "
            good: doc-changed
            - doc: Nobody knows where an order is.
            + doc: Nobody knows where an order is. It does not come any more.
        ",
    }

    EVENT_DISCOVERED {
        title: "the body of an event is known now",
        mirror: EVENT_FORGOTTEN,
        section: Added,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| format!("the arm of the event has {}", change.new_value())),
        advice: "What was JSON is a type, and code that takes it apart does not compile. If a version that breaks code \
            is far away, describe the body for the time being.",
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
        title: "the body of an event is not known any more",
        mirror: EVENT_DISCOVERED,
        section: Removed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| format!("the arm of the event has {}", change.new_value())),
        advice: "What was a type is JSON, and code that has it does not compile. Say what is doubtful of the type \
            instead: what an event has wrong is left out, and is no error.",
        example: "
            good: doubt-changed
            - doc: A customer left., evidence: documented
            + doc: A customer left., evidence: documented, unverified: Some have other fields.
        ",
    }

    EVENT_TYPE_REWORDED {
        title: "an event has another type in the spec, and the same in Rust",
        mirror: EVENT_TYPE_REWORDED,
        section: Changed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It is the same type in Rust, under another name.",
        example: "
            bad:
            - order_returned: { type: OrderReturned
            + order_returned: { type: OrderCameBack

            - ReturnReason:
            -     doc
            + OrderCameBack: { doc: An order came back., type: OrderReturned }
            +   ReturnReason:
            +     doc
            also: type-added: it is the other name
        ",
    }

    EVENT_TYPE_CHANGED {
        title: "an event has another type",
        mirror: EVENT_TYPE_CHANGED,
        section: Changed,
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| change.new_type("expect", "the value")),
        advice: "Receivers in use find nothing that they can read, and code that has it does not compile. Let what is \
            new be another event.",
        example: "
            bad:
            - order_returned: { type: OrderReturned
            + order_returned: { type: OrderPlaced
            good: event-added
            - order_returned: {
            + order_came_back: { type: OrderPlaced, doc: An order came back., evidence: observed }
            +   order_returned: {
        ",
    }
}
