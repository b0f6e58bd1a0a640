//! Values and credentials that a client is built with.

use super::prelude::*;

changes! {
    CONFIGURATION_ADDED {
        title: "clients are built with one more value",
        mirror: CONFIGURATION_REMOVED,
        section: Added,
        // One more argument of the builder, or one less.
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| format!("give the builder the value `{}`", change.name())),
        advice: "The builder of clients takes one more argument, so that no program compiles that makes a client. A \
            value that only some operations need is better a parameter of these.",
        example: "
            bad:
            - credentials:
            -   api_key:
            +   till: { doc: ID of the till., example: EXAMPLE-TILL }
            +
            + credentials:
            +   api_key:
            good: parameter-added
            - note: { type: string, max_length: 500, doc: A note for who packs it. }
            + note: { type: string, max_length: 500, doc: A note for who packs it. }
            +       till: { type: string, doc: ID of the till. }
        ",
    }

    CONFIGURATION_REMOVED {
        title: "clients are built with one value less",
        mirror: CONFIGURATION_ADDED,
        section: Removed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| format!("leave the value `{}` out of the call of the builder", change.name())),
        advice: "The builder of clients takes one argument less, so that no program compiles that makes a client. Keep \
            the value until the next version that breaks code anyway, and say in its text that nothing uses it.",
        example: "
            good: doc-changed
            - till: { doc: ID of the till.,
            + till: { doc: Nothing uses it any more.,
        ",
    }

    CREDENTIAL_ADDED {
        title: "there is one more credential",
        mirror: CREDENTIAL_REMOVED,
        section: Added,
        request: SOURCE_ADDITION,
        response: SOURCE_ADDITION,
        marks: &[],
        migration: NotNeeded,
        advice: "The builder has one more method, which nobody needs to call.",
        example: "
            bad:
            - stock_token: { doc: Token for the warehouses. }
            + stock_token: { doc: Token for the warehouses. }
            +   till_key: { doc: Key of a till. }
        ",
    }

    CREDENTIAL_REMOVED {
        title: "a credential is gone",
        mirror: CREDENTIAL_ADDED,
        section: Removed,
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| format!("leave `.{}(..)` out", change.old_name())),
        advice: "The method of the builder that takes it is gone. Leave it for a while, and say in its text that \
            nothing asks for it.",
        example: "
            good: doc-changed
            - doc: Key of a till.
            + doc: Nothing asks for it any more.
        ",
    }

    SCOPE_ADDED {
        title: "a credential has one more scope",
        mirror: SCOPE_REMOVED,
        section: Added,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It is only told which kinds of a credential there are.",
        example: "
            bad:
            - clerk: A key of somebody who works there.
            + clerk: A key of somebody who works there.
            +       guest: A key of somebody who only looks.
        ",
    }

    SCOPE_REMOVED {
        title: "a scope of a credential is gone",
        mirror: SCOPE_ADDED,
        section: Removed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It is only told which kinds of a credential there are; operations that need it are told by \
            themselves.",
        example: "",
    }
}
