//! Objects with named fields.

use super::reader::Reader;
use super::warning::WarningKind;

/// An object that is read field by field.
pub trait Record: Default {
    /// The names of the fields on the wire.
    const FIELDS: &'static [&'static str];

    /// Other names of some of the fields, with the index of the field.
    const ALSO: &'static [(&'static str, usize)] = &[];

    /// How many of the first fields are identifiers: an object without one of them is no object of
    /// this type. At most 8.
    const ALWAYS: usize;

    /// Reads the field with this index.
    fn set(&mut self, field: usize, value: &mut Reader<'_, '_>);
}

/// Reads an object.
#[doc(hidden)]
pub fn decode_record<T: Record>(reader: &mut Reader<'_, '_>) -> Option<T> {
    let mut record = T::default();
    let names = Names { fields: T::FIELDS, also: T::ALSO, always: T::ALWAYS };
    let complete = read_fields(reader, &names, &mut |field, reader| record.set(field, reader));
    complete.then_some(record)
}

/// What a type's fields are called.
struct Names {
    fields: &'static [&'static str],
    also: &'static [(&'static str, usize)],
    always: usize,
}

/// The part of reading an object that is the same for all types.
fn read_fields(reader: &mut Reader<'_, '_>, names: &Names, set: &mut dyn FnMut(usize, &mut Reader<'_, '_>)) -> bool {
    let mut expected = 0;
    let mut found = 0_u8;
    let always = names.always.min(8);
    let is_object = reader.object(&mut |key, reader| {
        let Some(index) = names.find(key, expected) else { return };
        expected = index + 1;
        set(index, reader);
        if index < always {
            let bit = 1 << index;
            found = if reader.last_was_read() { found | bit } else { found & !bit };
        }
    });
    if !is_object {
        return false;
    }
    let missing = (0..always).find(|index| found & (1 << index) == 0);
    if let Some(name) = missing.and_then(|index| names.fields.get(index)) {
        reader.warn(WarningKind::MissingIdentifier, format_args!("has no usable `{name}`, which identifies it"));
        return false;
    }
    true
}

impl Names {
    /// Servers keep the order of fields, so the field after the last one is the likely one.
    fn find(&self, key: &str, expected: usize) -> Option<usize> {
        if self.fields.get(expected).is_some_and(|name| *name == key) {
            return Some(expected);
        }
        let position = self.fields.iter().position(|name| *name == key);
        position.or_else(|| self.also.iter().find(|(name, _)| *name == key).map(|(_, index)| *index))
    }
}
