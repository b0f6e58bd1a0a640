//! Objects with named fields.

use super::reader::Reader;
use super::warning::WarningKind;

/// An object that is read field by field.
pub trait Record: Default {
    /// The names of the fields on the wire; other names of the same fields may follow them.
    const FIELDS: &'static [&'static str];

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
    let complete = read_fields(reader, T::FIELDS, T::ALWAYS, &mut |field, reader| record.set(field, reader));
    complete.then_some(record)
}

/// The part of reading an object that is the same for all types.
fn read_fields(
    reader: &mut Reader<'_, '_>,
    names: &'static [&'static str],
    always: usize,
    set: &mut dyn FnMut(usize, &mut Reader<'_, '_>),
) -> bool {
    let mut expected = 0;
    let mut found = 0_u8;
    let is_object = reader.object(&mut |key, reader| {
        let Some(index) = find(names, key, expected) else { return };
        expected = index + 1;
        set(index, reader);
        if index < always.min(8) {
            let bit = 1 << index;
            found = if reader.last_was_read() { found | bit } else { found & !bit };
        }
    });
    if !is_object {
        return false;
    }
    let missing = (0..always.min(8)).find(|index| found & (1 << index) == 0);
    if let Some(name) = missing.and_then(|index| names.get(index)) {
        reader.warn(WarningKind::MissingIdentifier, format_args!("has no usable `{name}`, which identifies it"));
        return false;
    }
    true
}

/// Servers keep the order of fields, so the field after the last one is the likely one.
fn find(names: &[&str], key: &str, expected: usize) -> Option<usize> {
    if names.get(expected).is_some_and(|name| *name == key) {
        return Some(expected);
    }
    names.iter().position(|name| *name == key)
}
