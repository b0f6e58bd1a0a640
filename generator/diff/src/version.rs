//! Calculates the next version, and checks a version against the changes.

use schemars::JsonSchema;
use serde::Serialize;

use super::verdict::{Level, Verdict};

/// The part of a version number that is raised, by the rules of cargo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Bump {
    /// No part.
    None,
    /// The last number, for changes of the documentation.
    Patch,
    /// The number for compatible changes.
    Minor,
    /// The number for changes that break user code.
    Major,
}

impl Bump {
    /// Returns the bump that changes require. Only changes that break user code require a major bump; changes of the
    /// server alone require a minor one.
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

/// Returns the version after one with such changes; `None` if the text is no version.
///
/// Before 1.0.0, the second number is raised for breaking changes, and the third for all others.
pub fn next_version(version: &str, bump: Bump) -> Option<String> {
    let mut next = semver::Version::parse(version).ok()?;
    if bump == Bump::None {
        return Some(next.to_string());
    }
    // A pre-release can contain any change.
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

/// Returns whether a version may follow another one with such changes.
///
/// A pre-release counts as the version that it precedes, but two different pre-releases need different versions.
/// Invalid versions are accepted here, because other checks report them.
pub(super) fn is_enough(old: &str, new: &str, bump: Bump) -> bool {
    let next = next_version(old, bump);
    let (Some(old), Some(new), Some(next)) = (parse(old), parse(new), next.as_deref().and_then(parse)) else {
        return true;
    };
    let leads_to = semver::Version::new(new.major, new.minor, new.patch);
    if bump == Bump::None { new >= old } else { new > old && leads_to >= next }
}

/// Returns whether a version is lower than the old one.
pub(super) fn goes_back(old: &str, new: &str) -> bool {
    parse(old).zip(parse(new)).is_some_and(|(old, new)| new < old)
}

fn parse(version: &str) -> Option<semver::Version> {
    // Build metadata does not affect the order of versions.
    let version = semver::Version::parse(version).ok()?;
    Some(semver::Version { build: semver::BuildMetadata::EMPTY, ..version })
}

/// Returns the releases of a package among the tags of a repository, the latest first.
///
/// A release has a tag such as `v1.2.0`, or `package-v1.2.0` in a repository with several packages. Tags that name the
/// package come first, because the others can be releases of another package.
pub fn releases<'t>(tags: impl IntoIterator<Item = &'t str>, package: &str) -> Vec<&'t str> {
    let release = |tag: &'t str| {
        let named = tag.strip_prefix(package).and_then(|rest| rest.strip_prefix('-'));
        let version = named.unwrap_or(tag).strip_prefix('v')?;
        Some((named.is_some(), semver::Version::parse(version).ok()?, tag))
    };
    let mut releases: Vec<_> = tags.into_iter().filter_map(release).collect();
    releases.sort();
    releases.into_iter().rev().map(|(.., tag)| tag).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_are_in_the_order_of_their_versions() {
        let plain = ["v0.2.0", "v0.10.0", "v0.10.0-rc.1", "v1", "0.11.0", "vendor", "v0.9.1"];
        let named = ["shop-v0.2.0", "shop-v0.10.0", "shop-v0.10.0-rc.1", "shop-0.11.0", "shop-v1", "shop-v0.9.1"];
        let of_others = ["shop-sdk-v3.0.0", "my-shop-v3.0.0", "shopv3.0.0", "v2.0.0", "shop/v3.0.0"];
        let expected_plain = ["v0.10.0", "v0.10.0-rc.1", "v0.9.1", "v0.2.0"];
        let expected_named = ["shop-v0.10.0", "shop-v0.10.0-rc.1", "shop-v0.9.1", "shop-v0.2.0"];
        for (tags, expected) in [
            (plain.to_vec(), expected_plain.to_vec()),
            (named.to_vec(), expected_named.to_vec()),
            (of_others.to_vec(), vec!["v2.0.0"]),
            ([&named[..], &of_others].concat(), [&expected_named[..], &["v2.0.0"]].concat()),
            ([&plain[..], &named].concat(), [&expected_named[..], &expected_plain].concat()),
        ] {
            assert_eq!(releases(tags.iter().copied(), "shop"), expected, "{tags:?}");
        }
    }

    #[test]
    fn version_must_be_high_enough_for_the_changes() {
        use Bump::{Major, Minor, None, Patch};
        for (old, new, bump, expected) in [
            ("0.1.0", "0.1.0", None, true),
            ("0.1.0", "0.1.0", Patch, false),
            ("0.1.0", "0.1.1", Minor, true),
            ("0.1.0", "0.1.1", Major, false),
            ("0.1.0", "0.2.0", Major, true),
            ("0.1.0", "0.3.0", Patch, true),
            ("0.1.0", "0.2.0-rc.1", Major, true),
            ("0.1.0", "0.1.1-rc.1", Major, false),
            ("0.2.0-rc.1", "0.2.0-rc.1", Patch, false),
            ("0.2.0-rc.1", "0.2.0-rc.2", Major, true),
            ("0.2.0-rc.2", "0.2.0-rc.1", None, false),
            ("0.2.0-rc.2", "0.2.0", Major, true),
            ("0.2.0", "0.2.0-rc.1", None, false),
            ("1.2.3", "1.3.0", Minor, true),
            ("1.2.3", "1.2.4", Minor, false),
            ("1.2.3", "2.0.0", Major, true),
            ("1.2.3+linux", "1.2.3+mac", None, true),
            ("1.2.3", "1.2.3+mac", Patch, false),
            ("1.2.3", "1.2.2", None, false),
            ("one", "two", Major, true),
        ] {
            assert_eq!(is_enough(old, new, bump), expected, "{old} to {new} with {bump:?}");
        }
        for (old, new, expected) in
            [("1.2.3", "1.2.2", true), ("1.2.3", "1.2.3", false), ("0.2.0", "0.2.0-rc.1", true), ("x", "1.0.0", false)]
        {
            assert_eq!(goes_back(old, new), expected, "{old} to {new}");
        }
    }

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
