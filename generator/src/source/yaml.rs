//! Parses YAML text into nodes with locations.
//!
//! A strict subset of YAML: no anchors, aliases, tags or several documents, because a spec that is
//! reviewed line by line must not depend on other lines; and no duplicate keys.

use std::collections::HashMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span};

use super::node::{Entry, Node, Scalar, Text, Value};
use crate::characters;
use crate::diagnostics::{Diagnostic, Diagnostics, FileId, Id, Place, SourceFile};

/// The maximum nesting depth.
const MAX_DEPTH: usize = 32;

/// The maximum length of a key without `?`, in characters.
const MAX_KEY: usize = 1024;

/// A collection that is not closed yet.
struct Open {
    place: Place,
    content: Content,
}

enum Content {
    Sequence(Vec<Node>),
    Mapping { entries: Vec<Entry>, places: HashMap<String, Place>, key: Option<Text> },
}

/// Parses one file. Returns `None` if it is invalid as a whole; the reason is in `diagnostics`.
pub(crate) fn parse(file: &SourceFile, id: FileId, diagnostics: &mut Diagnostics) -> Option<Node> {
    let mut documents = 0;
    if let Some(directive) = directive(file) {
        diagnostics.push(
            Diagnostic::error(
                Id::YamlFeature,
                Place::of(id, directive),
                "directives (`%NAME`) are not part of the spec format",
            )
            .expected("a spec file, whose first key is `format: 1`")
            .help("remove the line"),
        );
        return None;
    }
    let mut reader = Reader { file, id, diagnostics, stack: Vec::new(), root: None };
    for event in Parser::new_from_str(&file.text) {
        let (event, span) = match event {
            Ok(event) => event,
            Err(error) => {
                reader.syntax_error(&error);
                return None;
            }
        };
        if matches!(event, Event::DocumentStart(_)) {
            documents += 1;
            if documents > 1 {
                let place = reader.place(span);
                reader.diagnostics.push(
                    Diagnostic::error(Id::YamlFeature, place, "a spec file is one YAML document")
                        .expected("a single document")
                        .help("move this document to a separate file"),
                );
                return None;
            }
        }
        reader.event(event, span)?;
    }
    if reader.root.is_none() {
        diagnostics.push(
            Diagnostic::error(Id::EmptyFile, Place::start_of(id), "the file is empty")
                .expected("a spec file, whose first key is `format: 1`")
                .help("delete the file, or write its content")
                .cause(&file.name),
        );
        return None;
    }
    reader.root
}

struct Reader<'s, 'd> {
    file: &'s SourceFile,
    id: FileId,
    diagnostics: &'d mut Diagnostics,
    stack: Vec<Open>,
    root: Option<Node>,
}

impl Reader<'_, '_> {
    fn place(&self, span: Span) -> Place {
        let start = self.file.offset(span.start.line(), span.start.col());
        let end = self.file.offset(span.end.line(), span.end.col());
        Place { file: self.id, start, end: end.max(start) }
    }

    /// Handles one event. `None` stops parsing this file.
    fn event(&mut self, event: Event<'_>, span: Span) -> Option<()> {
        let place = self.place(span);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse_features(place, anchor, tag.is_some())?;
                self.refuse_foreign(place, &text)?;
                let plain = style == ScalarStyle::Plain;
                let quoted = matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted);
                let place = self.extent(place, &text, style);
                let text = self.without_wrong_blanks(place, text.into_owned(), plain)?;
                self.add(Node::new(place, Value::Scalar(Scalar { text, plain, quoted })))
            }
            Event::SequenceStart(anchor, tag) => {
                self.refuse_features(place, anchor, tag.is_some())?;
                self.open(place, Content::Sequence(Vec::new()))
            }
            Event::MappingStart(anchor, tag) => {
                self.refuse_features(place, anchor, tag.is_some())?;
                self.open(place, Content::Mapping { entries: Vec::new(), places: HashMap::new(), key: None })
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(place),
            Event::Alias(_) => {
                self.refuse_features(place, 1, false)?;
                None
            }
            _ => Some(()),
        }
    }

    /// The parser's spans reach into the white space after a scalar, and after a quoted one into
    /// the comment behind it.
    fn extent(&self, place: Place, text: &str, style: ScalarStyle) -> Place {
        let source = self.file.text.get(place.start as usize..place.end as usize).unwrap_or_default();
        let length = match style {
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => quoted_length(source),
            // The span of an absent value covers the following text.
            _ if text.trim().is_empty() => 0,
            _ => source.trim_ascii_end().len(),
        };
        Place { end: place.start + u32::try_from(length).unwrap_or(0), ..place }
    }

    fn refuse_features(&mut self, place: Place, anchor: usize, tag: bool) -> Option<()> {
        let (feature, help) = match (anchor, tag) {
            (0, false) => return Some(()),
            (0, true) => ("tags (`!name`)", "remove the tag: the key determines the type of its value"),
            _ => (
                "anchors (`&name`) and aliases (`*name`)",
                "write the value again; define types that several sections share in types.yaml of the product",
            ),
        };
        self.diagnostics.push(
            Diagnostic::error(Id::YamlFeature, place, format!("{feature} are not part of the spec format"))
                .expected("a plain value")
                .help(help),
        );
        None
    }

    /// A file has no such character, but a quoted string can have it as an escape sequence.
    fn refuse_foreign(&mut self, place: Place, text: &str) -> Option<()> {
        let Some((_, character)) = characters::foreign(text) else { return Some(()) };
        self.diagnostics.push(
            Diagnostic::error(Id::YamlFeature, place, format!("this text contains {}", characters::name(character)))
                .expected("visible characters")
                .help("remove the escape sequence"),
        );
        None
    }

    /// The text with spaces for blanks that only look like one, which are reported in keys and in plain values of one
    /// word. Prose may have them, and so may text that has them as escapes. `None` ends the reading of this file: a wrong
    /// blank in an indentation changes the structure of what follows.
    fn without_wrong_blanks(&mut self, place: Place, text: String, plain: bool) -> Option<String> {
        let is_key = self.expects_key();
        let source = self.file.text.get(place.start as usize..place.end as usize);
        let written = source.filter(|_| !plain).unwrap_or(&text);
        let wrong = if is_key { characters::wrong_in_name(written) } else { characters::wrong_blank(written) };
        let Some((offset, character)) = wrong else { return Some(text) };
        if !is_key && (!plain || text.contains(' ')) {
            return Some(text);
        }
        let what = if is_key { "key" } else { "value" };
        let (name, code) = (characters::name(character), u32::from(character));
        let escape = if code > 0xffff { format!("\\U{code:08x}") } else { format!("\\u{code:04x}") };
        self.diagnostics.push(
            Diagnostic::error(Id::HiddenCharacter, place, format!("the {what} `{text}` contains {name}"))
                .expected("a name without invisible characters")
                .help(format!("type the name again; if the character is intended, write `{escape}` in double quotes")),
        );
        // Otherwise, the blank of `key: value` is part of the key, and the value is lost.
        let swallows_value = is_key && plain && text.contains(':');
        // Most keys are ids, which have no spaces.
        (!swallows_value && (!is_key || offset > 0)).then(|| characters::cleaned(&text, if is_key { "" } else { " " }))
    }

    /// Whether the next scalar is a key.
    fn expects_key(&self) -> bool {
        let open = self.stack.last().map(|open| &open.content);
        matches!(open, Some(Content::Mapping { key: None, .. }))
    }

    fn open(&mut self, place: Place, content: Content) -> Option<()> {
        if self.stack.len() == MAX_DEPTH {
            self.too_deep(place);
            return None;
        }
        self.stack.push(Open { place, content });
        Some(())
    }

    fn too_deep(&mut self, place: Place) {
        self.diagnostics.push(
            Diagnostic::error(Id::YamlSyntax, place, format!("nested more than {MAX_DEPTH} levels deep"))
                .expected("fewer levels")
                .help("correct the indentation and the brackets of this file"),
        );
    }

    fn close(&mut self, end: Place) -> Option<()> {
        let open = self.stack.pop()?;
        let (first, last) = match &open.content {
            Content::Sequence(items) => (items.first().map(|item| item.place), items.last().map(|item| item.place)),
            Content::Mapping { entries, .. } => {
                (entries.first().map(|entry| entry.key.place), entries.last().map(|entry| entry.value.place))
            }
        };
        let bracket = self.file.text.as_bytes().get(open.place.start as usize).is_some_and(|byte| b"[{".contains(byte));
        // The bracket at the start of a block list can be that of its first item.
        let is_flow = bracket && first.is_none_or(|first| first.start > open.place.start);
        // A block collection ends where its last value ends, not where the next token starts.
        let end = if is_flow { end.start + 1 } else { last.map_or(end.end, |last| last.end) };
        let place = Place { end: end.max(open.place.start), ..open.place };
        let value = match open.content {
            Content::Sequence(items) => Value::Sequence(items),
            Content::Mapping { entries, .. } => Value::Mapping(entries),
        };
        self.add(Node::new(place, value))
    }

    fn add(&mut self, node: Node) -> Option<()> {
        match self.stack.last_mut().map(|open| &mut open.content) {
            None => self.root = Some(node),
            Some(Content::Sequence(items)) => items.push(node),
            Some(Content::Mapping { entries, places, key }) => {
                match key.take() {
                    Some(key) => match places.get(&key.value) {
                        None => {
                            places.insert(key.value.clone(), key.place);
                            entries.push(Entry { key, value: node });
                        }
                        Some(first) => self.diagnostics.push(
                            Diagnostic::error(Id::DuplicateKey, key.place, format!("duplicate `{}`", key.value))
                                .expected("unique keys in a mapping")
                                .related(*first, "first here")
                                .help("remove or rename one of the two"),
                        ),
                    },
                    None => match node.as_text() {
                        // With its quotes, because an entry starts at its key.
                        Some(text) => *key = Some(Text { place: node.place, ..text }),
                        None => {
                            self.diagnostics.push(
                            Diagnostic::error(Id::YamlSyntax, node.place, "a list or a mapping cannot be a key")
                                .expected("a string as the key")
                                .help("correct the brackets, or write the string in quotes if it starts with `[` or `{`"),
                        );
                            return None;
                        }
                    },
                }
            }
        }
        Some(())
    }

    fn syntax_error(&mut self, error: &ScanError) {
        let marker = error.marker();
        let start = self.file.offset(marker.line(), marker.col());
        let place = Place { file: self.id, start, end: start };
        // The parser has a limit too, which lookahead can reach first.
        if error.info().contains("recursion limit") {
            return self.too_deep(place);
        }
        // An alias without an anchor is also an alias.
        if error.info().contains("unknown anchor") {
            self.refuse_features(place, 1, false);
            return;
        }
        if let Some((place, character)) = self.wrong_blank_before(marker.line()) {
            let name = characters::name(character);
            self.diagnostics.push(
                Diagnostic::error(Id::HiddenCharacter, place, format!("invalid character in YAML: {name}"))
                    .expected("a space")
                    .help("replace it by a space; the rest of the file was not checked"),
            );
            return;
        }
        if let Some(place) = self.tab_after(marker.line()) {
            self.diagnostics.push(
                Diagnostic::error(Id::YamlSyntax, place, "tab in the indentation, which YAML does not allow")
                    .expected("spaces")
                    .help("write two spaces per level; the rest of the file was not checked"),
            );
            return;
        }
        let help = if marker.col() > MAX_KEY && error.info().starts_with("mapping values are not allowed") {
            "shorten the key: it has more than 1024 characters, the most that YAML allows"
        } else {
            "check quotes, brackets and the indentation of this line and the one before; \
             a string that contains `: ` or ` #` needs quotes"
        };
        self.diagnostics.push(
            Diagnostic::error(Id::YamlSyntax, place, format!("invalid YAML: {}", error.info()))
                .expected("YAML")
                .help(help),
        );
    }
}

impl Reader<'_, '_> {
    /// Returns the tab that indents the line of an error or the next line, because the parser can stop one line early.
    fn tab_after(&self, line: usize) -> Option<Place> {
        let start = self.file.offset(line.max(1), 0) as usize;
        let mut offset = start;
        for line in self.file.text.get(start..)?.split_inclusive('\n').take(2) {
            let indentation = &line[..line.len() - line.trim_start().len()];
            if let Some(tab) = indentation.find('\t').filter(|_| !line.trim().is_empty()) {
                return Some(Place::of(self.id, offset + tab..offset + tab + 1));
            }
            offset += line.len();
        }
        None
    }

    /// Returns a blank that looks like a space, in the line of an error or the line before.
    fn wrong_blank_before(&self, line: usize) -> Option<(Place, char)> {
        let start = self.file.offset(line.saturating_sub(1).max(1), 0) as usize;
        let lines = self.file.text.get(start..)?.split_inclusive('\n').take(2);
        let text: &str = &self.file.text[start..start + lines.map(str::len).sum::<usize>()];
        let (offset, character) = characters::wrong_blank(text)?;
        let start = start + offset;
        Some((Place::of(self.id, start..start + character.len_utf8()), character))
    }
}

/// Returns the line of the first directive, which can only be before the document.
fn directive(file: &SourceFile) -> Option<Range<usize>> {
    let mut start = 0;
    for line in file.text.split_inclusive('\n') {
        match line.trim_end() {
            directive if directive.starts_with('%') => return Some(start..start + directive.len()),
            empty if empty.is_empty() || empty.starts_with('#') => start += line.len(),
            _ => return None,
        }
    }
    None
}

/// Returns the length of the quoted text at the start of `source`.
fn quoted_length(source: &str) -> usize {
    let mut characters = source.char_indices().peekable();
    let Some((_, quote)) = characters.next() else { return 0 };
    while let Some((offset, character)) = characters.next() {
        let mut is_doubled = || quote == '\'' && characters.peek().is_some_and(|(_, next)| *next == quote);
        if (quote == '"' && character == '\\') || (character == quote && is_doubled()) {
            characters.next();
        } else if character == quote {
            return offset + 1;
        }
    }
    source.trim_end().len()
}
