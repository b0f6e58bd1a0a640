//! The input of formatting: the values of a file with their comments.

use crate::source::node::Scalar;

/// A value with the comments inside of it.
#[derive(Clone, Debug)]
pub(super) enum Content {
    Scalar(Scalar),
    Mapping(Children),
    Sequence(Children),
}

/// The entries of a mapping or the items of a list.
#[derive(Clone, Debug, Default)]
pub(super) struct Children {
    pub(super) children: Vec<Child>,
    /// Comments after the last of them.
    pub(super) last_comments: Vec<OwnLine>,
}

/// An entry or an item, with the comments that belong to it.
#[derive(Clone, Debug)]
pub(super) struct Child {
    /// The key of an entry; an item has none.
    pub(super) key: Option<Scalar>,
    /// Comments on the lines before it.
    pub(super) comments: Vec<OwnLine>,
    /// Comment at the end of its line.
    pub(super) line_comment: Option<String>,
    /// Whether an empty line is before its line.
    pub(super) blank_before: bool,
    pub(super) content: Content,
}

/// A comment on a separate line.
#[derive(Clone, Debug)]
pub(super) struct OwnLine {
    pub(super) text: String,
    pub(super) blank_before: bool,
}

/// A file.
#[derive(Clone, Debug)]
pub(super) struct Document {
    /// Comments about the file as a whole.
    pub(super) header: Vec<OwnLine>,
    /// Whether an empty line follows the header.
    pub(super) blank_after_header: bool,
    pub(super) content: Content,
    /// Comments at the end.
    pub(super) footer: Vec<OwnLine>,
}

impl Child {
    /// Returns the key.
    pub(super) fn name(&self) -> Option<&str> {
        self.key.as_ref().map(|key| key.text.as_str())
    }

    /// Whether an empty line is before it and its comments.
    pub(super) fn starts_after_blank(&self) -> bool {
        self.comments.first().map_or(self.blank_before, |comment| comment.blank_before)
    }
}

impl Content {
    /// The content of a mapping or a list.
    pub(super) fn children(&self) -> Option<&Children> {
        match self {
            Self::Scalar(_) => None,
            Self::Mapping(children) | Self::Sequence(children) => Some(children),
        }
    }

    /// Moves comments at the start of an item before its dash: there they are found again, whether
    /// or not the item starts with a mapping or a list.
    pub(super) fn lift_comments(&mut self) {
        let (Self::Mapping(Children { children, .. }) | Self::Sequence(Children { children, .. })) = self else {
            return;
        };
        for child in children {
            child.content.lift_comments();
            if let (None, Self::Mapping(inner) | Self::Sequence(inner)) = (&child.key, &mut child.content)
                && let Some(first) = inner.children.first_mut()
                && !first.comments.is_empty()
            {
                child.comments.append(&mut first.comments);
                first.blank_before = false;
            }
        }
    }

    /// Whether it is a scalar, or a list of scalars.
    pub(super) fn is_small(&self) -> bool {
        match self {
            Self::Scalar(_) => true,
            Self::Mapping(_) => false,
            Self::Sequence(items) => items.children.iter().all(|item| matches!(item.content, Self::Scalar(_))),
        }
    }
}

impl Children {
    pub(super) fn is_empty(&self) -> bool {
        self.children.is_empty() && self.last_comments.is_empty()
    }

    /// Whether a comment is between the children or directly in one of them.
    pub(super) fn has_comments(&self) -> bool {
        !self.last_comments.is_empty()
            || self.children.iter().any(|child| !child.comments.is_empty() || child.line_comment.is_some())
    }
}
