//! One operation: metadata, request value with setters, and the method that starts it.

use proc_macro2::TokenStream;
use quote::quote;

use super::example::CallExample;
use super::rust_type::converted;
use super::types::deprecated;
use super::{Context, ident, prose};
use crate::model::{Location, Operation, Parameter, Response, Usage};
use crate::names::{OperationNames, SectionNames, optional_parameters, required_parameters};

impl Context<'_> {
    /// The method of the section's handle that starts the request.
    pub(super) fn operation_method(
        &self,
        operation: &Operation,
        names: &OperationNames,
        product: usize,
    ) -> TokenStream {
        let doc = prose::attributes(&self.method_doc(operation, names, product));
        let (method, request, constant) = (ident(&names.method), ident(&names.request), ident(&names.constant));
        let deprecated = deprecated(operation.deprecated.as_ref());
        let mut call = quote!(self.0.call(&#constant));
        for (index, parameter) in required_parameters(operation) {
            let name = ident(&names.parameters[index].name);
            let value = match &names.required {
                Some(_) => quote!(required.#name),
                None => converted(&parameter.type_, &name),
            };
            call = add(&call, parameter, &value);
        }
        let arguments: Vec<TokenStream> = match &names.required {
            Some(required) => {
                let required = ident(required);
                vec![quote!(required: #required)]
            }
            None => required_parameters(operation)
                .map(|(index, parameter)| {
                    let (name, type_) = (ident(&names.parameters[index].name), self.argument(&parameter.type_));
                    quote!(#name: #type_)
                })
                .collect(),
        };
        quote! {
            #doc
            #deprecated
            pub fn #method(self, #(#arguments),*) -> #request {
                #request(#call)
            }
        }
    }

    /// Metadata, request value and setters.
    pub(super) fn operation_items(
        &self,
        operation: &Operation,
        names: &OperationNames,
        section: &SectionNames,
    ) -> Vec<TokenStream> {
        let (request, constant) = (ident(&names.request), ident(&names.constant));
        let request_doc = prose::attributes(&format!("A request of [`{}::{}`].", section.handle, names.method));
        let mut items = vec![self.metadata(operation, names)];
        items.extend(self.required_struct(operation, names));
        items.push(quote! {
            #request_doc
            #[derive(Clone, Debug)]
            #[must_use = "a request is only sent when it is awaited"]
            pub struct #request(rt::Call);
        });
        let setters: Vec<TokenStream> = optional_parameters(operation)
            .map(|(index, parameter)| self.setter(parameter, &names.parameters[index]))
            .collect();
        if !setters.is_empty() {
            items.push(quote!(impl #request { #(#setters)* }));
        }
        let output = self.output(operation, names);
        items.push(quote!(rt::operation!(#request, #constant, #output);));
        if let Some(pagination) = &operation.pagination {
            let item = self.owned(&pagination.item);
            items.push(quote!(rt::paginated!(#request, #output, #item);));
        }
        if let (Response::Object(object), Some(name)) = (&operation.response, &names.response) {
            let doc = format!("The answer of [`{}::{}`].", section.handle, names.method);
            let doc = prose::paragraphs(&[doc, response_note(operation)]);
            items.extend(self.object_items(object, name, &names.response_fields, &doc, RECEIVED));
        }
        items
    }

    fn metadata(&self, operation: &Operation, names: &OperationNames) -> TokenStream {
        let constant = ident(&names.constant);
        let (id, path) = (&operation.id, &operation.path.text);
        let host = ident(&self.names.hosts[operation.host].constant);
        let method = ident(operation.method.as_str());
        let mut metadata = quote!(rt::Operation::new(#id, rt::Method::#method, #path, &hosts::#host));
        if let Some(docs) = &operation.docs {
            metadata = quote!(#metadata.docs(#docs));
        }
        if operation.idempotent {
            metadata = quote!(#metadata.idempotent());
        }
        if operation.has_body() {
            metadata = quote!(#metadata.json_body());
        }
        let configured: Vec<TokenStream> = operation
            .parameters
            .iter()
            .filter_map(|parameter| match parameter.source {
                crate::model::Source::Configuration(index) => {
                    let (name, value) = (&parameter.name.value, &self.api.configuration[index].id.value);
                    Some(quote!((#name, #value)))
                }
                crate::model::Source::Caller => None,
            })
            .collect();
        if !configured.is_empty() {
            metadata = quote!(#metadata.configured(&[#(#configured),*]));
        }
        if let Response::Type { wrapper: Some(wrapper), .. } = &operation.response {
            metadata = quote!(#metadata.wrapped_in(#wrapper));
        }
        if let Some(pagination) = &operation.pagination {
            let (style, items) = (ident(&self.names.pagination_styles[pagination.style]), &pagination.items);
            metadata = quote!(#metadata.paginated(&hosts::#style, #items));
        }
        if let Some(note) = &operation.deprecated {
            metadata = quote!(#metadata.deprecated(#note));
        }
        quote!(pub(crate) static #constant: rt::Operation = #metadata;)
    }

    fn required_struct(&self, operation: &Operation, names: &OperationNames) -> Option<TokenStream> {
        let name = ident(names.required.as_ref()?);
        let doc = prose::attributes(&format!("What [`{}`] can't do without.", names.request));
        let fields = required_parameters(operation).map(|(index, parameter)| {
            let doc = prose::attributes(&parameter_doc(parameter));
            let (member, type_) = (ident(&names.parameters[index].name), self.owned(&parameter.type_));
            quote!(#doc pub #member: #type_)
        });
        Some(quote! {
            #doc
            #[derive(Clone, Debug, PartialEq)]
            pub struct #name { #(#fields),* }
        })
    }

    fn setter(&self, parameter: &Parameter, names: &crate::names::ParameterNames) -> TokenStream {
        let doc = prose::attributes(&parameter_doc(parameter));
        let deprecated = deprecated(parameter.deprecated.as_ref());
        let (name, type_) = (ident(&names.name), self.argument(&parameter.type_));
        let value = converted(&parameter.type_, &name);
        let call = add(&quote!(self.0), parameter, &value);
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
        quote! {
            #doc
            #deprecated
            pub fn #name(self, #name: #type_) -> Self {
                Self(#call)
            }
            #clear
        }
    }

    /// What a call returns.
    pub(super) fn output(&self, operation: &Operation, names: &OperationNames) -> TokenStream {
        match (&operation.response, &names.response) {
            (Response::None, _) => quote!(()),
            (Response::Type { type_, .. }, _) => self.owned(type_),
            (Response::Object(_), Some(name)) => {
                let name = ident(name);
                quote!(#name)
            }
            (Response::Unknown | Response::Object(_), _) => quote!(rt::JsonValue),
        }
    }

    fn method_doc(&self, operation: &Operation, names: &OperationNames, product: usize) -> String {
        let mut parts = vec![prose::escape(&operation.summary), self.endpoint_line(operation)];
        parts.extend(operation.doc.as_ref().map(|doc| prose::escape(doc)));
        parts.push(prose::unverified(operation.unverified.as_ref()));
        if operation.pagination.is_some() {
            parts.push(format!(
                "A page at a time; [`items`]({0}::items) and [`pages`]({0}::pages) go through all of them.",
                names.request
            ));
        }
        parts.push(match &operation.response {
            Response::Unknown => {
                "What the server answers is not documented, so the answer is the JSON as it came.".into()
            }
            _ if names.response.is_none() => response_note(operation),
            _ => String::new(),
        });
        let arguments: Vec<String> = match &names.required {
            Some(_) => Vec::new(),
            None => required_parameters(operation)
                .map(|(index, parameter)| {
                    let text = parameter_doc(parameter).replace('\n', " ");
                    format!("* `{}`: {}", names.parameters[index].name, text.replace("  ", " "))
                })
                .collect(),
        };
        if !arguments.is_empty() {
            parts.push(format!("# Arguments\n{}", arguments.join("\n")));
        }
        if let Some(example) = operation.examples.first() {
            let call = CallExample::new(self, operation, names, product, example);
            parts.push(format!("# Example\n```no_run\n{}```", call.documentation()));
        }
        prose::paragraphs(&parts)
    }

    fn endpoint_line(&self, operation: &Operation) -> String {
        let host = &self.api.hosts[operation.host].id.value;
        let docs = operation.docs.as_ref().map(|url| format!(" · [vendor's documentation]({url})")).unwrap_or_default();
        let evidence = operation.evidence.as_str().replace('_', " ");
        format!(
            "`{} {}` on the host `{host}` · evidence: {evidence}{docs}",
            operation.method.as_str(),
            operation.path.text
        )
    }
}

fn response_note(operation: &Operation) -> String {
    operation.response_doc.as_ref().map(|doc| prose::escape(doc)).unwrap_or_default()
}

const RECEIVED: Usage = Usage { request: false, response: true };

/// The call with one more part.
fn add(call: &TokenStream, parameter: &Parameter, value: &TokenStream) -> TokenStream {
    let wire = &parameter.name.value;
    match parameter.location {
        Location::Path => quote!(#call.path(#wire, &#value)),
        Location::Query => quote!(#call.query(#wire, &#value)),
        Location::QueryComma => quote!(#call.query_comma(#wire, &#value)),
        Location::QueryRepeated => quote!(#call.query_repeated(#wire, &#value)),
        Location::Body => quote!(#call.body(#wire, &#value)),
    }
}

/// The documentation of a parameter.
fn parameter_doc(parameter: &Parameter) -> String {
    let doc = parameter.doc.as_ref().map_or_else(|| format!("`{}`.", parameter.name.value), |doc| prose::escape(doc));
    let first = std::iter::once(doc).chain(parameter.limits.iter().cloned()).collect::<Vec<_>>().join(" ");
    prose::paragraphs(&[first, prose::unverified(parameter.unverified.as_ref())])
}
