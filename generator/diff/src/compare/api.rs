//! Compares the API as a whole: the package, the configuration values and the credentials.

use super::super::changes::ChangeKind as K;
use super::super::matching::{Matches, Pair, pairs};
use super::super::names::Names;
use super::super::record::{Comparison, Element};
use super::super::show::Show;
use api_client_generator::model::{Api, ConfigurationValue, Credential, DevDependency, Package};
use api_client_generator::naming::Case;
use api_client_generator::source::{Place, Text};

impl Comparison<'_> {
    pub(super) fn api(
        &mut self,
        root: &Element,
        documented_list: &Element,
        vendor_names: [Option<Place>; 2],
        old: &Api,
        new: &Api,
    ) {
        both!(
            Api {
                name,
                package,
                configuration,
                credentials,
                error_formats,
                rate_limits,
                hosts,
                pagination_styles,
                products,
                documented,
                missing,
                guides,
                vendor_clients,
            } = old,
            new
        );
        self.value(root, "name", K::API_RENAMED, name);
        self.package(root, package.0, package.1);
        self.configuration(&root.part("configuration"), configuration.0, configuration.1);
        self.credentials(&root.part("credentials"), credentials.0, credentials.1);
        self.error_formats(&root.part("errors"), error_formats.0, error_formats.1);
        self.rate_limits(&root.part("rate_limits"), rate_limits.0, rate_limits.1);
        self.hosts(&root.part("hosts"), hosts.0, hosts.1);
        self.pagination_styles(&root.part("pagination"), pagination_styles.0, pagination_styles.1);
        self.products(&root.part("products"), products.0, products.1);
        self.documented(documented_list, documented.0, documented.1);
        self.missing(documented_list, missing.0, missing.1);
        self.guides(root, guides.0, guides.1);
        self.vendor_clients(root, vendor_names, vendor_clients.0, vendor_clients.1);
    }

    fn package(&mut self, root: &Element, old: &Package, new: &Package) {
        both!(
            Package { name, version, description, repository, license, keywords, categories, dev_dependencies } = old,
            new
        );
        self.value(root, "crate", K::PACKAGE_RENAMED, (&name.0.value, &name.1.value));
        self.value(root, "version", K::VERSION_CHANGED, version);
        self.value(root, "description", K::PACKAGE_INFO_CHANGED, description);
        self.value(root, "repository", K::PACKAGE_INFO_CHANGED, repository);
        self.value(root, "license", K::LICENSE_CHANGED, license);
        self.set(root, "keywords", [K::PACKAGE_INFO_CHANGED; 3], (keywords.0, keywords.1));
        self.set(root, "categories", [K::PACKAGE_INFO_CHANGED; 3], (categories.0, categories.1));
        let at = root.part("dev_dependencies");
        for pair in pairs(dev_dependencies.0, dev_dependencies.1, |package| &package.name.value, |_| None, |_, _| false)
        {
            match pair {
                Pair::Added(new) => {
                    self.added(&at, &new.name.value, new.name.place, K::DEV_DEPENDENCY_ADDED, new.version.show());
                }
                Pair::Removed(old) => {
                    self.removed(&at, &old.name.value, old.name.place, K::DEV_DEPENDENCY_REMOVED, old.version.show());
                }
                Pair::Both(old, new, _) => {
                    let at = at.child(&new.name.value, old.name.place, new.name.place);
                    // Packages are matched by name.
                    both!(DevDependency { version, features, default_features; name } = old, new);
                    self.value(&at, "version", K::DEV_DEPENDENCY_CHANGED, version);
                    self.set(&at, "features", [K::DEV_DEPENDENCY_CHANGED; 3], (features.0, features.1));
                    self.value(&at, "default_features", K::DEV_DEPENDENCY_CHANGED, default_features);
                }
            }
        }
    }

    fn configuration(&mut self, at: &Element, old: &[ConfigurationValue], new: &[ConfigurationValue]) {
        let matches = self.links.configuration.clone();
        // A single value is an argument of the builder, and its name is documentation. Several values are fields of a
        // struct.
        let is_public = old.len() > 1 && new.len() > 1;
        for pair in matches.pairs(old, new) {
            match pair {
                Pair::Added(new) => {
                    self.added(at, &new.id.value, new.id.place, K::CONFIGURATION_ADDED, new.doc.show());
                }
                Pair::Removed(old) => {
                    self.removed(at, &old.id.value, old.id.place, K::CONFIGURATION_REMOVED, old.doc.show());
                }
                Pair::Both(old, new, _) => {
                    let at = at.child(&new.id.value, old.id.place, new.id.place);
                    both!(ConfigurationValue { id, doc, example } = old, new);
                    self.id_renamed(&at, is_public, Names::new(Case::Snake, id, (&None, &None)));
                    self.value(&at, "doc", K::DOC_CHANGED, doc);
                    self.value(&at, "example", K::EXAMPLE_CHANGED, example);
                }
            }
        }
    }

    fn credentials(&mut self, at: &Element, old: &[Credential], new: &[Credential]) {
        for pair in self.links.credentials.clone().pairs(old, new) {
            match pair {
                Pair::Added(new) => self.added(at, &new.id.value, new.id.place, K::CREDENTIAL_ADDED, new.doc.show()),
                Pair::Removed(old) => {
                    self.removed(at, &old.id.value, old.id.place, K::CREDENTIAL_REMOVED, old.doc.show());
                }
                Pair::Both(old, new, _) => {
                    let at = at.child(&new.id.value, old.id.place, new.id.place);
                    both!(Credential { id, doc, scopes } = old, new);
                    self.id_renamed(&at, true, Names::new(Case::Snake, id, (&None, &None)));
                    self.value(&at, "doc", K::DOC_CHANGED, doc);
                    let index = self.new_api.credentials.position(|credential| credential.id == *id.1);
                    let matches = index.map(|index| self.links.scopes[index].clone()).unwrap_or_default();
                    let kinds = [K::SCOPE_ADDED, K::SCOPE_REMOVED];
                    self.described(&at.part("scopes"), kinds, &matches, scopes.0, scopes.1);
                }
            }
        }
    }

    /// Compares names with descriptions.
    pub(super) fn described(
        &mut self,
        at: &Element,
        [added, removed]: [K; 2],
        matches: &Matches,
        old: &[(Text, String)],
        new: &[(Text, String)],
    ) {
        for pair in matches.pairs(old, new) {
            match pair {
                Pair::Added((name, doc)) => self.added(at, &name.value, name.place, added, doc.show()),
                Pair::Removed((name, doc)) => self.removed(at, &name.value, name.place, removed, doc.show()),
                Pair::Both((old_name, old), (name, new), _) => {
                    let at = at.child(&name.value, old_name.place, name.place);
                    self.id_renamed(&at, false, Names::new(Case::Snake, (old_name, name), (&None, &None)));
                    if old != new {
                        self.record(&at, "doc", K::DOC_CHANGED, &[], old.show(), new.show());
                    }
                }
            }
        }
    }
}
