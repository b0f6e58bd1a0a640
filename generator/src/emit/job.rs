//! Polling of the job whose state an operation returns.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, ident, rust};
use crate::model::{Field, Job, Object, Operation, Response, Type};
use crate::naming::{Members, OperationNames};

/// The fields of an object with their names in Rust, and whether requests contain the object too.
struct Fields<'a> {
    object: &'a Object,
    members: &'a Members,
    is_sent: bool,
}

impl Context<'_> {
    /// The job in the metadata of an operation, as code.
    pub(super) fn job_data(job: &Job) -> String {
        let Job { state: _, done, failed, progress: _, every } = job;
        let [done, failed] = [done, failed].map(|states| rust::strings(states));
        let every = every.map(|seconds| format!(".poll_interval({seconds})")).unwrap_or_default();
        format!("rt::Job::new({done}, {failed}){every}")
    }

    /// The method that polls the job until it ends.
    pub(super) fn job_item(&self, operation: &Operation, names: &OperationNames) -> Option<TokenStream> {
        let job = operation.job.as_ref()?;
        let (request, output) = (ident(&names.request), self.output(operation, names));
        let fields = match (&operation.response, &names.response) {
            (Response::Type { type_, .. }, _) => self.fields_of(type_)?,
            (Response::Object(object), Some(_)) => Fields { object, members: &names.response_fields, is_sent: false },
            _ => return None,
        };
        let state = self.state(fields, &job.state)?;
        Some(quote!(rt::job!(#request, #output, response => #state);))
    }

    /// The expression that reads the state of the job from a response.
    fn state<'a>(&'a self, mut fields: Fields<'a>, path: &[String]) -> Option<TokenStream> {
        let (last, way) = path.split_last()?;
        let mut value = quote!(response);
        for name in way {
            let (field, member) = fields.find(name)?;
            let inner = if self.types.is_bare(field, fields.is_sent) {
                quote!()
            } else if fields.is_sent && field.nullable {
                quote!(.value()?)
            } else {
                quote!(.as_ref()?)
            };
            value = quote!(#value.#member #inner);
            fields = self.fields_of(&field.type_)?;
        }
        let (field, member) = fields.find(last)?;
        if self.types.is_bare(field, fields.is_sent) {
            return Some(quote!(Some(#value.#member.as_str())));
        }
        let (type_, is_nullable) = (self.types.owned(&field.type_), fields.is_sent && field.nullable);
        Some(match (is_nullable, *self.api.target(&field.type_) == Type::String) {
            (true, _) => quote!(#value.#member.value().map(#type_::as_str)),
            (false, true) => quote!(#value.#member.as_deref()),
            (false, false) => quote!(#value.#member.as_ref().map(#type_::as_str)),
        })
    }

    fn fields_of<'a>(&'a self, type_: &'a Type) -> Option<Fields<'a>> {
        let Type::Named(id) = self.api.target(type_) else { return None };
        let members = &self.names[*id].members;
        let is_sent = self.api.type_definition(*id).usage.request;
        Some(Fields { object: self.api.object(type_)?, members, is_sent })
    }
}

impl<'a> Fields<'a> {
    fn find(&self, name: &str) -> Option<(&'a Field, proc_macro2::Ident)> {
        let (field, member) = self.members.fields(self.object).find(|(field, _)| field.name.value == name)?;
        Some((field, ident(&member.name)))
    }
}
