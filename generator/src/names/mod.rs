//! The third pass: every Rust identifier of the client, decided in one place.
//!
//! The result runs parallel to the model: same order, same indices. Later passes look names up
//! and never make any.

mod identifier;
mod scope;

use crate::diagnostics::Diagnostics;
use crate::model::{
    Api, ErrorFormat, Location, Object, Operation, Product, Response, Section, Source, Type, TypeDefinition, TypeShape,
};
use scope::Scope;

/// The Rust names of an API.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    pub(crate) configuration: Vec<String>,
    pub(crate) credentials: Vec<String>,
    pub(crate) hosts: Vec<HostNames>,
    pub(crate) error_formats: Vec<ErrorNames>,
    /// The statics of the pagination styles.
    pub(crate) pagination_styles: Vec<String>,
    pub(crate) products: Vec<ProductNames>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct HostNames {
    pub(crate) constant: String,
    pub(crate) base_url: String,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct ErrorNames {
    pub(crate) constant: String,
    pub(crate) code_enum: String,
    pub(crate) variants: Vec<String>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct ProductNames {
    /// The module, the feature and the method of the client.
    pub(crate) module: String,
    pub(crate) handle: String,
    pub(crate) sections: Vec<SectionNames>,
    pub(crate) types: Vec<TypeNames>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct SectionNames {
    /// The module and the method of the product's handle.
    pub(crate) module: String,
    pub(crate) handle: String,
    pub(crate) operations: Vec<OperationNames>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct OperationNames {
    pub(crate) method: String,
    pub(crate) constant: String,
    pub(crate) request: String,
    /// The struct of a response that is an object of its own.
    pub(crate) response: Option<String>,
    pub(crate) response_fields: Vec<String>,
    /// The struct that names the required values, where arguments could be mixed up.
    pub(crate) required: Option<String>,
    /// Parallel to the operation's parameters.
    pub(crate) parameters: Vec<ParameterNames>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct ParameterNames {
    /// The argument, field or setter.
    pub(crate) name: String,
    /// The method that sends null.
    pub(crate) clear: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct TypeNames {
    pub(crate) name: String,
    /// The variants of an enum or the fields of an object.
    pub(crate) members: Vec<String>,
}

const STANDARD: &str = "the generated code uses the standard type or trait of that name";
const STANDARD_TYPES: &[&str] = &[
    "BTreeMap",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Eq",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Item",
    "Iterator",
    "None",
    "Ok",
    "Err",
    "Option",
    "PartialEq",
    "Result",
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
    "to_http_request",
    "into_future",
    "clone",
    "with_timeout",
    "with_header",
    "with_query",
    "with_body_field",
    "with_body",
];

const BUILDER: &str = "every client builder has a method of that name";
const BUILDER_METHODS: &[&str] = &[
    "base_url",
    "timeout",
    "transport",
    "on_warning",
    "strict",
    "max_response_bytes",
    "allow_plain_http",
    "build",
    "clone",
];

/// Up to this many required values are arguments of a method.
const MAX_ARGUMENTS: usize = 3;

/// Decides all names.
pub(crate) fn decide(api: &Api, diagnostics: &mut Diagnostics) -> Names {
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
    let mut statics = Scope::new("the hosts of the client");
    let hosts = api
        .hosts
        .iter()
        .map(|host| {
            let base_url = format!("{}_base_url", identifier::snake(&host.id.value).unwrap_or_default());
            builder.claim_derived(base_url.clone(), host.id.place, diagnostics);
            HostNames { constant: statics.claim(&host.id, None, identifier::constant, diagnostics), base_url }
        })
        .collect();
    let mut root =
        Scope::new("the crate").reserve(&["Client", "ClientBuilder", "Error", "Response"], "the client uses it");
    let error_formats =
        api.error_formats.iter().map(|format| error_names(format, &mut statics, &mut root, diagnostics)).collect();
    let pagination_styles = api
        .pagination_styles
        .iter()
        .map(|style| statics.claim(&style.id, None, identifier::constant, diagnostics))
        .collect();
    let mut modules =
        Scope::new("the crate").reserve(&["client", "hosts", "errors", "builder", "clone"], "the client uses it");
    let products = api.products.iter().map(|product| product_names(api, product, &mut modules, diagnostics)).collect();
    Names { configuration, credentials, hosts, error_formats, pagination_styles, products }
}

fn error_names(
    format: &ErrorFormat,
    statics: &mut Scope,
    root: &mut Scope,
    diagnostics: &mut Diagnostics,
) -> ErrorNames {
    let constant = format!("{}_ERRORS", identifier::constant(&format.id.value).unwrap_or_default());
    statics.claim_derived(constant.clone(), format.id.place, diagnostics);
    let code_enum = format!("{}ErrorCode", identifier::pascal(&format.id.value).unwrap_or_default());
    root.claim_derived(code_enum.clone(), format.id.place, diagnostics);
    let mut scope =
        Scope::new(format!("the codes of `{}`", format.id.value)).reserve(&["Unknown"], "it stands for unknown codes");
    let variants = format
        .codes
        .iter()
        .map(|code| scope.claim(&code.name, code.rust.as_ref(), identifier::pascal, diagnostics))
        .collect();
    ErrorNames { constant, code_enum, variants }
}

fn product_names(api: &Api, product: &Product, modules: &mut Scope, diagnostics: &mut Diagnostics) -> ProductNames {
    let module = modules.claim(&product.id, product.rust.as_ref(), identifier::snake, diagnostics);
    let handle = identifier::pascal(&module).unwrap_or_default();
    let what = format!("the product `{}`", product.id.value);
    let mut types = Scope::new(what.clone()).reserve(STANDARD_TYPES, STANDARD);
    types.claim_derived(handle.clone(), product.id.place, diagnostics);
    let type_names = product
        .types
        .iter()
        .map(|definition| TypeNames {
            name: types.claim(&definition.name, definition.rust.as_ref(), identifier::pascal, diagnostics),
            members: member_names(definition, diagnostics),
        })
        .collect();
    let mut sections = Scope::new(what).reserve(&["types", "clone"], "the client uses it");
    let section_names = product
        .sections
        .iter()
        .map(|section| section_names(api, product, section, &mut sections, diagnostics))
        .collect();
    ProductNames { module, handle, sections: section_names, types: type_names }
}

fn member_names(definition: &TypeDefinition, diagnostics: &mut Diagnostics) -> Vec<String> {
    let what = format!("the type `{}`", definition.name.value);
    match &definition.shape {
        TypeShape::Enum(values) => {
            let mut scope = Scope::new(what).reserve(&["Unknown"], "it stands for unknown values");
            let names = values.values.iter().map(|value| scope.claim(&value.value, None, variant, diagnostics));
            names.collect()
        }
        TypeShape::Object(object) => field_names(object, what, diagnostics),
    }
}

/// A value that is called like the fallback gets out of its way.
fn variant(value: &str) -> Option<String> {
    identifier::pascal(value).map(|name| if name == "Unknown" { "UnknownValue".into() } else { name })
}

fn field_names(object: &Object, what: String, diagnostics: &mut Diagnostics) -> Vec<String> {
    let mut scope = Scope::new(what);
    let names = object.fields.iter();
    names.map(|field| scope.claim(&field.name, field.rust.as_ref(), identifier::snake, diagnostics)).collect()
}

fn section_names(
    api: &Api,
    product: &Product,
    section: &Section,
    sections: &mut Scope,
    diagnostics: &mut Diagnostics,
) -> SectionNames {
    let module = sections.claim(&section.id, section.rust.as_ref(), identifier::snake, diagnostics);
    // Sections are called like the types that they are about (`user`, `User`), handles are not.
    let handle = format!("{}Operations", identifier::pascal(&module).unwrap_or_default());
    let what = format!("the section `{}/{}`", product.id.value, section.id.value);
    let mut methods = Scope::new(what.clone()).reserve(&["clone"], "every handle has a method of that name");
    // Types of the product are visible in the modules of its sections.
    let mut items =
        product.types.iter().fold(Scope::new(what).reserve(STANDARD_TYPES, STANDARD), |mut scope, definition| {
            if let Some(name) = identifier::pascal(&definition.name.value) {
                scope.claim_derived(name, definition.name.place, &mut Diagnostics::default());
            }
            scope
        });
    items.claim_derived(handle.clone(), section.id.place, diagnostics);
    let operations = section
        .operations
        .iter()
        .map(|operation| operation_names(api, operation, &mut methods, &mut items, diagnostics))
        .collect();
    SectionNames { module, handle, operations }
}

fn operation_names(
    api: &Api,
    operation: &Operation,
    methods: &mut Scope,
    items: &mut Scope,
    diagnostics: &mut Diagnostics,
) -> OperationNames {
    let method = methods.claim(&operation.name, operation.rust.as_ref(), identifier::snake, diagnostics);
    let place = operation.name.place;
    let mut item = |name: String| {
        items.claim_derived(name.clone(), place, diagnostics);
        name
    };
    let request = item(identifier::pascal(&method).unwrap_or_default());
    let constant = item(identifier::constant(&method).unwrap_or_default());
    let response = matches!(operation.response, Response::Object(_)).then(|| item(format!("{request}Response")));
    let required = needs_struct(api, operation).then(|| item(format!("{request}Required")));
    let what = format!("the operation `{}`", operation.id);
    let mut parameters = Scope::new(what).reserve(CALL_METHODS, CALL);
    let parameter_names = operation
        .parameters
        .iter()
        .map(|parameter| {
            let name = parameters.claim(&parameter.name, parameter.rust.as_ref(), identifier::snake, diagnostics);
            let clear = parameter.nullable.then(|| format!("clear_{}", name.trim_end_matches('_')));
            if let Some(clear) = &clear {
                parameters.claim_derived(clear.clone(), parameter.name.place, diagnostics);
            }
            ParameterNames { name, clear }
        })
        .collect();
    let response_fields = match &operation.response {
        Response::Object(object) => field_names(object, format!("the response of `{}`", operation.id), diagnostics),
        _ => Vec::new(),
    };
    OperationNames { method, constant, request, response, response_fields, required, parameters: parameter_names }
}

/// Whether the required values are too many, or too alike, to be arguments.
fn needs_struct(api: &Api, operation: &Operation) -> bool {
    let required: Vec<&Type> = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.required && parameter.source == Source::Caller)
        .map(|parameter| &parameter.type_)
        .collect();
    required.len() > MAX_ARGUMENTS || required.windows(2).any(|pair| same_argument(api, pair[0], pair[1]))
}

/// Whether two neighbours could be swapped without the compiler noticing.
fn same_argument(api: &Api, first: &Type, second: &Type) -> bool {
    match (first, second) {
        (Type::String | Type::Url, Type::String | Type::Url) => true,
        (Type::Named(a), Type::Named(b)) => api.type_definition(*a).name == api.type_definition(*b).name,
        _ => first == second,
    }
}

/// The parameters that are given when a request is made, in the order of the arguments.
pub(crate) fn required_parameters(operation: &Operation) -> impl Iterator<Item = (usize, &crate::model::Parameter)> {
    operation
        .parameters
        .iter()
        .enumerate()
        .filter(|(_, parameter)| parameter.required && parameter.source == Source::Caller)
}

/// The parameters that have setters.
pub(crate) fn optional_parameters(operation: &Operation) -> impl Iterator<Item = (usize, &crate::model::Parameter)> {
    operation.parameters.iter().enumerate().filter(|(_, parameter)| {
        !parameter.required && parameter.source == Source::Caller && parameter.location != Location::Path
    })
}
