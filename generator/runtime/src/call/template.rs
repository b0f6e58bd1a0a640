//! Path templates of raw calls.

use crate::percent;

/// Returns the name of the parameter if a segment of a template is a placeholder.
pub(crate) fn parameter(segment: &str) -> Option<&str> {
    segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'))
}

/// Whether a template has a placeholder for a parameter.
pub(super) fn has_parameter(template: &str, name: &str) -> bool {
    template.split('/').any(|segment| parameter(segment) == Some(name))
}

/// Returns the reason why a template is not a valid path.
pub(crate) fn problem(template: &str) -> Option<String> {
    let refuse = |reason: &str| Some(format!("the path `{template}` {reason}"));
    let Some(path) = template.strip_prefix('/') else {
        return refuse("does not begin with `/`: write the whole path of the host");
    };
    if template.contains('?') {
        return refuse("contains a query: set its parameters with `query`");
    }
    if template.contains('#') {
        return refuse("contains a fragment, which is never sent: remove it");
    }
    let segments: Vec<&str> = path.split('/').collect();
    let last = segments.len() - 1;
    for (index, segment) in segments.into_iter().enumerate() {
        // For some servers, a path with a slash at the end is a different resource.
        if segment.is_empty() && index == last {
            continue;
        }
        if let Some(reason) = segment_problem(segment) {
            return refuse(reason);
        }
    }
    None
}

fn segment_problem(segment: &str) -> Option<&'static str> {
    if segment.is_empty() {
        return Some("contains an empty segment: remove one of the two `/`");
    }
    if let Some(name) = parameter(segment) {
        let is_name = !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
        return (!is_name).then_some("contains a placeholder without a name of letters, digits and `_`");
    }
    if segment.contains(['{', '}']) {
        return Some("contains a placeholder that is not a whole segment: write it as `/{name}/`");
    }
    if percent::segment_problem(segment).is_some() {
        return Some("contains a segment that leads to a different path: remove `.` and `..`");
    }
    let is_written = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@%".contains(&byte);
    let is_encoded =
        |rest: &str| rest.as_bytes().get(..2).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
    if !segment.bytes().all(is_written) || !segment.split('%').skip(1).all(is_encoded) {
        return Some("contains characters that a path can't have: percent-encode them, or use a placeholder");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn template_is_a_valid_path_or_an_error() {
        for (template, reason) in [
            ("/", None),
            ("/v3/users", None),
            ("/v3/users/", None),
            ("/v3/{a}/{b_2}", None),
            ("/v3/a%20b/c:d@e", None),
            ("", Some("does not begin with `/`")),
            ("v3/users", Some("does not begin with `/`")),
            ("https://evil.example/v3", Some("does not begin with `/`")),
            ("{a}", Some("does not begin with `/`")),
            ("//evil.example/v3", Some("empty segment")),
            ("//", Some("empty segment")),
            ("/v3//users", Some("empty segment")),
            ("/v3/users//", Some("empty segment")),
            ("/v3/users?limit=1", Some("contains a query")),
            ("/v3/users?", Some("contains a query")),
            ("/v3/{a}?b={b}", Some("contains a query")),
            ("/v3/users#top", Some("contains a fragment")),
            ("/v3/{a}.json", Some("not a whole segment")),
            ("/v3/x-{a}", Some("not a whole segment")),
            ("/v3/{a", Some("not a whole segment")),
            ("/v3/a}", Some("not a whole segment")),
            ("/v3/}{", Some("not a whole segment")),
            ("/v3/{a}{b}", Some("without a name")),
            ("/v3/{{a}}", Some("without a name")),
            ("/v3/{}", Some("without a name")),
            ("/v3/{a b}", Some("without a name")),
            ("/v3/{é}", Some("without a name")),
            ("/v3/.", Some("a different path")),
            ("/v3/../v2", Some("a different path")),
            ("/v3/%2e%2E", Some("a different path")),
            ("/v3/%252e%252e", Some("a different path")),
            ("/v3/a b", Some("percent-encode")),
            ("/v3/a\tb", Some("percent-encode")),
            ("/v3/a\r\nb", Some("percent-encode")),
            ("/v3/\u{7f}", Some("percent-encode")),
            ("/v3/größe", Some("percent-encode")),
            ("/v3/a\\..\\b", Some("percent-encode")),
            ("/v3/100%", Some("percent-encode")),
            ("/v3/%2", Some("percent-encode")),
            ("/v3/%zz", Some("percent-encode")),
        ] {
            let found = problem(template);
            match reason {
                None => assert_eq!(found, None, "{template:?}"),
                Some(reason) => {
                    let is_meant = found.as_ref().is_some_and(|found| found.contains(reason));
                    assert!(is_meant, "{template:?}: {found:?}");
                }
            }
        }
    }
}
