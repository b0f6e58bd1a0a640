//! Rate limits.

use super::{entries, named_texts};
use crate::diagnostics::{Diagnostic, Diagnostics, Id, suggest};
use crate::model::{LimitUnit, RateLimit, RateLimitHeaders, RateLimitHints, RatePlan};
use crate::resolve::{ids, lookup};
use crate::source::Text;
use crate::source::node::{Entry, Node};
use crate::source::shape::list;

/// A rate limit with its classes.
pub(super) fn limit(entry: &Entry, diagnostics: &mut Diagnostics) -> RateLimit {
    ids::check(&entry.key, "a rate limit", diagnostics);
    let node = &entry.value;
    let headers = node.get("headers");
    let header = |key: &str| {
        let name = headers.and_then(|headers| headers.text(key));
        name.map(|name| name.value)
    };
    let mut seen: Vec<Text> = Vec::new();
    for name in headers.into_iter().flat_map(Node::entries).filter_map(|entry| entry.value.as_text()) {
        super::hosts::check_header(&name, diagnostics);
        if let Some(first) = seen.iter().find(|first| first.value.eq_ignore_ascii_case(&name.value)) {
            diagnostics.push(
                Diagnostic::error(Id::Contradiction, name.place, format!("header `{}` has two purposes", name.value))
                    .expected("a separate header for each purpose")
                    .related(first.place, "first used here")
                    .help("correct one of the two names"),
            );
        }
        seen.push(name);
    }
    let hints = node.get("hints");
    let mut hint = |key: &str| {
        let text = hints.and_then(|hints| hints.text(key))?;
        if text.value.matches("{}").count() != 1 {
            diagnostics.push(
                Diagnostic::error(
                    Id::Malformed,
                    text.place,
                    format!("`{}` does not have exactly one placeholder for the number", text.value),
                )
                .expected("a part of the message in which `{}` replaces the number, once")
                .help("write the text around the number, such as `retry after {} seconds`"),
            );
        }
        Some(text.value)
    };
    let hints = RateLimitHints { reset: hint("reset"), retry_after: hint("retry_after") };
    let classes = named_texts(node, "classes", "a class of a rate limit", diagnostics);
    let plans = plans(entry, &classes, diagnostics);
    RateLimit {
        id: entry.key.clone(),
        doc: node.string("doc").unwrap_or_default(),
        docs: node.string("docs"),
        per: node.word("per", LimitUnit::parse).unwrap_or(LimitUnit::Class),
        safe_to_retry: node.bool("safe_to_retry").unwrap_or(false),
        headers: RateLimitHeaders {
            limit: header("limit"),
            remaining: header("remaining"),
            reset: header("reset"),
            retry_after: header("retry_after"),
        },
        hints,
        classes: classes.into(),
        plans,
        unverified: node.string("unverified"),
    }
}

/// Reads the plans of a rate limit, each with a number for every class.
fn plans(limit: &Entry, classes: &[(Text, String)], diagnostics: &mut Diagnostics) -> Vec<RatePlan> {
    let node = &limit.value;
    let plans = entries(node, "plans");
    if plans.is_empty() {
        return Vec::new();
    }
    // A missing entry may have been omitted because of an error that was reported.
    let lacks = |key: &str| node.get(key).is_none() && !node.is_damaged;
    if lacks("per") {
        diagnostics.push(
            Diagnostic::error(
                Id::MissingKey,
                node.key_place("plans"),
                format!("the plans of `{}` have no `per`", limit.key.value),
            )
            .expected("`per: endpoint` or `per: class` next to `plans`")
            .help("write `per: endpoint` if each endpoint has its own limit, and `per: class` if the calls of a class share one"),
        );
    }
    let classes_are_whole = !lacks("classes") && node.get("classes").is_some_and(|classes| !classes.is_damaged);
    if lacks("classes") {
        diagnostics.push(
            Diagnostic::error(
                Id::MissingKey,
                node.key_place("plans"),
                format!("the plans of `{}` have no `classes`", limit.key.value),
            )
            .expected("`classes` next to `plans`")
            .help("add the groups of operations for which the vendor documents a limit; one is enough"),
        );
    }
    plans.iter().map(|entry| plan(entry, classes, classes_are_whole, diagnostics)).collect()
}

fn plan(entry: &Entry, classes: &[(Text, String)], classes_are_whole: bool, diagnostics: &mut Diagnostics) -> RatePlan {
    ids::check(&entry.key, "a rate plan", diagnostics);
    let numbers = entries(&entry.value, "per_second");
    if classes_are_whole {
        check_classes(entry, numbers, classes, diagnostics);
    }
    let per_second = classes.iter().filter_map(|(id, _)| {
        let number = numbers.iter().find(|number| number.key.value == id.value)?;
        calls(&number.value, diagnostics)
    });
    RatePlan {
        id: entry.key.clone(),
        doc: entry.value.string("doc").unwrap_or_default(),
        per_second: per_second.collect(),
        unverified: entry.value.string("unverified"),
    }
}

/// Reads a plan, which must have a number for each class.
fn check_classes(plan: &Entry, numbers: &[Entry], classes: &[(Text, String)], diagnostics: &mut Diagnostics) {
    let known: Vec<&str> = classes.iter().map(|(id, _)| id.value.as_str()).collect();
    let mut misspelt = Vec::new();
    for number in numbers {
        let ids = classes.iter().map(|(id, _)| id);
        let class: Option<usize> = lookup(&number.key, "class of the rate limit", ids, diagnostics);
        if class.is_none() {
            misspelt.extend(suggest::nearest(&number.key.value, &known));
        }
    }
    let is_there = |id: &&str| misspelt.contains(id) || numbers.iter().any(|number| number.key.value == **id);
    let missing: Vec<&str> = known.iter().filter(|id| !is_there(id)).copied().collect();
    let is_whole = plan.value.get("per_second").is_some_and(|numbers| !numbers.is_damaged);
    if is_whole && !missing.is_empty() {
        diagnostics.push(
            Diagnostic::error(
                Id::MissingKey,
                plan.value.key_place("per_second"),
                format!("the plan `{}` has no limit for {}", plan.key.value, list(&missing)),
            )
            .expected("a limit for each class of the rate limit")
            .help("add it; if the limit of a class is unknown, use that of the most similar class"),
        );
    }
}

/// Reads a number of calls. It is at least one, because a plan without calls would wait forever.
fn calls(node: &Node, diagnostics: &mut Diagnostics) -> Option<u32> {
    let text = node.as_text()?;
    let number = text.value.parse().ok().filter(|number| *number > 0);
    if number.is_none() {
        diagnostics.push(
            Diagnostic::error(Id::Malformed, text.place, format!("invalid number of calls `{}`", text.value))
                .expected("a whole number from 1 to 4294967295")
                .help("write the number of calls that the vendor allows per second"),
        );
    }
    number
}
