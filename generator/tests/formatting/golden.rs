//! Tests of the rules of the layout.

use crate::{format, format_file};

const SECTION: &str = "shop/orders.yaml";

/// Formats each text, and then its result again.
fn assert_formatted(cases: &[(&str, &str, &str)]) {
    for (rule, text, expected) in cases {
        assert_eq!(format(SECTION, text), *expected, "{rule}");
        assert_eq!(format(SECTION, expected), *expected, "{rule}, once more");
    }
}

#[test]
fn keys_have_one_order() {
    assert_formatted(&[
        (
            "keys of the format as in its table",
            "title: T\nsection: s\nformat: 1\n",
            "format: 1\nsection: s\ntitle: T\n",
        ),
        (
            "what the format does not know goes to the end, in its own order",
            "zebra: 1\ntitle: T\nape: 2\nformat: 1\n",
            "format: 1\ntitle: T\nzebra: 1\nape: 2\n",
        ),
        (
            "names of the author's choice stay",
            "operations:\n  b:\n    summary: B.\n    request: GET /b\n  a:\n    query:\n      z: { doc: Z., type: int }\n      y: int\n",
            "operations:\n  b:\n    request: GET /b\n    summary: B.\n\n  a:\n    query:\n      z: { type: int, doc: Z. }\n      \"y\": int\n",
        ),
        (
            "arguments of examples stay",
            "operations: { a: { examples: { e: { wire: GET /a, with: { doc: x, type: z } } } } }\n",
            "operations:\n  a:\n    examples:\n      e:\n        with: { doc: x, type: z }\n        wire: GET /a\n",
        ),
    ]);
}

#[test]
fn tables_of_numbers_are_on_one_line() {
    let text = "rate_limits:\n  a:\n    plans:\n      b:\n        per_second:\n          z: 1\n          x: 2\n";
    let expected = "rate_limits:\n  a:\n    plans:\n      b:\n        per_second: { z: 1, x: 2 }\n";
    assert_eq!(format("api.yaml", text), expected);
}

#[test]
fn collections_are_on_one_line_or_on_several() {
    let mapping = |doc: &str| format!("types:\n  A:\n    fields:\n      a: {{ type: int, doc: {doc} }}\n");
    let fits = "x".repeat(120 - "      a: { type: int, doc:  }".len());
    let exceeds = format!("{fits}x");
    let block = format!("types:\n  A:\n    fields:\n      a:\n        type: int\n        doc: {exceeds}\n");
    assert_formatted(&[
        ("120 columns are enough", &mapping(&fits), &mapping(&fits)),
        ("more are not", &mapping(&exceeds), &block),
        (
            "small mappings are on one line",
            "operations:\n  a:\n    response:\n      in: x\n      type: int\n    pagination:\n      style: s\n      items: x\n",
            "operations:\n  a:\n    response: { type: int, in: x }\n    pagination: { style: s, items: x }\n",
        ),
        (
            "mappings of entries have a line for each",
            "operations: { a: { path: { id: string }, response: { fields: { x: int } } } }\n",
            "operations:\n  a:\n    path:\n      id: string\n    response:\n      fields:\n        x: int\n",
        ),
        (
            "nothing stays nothing",
            "operations:\n  a:\n    examples: { e: { with:   {} } }\n    documented: [\n     ]\n",
            "operations:\n  a:\n    documented: []\n    examples:\n      e:\n        with: {}\n",
        ),
        (
            "lists",
            "types:\n  A:\n    fields:\n      a:\n        absent:\n        - -1\n        - none\n        type: int\n",
            "types:\n  A:\n    fields:\n      a: { type: int, absent: [-1, none] }\n",
        ),
        (
            "collections in arguments",
            "operations:\n  a:\n    examples:\n      e:\n        with:\n          list:\n          - days: 7\n          - [1, 2]\n",
            "operations:\n  a:\n    examples:\n      e:\n        with: { list: [{ days: 7 }, [1, 2]] }\n",
        ),
        (
            "comments need lines",
            "operations:\n  a:\n    documented: [x, # first\n      z]\n    examples: { e: { with: { list: [{ a: 1, # one\n      b: 2 }] } } }\n",
            "operations:\n  a:\n    documented:\n      - x # first\n      - z\n    examples:\n      e:\n        with:\n          list:\n            - a: 1 # one\n              b: 2\n",
        ),
    ]);
}

#[test]
fn scalars_have_quotes_only_where_they_need_them() {
    let value = |value: &str| format!("title: {value}\n");
    for (text, expected) in [
        ("'plain words'", "plain words"),
        ("\"it's plain, [too] {here}\"", "it's plain, [too] {here}"),
        ("'https://a.example/?b=c#d'", "https://a.example/?b=c#d"),
        ("'1'", "\"1\""),
        ("1", "1"),
        ("'1.0'", "\"1.0\""),
        ("1.0", "1.0"),
        ("'1.0.0'", "1.0.0"),
        ("'12:30'", "\"12:30\""),
        ("'1_000'", "\"1_000\""),
        ("'0x1F'", "\"0x1F\""),
        ("'1e3'", "\"1e3\""),
        ("'.inf'", "\".inf\""),
        ("'2001-02-03'", "\"2001-02-03\""),
        ("'2fa-manual'", "2fa-manual"),
        ("'true'", "\"true\""),
        ("true", "true"),
        ("'null'", "\"null\""),
        ("null", "null"),
        ("~", "~"),
        ("'~'", "\"~\""),
        ("off", "\"off\""),
        ("'On'", "\"On\""),
        ("yes", "\"yes\""),
        ("'no'", "\"no\""),
        ("''", "\"\""),
        ("'a: b'", "\"a: b\""),
        ("'a #b'", "\"a #b\""),
        ("'a:'", "\"a:\""),
        ("'- a'", "\"- a\""),
        ("-a", "-a"),
        ("'`a`'", "\"`a`\""),
        ("'@a'", "\"@a\""),
        ("' a'", "\" a\""),
        ("'é'", "é"),
        ("\"a\\tb\"", "\"a\\tb\""),
        ("\"\\u2028\"", "\"\\u2028\""),
        ("'{\"a\":1}'", "|-\n  {\"a\":1}"),
        ("\"{\\\"a\\\":1}\"", "|-\n  {\"a\":1}"),
        ("|-\n  plain words", "plain words"),
        (">-\n  folded\n  words", "folded words"),
        ("one\n  two", "one two"),
        (">-\n  two\n\n  lines", "|-\n  two\n  lines"),
        ("\"two\\nlines\"", "|-\n  two\n  lines"),
        ("\"two\\nlines\\n\"", "|\n  two\n  lines"),
        ("|-\n    a\n\n      b", "|-\n  a\n\n    b"),
        ("\" a\\nb\"", "\" a\\nb\""),
        ("\"a\\n\\n\"", "\"a\\n\\n\""),
    ] {
        assert_eq!(format(SECTION, &value(text)), value(expected), "{text}");
        assert_eq!(format(SECTION, &value(expected)), value(expected), "{text}, once more");
    }
    assert_formatted(&[
        (
            "more characters need quotes between brackets",
            "types: { A: { fields: { a: { type: 'list<A>', doc: 'A, b.', also: ['c:d', e] } } } }\n",
            "types:\n  A:\n    fields:\n      a: { type: list<A>, also: [\"c:d\", e], doc: \"A, b.\" }\n",
        ),
        (
            "text of several lines keeps its lines",
            "types: { A: { fields: { a: { type: int, doc: \"a\\nb\" } } } }\n",
            "types:\n  A:\n    fields:\n      a:\n        type: int\n        doc: |-\n          a\n          b\n",
        ),
        (
            "keys follow the same rules",
            "missing:\n  'a': b\n  'on': b\n  7: b\n  '7.0': b\n  ? c\n  : d\n",
            "missing:\n  a: b\n  \"on\": b\n  7: b\n  \"7.0\": b\n  c: d\n",
        ),
    ]);
}

#[test]
fn empty_lines_separate_long_entries() {
    assert_formatted(&[
        (
            "operations, types, and the keys above them",
            "format: 1\noperations:\n  a:\n    request: GET /a\n  b:\n    request: GET /b\ntypes:\n  A: { doc: A. }\n  B: { doc: B. }\n",
            "format: 1\n\noperations:\n  a:\n    request: GET /a\n\n  b:\n    request: GET /b\n\ntypes:\n  A:\n    doc: A.\n\n  B:\n    doc: B.\n",
        ),
        (
            "elsewhere one is kept, and none at the start and the end",
            "\n\nformat: 1\n\n\n\ntitle: T\noperations:\n\n  a:\n\n    request: GET /a\n\n\n    summary: A.\n\n\n",
            "format: 1\n\ntitle: T\n\noperations:\n  a:\n    request: GET /a\n\n    summary: A.\n",
        ),
        (
            "line ends of all kinds",
            "format: 1\r\ntitle: T # c\r\ndoc: |\r\n  a\r\n  b\r\n",
            "format: 1\ntitle: T # c\ndoc: |\n  a\n  b\n",
        ),
    ]);
}

#[test]
fn comments_stay_with_their_entry() {
    assert_formatted(&[
        (
            "before an entry, and behind it",
            "title: T # of the page\n# which version\n# it is\nformat: 1\n",
            "# which version\n# it is\nformat: 1\ntitle: T # of the page\n",
        ),
        (
            "the one for the editor",
            "# yaml-language-server: $schema=x\n# the title\ntitle: T\nformat: 1\n",
            "# yaml-language-server: $schema=x\nformat: 1\n# the title\ntitle: T\n",
        ),
        (
            "about the file, before an empty line",
            "# about all\n\n# the title\ntitle: T\nformat: 1\n",
            "# about all\n\nformat: 1\n# the title\ntitle: T\n",
        ),
        (
            "at the end of a mapping, or before the next entry",
            "operations:\n  a:\n    summary: A.\n    # end of a\n  # before b\n  b:\n    summary: B.\n  # end of operations\n# before types\ntypes:\n  A:\n    doc: A.\n# end\n",
            "operations:\n  a:\n    summary: A.\n    # end of a\n\n  # before b\n  b:\n    summary: B.\n  # end of operations\n\n# before types\ntypes:\n  A:\n    doc: A.\n# end\n",
        ),
        (
            "behind the key of a block",
            "operations: # all\n  a: # first\n    summary: A.\n    doc: |- # two lines\n      a\n      # no comment\n",
            "operations: # all\n  a: # first\n    summary: A.\n    doc: |- # two lines\n      a\n      # no comment\n",
        ),
        (
            "behind brackets",
            "operations:\n  a:\n    response: { type: int, in: x } # c\n    pagination: { style: s, items: x\n     } # d\n",
            "operations:\n  a:\n    response: { type: int, in: x } # c\n    pagination: { style: s, items: x } # d\n",
        ),
        (
            "inside of brackets",
            "types: { A: { fields: { # c\n  a: int, # d\n  # e\n  b: int\n  # f\n} } }\n",
            "types:\n  A:\n    fields: # c\n      a: int # d\n      # e\n      b: int\n      # f\n",
        ),
        (
            "inside of empty brackets",
            "operations:\n  a:\n    documented: [ # c\n     # d\n     ]\n",
            "operations:\n  a:\n    # d\n    documented: [] # c\n",
        ),
        ("behind quotes", "title: \"a # b\" # c\nsection: 'it''s' # d\n", "section: it's # d\ntitle: \"a # b\" # c\n"),
        ("behind nothing", "title: # c\nsection:\n# d\ndoc: x\n", "section:\ntitle: # c\n# d\ndoc: x\n"),
        (
            "in lists",
            "operations:\n  a:\n    documented:\n    # c\n    - x # d\n    # e\n    - z\n    # f\n    request: GET /a\n",
            "operations:\n  a:\n    documented:\n      # c\n      - x # d\n      # e\n      - z\n    # f\n    request: GET /a\n",
        ),
    ]);
}

#[test]
fn each_kind_of_file_has_its_own_order() {
    for (name, text, expected) in [
        (
            "documented.yaml",
            "documented: { a: { sections: {}, title: A } }\nformat: 1\n",
            "format: 1\n\ndocumented:\n  a:\n    title: A\n    sections: {}\n",
        ),
        (
            "api.yaml",
            "hosts: { a: { auth: { credential: t, header: H }, url: 'https://a' } }\nname: Name\n",
            "name: Name\n\nhosts:\n  a:\n    url: https://a\n    auth: { header: H, credential: t }\n",
        ),
        (
            "shop/types.yaml",
            "types: { A: { enum: { a: {}, b: { unverified: X., doc: B. }, c: } } }\ndoc: D.\n",
            "doc: D.\n\ntypes:\n  A:\n    enum:\n      a: {}\n      b: { doc: B., unverified: X. }\n      c:\n",
        ),
    ] {
        assert_eq!(format(name, text), expected);
    }
}

#[test]
fn an_invalid_file_stays_unchanged() {
    for (name, text, code) in [
        (SECTION, "a: [", "E0101"),
        (SECTION, "a: 1\na: 2\n", "E0103"),
        (SECTION, "a: &x 1\n", "E0102"),
        (SECTION, "# nothing\n", "E0002"),
        (SECTION, "a: 1\n---\nb: 2\n", "E0102"),
        ("notes.yaml", "a: 1\n", "E0003"),
    ] {
        let formatted = format_file(name, text);
        assert!(formatted.files.is_empty(), "{text}");
        let codes: Vec<&str> = formatted.diagnostics.iter().map(|diagnostic| diagnostic.id.code()).collect();
        assert_eq!(codes, [code], "{text}");
    }
}
