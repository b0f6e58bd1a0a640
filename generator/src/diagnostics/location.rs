//! The text of spec files, and locations in it.

use std::fmt;
use std::path::{Path, PathBuf};

/// Returns a path for messages, with `/` between its parts on all systems. Windows accepts both separators.
pub fn display_path(path: &Path) -> String {
    let text = path.display().to_string();
    // A path such as `\\?\C:\folder` is valid only with `\`.
    if cfg!(windows) && !text.starts_with(r"\\?\") { text.replace('\\', "/") } else { text }
}

/// The number of a file in its [`SourceMap`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A range of bytes in one file of the spec.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Place {
    /// Returns the start of a file, for diagnostics about the whole file.
    pub fn start_of(file: FileId) -> Self {
        Self { file, start: 0, end: 0 }
    }

    /// Creates a range of bytes of a file.
    pub fn of(file: FileId, bytes: std::ops::Range<usize>) -> Self {
        let offset = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { file, start: offset(bytes.start), end: offset(bytes.end) }
    }

    /// Returns this place without its first and last byte, which are quotes.
    pub fn inside(self) -> Self {
        let start = (self.start + 1).min(self.end);
        Self { file: self.file, start, end: self.end.saturating_sub(1).max(start) }
    }

    /// Returns a part of this place, by offsets from its start, clipped at its end.
    pub fn part(self, start: usize, end: usize) -> Self {
        let length = (self.end - self.start) as usize;
        let at = |offset: usize| self.start + u32::try_from(offset.min(length)).unwrap_or(0);
        Self { file: self.file, start: at(start), end: at(end) }
    }
}

/// One file of the spec.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Its path for diagnostics.
    pub path: PathBuf,
    /// Its path inside the spec folder, with `/` between the parts.
    pub name: String,
    /// Its content, with `\n` as the end of every line and without a byte order mark.
    pub text: String,
    line_starts: Vec<u32>,
    /// The offset of every `MARKED`th character, so that a lookup in a long line does not scan the whole line.
    marks: Vec<u32>,
}

const MARKED: usize = 64;

impl SourceFile {
    /// Creates a file of a spec.
    pub fn new(path: PathBuf, name: String, text: String) -> Self {
        let offset = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(end, _)| offset(end + 1))).collect();
        let marks = text.char_indices().step_by(MARKED).map(|(start, _)| offset(start)).collect();
        Self { path, name, text, line_starts, marks }
    }

    /// Returns its path on one line, with escapes for invisible characters.
    pub fn display_path(&self) -> String {
        display_path(&self.path)
            .chars()
            .map(|letter| if letter.is_control() { letter.escape_debug().to_string() } else { letter.into() })
            .collect()
    }

    /// Returns the byte offset of a line (from 1) and column (from 0, in characters).
    pub fn offset(&self, line: usize, column: usize) -> u32 {
        let end = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        let Some(&start) = self.line_starts.get(line.saturating_sub(1)) else { return end };
        if column < MARKED {
            return start + self.bytes_of(start, column);
        }
        let character = self.characters_before(start as usize) + column;
        let Some(&mark) = self.marks.get(character / MARKED) else { return end };
        mark + self.bytes_of(mark, character % MARKED)
    }

    /// Returns the length of the next characters in bytes.
    fn bytes_of(&self, start: u32, characters: usize) -> u32 {
        let rest = self.text.get(start as usize..).unwrap_or_default();
        let bytes = rest.char_indices().nth(characters).map_or(rest.len(), |(offset, _)| offset);
        u32::try_from(bytes).unwrap_or(0)
    }

    /// Returns the line and column (both from 1, the column in characters) of a byte offset.
    pub fn line_and_column(&self, offset: u32) -> (usize, usize) {
        let line = self.line_starts.partition_point(|start| *start <= offset).max(1);
        let start = self.line_starts.get(line - 1).copied().unwrap_or(0) as usize;
        (line, self.characters_before(offset as usize).saturating_sub(self.characters_before(start)) + 1)
    }

    /// Returns the number of characters before a byte offset.
    fn characters_before(&self, offset: usize) -> usize {
        let marks = self.marks.partition_point(|mark| (*mark as usize) < offset);
        let Some(last) = marks.checked_sub(1) else { return 0 };
        let mark = self.marks[last] as usize;
        let rest = self.text[mark..].char_indices().take_while(|(start, _)| mark + start < offset);
        last * MARKED + rest.count()
    }
}

/// All files of a spec.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

impl SourceMap {
    /// Adds a file, and returns its id.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(file);
        id
    }

    /// Returns the file with this id.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// Returns the files in reading order.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(index, file)| (FileId(u32::try_from(index).unwrap_or(u32::MAX)), file))
    }

    /// The place of a line of a text, counted from 0, if the text is written as a block; otherwise its whole place.
    pub fn line_of(&self, place: Place, text: &str, line: usize) -> Place {
        let file = &self.file(place.file).text;
        let Some(before) = file.get(..place.start as usize) else { return place };
        let block = before.rfind('\n').map_or(0, |end| end + 1);
        let indentation = before.len() - block;
        let mut lines = file[block..].split_inclusive('\n');
        let offset = block + lines.by_ref().take(line).map(str::len).sum::<usize>() + indentation;
        let written = lines.next().and_then(|written| written.get(indentation..)).map(str::trim_end);
        match (written, text.lines().nth(line)) {
            (Some(written), Some(meant)) if written == meant.trim_end() => {
                Place::of(place.file, offset..offset + written.len())
            }
            _ => place,
        }
    }

    /// Returns a place as `file:line:column`.
    pub fn describe(&self, place: Place) -> impl fmt::Display + '_ {
        let file = self.file(place.file);
        let (line, column) = file.line_and_column(place.start);
        format!("{}:{line}:{column}", file.display_path())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_characters_and_offsets_count_bytes() {
        let file = SourceFile::new("x".into(), "x".into(), "a: é1\nbcd: 2".into());
        for (line, column, offset, character) in [(1, 0, 0, 'a'), (1, 4, 5, '1'), (2, 0, 7, 'b'), (2, 5, 12, '2')] {
            assert_eq!(file.offset(line, column), offset);
            assert_eq!(file.line_and_column(offset), (line, column + 1));
            assert!(file.text[offset as usize..].starts_with(character));
        }
        assert_eq!(file.offset(9, 9), 13, "beyond the end is the end");
    }

    #[test]
    fn long_lines_are_like_short_ones() {
        let line = "aé".repeat(500);
        let file = SourceFile::new("x".into(), "x".into(), format!("ß\n{line}\n{line}"));
        for (index, (offset, _)) in line.char_indices().enumerate() {
            for (number, start) in [(2, 3), (3, 3 + line.len() + 1)] {
                let offset = u32::try_from(start + offset).expect("the text is short");
                assert_eq!(file.offset(number, index), offset);
                assert_eq!(file.line_and_column(offset), (number, index + 1));
            }
        }
        assert_eq!(file.offset(3, 5_000) as usize, file.text.len());
    }
}
