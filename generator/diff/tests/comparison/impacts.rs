//! Checks the decided impact of changes in `impacts.txt`.

use std::fmt::Write;

use super::{line_with_id, spec_of};
use api_client_diff::internals::Mark;
use api_client_diff::internals::{edited, spec_of_examples};
use api_client_diff::{Files, Side, diff};
use api_client_generator::Spec;
use api_client_generator::diagnostics::Style;
use rayon::prelude::*;

/// A case of the table.
struct Case<'t> {
    title: &'t str,
    before: Vec<&'t str>,
    after: Vec<&'t str>,
    gives: Vec<&'t str>,
}

fn cases(text: &str) -> Vec<Case<'_>> {
    let mut cases: Vec<Case<'_>> = Vec::new();
    let mut part = "";
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("# ") {
            let (before, after, gives) = (Vec::new(), Vec::new(), Vec::new());
            cases.push(Case { title, before, after, gives });
            part = "";
        } else if line.starts_with("## ") {
            part = "";
        } else if ["before:", "after:", "gives:"].contains(&line) {
            part = line;
        } else if let Some(case) = cases.last_mut() {
            match part {
                "before:" => case.before.push(line),
                "after:" => case.after.push(line),
                "gives:" if !line.is_empty() => case.gives.push(line),
                _ => {}
            }
        }
    }
    cases
}

impl Case<'_> {
    /// Returns the old and the new spec.
    fn specs(&self) -> Result<[Files; 2], String> {
        let old = edited(&spec_of_examples(), self.before.iter().copied())?;
        let new = edited(&old, self.after.iter().copied())?;
        Ok([old, new])
    }
}

/// Returns the specs of all cases, with their titles.
pub(super) fn all() -> impl Iterator<Item = (&'static str, [Files; 2])> {
    let cases = cases(include_str!("impacts.txt")).into_iter();
    cases.map(|case| (case.title, case.specs().unwrap_or_else(|error| panic!("{}: {error}", case.title))))
}

/// Returns the changes of a case, or the reason why its specs are invalid.
fn changes(case: &Case<'_>) -> Result<Vec<String>, String> {
    let [old, new] = case.specs()?.map(|files| spec_of(&files));
    let resolved = |spec: &Spec| spec.resolve().map_err(|mistakes| mistakes.render(spec.sources(), Style::Plain));
    let (old_model, new_model) = (resolved(&old)?, resolved(&new)?);
    let changes = diff(Side { spec: &old, resolved: &old_model }, Side { spec: &new, resolved: &new_model }).changes;
    let changes = changes.iter().filter(|change| !change.kind.has(Mark::OfExample));
    Ok(changes.map(line_with_id).collect())
}

#[test]
fn each_change_has_its_decided_impact() {
    let cases = cases(include_str!("impacts.txt"));
    assert!(cases.len() > 60, "the table is read as it is written: {}", cases.len());
    let found: Vec<_> = cases.par_iter().map(|case| changes(case).unwrap_or_else(|error| vec![error])).collect();
    let mut wrong = String::new();
    for (case, found) in cases.iter().zip(found) {
        if case.gives != found {
            let _ = writeln!(wrong, "# {}\n{}", case.title, found.join("\n"));
        }
    }
    assert!(wrong.is_empty(), "other impacts than decided:\n{wrong}");
}

/// Each affected element is counted once, by its current name.
#[test]
fn renamed_elements_are_counted_once() {
    let cases = cases(include_str!("impacts.txt"));
    let title = "a product and one of its sections are renamed, and an operation of that section";
    let case = cases.iter().find(|case| case.title == title).expect("the case is there");
    let also = [
        "- name: { type: string, doc: The display name. }",
        "-       group",
        "+ name: { type: string, doc: Its name. }",
    ];
    let also = also.into_iter().chain(["+       size: { type: int, doc: How large it is. }", "+       group"]);
    let also = ["", "=== storage/goods.yaml"].into_iter().chain(also);
    let old = spec_of_examples();
    let new = edited(&old, case.after.iter().copied().chain(also)).expect("the edits can be made");
    let changes = super::compare(&spec_of(&old), &spec_of(&new)).changes;
    let reached = |id: &str| {
        let change = changes.iter().find(|change| change.id == id).unwrap_or_else(|| panic!("{id}: {changes:#?}"));
        change.reach.operations.iter().map(String::as_str).collect::<Vec<_>>()
    };
    let of_section = [
        "storage.goods.link_picture",
        "storage.goods.list_items",
        "storage.goods.move_item",
        "storage.goods.upload_picture",
    ];
    assert_eq!(reached("storage.goods:name"), of_section);
    assert_eq!(
        reached("storage.types.Item.fields.size:added"),
        ["storage.goods.list_items", "storage.goods.move_item"]
    );
}
