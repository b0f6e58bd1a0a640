//! "Did you mean": the known word that is nearest to an unknown one.

/// A suggestion, if one of the known words is near enough to be what was meant.
pub(crate) fn did_you_mean<S: AsRef<str>>(unknown: &str, known: &[S]) -> Option<String> {
    nearest(unknown, known).map(|word| format!("did you mean `{word}`?"))
}

/// The known word that is nearest, if it is near enough.
pub(crate) fn nearest<'a, S: AsRef<str>>(unknown: &str, known: &'a [S]) -> Option<&'a str> {
    let unknown = unknown.to_lowercase();
    let scored = known.iter().map(|word| {
        let word = word.as_ref();
        (strsim::damerau_levenshtein(&unknown, &word.to_lowercase()), word)
    });
    let (distance, word) = scored.min_by_key(|(distance, _)| *distance)?;
    let allowed = (unknown.chars().count().max(word.chars().count()) / 3).clamp(1, 4);
    (distance <= allowed).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    #[test]
    fn near_words_are_suggested_and_far_ones_are_not() {
        let known = ["query", "path", "response", "ItemKind"];
        for (word, suggestion) in [
            ("qeury", Some("did you mean `query`?")),
            ("Path", Some("did you mean `path`?")),
            ("itemkind", Some("did you mean `ItemKind`?")),
            ("respones", Some("did you mean `response`?")),
            ("header", None),
            ("", None),
        ] {
            assert_eq!(did_you_mean(word, &known).as_deref(), suggestion, "{word}");
        }
    }
}
