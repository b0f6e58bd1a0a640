//! Keeps a report within its size, block by block.

/// What is kept for the lines that say how much is missing, and for what the lists stand in.
const RESERVE: usize = 6_000;

/// How much may still be written.
pub(super) struct Paper {
    left: usize,
}

/// What a list stands in.
pub(super) struct List<'a> {
    pub(super) start: &'a str,
    pub(super) end: &'a str,
}

impl Paper {
    pub(super) fn new(bytes: usize) -> Self {
        Self { left: bytes.saturating_sub(RESERVE) }
    }

    /// What is always there.
    pub(super) fn text(&mut self, text: &str) -> String {
        self.left = self.left.saturating_sub(text.len());
        text.to_owned()
    }

    /// A list of as many whole blocks as there is room for, with a line on the others; nothing if there are none.
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
                // What comes later weighs less: it does not take the room that this had not.
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

/// How much is missing.
pub(super) fn more(count: usize, breaking: usize) -> String {
    let breaking = if breaking > 0 { format!(" ({breaking} breaking)") } else { String::new() };
    format!("<b>{count} more{breaking} in the full report</b>")
}
