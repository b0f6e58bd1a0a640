//! Operations.

use super::super::kind::ChangeKind as K;
use super::super::matching::{Link, Pair, pairs};
use super::super::names::Names;
use super::super::record::{Comparison, Element};
use super::super::show::Show;
use super::super::verdict::Direction;
use super::notes::InRust;
use crate::model::{
    Api, Argument, Example, Job, Operation, OperationError, Pagination, PaginationKind, PathTemplate, Segment,
    WireExample,
};
use crate::names::Case;
use crate::source::Text;

impl Comparison<'_> {
    pub(super) fn operation(&mut self, at: &Element, link: Link, old: &Operation, new: &Operation) {
        let before = self.count();
        // What is told by the whole: its id, that it was renamed, and what its response says.
        both!(
            Operation {
                documented, substitute, variant_of, method, path, host, summary, docs, idempotent, scope, rate_limit,
                parameters, one_of, encoding, pagination, is_unpaged, job, errors, evidence, stability, examples, name, notes;
                id, response, can_be_empty, response_notes,
            } = old,
            new
        );
        let (old_api, new_api) = (self.old_api, self.new_api);
        let endpoints = |api: &Api, indices: &[usize]| -> Vec<String> {
            indices.iter().filter_map(|index| Some(api.documented.get(*index)?.id.clone())).collect()
        };
        let covered = (endpoints(old_api, documented.0), endpoints(new_api, documented.1));
        self.set(at, "documented", [K::CoverageChanged; 3], (&covered.0, &covered.1));
        self.value(at, "substitute", K::SubstituteChanged, substitute);
        let text = |text: &Option<Text>| text.as_ref().map(|text| text.value.clone());
        self.value(at, "variant_of", K::VariantChanged, (&text(variant_of.0), &text(variant_of.1)));
        if method.0 != method.1 {
            self.record(at, "method", K::MethodChanged, &["request"], method.0.show(), method.1.show());
        }
        self.path(at, path.0, path.1);
        self.host_of_operation(at, old, new, *host.0, *host.1);
        self.value(at, "summary", K::DocChanged, summary);
        // The page of the section is told there.
        let own = |api: &Api, operation: &Operation, docs: &Option<String>| {
            let section = api
                .products
                .iter()
                .flat_map(|product| &product.sections)
                .find(|section| section.operations.iter().any(|other| other.id == operation.id));
            docs.clone().filter(|docs| section.and_then(|section| section.docs.as_ref()) != Some(docs))
        };
        let pages = (&own(old_api, old, docs.0), &own(new_api, new, docs.1));
        // One that is its own by now, since that of the section changed, is the same one.
        if docs.0 != docs.1 {
            self.value(at, "docs", K::LinkChanged, pages);
        }
        // Unless the spec says so itself, it follows from the method.
        let is_usual = |operation: &Operation| operation.idempotent == operation.method.is_idempotent();
        if !(method.0 != method.1 && is_usual(old) && is_usual(new)) {
            self.flag(at, "idempotent", [K::IdempotentGained, K::IdempotentLost], idempotent);
        }
        let kinds = [K::OperationScopeRequired, K::OperationScopeDropped, K::OperationScopeChanged];
        let scopes = (&scope_name(old_api, old, *scope.0), &scope_name(new_api, new, *scope.1));
        self.presence(at, "scope", kinds, scopes);
        self.value(at, "rate_limit", K::OperationRateClassChanged, rate_limit);
        self.parameters(at, old, new, parameters.0, parameters.1);
        self.groups(at, [old, new], one_of.0, one_of.1);
        // That a body is a form follows from the files in it, which are told as parameters.
        if encoding.0 != encoding.1 {
            let at = at.clone().seen(Direction::Request);
            let [old_form, new_form] = [encoding.0, encoding.1].map(Show::show);
            self.record(&at, "encoding", K::EncodingChanged, &["encoding"], old_form, new_form);
            if files(old_api, old) != files(new_api, new) {
                self.last_follows();
            }
        }
        self.response(at, old, new);
        self.pagination(at, (pagination.0.as_ref(), pagination.1.as_ref()));
        if pagination.0.is_none() && pagination.1.is_none() && is_unpaged.0 != is_unpaged.1 {
            let kind = if *is_unpaged.1 { K::EndOfPagesStated } else { K::EndOfPagesUnstated };
            self.record(at, "pagination", kind, &["pagination"], None, None);
        }
        match job {
            (None, None) => {}
            (None, Some(_)) => self.record(at, "job", K::JobAdded, &["job"], None, None),
            (Some(_), None) => self.record(at, "job", K::JobRemoved, &["job"], None, None),
            (Some(old), Some(new)) => self.job(&at.part("job"), old, new),
        }
        self.errors_of_operation(&at.part("errors"), [old, new], errors.0, errors.1);
        if evidence.0 != evidence.1 {
            let words = [evidence.0, evidence.1].map(|evidence| Some(evidence.as_str().to_owned()));
            let [old, new] = words;
            self.record(at, "evidence", K::EvidenceChanged, &["evidence"], old, new);
        }
        self.value(at, "stability", K::StabilityChanged, stability);
        self.examples(at, [old, new], examples.0, examples.1);
        let names = Names::new(Case::Snake, name, (&notes.0.rust, &notes.1.rust));
        self.notes(at, InRust::WithFormer, link, Some(names), notes);
        self.correction(at, before, notes.0.correction.as_ref(), notes.1.correction.as_ref());
    }

    fn path(&mut self, at: &Element, old: &PathTemplate, new: &PathTemplate) {
        // The text is what the segments say.
        both!(PathTemplate { segments; text, place } = old, new);
        // What a parameter of the path is called is no part of the request; it is told as a parameter.
        let shape = |segments: &[Segment]| -> Vec<Option<String>> {
            let shape = segments.iter().map(|segment| match segment {
                Segment::Literal(text) => Some(text.clone()),
                Segment::Parameter(_) => None,
            });
            shape.collect()
        };
        if shape(segments.0) != shape(segments.1) {
            self.record(at, "path", K::PathChanged, &["request"], old.text.show(), new.text.show());
        }
    }

    fn host_of_operation(&mut self, at: &Element, old: &Operation, new: &Operation, old_host: usize, new_host: usize) {
        let name = |api: &Api, host: usize| api.hosts.get(host).map(|host| host.id.value.clone());
        let is_usual = |api: &Api, operation: &Operation| {
            let product = operation.id.split('.').next();
            let product = api.products.iter().find(|candidate| Some(candidate.id.value.as_str()) == product);
            product.is_some_and(|product| product.host == operation.host)
        };
        // The host of the product is told there.
        if is_usual(self.old_api, old) && is_usual(self.new_api, new) {
            return;
        }
        let names = (&name(self.old_api, old_host), &name(self.new_api, new_host));
        self.value(at, "host", K::OperationHostChanged, names);
    }

    fn pagination(&mut self, at: &Element, pair: (Option<&Pagination>, Option<&Pagination>)) {
        let (old_api, new_api) = (self.old_api, self.new_api);
        let name =
            |api: &Api, paged: &Pagination| api.pagination_styles.get(paged.style).map(|style| style.id.value.clone());
        match pair {
            (None, None) => {}
            (None, Some(new)) => {
                self.record(at, "pagination", K::PaginationAdded, &["pagination"], None, name(new_api, new));
            }
            (Some(old), None) => {
                self.record(at, "pagination", K::PaginationRemoved, &["pagination"], name(old_api, old), None);
            }
            (Some(old), Some(new)) => {
                let at = at.part("pagination");
                // The type of an item is that of the answer, and is told there.
                both!(Pagination { style, items; item } = old, new);
                let is_window = |api: &Api, style: usize| {
                    let style = api.pagination_styles.get(style);
                    style.is_some_and(|style| matches!(style.kind, PaginationKind::Window { .. }))
                };
                let kind = match [is_window(old_api, *style.0), is_window(new_api, *style.1)] {
                    [false, true] => K::PaginationBackwardsGained,
                    [true, false] => K::PaginationBackwardsLost,
                    [false, false] | [true, true] => K::PaginationReplaced,
                };
                self.value(&at, "style", kind, (&name(old_api, old), &name(new_api, new)));
                self.value(&at, "items", K::PagedItemsChanged, items);
            }
        }
    }

    fn job(&mut self, at: &Element, old: &Job, new: &Job) {
        both!(Job { state, done, failed, every, progress } = old, new);
        self.value(at, "state", K::JobStateChanged, (&state.0.join("."), &state.1.join(".")));
        self.set(at, "done", [K::JobEndsChanged; 3], (done.0, done.1));
        self.set(at, "failed", [K::JobEndsChanged; 3], (failed.0, failed.1));
        self.value(at, "every", K::JobIntervalChanged, every);
        let part = |progress: &Option<[Vec<String>; 2]>, index: usize| {
            progress.as_ref().map(|progress| progress[index].join("."))
        };
        match progress {
            (Some(_), Some(_)) => {
                let at = at.part("progress");
                for (index, key) in ["done", "total"].into_iter().enumerate() {
                    let fields = (&part(progress.0, index), &part(progress.1, index));
                    self.value(&at, key, K::JobProgressChanged, fields);
                }
            }
            (old, new) => {
                let texts = (&part(old, 1), &part(new, 1));
                self.value(at, "progress", K::JobProgressChanged, texts);
            }
        }
    }

    fn errors_of_operation(
        &mut self,
        at: &Element,
        [old_operation, new_operation]: [&Operation; 2],
        old: &[OperationError],
        new: &[OperationError],
    ) {
        let number = |api: &Api, operation: &Operation, error: &OperationError| {
            let format = api.error_formats.get(api.hosts.get(operation.host)?.errors)?;
            Some(format.codes.get(error.code)?.code.to_string())
        };
        // Codes are paired by their number.
        let numbered = |api: &Api, operation: &Operation, errors: &[OperationError]| -> Vec<(String, String)> {
            let numbered = errors.iter().filter_map(|error| {
                let OperationError { code: _, doc } = error;
                Some((number(api, operation, error)?, doc.clone()))
            });
            numbered.collect()
        };
        let old = numbered(self.old_api, old_operation, old);
        let new = numbered(self.new_api, new_operation, new);
        for pair in pairs(&old, &new, |(number, _)| number, |_| None, |_, _| false) {
            match pair {
                Pair::Added((number, doc)) => {
                    self.in_mapping(at, number, "added", K::OperationErrorAdded, None, Some(doc));
                }
                Pair::Removed((number, doc)) => {
                    self.in_mapping(at, number, "removed", K::OperationErrorRemoved, Some(doc), None);
                }
                Pair::Both((_, old), (number, new), _) if old != new => {
                    self.in_mapping(at, number, "doc", K::DocChanged, Some(old), Some(new));
                }
                Pair::Both(..) => {}
            }
        }
    }

    /// Something that stands under a key without a place of its own.
    pub(super) fn in_mapping(
        &mut self,
        at: &Element,
        name: &str,
        aspect: &str,
        kind: K,
        old: Option<&String>,
        new: Option<&String>,
    ) {
        self.record(at, &format!("{name}:{aspect}"), kind, &[name], old.and_then(Show::show), new.and_then(Show::show));
    }

    fn examples(
        &mut self,
        at: &Element,
        [old_operation, new_operation]: [&Operation; 2],
        old: &[Example],
        new: &[Example],
    ) {
        let parent = at.part("examples");
        for pair in pairs(old, new, |example| &example.name.value, |_| None, |_, _| false) {
            match pair {
                Pair::Added(new) => {
                    self.added(&parent, &new.name.value, new.name.place, K::ExampleAdded, None);
                }
                Pair::Removed(old) => {
                    self.removed(&parent, &old.name.value, old.name.place, K::ExampleRemoved, None);
                }
                Pair::Both(old, new, _) => {
                    let at = parent.child(&new.name.value, old.name.place, new.name.place);
                    // Examples are paired by their name.
                    both!(Example { arguments, wire, response; name } = old, new);
                    self.arguments(&at, [old_operation, new_operation], arguments.0, arguments.1);
                    both!(WireExample { text; place } = wire.0, wire.1);
                    self.value(&at, "wire", K::ExampleChanged, text);
                    self.value(&at, "response", K::ExampleChanged, response);
                }
            }
        }
    }

    fn arguments(&mut self, at: &Element, operations: [&Operation; 2], old: &[Argument], new: &[Argument]) {
        let texts = |operation: &Operation, arguments: &[Argument]| -> Vec<String> {
            let texts = arguments.iter().filter_map(|argument| {
                let Argument { parameter, value } = argument;
                // What stands in the spec counts, and not whether its type makes a text of it.
                let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                Some(format!("{}: {value}", operation.parameters.get(*parameter)?.name.value))
            });
            texts.collect()
        };
        let [old_operation, new_operation] = operations;
        self.set(at, "with", [K::ExampleChanged; 3], (&texts(old_operation, old), &texts(new_operation, new)));
    }
}

fn scope_name(api: &Api, operation: &Operation, scope: Option<usize>) -> Option<String> {
    let auth = api.hosts.get(operation.host)?.auth.as_ref()?;
    Some(api.credentials.get(auth.credential)?.scopes.get(scope?)?.0.value.clone())
}

/// Which files an operation takes, and which of them it needs.
fn files(api: &Api, operation: &Operation) -> Vec<(String, bool)> {
    use crate::model::Type;
    let is_file = |type_: &Type| match api.target(type_) {
        Type::File => true,
        Type::List(item) => *api.target(item) == Type::File,
        _ => false,
    };
    let files = operation.parameters.iter().filter(|parameter| is_file(&parameter.type_));
    let mut files: Vec<_> = files.map(|parameter| (parameter.name.value.clone(), parameter.required)).collect();
    files.sort();
    files
}
