//! Edits of a valid spec that the input selects. They are small, so that many results are still valid.

use std::ops::Range;

use api_client_generator::source::InputFile;

/// A spec whose examples use most of it.
const LARGE: &[(&str, &str)] = &[
    ("api.yaml", include_str!("../../../tests/specs/lending/api.yaml")),
    ("acknowledged.yaml", include_str!("../../../tests/specs/obstacle_course/acknowledged.yaml")),
    ("documented.yaml", include_str!("../../../tests/specs/lending/documented.yaml")),
    ("library/books.yaml", include_str!("../../../tests/specs/lending/library/books.yaml")),
    ("library/types.yaml", include_str!("../../../tests/specs/lending/library/types.yaml")),
];

/// A spec with every feature of the format.
const COURSE: &[(&str, &str)] = &[
    ("api.yaml", include_str!("../../../tests/specs/obstacle_course/api.yaml")),
    ("async/events.yaml", include_str!("../../../tests/specs/obstacle_course/async/events.yaml")),
    ("async/loop.yaml", include_str!("../../../tests/specs/obstacle_course/async/loop.yaml")),
    ("async/self.yaml", include_str!("../../../tests/specs/obstacle_course/async/self.yaml")),
    ("guides/async.md", include_str!("../../../tests/specs/obstacle_course/guides/async.md")),
    ("guides/names.md", include_str!("../../../tests/specs/obstacle_course/guides/names.md")),
    ("guides/type_of.md", include_str!("../../../tests/specs/obstacle_course/guides/type_of.md")),
    ("documented.yaml", include_str!("../../../tests/specs/obstacle_course/documented.yaml")),
    ("vendor_names.yaml", include_str!("../../../tests/specs/obstacle_course/vendor_names.yaml")),
    ("known_mistakes.yaml", include_str!("../../../tests/specs/obstacle_course/known_mistakes.yaml")),
    ("match/events.yaml", include_str!("../../../tests/specs/obstacle_course/match/events.yaml")),
    ("match/gen.yaml", include_str!("../../../tests/specs/obstacle_course/match/gen.yaml")),
    ("match/types.yaml", include_str!("../../../tests/specs/obstacle_course/match/types.yaml")),
    ("match/types_of.yaml", include_str!("../../../tests/specs/obstacle_course/match/types_of.yaml")),
    ("match/where.yaml", include_str!("../../../tests/specs/obstacle_course/match/where.yaml")),
];

/// A spec whose examples use little of it, because most edits of an element in an example are errors.
const SMALL: &[u8] = include_bytes!("../../corpus/resolve/seed-small");

/// The words of the format and other words with a meaning, one per line in libFuzzer's syntax.
const DICTIONARY: &str = include_str!("../../spec.dict");

/// The maximum number of edits. More edits take longer and find no more.
const MAX_EDITS: usize = 8;

/// The input as a sequence of choices. At its end, every choice is the first one.
struct Choices<'a> {
    rest: &'a [u8],
}

impl Choices<'_> {
    fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.rest.split_first() else { return 0 };
        self.rest = rest;
        *first
    }

    fn below(&mut self, count: usize) -> usize {
        let number = usize::from(self.byte()) << 8 | usize::from(self.byte());
        number % count.max(1)
    }

    fn word<'w>(&mut self, words: &'w [String]) -> &'w str {
        let choice = self.below(words.len());
        words.get(choice).map(String::as_str).unwrap_or_default()
    }

    /// Returns a few characters of the input.
    fn text(&mut self) -> String {
        let length = usize::from(self.byte() % 48).min(self.rest.len());
        let (text, rest) = self.rest.split_at(length);
        self.rest = rest;
        String::from_utf8_lossy(text).into_owned()
    }
}

/// Returns the files of the spec after the edits. An edit is undone if `is_valid` rejects the result, so
/// that many small changes add up to an unusual but valid spec.
pub(super) fn apply(data: &[u8], is_valid: impl Fn(Vec<InputFile>) -> bool) -> Vec<InputFile> {
    let mut choices = Choices { rest: data };
    let mut specs = unedited();
    let mut files = specs.remove(usize::from(choices.byte() % 3));
    let words = dictionary();
    for _ in 0..MAX_EDITS {
        if choices.is_empty() {
            break;
        }
        let mut edited = files.clone();
        edit(&mut edited, &words, &mut choices);
        if is_valid(edited.clone()) {
            files = edited;
        }
    }
    files
}

pub(super) fn unedited() -> Vec<Vec<InputFile>> {
    let inputs = |files: &[(&str, &str)]| {
        files.iter().map(|(name, text)| super::input::file(name, text.as_bytes().to_vec())).collect()
    };
    vec![inputs(LARGE), super::input::split(SMALL), inputs(COURSE)]
}

/// Returns the text of a file. All files are created from strings.
fn text_of(file: &InputFile) -> String {
    String::from_utf8_lossy(file.content.as_deref().unwrap_or_default()).into_owned()
}

fn edit(files: &mut [InputFile], words: &[String], choices: &mut Choices<'_>) {
    let kind = choices.byte() % 10;
    let file = choices.below(files.len());
    let text = text_of(&files[file]);
    let (tokens, lines) = (tokens(&text), lines(&text));
    let token = |choices: &mut Choices<'_>| pick(&tokens, choices);
    let line = |choices: &mut Choices<'_>| pick(&lines, choices);
    let (place, new) = match kind {
        // Renames all uses of a name, so that references stay valid.
        0 => return rename(files, &text[token(choices)], choices.word(words)),
        1 => return rename(files, &text[token(choices)], &choices.text()),
        2 => (token(choices), choices.word(words).to_owned()),
        3 => (token(choices), text[token(choices)].to_owned()),
        4 => (token(choices), choices.text()),
        5 => (value(&text, line(choices)), quoted(&choices.text())),
        6 => (line(choices), String::new()),
        7 => {
            let line = line(choices);
            (line.start..line.start, format!("{}\n", &text[line]))
        }
        8 => {
            let start = token(choices).start;
            (start..start, choices.word(words).to_owned())
        }
        _ => another_key(&text, line(choices), choices.word(words), choices.word(words)),
    };
    let text = format!("{}{new}{}", &text[..place.start], &text[place.end..]);
    files[file].content = Ok(text.into_bytes());
}

/// Adds a key to the mapping of a line, which is in braces or has several lines.
fn another_key(text: &str, line: Range<usize>, key: &str, value: &str) -> (Range<usize>, String) {
    let content = &text[line.clone()];
    if let Some(brace) = content.find('{') {
        let start = line.start + brace + 1;
        return (start..start, format!("{key}: {value}, "));
    }
    let indentation = content.len() - content.trim_start().len();
    (line.start..line.start, format!("{:indentation$}{key}: {value}\n", ""))
}

fn rename(files: &mut [InputFile], old: &str, new: &str) {
    for file in files {
        let mut text = text_of(file);
        for token in tokens(&text).into_iter().rev().filter(|_| !old.is_empty()) {
            if &text[token.clone()] == old {
                text.replace_range(token, new);
            }
        }
        file.content = Ok(text.into_bytes());
    }
}

fn pick(ranges: &[Range<usize>], choices: &mut Choices<'_>) -> Range<usize> {
    let choice = choices.below(ranges.len());
    ranges.get(choice).cloned().unwrap_or(0..0)
}

/// Returns words and single punctuation characters.
fn tokens(text: &str) -> Vec<Range<usize>> {
    let is_word = |character: char| character.is_alphanumeric() || character == '_';
    let mut tokens: Vec<Range<usize>> = Vec::new();
    let mut was_word = false;
    for (start, character) in text.char_indices() {
        let end = start + character.len_utf8();
        match tokens.last_mut() {
            Some(last) if was_word && is_word(character) => last.end = end,
            _ if !character.is_whitespace() => tokens.push(start..end),
            _ => {}
        }
        was_word = is_word(character);
    }
    tokens
}

/// Returns lines without their line ends.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let ends = text.split_inclusive('\n').map(|line| {
        let range = start..start + line.trim_end_matches('\n').len();
        start += line.len();
        range
    });
    ends.collect()
}

/// Returns the text after the first colon of a line.
fn value(text: &str, line: Range<usize>) -> Range<usize> {
    let colon = text[line.clone()].find(": ").map_or(line.end, |colon| line.start + colon + 2);
    colon..line.end
}

/// Returns any text as a YAML string.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            ' '..='~' => quoted.push(character),
            other => quoted.push_str(&format!("\\U{:08x}", u32::from(other))),
        }
    }
    quoted.push('"');
    quoted
}

/// Returns the words of the dictionary.
fn dictionary() -> Vec<String> {
    DICTIONARY.lines().filter_map(|line| line.strip_prefix('"')?.strip_suffix('"')).map(unescaped).collect()
}

/// Resolves the escapes of libFuzzer's dictionaries: `\\`, `\"` and `\xAB`.
fn unescaped(word: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let code = rest.strip_prefix("\\x").and_then(|code| u8::from_str_radix(code.get(..2)?, 16).ok());
        let (byte, length) = match (first, code) {
            (_, Some(code)) => (code, 4),
            ('\\', None) => (rest.as_bytes().get(1).copied().unwrap_or(b'\\'), 2),
            _ => (rest.as_bytes()[0], 1),
        };
        bytes.push(byte);
        rest = rest.get(length..).unwrap_or_default();
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
