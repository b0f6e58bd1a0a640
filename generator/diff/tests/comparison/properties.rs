//! Properties of every comparison.

use std::collections::{BTreeMap, BTreeSet};

use super::mutants::{Mutant, Verb, mutants, sample, with};
use super::{OBSTACLE_COURSE, load, resolved, table};
use api_client_diff::{Change, ChangeKind, Side, diff};
use api_client_generator::diagnostics::{Diagnostics, Id};
use api_client_generator::source::{InputFile, Place};
use api_client_generator::{Resolved, Spec};
use rayon::prelude::*;

#[test]
fn equal_specs_have_no_changes() {
    for path in [OBSTACLE_COURSE, "spec"] {
        let spec = load(path);
        let changes = super::compare(&spec, &spec).changes;
        assert!(changes.is_empty(), "{changes:#?}");
    }
}

/// One mutation is one change with the right location in both versions. The reverse mutation is the mirror.
#[test]
fn each_mutation_of_the_obstacle_course_is_one_change_at_its_location() {
    let spec = load(OBSTACLE_COURSE);
    let all = mutants(&spec);
    assert!(all.len() > 1000, "the course has many values: {}", all.len());
    let (in_paths, others): (Vec<Mutant>, Vec<Mutant>) = all.into_iter().partition(|mutant| mutant.verb.is_in_path());
    check(&spec, &[in_paths, sample(&others, 2)].concat());
}

/// The real spec, with a few mutations of each kind, because each mutation resolves the whole spec.
#[test]
fn mutations_of_the_real_spec_are_one_change_at_their_location() {
    let spec = load("spec");
    let all = mutants(&spec);
    let changed: Vec<Mutant> = all.into_iter().filter(|mutant| mutant.verb != Verb::Removed).collect();
    let (in_paths, others): (Vec<Mutant>, Vec<Mutant>) =
        changed.into_iter().partition(|mutant| mutant.verb.is_in_path());
    let few: Vec<Mutant> = sample(&others, 1).into_iter().step_by(3).collect();
    check(&spec, &[sample(&in_paths, 12), few].concat());
}

/// All mutations: takes hours without optimization, and minutes with it.
#[test]
#[ignore = "takes long: tools/diff/mutate-spec runs it in release"]
fn every_mutation_of_the_real_spec_is_one_change_at_its_location() {
    let spec = load("spec");
    let all = mutants(&spec);
    check(&spec, &all);
}

/// The number of mutations of each kind, and the number of those that the spec rejects.
type Counts = BTreeMap<Verb, (usize, usize)>;

fn check(spec: &Spec, mutants: &[Mutant]) {
    /// Small enough to use all processors, large enough to make few copies of the spec.
    const CHUNK: usize = 64;
    let model = resolved(spec);
    let found: Vec<_> = mutants.par_chunks(CHUNK).map(|mutants| check_chunk(spec, &model, mutants)).collect();
    let (mut wrong, mut counts) = (Vec::new(), Counts::new());
    for (of_chunk, counts_of_chunk) in found {
        wrong.extend(of_chunk);
        for (verb, (all, rejected)) in counts_of_chunk {
            let count = counts.entry(verb).or_default();
            *count = (count.0 + all, count.1 + rejected);
        }
    }
    for (verb, (all, rejected)) in counts {
        println!("{all} mutations {}, {rejected} of them rejected", verb.as_str());
        // Rejected mutations do not test the comparison.
        assert!(rejected < all, "all of {all} mutations {} are rejected", verb.as_str());
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), mutants.len(), wrong[..wrong.len().min(60)].join("\n"));
}

fn check_chunk(spec: &Spec, model: &Resolved, mutants: &[Mutant]) -> (Vec<String>, Counts) {
    let mut mutated = spec.clone();
    let (mut wrong, mut counts) = (Vec::new(), Counts::new());
    for mutant in mutants {
        let count = counts.entry(mutant.verb).or_default();
        count.0 += 1;
        with(&mut mutated, mutant, |new, outcome| {
            let new_model = match outcome {
                Ok(model) => model,
                Err(mistakes) => {
                    count.1 += 1;
                    wrong.extend(unexplained(spec, mutant, &mistakes));
                    return;
                }
            };
            let (before, after) = (Side { spec, resolved: model }, Side { spec: new, resolved: &new_model });
            let changes = diff(before, after).changes;
            let mirrored = diff(after, before).changes;
            let problem = problem(mutant, &changes).or_else(|| not_mirrored(&changes, &mirrored));
            wrong.extend(problem.map(|problem| {
                let place = spec.sources().describe(mutant.place).to_string();
                format!("{:?} `{}` of {} at {place}: {problem}", mutant.verb, mutant.key, mutant.shape)
            }));
        });
    }
    (wrong, counts)
}

/// Returns a problem unless the error for a mutation is at the value, beside it, or in an example that contains it.
/// Errors after a removal can be anywhere.
fn unexplained(spec: &Spec, mutant: &Mutant, mistakes: &Diagnostics) -> Option<String> {
    // Known mistakes of documents name requests.
    let is_of_document = |place: Place| spec.sources().describe(place).to_string().contains("known_mistakes.yaml");
    let is_explained = mutant.verb == Verb::Removed
        || (mutant.verb.is_in_path() && mistakes.iter().any(|mistake| is_of_document(mistake.place)))
        || mistakes.iter().any(|mistake| {
            let related = mistake.related.iter().map(|(place, _)| *place);
            let is_beside = mistake.place.file == mutant.place.file
                && (mutant.around.0..=mutant.around.1).contains(&mistake.place.start);
            is_beside || mistake.id == Id::Example || related.chain([mistake.place]).any(|place| is_near(mutant, place))
        });
    (!is_explained).then(|| {
        let place = spec.sources().describe(mutant.place).to_string();
        let places = mistakes.iter().map(|mistake| {
            format!("{} ({:?}: {})", spec.sources().describe(mistake.place), mistake.id, mistake.message)
        });
        let places: Vec<String> = places.collect();
        format!("`{}` of {} at {place} is rejected at {}", mutant.key, mutant.shape, places.join(", "))
    })
}

fn problem(mutant: &Mutant, changes: &[Change]) -> Option<String> {
    // A swap in a path also changes the examples, which would otherwise be rejected.
    let is_in_example = |change: &Change| mutant.verb.is_in_path() && change.kind == ChangeKind::EXAMPLE_CHANGED;
    let reported: Vec<&Change> = changes.iter().filter(|change| !change.follows && !is_in_example(change)).collect();
    let ids: BTreeSet<&str> = changes.iter().map(|change| change.id.as_str()).collect();
    if ids.len() != changes.len() {
        return Some(format!(
            "an id is there twice among {:?}",
            changes.iter().map(|change| &change.id).collect::<Vec<_>>()
        ));
    }
    let ids = || reported.iter().map(|change| change.id.as_str()).collect::<Vec<_>>().join(", ");
    if mutant.verb.is_swap() && table::has_order(mutant) != Some(!reported.is_empty()) {
        match table::has_order(mutant) {
            Some(true) => return Some("the order means something, and no change is reported".into()),
            Some(false) => return Some(format!("the order means nothing, and changes are reported: {}", ids())),
            None if reported.iter().all(|change| table::reports_order(change.kind)) => {}
            None => return Some(format!("more than an order is reported: {}", ids())),
        }
    }
    if reported.is_empty() && !table::may_have_no_effect(mutant) && !mutant.verb.is_swap() {
        return Some("no change is reported".into());
    }
    // A removed part can contain several elements.
    if reported.len() > 1 && (mutant.verb != Verb::Removed || mutant.is_leaf) {
        return Some(format!("it is reported {} times: {}", reported.len(), ids()));
    }
    let misplaced =
        reported.iter().find(|change| !is_near(mutant, change.old_place) || !is_near(mutant, change.new_place))?;
    // Derived changes at other locations are reported in addition.
    (reported.len() == 1).then(|| {
        format!(
            "{} stands at {:?} and {:?}, not at {:?}",
            misplaced.id, misplaced.old_place, misplaced.new_place, mutant.place
        )
    })
}

/// Returns whether a location is in the mutated part, or at one of the nearest keys that contain it.
fn is_near(mutant: &Mutant, place: Place) -> bool {
    let is_inside = place.file == mutant.place.file
        && (mutant.place.start..=mutant.end.max(mutant.place.end)).contains(&place.start);
    let is_start_of_file = place.start == place.end && place.file == mutant.place.file;
    let keys = mutant.keys.iter().rev().take(4);
    is_inside || keys.into_iter().any(|key| *key == place) || (is_start_of_file && mutant.keys.len() < 4)
}

fn not_mirrored(changes: &[Change], mirrored: &[Change]) -> Option<String> {
    let here = |change: &Change| {
        format!(
            "{} {} {:?} {:?} {:?}",
            change.kind.mirror(),
            change.direction.as_str(),
            change.new,
            change.old,
            change.reach
        )
    };
    let there = |change: &Change| {
        format!("{} {} {:?} {:?} {:?}", change.kind, change.direction.as_str(), change.old, change.new, change.reach)
    };
    let here: BTreeSet<String> = changes.iter().map(here).collect();
    let there: BTreeSet<String> = mirrored.iter().map(there).collect();
    (here != there).then(|| format!("the other way round it is {there:?}, not {here:?}"))
}

/// Returns a spec with rewritten files.
fn rewritten(path: &str, rewrite: impl Fn(&str, &str) -> String) -> Spec {
    let folder = super::repository(path);
    let inputs = api_client_generator::source::read_folder(&folder).expect("the folder is there");
    let inputs = inputs.into_iter().map(|input| {
        let text = String::from_utf8(input.content.clone().expect("files can be read")).expect("they are text");
        InputFile { content: Ok(rewrite(&input.name, &text).into_bytes()), ..input }
    });
    Spec::from_files(inputs.collect(), &folder)
}

#[test]
fn comments_and_line_ends_are_ignored() {
    let rewrite = |name: &str, text: &str| {
        if std::path::Path::new(name).extension().is_some_and(|extension| extension == "md") {
            text.to_owned()
        } else {
            format!("# Nothing.\n\n{}", text.replace('\n', "\r\n"))
        }
    };
    let old = load("spec");
    let changes = super::compare(&old, &rewritten("spec", rewrite)).changes;
    assert!(changes.is_empty(), "{changes:#?}");
}

/// Entries of mappings have no order, except for those that have an order in code.
#[test]
fn order_of_entries_is_ignored() {
    let mut old = load(OBSTACLE_COURSE);
    remove_examples(&mut old);
    let mut new = old.clone();
    reverse_all(&mut new);
    let changes = super::compare(&old, &new).changes;
    let orders: BTreeSet<&str> = changes.iter().map(|change| change.kind.id()).collect();
    let expected = ["arguments-reordered", "choices-reordered", "fields-reordered"];
    let others: Vec<&Change> = changes.iter().filter(|change| !expected.contains(&change.kind.id())).collect();
    assert!(others.is_empty(), "{others:#?}");
    assert!(orders.contains("fields-reordered"), "the arguments of `new` have an order: {orders:?}");
}

/// Removes the examples, whose bodies show the order of fields.
fn remove_examples(spec: &mut Spec) {
    use api_client_generator::source::node::{Node, Value};
    fn remove(node: &mut Node) {
        if let Value::Mapping(entries) = &mut node.value {
            entries.retain(|entry| entry.key.value != "examples");
            for entry in entries {
                remove(&mut entry.value);
            }
        }
    }
    spec.source_mut().sections.iter_mut().for_each(|file| remove(&mut file.node));
}

fn reverse_all(spec: &mut Spec) {
    use api_client_generator::source::node::{Node, Value};
    // Parameters are sent in their order, and examples show this order.
    const ORDERED: &[&str] = &["path", "query", "header", "body", "with"];
    fn reverse(node: &mut Node) {
        if let Value::Mapping(entries) = &mut node.value {
            entries.reverse();
            let others = entries.iter_mut().filter(|entry| !ORDERED.contains(&entry.key.value.as_str()));
            others.for_each(|entry| reverse(&mut entry.value));
        }
    }
    let source = spec.source_mut();
    [&mut source.api, &mut source.documented, &mut source.vendor_names].into_iter().flatten().for_each(reverse);
    let files = source.sections.iter_mut().chain(&mut source.types).chain(&mut source.events);
    files.for_each(|file| reverse(&mut file.node));
}
