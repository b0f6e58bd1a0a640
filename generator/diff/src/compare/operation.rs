//! Compares operations.

use super::super::changes::ChangeKind as K;
use super::super::matching::{Link, Matches, Pair, pairs};
use super::super::names::Names;
use super::super::record::{Comparison, Element};
use super::super::show::Show;
use super::super::verdict::Direction;
use super::derived::is_same_path;
use super::notes::InRust;
use super::parameters::match_parameters;
use api_client_generator::model::{
    Api, EndpointId, Example, HostId, Job, Operation, OperationError, Pagination, PaginationStyleId, PathTemplate,
    ScopeId,
};
use api_client_generator::naming::Case;
use api_client_generator::source::Text;

impl Comparison<'_> {
    pub(super) fn operation(&mut self, at: &Element, link: Link, old: &Operation, new: &Operation) {
        let before = self.count();
        // The id, the rate limit and the response are compared after the other fields.
        both!(
            Operation {
                documented, substitute, variant_of, method, path, host, summary, docs, idempotent, scope,
                parameters, one_of, encoding, pagination, is_unpaged, job, errors, evidence, stability, examples, name, notes;
                id, response, can_be_empty, response_notes, rate_limit,
            } = old,
            new
        );
        let (old_api, new_api) = (self.old_api, self.new_api);
        let endpoints = |api: &Api, ids: &[EndpointId]| -> Vec<String> {
            ids.iter().filter_map(|id| Some(api.documented.get(*id)?.id.clone())).collect()
        };
        let covered = (endpoints(old_api, documented.0), endpoints(new_api, documented.1));
        self.set(at, "documented", [K::COVERAGE_CHANGED; 3], (&covered.0, &covered.1));
        self.value(at, "substitute", K::SUBSTITUTE_CHANGED, substitute);
        // A renamed operation is the same operation.
        let [old_original, new_original] = [original(old, variant_of.0.as_ref()), original(new, variant_of.1.as_ref())];
        if old_original.as_ref().map(|id| self.links.id(id)) != new_original.as_deref() {
            let text = |text: &Option<Text>| text.as_ref().map(|text| text.value.clone());
            self.value(at, "variant_of", K::VARIANT_CHANGED, (&text(variant_of.0), &text(variant_of.1)));
        }
        if method.0 != method.1 {
            self.record(at, "method", K::METHOD_CHANGED, &["request"], method.0.show(), method.1.show());
        }
        let matches = match_parameters(self, old, new);
        both!(PathTemplate { segments; text, place } = path.0, path.1);
        let is_other_path = !is_same_path([segments.0, segments.1], [parameters.0, parameters.1], &matches);
        if is_other_path && !self.moved_with_host(old, new) {
            self.record(at, "path", K::PATH_CHANGED, &["request"], path.0.text.show(), path.1.text.show());
        }
        self.host_of_operation(at, old, new, *host.0, *host.1);
        self.value(at, "summary", K::DOC_CHANGED, summary);
        // Changed documentation of the section is reported at the section.
        let own = |api: &Api, operation: &Operation, docs: &Option<String>| {
            let section = api
                .products
                .iter()
                .flat_map(|product| &product.sections)
                .find(|section| section.operations.iter().any(|other| other.id == operation.id));
            docs.clone().filter(|docs| section.and_then(|section| section.docs.as_ref()) != Some(docs))
        };
        let pages = (&own(old_api, old, docs.0), &own(new_api, new, docs.1));
        // An override can be new because the class of the section changed. The effective class is compared.
        if docs.0 != docs.1 {
            self.value(at, "docs", K::LINK_CHANGED, pages);
        }
        // The effective value decides about retries, whether the spec declares it or the method implies it.
        if idempotent.0 != idempotent.1 {
            let kind = if *idempotent.1 { K::IDEMPOTENT_GAINED } else { K::IDEMPOTENT_LOST };
            let key = if method.0 == method.1 { "idempotent" } else { "request" };
            self.record(at, "idempotent", kind, &[key], idempotent.0.show(), idempotent.1.show());
        }
        if !self.is_same_scope([old, new], [*scope.0, *scope.1]) {
            let kinds = [K::OPERATION_SCOPE_REQUIRED, K::OPERATION_SCOPE_DROPPED, K::OPERATION_SCOPE_CHANGED];
            let scopes = (&scope_name(old_api, old, *scope.0), &scope_name(new_api, new, *scope.1));
            self.presence(at, "scope", kinds, scopes);
        }
        if !self.is_same_class([old, new]) {
            let classes = (&class_name(old_api, old), &class_name(new_api, new));
            self.value(at, "rate_limit", K::OPERATION_RATE_CLASS_CHANGED, classes);
        }
        self.parameters(at, [old, new], &matches, is_other_path);
        self.groups(at, [old, new], &matches, one_of.0, one_of.1);
        // Files in a body make it a form. They are reported as parameters.
        if encoding.0 != encoding.1 {
            let at = at.clone().in_direction(Direction::Request);
            let [old_form, new_form] = [encoding.0, encoding.1].map(Show::show);
            self.record(&at, "encoding", K::ENCODING_CHANGED, &["encoding"], old_form, new_form);
            if files(old_api, old) != files(new_api, new) {
                self.last_follows();
                // Files that become required or are removed are reported as parameters.
                self.last_is_same_on_wire();
            }
        }
        self.response(at, old, new);
        self.pagination(at, [old, new], (pagination.0.as_ref(), pagination.1.as_ref()));
        if pagination.0.is_none() && pagination.1.is_none() && is_unpaged.0 != is_unpaged.1 {
            let kind = if *is_unpaged.1 { K::END_OF_PAGES_STATED } else { K::END_OF_PAGES_UNSTATED };
            self.record(at, "pagination", kind, &["pagination"], None, None);
        }
        match job {
            (None, None) => {}
            (None, Some(_)) => self.record(at, "job", K::JOB_ADDED, &["job"], None, None),
            (Some(_), None) => self.record(at, "job", K::JOB_REMOVED, &["job"], None, None),
            (Some(old_job), Some(new_job)) => self.job(&at.part("job"), [old, new], old_job, new_job),
        }
        self.errors_of_operation(&at.part("errors"), [old, new], errors.0, errors.1);
        if evidence.0 != evidence.1 {
            let words = [evidence.0, evidence.1].map(|evidence| Some(evidence.as_str().to_owned()));
            let [old, new] = words;
            self.record(at, "evidence", K::EVIDENCE_CHANGED, &["evidence"], old, new);
        }
        self.value(at, "stability", K::STABILITY_CHANGED, stability);
        self.examples(at, [old, new], &matches, examples.0, examples.1);
        let names = Names::new(Case::Snake, name, (&notes.0.rust, &notes.1.rust));
        self.notes(at, InRust::WithFormer, link, Some(names), notes);
        self.correction(at, before, notes.0.correction.as_ref(), notes.1.correction.as_ref());
    }

    /// Returns whether two operations need the same scope, whatever its name in the spec is.
    fn is_same_scope(&self, [old, new]: [&Operation; 2], scopes: [Option<ScopeId>; 2]) -> bool {
        let credential =
            |api: &Api, operation: &Operation| Some(api.hosts.get(operation.host)?.auth.as_ref()?.credential);
        match (scopes, credential(self.old_api, old), credential(self.new_api, new)) {
            ([Some(before), Some(now)], Some(old), Some(new)) if self.links.credentials.is_same(old, new) => {
                self.links.scopes[new].is_same(before, now)
            }
            _ => false,
        }
    }

    /// Returns whether two operations count towards the same class of a rate limit.
    fn is_same_class(&self, [old, new]: [&Operation; 2]) -> bool {
        let limit = |api: &Api, operation: &Operation| api.hosts.get(operation.host)?.rate_limit;
        match (limit(self.old_api, old), limit(self.new_api, new), old.rate_limit, new.rate_limit) {
            (Some(old), Some(new), Some(before), Some(now)) if self.links.rate_limits.is_same(old, new) => {
                self.links.classes[new].is_same(before, now)
            }
            _ => class_name(self.old_api, old) == class_name(self.new_api, new),
        }
    }

    fn host_of_operation(
        &mut self,
        at: &Element,
        old: &Operation,
        new: &Operation,
        old_host: HostId,
        new_host: HostId,
    ) {
        let name = |api: &Api, host: HostId| api.hosts.get(host).map(|host| host.id.value.clone());
        let is_usual = |api: &Api, operation: &Operation| {
            let product = operation.id.split('.').next();
            let product = api.products.iter().find(|candidate| Some(candidate.id.value.as_str()) == product);
            product.is_some_and(|product| product.host == operation.host)
        };
        // A changed host of the product is reported at the product.
        if is_usual(self.old_api, old) && is_usual(self.new_api, new) {
            return;
        }
        if !self.links.hosts.is_same(old_host, new_host) {
            let names = (&name(self.old_api, old_host), &name(self.new_api, new_host));
            self.value(at, "host", K::OPERATION_HOST_CHANGED, names);
        }
    }

    fn pagination(
        &mut self,
        at: &Element,
        operations: [&Operation; 2],
        pair: (Option<&Pagination>, Option<&Pagination>),
    ) {
        let (old_api, new_api) = (self.old_api, self.new_api);
        let name =
            |api: &Api, paged: &Pagination| api.pagination_styles.get(paged.style).map(|style| style.id.value.clone());
        match pair {
            (None, None) => {}
            (None, Some(new)) => {
                self.record(at, "pagination", K::PAGINATION_ADDED, &["pagination"], None, name(new_api, new));
            }
            (Some(old), None) => {
                self.record(at, "pagination", K::PAGINATION_REMOVED, &["pagination"], name(old_api, old), None);
            }
            (Some(old), Some(new)) => {
                let at = at.part("pagination");
                // The type of an item is a part of the response, and is reported there.
                both!(Pagination { style, items; item } = old, new);
                let is_two_way = |api: &Api, style: PaginationStyleId| {
                    api.pagination_styles.get(style).is_some_and(|style| style.kind.is_two_way())
                };
                let way = |api: &'_ Api, style: PaginationStyleId| {
                    api.pagination_styles.get(style).map(|style| style.kind.clone())
                };
                let kind = match [is_two_way(old_api, *style.0), is_two_way(new_api, *style.1)] {
                    _ if way(old_api, *style.0) == way(new_api, *style.1) => K::SPEC_NAME_CHANGED,
                    [false, true] => K::PAGINATION_BACKWARDS_GAINED,
                    [true, false] => K::PAGINATION_BACKWARDS_LOST,
                    [false, false] | [true, true] => K::PAGINATION_REPLACED,
                };
                if !self.links.pagination_styles.is_same(*style.0, *style.1) {
                    self.value(&at, "style", kind, (&name(old_api, old), &name(new_api, new)));
                }
                let path = self.current_path(operations[0], operations[1], std::slice::from_ref(items.0));
                if path.is_none_or(|path| path != std::slice::from_ref(items.1)) {
                    self.value(&at, "items", K::PAGED_ITEMS_CHANGED, items);
                }
            }
        }
    }

    fn job(&mut self, at: &Element, operations: [&Operation; 2], old: &Job, new: &Job) {
        both!(Job { state, done, failed, every, progress } = old, new);
        let [before, now] = operations;
        let current = |comparison: &Self, path: &[String]| {
            comparison.current_path(before, now, path).unwrap_or_else(|| path.to_vec())
        };
        if current(self, state.0) != *state.1 {
            self.value(at, "state", K::JOB_STATE_CHANGED, (&state.0.join("."), &state.1.join(".")));
        }
        for (key, (old, new)) in [("done", done), ("failed", failed)] {
            let sorted = |mut values: Vec<String>| {
                values.sort();
                values
            };
            let values = self.current_values(operations, [state.0, state.1], old);
            if sorted(values) != sorted(new.clone()) {
                self.set(at, key, [K::JOB_ENDS_CHANGED; 3], (old, new));
            }
        }
        if interval(*every.0) != interval(*every.1) {
            self.value(at, "every", K::JOB_INTERVAL_CHANGED, every);
        }
        let part = |progress: &Option<[Vec<String>; 2]>, index: usize| {
            progress.as_ref().map(|progress| progress[index].join("."))
        };
        match progress {
            (Some(_), Some(_)) => {
                let at = at.part("progress");
                for (index, key) in ["done", "total"].into_iter().enumerate() {
                    let fields = (&part(progress.0, index), &part(progress.1, index));
                    let old = progress.0.as_ref().map(|fields| current(self, &fields[index]).join("."));
                    if old != *fields.1 {
                        self.value(&at, key, K::JOB_PROGRESS_CHANGED, fields);
                    }
                }
            }
            (old, new) => {
                let texts = (&part(old, 1), &part(new, 1));
                self.value(at, "progress", K::JOB_PROGRESS_CHANGED, texts);
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
        // Codes are matched by number.
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
                    self.in_mapping(at, number, "added", K::OPERATION_ERROR_ADDED, None, Some(doc));
                }
                Pair::Removed((number, doc)) => {
                    self.in_mapping(at, number, "removed", K::OPERATION_ERROR_REMOVED, Some(doc), None);
                }
                Pair::Both((_, old), (number, new), _) if old != new => {
                    self.in_mapping(at, number, "doc", K::DOC_CHANGED, Some(old), Some(new));
                }
                Pair::Both(..) => {}
            }
        }
    }

    /// Returns an element under a key without a location of its own.
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
        operations: [&Operation; 2],
        parameters: &Matches,
        old: &[Example],
        new: &[Example],
    ) {
        let parent = at.part("examples");
        for pair in pairs(old, new, |example| &example.name.value, |_| None, |_, _| false) {
            match pair {
                Pair::Added(new) => {
                    self.added(&parent, &new.name.value, new.name.place, K::EXAMPLE_ADDED, None);
                }
                Pair::Removed(old) => {
                    self.removed(&parent, &old.name.value, old.name.place, K::EXAMPLE_REMOVED, None);
                }
                Pair::Both(old, new, _) => {
                    let at = parent.child(&new.name.value, old.name.place, new.name.place);
                    // Examples are matched by name. The literal request is derived from the operation and the
                    // arguments.
                    both!(Example { arguments, response; name, wire } = old, new);
                    let [before, now] = self.own_arguments(operations, parameters, [arguments.0, arguments.1]);
                    self.set(&at, "with", [K::EXAMPLE_CHANGED; 3], (&before, &now));
                    if !self.response_follows(operations, [response.0, response.1]) {
                        self.value(&at, "response", K::EXAMPLE_CHANGED, response);
                    }
                }
            }
        }
    }
}

/// Returns the poll interval of a job in seconds.
fn interval(every: Option<u64>) -> u64 {
    /// The default of the runtime.
    const DEFAULT: u64 = 5;
    every.unwrap_or(DEFAULT)
}

/// Returns the id of the operation of which an operation is a variant.
fn original(operation: &Operation, variant_of: Option<&Text>) -> Option<String> {
    let mut parts = operation.id.split('.');
    let (product, section) = (parts.next()?, parts.next()?);
    let name = &variant_of?.value;
    Some(if name.contains('.') { format!("{product}.{name}") } else { format!("{product}.{section}.{name}") })
}

fn scope_name(api: &Api, operation: &Operation, scope: Option<ScopeId>) -> Option<String> {
    let auth = api.hosts.get(operation.host)?.auth.as_ref()?;
    Some(api.credentials.get(auth.credential)?.scopes.get(scope?)?.0.value.clone())
}

fn class_name(api: &Api, operation: &Operation) -> Option<String> {
    api.rate_class(operation).map(|(class, _)| class.value.clone())
}

/// Returns the files that an operation takes, and whether each is required.
fn files(api: &Api, operation: &Operation) -> Vec<(String, bool)> {
    use api_client_generator::model::Type;
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
