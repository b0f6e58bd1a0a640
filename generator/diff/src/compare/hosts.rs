//! Hosts, and ways of paging.

use super::super::changes::ChangeKind as K;
use super::super::matching::Pair;
use super::super::names::Names;
use super::super::reach::Reach;
use super::super::record::{Comparison, Element, Shared};
use super::super::show::Show;
use api_client_generator::model::{
    Api, Auth, BackwardsCursor, Carrier, CredentialId, ErrorFormatId, Host, HostId, Operation, Pagination,
    PaginationKind, PaginationStyle, PaginationStyleId, RateLimitId,
};
use api_client_generator::naming::Case;
use api_client_generator::source::Text;

impl Comparison<'_> {
    pub(super) fn hosts(&mut self, at: &Element, old: &[Host], new: &[Host]) {
        for pair in self.links.hosts.clone().pairs(old, new) {
            match pair {
                Pair::Added(new) => self.added(at, &new.id.value, new.id.place, K::HOST_ADDED, new.url.show()),
                Pair::Removed(old) => self.removed(at, &old.id.value, old.id.place, K::HOST_REMOVED, old.url.show()),
                Pair::Both(old, new, _) => {
                    let reach = self.joined(&reach(self.old_api, &old.id.value), &reach(self.new_api, &new.id.value));
                    let at = at.child(&new.id.value, old.id.place, new.id.place).shared(Shared::Known(reach));
                    self.host(&at, old, new);
                }
            }
        }
    }

    fn host(&mut self, at: &Element, old: &Host, new: &Host) {
        both!(Host { id, doc, url, base_path, auth, errors, rate_limit } = old, new);
        let (old_api, new_api) = (self.old_api, self.new_api);
        self.id_renamed(at, true, Names::new(Case::Snake, id, (&None, &None)));
        self.value(at, "doc", K::DOC_CHANGED, doc);
        let renamed = self.links.url(old_api, new_api, url.0);
        if renamed != *url.1 {
            let is_same = is_same_address(&renamed, url.1);
            self.value(at, "url", if is_same { K::SPEC_NAME_CHANGED } else { K::HOST_URL_CHANGED }, url);
        }
        self.base_path(at, [old, new], (base_path.0.as_ref(), base_path.1.as_ref()));
        match auth {
            (None, None) => {}
            (None, Some(new)) => {
                self.record(at, "auth", K::AUTH_ADDED, &["auth"], None, Some(carrier(&new.carrier)));
            }
            (Some(old), None) => {
                self.record(at, "auth", K::AUTH_REMOVED, &["auth"], Some(carrier(&old.carrier)), None);
            }
            (Some(old), Some(new)) => self.auth(&at.part("auth"), old, new),
        }
        if !self.links.error_formats.is_same(*errors.0, *errors.1) {
            let format = |api: &Api, id: ErrorFormatId| api.error_formats.get(id).map(|format| format.id.value.clone());
            let errors = (&format(old_api, *errors.0), &format(new_api, *errors.1));
            self.value(at, "errors", K::HOST_ERRORS_CHANGED, errors);
        }
        if !self.links.rate_limits.is_same_or_none(*rate_limit.0, *rate_limit.1) {
            let limit =
                |api: &Api, id: Option<RateLimitId>| api.rate_limits.get(id?).map(|limit| limit.id.value.clone());
            let limits = (&limit(old_api, *rate_limit.0), &limit(new_api, *rate_limit.1));
            self.value(at, "rate_limit", K::HOST_RATE_LIMIT_CHANGED, limits);
        }
    }

    /// A changed base path stands for the paths that follow from it, if there are any.
    fn base_path(&mut self, at: &Element, [old, new]: [&Host; 2], pair: (Option<&Text>, Option<&Text>)) {
        let (before, now) = (pair.0.map(|path| path.value.clone()), pair.1.map(|path| path.value.clone()));
        if before == now {
            return;
        }
        let is_of = |api: &Api, id: HostId, host: &Host| api.hosts.get(id).is_some_and(|found| found.id == host.id);
        let moved: Vec<_> = self
            .operations_on_both_sides()
            .into_iter()
            .filter(|[before, now]| is_of(self.old_api, before.host, old) && is_of(self.new_api, now.host, new))
            .filter(|[before, now]| self.moved_with_host(before, now))
            .map(|[_, now]| now)
            .collect();
        if moved.is_empty() {
            self.value(at, "base_path", K::BASE_PATH_CHANGED, (&before, &now));
        } else {
            let at = at.clone().shared(Shared::Known(Reach::of_operations(moved.into_iter())));
            self.value(&at, "base_path", K::HOST_PATHS_CHANGED, (&before, &now));
        }
    }

    fn auth(&mut self, at: &Element, old: &Auth, new: &Auth) {
        both!(Auth { carrier, prefix, credential } = old, new);
        if carrier.0 != carrier.1 {
            let key = |carrier: &Carrier| match carrier {
                Carrier::Header(_) => "header",
                Carrier::Query(_) => "query",
            };
            let keys = if key(carrier.0) == key(carrier.1) { vec![key(carrier.1)] } else { Vec::new() };
            let kind = match carrier {
                (Carrier::Header(old), Carrier::Header(new)) if old.eq_ignore_ascii_case(new) => K::SPEC_NAME_CHANGED,
                _ => K::AUTH_CHANGED,
            };
            let [old, new] = [carrier.0, carrier.1].map(|carrier| Some(self::carrier(carrier)));
            self.record(at, "carrier", kind, &keys, old, new);
        }
        self.value(at, "prefix", K::AUTH_CHANGED, prefix);
        if !self.links.credentials.is_same(*credential.0, *credential.1) {
            let id =
                |api: &Api, id: CredentialId| api.credentials.get(id).map(|credential| credential.id.value.clone());
            let ids = (&id(self.old_api, *credential.0), &id(self.new_api, *credential.1));
            self.value(at, "credential", K::AUTH_CHANGED, ids);
        }
    }

    pub(super) fn pagination_styles(&mut self, at: &Element, old: &[PaginationStyle], new: &[PaginationStyle]) {
        for pair in self.links.pagination_styles.clone().pairs(old, new) {
            match pair {
                Pair::Added(new) => self.added(at, &new.id.value, new.id.place, K::PAGINATION_STYLE_ADDED, None),
                Pair::Removed(old) => self.removed(at, &old.id.value, old.id.place, K::PAGINATION_STYLE_REMOVED, None),
                Pair::Both(old, new, _) => {
                    let old_reach = reach_of_style(self.old_api, &old.id.value);
                    let reach = self.joined(&old_reach, &reach_of_style(self.new_api, &new.id.value));
                    let at = at.child(&new.id.value, old.id.place, new.id.place).shared(Shared::Known(reach));
                    both!(PaginationStyle { id, kind, doc } = old, new);
                    self.id_renamed(&at, false, Names::new(Case::Snake, id, (&None, &None)));
                    self.value(&at, "doc", K::DOC_CHANGED, doc);
                    self.pagination_kind(&at, [old, new], kind.0, kind.1);
                }
            }
        }
    }

    /// Whether the parameters or fields that a key of a style names were renamed in all operations that are paged so.
    fn follow_renamed(&self, styles: [&PaginationStyle; 2], key: &str, old: &[String], new: &[String]) -> bool {
        let named = match key {
            "response" | "has_more" | "total" | "next" => Named::Field,
            "item" => Named::ItemField,
            "repeats_last" => return false,
            _ => Named::Parameters,
        };
        let is_paged_so = |api: &Api, paged: &Pagination, style: &PaginationStyle| {
            api.pagination_styles.get(paged.style).is_some_and(|found| found.id == style.id)
        };
        let is_renamed = |[before, now]: [&Operation; 2], name: &String, to: &String| {
            let current = match named {
                Named::Parameters => self.current_parameter(before, now, name),
                Named::Field => self.current_path(before, now, std::slice::from_ref(name)).map(|path| path.join(".")),
                Named::ItemField => {
                    let [before, now] = [before, now].map(|operation| operation.pagination.as_ref());
                    before.zip(now).and_then(|(before, now)| self.current_item_field(&before.item, &now.item, name))
                }
            };
            current.as_ref() == Some(to)
        };
        let mut paged = self.operations_on_both_sides().into_iter().filter(|[before, now]| {
            let of = |api: &Api, operation: &Operation, style: &PaginationStyle| {
                operation.pagination.as_ref().is_some_and(|paged| is_paged_so(api, paged, style))
            };
            of(self.old_api, before, styles[0]) && of(self.new_api, now, styles[1])
        });
        let follows = |operations: [&Operation; 2]| {
            old.len() == new.len() && old.iter().zip(new).all(|(old, new)| is_renamed(operations, old, new))
        };
        old != new && paged.next().is_some_and(follows) && paged.all(follows)
    }

    fn pagination_kind(
        &mut self,
        at: &Element,
        styles: [&PaginationStyle; 2],
        old: &PaginationKind,
        new: &PaginationKind,
    ) {
        let (old_word, new_word) = (word(old), word(new));
        if old_word != new_word {
            self.record(at, "way", K::PAGINATION_STYLE_CHANGED, &[], Some(old_word.into()), Some(new_word.into()));
            return;
        }
        let at = at.part(new_word);
        self.pagination_keys(&at, styles, keys(old), keys(new));
        match (backwards(old), backwards(new)) {
            (None, None) => {}
            (Some(old), Some(new)) => {
                self.pagination_keys(&at.part("backwards"), styles, backwards_keys(old), backwards_keys(new));
            }
            (old, new) => {
                let kind = if new.is_some() { K::PAGINATION_BACKWARDS_GAINED } else { K::PAGINATION_BACKWARDS_LOST };
                let [old, new] = [old, new].map(|cursor| cursor.map(show_backwards));
                let is_gained = new.is_some();
                self.record(&at, "backwards", kind, &["backwards"], old, new);
                if is_gained {
                    // Existing clients send the same requests as before.
                    self.last_is_same_on_wire();
                }
            }
        }
    }

    /// Compares the keys of a style, or of its cursor that leads backwards.
    fn pagination_keys(&mut self, at: &Element, styles: [&PaginationStyle; 2], old: Keys, new: Keys) {
        // Old and new are of one variant, so that their keys stand beside each other.
        for ((key, old), (_, new)) in old.into_iter().zip(new) {
            if self.follow_renamed(styles, key, &old, &new) {
                continue;
            }
            let before = self.count();
            self.set(at, key, [K::PAGINATION_STYLE_CHANGED; 3], (&old, &new));
            let is_same_on_wire = match key {
                // Requests are the same, and an empty page ends a list anyway.
                "repeats_last" | "total" => true,
                // Where pages have the field, its absence ends a list.
                "next" => old.is_empty(),
                _ => false,
            };
            if is_same_on_wire && self.count() > before {
                self.last_is_same_on_wire();
            }
        }
    }
}

/// The kind of element that a key of a style names.
enum Named {
    Parameters,
    Field,
    ItemField,
}

/// Whether two URLs of hosts are the same address. The letter case means nothing, nor does the default port.
pub(crate) fn is_same_address(one: &str, other: &str) -> bool {
    let address = |url: &str| {
        let url = url.to_ascii_lowercase();
        let port = if url.starts_with("http://") { ":80" } else { ":443" };
        url.strip_suffix(port).map(str::to_owned).unwrap_or(url)
    };
    address(one) == address(other)
}

fn word(kind: &PaginationKind) -> &'static str {
    match kind {
        PaginationKind::Cursor { .. } => "cursor",
        PaginationKind::Offset { .. } => "offset",
        PaginationKind::Window { .. } => "window",
    }
}

/// Keys of a style with their values.
type Keys = Vec<(&'static str, Vec<String>)>;

fn keys(kind: &PaginationKind) -> Keys {
    let one = |text: &String| vec![text.clone()];
    let maybe = |text: &Option<String>| text.iter().cloned().collect();
    match kind {
        // The cursor that leads backwards has keys of its own.
        PaginationKind::Cursor { request, response, has_more, repeats_last, backwards: _ } => vec![
            ("request", one(request)),
            ("response", one(response)),
            ("has_more", maybe(has_more)),
            ("repeats_last", repeats_last.then(|| "true".to_owned()).into_iter().collect()),
        ],
        PaginationKind::Offset { request, total, next } => {
            vec![("request", one(request)), ("total", maybe(total)), ("next", maybe(next))]
        }
        PaginationKind::Window { anchor, item, replaces, before, after, inclusive, reverse } => vec![
            ("anchor", one(anchor)),
            ("item", one(item)),
            ("replaces", replaces.clone()),
            ("before", one(before)),
            ("after", one(after)),
            ("inclusive", maybe(inclusive)),
            ("reverse", maybe(reverse)),
        ],
    }
}

fn backwards(kind: &PaginationKind) -> Option<&BackwardsCursor> {
    match kind {
        PaginationKind::Cursor { backwards, .. } => backwards.as_ref(),
        PaginationKind::Offset { .. } | PaginationKind::Window { .. } => None,
    }
}

fn backwards_keys(cursor: &BackwardsCursor) -> Keys {
    let BackwardsCursor { request, response, has_more } = cursor;
    let has_more = has_more.iter().cloned().collect();
    vec![("request", vec![request.clone()]), ("response", vec![response.clone()]), ("has_more", has_more)]
}

fn show_backwards(cursor: &BackwardsCursor) -> String {
    let keys = backwards_keys(cursor).into_iter().filter(|(_, values)| !values.is_empty());
    keys.map(|(key, values)| format!("{key} {}", values.join(" "))).collect::<Vec<_>>().join(", ")
}

fn carrier(carrier: &Carrier) -> String {
    match carrier {
        Carrier::Header(name) => format!("header {name}"),
        Carrier::Query(name) => format!("query {name}"),
    }
}

/// The operations on a host.
fn reach(api: &Api, host: &str) -> Reach {
    let is_there = |id: HostId| api.hosts.get(id).is_some_and(|found| found.id.value == host);
    Reach::of_operations(api.operations().filter(|operation| is_there(operation.host)))
}

/// The operations that are paged so.
fn reach_of_style(api: &Api, style: &str) -> Reach {
    let is_it = |id: PaginationStyleId| api.pagination_styles.get(id).is_some_and(|found| found.id.value == style);
    let paged = |operation: &&Operation| operation.pagination.as_ref().is_some_and(|paged| is_it(paged.style));
    Reach::of_operations(api.operations().filter(paged))
}
