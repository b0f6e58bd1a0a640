//! The package: its names, license and dependencies of tests.

use super::prelude::*;

changes! {
    API_RENAMED {
        title: "the API has another name",
        mirror: API_RENAMED,
        section: Changed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "The name is in the documentation only; whoever looks for the client by its old name no longer finds \
            it.",
        example: "
            bad:
            - name: Market
            + name: Market Place
        ",
    }

    PACKAGE_RENAMED {
        title: "the package has another name",
        mirror: PACKAGE_RENAMED,
        section: Changed,
        // The name of the crate is in every path.
        request: SOURCE_BREAK,
        response: SOURCE_BREAK,
        marks: &[],
        migration: Of(|change| format!("depend on `{}`, and begin paths with it", change.new_value())),
        advice: "The name of the crate is in every path, and nobody is told that the old one has an heir. Keep the \
            name, and give the new one to the API alone, which is what readers see.",
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
        title: "the package has another version",
        mirror: VERSION_CHANGED,
        section: Unlisted,
        request: NO_EFFECT,
        response: NO_EFFECT,
        marks: &[],
        migration: NotNeeded,
        advice: "Nothing comes of it. Which number is right is what the report says.",
        example: "
            bad:
            - version: 1.4.0
            + version: 1.5.0
        ",
    }

    PACKAGE_INFO_CHANGED {
        title: "the registry shows something else of the package",
        mirror: PACKAGE_INFO_CHANGED,
        section: Changed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "It is what the registry shows of the package.",
        example: "
            bad:
            - description: Client for the API of a shop
            + description: Client for the API of Market
        ",
    }

    LICENSE_CHANGED {
        title: "the package has another licence",
        mirror: LICENSE_CHANGED,
        section: Changed,
        request: DOCS,
        response: DOCS,
        marks: &[],
        migration: NotNeeded,
        advice: "No code notices, but users may have to ask somebody whether they still may use the package: say it in \
            the notes of the release.",
        example: "
            bad:
            - license: MIT
            + license: MIT OR Apache-2.0
        ",
    }

    DEV_DEPENDENCY_ADDED {
        title: "examples and tests use one more package",
        mirror: DEV_DEPENDENCY_REMOVED,
        section: Added,
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
        title: "examples and tests use one package less",
        mirror: DEV_DEPENDENCY_ADDED,
        section: Removed,
        request: NO_EFFECT,
        response: NO_EFFECT,
        marks: &[],
        migration: NotNeeded,
        advice: "Only examples and tests of the client used it.",
        example: "",
    }

    DEV_DEPENDENCY_CHANGED {
        title: "examples and tests use a package in another way",
        mirror: DEV_DEPENDENCY_CHANGED,
        section: Changed,
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
