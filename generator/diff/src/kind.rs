//! What can change: the one list of kinds, each with its title and its mirror.

use std::borrow::Cow;

use heck::ToKebabCase;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

/// Declares the kinds. Each line says what a kind is called when old and new are swapped, and its title.
macro_rules! kinds {
    ($($kind:ident ~ $mirror:ident: $title:literal,)*) => {
        /// A kind of change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ChangeKind {
            $(#[doc = $title] $kind,)*
        }

        impl ChangeKind {
            /// All of them, in the order of the rule list.
            pub const ALL: &'static [Self] = &[$(Self::$kind),*];

            /// One line on what happened.
            pub fn title(self) -> &'static str {
                match self { $(Self::$kind => $title,)* }
            }

            /// The kind that the same change is when old and new are swapped.
            pub fn mirror(self) -> Self {
                match self { $(Self::$kind => Self::$mirror,)* }
            }

            fn name(self) -> &'static str {
                match self { $(Self::$kind => stringify!($kind),)* }
            }
        }
    };
}

kinds! {
    ApiRenamed ~ ApiRenamed: "the API has another name",
    PackageRenamed ~ PackageRenamed: "the package has another name",
    VersionChanged ~ VersionChanged: "the package has another version",
    PackageInfoChanged ~ PackageInfoChanged: "the registry shows something else of the package",
    LicenseChanged ~ LicenseChanged: "the package has another licence",
    DevDependencyAdded ~ DevDependencyRemoved: "examples and tests use one more package",
    DevDependencyRemoved ~ DevDependencyAdded: "examples and tests use one package less",
    DevDependencyChanged ~ DevDependencyChanged: "examples and tests use a package in another way",

    ConfigurationAdded ~ ConfigurationRemoved: "clients are built with one more value",
    ConfigurationRemoved ~ ConfigurationAdded: "clients are built with one value less",
    CredentialAdded ~ CredentialRemoved: "there is one more credential",
    CredentialRemoved ~ CredentialAdded: "a credential is gone",
    ScopeAdded ~ ScopeRemoved: "a credential has one more scope",
    ScopeRemoved ~ ScopeAdded: "a scope of a credential is gone",

    ErrorFormatAdded ~ ErrorFormatRemoved: "there is one more format of errors",
    ErrorFormatRemoved ~ ErrorFormatAdded: "a format of errors is gone",
    ErrorBodyChanged ~ ErrorBodyChanged: "errors are read from other fields",
    ErrorFieldAdded ~ ErrorFieldRemoved: "errors are read from one more field",
    ErrorFieldRemoved ~ ErrorFieldAdded: "errors are not read from a field any more",
    ErrorCodeAdded ~ ErrorCodeRemoved: "one more error code is known",
    ErrorCodeRemoved ~ ErrorCodeAdded: "an error code is not known any more",
    ErrorCodeRenamed ~ ErrorCodeRenamed: "an error code has another name",
    ErrorKindChanged ~ ErrorKindChanged: "an error code counts as another kind of failure",
    ErrorRetryableGained ~ ErrorRetryableLost: "a call that failed so can succeed later",
    ErrorRetryableLost ~ ErrorRetryableGained: "a call that failed so can't succeed later",

    RateLimitAdded ~ RateLimitRemoved: "there is one more rate limit",
    RateLimitRemoved ~ RateLimitAdded: "a rate limit is gone",
    RateLimitCountingChanged ~ RateLimitCountingChanged: "a rate limit counts other calls together",
    SafeToRetryGained ~ SafeToRetryLost: "a call that was refused for its rate was certainly not carried out",
    SafeToRetryLost ~ SafeToRetryGained: "a call that was refused for its rate may have been carried out",
    RateHeadersChanged ~ RateHeadersChanged: "the state of a rate limit is in other headers",
    RateHintsChanged ~ RateHintsChanged: "the state of a rate limit is in other messages",
    RateClassAdded ~ RateClassRemoved: "a rate limit has one more class",
    RateClassRemoved ~ RateClassAdded: "a class of a rate limit is gone",
    RatePlanAdded ~ RatePlanRemoved: "there is one more plan with its rates",
    RatePlanRemoved ~ RatePlanAdded: "a plan with its rates is gone",
    RatePlanChanged ~ RatePlanChanged: "a plan allows another rate",

    HostAdded ~ HostRemoved: "there is one more host",
    HostRemoved ~ HostAdded: "a host is gone",
    HostUrlChanged ~ HostUrlChanged: "a host has another URL",
    BasePathChanged ~ BasePathChanged: "the paths of a host begin otherwise",
    AuthAdded ~ AuthRemoved: "a host asks for a credential",
    AuthRemoved ~ AuthAdded: "a host asks for no credential any more",
    AuthChanged ~ AuthChanged: "a host takes its credential in another way",
    HostErrorsChanged ~ HostErrorsChanged: "a host has another format of errors",
    HostRateLimitChanged ~ HostRateLimitChanged: "a host has another rate limit",

    PaginationStyleAdded ~ PaginationStyleRemoved: "there is one more way of paging",
    PaginationStyleRemoved ~ PaginationStyleAdded: "a way of paging is gone",
    PaginationStyleChanged ~ PaginationStyleChanged: "pages are asked for in another way",

    ProductAdded ~ ProductRemoved: "there is one more product",
    ProductRemoved ~ ProductAdded: "a product is gone",
    ProductRenamed ~ ProductRenameUndone: "a product was renamed",
    ProductRenameUndone ~ ProductRenamed: "a product has its former name again",
    ProductRenamedGuess ~ ProductRenamedGuess: "a product seems to be renamed",
    ProductHostChanged ~ ProductHostChanged: "the operations of a product go to another host",
    SectionAdded ~ SectionRemoved: "a product has one more section",
    SectionRemoved ~ SectionAdded: "a section of a product is gone",
    SectionRenamed ~ SectionRenameUndone: "a section was renamed",
    SectionRenameUndone ~ SectionRenamed: "a section has its former name again",
    SectionRenamedGuess ~ SectionRenamedGuess: "a section seems to be renamed",

    OperationAdded ~ OperationRemoved: "there is one more operation",
    OperationRemoved ~ OperationAdded: "an operation is gone",
    OperationRenamed ~ OperationRenameUndone: "an operation was renamed, and keeps its former name for now",
    OperationRenameUndone ~ OperationRenamed: "an operation has its former name again",
    OperationRenamedGuess ~ OperationRenamedGuess: "an operation seems to have been renamed",
    OperationMoved ~ OperationMoved: "an operation seems to have moved to another section",
    MethodChanged ~ MethodChanged: "an operation has another HTTP method",
    PathChanged ~ PathChanged: "an operation has another path",
    OperationHostChanged ~ OperationHostChanged: "an operation goes to another host",
    IdempotentGained ~ IdempotentLost: "an operation is now retried automatically",
    IdempotentLost ~ IdempotentGained: "an operation is no longer retried automatically",
    OperationScopeRequired ~ OperationScopeDropped: "an operation needs a certain kind of credential",
    OperationScopeDropped ~ OperationScopeRequired: "an operation takes any kind of credential",
    OperationScopeChanged ~ OperationScopeChanged: "an operation needs another kind of credential",
    OperationRateClassChanged ~ OperationRateClassChanged: "an operation counts for another rate limit",
    EncodingChanged ~ EncodingChanged: "the body of an operation is sent in another form",
    ChoiceAdded ~ ChoiceRemoved: "one of several parameters must be given",
    ChoiceRemoved ~ ChoiceAdded: "none of several parameters must be given any more",
    ChoiceWidened ~ ChoiceNarrowed: "there is more to choose from",
    ChoiceNarrowed ~ ChoiceWidened: "there is less to choose from",
    ChoiceChanged ~ ChoiceChanged: "there is something else to choose from",
    ChoiceRenamed ~ ChoiceRenamed: "a choice seems to have been renamed",
    ChoicesReordered ~ ChoicesReordered: "the choices of an operation have another order",
    ArgumentsReordered ~ ArgumentsReordered: "the arguments of an operation have another order",
    ArgumentsExchanged ~ ArgumentsExchanged: "arguments of an operation were exchanged",
    ResponseDiscovered ~ ResponseForgotten: "the answer of an operation is known now",
    ResponseForgotten ~ ResponseDiscovered: "the answer of an operation is not known any more",
    ResponseFormChanged ~ ResponseFormChanged: "the answer of an operation has another form",
    ResponseWrapperChanged ~ ResponseWrapperChanged: "the answer is in another field of the body",
    ResponseTypeReworded ~ ResponseTypeReworded: "the answer has another type in the spec, and the same in Rust",
    ResponseTypeRecast ~ ResponseTypeRecast: "the answer has another type in Rust, and looks the same on the wire",
    ResponseTypeChanged ~ ResponseTypeChanged: "the answer has another type",
    ResponseEmptyAllowed ~ ResponseEmptyDisallowed: "the response can be an empty object",
    ResponseEmptyDisallowed ~ ResponseEmptyAllowed: "the response can no longer be an empty object",
    PaginationAdded ~ PaginationRemoved: "the list of an operation can be paged through",
    PaginationRemoved ~ PaginationAdded: "the list of an operation can't be paged through any more",
    PaginationReplaced ~ PaginationReplaced: "the list of an operation is paged in another way",
    PaginationBackwardsGained ~ PaginationBackwardsLost: "the list of an operation is paged in another way, and backwards, too",
    PaginationBackwardsLost ~ PaginationBackwardsGained: "the list of an operation is paged in another way, and not backwards any more",
    PagedItemsChanged ~ PagedItemsChanged: "the items of a page are in another field",
    EndOfPagesStated ~ EndOfPagesUnstated: "a list is said to have no further pages",
    EndOfPagesUnstated ~ EndOfPagesStated: "a list is not said to have no further pages any more",
    JobAdded ~ JobRemoved: "the end of a job can be waited for",
    JobRemoved ~ JobAdded: "the end of a job can't be waited for any more",
    JobStateChanged ~ JobStateChanged: "the state of a job is in another field",
    JobEndsChanged ~ JobEndsChanged: "other states are the end of a job",
    JobIntervalChanged ~ JobIntervalChanged: "a job is looked at in other intervals",
    JobProgressChanged ~ JobProgressChanged: "the progress of a job is in other fields",
    OperationErrorAdded ~ OperationErrorRemoved: "an operation is known to fail with one more code",
    OperationErrorRemoved ~ OperationErrorAdded: "an operation is not known to fail with a code any more",

    ParameterAdded ~ ParameterRemoved: "an operation takes one more parameter",
    ParameterRemoved ~ ParameterAdded: "an operation does not take a parameter any more",
    RequiredParameterAdded ~ RequiredParameterRemoved: "an operation needs one more parameter",
    RequiredParameterRemoved ~ RequiredParameterAdded: "an operation does not take a parameter any more that it needed",
    FixedParameterAdded ~ FixedParameterRemoved: "one more value is always sent",
    FixedParameterRemoved ~ FixedParameterAdded: "a value is not sent any more",
    ParameterRenamed ~ ParameterRenameUndone: "a parameter was renamed, and its setter keeps its former name for now",
    ParameterRenameUndone ~ ParameterRenamed: "a parameter has its former name again",
    ParameterRenamedGuess ~ ParameterRenamedGuess: "a parameter seems to have been renamed",
    ArgumentRenamed ~ ArgumentRenamed: "an argument was renamed",
    PathArgumentRenamed ~ PathArgumentRenamed: "an argument for the path was renamed",
    RequiredParameterRenamed ~ RequiredParameterRenamed: "a parameter was renamed that is a field or a choice in Rust",
    PathParameterRenamed ~ PathParameterRenamed: "a parameter of the path was renamed that is a field in Rust",
    ParameterTypeReworded ~ ParameterTypeReworded: "a parameter has another type in the spec, and the same in Rust",
    ParameterTypeRecast ~ ParameterTypeRecast: "a parameter has another type in Rust, and looks the same on the wire",
    ParameterTypeChanged ~ ParameterTypeChanged: "a parameter has another type",
    FixedTypeChanged ~ FixedTypeChanged: "a value that is always sent has another type",
    LocationChanged ~ LocationChanged: "a parameter travels elsewhere",
    ListStyleChanged ~ ListStyleChanged: "a list is written in another way",
    FixedValueChanged ~ FixedValueChanged: "another value is always sent",
    ParameterFixed ~ ParameterFreed: "a parameter is not the caller's any more",
    ParameterFreed ~ ParameterFixed: "a parameter is the caller's now",
    OptionalParameterFixed ~ OptionalParameterFreed: "a parameter with a setter is not the caller's any more",
    OptionalParameterFreed ~ OptionalParameterFixed: "a value that was always sent has a setter now",
    ParameterRequired ~ ParameterOptional: "a parameter is required now",
    ParameterOptional ~ ParameterRequired: "a parameter is not required any more",
    ParameterNullableGained ~ ParameterNullableLost: "a parameter can be cleared",
    ParameterNullableLost ~ ParameterNullableGained: "a parameter can't be cleared any more",
    ParameterSensitiveGained ~ ParameterSensitiveLost: "a parameter is a secret",
    ParameterSensitiveLost ~ ParameterSensitiveGained: "a parameter is no secret any more",
    RequiredSensitiveGained ~ RequiredSensitiveLost: "a parameter that is a field or a choice in Rust is a secret",
    RequiredSensitiveLost ~ RequiredSensitiveGained: "a parameter that is a field or a choice in Rust is no secret any more",
    DefaultChanged ~ DefaultChanged: "the server takes something else where a parameter is left out",
    BoundTightened ~ BoundLoosened: "the server takes fewer values of a parameter",
    BoundLoosened ~ BoundTightened: "the server takes more values of a parameter",
    ExclusionAdded ~ ExclusionRemoved: "a parameter can't be given together with another one",
    ExclusionRemoved ~ ExclusionAdded: "a parameter can be given together with another one",
    ExclusionChanged ~ ExclusionChanged: "a parameter can't be given together with other ones than before",
    ConditionAdded ~ ConditionRemoved: "a parameter must be given in one more case",
    ConditionRemoved ~ ConditionAdded: "a parameter need not be given in a case any more",
    ConditionChanged ~ ConditionChanged: "a parameter must be given in other cases than before",

    EmptyRefused ~ EmptySent: "an empty value is refused before it is sent",
    EmptySent ~ EmptyRefused: "an empty value is sent",

    TypeAdded ~ TypeRemoved: "there is one more type",
    TypeRemoved ~ TypeAdded: "a type is gone",
    TypeRenamed ~ TypeRenameUndone: "a type was renamed, and keeps its former name for now",
    TypeRenameUndone ~ TypeRenamed: "a type has its former name again",
    TypeRenamedGuess ~ TypeRenamedGuess: "a type seems to have been renamed",
    TypeFormChanged ~ TypeFormChanged: "a type is of another sort",
    AliasReworded ~ AliasReworded: "a type is another name of another type in the spec, and of the same in Rust",
    AliasRecast ~ AliasRecast: "a type is another name of another type in Rust, and looks the same on the wire",
    AliasChanged ~ AliasChanged: "a type is another name of another type",
    TypeSentToo ~ TypeNotSent: "a type is sent now, too",
    TypeNotSent ~ TypeSentToo: "a type is not sent any more",
    TypeSentInOtherForm ~ TypeNotSentInOtherForm: "a type is sent now, too, for which fields of it have other types",
    TypeNotSentInOtherForm ~ TypeSentInOtherForm: "a type is not sent any more, for which fields of it have other types",
    TypeReceivedToo ~ TypeNotReceived: "a type is received now, too",
    TypeNotReceived ~ TypeReceivedToo: "a type is not received any more",
    TypeOfEventsOnly ~ TypeNotOfEventsOnly: "a type is there with the feature of events only",
    TypeNotOfEventsOnly ~ TypeOfEventsOnly: "a type is there without the feature of events, too",
    EnumValueAdded ~ EnumValueRemoved: "an enum has one more known value",
    EnumValueRemoved ~ EnumValueAdded: "an enum has one known value less",
    EnumValueRenamed ~ EnumValueRenameUndone: "a value of an enum was renamed, and keeps its former name for now",
    EnumValueRenameUndone ~ EnumValueRenamed: "a value of an enum has its former name again",
    EnumValueRenamedGuess ~ EnumValueRenamedGuess: "a value of an enum seems to have been renamed",
    UnionFormChanged ~ UnionFormChanged: "the members of a union are told apart in another way",
    UnionTagChanged ~ UnionTagChanged: "another field tells the members of a union apart",
    MemberAdded ~ MemberRemoved: "a union has one more member",
    MemberRemoved ~ MemberAdded: "a union has one member less",
    MemberTypeReworded ~ MemberTypeReworded: "a member of a union has another type in the spec, and the same in Rust",
    MemberTypeRecast ~ MemberTypeRecast: "a member of a union has another type in Rust, and looks the same on the wire",
    MemberTypeChanged ~ MemberTypeChanged: "a member of a union has another type",

    FieldAdded ~ FieldRemoved: "an object has one more field",
    FieldRemoved ~ FieldAdded: "an object has one field less",
    RequiredFieldAdded ~ RequiredFieldRemoved: "an object has one more field that must be there",
    RequiredFieldRemoved ~ RequiredFieldAdded: "an object lacks a field that had to be there",
    FieldRenamed ~ FieldRenamed: "a field was renamed",
    FieldRenamedGuess ~ FieldRenamedGuess: "a field seems to have been renamed",
    FieldTypeReworded ~ FieldTypeReworded: "a field has another type in the spec, and the same in Rust",
    FieldTypeRecast ~ FieldTypeRecast: "a field has another type in Rust, and looks the same on the wire",
    FieldTypeChanged ~ FieldTypeChanged: "a field has another type",
    AlwaysGained ~ AlwaysLost: "a field is always there",
    AlwaysLost ~ AlwaysGained: "a field is not always there any more",
    FieldRequired ~ FieldOptional: "a field must be given where the object is sent",
    FieldOptional ~ FieldRequired: "a field need not be given where the object is sent",
    FieldNullableGained ~ FieldNullableLost: "a field can be cleared",
    FieldNullableLost ~ FieldNullableGained: "a field can't be cleared any more",
    FieldSensitiveGained ~ FieldSensitiveLost: "a field is a secret",
    FieldSensitiveLost ~ FieldSensitiveGained: "a field is no secret any more",
    PrivateGained ~ PrivateLost: "a field is not shown for debugging any more",
    PrivateLost ~ PrivateGained: "a field is shown for debugging",
    OtherNameAdded ~ OtherNameRemoved: "a field is read under one more name",
    OtherNameRemoved ~ OtherNameAdded: "a field is not read under a name any more",
    OtherNameChanged ~ OtherNameChanged: "a field is read under other names",
    AbsentAdded ~ AbsentRemoved: "one more value of a field means that there is none",
    AbsentRemoved ~ AbsentAdded: "a value of a field does not mean any more that there is none",
    AbsentChanged ~ AbsentChanged: "other values of a field mean that there is none",
    ValueTypeWidened ~ ValueTypeNarrowed: "a value has a wider type",
    ValueTypeNarrowed ~ ValueTypeWidened: "a value has a narrower type",
    StringsWidened ~ StringsNarrowed: "a value has more possible strings",
    StringsNarrowed ~ StringsWidened: "a value has fewer possible strings",
    FieldsReordered ~ FieldsReordered: "the arguments that an object is made from have another order",
    FieldBoxed ~ FieldUnboxed: "a field is in a box, since its type contains itself",
    FieldUnboxed ~ FieldBoxed: "a field is not in a box any more",

    EventsAdded ~ EventsRemoved: "the events of a product are known",
    EventsRemoved ~ EventsAdded: "the events of a product are gone",
    EventTagChanged ~ EventTagChanged: "another field tells events apart",
    SignatureAdded ~ SignatureRemoved: "the signature of events is known",
    SignatureRemoved ~ SignatureAdded: "the signature of events is not known any more",
    SignatureChanged ~ SignatureChanged: "events are signed in another way",
    EventAdded ~ EventRemoved: "one more event is known",
    EventRemoved ~ EventAdded: "an event is gone",
    EventDiscovered ~ EventForgotten: "the body of an event is known now",
    EventForgotten ~ EventDiscovered: "the body of an event is not known any more",
    EventTypeReworded ~ EventTypeReworded: "an event has another type in the spec, and the same in Rust",
    EventTypeChanged ~ EventTypeChanged: "an event has another type",

    DocChanged ~ DocChanged: "something is described in other words",
    TitleChanged ~ TitleChanged: "something has another title",
    LinkChanged ~ LinkChanged: "another page of the vendor is linked",
    DoubtChanged ~ DoubtChanged: "something else is doubtful",
    EvidenceChanged ~ EvidenceChanged: "something is known from elsewhere",
    CorrectionChanged ~ CorrectionChanged: "a correction is described in other words",
    DeprecationAdded ~ DeprecationRemoved: "something should not be used any more",
    DeprecationRemoved ~ DeprecationAdded: "something may be used again",
    DeprecationChanged ~ DeprecationChanged: "something else should be used instead",
    SunsetAdded ~ SunsetRemoved: "there is a date from which on something may be gone",
    SunsetRemoved ~ SunsetAdded: "there is no date any more from which on something may be gone",
    SunsetNearer ~ SunsetLater: "something may be gone sooner",
    SunsetLater ~ SunsetNearer: "something may be gone later",
    StabilityChanged ~ StabilityChanged: "the vendor stands by an operation in another way",
    FormerNameAdded ~ FormerNameRemoved: "a former name can be used",
    FormerNameRemoved ~ FormerNameAdded: "a former name can't be used any more",
    FormerNameChanged ~ FormerNameChanged: "another former name can be used",
    FormerNameNoted ~ FormerNameNoted: "another former name is noted that is no name in Rust",
    RustNameChanged ~ RustNameChanged: "something has another name in Rust",
    ArgumentRustNameChanged ~ ArgumentRustNameChanged: "an argument has another name in Rust",
    SpecNameChanged ~ SpecNameChanged: "a name changed in the spec only",
    ExampleAdded ~ ExampleRemoved: "there is one more example",
    ExampleRemoved ~ ExampleAdded: "an example is gone",
    ExampleChanged ~ ExampleChanged: "an example is another one",
    CoverageChanged ~ CoverageChanged: "an operation covers other documented endpoints",
    SubstituteChanged ~ SubstituteChanged: "something else is said of why an operation stands in for an endpoint",
    VariantChanged ~ VariantChanged: "an operation is a variant of another one than before",
    DocumentedAdded ~ DocumentedRemoved: "the vendor documents one more endpoint",
    DocumentedRemoved ~ DocumentedAdded: "the vendor does not document an endpoint any more",
    MissingAdded ~ MissingRemoved: "a documented endpoint can't be written",
    MissingRemoved ~ MissingAdded: "a documented endpoint is not said to be missing any more",
    MissingReasonChanged ~ MissingReasonChanged: "an endpoint is missing for another reason",
    GuideAdded ~ GuideRemoved: "there is one more guide",
    GuideRemoved ~ GuideAdded: "a guide is gone",
    GuideChanged ~ GuideChanged: "a guide says something else",
    GuidesReordered ~ GuidesReordered: "guides are read in another order",
    VendorClientAdded ~ VendorClientRemoved: "the names of one more client of the vendor are known",
    VendorClientRemoved ~ VendorClientAdded: "the names of a client of the vendor are gone",
    VendorMethodAdded ~ VendorMethodRemoved: "one more method of a client of the vendor is known",
    VendorMethodRemoved ~ VendorMethodAdded: "a method of a client of the vendor is gone",
    VendorMethodChanged ~ VendorMethodChanged: "a method of a client of the vendor leads elsewhere",
}

impl ChangeKind {
    /// Its id, which stays: `operation-added`.
    pub fn id(self) -> String {
        self.name().to_kebab_case()
    }

    /// Whether two elements were taken for one by their likeness, which may be wrong.
    pub fn is_guess(self) -> bool {
        use ChangeKind as K;
        matches!(
            self,
            K::ProductRenamedGuess
                | K::SectionRenamedGuess
                | K::OperationRenamedGuess
                | K::OperationMoved
                | K::ParameterRenamedGuess
                | K::TypeRenamedGuess
                | K::EnumValueRenamedGuess
                | K::FieldRenamedGuess
                | K::ChoiceRenamed
        )
    }
}

impl std::fmt::Display for ChangeKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.id())
    }
}

/// As its id.
impl Serialize for ChangeKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.id())
    }
}

/// The ids of all of them.
impl JsonSchema for ChangeKind {
    fn schema_name() -> Cow<'static, str> {
        "ChangeKind".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let ids: Vec<String> = Self::ALL.iter().map(|kind| kind.id()).collect();
        json_schema!({ "description": "The id of a kind of change; more of them may come.", "enum": ids })
    }
}
