//! What a change does: one pure function over its kind and direction.
//!
//! What makes the verdicts of this client differ from those of others: objects that are received can't be made or
//! matched in full by users (`#[non_exhaustive]`), their fields are `Option`s unless they are `always` there, enums
//! and unions are open, optional parameters are setters, and what an answer has wrong is left out and not an error.

use schemars::JsonSchema;
use serde::Serialize;

use super::kind::ChangeKind;

/// How much a change matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Not at all.
    #[default]
    None,
    /// There is something new, or something that may be noticed.
    Minor,
    /// Something breaks.
    Major,
}

impl Level {
    /// All of them, the mildest first.
    pub const ALL: &'static [Self] = &[Self::None, Self::Minor, Self::Major];

    /// Its word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// How who updates the client finds out about a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
pub enum Discovery {
    /// There is nothing that goes wrong.
    #[default]
    #[serde(rename = "nothing_to_detect")]
    Nothing,
    /// The compiler warns.
    #[serde(rename = "deprecation_warning")]
    Warning,
    /// Code does not compile.
    #[serde(rename = "compiler")]
    CompileError,
    /// A call fails.
    #[serde(rename = "error_at_run_time")]
    RunTime,
    /// Nothing says so: values differ, or are not there.
    #[serde(rename = "not_detected")]
    Silently,
}

impl Discovery {
    /// How it is said in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "nothing to find",
            Self::Warning => "warning",
            Self::CompileError => "compile error",
            Self::RunTime => "at run time",
            Self::Silently => "silently",
        }
    }
}

/// In which direction what changed travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// It is no value that travels: a host, a text of the documentation.
    #[default]
    Neither,
    /// It is sent.
    Request,
    /// It is received.
    Response,
    /// It is sent, and it is received.
    Both,
    /// It is a part of a type that nothing uses.
    Unused,
}

impl Direction {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Neither, Self::Request, Self::Response, Self::Both, Self::Unused];

    /// Its word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Neither => "neither",
            Self::Request => "request",
            Self::Response => "response",
            Self::Both => "both",
            Self::Unused => "unused",
        }
    }
}

/// What a change does, by what is protected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, JsonSchema)]
pub struct Verdict {
    /// To clients that are in use already, if the server changes as the spec does.
    pub wire: Level,
    /// To code that is compiled with the new client.
    pub source: Level,
    /// To what is read about the API.
    pub docs: Level,
    /// To what the client does by itself: retries, limits, paging, waiting, what it shows.
    #[serde(rename = "behavior")]
    pub behaviour: Level,
    /// How one finds out.
    #[serde(rename = "detected_by")]
    pub discovery: Discovery,
}

impl Verdict {
    const fn new(wire: Level, source: Level, docs: Level, behaviour: Level, discovery: Discovery) -> Self {
        Self { wire, source, docs, behaviour, discovery }
    }

    /// What both of two changes do together; what is hardest to find counts.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            wire: self.wire.max(other.wire),
            source: self.source.max(other.source),
            docs: self.docs.max(other.docs),
            behaviour: self.behaviour.max(other.behaviour),
            discovery: self.discovery.max(other.discovery),
        }
    }

    /// The worst of all but the documentation, which breaks nothing.
    pub fn level(self) -> Level {
        self.wire.max(self.source).max(self.behaviour)
    }

    /// Whether nothing comes of it.
    pub fn is_none(self) -> bool {
        self.level().max(self.docs) == Level::None
    }
}

/// What a change of this kind does, in this direction.
pub fn verdict(kind: ChangeKind, direction: Direction) -> Verdict {
    let (request, response) = (one_way(kind, Way::Request), one_way(kind, Way::Response));
    match direction {
        Direction::Request => request,
        Direction::Response => response,
        Direction::Both | Direction::Neither => request.and(response),
        // What nothing uses is declared as what is received, and no server sends it.
        Direction::Unused => Verdict { wire: Level::None, ..response },
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Request,
    Response,
}

#[allow(clippy::match_same_arms, reason = "it is read by subject, in the order of the list of kinds")]
fn one_way(kind: ChangeKind, way: Way) -> Verdict {
    use ChangeKind as K;
    use Discovery::{CompileError, Nothing, RunTime, Silently, Warning};
    use Level::{Major, Minor, None};
    let of = Verdict::new;
    let nothing = of(None, None, None, None, Nothing);
    let docs = of(None, None, Minor, None, Nothing);
    // Something more, which nobody needs to use.
    let addition = of(Minor, Minor, Minor, None, Nothing);
    let in_code_only = of(None, Major, Minor, None, CompileError);
    let new_in_code_only = of(None, Minor, Minor, None, Nothing);
    let gone = of(Major, Major, Minor, None, CompileError);
    // The former name is still there, and says that it is deprecated.
    let renamed_in_code = of(None, Minor, Minor, None, Warning);
    // Requests look otherwise, and code does not.
    let on_the_wire_only = of(Major, None, Minor, None, RunTime);
    // Lists go on in another way, too.
    let paged_otherwise = of(Major, None, Minor, Minor, RunTime);
    let silent_behaviour = of(None, None, Minor, Minor, Silently);
    match kind {
        K::VersionChanged | K::DevDependencyAdded | K::DevDependencyRemoved | K::DevDependencyChanged => nothing,
        K::ApiRenamed | K::PackageInfoChanged | K::LicenseChanged => docs,
        // The name of the crate is in every path.
        K::PackageRenamed => in_code_only,
        // One more argument of the builder, or one less.
        K::ConfigurationAdded | K::ConfigurationRemoved => in_code_only,
        K::CredentialAdded => new_in_code_only,
        K::CredentialRemoved => in_code_only,
        K::ScopeAdded | K::ScopeRemoved => docs,

        K::ErrorFormatAdded => new_in_code_only,
        K::ErrorFormatRemoved => in_code_only,
        // The vendor's code is not found any more, and with it what the error is.
        K::ErrorBodyChanged => of(Major, None, Minor, Minor, Silently),
        // Where it was looked for is still looked at, or something else is.
        K::ErrorFieldAdded | K::ErrorFieldRemoved => of(Minor, None, Minor, Minor, Silently),
        K::ErrorCodeAdded => of(Minor, Minor, Minor, Minor, Nothing),
        // Without a known code, the status decides about retries and about `is_not_found()` and the like.
        K::ErrorCodeRemoved => of(None, Major, Minor, Minor, CompileError),
        K::ErrorCodeRenamed => in_code_only,
        // `is_not_found()` and the like answer otherwise.
        K::ErrorKindChanged => of(None, None, Minor, Major, Silently),
        K::ErrorRetryableGained | K::ErrorRetryableLost => silent_behaviour,

        // Plans are constants of the client.
        K::RateLimitAdded | K::RatePlanAdded => of(None, Minor, Minor, Minor, Nothing),
        K::RateLimitRemoved | K::RatePlanRemoved => of(None, Major, Minor, Minor, CompileError),
        K::RatePlanChanged
        | K::RateLimitCountingChanged
        | K::SafeToRetryGained
        | K::SafeToRetryLost
        | K::RateClassAdded
        | K::RateClassRemoved
        | K::HostRateLimitChanged
        | K::OperationRateClassChanged => silent_behaviour,
        K::RateHeadersChanged | K::RateHintsChanged => of(Minor, None, Minor, Minor, Silently),

        K::HostAdded => new_in_code_only,
        K::HostRemoved => in_code_only,
        K::HostUrlChanged | K::AuthAdded | K::AuthChanged => on_the_wire_only,
        // The paths of operations have it, and tell by themselves if they change.
        K::BasePathChanged => of(None, None, Minor, Minor, Nothing),
        // What is sent beyond need is passed over.
        K::AuthRemoved => of(Minor, None, Minor, None, Nothing),
        // The codes are those of another enum.
        K::HostErrorsChanged => of(Major, None, Minor, Major, Silently),
        K::PaginationStyleAdded | K::PaginationStyleRemoved => nothing,
        K::PaginationStyleChanged => paged_otherwise,

        K::ProductAdded | K::SectionAdded | K::OperationAdded => addition,
        K::ProductRemoved | K::SectionRemoved | K::OperationRemoved => gone,
        // Errors and rate limits are those of the other host.
        K::ProductHostChanged | K::OperationHostChanged => of(Major, None, Minor, Minor, RunTime),
        // The retries of another method are a change of their own.
        K::MethodChanged | K::PathChanged => on_the_wire_only,
        K::ProductRenamed | K::SectionRenamed | K::OperationRenamed | K::TypeRenamed => renamed_in_code,
        K::ProductRenameUndone
        | K::ProductRenamedGuess
        | K::SectionRenameUndone
        | K::SectionRenamedGuess
        | K::OperationRenameUndone
        | K::OperationRenamedGuess
        | K::OperationMoved
        | K::TypeRenameUndone
        | K::TypeRenamedGuess => in_code_only,
        K::IdempotentGained | K::IdempotentLost => silent_behaviour,
        K::OperationScopeRequired | K::OperationScopeChanged => on_the_wire_only,
        K::OperationScopeDropped => of(Minor, None, Minor, None, Nothing),
        K::EncodingChanged => on_the_wire_only,
        K::ChoiceAdded => of(Major, Major, Minor, None, CompileError),
        K::ChoiceRemoved | K::ChoiceRenamed | K::ChoicesReordered => in_code_only,
        // The enum of a choice is complete, so that matching it without a wildcard is possible.
        K::ChoiceWidened => of(Minor, Major, Minor, None, CompileError),
        K::ChoiceNarrowed | K::ChoiceChanged => gone,
        K::ArgumentsReordered => in_code_only,
        // Each place has the type that it had: the compiler detects nothing.
        K::ArgumentsExchanged => of(None, Major, Minor, None, Silently),
        K::ResponseDiscovered | K::ResponseForgotten => in_code_only,
        K::ResponseFormChanged | K::ResponseTypeChanged => gone,
        K::ResponseWrapperChanged => on_the_wire_only,
        // Clients warn about an empty object, and strict ones fail.
        K::ResponseEmptyAllowed | K::ResponseEmptyDisallowed => silent_behaviour,
        K::ResponseTypeReworded
        | K::ParameterTypeReworded
        | K::AliasReworded
        | K::MemberTypeReworded
        | K::FieldTypeReworded
        | K::EventTypeReworded => docs,
        K::ResponseTypeRecast | K::ParameterTypeRecast | K::AliasRecast | K::MemberTypeRecast | K::FieldTypeRecast => {
            in_code_only
        }
        K::ParameterTypeChanged
        | K::AliasChanged
        | K::MemberTypeChanged
        | K::FieldTypeChanged
        | K::EventTypeChanged
        | K::TypeFormChanged
        | K::UnionFormChanged => gone,
        // It is what is sent that tells.
        K::FixedTypeChanged => docs,
        K::PaginationAdded => of(None, Minor, Minor, Minor, Nothing),
        K::PaginationRemoved | K::PaginationBackwardsLost => of(Major, Major, Minor, Minor, CompileError),
        K::PaginationBackwardsGained => of(Major, Minor, Minor, Minor, RunTime),
        K::PaginationReplaced | K::PagedItemsChanged => paged_otherwise,
        K::EndOfPagesStated | K::EndOfPagesUnstated => docs,
        K::JobAdded => new_in_code_only,
        K::JobRemoved => in_code_only,
        // Waiting goes on until its time is over.
        K::JobStateChanged => of(Major, None, Minor, Major, RunTime),
        K::JobEndsChanged => of(Minor, None, Minor, Major, RunTime),
        K::JobIntervalChanged => of(None, None, Minor, Minor, Nothing),
        K::JobProgressChanged => silent_behaviour,
        K::OperationErrorAdded | K::OperationErrorRemoved => docs,

        K::ParameterAdded => addition,
        // A filter that the server passes over gives more than was asked for.
        K::ParameterRemoved => gone,
        K::RequiredParameterAdded | K::RequiredParameterRenamed | K::ParameterRenamedGuess => gone,
        K::RequiredParameterRemoved => of(Minor, Major, Minor, None, CompileError),
        K::FixedParameterAdded | K::FixedParameterRemoved | K::FixedValueChanged => on_the_wire_only,
        K::ParameterRenamed => of(Major, Minor, Minor, None, Warning),
        K::ParameterRenameUndone => gone,
        K::ArgumentRenamed | K::LocationChanged | K::ListStyleChanged => on_the_wire_only,
        K::PathArgumentRenamed | K::ArgumentRustNameChanged => docs,
        K::PathParameterRenamed => in_code_only,
        K::ParameterFixed | K::ParameterFreed | K::OptionalParameterFixed => {
            of(Minor, Major, Minor, None, CompileError)
        }
        // Code compiles, and does not send the value any more.
        K::OptionalParameterFreed => of(Minor, Minor, Minor, Minor, Silently),
        K::ParameterRequired => gone,
        // A setter in the place of an argument.
        K::ParameterOptional => of(Minor, Major, Minor, None, CompileError),
        K::ParameterNullableGained => addition,
        K::ParameterNullableLost => gone,
        // Setters take the value as it is.
        K::ParameterSensitiveGained | K::ParameterSensitiveLost => docs,
        K::RequiredSensitiveGained | K::RequiredSensitiveLost => in_code_only,
        K::DefaultChanged => of(Minor, None, Minor, Minor, Silently),
        K::BoundTightened | K::ExclusionAdded | K::ExclusionChanged | K::ConditionAdded | K::ConditionChanged => {
            on_the_wire_only
        }
        K::BoundLoosened | K::ExclusionRemoved | K::ConditionRemoved => of(Minor, None, Minor, None, Nothing),

        // The client checks required ids.
        K::EmptyRefused => of(None, None, Minor, Minor, RunTime),
        K::EmptySent => silent_behaviour,

        K::TypeAdded => new_in_code_only,
        K::TypeRemoved => in_code_only,
        K::TypeSentToo | K::TypeReceivedToo | K::TypeNotOfEventsOnly => new_in_code_only,
        K::TypeNotSent
        | K::TypeNotReceived
        | K::TypeSentInOtherForm
        | K::TypeNotSentInOtherForm
        | K::TypeOfEventsOnly => in_code_only,
        K::EnumValueAdded | K::MemberAdded => addition,
        K::EnumValueRemoved | K::MemberRemoved => match way {
            // The server does not take it any more.
            Way::Request => gone,
            // It does not come any more.
            Way::Response => in_code_only,
        },
        // The former name is a constant, which code can match on but not import.
        K::EnumValueRenamed => match way {
            Way::Request => gone,
            // A client that is in use takes it for an unknown value.
            Way::Response => of(Major, Major, Minor, None, Silently),
        },
        K::EnumValueRenameUndone | K::EnumValueRenamedGuess => gone,
        K::UnionTagChanged => on_the_wire_only,

        K::FieldAdded => addition,
        K::FieldRemoved | K::RequiredFieldRemoved | K::FieldRenamed | K::FieldRenamedGuess => gone,
        K::RequiredFieldAdded => match way {
            Way::Request => gone,
            Way::Response => addition,
        },
        // A value in the place of an option.
        K::AlwaysGained => of(None, Major, Minor, Minor, CompileError),
        K::AlwaysLost => of(Major, Major, Minor, Minor, CompileError),
        K::FieldRequired => match way {
            Way::Request => gone,
            Way::Response => docs,
        },
        K::FieldOptional => match way {
            Way::Request => of(Minor, Major, Minor, None, CompileError),
            Way::Response => docs,
        },
        K::FieldNullableGained => match way {
            Way::Request => of(Minor, Major, Minor, None, CompileError),
            Way::Response => docs,
        },
        K::FieldNullableLost => match way {
            Way::Request => gone,
            Way::Response => docs,
        },
        K::FieldSensitiveGained | K::FieldSensitiveLost => of(None, Major, Minor, Minor, CompileError),
        K::PrivateGained => silent_behaviour,
        // Personal data gets into logs.
        K::PrivateLost => of(None, None, Minor, Major, Silently),
        K::OtherNameAdded | K::OtherNameRemoved | K::OtherNameChanged => silent_behaviour,
        K::AbsentAdded | K::AbsentRemoved | K::AbsentChanged => silent_behaviour,
        K::ValueTypeWidened => match way {
            // Each former value stays valid.
            Way::Request => of(Minor, Major, Minor, None, CompileError),
            Way::Response => gone,
        },
        K::ValueTypeNarrowed => match way {
            Way::Request => gone,
            Way::Response => in_code_only,
        },
        // Enums are open: existing clients can read any string.
        K::StringsWidened => of(Minor, Major, Minor, None, CompileError),
        K::StringsNarrowed => match way {
            Way::Request => gone,
            Way::Response => in_code_only,
        },
        K::FieldsReordered => match way {
            // Arguments of one type are fields of a struct, but a new argument can take the position of another one.
            Way::Request => of(None, Major, Minor, None, Silently),
            Way::Response => nothing,
        },
        K::FieldBoxed | K::FieldUnboxed => in_code_only,

        K::EventsAdded | K::EventAdded => addition,
        K::EventsRemoved | K::EventRemoved => gone,
        K::EventTagChanged => of(Major, None, Minor, None, Silently),
        K::SignatureAdded => of(None, Minor, Minor, None, Nothing),
        K::SignatureRemoved => in_code_only,
        K::SignatureChanged => on_the_wire_only,
        K::EventDiscovered | K::EventForgotten => in_code_only,

        K::DeprecationAdded => of(None, Minor, Minor, None, Warning),
        // There is a warning already, and it says more now.
        K::SunsetAdded | K::SunsetNearer => of(None, Minor, Minor, None, Warning),
        K::DeprecationRemoved | K::DeprecationChanged | K::SunsetRemoved | K::SunsetLater => docs,
        K::FormerNameAdded => new_in_code_only,
        K::FormerNameRemoved | K::FormerNameChanged | K::RustNameChanged => in_code_only,
        K::FormerNameNoted
        | K::SpecNameChanged
        | K::DocChanged
        | K::TitleChanged
        | K::LinkChanged
        | K::DoubtChanged
        | K::EvidenceChanged
        | K::CorrectionChanged
        | K::StabilityChanged
        | K::ExampleAdded
        | K::ExampleRemoved
        | K::ExampleChanged
        | K::CoverageChanged
        | K::SubstituteChanged
        | K::VariantChanged
        | K::DocumentedAdded
        | K::DocumentedRemoved
        | K::MissingAdded
        | K::MissingRemoved
        | K::MissingReasonChanged
        | K::GuideAdded
        | K::GuideRemoved
        | K::GuideChanged
        | K::GuidesReordered
        | K::VendorClientAdded
        | K::VendorClientRemoved
        | K::VendorMethodAdded
        | K::VendorMethodRemoved
        | K::VendorMethodChanged => docs,
    }
}
