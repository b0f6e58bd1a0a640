//! "Did you mean": the known word that is nearest to an unknown one.

/// A suggestion, if one of the known words is near enough to be what was meant.
pub(crate) fn did_you_mean<S: AsRef<str>>(unknown: &str, known: &[S]) -> Option<String> {
    nearest(unknown, known).map(|word| format!("did you mean `{word}`?"))
}

/// More letters than this may never differ. Nobody means a word by one that is much longer.
const MAX_DISTANCE: usize = 4;
const MAX_LENGTH: usize = 100;

/// The known word that is nearest, if it is near enough.
pub(crate) fn nearest<'a, S: AsRef<str>>(unknown: &str, known: &'a [S]) -> Option<&'a str> {
    // To compare is expensive in the product of the lengths: what can't be near is not compared.
    if unknown.len() > MAX_LENGTH {
        return None;
    }
    let unknown = unknown.to_lowercase();
    let length = unknown.chars().count();
    let comparable = known
        .iter()
        .map(AsRef::as_ref)
        .filter(|word| word.len() <= MAX_LENGTH && word.chars().count().abs_diff(length) <= MAX_DISTANCE);
    let scored = comparable.map(|word| (strsim::damerau_levenshtein(&unknown, &word.to_lowercase()), word));
    let (distance, word) = scored.min_by_key(|(distance, _)| *distance)?;
    let allowed = (length.max(word.chars().count()) / 3).clamp(1, MAX_DISTANCE);
    // Of words that have nothing in common, none is near.
    (distance <= allowed && distance < length).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    #[test]
    fn near_words_are_suggested_and_far_ones_are_not() {
        let known = ["query", "path", "response", "ItemKind", "1"];
        for (word, suggestion) in [
            ("qeury", Some("did you mean `query`?")),
            ("Path", Some("did you mean `path`?")),
            ("itemkind", Some("did you mean `ItemKind`?")),
            ("respones", Some("did you mean `response`?")),
            ("header", None),
            ("", None),
            ("x", None),
        ] {
            assert_eq!(did_you_mean(word, &known).as_deref(), suggestion, "{word}");
        }
    }
}
