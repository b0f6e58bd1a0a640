//! One operation: metadata, request type with setters, and the method that creates the request.

use proc_macro2::TokenStream;
use quote::quote;

use super::objects::ObjectNames;
use super::rust::Item;
use super::{Context, ident, prose, rust, types};
use crate::model::{
    Encoding, Location, Operation, OperationId, Pagination, Parameter, Response, Source, Stability, Type, Usage,
};
use crate::naming::{
    FormerNames, OperationNames, ParameterNames, SectionNames, optional_parameters, required_parameters,
};
use crate::tokens;

impl Context<'_> {
    /// The method of the section's handle that creates the request, and its former name.
    pub(super) fn operation_method(&self, id: OperationId) -> TokenStream {
        let (operation, names) = (self.api.operation(id), &self.names[id]);
        let doc = prose::attributes(&self.method_doc(id));
        let (method, request) = (ident(&names.method), ident(&names.request));
        let aliases = names.aliases.iter().flatten().map(|alias| quote!(#[doc(alias = #alias)]));
        let aliases: TokenStream = aliases.collect();
        let deprecated = prose::deprecated(operation.notes.deprecated.as_ref());
        let (arguments, values) = self.arguments(operation, names);
        let body = self.start(operation, names);
        let former = names.former.as_ref().map(|FormerNames { method: former, .. }| {
            let doc = prose::attributes(&format!("The former name of [`{0}`](Self::{0}).", names.method));
            let note = format!("renamed to `{}`", names.method);
            let former = ident(former);
            quote! {
                #doc
                #[deprecated(note = #note)]
                pub fn #former(self, #(#arguments),*) -> #request {
                    self.#method(#(#values),*)
                }
            }
        });
        quote! {
            #doc
            #aliases
            #deprecated
            pub fn #method(self, #(#arguments),*) -> #request {
                #body
            }
            #former
        }
    }

    /// The declarations of the arguments, and their names for a call.
    fn arguments(&self, operation: &Operation, names: &OperationNames) -> (Vec<TokenStream>, Vec<TokenStream>) {
        if let Some(required) = &names.required {
            let required = ident(required);
            return (vec![quote!(required: #required)], vec![quote!(required)]);
        }
        let required = required_parameters(operation).map(|(index, parameter)| {
            let (name, type_) = (ident(&names.parameters[index].name), self.types.argument(&parameter.type_));
            (quote!(#name: #type_), quote!(#name))
        });
        let groups = names.groups(operation).map(|(_, group)| {
            let (name, choice) = (ident(&group.argument), ident(&group.choice));
            (quote!(#name: #choice), quote!(#name))
        });
        required.chain(groups).unzip()
    }

    /// The request with all required and fixed values.
    fn start(&self, operation: &Operation, names: &OperationNames) -> TokenStream {
        let (request, constant) = (ident(&names.request), ident(&names.constant));
        let start = quote!(self.0.call(&#constant));
        // The formatter breaks a chain before each field of its first value, so that value is a variable.
        let mut call = quote!(call);
        let has_parts = |call: &TokenStream| call.clone().into_iter().nth(1).is_some();
        for parameter in &operation.parameters {
            call = self.constant_part(&call, parameter);
        }
        for (index, parameter) in required_parameters(operation) {
            let name = ident(&names.parameters[index].name);
            let value = match &names.required {
                Some(_) if parameter.sensitive => quote!(required.#name.expose()),
                Some(_) if self.is_file(parameter) => quote!(required.#name),
                Some(_) => quote!(&required.#name),
                None => self.given(parameter, &name),
            };
            call = self.add_required(&call, parameter, &value);
        }
        if !has_parts(&call) && operation.one_of.is_empty() {
            return quote!(#request(#start));
        }
        let mut statements = quote!(let call = #start;);
        for (group, group_names) in names.groups(operation) {
            let (argument, choice) = (ident(&group_names.argument), ident(&group_names.choice));
            let argument = if names.required.is_some() { quote!(required.#argument) } else { quote!(#argument) };
            if has_parts(&call) {
                statements = quote!(#statements let call = #call;);
            }
            let arms = group_names.choices(group, operation).map(|(_, parameter, variant)| {
                let variant = ident(variant);
                let value = match (self.is_file(parameter), parameter.sensitive) {
                    (true, _) => quote!(value),
                    (_, true) => quote!(value.expose()),
                    _ => quote!(&value),
                };
                let call = self.add_required(&quote!(call), parameter, &value);
                quote!(#choice::#variant(value) => #call)
            });
            call = quote!(match #argument { #(#arms),* });
        }
        quote!(#statements #request(#call))
    }

    /// Metadata, request type and setters.
    pub(super) fn operation_items(
        &self,
        operation: &Operation,
        names: &OperationNames,
        section: &SectionNames,
    ) -> Vec<Item> {
        let request = ident(&names.request);
        let mut items = vec![self.metadata(operation, names)];
        items.extend(self.required_struct(operation, names).map(Item::from));
        items.extend(self.choices(operation, names).into_iter().map(Item::from));
        let setters: Vec<TokenStream> = optional_parameters(operation)
            .map(|(index, parameter)| self.setter(parameter, &names.parameters[index]))
            .collect();
        if !setters.is_empty() {
            items.push(quote!(impl #request { #(#setters)* }).into());
        }
        let output = self.output(operation, names);
        items.push(request_type(operation, names, section, &output));
        if let Some(pagination) = &operation.pagination {
            let item = self.types.owned(&pagination.item);
            let paging = if self.api.pagination_styles[pagination.style].kind.is_two_way() {
                quote!(rt::windowed!(#request, #output, #item);)
            } else {
                quote!(rt::paginated!(#request, #output, #item);)
            };
            items.push(paging.into());
        }
        items.extend(self.job_item(operation, names).map(Item::from));
        let former = names.former.iter().flat_map(|former| &former.types);
        items.extend(former.map(|[former, current]| types::alias(former, current).into()));
        if let (Response::Object(object), Some(name)) = (&operation.response, &names.response) {
            let doc = format!("The response of [`{}::{}`].", section.handle, names.method);
            let doc = prose::paragraphs(&[doc, response_note(operation)]);
            let names = ObjectNames { name, members: &names.response_fields, required: None };
            items.extend(self.object_items(object, names, &doc, RECEIVED, None));
        }
        items
    }

    /// The static with the metadata of an operation, laid out like rustfmt does it.
    fn metadata(&self, operation: &Operation, names: &OperationNames) -> Item {
        // Other keys are in the documentation, the arguments, the types or the tests.
        let Operation {
            id,
            method,
            path,
            host,
            docs,
            idempotent,
            parameters,
            encoding,
            response,
            can_be_empty,
            pagination,
            job,
            stability,
            notes,
            name: _,
            documented: _,
            substitute: _,
            variant_of: _,
            summary: _,
            scope: _,
            rate_limit: _,
            one_of: _,
            response_notes: _,
            is_unpaged: _,
            errors: _,
            evidence: _,
            examples: _,
        } = operation;
        let mut text = format!(
            "pub(crate) static {}: rt::Operation = rt::Operation::new(\n    {},\n    rt::Method::{},\n    {},\n    &hosts::{},\n)",
            names.constant,
            rust::string(id),
            method.as_str(),
            rust::string(&path.text),
            self.names[*host].constant
        );
        let mut add = |call: &str, arguments: &str| text.push_str(&format!("\n.{call}({arguments})"));
        if let Some(docs) = docs {
            add("docs", &rust::string(docs));
        }
        if *idempotent {
            add("idempotent", "");
        }
        match encoding {
            Encoding::Json if operation.has_body() => add("json_body", ""),
            Encoding::Json => {}
            Encoding::FormWithFile => add("form_with_file", ""),
            Encoding::Form => add("form_body", ""),
        }
        let in_path = parameters.iter().filter(|parameter| parameter.location == Location::Path);
        let configured = in_path.filter_map(|parameter| match parameter.source {
            Source::Configuration(index) => {
                let (name, value) = (&parameter.name.value, &self.api.configuration[index].id.value);
                Some(format!("({}, {})", rust::string(name), rust::string(value)))
            }
            _ => None,
        });
        let configured: Vec<String> = configured.collect();
        if !configured.is_empty() {
            add("configured", &format!("&[{}]", configured.join(", ")));
        }
        if let Response::Type { type_: _, wrapper: Some(wrapper) } = response {
            add("wrapped_in", &rust::string(wrapper));
        }
        if *can_be_empty {
            add("can_be_empty", "");
        }
        if let Some(Pagination { style, items, item: _ }) = pagination {
            add("paginated", &format!("&hosts::{}, {}", self.names[*style], rust::string(items)));
        }
        if let Some(job) = job {
            add("returns_job", &Self::job_data(job));
        }
        if let Some((scope, _)) = self.scope(operation) {
            add("scope", &rust::string(scope));
        }
        if let Some((class, _)) = self.api.rate_class(operation) {
            add("rate_limit", &rust::string(&class.value));
        }
        match stability {
            Stability::Stable => {}
            unstable => add("stability", &rust::string(unstable.as_str())),
        }
        if let Some(note) = notes.deprecated.as_ref().map(ToString::to_string) {
            add("deprecated", &rust::string(&note));
        }
        text.push_str(";\n");
        Item::Declaration { text, declares: TokenStream::new() }
    }

    /// The kind of credential that an operation requires, with its documentation.
    pub(super) fn scope(&self, operation: &Operation) -> Option<(&str, &str)> {
        let auth = self.api.hosts[operation.host].auth.as_ref()?;
        let (id, doc) = self.api.credentials[auth.credential].scopes.get(operation.scope?)?;
        Some((&id.value, doc))
    }

    fn required_struct(&self, operation: &Operation, names: &OperationNames) -> Option<TokenStream> {
        let name = names.required.as_ref()?;
        let fields = required_parameters(operation).map(|(index, parameter)| {
            let doc = prose::attributes(&self.parameter_doc(parameter));
            let member = ident(&names.parameters[index].name);
            let type_ = self.types.kept(&parameter.type_, parameter.sensitive);
            let deprecated = prose::deprecated(parameter.notes.deprecated.as_ref());
            quote!(#doc #deprecated pub #member: #type_)
        });
        let groups = names.groups(operation).map(|(group, group_names)| {
            let doc = prose::attributes(&format!("One alternative of the choice `{}`.", group.name.value));
            let (member, choice) = (ident(&group_names.argument), ident(&group_names.choice));
            quote!(#doc pub #member: #choice)
        });
        Some(required_values(name, &names.request, fields.chain(groups)))
    }

    /// An enum for each group of parameters of which a request has exactly one.
    fn choices(&self, operation: &Operation, names: &OperationNames) -> Vec<TokenStream> {
        let groups = names.groups(operation).map(|(group, group_names)| {
            let doc = prose::attributes(&format!(
                "The alternatives for `{}` of [`{}`]. A request has exactly one of these alternatives.",
                group.name.value, names.request
            ));
            let choice = ident(&group_names.choice);
            let variants = group_names.choices(group, operation).map(|(_, parameter, variant)| {
                let (doc, variant) = (prose::attributes(&self.parameter_doc(parameter)), ident(variant));
                let type_ = self.types.kept(&parameter.type_, parameter.sensitive);
                let deprecated = prose::deprecated(parameter.notes.deprecated.as_ref());
                quote!(#doc #deprecated #variant(#type_))
            });
            quote! {
                #doc
                #[derive(Clone)]
                pub enum #choice { #(#variants),* }

                rt::redacted_debug!(#choice);
            }
        });
        groups.collect()
    }

    fn setter(&self, parameter: &Parameter, names: &ParameterNames) -> TokenStream {
        let doc = prose::attributes(&self.parameter_doc(parameter));
        let deprecated = prose::deprecated(parameter.notes.deprecated.as_ref());
        let (name, type_) = (ident(&names.name), self.types.argument(&parameter.type_));
        let call = self.add(&quote!(self.0), parameter, &self.given(parameter, &name));
        let clear = names.clear.as_ref().map(|clear| {
            let doc = prose::attributes(&format!("Clears `{}` by sending null.", parameter.name.value));
            let (clear, wire) = (ident(clear), &parameter.name.value);
            quote! {
                #doc
                pub fn #clear(self) -> Self {
                    Self(self.0.body_null(#wire))
                }
            }
        });
        let former = names.former.as_ref().map(|former| {
            let doc = prose::attributes(&format!("The former name of [`{0}`](Self::{0}).", names.name));
            let (former, note) = (ident(former), format!("renamed to `{}`", names.name));
            quote! {
                #doc
                #[deprecated(note = #note)]
                pub fn #former(self, #name: #type_) -> Self {
                    self.#name(#name)
                }
            }
        });
        quote! {
            #doc
            #deprecated
            pub fn #name(self, #name: #type_) -> Self {
                Self(#call)
            }
            #clear
            #former
        }
    }

    /// The type of the response.
    pub(super) fn output(&self, operation: &Operation, names: &OperationNames) -> TokenStream {
        match (&operation.response, &names.response) {
            (Response::None, _) => quote!(()),
            (Response::Type { type_, .. }, _) => self.types.owned(type_),
            (Response::Object(_), Some(name)) => {
                let name = ident(name);
                quote!(#name)
            }
            (Response::Unknown | Response::Object(_), _) => quote!(rt::JsonValue),
        }
    }

    /// An argument as the value of a part of a call.
    fn given(&self, parameter: &Parameter, argument: &proc_macro2::Ident) -> TokenStream {
        let value = self.types.converted(&parameter.type_, argument);
        if self.is_file(parameter) { value } else { quote!(&#value) }
    }

    fn is_file(&self, parameter: &Parameter) -> bool {
        match self.api.target(&parameter.type_) {
            Type::File => true,
            Type::List(item) => *self.api.target(item) == Type::File,
            _ => false,
        }
    }

    /// The call with a part that is not an argument.
    fn constant_part(&self, call: &TokenStream, parameter: &Parameter) -> TokenStream {
        let wire = &parameter.name.value;
        match (&parameter.source, parameter.location) {
            (Source::Fixed(value), _) => self.add(call, parameter, &fixed(value)),
            (Source::Configuration(index), location) => {
                let value = &self.api.configuration[*index].id.value;
                match location {
                    // The path is filled from the metadata.
                    Location::Path => call.clone(),
                    Location::Query => quote!(#call.query_configured(#wire, #value)),
                    Location::Header => quote!(#call.header_configured(#wire, #value)),
                    Location::Body => quote!(#call.body_configured(#wire, #value)),
                }
            }
            (Source::Caller, _) => call.clone(),
        }
    }

    /// The call with a required part.
    fn add_required(&self, call: &TokenStream, parameter: &Parameter, value: &TokenStream) -> TokenStream {
        let is_id = self.ids.contains(self.api, &parameter.name.value, &parameter.type_);
        match self.api.target(&parameter.type_) {
            // No path value can be empty, id or not.
            _ if !is_id || parameter.location == Location::Path => self.add(call, parameter, value),
            Type::List(_) => self.add(call, parameter, &quote!(&rt::not_empty(#value))),
            _ => self.add(call, parameter, &quote!(&rt::NotEmpty(#value))),
        }
    }

    /// The call with a part added.
    fn add(&self, call: &TokenStream, parameter: &Parameter, value: &TokenStream) -> TokenStream {
        use crate::model::ListStyle::{Comma, Json, Repeated};
        let wire = &parameter.name.value;
        match (parameter.location, parameter.list) {
            (Location::Path, _) => quote!(#call.path(#wire, #value)),
            (Location::Query, None) => quote!(#call.query(#wire, #value)),
            (Location::Query, Some(Comma)) => quote!(#call.query_comma(#wire, #value)),
            (Location::Query, Some(Repeated)) => quote!(#call.query_repeated(#wire, #value)),
            (Location::Query, Some(Json)) => quote!(#call.query_json(#wire, #value)),
            (Location::Header, _) => quote!(#call.header(#wire, #value)),
            (Location::Body, _) if self.is_file(parameter) => match self.api.target(&parameter.type_) {
                Type::File => quote!(#call.file(#wire, #value)),
                _ => quote!(#call.files(#wire, #value)),
            },
            (Location::Body, Some(Comma)) => quote!(#call.body_comma(#wire, #value)),
            (Location::Body, Some(Repeated)) => quote!(#call.body_repeated(#wire, #value)),
            (Location::Body, _) => quote!(#call.body(#wire, #value)),
        }
    }
}

/// The request type. Its summary is the request line, because a list of all requests shows only summaries.
fn request_type(operation: &Operation, names: &OperationNames, section: &SectionNames, output: &TokenStream) -> Item {
    let request_line = format!("{} {}", operation.method.as_str(), operation.path.text);
    let mut usage = format!("Created by [`{}::{}`].", section.handle, names.method);
    if optional_parameters(operation).next().is_some() {
        usage.push_str(" The methods of this type set optional parameters.");
    }
    usage.push_str(" `.await` sends the request.");
    let doc = prose::paragraphs(&[prose::code(&request_line), prose::escape(&operation.summary), usage]);
    let mut text = String::from("rt::operation! {\n");
    rust::attributes(&mut text, 1, &doc, &TokenStream::new());
    let (request, constant) = (ident(&names.request), ident(&names.constant));
    text.push_str(&format!("    {request}, {constant}, {}\n}}\n", tokens::one_line(output)));
    Item::Declaration { text, declares: quote!(rt::operation!(#request, #constant, #output);) }
}

/// A borrowed value that the spec contains.
fn fixed(value: &serde_json::Value) -> TokenStream {
    use proc_macro2::Literal;
    match value {
        serde_json::Value::Bool(value) => quote!(&#value),
        serde_json::Value::Number(number) => {
            // A negative literal is a minus and a number to the parser.
            let literal =
                |negative: bool, magnitude: Literal| if negative { quote!(&-#magnitude) } else { quote!(&#magnitude) };
            match number.as_i64() {
                Some(number) => literal(
                    number < 0,
                    format!("{}_i64", number.unsigned_abs()).parse().unwrap_or_else(|_| Literal::i64_suffixed(0)),
                ),
                None => {
                    let number = number.as_f64().unwrap_or_default();
                    literal(number < 0.0, Literal::f64_suffixed(number.abs()))
                }
            }
        }
        other => {
            let text = other.as_str().unwrap_or_default();
            quote!(#text)
        }
    }
}

/// The struct with the required values of a request or a type as fields.
pub(super) fn required_values(name: &str, of: &str, fields: impl Iterator<Item = TokenStream>) -> TokenStream {
    let (name, doc) = (ident(name), prose::attributes(&format!("The required values of [`{of}`].")));
    quote! {
        #doc
        #[derive(Clone)]
        pub struct #name { #(#fields),* }

        rt::redacted_debug!(#name);
    }
}

pub(super) fn response_note(operation: &Operation) -> String {
    operation.response_doc().map(|doc| prose::escape(&doc)).unwrap_or_default()
}

const RECEIVED: Usage = Usage { request: false, response: true };
