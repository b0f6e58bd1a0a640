//! What the vendor's plans allow, as constants for those who give a client its limit.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Context, Output, ident, prose, rust};
use crate::model::{LimitUnit, RateLimit, RateLimitId, RatePlan};
use crate::naming::RateLimitNames;

/// Whether there is a plan that a client could be given: limits that no host has are not written.
pub(super) fn are_there(context: &Context<'_>) -> bool {
    limits(context).any(|(_, limit, _)| !limit.plans.is_empty())
}

pub(super) fn emit(context: &Context<'_>, output: &mut Output) {
    if !are_there(context) {
        return;
    }
    let mut items = vec![quote!(
        use api_client_runtime as rt;
    )];
    for (_, limit, names) in limits(context) {
        items.extend(names.plans(limit).map(|(plan, name)| constant(limit, &names.constant, plan, name)));
    }
    let file = rust::file(&context.origin("api.yaml"), &documentation(context), items);
    output.add_rust("src/rate_plans.rs".into(), file);
}

/// The limits that a host has.
fn limits<'a>(context: &'a Context<'_>) -> impl Iterator<Item = (RateLimitId, &'a RateLimit, &'a RateLimitNames)> {
    let limits = context.names.rate_limits(context.api);
    limits.filter(|(id, ..)| context.api.hosts.iter().any(|host| host.rate_limit == Some(*id)))
}

fn documentation(context: &Context<'_>) -> String {
    let mut parts = vec![
        "How many calls a second the vendor's plans allow, as far as it tells: a client that is given its plan can \
         stay below."
            .to_owned(),
    ];
    for (id, limit, _) in limits(context).filter(|(_, limit, _)| !limit.plans.is_empty()) {
        let hosts: Vec<String> = context
            .api
            .hosts
            .iter()
            .filter(|host| host.rate_limit == Some(id))
            .map(|host| format!("`{}`", host.id.value))
            .collect();
        let counts = match limit.per {
            LimitUnit::Endpoint => "Each method and path is counted by itself.",
            LimitUnit::Class => "All calls of a class are counted together.",
        };
        parts.push(format!("# Limit `{}` of the host {}", limit.id.value, hosts.join(", ")));
        parts.push(format!("{} {counts}", prose::escape(&limit.doc)));
        let classes = limit.classes.iter().map(|(id, doc)| format!("* `{}`: {}", id.value, one_line(doc)));
        parts.push(classes.collect::<Vec<_>>().join("\n"));
        parts.extend(limit.docs.as_ref().map(|docs| format!("[The vendor's page]({docs}).")));
        parts.push(prose::unverified(limit.unverified.as_ref()));
    }
    prose::paragraphs(&parts)
}

fn constant(limit: &RateLimit, limit_name: &str, plan: &RatePlan, name: &str) -> TokenStream {
    let figures = limit.classes.pairs(&plan.per_second);
    let said: Vec<String> = figures.clone().map(|(_, (id, _), number)| format!("{number} `{}`", id.value)).collect();
    let doc = prose::attributes(&prose::paragraphs(&[
        prose::escape(&plan.doc),
        format!("Calls a second: {}.", said.join(", ")),
        prose::unverified(plan.unverified.as_ref()),
    ]));
    let (name, limit_name) = (ident(name), ident(limit_name));
    let figures = figures.map(|(_, (id, _), number)| {
        let (id, number) = (&id.value, Literal::u32_unsuffixed(*number));
        quote!((#id, #number))
    });
    quote! {
        #doc
        pub const #name: rt::RatePlan = rt::RatePlan::new(&crate::hosts::#limit_name, &[#(#figures),*]);
    }
}

fn one_line(text: &str) -> String {
    prose::escape(text).replace('\n', " ")
}
