//! Keeps a report within its size, block by block.

/// The bytes that are reserved for the lines on left-out blocks, and for the markup around lists.
const RESERVE: usize = 6_000;

/// The bytes that are left for blocks.
pub(super) struct Budget {
    left: usize,
}

/// The markup around a list.
pub(super) struct List<'a> {
    pub(super) start: &'a str,
    pub(super) end: &'a str,
}

impl Budget {
    pub(super) fn new(bytes: usize) -> Self {
        Self { left: bytes.saturating_sub(RESERVE) }
    }

    /// Counts a text that is always written.
    pub(super) fn text(&mut self, text: &str) -> String {
        self.left = self.left.saturating_sub(text.len());
        text.to_owned()
    }

    /// Returns a list of as many whole blocks as fit, with a line on the others; empty if there are no blocks.
    pub(super) fn list<T>(
        &mut self,
        list: &List<'_>,
        items: &[T],
        block: impl Fn(&T) -> String,
        left_over: impl Fn(&[T]) -> String,
    ) -> String {
        if items.is_empty() {
            return String::new();
        }
        let mut out = list.start.to_owned();
        for (index, item) in items.iter().enumerate() {
            let text = block(item);
            if text.len() > self.left {
                out.push_str(&left_over(&items[index..]));
                // Later blocks matter less, so they do not get the room that this one lacks.
                self.left = 0;
                break;
            }
            self.left -= text.len();
            out.push_str(&text);
        }
        out.push_str(list.end);
        out
    }
}

/// Returns the line on left-out blocks.
pub(super) fn more(count: usize, breaking: usize) -> String {
    let breaking = if breaking > 0 { format!(" ({breaking} breaking)") } else { String::new() };
    format!("<b>{count} more{breaking} in the full report</b>")
}
