//! Objects with named fields.

use super::reader::Reader;
use super::warning::WarningKind;

/// An object that is decoded field by field.
pub trait Record: Default {
    /// The names of the fields on the wire.
    const FIELDS: Fields;

    /// Decodes the field with this index.
    fn set(&mut self, field: usize, value: &mut Reader<'_, '_>);
}

/// Decodes an object.
#[doc(hidden)]
pub fn decode_record<T: Record>(reader: &mut Reader<'_, '_>) -> Option<T> {
    let mut record = T::default();
    let complete = read_fields(reader, &T::FIELDS, &mut |field, reader| record.set(field, reader));
    complete.then_some(record)
}

/// The names of a type's fields on the wire.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// The name of each field.
    pub names: &'static [&'static str],
    /// Alternative names of fields, each with the main name.
    pub also: &'static [(&'static str, &'static str)],
    /// The identifiers, which are the first fields. An object without one of them is invalid. At most 64.
    pub always: &'static [&'static str],
}

/// The part of the decoding that is the same for all types.
fn read_fields(reader: &mut Reader<'_, '_>, fields: &Fields, set: &mut dyn FnMut(usize, &mut Reader<'_, '_>)) -> bool {
    let Some(found) = reader.fields(fields, set) else { return false };
    let missing = (0..fields.identifiers()).find(|index| found & (1_u64 << index) == 0);
    if let Some(name) = missing.and_then(|index| fields.always.get(index)) {
        reader.warn(WarningKind::MissingIdentifier, format_args!("has no usable `{name}`, which identifies it"));
        return false;
    }
    true
}

impl Fields {
    /// The number of identifiers, which are the first fields.
    pub(super) fn identifiers(&self) -> usize {
        self.always.len().min(64)
    }

    /// Servers keep the order of fields, so the next field is probably the one after the last one.
    #[inline]
    pub(super) fn find(&self, key: &str, expected: usize) -> Option<usize> {
        if self.names.get(expected).is_some_and(|name| *name == key) {
            return Some(expected);
        }
        self.search(key)
    }

    #[cold]
    fn search(&self, key: &str) -> Option<usize> {
        let position = |key: &str| self.names.iter().position(|name| *name == key);
        position(key).or_else(|| self.also.iter().find(|(also, _)| *also == key).and_then(|(_, name)| position(name)))
    }
}
