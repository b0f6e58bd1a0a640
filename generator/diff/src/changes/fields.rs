//! Declares the changes of the names, types and order of fields.

use super::prelude::*;

changes! {
    FIELD_ADDED {
        title: "field added",
        mirror: FIELD_REMOVED,
        section: Added,
        phrase: ["Field added to {object}: {part}", "Fields added to {object}: {parts}"],
        request: ADDITION,
        response: ADDITION,
        marks: &[],
        migration: NotNeeded,
        advice: "A received type has a new field, and a sent type has a new setter.",
        example: "
            bad:
            - bank: { type: string, doc: The issuing bank. }
            + bank: { type: string, doc: The issuing bank. }
            +       color: { type: string, doc: The color. }
        ",
    }

    FIELD_REMOVED {
        title: "field removed",
        mirror: FIELD_ADDED,
        section: Removed,
        phrase: ["Field removed from {object}: {part}", "Fields removed from {object}: {parts}"],
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| change.deprecated_or(&format!("remove `{}`", change.name()))),
        advice: "Code that uses the field does not compile. If existing clients send the field, the server may reject \
            it. Deprecate the field one release before.",
        example: "
            good: deprecation-added
            - doc: The color.
            + doc: The color., deprecated: It is of no use.
        ",
    }

    REQUIRED_FIELD_ADDED {
        title: "required field added",
        mirror: REQUIRED_FIELD_REMOVED,
        section: Added,
        phrase: ["Required field added to {object}: {part}", "Required fields added to {object}: {parts}"],
        request: BREAK,
        response: ADDITION,
        marks: &[],
        migration: Of(|change| format!("pass `{}` where a sent object is made: {}", change.name(), change.call())),
        advice: "The constructor has a new argument, so code that creates the object does not compile. Existing \
            clients do not send the field. If the server does not need the field, make it optional.",
        example: "
            bad:
            - bank: { type: string, doc: The issuing bank. }
            + expires: { type: date, required: true, doc: Until when it is good. }
            +       bank: { type: string, doc: The issuing bank. }
            good: field-added
            - bank: { type: string, doc: The issuing bank. }
            + expires: { type: date, doc: Until when it is good. }
            +       bank: { type: string, doc: The issuing bank. }
        ",
    }

    REQUIRED_FIELD_REMOVED {
        title: "required field removed",
        mirror: REQUIRED_FIELD_ADDED,
        section: Removed,
        phrase: ["Required field removed from {object}: {part}", "Required fields removed from {object}: {parts}"],
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| change.deprecated_or(&format!("remove `{}`", change.name()))),
        advice: "An argument of the constructor is removed, so code that creates the object does not compile. If the \
            server ignores the field, deprecate it first.",
        example: "
            good: deprecation-added
            - doc: Until when it is good.
            + doc: Until when it is good., deprecated: No longer used.
        ",
    }

    FIELD_RENAMED {
        title: "field renamed",
        mirror: FIELD_RENAMED,
        section: Changed,
        phrase: ["Field of {object} renamed: {part}", "Fields of {object} renamed: {parts}"],
        request: BREAK,
        response: BREAK,
        marks: &[Renames(Renamed::Element)],
        migration: Of(|change| change.renamed()),
        advice: "Rust has no alias for a field of a struct, so code that uses the old name does not compile. Existing \
            clients use the old name on the wire. If the field is only received, the client can read it under both \
            names.",
        example: "
            bad:
            - total: { type: int, doc: The total in cents. }
            + sum: { type: int, was: total, doc: The total in cents. }
            good: other-name-added
            - total: { type: int, doc: The total in cents. }
            + total: { type: int, also: [sum], doc: The total in cents. }
        ",
    }

    FIELD_RENAMED_GUESS {
        title: "field probably renamed",
        mirror: FIELD_RENAMED_GUESS,
        section: Changed,
        phrase: ["Field of {object} probably renamed: {part}", "Fields of {object} probably renamed: {parts}"],
        request: BREAK,
        response: BREAK,
        marks: &[Guess, Renames(Renamed::Element)],
        migration: Of(|change| change.renamed()),
        advice: "Code that uses the old name does not compile, and existing clients use the old name on the wire. If \
            the field is only received, the client can read it under both names.",
        example: "
            bad:
            - total: { type: int, doc: The total in cents. }
            + sum: { type: int, doc: The total in cents. }
            good: other-name-added
            - total: { type: int, doc: The total in cents. }
            + total: { type: int, also: [sum], doc: The total in cents. }
        ",
    }

    FIELD_TYPE_REWORDED {
        title: "field type renamed",
        mirror: FIELD_TYPE_REWORDED,
        section: Changed,
        phrase: ["Type of {name} changed in the spec only", "Types of fields changed in the spec only: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "The Rust type of the field does not change.",
        example: "
            bad:
            - last_digits: { type: string
            + last_digits: { type: url
        ",
    }

    FIELD_TYPE_RECAST {
        title: "Rust type of field changed",
        mirror: FIELD_TYPE_RECAST,
        section: Changed,
        phrase: ["Rust type of {name} changed", "Rust types of fields changed: {names}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| change.new_type("use", &format!("`{}`", change.name()))),
        advice: "Values are unchanged on the wire but have a different Rust type, so code that uses them does not \
            compile. A more exact type with the same Rust type, such as a URL instead of a string, has no effect.",
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
        title: "field type changed",
        mirror: FIELD_TYPE_CHANGED,
        section: Changed,
        phrase: ["Type of {name} changed", "Types of fields changed: {names}"],
        request: BREAK,
        response: BREAK,
        marks: &[],
        migration: Of(|change| change.new_type("use", &format!("`{}`", change.name()))),
        advice: "Existing clients cannot read the value, and code that uses the field does not compile. Add a field \
            with the new type.",
        example: "
            bad:
            - total: { type: int, doc: The total in cents. }
            + total: { type: string, doc: The total in cents. }
            good: deprecation-added, field-added
            - total: { type: int, doc: The total in cents. }
            + total: { type: int, doc: The total in cents., deprecated: Use `amount`. }
            +       amount: { type: string, doc: The sum with its currency. }
        ",
    }

    FIELDS_REORDERED {
        title: "fields reordered",
        mirror: FIELDS_REORDERED,
        section: Changed,
        phrase: ["Order of the fields of {name} changed", "Order of fields changed: {names}"],
        // Arguments are fields of a struct if their types are equal, but a new argument can take the position of an
        // old one.
        request: SOURCE_BREAK.detected(Silently),
        response: NO_EFFECT,
        marks: &[Reorders],
        migration: Text("check the arguments of each `new(..)` of the type, because a call can compile as before"),
        advice: "Calls of `new` with the arguments in the old order do not compile. If the old and the new argument in \
            a position have the same type, calls compile but set a different field. Keep the old order. The order has \
            no meaning in the request.",
        example: "
            before:
            === shop/types.yaml
            - quantity: { type: int, doc: The quantity. }
            + quantity: { type: int, required: true, doc: The quantity. }
            bad:
            - item: { type: ItemRef, required: true, doc: The ordered item. }
            -       quantity: { type: int, required: true, doc: The quantity. }
            + quantity: { type: int, required: true, doc: The quantity. }
            +       item: { type: ItemRef, required: true, doc: The ordered item. }
            good:
            - item: { type: ItemRef, required: true, doc: The ordered item. }
            + # The order is that of the arguments.
            +       item: { type: ItemRef, required: true, doc: The ordered item. }
        ",
    }

    FIELD_BOXED {
        title: "field became boxed",
        mirror: FIELD_UNBOXED,
        section: Changed,
        phrase: ["Field of {object} is now in a `Box`: {part}", "Fields of {object} are now in a `Box`: {parts}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[Derived],
        migration: Of(|change| format!("`{}` is a `Box`: use `*value`", change.name())),
        advice: "The type now contains itself, so the field is in a `Box`. Code that uses the field as a plain value \
            does not compile. If the field contains an id instead of the object, it needs no `Box`.",
        example: "
            bad:
            - parent: { type: Group, doc: The parent group. }
            + parent: { type: Group, doc: The parent group. }
            +       best: { type: Item, doc: The most popular item. }
            also: field-added: it closes the cycle
            good: field-added
            - parent: { type: Group, doc: The parent group. }
            + parent: { type: Group, doc: The parent group. }
            +       best_id: { type: string, doc: ID of what is bought most. }
        ",
    }

    FIELD_UNBOXED {
        title: "field no longer boxed",
        mirror: FIELD_BOXED,
        section: Changed,
        phrase: [
            "Field of {object} is no longer in a `Box`: {part}",
            "Fields of {object} are no longer in a `Box`: {parts}",
        ],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[Derived],
        migration: Of(|change| format!("`{}` is no longer a `Box`", change.name())),
        advice: "Code that takes the field out of the `Box` does not compile. If you remove the field that makes the \
            type contain itself, deprecate that field one release before.",
        example: "
            good: deprecation-added
            - doc: The most popular item.
            + doc: The most popular item., deprecated: No longer counted.
        ",
    }
}
