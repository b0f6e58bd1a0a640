//! The list of public items of a client, which `api.txt` contains.
//!
//! A reviewer reads in it how a change of the spec affects user code. The list is collected from the emitted Rust items,
//! and it can be read back from the text to compare two versions of a client.

mod collect;
mod item;

#[cfg(test)]
mod tests;

use std::convert::Infallible;
use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

pub(crate) use collect::Collector;
pub use item::{ItemKind, PublicItem};

/// The public items of a client, in the order of their lines.
///
/// Two lists are equal if their items are equal: the comment lines of `api.txt` are not part of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublicApi {
    items: Vec<PublicItem>,
}

impl PublicApi {
    /// The items.
    pub fn items(&self) -> &[PublicItem] {
        &self.items
    }
}

/// Writes one line per item, without comment lines.
impl Display for PublicApi {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.items.iter().try_for_each(|item| writeln!(f, "{item}"))
    }
}

/// Reads the text of an `api.txt`, also of another version of the generator: see [`ItemKind::Other`].
impl FromStr for PublicApi {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let items = lines.map(|line| {
            let Ok(item) = line.parse();
            item
        });
        Ok(Self { items: items.collect() })
    }
}
