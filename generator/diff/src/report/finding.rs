//! What somebody has to mend, whatever the changes are.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Context, Entry, Location, VersionAdvice};
use api_client_generator::Acknowledgement;
use api_client_generator::diagnostics::suggest;

/// Something to mend: in the acknowledgements, or in the version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Finding {
    /// What is wrong.
    pub kind: FindingKind,
    /// Where.
    pub place: Location,
    /// What is wrong, in a sentence without a full stop.
    pub message: String,
    /// What to do.
    pub help: String,
    /// Whether the comparison fails for it, whatever is denied; else it is only said.
    pub fails: bool,
}

/// The kinds of [`Finding`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
    /// An acknowledgement whose change is not there.
    StaleAcknowledgement,
    /// An acknowledgement whose time is over.
    ExpiredAcknowledgement,
    /// A version that is too low for its changes.
    VersionTooLow,
    /// A version that is lower than the old one.
    VersionWentBack,
}

impl FindingKind {
    /// As in programs: `stale-acknowledgement`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::StaleAcknowledgement => "stale-acknowledgement",
            Self::ExpiredAcknowledgement => "expired-acknowledgement",
            Self::VersionTooLow => "version-too-low",
            Self::VersionWentBack => "version-went-back",
        }
    }
}

/// That a change was accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Accepted {
    /// Why the change is made.
    pub reason: String,
    /// Who accepted it.
    pub by: Option<String>,
    /// The last day or month for which it is accepted.
    pub until: Option<String>,
}

impl From<&Acknowledgement> for Accepted {
    fn from(given: &Acknowledgement) -> Self {
        Self { reason: given.reason.clone(), by: given.by.clone(), until: given.until.clone() }
    }
}

/// All findings, those of the acknowledgements in the order of their file.
pub(super) fn findings(entries: &[Entry], version: &VersionAdvice, context: &Context<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = acknowledgements(entries, context).collect();
    findings.extend(self::version(version, context));
    findings
}

fn acknowledgements(entries: &[Entry], context: &Context<'_>) -> impl Iterator<Item = Finding> {
    let [base, head] = context.sides.map(|side| side.resolved.acknowledgements());
    // Between two releases, a change is accepted when it is made; later comparisons with a state that has it already do
    // not see it. It goes when it was released.
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
        let nearest = suggest::nearest(id, &ids).map(|near| format!("write `{near}` if that is meant, or "));
        Some(Finding {
            kind: FindingKind::StaleAcknowledgement,
            place: place(given, context),
            message: format!("there is no change `{id}` since {}", context.states[0].name),
            help: if id.contains('*') {
                "write an entry for each change: a break that nobody looked at is the one that hurts".into()
            } else {
                format!("{}remove the acknowledgement", nearest.unwrap_or_default())
            },
            fails: true,
        })
    })
}

fn expired(given: &Acknowledgement, context: &Context<'_>) -> Option<Finding> {
    let (until, today) = (given.until.as_deref()?, context.policy.today.as_deref()?);
    // Days and months of one length are in the order of their texts.
    if today.get(..until.len())? <= until {
        return None;
    }
    Some(Finding {
        kind: FindingKind::ExpiredAcknowledgement,
        place: place(given, context),
        message: format!("`{}` was accepted until {until}, and today is {today}", given.id.value),
        help: "take the change back, or agree upon a later date".into(),
        fails: true,
    })
}

fn place(given: &Acknowledgement, context: &Context<'_>) -> Location {
    Location::new(context.sides[1].spec, &context.states[1], given.id.place)
}

fn version(advice: &VersionAdvice, context: &Context<'_>) -> Option<Finding> {
    let [base, head] = &context.states;
    let finding = |kind, message, help| {
        let (place, fails) = (advice.place.clone(), context.policy.check_version);
        Some(Finding { kind, place, message, help, fails })
    };
    let next = advice.next.as_deref().unwrap_or(&base.version);
    if advice.goes_back {
        let message = format!("version {} is lower than {}, which {} has", head.version, base.version, base.name);
        return finding(FindingKind::VersionWentBack, message, format!("write `version: {next}`"));
    }
    // Between two releases, the version may have been raised already, or will be with the last change: that is said
    // once, as the next version.
    let is_asked = context.policy.check_version || context.policy.base_is_release;
    if advice.is_enough || !is_asked {
        return None;
    }
    let message =
        format!("version {} is too low for what changed since {} of {}", head.version, base.version, base.name);
    let help = if context.policy.base_is_release {
        format!("write `version: {next}`")
    } else {
        format!(
            "write `version: {next}`, unless the version was raised since the last release: to compare with that, `{} diff last-release`",
            context.program
        )
    };
    finding(FindingKind::VersionTooLow, message, help)
}
