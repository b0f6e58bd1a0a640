//! Declares the changes of how fields are present, read and redacted.

use super::prelude::*;

changes! {
    ALWAYS_GAINED {
        title: "field always present",
        mirror: ALWAYS_LOST,
        section: Changed,
        phrase: [
            "Field of {object} is now always present: {part}",
            "Fields of {object} are now always present: {parts}",
        ],
        request: SOURCE_BREAK.behavior(Minor),
        response: SOURCE_BREAK.behavior(Minor),
        marks: &[],
        migration: Of(|change| format!("use `{}` without `Option`", change.name())),
        advice: "The field is no longer an `Option`, so code that unwraps it does not compile. The client rejects an \
            object without the field. As an alternative, document that the field is always present.",
        example: "
            bad:
            - name: { type: string, private: true, doc: The name. }
            + name: { type: string, always: true, private: true, doc: The name. }
            good: doc-changed
            - name: { type: string, private: true, doc: The name. }
            + name: { type: string, private: true, doc: The name. It is always there. }
        ",
    }

    ALWAYS_LOST {
        title: "field not always present",
        mirror: ALWAYS_GAINED,
        section: Changed,
        phrase: [
            "Field of {object} is no longer always present: {part}",
            "Fields of {object} are no longer always present: {parts}",
        ],
        request: BREAK.behavior(Minor),
        response: BREAK.behavior(Minor),
        marks: &[],
        migration: Of(|change| format!("handle `None`: `{}` is an `Option`", change.name())),
        advice: "Existing clients reject an object without the field. The field is now an `Option`, so code that uses \
            it as a plain value does not compile. If the server always sends the field today but may omit it later, \
            only document that the field may become absent.",
        example: "
            good: doc-changed
            - name: { type: string, always: true, private: true, doc: The name. }
            + name: { type: string, always: true, private: true, doc: The name. Guests will have none from next year on. }
        ",
    }

    FIELD_REQUIRED {
        title: "field became required",
        mirror: FIELD_OPTIONAL,
        section: Changed,
        phrase: ["Field of {object} is now required: {part}", "Fields of {object} are now required: {parts}"],
        request: BREAK,
        response: DOCS,
        marks: &[],
        migration: Of(|change| format!("pass `{}` where the object is made: {}", change.name(), change.call())),
        advice: "User code must pass the field when it creates the object, and existing clients may not send the \
            field. If the server does not need the field, only document that it should be set.",
        example: "
            bad:
            - bank: { type: string, doc: The issuing bank. }
            + bank: { type: string, required: true, doc: The issuing bank. }
            good: doc-changed
            - bank: { type: string, doc: The issuing bank. }
            + bank: { type: string, doc: The issuing bank. Required from next year on. }
        ",
    }

    FIELD_OPTIONAL {
        title: "field became optional",
        mirror: FIELD_REQUIRED,
        section: Changed,
        phrase: ["Field of {object} is now optional: {part}", "Fields of {object} are now optional: {parts}"],
        request: SOURCE_BREAK.wire(Minor),
        response: DOCS,
        marks: &[],
        migration: Of(|change| {
            format!("set `{}` with a setter where the object is made: {}", change.name(), change.call())
        }),
        advice: "A setter replaces an argument of the constructor. Keep the argument until the next breaking version: \
            objects with this field stay valid.",
        example: "
            good: doc-changed
            - bank: { type: string, required: true, doc: The issuing bank. }
            + bank: { type: string, required: true, doc: The issuing bank. The server does not require it. }
        ",
    }

    FIELD_NULLABLE_GAINED {
        title: "field became nullable",
        mirror: FIELD_NULLABLE_LOST,
        section: Changed,
        phrase: ["Field of {object} is now nullable: {part}", "Fields of {object} are now nullable: {parts}"],
        request: SOURCE_BREAK.wire(Minor),
        response: DOCS,
        marks: &[],
        migration: Of(|change| format!("`{}` is `Nullable`, which distinguishes null from an absent field", change.name())),
        advice: "A nullable field of a sent object has a different Rust type, `Nullable`. If the whole object can be \
            null, a nullable parameter is compatible.",
        example: "
            bad:
            - bank: { type: string, doc: The issuing bank. }
            + bank: { type: string, nullable: true, doc: The issuing bank. }
            good: parameter-nullable-gained
            - card: { type: Card, doc: The card for payments. }
            + card: { type: Card, nullable: true, doc: The card for payments. }
        ",
    }

    FIELD_NULLABLE_LOST {
        title: "field no longer nullable",
        mirror: FIELD_NULLABLE_GAINED,
        section: Changed,
        phrase: [
            "Field of {object} is no longer nullable: {part}",
            "Fields of {object} are no longer nullable: {parts}",
        ],
        request: BREAK,
        response: DOCS,
        marks: &[],
        migration: Of(|change| format!("omit `{}` or pass a value: it can no longer be null", change.name())),
        advice: "Code that sends null does not compile, and the server rejects null. If the server ignores null \
            instead of rejecting it, only document this behavior.",
        example: "
            good: doc-changed
            - bank: { type: string, nullable: true, doc: The issuing bank. }
            + bank: { type: string, nullable: true, doc: The issuing bank. Null has no effect. }
        ",
    }

    FIELD_SENSITIVE_GAINED {
        title: "field became sensitive",
        mirror: FIELD_SENSITIVE_LOST,
        section: Changed,
        phrase: ["{name} is now sensitive", "Fields that are now sensitive: {names}"],
        request: SOURCE_BREAK.behavior(Minor),
        response: SOURCE_BREAK.behavior(Minor),
        marks: &[],
        migration: Of(|change| format!("read `{}` with `.expose()`: it is a `Sensitive<_>`", change.name())),
        advice: "The field has a different Rust type, which exposes the value only through a method. If it is \
            enough that debug output redacts the value, use `private`, which keeps the type.",
        example: "
            bad:
            - note: { type: string, doc: A note for the packer. }
            + note: { type: string, sensitive: true, doc: A note for the packer. }
            good: private-gained
            - note: { type: string, doc: A note for the packer. }
            + note: { type: string, private: true, doc: A note for the packer. }
        ",
    }

    FIELD_SENSITIVE_LOST {
        title: "field no longer sensitive",
        mirror: FIELD_SENSITIVE_GAINED,
        section: Changed,
        phrase: ["{name} is no longer sensitive", "Fields that are no longer sensitive: {names}"],
        request: SOURCE_BREAK.behavior(Minor),
        response: SOURCE_BREAK.behavior(Minor),
        marks: &[],
        migration: Of(|change| format!("remove `.expose()` from `{}`, and check what logs contain", change.name())),
        advice: "The field has a different Rust type, and debug output shows its value. The change has no benefit: \
            keep `sensitive` until the next breaking version.",
        example: "
            good: doc-changed
            - note: { type: string, sensitive: true, doc: A note for the packer. }
            + note: { type: string, sensitive: true, doc: A note for the packer. It is not a secret. }
        ",
    }

    PRIVATE_GAINED {
        title: "field became private",
        mirror: PRIVATE_LOST,
        section: Changed,
        phrase: ["Debug output now redacts {name}", "Debug output now redacts: {names}"],
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "Debug output shows `[private]` instead of the value.",
        example: "
            bad:
            - bank: { type: string, doc: The issuing bank. }
            + bank: { type: string, private: true, doc: The issuing bank. }
        ",
    }

    PRIVATE_LOST {
        title: "field no longer private",
        mirror: PRIVATE_GAINED,
        section: Changed,
        phrase: ["Debug output no longer redacts {name}", "Debug output no longer redacts: {names}"],
        request: SILENT_BEHAVIOR.behavior(Major),
        response: SILENT_BEHAVIOR.behavior(Major),
        marks: &[],
        migration: Of(|change| {
            let names = if change.follows() { change.old_value().to_owned() } else { format!("`{}`", change.name()) };
            format!("check logs that contain the debug output of the type, because the output now contains {names}")
        }),
        advice: "Debug output shows the value, so logs contain personal data. Keep `private` as long as the value can \
            identify a person.",
        example: "
            good: doc-changed
            - bank: { type: string, private: true, doc: The issuing bank. }
            + bank: { type: string, private: true, doc: The issuing bank. It names no person. }
        ",
    }

    OTHER_NAME_ADDED {
        title: "alternative field name added",
        mirror: OTHER_NAME_REMOVED,
        section: Added,
        phrase: ["Alternative name of {name} added", "Fields with added alternative names: {names}"],
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "The client also finds the field under the alternative name.",
        example: "
            bad:
            - bank: { type: string, doc: The issuing bank. }
            + bank: { type: string, also: [issuer], doc: The issuing bank. }
        ",
    }

    OTHER_NAME_REMOVED {
        title: "alternative field name removed",
        mirror: OTHER_NAME_ADDED,
        section: Removed,
        phrase: ["Alternative name of {name} removed", "Fields with removed alternative names: {names}"],
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "If a server still sends the alternative name, the client treats the field as absent, and no tool \
            reports this.",
        example: "",
    }

    OTHER_NAME_CHANGED {
        title: "alternative field names changed",
        mirror: OTHER_NAME_CHANGED,
        section: Changed,
        phrase: ["Alternative names of {name} changed", "Fields with changed alternative names: {names}"],
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "If a server still sends the old alternative name, the client treats the field as absent, and no tool \
            reports this. Add the new names, and remove an old name only when no server sends it.",
        example: "
            bad:
            - also: [last_order]
            + also: [latest_order]
        ",
    }

    ABSENT_ADDED {
        title: "absent value added",
        mirror: ABSENT_REMOVED,
        section: Added,
        phrase: ["`absent` value added to {name}", "Fields with added `absent` values: {names}"],
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "The client reads this value as absent.",
        example: "
            bad:
            - placed_at: { type: timestamp_ms,
            + placed_at: { type: timestamp_ms, absent: [0],
        ",
    }

    ABSENT_REMOVED {
        title: "absent value removed",
        mirror: ABSENT_ADDED,
        section: Removed,
        phrase: ["`absent` value removed from {name}", "Fields with removed `absent` values: {names}"],
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "The client no longer reads this value as absent.",
        example: "",
    }

    ABSENT_CHANGED {
        title: "absent values changed",
        mirror: ABSENT_CHANGED,
        section: Changed,
        phrase: ["`absent` values of {name} changed", "Fields with changed `absent` values: {names}"],
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "The client reads different values as absent.",
        example: "
            bad:
            - absent: [-1]
            + absent: [0]
        ",
    }
}
