//! Finds problems to fix in the acknowledgements or the version.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Context, Entry, Location, VersionAdvice};
use api_client_generator::Acknowledgement;
use api_client_generator::diagnostics::suggest;

/// A problem to fix in the acknowledgements or the version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Finding {
    /// The kind of problem.
    pub kind: FindingKind,
    /// Its location.
    pub location: Location,
    /// The problem.
    pub message: String,
    /// The fix.
    pub help: String,
    /// Whether it causes exit code 1, independently of `--deny`.
    pub fails: bool,
}

/// The kinds of [`Finding`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
    /// An acknowledgement without its change.
    StaleAcknowledgement,
    /// An acknowledgement that has expired.
    ExpiredAcknowledgement,
    /// A version that is too low for its changes.
    VersionTooLow,
    /// A version that is lower than the old one.
    VersionWentBack,
}

impl FindingKind {
    /// Its id: `stale-acknowledgement`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::StaleAcknowledgement => "stale-acknowledgement",
            Self::ExpiredAcknowledgement => "expired-acknowledgement",
            Self::VersionTooLow => "version-too-low",
            Self::VersionWentBack => "version-went-back",
        }
    }
}

/// An acknowledgement that accepts a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Accepted {
    /// The reason for the change.
    pub reason: String,
    /// The person who accepted it.
    pub by: Option<String>,
    /// The last day or month for which it is accepted.
    pub until: Option<String>,
}

impl From<&Acknowledgement> for Accepted {
    fn from(given: &Acknowledgement) -> Self {
        Self { reason: given.reason.clone(), by: given.by.clone(), until: given.until.clone() }
    }
}

/// Returns all findings, those of acknowledgements in the order of their file.
pub(super) fn findings(entries: &[Entry], version: &VersionAdvice, context: &Context<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = acknowledgements(entries, context).collect();
    findings.extend(self::version(version, context));
    findings
}

fn acknowledgements(entries: &[Entry], context: &Context<'_>) -> impl Iterator<Item = Finding> {
    let [base, head] = context.sides.map(|side| side.resolved.acknowledgements());
    // Between two releases, a later base can already have an accepted change. The acknowledgement stays until a
    // release.
    let is_settled = |given: &Acknowledgement| {
        !context.policy.base_is_release && base.iter().any(|old| old.id.value == given.id.value)
    };
    let ids: Vec<&str> = entries.iter().map(|entry| entry.id.as_str()).collect();
    head.iter().filter_map(move |given| {
        let id = given.id.value.as_str();
        if ids.contains(&id) {
            return expired(given, context);
        }
        if is_settled(given) {
            return None;
        }
        let nearest = suggest::nearest(id, &ids).map(|near| format!("write `{near}`, or "));
        Some(Finding {
            kind: FindingKind::StaleAcknowledgement,
            location: location(given, context),
            message: format!("there is no change `{id}` since {}", context.states[0].name),
            help: if id.contains('*') {
                "write an entry for each change, because each must be reviewed".into()
            } else {
                format!("{}remove the acknowledgement", nearest.unwrap_or_default())
            },
            fails: true,
        })
    })
}

fn expired(given: &Acknowledgement, context: &Context<'_>) -> Option<Finding> {
    let (until, today) = (given.until.as_deref()?, context.policy.today.as_deref()?);
    // Dates of equal length are ordered like their strings.
    if today.get(..until.len())? <= until {
        return None;
    }
    Some(Finding {
        kind: FindingKind::ExpiredAcknowledgement,
        location: location(given, context),
        message: format!("`{}` was accepted until {until}, and today is {today}", given.id.value),
        help: "revert the change, or agree on a later date".into(),
        fails: true,
    })
}

fn location(given: &Acknowledgement, context: &Context<'_>) -> Location {
    Location::new(context.sides[1].spec, &context.states[1], given.id.place)
}

fn version(advice: &VersionAdvice, context: &Context<'_>) -> Option<Finding> {
    let [base, head] = &context.states;
    let finding = |kind, message, help| {
        let (location, fails) = (advice.location.clone(), context.policy.check_version);
        Some(Finding { kind, location, message, help, fails })
    };
    let next = advice.next.as_deref().unwrap_or(&base.version);
    if advice.goes_back {
        let message = format!("version {} is lower than {} of {}", head.version, base.version, base.name);
        return finding(FindingKind::VersionWentBack, message, format!("write `version: {next}`"));
    }
    // Between two releases, the version may be raised before or after this change. The report names the next version.
    let is_asked = context.policy.check_version || context.policy.base_is_release;
    if advice.is_enough || !is_asked {
        return None;
    }
    let message =
        format!("version {} is too low for the changes since {} of {}", head.version, base.version, base.name);
    let help = if context.policy.base_is_release {
        format!("write `version: {next}`")
    } else {
        format!(
            "write `version: {next}`, unless the version was raised since the last release; to check: `{} diff last-release`",
            context.program
        )
    };
    finding(FindingKind::VersionTooLow, message, help)
}
