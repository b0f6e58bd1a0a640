//! Compares hosts and pagination styles.

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

    /// Compares base paths. A changed base path represents the changes of the paths that are derived from it.
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

    /// Returns whether a key of a style follows renamed elements: all operations with the style renamed the parameters
    /// or fields that the key names.
    fn follow_renamed(&self, styles: [&PaginationStyle; 2], named: Named, old: &[String], new: &[String]) -> bool {
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
                Named::Nothing => None,
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

    /// Compares the keys of a style, or of its backwards cursor.
    fn pagination_keys(&mut self, at: &Element, styles: [&PaginationStyle; 2], old: Keys, new: Keys) {
        // Both lists have the same keys, because old and new are of one variant.
        for (old, new) in old.into_iter().zip(new) {
            let (Key { name, named, effect, values: old }, new) = (old, new.values);
            if self.follow_renamed(styles, named, &old, &new) {
                continue;
            }
            let before = self.count();
            self.set(at, name, [K::PAGINATION_STYLE_CHANGED; 3], (&old, &new));
            let is_same_on_wire = match effect {
                Effect::Wire => false,
                Effect::WireUnlessAdded => old.is_empty(),
                Effect::Client => true,
            };
            if is_same_on_wire && self.count() > before {
                self.last_is_same_on_wire();
            }
        }
    }
}

/// A key of a style with its values.
struct Key {
    name: &'static str,
    named: Named,
    effect: Effect,
    values: Vec<String>,
}

impl Key {
    fn new<'v>(name: &'static str, named: Named, effect: Effect, values: impl IntoIterator<Item = &'v String>) -> Self {
        Self { name, named, effect, values: values.into_iter().cloned().collect() }
    }
}

type Keys = Vec<Key>;

/// The elements that a key of a style names.
#[derive(Clone, Copy)]
enum Named {
    Parameters,
    Field,
    ItemField,
    Nothing,
}

/// The effect of a changed key.
#[derive(Clone, Copy)]
enum Effect {
    /// Existing clients read lists wrongly.
    Wire,
    /// Existing clients read lists wrongly if the key changes or is removed.
    WireUnlessAdded,
    /// Only the new client behaves differently: requests are the same, and an empty page always ends a list.
    Client,
}

/// Returns whether two URLs of hosts are the same address. Letter case and the default port do not matter.
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

fn keys(kind: &PaginationKind) -> Keys {
    use Effect::{Client, Wire, WireUnlessAdded};
    use Named::{Field, ItemField, Nothing, Parameters};
    match kind {
        // The backwards cursor is compared separately.
        PaginationKind::Cursor { request, response, has_more, repeats_last, limit, backwards: _ } => vec![
            Key::new("request", Parameters, Wire, [request]),
            Key::new("response", Field, Wire, [response]),
            Key::new("has_more", Field, Wire, has_more),
            Key::new("repeats_last", Nothing, Client, repeats_last.then(|| "true".to_owned()).as_ref()),
            Key::new("limit", Parameters, Client, limit),
        ],
        PaginationKind::Offset { request, limit, total, next } => vec![
            Key::new("request", Parameters, Wire, [request]),
            Key::new("limit", Parameters, Client, limit),
            Key::new("total", Field, Client, total),
            Key::new("next", Field, WireUnlessAdded, next),
        ],
        PaginationKind::Window { anchor, item, replaces, before, after, inclusive, reverse } => vec![
            Key::new("anchor", Parameters, Wire, [anchor]),
            Key::new("item", ItemField, Wire, [item]),
            Key::new("replaces", Parameters, Wire, replaces),
            Key::new("before", Parameters, Wire, [before]),
            Key::new("after", Parameters, Wire, [after]),
            Key::new("inclusive", Parameters, Wire, inclusive),
            Key::new("reverse", Parameters, Wire, reverse),
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
    vec![
        Key::new("request", Named::Parameters, Effect::Wire, [request]),
        Key::new("response", Named::Field, Effect::Wire, [response]),
        Key::new("has_more", Named::Field, Effect::Wire, has_more),
    ]
}

fn show_backwards(cursor: &BackwardsCursor) -> String {
    let keys = backwards_keys(cursor).into_iter().filter(|key| !key.values.is_empty());
    keys.map(|key| format!("{} {}", key.name, key.values.join(" "))).collect::<Vec<_>>().join(", ")
}

fn carrier(carrier: &Carrier) -> String {
    match carrier {
        Carrier::Header(name) => format!("header {name}"),
        Carrier::Query(name) => format!("query {name}"),
    }
}

/// Returns the operations on a host.
fn reach(api: &Api, host: &str) -> Reach {
    let is_there = |id: HostId| api.hosts.get(id).is_some_and(|found| found.id.value == host);
    Reach::of_operations(api.operations().filter(|operation| is_there(operation.host)))
}

/// Returns the operations with a pagination style.
fn reach_of_style(api: &Api, style: &str) -> Reach {
    let is_it = |id: PaginationStyleId| api.pagination_styles.get(id).is_some_and(|found| found.id.value == style);
    let paged = |operation: &&Operation| operation.pagination.as_ref().is_some_and(|paged| is_it(paged.style));
    Reach::of_operations(api.operations().filter(paged))
}
