//! A parser for bodies that are almost JSON.
//!
//! Some servers truncate text at a number of UTF-16 units and send half of a surrogate pair. Others put a byte order
//! mark before the body, write raw control characters or bytes of a different encoding into strings, or write numbers
//! that no float can represent. A strict parser rejects the whole body for each of these. This parser runs only after
//! the strict one failed. It keeps everything else, and lists its changes.

use super::tape::{Tape, Token, number};
use super::warning::{WarningKind, push_key};

/// The maximum depth of nested containers. The strict parser has the same limit.
const MAX_DEPTH: usize = 127;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A location where the body was changed or a value was left out.
#[derive(Debug)]
pub(crate) struct Repair {
    /// The token of the repair.
    pub(crate) token: usize,
    pub(crate) kind: WarningKind,
    pub(crate) message: &'static str,
    /// The JSON path, for a value that is not read.
    pub(crate) path: String,
    /// The same path without the keys, which may be personal data.
    pub(crate) redacted_path: String,
}

/// The body without the byte order mark that some servers write.
pub(crate) fn without_byte_order_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body)
}

/// Parses a body that the strict parser rejects; `None` if it is not JSON even after repairs.
pub(super) fn parse(body: &[u8]) -> Option<Tape<'_>> {
    let rest = without_byte_order_mark(body);
    let mut parser = Parser { rest, tape: Tape::with_kept_list(), steps: Vec::new() };
    if rest.len() < body.len() {
        parser.repaired(0, WarningKind::ByteOrderMark, "a byte order mark before the body was skipped");
    }
    parser.value()?;
    parser.skip_blanks();
    parser.rest.is_empty().then_some(parser.tape)
}

/// One step of the path to the current value.
enum Step {
    /// The token of the key.
    Key(usize),
    Index(usize),
}

/// The repairs of one string.
#[derive(Default)]
struct Flaws {
    control_character: bool,
    invalid_utf8: bool,
    half_character: bool,
}

struct Parser<'a> {
    rest: &'a [u8],
    tape: Tape<'a>,
    steps: Vec<Step>,
}

impl<'a> Parser<'a> {
    fn value(&mut self) -> Option<()> {
        self.skip_blanks();
        match self.rest.first()? {
            b'{' | b'[' if self.steps.len() >= MAX_DEPTH => {
                self.skip_container()?;
                self.lost(WarningKind::TooDeep, "is nested too deep and was left out")
            }
            b'{' => self.object(),
            b'[' => self.list(),
            b'"' => self.string().map(|_| ()),
            b't' => self.word("true", Token::Bool(true)),
            b'f' => self.word("false", Token::Bool(false)),
            b'n' => self.word("null", Token::Null),
            _ => self.number(),
        }
    }

    fn object(&mut self) -> Option<()> {
        self.take(b'{')?;
        let start = self.tape.push(Token::Object(0))?;
        self.skip_blanks();
        if self.take(b'}').is_none() {
            loop {
                self.skip_blanks();
                // The path of a repaired key is the path of its value.
                self.steps.push(Step::Key(self.tape.end() as usize));
                self.string()?;
                self.skip_blanks();
                self.take(b':')?;
                self.value()?;
                self.steps.pop();
                if self.ends(b'}')? {
                    break;
                }
            }
        }
        let end = self.tape.end();
        self.tape.replace(start, Token::Object(end));
        Some(())
    }

    fn list(&mut self) -> Option<()> {
        self.take(b'[')?;
        let start = self.tape.push(Token::List(0))?;
        self.skip_blanks();
        if self.take(b']').is_none() {
            for index in 0.. {
                self.steps.push(Step::Index(index));
                self.value()?;
                self.steps.pop();
                if self.ends(b']')? {
                    break;
                }
            }
        }
        let end = self.tape.end();
        self.tape.replace(start, Token::List(end));
        Some(())
    }

    /// Whether a container ends after a value. Otherwise a comma must follow.
    fn ends(&mut self, close: u8) -> Option<bool> {
        self.skip_blanks();
        if self.take(close).is_some() {
            return Some(true);
        }
        self.take(b',').map(|()| false)
    }

    fn word(&mut self, word: &str, token: Token<'a>) -> Option<()> {
        self.rest = self.rest.strip_prefix(word.as_bytes())?;
        self.tape.push(token).map(|_| ())
    }

    fn number(&mut self) -> Option<()> {
        // These are not JSON, but some libraries write them.
        for word in ["NaN", "Infinity", "-Infinity"] {
            if let Some(rest) = self.rest.strip_prefix(word.as_bytes()) {
                self.rest = rest;
                return self.lost(WarningKind::OutOfRange, "is not a finite number and was left out");
            }
        }
        let length = number_length(self.rest)?;
        let (digits, rest) = self.rest.split_at(length);
        self.rest = rest;
        match number(std::str::from_utf8(digits).ok()?) {
            Some(token) => self.tape.push(token).map(|_| ()),
            None => self.lost(WarningKind::OutOfRange, "is a number out of range and was left out"),
        }
    }

    /// Reads a string with its quotes.
    fn string(&mut self) -> Option<usize> {
        self.take(b'"')?;
        let mut flaws = Flaws::default();
        let plain = self.segment(&mut flaws);
        let token = match (self.rest.first()?, std::str::from_utf8(plain)) {
            (b'"', Ok(text)) => {
                self.rest = &self.rest[1..];
                self.tape.push(Token::Text(text))?
            }
            _ => {
                let mut text = String::new();
                push_lossy(plain, &mut text, &mut flaws);
                while self.take(b'"').is_none() {
                    self.take(b'\\')?;
                    self.escape(&mut text, &mut flaws)?;
                    let segment = self.segment(&mut flaws);
                    push_lossy(segment, &mut text, &mut flaws);
                }
                self.tape.push_text(&text)?
            }
        };
        if flaws.control_character {
            self.repaired(token, WarningKind::ControlCharacter, "has a raw control character, which was kept");
        }
        if flaws.invalid_utf8 {
            self.repaired(token, WarningKind::InvalidUtf8, "has bytes that are not UTF-8, which were replaced");
        }
        if flaws.half_character {
            let message = "has half of a surrogate pair, which was replaced";
            self.repaired(token, WarningKind::UnpairedSurrogate, message);
        }
        Some(token)
    }

    /// Returns the bytes of a string up to its end or to the next escape.
    fn segment(&mut self, flaws: &mut Flaws) -> &'a [u8] {
        let length = self.rest.iter().position(|byte| matches!(byte, b'"' | b'\\')).unwrap_or(self.rest.len());
        let (segment, rest) = self.rest.split_at(length);
        flaws.control_character |= segment.iter().any(|byte| *byte < b' ');
        self.rest = rest;
        segment
    }

    /// Reads an escape after its backslash.
    fn escape(&mut self, text: &mut String, flaws: &mut Flaws) -> Option<()> {
        let (escape, rest) = self.rest.split_first()?;
        self.rest = rest;
        text.push(match escape {
            b'"' | b'\\' | b'/' => char::from(*escape),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.unit()?;
                let low = || unit_of(self.rest.strip_prefix(b"\\u")?).filter(|low| (0xdc00..0xe000).contains(low));
                let decoded = match unit {
                    0xd800..0xdc00 => low().and_then(|low| {
                        char::from_u32(0x1_0000 + ((u32::from(unit) - 0xd800) << 10) + (u32::from(low) - 0xdc00))
                    }),
                    _ => char::from_u32(unit.into()),
                };
                if decoded.is_some_and(|character| character.len_utf16() == 2) {
                    self.rest = &self.rest[6..];
                }
                flaws.half_character |= decoded.is_none();
                decoded.unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => return None,
        });
        Some(())
    }

    /// Reads the four digits of an escape.
    fn unit(&mut self) -> Option<u16> {
        let unit = unit_of(self.rest)?;
        self.rest = &self.rest[4..];
        Some(unit)
    }

    /// Skips a container that is too deep. Only its strings and brackets are checked, with one byte for each level.
    fn skip_container(&mut self) -> Option<()> {
        let mut closing = Vec::new();
        loop {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            match byte {
                b'{' => closing.push(b'}'),
                b'[' => closing.push(b']'),
                b'"' => self.skip_string()?,
                b'}' | b']' => {
                    if closing.pop() != Some(*byte) {
                        return None;
                    }
                    if closing.is_empty() {
                        return Some(());
                    }
                }
                _ => {}
            }
        }
    }

    /// Skips the rest of a string and its closing quote.
    fn skip_string(&mut self) -> Option<()> {
        loop {
            let at = self.rest.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
            let is_end = self.rest[at] == b'"';
            self.rest = self.rest.get(at + if is_end { 1 } else { 2 }..)?;
            if is_end {
                return Some(());
            }
        }
    }

    fn skip_blanks(&mut self) {
        let blanks = self.rest.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
        self.rest = &self.rest[blanks.unwrap_or(self.rest.len())..];
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        self.rest = self.rest.strip_prefix(&[byte])?;
        Some(())
    }

    fn lost(&mut self, kind: WarningKind, message: &'static str) -> Option<()> {
        let token = self.tape.push(Token::Lost)?;
        self.repaired(token, kind, message);
        Some(())
    }

    fn repaired(&mut self, token: usize, kind: WarningKind, message: &'static str) {
        let steps = &self.steps;
        self.tape.repaired(|tape| {
            let (mut path, mut redacted_path) = ("$".to_owned(), "$".to_owned());
            for step in steps {
                match step {
                    Step::Index(index) => {
                        let index = format!("[{index}]");
                        path.push_str(&index);
                        redacted_path.push_str(&index);
                    }
                    Step::Key(key) => {
                        push_key(&mut path, tape.text(*key).unwrap_or_default());
                        redacted_path.push_str("[*]");
                    }
                }
            }
            Repair { token, kind, message, path, redacted_path }
        });
    }
}

/// Appends bytes as text, with U+FFFD for each sequence that is not UTF-8.
fn push_lossy(bytes: &[u8], text: &mut String, flaws: &mut Flaws) {
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
            flaws.invalid_utf8 = true;
        }
    }
}

/// Returns the UTF-16 unit of four hexadecimal digits.
fn unit_of(digits: &[u8]) -> Option<u16> {
    let digits = digits.get(..4).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))?;
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// Returns the length of the number at the start, by the grammar of JSON.
fn number_length(bytes: &[u8]) -> Option<usize> {
    let digits = |at: usize| bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut at = usize::from(bytes.first() == Some(&b'-'));
    let whole = digits(at);
    if whole == 0 || (whole > 1 && bytes[at] == b'0') {
        return None;
    }
    at += whole;
    if bytes.get(at) == Some(&b'.') {
        let fraction = digits(at + 1);
        if fraction == 0 {
            return None;
        }
        at += 1 + fraction;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        let exponent = digits(at + 1 + sign);
        if exponent == 0 {
            return None;
        }
        at += 1 + sign + exponent;
    }
    Some(at)
}
