//! Fields of objects.

use super::prelude::*;

changes! {
    FIELD_ADDED {
        title: "an object has one more field",
        mirror: FIELD_REMOVED,
        section: Added,
        request: ADDITION,
        response: ADDITION,
        marks: &[],
        migration: NotNeeded,
        advice: "There is one more field, or one more setter.",
        example: "
            bad:
            - bank: { type: string, doc: Who issued it. }
            + bank: { type: string, doc: Who issued it. }
            +       colour: { type: string, doc: How it looks. }
        ",
    }

    FIELD_REMOVED {
        title: "an object has one field less",
        mirror: FIELD_ADDED,
        section: Removed,
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| change.deprecated_or(&format!("leave `{}` out", change.name()))),
        advice: "Code that names it does not compile, and if it is sent, the server may refuse it. Say one release \
            before that it should not be used any more.",
        example: "
            good: deprecation-added
            - doc: How it looks.
            + doc: How it looks., deprecated: It is of no use.
        ",
    }

    REQUIRED_FIELD_ADDED {
        title: "an object has one more field that must be there",
        mirror: REQUIRED_FIELD_REMOVED,
        section: Added,
        request: BREAK,
        response: ADDITION,
        marks: &[],
        migration: Of(|change| format!("give `{}` where the object is made to be sent: {}", change.name(), change.call())),
        advice: "What is sent can't be made without it: no code that makes it compiles, and clients in use do not send \
            it. What the server can do without is better optional.",
        example: "
            bad:
            - bank: { type: string, doc: Who issued it. }
            + expires: { type: date, required: true, doc: Until when it is good. }
            +       bank: { type: string, doc: Who issued it. }
            good: field-added
            - bank: { type: string, doc: Who issued it. }
            + expires: { type: date, doc: Until when it is good. }
            +       bank: { type: string, doc: Who issued it. }
        ",
    }

    REQUIRED_FIELD_REMOVED {
        title: "an object lacks a field that had to be there",
        mirror: REQUIRED_FIELD_ADDED,
        section: Removed,
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| change.deprecated_or(&format!("leave `{}` out", change.name()))),
        advice: "An argument of its constructor is gone, and no code that makes it compiles. What the server passes \
            over can be sent for a while: deprecate it first.",
        example: "
            good: deprecation-added
            - doc: Until when it is good.
            + doc: Until when it is good., deprecated: Nobody asks for it.
        ",
    }

    FIELD_RENAMED {
        title: "a field was renamed",
        mirror: FIELD_RENAMED,
        section: Changed,
        request: BREAK,
        response: BREAK,
        marks: &[Renames(Renamed::Element)],
        migration: Of(|change| change.renamed()),
        advice: "The field of a struct can't keep a former name: code that names it does not compile, and clients in \
            use look for the old one. What is only received can be read under both names.",
        example: "
            bad:
            - total: { type: int, doc: The sum in cents. }
            + sum: { type: int, was: total, doc: The sum in cents. }
            good: other-name-added
            - total: { type: int, doc: The sum in cents. }
            + total: { type: int, also: [sum], doc: The sum in cents. }
        ",
    }

    FIELD_RENAMED_GUESS {
        title: "a field seems to have been renamed",
        mirror: FIELD_RENAMED_GUESS,
        section: Changed,
        request: BREAK,
        response: BREAK,
        marks: &[Guess, Renames(Renamed::Element)],
        migration: Of(|change| change.renamed()),
        advice: "Code that names it does not compile, and clients in use look for the old one. What is only received \
            can be read under both names.",
        example: "
            bad:
            - total: { type: int, doc: The sum in cents. }
            + sum: { type: int, doc: The sum in cents. }
            good: other-name-added
            - total: { type: int, doc: The sum in cents. }
            + total: { type: int, also: [sum], doc: The sum in cents. }
        ",
    }

    FIELD_TYPE_REWORDED {
        title: "a field has another type in the spec, and the same in Rust",
        mirror: FIELD_TYPE_REWORDED,
        section: Changed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It is the same type in Rust.",
        example: "
            bad:
            - last_digits: { type: string
            + last_digits: { type: url
        ",
    }

    FIELD_TYPE_RECAST {
        title: "a field has another type in Rust, and looks the same on the wire",
        mirror: FIELD_TYPE_RECAST,
        section: Changed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| change.new_type("expect", &format!("`{}`", change.name()))),
        advice: "What is on the wire looks the same, but code that has it does not compile. What is only said more \
            exactly, such as that a text is a URL, is no other type.",
        example: "
            bad:
            - last_digits: { type: string
            + last_digits: { type: datetime
            good: field-type-reworded
            - last_digits: { type: string
            + last_digits: { type: url
        ",
    }

    FIELD_TYPE_CHANGED {
        title: "a field has another type",
        mirror: FIELD_TYPE_CHANGED,
        section: Changed,
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| change.new_type("expect", &format!("`{}`", change.name()))),
        advice: "Clients in use find nothing that they can read, and code that has it does not compile. Let another \
            field have the new type.",
        example: "
            bad:
            - total: { type: int, doc: The sum in cents. }
            + total: { type: string, doc: The sum in cents. }
            good: deprecation-added, field-added
            - total: { type: int, doc: The sum in cents. }
            + total: { type: int, doc: The sum in cents., deprecated: Use `amount`. }
            +       amount: { type: string, doc: The sum with its currency. }
        ",
    }

    ALWAYS_GAINED {
        title: "a field is always there",
        mirror: ALWAYS_LOST,
        section: Changed,
        // A value in the place of an option.
        request: SOURCE_BREAK.behavior(Minor),
        response: SOURCE_BREAK.behavior(Minor),
        marks: &[],
        migration: Of(|change| format!("`{}` is there without `Option`", change.name())),
        advice: "A value stands in the place of an option, and code that takes it out does not compile; and an object \
            without it is not read at all. Say in its text that it is always there.",
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
        title: "a field is not always there any more",
        mirror: ALWAYS_GAINED,
        section: Changed,
        request: BREAK.behavior(Minor),
        response: BREAK.behavior(Minor),
        marks: &[],
        migration: Of(|change| format!("`{}` is an `Option`: say what is done without it", change.name())),
        advice: "Clients in use do not read an object without it, and code that takes it for a value does not compile. \
            If the server only may leave it out some day, say so.",
        example: "
            good: doc-changed
            - name: { type: string, always: true, private: true, doc: The name. }
            + name: { type: string, always: true, private: true, doc: The name. Guests will have none from next year on. }
        ",
    }

    FIELD_REQUIRED {
        title: "a field must be given where the object is sent",
        mirror: FIELD_OPTIONAL,
        section: Changed,
        request: BREAK,
        response: DOCS,
        marks: &[],
        migration: Of(|change| format!("give `{}` where the object is made: {}", change.name(), change.call())),
        advice: "What is sent can't be made without it, and clients in use may not send it. As long as the server can \
            do without, say that it should be given.",
        example: "
            bad:
            - bank: { type: string, doc: Who issued it. }
            + bank: { type: string, required: true, doc: Who issued it. }
            good: doc-changed
            - bank: { type: string, doc: Who issued it. }
            + bank: { type: string, doc: Who issued it. It will be needed from next year on. }
        ",
    }

    FIELD_OPTIONAL {
        title: "a field need not be given where the object is sent",
        mirror: FIELD_REQUIRED,
        section: Changed,
        request: SOURCE_BREAK.wire(Minor),
        response: DOCS,
        marks: &[],
        migration: Of(|change| format!("set `{}` by a method where the object is made: {}", change.name(), change.call())),
        advice: "An argument of its constructor has become a setter. Leave it an argument until the next version that \
            breaks code anyway: what is sent so is still right.",
        example: "
            good: doc-changed
            - bank: { type: string, required: true, doc: Who issued it. }
            + bank: { type: string, required: true, doc: Who issued it. The server can do without. }
        ",
    }

    FIELD_NULLABLE_GAINED {
        title: "a field can be cleared",
        mirror: FIELD_NULLABLE_LOST,
        section: Changed,
        request: SOURCE_BREAK.wire(Minor),
        response: DOCS,
        marks: &[],
        migration: Of(|change| format!("`{}` says null with `Nullable`, apart from being left out", change.name())),
        advice: "A field that can be null has another type where it is sent. Where all of the object can be cleared, a \
            parameter can say so without harm.",
        example: "
            bad:
            - bank: { type: string, doc: Who issued it. }
            + bank: { type: string, nullable: true, doc: Who issued it. }
            good: parameter-nullable-gained
            - card: { type: Card, doc: How orders are paid. }
            + card: { type: Card, nullable: true, doc: How orders are paid. }
        ",
    }

    FIELD_NULLABLE_LOST {
        title: "a field can't be cleared any more",
        mirror: FIELD_NULLABLE_GAINED,
        section: Changed,
        request: BREAK,
        response: DOCS,
        marks: &[],
        migration: Of(|change| format!("`{}` can't be sent as null any more: leave it out, or give a value", change.name())),
        advice: "Code that clears it does not compile, and the server refuses it. As long as the server only passes it \
            over, say so.",
        example: "
            good: doc-changed
            - bank: { type: string, nullable: true, doc: Who issued it. }
            + bank: { type: string, nullable: true, doc: Who issued it. Null leaves it as it is. }
        ",
    }

    FIELD_SENSITIVE_GAINED {
        title: "a field is a secret",
        mirror: FIELD_SENSITIVE_LOST,
        section: Changed,
        request: SOURCE_BREAK.behavior(Minor),
        response: SOURCE_BREAK.behavior(Minor),
        marks: &[],
        migration: Of(|change| format!("`{}` is a `Sensitive<_>`: `.expose()` gives the value", change.name())),
        advice: "It has another type in Rust, from which its value is taken on purpose. If it shall only not be shown \
            for debugging, `private` does that without another type.",
        example: "
            bad:
            - note: { type: string, doc: A note for who packs it. }
            + note: { type: string, sensitive: true, doc: A note for who packs it. }
            good: private-gained
            - note: { type: string, doc: A note for who packs it. }
            + note: { type: string, private: true, doc: A note for who packs it. }
        ",
    }

    FIELD_SENSITIVE_LOST {
        title: "a field is no secret any more",
        mirror: FIELD_SENSITIVE_GAINED,
        section: Changed,
        request: SOURCE_BREAK.behavior(Minor),
        response: SOURCE_BREAK.behavior(Minor),
        marks: &[],
        migration: Of(|change| format!("`{}` is the value itself: leave `.expose()` out, and mind what logs show", change.name())),
        advice: "It has another type in Rust, and is shown for debugging. Nothing is gained by it: leave the mark \
            until the next version that breaks code anyway.",
        example: "
            good: doc-changed
            - note: { type: string, sensitive: true, doc: A note for who packs it. }
            + note: { type: string, sensitive: true, doc: A note for who packs it. It is no secret really. }
        ",
    }

    PRIVATE_GAINED {
        title: "a field is not shown for debugging any more",
        mirror: PRIVATE_LOST,
        section: Changed,
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "Where the object is shown for debugging, `[private]` stands in its place.",
        example: "
            bad:
            - bank: { type: string, doc: Who issued it. }
            + bank: { type: string, private: true, doc: Who issued it. }
        ",
    }

    PRIVATE_LOST {
        title: "a field is shown for debugging",
        mirror: PRIVATE_GAINED,
        section: Changed,
        // Personal data gets into logs.
        request: SILENT_BEHAVIOR.behavior(Major),
        response: SILENT_BEHAVIOR.behavior(Major),
        marks: &[],
        migration: Of(|change| {
            let names = if change.follows() { change.old_value().to_owned() } else { format!("`{}`", change.name()) };
            format!("check the logs that show the type for debugging: they show {names}")
        }),
        advice: "Its value is shown for debugging, and personal data gets into logs. Leave the mark as long as the \
            value can name a person.",
        example: "
            good: doc-changed
            - bank: { type: string, private: true, doc: Who issued it. }
            + bank: { type: string, private: true, doc: Who issued it. It names no person. }
        ",
    }

    OTHER_NAME_ADDED {
        title: "a field is read under one more name",
        mirror: OTHER_NAME_REMOVED,
        section: Added,
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "It is found in more answers.",
        example: "
            bad:
            - bank: { type: string, doc: Who issued it. }
            + bank: { type: string, also: [issuer], doc: Who issued it. }
        ",
    }

    OTHER_NAME_REMOVED {
        title: "a field is not read under a name any more",
        mirror: OTHER_NAME_ADDED,
        section: Removed,
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "Where a server still sends the other name, it is missing, and nothing says so.",
        example: "",
    }

    OTHER_NAME_CHANGED {
        title: "a field is read under other names",
        mirror: OTHER_NAME_CHANGED,
        section: Changed,
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "Where a server still sends the former name, it is missing, and nothing says so. Add names, and remove \
            them when no server sends them any more.",
        example: "
            bad:
            - also: [last_order]
            + also: [latest_order]
        ",
    }

    ABSENT_ADDED {
        title: "one more value of a field means that there is none",
        mirror: ABSENT_REMOVED,
        section: Added,
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "What was a value is none.",
        example: "
            bad:
            - placed_at: { type: timestamp_ms,
            + placed_at: { type: timestamp_ms, absent: [0],
        ",
    }

    ABSENT_REMOVED {
        title: "a value of a field does not mean any more that there is none",
        mirror: ABSENT_ADDED,
        section: Removed,
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "What was none is a value.",
        example: "",
    }

    ABSENT_CHANGED {
        title: "other values of a field mean that there is none",
        mirror: ABSENT_CHANGED,
        section: Changed,
        request: SILENT_BEHAVIOR,
        response: SILENT_BEHAVIOR,
        marks: &[],
        migration: NotNeeded,
        advice: "What was none is a value, and the other way round.",
        example: "
            bad:
            - absent: [-1]
            + absent: [0]
        ",
    }

    FIELDS_REORDERED {
        title: "the arguments that an object is made from have another order",
        mirror: FIELDS_REORDERED,
        section: Changed,
        // Arguments of one type are fields of a struct, but a new argument can take the position of another one.
        request: SOURCE_BREAK.detected(Silently),
        response: NO_EFFECT,
        marks: &[],
        migration: Text("check the arguments of each `new(..)` of the type: a call can compile as before"),
        advice: "Calls of `new` with the arguments in the old order do not compile. Where a new argument takes the \
            position of one of its type, they compile and set another field. Leave the order as it is; the request has \
            none.",
        example: "
            before:
            === shop/types.yaml
            - quantity: { type: int, doc: How many. }
            + quantity: { type: int, required: true, doc: How many. }
            bad:
            - item: { type: ItemRef, required: true, doc: Which item. }
            -       quantity: { type: int, required: true, doc: How many. }
            + quantity: { type: int, required: true, doc: How many. }
            +       item: { type: ItemRef, required: true, doc: Which item. }
            good:
            - item: { type: ItemRef, required: true, doc: Which item. }
            + # The order is that of the arguments.
            +       item: { type: ItemRef, required: true, doc: Which item. }
        ",
    }

    FIELD_BOXED {
        title: "a field is in a box, since its type contains itself",
        mirror: FIELD_UNBOXED,
        section: Changed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| format!("`{}` is in a `Box`: `*value` takes it out", change.name())),
        advice: "A type that contains itself stands in a box, and code that takes the field out does not compile. What \
            holds the ID in the place of the whole needs no box.",
        example: "
            bad:
            - parent: { type: Group, doc: The group around it. }
            + parent: { type: Group, doc: The group around it. }
            +       best: { type: Item, doc: What of it is bought most. }
            also: field-added: it closes the circle
            good: field-added
            - parent: { type: Group, doc: The group around it. }
            + parent: { type: Group, doc: The group around it. }
            +       best_id: { type: string, doc: ID of what is bought most. }
        ",
    }

    FIELD_UNBOXED {
        title: "a field is not in a box any more",
        mirror: FIELD_BOXED,
        section: Changed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| format!("`{}` is not in a `Box` any more", change.name())),
        advice: "Code that takes the field out of its box does not compile. Say one release before that what closes \
            the circle should not be used any more.",
        example: "
            good: deprecation-added
            - doc: What of it is bought most.
            + doc: What of it is bought most., deprecated: Nobody counts.
        ",
    }
}
