//! Recognition of ids among strings.

use std::collections::BTreeSet;
use std::sync::Arc;

use heck::ToSnakeCase;

use super::{Api, Location, Type, TypeShape};

/// The ids of an API, by their names: a required id is never sent empty.
#[derive(Clone, Debug, Default)]
pub struct Ids {
    /// The names of path parameters that are strings. A parameter or field with such a name is an id.
    of_paths: Arc<BTreeSet<String>>,
}

impl Ids {
    /// Finds the ids among the parameters and fields of an API.
    pub fn of(api: &Api) -> Self {
        let parameters = api.operations().flat_map(|operation| &operation.parameters);
        let of_paths = parameters
            .filter(|parameter| parameter.location == Location::Path && *api.target(&parameter.type_) == Type::String)
            .map(|parameter| parameter.name.value.clone());
        Self { of_paths: Arc::new(of_paths.collect()) }
    }

    /// Whether a value with this name and type is an id, or a list of ids.
    pub fn contains(&self, api: &Api, name: &str, type_: &Type) -> bool {
        match api.target(type_) {
            Type::String => self.is_id(name) || aliases(api, type_).any(|alias| last_word(alias) == "id"),
            Type::List(item) if *api.target(item) == Type::String => {
                self.is_list_of_ids(name)
                    || aliases(api, type_).any(|alias| last_word(alias) == "ids")
                    || aliases(api, item).any(|alias| last_word(alias) == "id")
            }
            _ => false,
        }
    }

    fn is_id(&self, name: &str) -> bool {
        last_word(name) == "id" || self.of_paths.contains(name)
    }

    fn is_list_of_ids(&self, name: &str) -> bool {
        last_word(name) == "ids" || name.strip_suffix('s').is_some_and(|one| self.of_paths.contains(one))
    }
}

/// Returns the names of a type and its aliases.
fn aliases<'a>(api: &'a Api, type_: &'a Type) -> impl Iterator<Item = &'a str> {
    let mut next = Some(type_);
    // A cycle of aliases was reported.
    (0..super::MAX_ALIASES).map_while(move |_| {
        let Some(Type::Named(id)) = next else { return None };
        let definition = api.type_definition(*id);
        let TypeShape::Alias(target) = &definition.shape else { return None };
        next = Some(target);
        Some(definition.name.value.as_str())
    })
}

/// Returns the last word of a name in any case: `id` of `user_id`, `userId` and `userID`.
fn last_word(name: &str) -> String {
    let words = name.replace("IDs", "Ids").to_snake_case();
    words.rsplit('_').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_end_in_id_or_have_the_name_of_a_path_parameter() {
        let ids = Ids { of_paths: Arc::new(["item_key", "tenant"].map(str::to_owned).into()) };
        for (name, is_id, is_list) in [
            ("id", true, false),
            ("user_id", true, false),
            ("userId", true, false),
            ("userID", true, false),
            ("X-User-Id", true, false),
            ("item_key", true, false),
            ("tenant", true, false),
            ("ids", false, true),
            ("user_ids", false, true),
            ("userIds", false, true),
            ("userIDs", false, true),
            ("item_keys", false, true),
            ("identity", false, false),
            ("paid", false, false),
            ("bids", false, false),
            ("other_key", false, false),
            ("ID", true, false),
            ("", false, false),
        ] {
            assert_eq!((ids.is_id(name), ids.is_list_of_ids(name)), (is_id, is_list), "{name}");
        }
    }
}
