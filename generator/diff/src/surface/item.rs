//! The public items of a client, as `api.txt` lists them.

/// A line of an `api.txt`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Item<'a> {
    /// The whole line.
    pub(super) line: &'a str,
    /// What it is found by on the other side: all but its types and attributes.
    pub(super) key: &'a str,
    /// The word before its path: `fn`, `struct`, `impl record for`.
    pub(super) word: &'a str,
    /// Its path, with what it is a member of: `shop::items::ListItems::limit`, `shop::Item.name`.
    pub(super) path: &'a str,
}

impl<'a> Item<'a> {
    /// Lines of an unknown form are items too, which are equal or not.
    pub(super) fn parse(line: &'a str) -> Self {
        let word = match line.strip_prefix("impl ").and_then(|rest| rest.find(" for ")) {
            Some(end) => &line[.."impl ".len() + end + " for".len()],
            None => line.split(' ').next().unwrap_or_default(),
        };
        let rest = line[word.len()..].trim_start();
        let path = &rest[..path_length(rest)];
        let key = &line[..line.len() - rest.len() + path.len()];
        Self { line, key, word, path }
    }

    /// The line without what is said of whether it can be used.
    pub(super) fn declaration(self) -> &'a str {
        Marks::split(self.line).0
    }

    /// What it is a part of; itself, if it is a part of nothing.
    pub(super) fn owner(self) -> &'a str {
        match self.path.rsplit_once('.') {
            Some((owner, _)) => owner,
            None if matches!(self.word, "fn" | "enum" | "const") => {
                self.path.rsplit_once("::").map_or(self.path, |(owner, _)| owner)
            }
            None => self.path,
        }
    }
}

/// What a line says at its end of whether its item can be used, and should be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks<'a> {
    /// The feature of the client that it needs.
    pub(super) feature: Option<&'a str>,
    pub(super) is_deprecated: bool,
}

impl<'a> Marks<'a> {
    /// The rest of a line, and its marks.
    pub(super) fn split(line: &'a str) -> (&'a str, Self) {
        let (line, is_deprecated) = line.strip_suffix(" #[deprecated]").map_or((line, false), |rest| (rest, true));
        let feature = line.strip_suffix(")]").and_then(|rest| rest.rsplit_once(" #[cfg("));
        let (line, feature) = feature.map_or((line, None), |(rest, feature)| (rest, Some(feature)));
        (line, Self { feature, is_deprecated })
    }
}

/// A path ends where neither a name nor `::` nor `.` goes on.
fn path_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut end = 0;
    while let Some(byte) = bytes.get(end) {
        end += match byte {
            b':' if bytes.get(end + 1) == Some(&b':') => 2,
            b':' | b' ' | b'(' | b'<' | b'=' => break,
            _ => 1,
        };
    }
    end
}

/// The items of an `api.txt`, in its order.
pub(super) fn items(text: &str) -> impl Iterator<Item = Item<'_>> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(Item::parse)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_by_all_but_its_types() {
        let cases = [
            ("fn shop::ListItems::limit(self, limit: i64) -> Self", "fn", "shop::ListItems::limit", "shop::ListItems"),
            ("struct shop::Item.name: Option<String>", "struct", "shop::Item.name", "shop::Item"),
            ("struct shop::Item #[non_exhaustive]", "struct", "shop::Item", "shop::Item"),
            ("enum shop::Kind::Unknown(rt::UnknownValue)", "enum", "shop::Kind::Unknown", "shop::Kind"),
            ("impl quiet for shop::Item", "impl quiet for", "shop::Item", "shop::Item"),
            ("request shop::items::ListItems -> Page", "request", "shop::items::ListItems", "shop::items::ListItems"),
            ("type shop::Id = String", "type", "shop::Id", "shop::Id"),
            ("use Error = api_client_runtime::Error", "use", "Error", "Error"),
            ("static hosts::SHOP: rt::Host", "static", "hosts::SHOP", "hosts::SHOP"),
            ("something else", "something", "else", "else"),
            ("enum shop::Kind #[non_exhaustive] #[cfg(events)] #[deprecated]", "enum", "shop::Kind", "shop"),
            ("alone", "alone", "", ""),
        ];
        for (line, word, path, owner) in cases {
            let item = Item::parse(line);
            assert_eq!((item.word, item.path, item.owner()), (word, path, owner), "{line}");
            let end = line.find(" #[cfg(").or(line.find(" #[deprecated]")).unwrap_or(line.len());
            assert_eq!(item.declaration(), &line[..end]);
            assert!(line.starts_with(item.key) && item.key.ends_with(path), "{line}: {}", item.key);
        }
    }
}
