//! Random documents keep their values and comments, and a second formatting changes nothing.

use serde_yaml::{Mapping, Value};

use crate::writer::{Random, Writer};
use crate::{assert_same_values, format};

const FILES: &[&str] = &["api.yaml", "documented.yaml", "shop/types.yaml", "shop/events.yaml", "shop/orders.yaml"];

/// Keys of the format and unknown keys.
const KEYS: &[&str] = &[
    "format",
    "title",
    "doc",
    "docs",
    "operations",
    "types",
    "request",
    "summary",
    "path",
    "query",
    "body",
    "response",
    "type",
    "in",
    "fields",
    "enum",
    "examples",
    "with",
    "wire",
    "hosts",
    "auth",
    "documented",
    "sections",
    "events",
    "unverified",
    "default",
    "absent",
    "zebra",
    "on",
    "y",
    "1",
    "a b",
    "é",
    "a: b",
    "#x",
    "- a",
    "",
];

const TEXTS: &[&str] = &[
    "a",
    "Some words, with a comma.",
    "on",
    "Off",
    "yes",
    "no",
    "null",
    "~",
    "1",
    "1.0",
    "1.0.0",
    "true",
    "",
    "a: b",
    "a #b",
    "#a",
    "a:",
    ":a",
    "- a",
    "-a",
    "-",
    "--- a",
    "...",
    "?",
    "? a",
    "[a]",
    "{a}",
    "a]b",
    "&a",
    "*a",
    "!a",
    "|",
    ">",
    "%a",
    "@a",
    "`a`",
    "'",
    "it's",
    "\"",
    "say \"a\"",
    "\\",
    "é",
    "\u{1f600}",
    "tab\there",
    "\ttab",
    "\u{2028}",
    " a",
    "a ",
    "a\nb",
    "a\nb\n",
    "a\n\n b\n",
    "\na",
    "a\n\n",
    "\n",
    " a\nb",
    "a\n \nb",
    "# a\n# b",
    "- a\n- b",
    "a: 1\nb: 2",
    "{\"a\": 1}",
    "a\n---\nb",
    "2001-01-01",
    "2001-01-01 10:00:00",
    "12:30",
    "1:2:3",
    "0x1F",
    "0o17",
    "0b1",
    "1_000",
    "1,000",
    ".5",
    "5.",
    "+1",
    "1e3",
    ".inf",
    "-.INF",
    ".nan",
    "inf",
    "nan",
    "=",
    "<<",
    "https://example.com/?a=b#c",
    "http://a",
    "a,b",
    "a:b",
    "0",
    "-1",
    "007",
    "1e",
    "1e+",
    "_1",
    "A text that is so long that no line of one hundred and twenty columns could ever hold it together with its key, not at all",
];

#[test]
fn random_documents_keep_their_values_and_comments() {
    for seed in 1..=2000 {
        let mut random = Random::new(seed);
        let file = FILES[random.below(FILES.len())];
        let value = collection(&mut random, 0);
        let chance = [0, 10, 30][random.below(3)];
        let (text, comments) = Writer::new(&mut random, chance).document(&value);
        let once = format(file, &text);
        assert_same_values(&text, &once);
        for comment in 1..=comments {
            let sign = format!("# c{comment}.");
            assert_eq!(once.matches(&sign).count(), 1, "{sign}\n--- in ---\n{text}\n--- as ---\n{once}");
        }
        assert_eq!(format(file, &once), once, "seed {seed}: formatted twice\n--- first ---\n{text}");
        assert!(!once.contains("\n\n\n") && !once.starts_with('\n'), "seed {seed}: empty lines\n{once}");
        assert!(once.ends_with('\n') && !once.ends_with("\n\n"), "seed {seed}: the end\n{once}");
    }
}

fn collection(random: &mut Random, depth: usize) -> Value {
    let count = 1 + random.below(5);
    if depth > 0 && random.chance(30) {
        return Value::Sequence((0..count).map(|_| value(random, depth + 1)).collect());
    }
    let mut entries = Mapping::new();
    for _ in 0..count {
        let key = KEYS[random.below(KEYS.len())];
        // YAML parsers disagree whether a number and a string are the same key.
        let is_there = entries.contains_key(key) || key == "1" && entries.contains_key(Value::from(1));
        let key = if key == "1" && random.chance(50) { Value::from(1) } else { Value::from(key) };
        if !is_there {
            entries.insert(key, value(random, depth + 1));
        }
    }
    Value::Mapping(entries)
}

fn value(random: &mut Random, depth: usize) -> Value {
    match random.below(if depth < 5 { 10 } else { 6 }) {
        0 => {
            [Value::from(7), Value::from(-3), Value::from(2.5), Value::from(true), Value::Null][random.below(5)].clone()
        }
        1 => [Value::Mapping(Mapping::new()), Value::Sequence(Vec::new())][random.below(2)].clone(),
        2..=5 => TEXTS[random.below(TEXTS.len())].into(),
        _ => collection(random, depth),
    }
}
