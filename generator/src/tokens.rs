//! Token streams as text.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens;

/// Returns tokens with the usual spacing of Rust code, on one line.
pub(crate) fn one_line(tokens: &impl ToTokens) -> String {
    let mut text = String::new();
    write(tokens.to_token_stream(), &mut text);
    text
}

fn write(tokens: TokenStream, text: &mut String) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{ ", " }"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                if matches!(group.delimiter(), Delimiter::Brace) || text.ends_with('=') {
                    text.push(' ');
                }
                text.push_str(open);
                write(group.stream(), text);
                text.push_str(close);
            }
            TokenTree::Punct(punct) => {
                // `->` and `=` have spaces on both sides; other tokens have none before them.
                let starts_arrow = punct.as_char() == '-' && punct.spacing() == Spacing::Joint;
                let needs_blank = starts_arrow || (punct.as_char() == '=' && !text.ends_with([':', '=']));
                if needs_blank && !text.ends_with(' ') {
                    text.push(' ');
                }
                text.push(punct.as_char());
            }
            TokenTree::Ident(_) | TokenTree::Literal(_) => {
                let follows_path = text.ends_with("::");
                let follows_mark = text.ends_with([':', ',', '=']) || text.ends_with("->");
                let follows_word = text.ends_with(|last: char| last.is_alphanumeric() || last == '_');
                if (follows_mark && !follows_path) || follows_word {
                    text.push(' ');
                }
                text.push_str(&token.to_string());
            }
        }
    }
}
