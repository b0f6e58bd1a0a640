//! The rate limits by plan.

use super::super::{Context, prose};
use super::cell;
use crate::model::LimitUnit;

pub(super) fn page(context: &Context<'_>) -> String {
    let api = context.api;
    let mut parts = vec!["# Rate limits".to_owned()];
    if api.rate_limits.is_empty() {
        parts.push("No rate limit is known.".into());
    }
    for limit in &api.rate_limits {
        parts.push(format!("## Limit {} {{#{}}}", prose::code(&limit.id.value), limit.id.value));
        parts.push(prose::escape(&limit.doc));
        parts.extend(limit.docs.as_ref().map(|url| format!("[Page of the vendor]({url})")));
        parts.push(match limit.per {
            LimitUnit::Endpoint => "Each method and path has a separate limit.".into(),
            LimitUnit::Class => "All operations of a class share a limit.".into(),
        });
        let classes =
            limit.classes.iter().map(|(class, doc)| format!("- {}: {}", prose::code(&class.value), prose::escape(doc)));
        parts.push(classes.collect::<Vec<_>>().join("\n"));
        if !limit.plans.is_empty() {
            let columns: Vec<String> = limit.classes.iter().map(|(class, _)| prose::code(&class.value)).collect();
            let mut rows = vec![
                format!("| plan | {} | customers |", columns.join(" | ")),
                format!("|---|{}---|", "---:|".repeat(columns.len())),
            ];
            for plan in &limit.plans {
                let numbers: Vec<String> = plan.per_second.iter().map(u32::to_string).collect();
                let doc = prose::paragraphs(&[prose::escape(&plan.doc), prose::unverified(plan.unverified.as_ref())]);
                let doc = cell(&doc.replace("\n\n", " "));
                rows.push(format!("| {} | {} | {doc} |", prose::code(&plan.id.value), numbers.join(" | ")));
            }
            parts.push("Calls per second:".into());
            parts.push(rows.join("\n"));
        }
        parts.push(prose::unverified(limit.unverified.as_ref()));
    }
    prose::paragraphs(&parts) + "\n"
}
