//! JSON with line breaks for readable diffs.

use std::io::{Result, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

/// Lists down to this depth have a line for each item. Deeper values stay on one line.
const MAX_DEPTH: usize = 4;

/// Writes a value as JSON, with a line for each key of the whole and for each item of the outer lists.
pub(super) fn to_lines(value: &impl Serialize) -> String {
    let mut json = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut json, Lines { depth: 0 });
    value.serialize(&mut serializer).expect("the value has only keys that are strings");
    json.push(b'\n');
    String::from_utf8(json).expect("JSON is UTF-8")
}

struct Lines {
    depth: usize,
}

fn line<W: Write + ?Sized>(writer: &mut W, indent: usize) -> Result<()> {
    write!(writer, "\n{:indent$}", "")
}

impl Formatter for Lines {
    fn begin_array<W: Write + ?Sized>(&mut self, writer: &mut W) -> Result<()> {
        self.depth += 1;
        writer.write_all(b"[")
    }

    fn begin_array_value<W: Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> Result<()> {
        let separator: &[u8] = match (first, self.depth <= MAX_DEPTH) {
            (true, _) => b"",
            (false, true) => b",",
            (false, false) => b", ",
        };
        writer.write_all(separator)?;
        if self.depth <= MAX_DEPTH { line(writer, self.depth / 2) } else { Ok(()) }
    }

    fn end_array<W: Write + ?Sized>(&mut self, writer: &mut W) -> Result<()> {
        if self.depth <= MAX_DEPTH {
            line(writer, (self.depth / 2).saturating_sub(1))?;
        }
        self.depth -= 1;
        writer.write_all(b"]")
    }

    fn begin_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> Result<()> {
        self.depth += 1;
        writer.write_all(b"{")
    }

    fn begin_object_key<W: Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> Result<()> {
        match (first, self.depth) {
            (true, 1) => writer.write_all(b"\n"),
            (false, 1) => writer.write_all(b",\n"),
            (true, _) => Ok(()),
            (false, _) => writer.write_all(b", "),
        }
    }

    fn begin_object_value<W: Write + ?Sized>(&mut self, writer: &mut W) -> Result<()> {
        writer.write_all(b": ")
    }

    fn end_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> Result<()> {
        if self.depth == 1 {
            writer.write_all(b"\n")?;
        }
        self.depth -= 1;
        writer.write_all(b"}")
    }
}
