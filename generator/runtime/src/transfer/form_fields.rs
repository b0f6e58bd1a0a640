//! The fields of a signed form.

use std::collections::BTreeMap;

use crate::values::Sensitive;

/// Fields of a form: pairs, a map, or a field of a response that may be [`Sensitive`] or absent.
pub trait FormFields {
    /// Adds the fields in their order.
    fn add_to(self, fields: &mut Vec<(String, String)>);
}

impl<N: Into<String>, V: Into<String>> FormFields for Vec<(N, V)> {
    fn add_to(self, fields: &mut Vec<(String, String)>) {
        fields.extend(self.into_iter().map(|(name, value)| (name.into(), value.into())));
    }
}

impl<N: Into<String>, V: Into<String>, const COUNT: usize> FormFields for [(N, V); COUNT] {
    fn add_to(self, fields: &mut Vec<(String, String)>) {
        fields.extend(self.into_iter().map(|(name, value)| (name.into(), value.into())));
    }
}

impl FormFields for BTreeMap<String, String> {
    fn add_to(self, fields: &mut Vec<(String, String)>) {
        fields.extend(self);
    }
}

impl FormFields for &BTreeMap<String, String> {
    fn add_to(self, fields: &mut Vec<(String, String)>) {
        fields.extend(self.clone());
    }
}

impl<F: FormFields> FormFields for Sensitive<F> {
    fn add_to(self, fields: &mut Vec<(String, String)>) {
        self.into_exposed().add_to(fields);
    }
}

impl<'f, F> FormFields for &'f Sensitive<F>
where
    &'f F: FormFields,
{
    fn add_to(self, fields: &mut Vec<(String, String)>) {
        self.expose().add_to(fields);
    }
}

impl<F: FormFields> FormFields for Option<F> {
    fn add_to(self, fields: &mut Vec<(String, String)>) {
        if let Some(more) = self {
            more.add_to(fields);
        }
    }
}
