//! What to write instead, where code has to change or to be looked at.

use api_client_generator::public_api::{ItemKind, PublicItem};

use crate::public_api::Difference;
use crate::{Change, ChangeKind, Direction, Level, verdict};

/// Advice for who uses the client; `None` where nothing has to change.
pub(super) fn instead(change: &Change, items: &[Difference<'_>]) -> Option<String> {
    use ChangeKind as K;
    if change.same_in_rust && verdict(change.kind, change.direction).source > Level::None {
        return Some("nothing in code: it is called the same in Rust".into());
    }
    if change.same_on_wire && verdict(change.kind, change.direction).source == Level::None {
        return None;
    }
    let found = Found { change, items };
    let text = match change.kind {
        K::PackageRenamed => format!("depend on `{}`, and begin paths with it", found.new_text()),
        K::ConfigurationAdded => format!("give the builder the value `{}`", found.name()),
        K::ConfigurationRemoved => format!("leave the value `{}` out of the call of the builder", found.name()),
        K::CredentialRemoved | K::HostRemoved => format!("leave `.{}(..)` out", found.old_name()),
        K::ErrorFormatRemoved => "match on the status or on what the error is, not on the codes".into(),
        K::ErrorBodyChanged | K::ErrorFieldRemoved => "look at what is matched on codes and messages of errors".into(),
        K::ErrorCodeRemoved => {
            format!("leave the arm of `{}` out, or compare the number itself", found.old_path())
        }
        K::ErrorCodeRenamed => format!("write `{}` for `{}`", found.new_path(), found.old_path()),
        K::ErrorKindChanged => "look at what is asked of errors with this code, such as `is_not_found()`".into(),
        K::RateLimitRemoved | K::RatePlanRemoved => {
            format!("choose another plan than `{}`", found.old_path())
        }
        K::HostUrlChanged => "an own base URL that was set for the former host is to be looked at".into(),
        K::HostErrorsChanged => "look at what is matched on codes of errors: they are those of another enum".into(),
        K::AuthAdded | K::AuthChanged => "give the client the credential that the host asks for".into(),
        K::ProductRemoved | K::SectionRemoved | K::OperationRemoved => {
            gone(change, "there is no call for this any more; `Client::raw` can send any request")
        }
        K::ProductRenamed
        | K::ProductRenameUndone
        | K::ProductRenamedGuess
        | K::SectionRenamed
        | K::SectionRenameUndone
        | K::SectionRenamedGuess => found.renamed_module(),
        K::OperationRenamed | K::OperationRenameUndone | K::OperationRenamedGuess => found.renamed_method(),
        K::TypeRenamed
        | K::TypeRenameUndone
        | K::TypeRenamedGuess
        | K::EnumValueRenamed
        | K::EnumValueRenameUndone
        | K::EnumValueRenamedGuess
        | K::FieldRenamed
        | K::FieldRenamedGuess
        | K::ParameterRenamed
        | K::ParameterRenameUndone
        | K::ParameterRenamedGuess
        | K::RequiredParameterRenamed
        | K::PathParameterRenamed
        | K::ChoiceRenamed
        | K::RustNameChanged => found.renamed(),
        K::OperationMoved => format!("call `{}` in the place of `{}`", found.new_text(), found.old_text()),
        K::OperationScopeRequired | K::OperationScopeChanged => {
            "give the client a credential of the kind that the operation needs".into()
        }
        K::ChoiceAdded => "say which of the values you give: it is one argument, an enum".into(),
        K::ChoiceRemoved | K::ChoicesReordered | K::ChoiceChanged | K::ChoiceNarrowed | K::ArgumentsReordered => {
            found.call()
        }
        K::ChoiceWidened => "a `match` over the choice needs one more arm".into(),
        K::ArgumentsExchanged => {
            format!("check the order of the arguments in each call, which compiles as before: {}", found.call())
        }
        K::FieldsReordered => "check the arguments of each `new(..)` of the type: a call can compile as before".into(),
        K::ResponseDiscovered
        | K::ResponseForgotten
        | K::ResponseFormChanged
        | K::ResponseTypeChanged
        | K::ResponseTypeRecast => {
            format!(
                "the call gives `{}` in the place of `{}`",
                or_nothing(change.new.as_ref()),
                or_nothing(change.old.as_ref())
            )
        }
        K::ResponseEmptyAllowed => "nothing: a warning about the empty response no longer appears".into(),
        K::ResponseEmptyDisallowed => "nothing: an empty response now has a warning, and strict clients fail".into(),
        K::ResponseWrapperChanged => "nothing in code; clients in use don't find the answer".into(),
        K::PaginationRemoved => "send the request once: there are no `items()` and `pages()` any more".into(),
        K::PaginationBackwardsGained => "nothing in code; clients in use ask for pages in the former way".into(),
        K::PaginationBackwardsLost => "look at how its pages are gone through".into(),
        K::JobRemoved => "look for the end of the job by `wait_until`".into(),
        K::JobStateChanged | K::JobEndsChanged => "look at what is done after `wait()`".into(),
        K::ParameterRemoved => gone(change, &format!("leave `.{}(..)` out", found.old_name())),
        K::RequiredParameterRemoved => gone(change, &format!("leave `{}` out: {}", found.name(), found.call())),
        K::RequiredParameterAdded | K::ParameterRequired => {
            let setter = found.old_name_of_setter().map(|name| format!("; `.{name}(..)` is gone")).unwrap_or_default();
            format!("give `{}`: {}{setter}", found.name(), found.call())
        }
        K::ParameterOptional => format!("set `{}` by `.{}(..)`: {}", found.name(), found.new_name(), found.call()),
        K::ParameterFixed | K::OptionalParameterFixed => {
            format!("leave `{}` out: the client sends it by itself", found.name())
        }
        K::ParameterFreed => format!("give `{}`, which the client sent by itself", found.name()),
        K::ParameterNullableLost | K::FieldNullableLost => {
            format!("`{}` can't be sent as null any more: leave it out, or give a value", found.name())
        }
        K::FieldNullableGained => format!("`{}` says null with `Nullable`, apart from being left out", found.name()),
        K::ParameterTypeChanged | K::ParameterTypeRecast => found.type_("give", "a value"),
        K::RequiredSensitiveGained | K::FieldSensitiveGained => {
            format!("`{}` is a `Sensitive<_>`: `.expose()` gives the value", found.name())
        }
        K::RequiredSensitiveLost | K::FieldSensitiveLost => {
            format!("`{}` is the value itself: leave `.expose()` out, and mind what logs show", found.name())
        }
        K::DefaultChanged => format!("set `{}` where the former default is meant", found.name()),
        K::BoundTightened => format!("look at the values that `{}` is given", found.name()),
        K::ExclusionAdded | K::ExclusionChanged | K::ConditionAdded | K::ConditionChanged => {
            format!("look at the calls that give `{}`, and at what they give with it", found.name())
        }
        K::FixedParameterAdded | K::FixedParameterRemoved | K::FixedValueChanged => {
            "nothing in code; clients in use send the former request".into()
        }
        K::TypeRemoved => gone(change, &format!("`{}` is gone, and with it what had it", found.old_path())),
        K::TypeFormChanged | K::UnionFormChanged => {
            format!(
                "the type is {} in the place of {}",
                or_nothing(change.new.as_ref()),
                or_nothing(change.old.as_ref())
            )
        }
        K::AliasChanged | K::AliasRecast | K::MemberTypeChanged | K::MemberTypeRecast | K::EventTypeChanged => {
            found.type_("expect", "the value")
        }
        K::TypeNotSent | K::TypeNotReceived | K::TypeSentInOtherForm | K::TypeNotSentInOtherForm => {
            "the type follows from how it travels: see what it follows from".into()
        }
        K::TypeOfEventsOnly => "turn the feature `webhooks` on".into(),
        K::EnumValueRemoved => {
            gone(change, &format!("leave `{}` out; where the value still comes, it is `Unknown`", found.old_path()))
        }
        K::MemberRemoved => {
            gone(change, &format!("leave the arm of `{}` out; where it still comes, it is `Unknown`", found.old_path()))
        }
        K::FieldRemoved | K::RequiredFieldRemoved => gone(change, &format!("leave `{}` out", found.name())),
        K::RequiredFieldAdded => {
            format!("give `{}` where the object is made to be sent: {}", found.name(), found.call())
        }
        K::FieldRequired => format!("give `{}` where the object is made: {}", found.name(), found.call()),
        K::FieldOptional => format!("set `{}` by a method where the object is made: {}", found.name(), found.call()),
        K::FieldTypeChanged | K::FieldTypeRecast => found.type_("expect", &format!("`{}`", found.name())),
        K::AlwaysGained => format!("`{}` is there without `Option`", found.name()),
        K::AlwaysLost => format!("`{}` is an `Option`: say what is done without it", found.name()),
        K::FieldBoxed => format!("`{}` is in a `Box`: `*value` takes it out", found.name()),
        K::FieldUnboxed => format!("`{}` is not in a `Box` any more", found.name()),
        K::EventsRemoved | K::EventRemoved => gone(change, "such events come as `Unknown`, with all of their JSON"),
        K::EventTagChanged | K::SignatureChanged => {
            "nothing in code; receivers in use refuse or don't know the events".into()
        }
        K::SignatureRemoved => "check by another way that an event is the vendor's".into(),
        K::EventDiscovered | K::EventForgotten => {
            format!("the arm of the event has {}", or_nothing(change.new.as_ref()))
        }
        K::DeprecationAdded | K::SunsetAdded | K::SunsetNearer => {
            change.deprecated.clone().unwrap_or_else(|| "nothing is said of what to use".into())
        }
        K::FormerNameRemoved | K::FormerNameChanged => {
            format!("use the name that it has now; `{}` is gone", found.old_path())
        }
        K::EnumValueAdded | K::MemberAdded | K::EventAdded | K::ErrorCodeAdded => {
            return Some("nothing; an arm for what is unknown does not see it any more".into());
        }
        K::IdempotentGained => "nothing; the call is retried even if the server may have executed it".into(),
        K::IdempotentLost => "nothing; the call is not retried if the server may have executed it".into(),
        K::EmptyRefused => format!("check that `{}` is never empty: the call fails without a request", found.name()),
        K::EmptySent => format!("check that `{}` is never empty: the client sends it as it is", found.name()),
        K::PrivateLost if change.follows => {
            let names = change.old.as_deref().unwrap_or_default();
            format!("check the logs that show the type for debugging: they show {names}")
        }
        K::PrivateLost => format!("check the logs that show the type for debugging: they show `{}`", found.name()),
        K::ValueTypeWidened | K::ValueTypeNarrowed | K::StringsWidened | K::StringsNarrowed => {
            let verb = if change.direction == Direction::Request { "give" } else { "expect" };
            found.type_(verb, &format!("`{}`", found.name()))
        }
        K::LocationChanged
        | K::ListStyleChanged
        | K::EncodingChanged
        | K::MethodChanged
        | K::PathChanged
        | K::OperationHostChanged
        | K::ProductHostChanged
        | K::ArgumentRenamed
        | K::PaginationReplaced
        | K::PagedItemsChanged
        | K::PaginationStyleChanged
        | K::UnionTagChanged => "nothing in code; clients in use have to be updated".into(),
        K::ApiRenamed
        | K::VersionChanged
        | K::PackageInfoChanged
        | K::LicenseChanged
        | K::DevDependencyAdded
        | K::DevDependencyRemoved
        | K::DevDependencyChanged
        | K::CredentialAdded
        | K::ScopeAdded
        | K::ScopeRemoved
        | K::ErrorFormatAdded
        | K::ErrorFieldAdded
        | K::OptionalParameterFreed
        | K::ErrorRetryableGained
        | K::ErrorRetryableLost
        | K::RateLimitAdded
        | K::RateLimitCountingChanged
        | K::SafeToRetryGained
        | K::SafeToRetryLost
        | K::RateHeadersChanged
        | K::RateHintsChanged
        | K::RateClassAdded
        | K::RateClassRemoved
        | K::RatePlanAdded
        | K::RatePlanChanged
        | K::HostAdded
        | K::BasePathChanged
        | K::AuthRemoved
        | K::HostRateLimitChanged
        | K::PaginationStyleAdded
        | K::PaginationStyleRemoved
        | K::ProductAdded
        | K::SectionAdded
        | K::OperationAdded
        | K::OperationScopeDropped
        | K::OperationRateClassChanged
        | K::ResponseTypeReworded
        | K::PaginationAdded
        | K::EndOfPagesStated
        | K::EndOfPagesUnstated
        | K::JobAdded
        | K::JobIntervalChanged
        | K::JobProgressChanged
        | K::OperationErrorAdded
        | K::OperationErrorRemoved
        | K::ParameterAdded
        | K::PathArgumentRenamed
        | K::ParameterTypeReworded
        | K::FixedTypeChanged
        | K::ParameterNullableGained
        | K::ParameterSensitiveGained
        | K::ParameterSensitiveLost
        | K::BoundLoosened
        | K::ExclusionRemoved
        | K::ConditionRemoved
        | K::TypeAdded
        | K::AliasReworded
        | K::TypeSentToo
        | K::TypeReceivedToo
        | K::TypeNotOfEventsOnly
        | K::MemberTypeReworded
        | K::FieldAdded
        | K::FieldTypeReworded
        | K::PrivateGained
        | K::OtherNameAdded
        | K::OtherNameRemoved
        | K::OtherNameChanged
        | K::AbsentAdded
        | K::AbsentRemoved
        | K::AbsentChanged
        | K::EventsAdded
        | K::SignatureAdded
        | K::EventTypeReworded
        | K::DocChanged
        | K::TitleChanged
        | K::LinkChanged
        | K::DoubtChanged
        | K::EvidenceChanged
        | K::CorrectionChanged
        | K::DeprecationRemoved
        | K::DeprecationChanged
        | K::SunsetRemoved
        | K::SunsetLater
        | K::StabilityChanged
        | K::FormerNameAdded
        | K::FormerNameNoted
        | K::SpecNameChanged
        | K::ArgumentRustNameChanged
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
        | K::VendorMethodChanged => return None,
    };
    Some(text)
}

/// What was deprecated said what to use.
fn gone(change: &Change, otherwise: &str) -> String {
    change.deprecated.clone().unwrap_or_else(|| otherwise.to_owned())
}

fn or_nothing(text: Option<&String>) -> &str {
    text.map_or("nothing", String::as_str)
}

/// A change with the public items that show it.
struct Found<'a> {
    change: &'a Change,
    items: &'a [Difference<'a>],
}

impl Found<'_> {
    /// What changed, by its own name in the spec.
    fn name(&self) -> &str {
        // What has no subject of its own is named beside what happened to it: `shop.types.Id.union.kinds:string:added`.
        let aspect = self.change.id.strip_prefix(&self.change.subject).and_then(|rest| rest.strip_prefix(':'));
        let within = aspect.and_then(|aspect| aspect.split_once(':')).map(|(name, _)| name);
        within.or_else(|| self.change.subject.rsplit('.').next()).unwrap_or_default()
    }

    fn old_text(&self) -> &str {
        or_nothing(self.change.old.as_ref())
    }

    fn new_text(&self) -> &str {
        or_nothing(self.change.new.as_ref())
    }

    fn old_items(&self) -> impl Iterator<Item = &PublicItem> {
        self.items.iter().filter_map(|item| item.old)
    }

    fn new_items(&self) -> impl Iterator<Item = &PublicItem> {
        self.items.iter().filter_map(|item| item.new)
    }

    /// The first removed item, or else the first changed one.
    fn old_item(&self) -> Option<&PublicItem> {
        let removed = self.items.iter().filter(|item| item.new.is_none()).filter_map(|item| item.old);
        removed.chain(self.old_items()).next()
    }

    fn new_item(&self) -> Option<&PublicItem> {
        let added = self.items.iter().filter(|item| item.old.is_none()).filter_map(|item| item.new);
        added.chain(self.new_items()).next()
    }

    /// The path of that item, or the name in the spec if no item differs.
    fn old_path(&self) -> &str {
        self.old_item().map_or_else(|| self.name(), |item| &item.path)
    }

    fn new_path(&self) -> &str {
        self.new_item().map_or_else(|| self.name(), |item| &item.path)
    }

    fn old_name(&self) -> &str {
        last(self.old_path())
    }

    fn new_name(&self) -> &str {
        last(self.new_path())
    }

    /// The name of the removed setter.
    fn old_name_of_setter(&self) -> Option<&str> {
        let removed = self.items.iter().filter(|item| item.new.is_none()).filter_map(|item| item.old);
        removed.filter(|item| item.is_setter()).map(PublicItem::name).next()
    }

    /// The current call of a method or constructor.
    fn call(&self) -> String {
        let changed = self.items.iter().filter(|item| item.old.is_some()).filter_map(|item| item.new);
        let mut functions = changed.chain(self.new_items()).filter(|item| item.kind == ItemKind::Function);
        let function = functions.find(|item| !item.is_setter());
        match function.and_then(|item| Some((item, item.call()?.0))) {
            Some((PublicItem { path, .. }, arguments)) => {
                format!("`{path}{}`", arguments.replacen("self, ", "", 1).replacen("(self)", "()", 1))
            }
            None => "its arguments changed".into(),
        }
    }

    fn renamed_method(&self) -> String {
        let names = [self.old_text(), self.new_text()].map(|id| last(id).to_owned());
        format!("write `.{}(..)` for `.{}(..)`", names[1], names[0])
    }

    fn renamed_module(&self) -> String {
        let [old, new] = [self.old_text(), self.new_text()].map(last);
        format!("write `.{new}()` for `.{old}()`, and `{new}::` for `{old}::` in paths")
    }

    fn renamed(&self) -> String {
        let (old, new) = (self.old_path(), self.new_path());
        if old == new || self.items.is_empty() {
            return format!("write `{}` for `{}`", self.new_text(), self.old_text());
        }
        format!("write `{new}` for `{old}`")
    }

    fn type_(&self, verb: &str, what: &str) -> String {
        let types = self.items.iter().find_map(|item| Some((item.old?, item.new?)));
        match types.map(|(old, new)| (type_of(old), type_of(new))) {
            Some((Some(old), Some(new))) if old != new => format!("{verb} {what} as `{new}` in the place of `{old}`"),
            _ => format!("{verb} {what} as {} in the place of {}", self.new_text(), self.old_text()),
        }
    }
}

fn last(path: &str) -> &str {
    path.rsplit([':', '.']).next().unwrap_or(path)
}

/// The type of a field.
fn type_of(item: &PublicItem) -> Option<&str> {
    item.type_().filter(|_| item.kind == ItemKind::Field)
}
