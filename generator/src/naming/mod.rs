//! The third pass: it decides all Rust identifiers of the client.
//!
//! Later passes look up names by the ids of the model, or iterate over pairs of an element and its names.

mod aliases;
mod identifier;
mod pairs;
mod required;
mod scope;
mod shared;
mod types;

use crate::diagnostics::Diagnostics;
use crate::model::{
    Api, ConfigurationId, CredentialId, ErrorCodeId, ErrorFormat, ErrorFormatId, FEATURES, GuideId, HostId, IndexVec,
    Notes, OneOf, Operation, OperationIndex, PaginationStyleId, Parameter, ParameterId, Product, ProductId, RateLimit,
    RateLimitId, Response, Section, SectionId, TypeIndex, TypeShape,
};
pub use identifier::is_keyword;
pub use required::{needs_struct, object_needs_struct, optional_parameters, required_parameters};
use scope::Scope;
pub use scope::is_device;
pub use shared::{SharedField, event_types, member_types, shared_fields};
pub use types::{EVENT, VERIFIER};
use types::{field_names, member_names};

/// The Rust names of an API.
#[derive(Clone, Debug, Default)]
pub struct Names {
    configuration: IndexVec<ConfigurationId, String>,
    credentials: IndexVec<CredentialId, String>,
    credential_sources: IndexVec<CredentialId, String>,
    hosts: IndexVec<HostId, HostNames>,
    error_formats: IndexVec<ErrorFormatId, ErrorNames>,
    rate_limits: IndexVec<RateLimitId, RateLimitNames>,
    /// The statics of the pagination styles.
    pagination_styles: IndexVec<PaginationStyleId, String>,
    products: IndexVec<ProductId, ProductNames>,
    /// The modules of the guides.
    guides: IndexVec<GuideId, String>,
}

/// The names of a host.
#[derive(Clone, Debug, Default)]
pub struct HostNames {
    /// The static.
    pub constant: String,
    /// The method of the client builder that sets the base URL.
    pub base_url: String,
}

/// The names of an error format.
#[derive(Clone, Debug, Default)]
pub struct ErrorNames {
    /// The static.
    pub constant: String,
    /// The enum of the error codes.
    pub code_enum: String,
    /// The variants of the codes.
    codes: IndexVec<ErrorCodeId, String>,
}

/// The names of a rate limit.
#[derive(Clone, Debug, Default)]
pub struct RateLimitNames {
    /// The static.
    pub constant: String,
    /// The constants of the plans.
    plans: Vec<String>,
}

/// The names of a product.
#[derive(Clone, Debug, Default)]
pub struct ProductNames {
    /// The module, the feature and the method of the client.
    pub module: String,
    /// The struct that the method returns.
    pub handle: String,
    /// The former names.
    pub former: Option<FormerModule>,
    /// The names of its sections.
    pub sections: IndexVec<SectionId, SectionNames>,
    /// The names of its types.
    pub types: IndexVec<TypeIndex, TypeNames>,
    events: Option<EventsNames>,
}

/// The names of a section.
#[derive(Clone, Debug, Default)]
pub struct SectionNames {
    /// The module and the method of the product's handle.
    pub module: String,
    /// The struct that the method returns.
    pub handle: String,
    /// The former names.
    pub former: Option<FormerModule>,
    operations: IndexVec<OperationIndex, OperationNames>,
}

/// The former names of a product or a section.
#[derive(Clone, Debug, Default)]
pub struct FormerModule {
    /// The module and the method; for a product, also the feature.
    pub module: String,
    /// The struct that the method returns.
    pub handle: String,
}

/// The names of an operation.
#[derive(Clone, Debug, Default)]
pub struct OperationNames {
    /// The method that creates the request.
    pub method: String,
    /// The static with the metadata.
    pub constant: String,
    /// The request type.
    pub request: String,
    /// The struct of a response without a named type.
    pub response: Option<String>,
    /// The fields of this struct.
    pub response_fields: Members,
    /// The struct with the required values, if they are not arguments.
    pub required: Option<String>,
    /// The names of its parameters.
    pub parameters: IndexVec<ParameterId, ParameterNames>,
    /// The groups of which a request has exactly one parameter.
    groups: Vec<GroupNames>,
    /// The former names.
    pub former: Option<FormerNames>,
    /// The tests of the examples.
    tests: Vec<String>,
    /// The names in SDKs of the vendor, each with its spellings for the search.
    pub aliases: Vec<Vec<String>>,
}

/// The former names of an operation.
#[derive(Clone, Debug, Default)]
pub struct FormerNames {
    /// The former method.
    pub method: String,
    /// The former names of its types, each with the current name.
    pub types: Vec<[String; 2]>,
}

/// The names of a parameter.
#[derive(Clone, Debug, Default)]
pub struct ParameterNames {
    /// The argument, field or setter.
    pub name: String,
    /// The method that sends null.
    pub clear: Option<String>,
    /// The former setter.
    pub former: Option<String>,
}

/// The names of a group of parameters, which is an enum with a variant for each parameter.
#[derive(Clone, Debug, Default)]
pub struct GroupNames {
    /// The argument, or the field of the struct with the required values.
    pub argument: String,
    /// The enum.
    pub choice: String,
    variants: Vec<String>,
}

/// The names of a type.
#[derive(Clone, Debug, Default)]
pub struct TypeNames {
    /// The type.
    pub name: String,
    /// A variable that holds a value of the type.
    pub variable: String,
    /// The variants or fields.
    pub members: Members,
    /// The struct with the required values, if they are not arguments.
    pub required: Option<String>,
    /// The former names of the type and of this struct, each with the current name.
    pub former: Vec<[String; 2]>,
}

/// The variants of an enum or a union, or the fields of an object.
#[derive(Clone, Debug, Default)]
pub struct Members(Vec<MemberNames>);

/// The names of a variant or a field.
#[derive(Clone, Debug, Default)]
pub struct MemberNames {
    /// The variant or field.
    pub name: String,
    /// For fields: the method that clears it.
    pub clear: Option<String>,
    /// For values of enums: the former name.
    pub former: Option<String>,
}

/// The names of the events of a product.
#[derive(Clone, Debug, Default)]
pub struct EventsNames {
    /// The enum of all events.
    pub name: String,
    events: Vec<EventNames>,
}

/// The names of an event.
#[derive(Clone, Debug, Default)]
pub struct EventNames {
    /// The variant of the enum.
    pub variant: String,
    /// The test of the example.
    pub test: String,
}

const STANDARD: &str = "the generated code uses the standard type or trait of that name";
const STANDARD_TYPES: &[&str] = &[
    "BTreeMap",
    "Box",
    "Default",
    "Err",
    "Into",
    "IntoIterator",
    "None",
    "Ok",
    "Option",
    "Self",
    "Some",
    "String",
    "Vec",
];

const CALL: &str = "every request has a method of that name";
const CALL_METHODS: &[&str] = &[
    "send",
    "response",
    "items",
    "pages",
    "items_backwards",
    "pages_backwards",
    "to_http_request",
    "into_future",
    "clone",
    "with",
    "maybe",
    "wait",
];

const BUILDER: &str = "every client builder has a method of that name";
const BUILDER_METHODS: &[&str] = &[
    "base_url",
    "default_header",
    "user_agent_suffix",
    "timeout",
    "attempt_timeout",
    "connect_timeout",
    "proxy",
    "no_proxy",
    "pool_idle_timeout",
    "pool_max_idle_per_host",
    "root_certificates",
    "client_certificate",
    "retry",
    "retry_budget",
    "rate_plan",
    "rate_limiter",
    "clock",
    "random",
    "transport",
    "on_warning",
    "strict",
    "max_response_bytes",
    "allow_plain_http",
    "build",
    "clone",
];

/// The case of a kind of names in Rust.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// Of functions, fields and modules.
    Snake,
    /// Of types and error codes.
    Pascal,
    /// Of values of enums, members of unions and events.
    Variant,
}

impl Case {
    /// The name in Rust of an element with a name and an optional Rust name in the spec.
    pub fn in_rust(self, name: &str, rust: Option<&str>) -> Option<String> {
        match (rust, self) {
            (Some(rust), _) => Some(rust.to_owned()),
            (None, Self::Snake) => identifier::snake(name),
            (None, Self::Pascal) => identifier::pascal(name),
            (None, Self::Variant) => types::variant(name),
        }
    }
}

/// Decides all names.
pub fn decide(api: &Api, diagnostics: &mut Diagnostics) -> Names {
    let mut builder = Scope::new("the client builder").reserve(BUILDER_METHODS, BUILDER);
    let mut arguments = Scope::new("the arguments of the client builder");
    let configuration = api
        .configuration
        .iter()
        .map(|value| arguments.claim(&value.id, None, identifier::snake, diagnostics))
        .collect();
    let credentials = api
        .credentials
        .iter()
        .map(|credential| builder.claim(&credential.id, None, identifier::snake, diagnostics))
        .collect();
    let credential_sources = api
        .credentials
        .iter()
        .map(|credential| {
            let source = format!("{}_source", identifier::snake(&credential.id.value).unwrap_or_default());
            let item = format!("the token source of the credential `{}`", credential.id.value);
            builder.claim_derived(source.clone(), item, credential.id.place, diagnostics);
            source
        })
        .collect();
    let mut statics = Scope::new("the hosts of the client");
    let hosts = api
        .hosts
        .iter()
        .map(|host| {
            let base_url = format!("{}_base_url", identifier::snake(&host.id.value).unwrap_or_default());
            let item = format!("the base URL of the host `{}`", host.id.value);
            builder.claim_derived(base_url.clone(), item, host.id.place, diagnostics);
            HostNames { constant: statics.claim(&host.id, None, identifier::constant, diagnostics), base_url }
        })
        .collect();
    let mut root = Scope::new("the crate")
        .reserve(&["Client", "ClientBuilder", "Configuration", "Error", "Response"], "the client uses it");
    let error_formats =
        api.error_formats.iter().map(|format| error_names(format, &mut statics, &mut root, diagnostics)).collect();
    let mut plans = Scope::new("the rate plans");
    let rate_limits = api
        .rate_limits
        .iter()
        .map(|limit| {
            let name = format!("{}_RATE_LIMIT", identifier::constant(&limit.id.value).unwrap_or_default());
            statics.claim_derived(
                name.clone(),
                format!("the rate limit `{}`", limit.id.value),
                limit.id.place,
                diagnostics,
            );
            RateLimitNames { constant: name, plans: rate_plan_names(limit, &mut plans, diagnostics) }
        })
        .collect();
    let pagination_styles = api
        .pagination_styles
        .iter()
        .map(|style| statics.claim(&style.id, None, identifier::constant, diagnostics))
        .collect();
    let mut modules = Scope::of_modules("the crate")
        .reserve(
            &[
                "client",
                "hosts",
                "errors",
                "rate_plans",
                "guide",
                "lib",
                "builder",
                "clone",
                "raw",
                "download",
                "upload_form",
            ],
            "the client uses it",
        )
        .reserve(&["default"], "cargo has a feature of that name")
        .reserve(FEATURES, "the client has a feature of that name");
    let products = api.products.iter().map(|product| product_names(api, product, &mut modules, diagnostics));
    let mut products: IndexVec<ProductId, ProductNames> = products.collect();
    aliases::add(api, &mut products);
    shared::check(api, diagnostics);
    let mut guides = Scope::of_modules("the guides");
    let guides =
        api.guides.iter().map(|guide| guides.claim(&guide.name, None, identifier::snake, diagnostics)).collect();
    Names {
        configuration,
        credentials,
        credential_sources,
        hosts,
        error_formats,
        rate_limits,
        pagination_styles,
        products,
        guides,
    }
}

/// The constants begin with the limit, because plans of several limits have the same ids.
fn rate_plan_names(limit: &RateLimit, plans: &mut Scope, diagnostics: &mut Diagnostics) -> Vec<String> {
    let names = limit.plans.iter().map(|plan| {
        let name = identifier::constant(&format!("{}_{}", limit.id.value, plan.id.value)).unwrap_or_default();
        let item = format!("the plan `{}` of `{}`", plan.id.value, limit.id.value);
        plans.claim_derived(name.clone(), item, plan.id.place, diagnostics);
        name
    });
    names.collect()
}

fn error_names(
    format: &ErrorFormat,
    statics: &mut Scope,
    root: &mut Scope,
    diagnostics: &mut Diagnostics,
) -> ErrorNames {
    let constant = format!("{}_ERRORS", identifier::constant(&format.id.value).unwrap_or_default());
    let item = |what: &str| format!("the {what} of the error format `{}`", format.id.value);
    statics.claim_derived(constant.clone(), item("static"), format.id.place, diagnostics);
    let code_enum = format!("{}ErrorCode", identifier::pascal(&format.id.value).unwrap_or_default());
    root.claim_derived(code_enum.clone(), item("codes"), format.id.place, diagnostics);
    let mut scope =
        Scope::new(format!("the codes of `{}`", format.id.value)).reserve(&["Unknown"], "it stands for unknown codes");
    let codes = format
        .codes
        .iter()
        .map(|code| scope.claim(&code.name, code.rust.as_ref(), identifier::pascal, diagnostics))
        .collect();
    ErrorNames { constant, code_enum, codes }
}

fn product_names(api: &Api, product: &Product, modules: &mut Scope, diagnostics: &mut Diagnostics) -> ProductNames {
    let module = modules.claim(&product.id, product.rust.as_ref(), identifier::snake, diagnostics);
    let handle = product_handle(&module);
    let former = modules.claim_former(product.was.as_ref(), &module, identifier::snake, diagnostics);
    let former = former.map(|module| FormerModule { handle: product_handle(&module), module });
    let what = format!("the product `{}`", product.id.value);
    let mut types = Scope::new(what.clone()).reserve(STANDARD_TYPES, STANDARD);
    types.claim_derived(handle.clone(), format!("the handle of {what}"), product.id.place, diagnostics);
    let type_names = product
        .types
        .iter()
        .map(|definition| {
            let Notes { rust, was, .. } = &definition.notes;
            let name = types.claim(&definition.name, rust.as_ref(), identifier::pascal, diagnostics);
            let members = member_names(definition, diagnostics);
            let needs_names = match &definition.shape {
                TypeShape::Object(object) => definition.usage.request && object_needs_struct(api, object),
                _ => false,
            };
            let former = types.claim_former(was.as_ref(), &name, identifier::pascal, diagnostics);
            let mut required = |name: &str| {
                let required = format!("{name}Required");
                let item = format!("the required values of the type `{}`", definition.name.value);
                types.claim_derived(required.clone(), item, definition.name.place, diagnostics);
                required
            };
            let names = needs_names.then(|| required(&name));
            let former = former.into_iter().flat_map(|former| {
                let of_required = names.as_ref().map(|names| [required(&former), names.clone()]);
                [Some([former, name.clone()]), of_required]
            });
            let former = former.flatten().collect();
            let variable = identifier::snake(&name).unwrap_or_default();
            TypeNames { name, variable, members, required: names, former }
        })
        .collect();
    let events = product.events.as_ref().map(|events| types::event_names(events, &mut types, diagnostics));
    let mut sections = Scope::of_modules(what).reserve(&["types", "shared", "events", "clone"], "the client uses it");
    let section_names = product
        .sections
        .iter()
        .map(|section| section_names(api, product, section, &mut sections, diagnostics))
        .collect();
    ProductNames { module, handle, former, sections: section_names, types: type_names, events }
}

fn product_handle(module: &str) -> String {
    identifier::pascal(module).unwrap_or_default()
}

/// The suffix distinguishes the struct from a type with the same name as the section (`user`, `User`).
fn section_handle(module: &str) -> String {
    format!("{}Operations", identifier::pascal(module).unwrap_or_default().trim_end_matches('_'))
}

fn section_names(
    api: &Api,
    product: &Product,
    section: &Section,
    sections: &mut Scope,
    diagnostics: &mut Diagnostics,
) -> SectionNames {
    let module = sections.claim(&section.id, section.rust.as_ref(), identifier::snake, diagnostics);
    let handle = section_handle(&module);
    let former = sections.claim_former(section.was.as_ref(), &module, identifier::snake, diagnostics);
    let former = former.map(|module| FormerModule { handle: section_handle(&module), module });
    let what = format!("the section `{}/{}`", product.id.value, section.id.value);
    let mut methods = Scope::new(what.clone()).reserve(&["clone"], "every handle has a method of that name");
    // Types of the product are visible in the modules of its sections.
    let mut items =
        product.types.iter().fold(Scope::new(what).reserve(STANDARD_TYPES, STANDARD), |mut scope, definition| {
            if let Some(name) = identifier::pascal(&definition.name.value) {
                let item = format!("the type `{}`", definition.name.value);
                scope.claim_derived(name, item, definition.name.place, &mut Diagnostics::default());
            }
            scope
        });
    items.claim_derived(handle.clone(), "the handle of the section", section.id.place, diagnostics);
    let operations = section
        .operations
        .iter()
        .map(|operation| operation_names(api, operation, &mut methods, &mut items, diagnostics))
        .collect();
    SectionNames { module, handle, former, operations }
}

fn operation_names(
    api: &Api,
    operation: &Operation,
    methods: &mut Scope,
    items: &mut Scope,
    diagnostics: &mut Diagnostics,
) -> OperationNames {
    let before = diagnostics.len();
    let method = methods.claim(&operation.name, operation.notes.rust.as_ref(), identifier::snake, diagnostics);
    let former = methods.claim_former(operation.notes.was.as_ref(), &method, identifier::snake, diagnostics);
    let (place, id) = (operation.name.place, &operation.name.value);
    // If the name of the method is taken, the names of the types are taken too.
    let is_taken = diagnostics.len() > before;
    let mut item = |name: String, what: &str| {
        if !is_taken {
            items.claim_derived(name.clone(), format!("{what} of `{id}`"), place, diagnostics);
        }
        name
    };
    let request = item(identifier::pascal(&method).unwrap_or_default(), "the request type");
    let constant = item(identifier::constant(&method).unwrap_or_default(), "the metadata");
    let has_response = matches!(operation.response, Response::Object(_));
    let response = has_response.then(|| item(format!("{request}Response"), "the response type"));
    let required = needs_struct(api, operation).then(|| item(format!("{request}Required"), "the required values"));
    let choices: Vec<(&OneOf, String)> = operation
        .one_of
        .iter()
        .map(|group| {
            let name = identifier::pascal(&group.name.value).unwrap_or_default();
            let what = format!("the group `{}`", group.name.value);
            (group, item(format!("{request}{}", name.trim_end_matches('_')), &what))
        })
        .collect();
    let former = former.map(|method| {
        let former_request = identifier::pascal(&method).unwrap_or_default();
        // All of its types begin with the name of the request.
        let all = [Some(&request), required.as_ref(), response.as_ref()].into_iter().flatten();
        let all = all.chain(choices.iter().map(|(_, choice)| choice));
        let types = all.filter_map(|name| {
            let rest = name.strip_prefix(request.as_str())?;
            Some([item(format!("{former_request}{rest}"), "a former name"), name.clone()])
        });
        FormerNames { types: types.collect(), method }
    });
    let what = format!("the operation `{}`", operation.id);
    let mut parameters = Scope::new(what).reserve(CALL_METHODS, CALL);
    let parameter_names = operation.parameters.with_ids().map(|(id, parameter)| {
        // Only setters keep a former name.
        let has_setter = !parameter.required && operation.group_of(id).is_none();
        parameter_names(parameter, has_setter, &mut parameters, diagnostics)
    });
    let parameter_names = parameter_names.collect();
    let groups = choices.into_iter().map(|(group, choice)| {
        let argument = parameters.claim(&group.name, None, identifier::snake, diagnostics);
        let mut variants = Scope::new(format!("the group `{}`", group.name.value));
        let members = group.parameters.iter().map(|index| &operation.parameters[*index]);
        let variants = members.map(|parameter| {
            let explicit = parameter.notes.rust.as_ref().and_then(|name| identifier::pascal(&name.value));
            match explicit {
                Some(name) => {
                    let item = format!("`{}`", parameter.name.value);
                    variants.claim_derived(name.clone(), item, parameter.name.place, diagnostics);
                    name
                }
                None => variants.claim(&parameter.name, None, identifier::pascal, diagnostics),
            }
        });
        GroupNames { argument, choice, variants: variants.collect() }
    });
    let groups = groups.collect();
    let response_fields = match &operation.response {
        Response::Object(object) => {
            field_names(object, false, format!("the response of `{}`", operation.id), diagnostics)
        }
        _ => Members::default(),
    };
    let mut tests = Scope::new(format!("the examples of `{}`", operation.id));
    let examples = operation.examples.iter();
    let tests = examples.map(|example| tests.claim(&example.name, None, identifier::snake, diagnostics)).collect();
    OperationNames {
        method,
        constant,
        request,
        response,
        response_fields,
        required,
        parameters: parameter_names,
        groups,
        former,
        tests,
        aliases: Vec::new(),
    }
}

fn parameter_names(
    parameter: &Parameter,
    has_setter: bool,
    scope: &mut Scope,
    diagnostics: &mut Diagnostics,
) -> ParameterNames {
    // Only arguments have names in Rust.
    if !parameter.is_argument() {
        return ParameterNames::default();
    }
    let notes = &parameter.notes;
    let name = scope.claim(&parameter.name, notes.rust.as_ref(), identifier::snake, diagnostics);
    let clear = parameter.nullable.then(|| format!("clear_{}", name.trim_end_matches('_')));
    if let Some(clear) = &clear {
        let item = format!("the method that clears `{}`", parameter.name.value);
        scope.claim_derived(clear.clone(), item, parameter.name.place, diagnostics);
    }
    let was = notes.was.as_ref().filter(|_| has_setter);
    let former = scope.claim_former(was, &name, identifier::snake, diagnostics);
    ParameterNames { name, clear, former }
}
