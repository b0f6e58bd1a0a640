//! Secrets in requests and responses.

use std::fmt;

/// A secret value. It has no `Display`, and `Debug` shows a placeholder.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Sensitive<T>(T);

impl<T> Sensitive<T> {
    /// Returns a reference to the secret.
    pub fn expose(&self) -> &T {
        &self.0
    }

    /// Returns the secret.
    pub fn into_exposed(self) -> T {
        self.0
    }
}

impl<T> From<T> for Sensitive<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl From<&str> for Sensitive<String> {
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}

impl<T> fmt::Debug for Sensitive<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[secret]")
    }
}

#[cfg(test)]
mod tests {
    use super::Sensitive;

    #[test]
    fn secret_is_shown_only_by_expose() {
        let secret: Sensitive<String> = "canary".into();
        assert_eq!(format!("{secret:?} {:#?}", Some(&secret)), "[secret] Some(\n    [secret],\n)");
        assert_eq!(secret.expose(), "canary");
    }
}
