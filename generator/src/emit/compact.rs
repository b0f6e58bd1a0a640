//! Formatted Rust on fewer lines: what the formatter broke at its width is joined where it fits into ours.
//!
//! The formatter's width can't be set, and it breaks every function body. Lines are joined, never
//! broken, and never where a comment, an attribute or a statement stands between.

/// How long a line may get.
pub(super) const WIDTH: usize = 120;

/// Joins the lines of formatted items.
pub(super) fn compact(formatted: &str) -> String {
    let mut lines: Vec<String> = formatted.lines().map(str::to_owned).collect();
    // From the end to the start: what is inside of a group is joined before the group itself.
    let mut index = lines.len();
    while index > 0 {
        index -= 1;
        while join_group(&mut lines, index) || join_chain(&mut lines, index) {}
    }
    let mut text = String::with_capacity(formatted.len());
    for line in &lines {
        text.push_str(line);
        text.push('\n');
    }
    text
}

/// Joins the group that this line opens with its content, or fills its lines.
fn join_group(lines: &mut Vec<String>, start: usize) -> bool {
    let Some(opener) = lines[start].chars().next_back().filter(|last| matches!(last, '(' | '[' | '{')) else {
        return false;
    };
    let Some(end) = closing_line(lines, start) else { return false };
    let inner = &lines[start + 1..end];
    if inner.is_empty() || inner.iter().any(|line| stands_alone(line)) {
        return false;
    }
    let is_import = lines[start].trim_start_matches("pub ").starts_with("use ");
    if opener == '{' && !is_import && !(inner.len() == 1 && is_function(&lines[start])) {
        return false;
    }
    let content: Vec<&str> = inner.iter().map(|line| line.trim()).collect();
    let content = content.join(" ");
    let (padding, content) = match opener {
        '{' if is_import => ("", content.trim_end_matches(',')),
        '{' => (" ", content.as_str()),
        _ => ("", content.trim_end_matches(',')),
    };
    let joined = format!("{}{padding}{content}{padding}{}", lines[start], lines[end].trim_start());
    if width(&joined) <= WIDTH {
        lines.splice(start..=end, [joined]);
        return true;
    }
    let is_list = inner.iter().all(|line| line.ends_with(',') && !line.contains(": ")) || is_import;
    if inner.len() == 1 || !is_list {
        return false;
    }
    let filled = filled(inner);
    if filled.len() == inner.len() {
        return false;
    }
    lines.splice(start + 1..end, filled);
    true
}

/// Joins the calls of a chain, which each have a line, with the line before.
fn join_chain(lines: &mut Vec<String>, start: usize) -> bool {
    let follows = |line: &str| line.trim_start().starts_with('.') && !line.trim_start().starts_with("..");
    let followers = lines[start + 1..].iter().take_while(|line| follows(line)).count();
    let is_link = follows(&lines[start]);
    // What closes a group is first joined with what opens it.
    let is_end = lines[start].trim_start().starts_with([')', ']', '}']);
    if followers == 0
        || is_end
        || lines[start + 1..=start + followers].iter().any(|line| line.ends_with(['(', '[', '{', '|']))
    {
        return false;
    }
    // A link goes to the one before it; the whole chain goes to where it starts, or stays below it.
    let count = if is_link || lines[start].trim() == "self" { 1 } else { followers };
    let joined: String = std::iter::once(lines[start].as_str())
        .chain(lines[start + 1..=start + count].iter().map(|line| line.trim_start()))
        .collect();
    if width(&joined) > WIDTH {
        return false;
    }
    lines.splice(start..=start + count, [joined]);
    true
}

/// The items of a list, as many on a line as fit.
fn filled(lines: &[String]) -> Vec<String> {
    let mut filled: Vec<String> = Vec::new();
    for line in lines {
        match filled.last_mut() {
            Some(last) if width(last) + 1 + width(line.trim_start()) <= WIDTH => {
                last.push(' ');
                last.push_str(line.trim_start());
            }
            _ => filled.push(line.clone()),
        }
    }
    filled
}

/// The line that closes the group which a line opens with its last character.
fn closing_line(lines: &[String], start: usize) -> Option<usize> {
    let mut depth = 1_usize;
    for (offset, line) in lines[start + 1..].iter().enumerate() {
        let mut characters = line.chars();
        let mut in_text = false;
        while let Some(character) = characters.next() {
            match character {
                '\\' if in_text => {
                    characters.next();
                }
                '"' => in_text = !in_text,
                '(' | '[' | '{' if !in_text => depth += 1,
                ')' | ']' | '}' if !in_text => {
                    depth -= 1;
                    if depth == 0 {
                        return Some(start + 1 + offset);
                    }
                }
                _ => {}
            }
        }
    }
    None
}

/// Whether a line is documentation, an attribute or a statement, which keep their lines.
fn stands_alone(line: &str) -> bool {
    let code = line.trim();
    code.is_empty() || code.starts_with("//") || code.starts_with("#[") || code.ends_with([';', '{', '}'])
}

fn is_function(line: &str) -> bool {
    let code = line.trim_start();
    ["pub fn ", "fn ", "pub const fn "].iter().any(|start| code.starts_with(start))
}

fn width(line: &str) -> usize {
    line.chars().count()
}

#[cfg(test)]
mod tests {
    use super::compact;

    #[test]
    fn what_fits_on_a_line_is_joined_and_nothing_else() {
        let long = "x".repeat(100);
        let cases = [
            ("a body", "pub fn a(self) -> Self {\n    Self(self.0)\n}\n", "pub fn a(self) -> Self { Self(self.0) }\n"),
            (
                "arguments, then the body",
                "pub fn a(\n    self,\n    b: i64,\n) -> Self {\n    b\n}\n",
                "pub fn a(self, b: i64) -> Self { b }\n",
            ),
            ("a statement keeps its body", "fn a() {\n    b();\n}\n", "fn a() {\n    b();\n}\n"),
            ("a list", "const A: &[&str] = &[\n    \"a\",\n    \")\",\n];\n", "const A: &[&str] = &[\"a\", \")\"];\n"),
            (
                "a chain",
                "fn a() {\n    self\n        .0\n        .b()\n        .c()\n}\n",
                "fn a() { self.0.b().c() }\n",
            ),
            (
                "the rest of a struct is no chain",
                "fn a() {\n    A {\n        b: c.d,\n        ..Default::default()\n    };\n}\n",
                "fn a() {\n    A {\n        b: c.d,\n        ..Default::default()\n    };\n}\n",
            ),
            (
                "a documented member keeps its line",
                "pub struct A {\n    ///@1\n    pub a: B,\n}\n",
                "pub struct A {\n    ///@1\n    pub a: B,\n}\n",
            ),
        ];
        for (what, formatted, compacted) in cases {
            assert_eq!(compact(formatted), compacted, "{what}");
        }
        let list = format!("const A: &[&str] = &[\n    \"{long}\",\n    \"b\",\n    \"{long}\",\n];\n");
        let filled = format!("const A: &[&str] = &[\n    \"{long}\", \"b\",\n    \"{long}\",\n];\n");
        assert_eq!(compact(&list), filled, "a list that does not fit has as many items on a line as do");
    }
}
