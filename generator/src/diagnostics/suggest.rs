//! "Did you mean": the known word that is most similar to an unknown one.

/// Suggests a known word that is similar to an unknown one.
pub fn did_you_mean<S: AsRef<str>>(unknown: &str, known: &[S]) -> Option<String> {
    let word = nearest(unknown, known)?;
    // A letter of a different alphabet can look the same.
    let foreign = unknown.chars().find(|letter| !letter.is_ascii() && !word.contains(*letter));
    let hint = foreign.map(|letter| format!(" `{letter}` is U+{:04X}", u32::from(letter))).unwrap_or_default();
    Some(format!("did you mean `{word}`?{hint}"))
}

/// Maximum number of edits. A word that differs more is rarely the intended one.
const MAX_DISTANCE: usize = 4;
const MAX_LENGTH: usize = 100;

/// Returns the most similar known word, if it is similar enough.
pub fn nearest<'a, S: AsRef<str>>(unknown: &str, known: &'a [S]) -> Option<&'a str> {
    // The comparison costs the product of the lengths, so words that differ too much in length are skipped.
    if unknown.len() > MAX_LENGTH {
        return None;
    }
    let unknown = unknown.to_lowercase();
    let length = unknown.chars().count();
    let comparable = known
        .iter()
        .map(AsRef::as_ref)
        .filter(|word| word.len() <= MAX_LENGTH && word.chars().count().abs_diff(length) <= MAX_DISTANCE);
    let mut nearest: Option<(usize, &str)> = None;
    for word in comparable {
        let distance = distance(&unknown, &word.to_lowercase());
        if nearest.is_none_or(|(least, _)| distance < least) {
            nearest = Some((distance, word));
        }
        // No other word is more similar.
        if distance == 0 {
            break;
        }
    }
    let (distance, word) = nearest?;
    let allowed = (length.max(word.chars().count()) / 3).clamp(1, MAX_DISTANCE);
    // Words without a common part are not similar.
    (distance <= allowed && distance < length).then_some(word)
}

/// The number of edits between two words, of which the common start and end are not compared: names of many types differ
/// in little.
fn distance(one: &str, other: &str) -> usize {
    let start = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (one, other) = (&one[start..], &other[start..]);
    let end: usize =
        one.chars().rev().zip(other.chars().rev()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    strsim::osa_distance(&one[..one.len() - end], &other[..other.len() - end])
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    #[test]
    fn only_similar_words_are_suggested() {
        let known = ["query", "path", "response", "ItemKind", "1"];
        for (word, suggestion) in [
            ("qeury", Some("did you mean `query`?")),
            ("Path", Some("did you mean `path`?")),
            ("itemkind", Some("did you mean `ItemKind`?")),
            ("respones", Some("did you mean `response`?")),
            ("p\u{430}th", Some("did you mean `path`? `\u{430}` is U+0430")),
            ("header", None),
            ("", None),
            ("x", None),
        ] {
            assert_eq!(did_you_mean(word, &known).as_deref(), suggestion, "{word}");
        }
    }
}
