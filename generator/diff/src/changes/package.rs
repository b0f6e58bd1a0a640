//! Declares the changes of the package: its names, license and development dependencies.

use super::prelude::*;

changes! {
    API_RENAMED {
        title: "API renamed",
        mirror: API_RENAMED,
        section: Changed,
        phrase: ["API renamed", "API renamed: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Only the documentation contains the name of the API. Readers who search for the old name no longer \
            find the client.",
        example: "
            bad:
            - name: Market
            + name: Market Place
        ",
    }

    PACKAGE_RENAMED {
        title: "package renamed",
        mirror: PACKAGE_RENAMED,
        section: Changed,
        phrase: ["Package renamed", "Package renamed: {names}"],
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| format!("depend on `{}` and use its name in paths", change.new_value())),
        advice: "The name of the crate is part of every path in user code, and a registry does not point from the old \
            name to the new one. Keep the name of the crate, and rename only the API, because readers see the name of \
            the API.",
        example: "
            bad:
            - crate: market-client
            + crate: market-place
            good: api-renamed
            - name: Market
            + name: Market Place
        ",
    }

    VERSION_CHANGED {
        title: "version changed",
        mirror: VERSION_CHANGED,
        section: Unlisted,
        phrase: ["Version changed", "Version changed: {names}"],
        request: NO_EFFECT,
        response: NO_EFFECT,
        marks: &[],
        migration: NotNeeded,
        advice: "This change has no effect. The report says which version is next.",
        example: "
            bad:
            - version: 1.4.0
            + version: 1.5.0
        ",
    }

    PACKAGE_INFO_CHANGED {
        title: "package metadata changed",
        mirror: PACKAGE_INFO_CHANGED,
        section: Changed,
        phrase: ["Package metadata changed", "Package metadata changed: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "The package registry shows this metadata.",
        example: "
            bad:
            - description: Client for the API of a shop
            + description: Client for the API of Market
        ",
    }

    LICENSE_CHANGED {
        title: "license changed",
        mirror: LICENSE_CHANGED,
        section: Changed,
        phrase: ["License changed", "License changed: {names}"],
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "Code is not affected, but users may need approval for the new license. Mention it in the release \
            notes.",
        example: "
            bad:
            - license: MIT
            + license: MIT OR Apache-2.0
        ",
    }

    DEV_DEPENDENCY_ADDED {
        title: "development dependency added",
        mirror: DEV_DEPENDENCY_REMOVED,
        section: Added,
        phrase: ["Development dependency added: {name}", "Development dependencies added: {names}"],
        request: NO_EFFECT,
        response: NO_EFFECT,
        marks: &[],
        migration: NotNeeded,
        advice: "Only examples and tests of the client use it.",
        example: r#"
            bad:
            - memchr: { version: "2", features: [std] }
            + memchr: { version: "2", features: [std] }
            +   semver: { version: "1" }
        "#,
    }

    DEV_DEPENDENCY_REMOVED {
        title: "development dependency removed",
        mirror: DEV_DEPENDENCY_ADDED,
        section: Removed,
        phrase: ["Development dependency removed: {name}", "Development dependencies removed: {names}"],
        request: NO_EFFECT,
        response: NO_EFFECT,
        marks: &[],
        migration: NotNeeded,
        advice: "Only examples and tests of the client used it.",
        example: "",
    }

    DEV_DEPENDENCY_CHANGED {
        title: "development dependency changed",
        mirror: DEV_DEPENDENCY_CHANGED,
        section: Changed,
        phrase: ["Development dependency changed: {name}", "Development dependencies changed: {names}"],
        request: NO_EFFECT,
        response: NO_EFFECT,
        marks: &[],
        migration: NotNeeded,
        advice: "Only examples and tests of the client use it.",
        example: r#"
            bad:
            - version: "2", features: [std]
            + version: "2", default_features: false
        "#,
    }
}
