//! Declares the changes of configuration values and credentials.

use super::prelude::*;

changes! {
    CONFIGURATION_ADDED {
        title: "configuration value added",
        mirror: CONFIGURATION_REMOVED,
        section: Added,
        phrase: ["Configuration value added: {name}", "Configuration values added: {names}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| format!("pass the value `{}` to the builder", change.name())),
        advice: "The builder has a new argument, so all code that builds a client must change. If only some operations \
            need the value, make it a parameter of these operations.",
        example: "
            bad:
            - credentials:
            -   api_key:
            +   till: { doc: ID of the till., example: EXAMPLE-TILL }
            +
            + credentials:
            +   api_key:
            good: parameter-added
            - note: { type: string, max_length: 500, doc: A note for the packer. }
            + note: { type: string, max_length: 500, doc: A note for the packer. }
            +       till: { type: string, doc: ID of the till. }
        ",
    }

    CONFIGURATION_REMOVED {
        title: "configuration value removed",
        mirror: CONFIGURATION_ADDED,
        section: Removed,
        phrase: ["Configuration value removed: {name}", "Configuration values removed: {names}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| format!("remove the value `{}` from the call of the builder", change.name())),
        advice: "An argument of the builder is removed, so all code that builds a client must change. Keep the value \
            until the next breaking version, and document that the client ignores the value.",
        example: "
            good: doc-changed
            - till: { doc: ID of the till.,
            + till: { doc: No longer used.,
        ",
    }

    CREDENTIAL_ADDED {
        title: "credential added",
        mirror: CREDENTIAL_REMOVED,
        section: Added,
        phrase: ["Credential added: {name}", "Credentials added: {names}"],
        request: SOURCE_ADDITION,
        response: SOURCE_ADDITION,
        marks: &[NewElement],
        migration: NotNeeded,
        advice: "The builder has a new method. Calling it is optional.",
        example: "
            bad:
            - stock_token: { doc: Token for the warehouses. }
            + stock_token: { doc: Token for the warehouses. }
            +   till_key: { doc: Key of a till. }
        ",
    }

    CREDENTIAL_REMOVED {
        title: "credential removed",
        mirror: CREDENTIAL_ADDED,
        section: Removed,
        phrase: ["Credential removed: {name}", "Credentials removed: {names}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| format!("remove `.{}(..)`", change.old_name())),
        advice: "The builder's method that sets the credential is removed. Keep the credential until the next breaking \
            version, and document that the client ignores it.",
        example: "
            good: doc-changed
            - doc: Key of a till.
            + doc: No longer required.
        ",
    }

    SCOPE_ADDED {
        title: "credential scope added",
        mirror: SCOPE_REMOVED,
        section: Added,
        phrase: ["Scope added to {owner}: {part}", "Scopes added to {owner}: {parts}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Scopes document the kinds of a credential. Scopes are not sent.",
        example: "
            bad:
            - clerk: A key of an employee.
            + clerk: A key of an employee.
            +       guest: A key with read access.
        ",
    }

    SCOPE_REMOVED {
        title: "credential scope removed",
        mirror: SCOPE_ADDED,
        section: Removed,
        phrase: ["Scope removed from {owner}: {part}", "Scopes removed from {owner}: {parts}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Scopes document the kinds of a credential. The report lists the affected operations as separate \
            changes.",
        example: "",
    }
}
