//! Which version comes next.

use serde::Serialize;

use super::verdict::{Level, Verdict};

/// What of a version changes, by the rules of cargo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Bump {
    /// Nothing.
    None,
    /// The last number.
    Patch,
    /// Something new, that all code compiles with.
    Minor,
    /// Some code does not compile any more.
    Major,
}

impl Bump {
    /// What changes call for. Code that does not compile any more makes a version another one; a server that is not
    /// what it was does not, but who uses the client must be told that there is something new.
    pub fn of(verdict: Verdict) -> Self {
        if verdict.source == Level::Major {
            Self::Major
        } else if verdict.level() > Level::None {
            Self::Minor
        } else if verdict.docs > Level::None {
            Self::Patch
        } else {
            Self::None
        }
    }
}

/// The version after one with such changes: before 1.0.0, the second number counts what breaks and the third all else.
///
/// `None` if the version is none.
pub fn next_version(version: &str, bump: Bump) -> Option<String> {
    let mut next = semver::Version::parse(version).ok()?;
    if bump == Bump::None {
        return Some(next.to_string());
    }
    // What has not been released yet has room for any change.
    let is_unreleased = !next.pre.is_empty();
    next.pre = semver::Prerelease::EMPTY;
    next.build = semver::BuildMetadata::EMPTY;
    if is_unreleased {
        return Some(next.to_string());
    }
    let (major, minor, patch) = (next.major, next.minor, next.patch);
    (next.major, next.minor, next.patch) = match (major, bump) {
        (_, Bump::None) => (major, minor, patch),
        (0, Bump::Major) if minor > 0 => (0, minor + 1, 0),
        (0, _) => (0, minor, patch + 1),
        (_, Bump::Major) => (major + 1, 0, 0),
        (_, Bump::Minor) => (major, minor + 1, 0),
        (_, Bump::Patch) => (major, minor, patch + 1),
    };
    Some(next.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_follow_the_rules_of_cargo() {
        let cases = [
            ("0.1.0", ["0.1.0", "0.1.1", "0.1.1", "0.2.0"]),
            ("0.0.3", ["0.0.3", "0.0.4", "0.0.4", "0.0.4"]),
            ("1.4.2", ["1.4.2", "1.4.3", "1.5.0", "2.0.0"]),
            ("2.0.0-rc.1", ["2.0.0-rc.1", "2.0.0", "2.0.0", "2.0.0"]),
        ];
        for (version, expected) in cases {
            let bumps = [Bump::None, Bump::Patch, Bump::Minor, Bump::Major];
            let next = bumps.map(|bump| next_version(version, bump).unwrap_or_default());
            assert_eq!(next, expected, "after {version}");
        }
        assert_eq!(next_version("one", Bump::Patch), None);
    }
}
