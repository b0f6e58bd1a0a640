//! The rate limits of the vendor's plans, as constants for the client builder.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Context, Output, ident, prose, rust};
use crate::model::{LimitUnit, RateLimit, RateLimitId, RatePlan};
use crate::naming::RateLimitNames;

/// Whether the client has rate plans. Limits without a host are not emitted.
pub(super) fn has_rate_plans(context: &Context<'_>) -> bool {
    limits(context).any(|(_, limit, _)| !limit.plans.is_empty())
}

pub(super) fn emit(context: &Context<'_>, output: &mut Output) {
    if !has_rate_plans(context) {
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

/// The limits that apply to a host.
fn limits<'a>(context: &'a Context<'_>) -> impl Iterator<Item = (RateLimitId, &'a RateLimit, &'a RateLimitNames)> {
    let limits = context.names.rate_limits(context.api);
    limits.filter(|(id, ..)| context.api.hosts.iter().any(|host| host.rate_limit == Some(*id)))
}

fn documentation(context: &Context<'_>) -> String {
    let mut parts = vec![
        "The known rate limits of the vendor's plans, in calls per second.".to_owned(),
        "[`ClientBuilder::rate_plan`](crate::ClientBuilder::rate_plan) keeps a client below the limits of its plan."
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
            LimitUnit::Endpoint => "The server counts the calls of each endpoint (method and path) separately.",
            LimitUnit::Class => "The server counts all calls of a class together.",
        };
        let plural = if hosts.len() == 1 { "" } else { "s" };
        parts.push(format!("# Limit `{}`", limit.id.value));
        parts.push(format!("Applies to the host{plural} {}. {counts}", hosts.join(", ")));
        parts.push(prose::escape(&limit.doc));
        let classes = limit.classes.iter().map(|(id, doc)| format!("* `{}`: {}", id.value, one_line(doc)));
        parts.push(classes.collect::<Vec<_>>().join("\n"));
        parts.extend(limit.docs.as_ref().map(|docs| format!("[Vendor's documentation]({docs}).")));
        parts.push(prose::unverified(limit.unverified.as_ref()));
    }
    prose::paragraphs(&parts)
}

fn constant(limit: &RateLimit, limit_name: &str, plan: &RatePlan, name: &str) -> TokenStream {
    let figures = limit.classes.pairs(&plan.per_second);
    let said: Vec<String> = figures.clone().map(|(_, (id, _), number)| format!("`{}` {number}", id.value)).collect();
    let doc = prose::attributes(&prose::paragraphs(&[
        prose::escape(&plan.doc),
        format!("Calls per second: {}.", said.join(", ")),
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
