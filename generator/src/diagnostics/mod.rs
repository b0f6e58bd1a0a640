//! Problems in a spec: the location, the expected value, and the fix.

mod id;
mod location;
mod render;
mod report;
pub mod suggest;

use std::collections::HashMap;
use std::panic::Location;

use crate::characters;
pub use id::Id;
pub use location::{FileId, Place, SourceFile, SourceMap, display_path};
pub use render::Style;
pub use report::{Entry, Range, Related, Report};
use schemars::JsonSchema;
use serde::Serialize;

/// The severity of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The client cannot be generated.
    Error,
    /// The client can be generated.
    Warning,
}

/// An error or warning about a spec.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// Its kind.
    pub id: Id,
    /// Its severity.
    pub severity: Severity,
    /// Its location.
    pub place: Place,
    /// The problem, as the title.
    pub message: String,
    /// The label: the expected value at the location.
    pub expected: String,
    /// Related locations, each with a label.
    pub related: Vec<(Place, String)>,
    /// The fix.
    pub help: String,
    /// The code that created it. Tests check that every such line is covered.
    #[doc(hidden)]
    pub origin: &'static Location<'static>,
    /// The cause, which groups diagnostics. `None` stands for the message with the help.
    cause: Option<String>,
}

impl Diagnostic {
    #[track_caller]
    pub(crate) fn error(id: Id, place: Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, id, place, message.into())
    }

    #[track_caller]
    pub(crate) fn warning(id: Id, place: Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, id, place, message.into())
    }

    #[track_caller]
    fn new(severity: Severity, id: Id, place: Place, message: String) -> Self {
        let (expected, help) = (String::new(), String::new());
        let origin = Location::caller();
        Self { id, severity, place, message, expected, related: Vec::new(), help, origin, cause: None }
    }

    pub(crate) fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = expected.into();
        self
    }

    pub(crate) fn related(mut self, place: Place, label: impl Into<String>) -> Self {
        self.related.push((place, label.into()));
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Groups this diagnostic with others of the same cause. By default, these have the same message and help.
    pub(crate) fn cause(mut self, cause: impl Into<String>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    fn key(&self) -> Cause {
        // Errors with different fixes have different causes.
        let mut cause = self.cause.clone().unwrap_or_else(|| format!("{}\n{}", self.message, self.help));
        clip(&mut cause);
        (self.id, self.origin, cause)
    }

    /// Limits the length of the text, and makes invisible characters visible.
    fn tidy(&mut self) {
        if let Some(character) = characters::hidden(&self.message).filter(|_| self.id != Id::HiddenCharacter) {
            self.help = format!("remove {}; {}", characters::name(character), self.help);
        }
        let labels = self.related.iter_mut().map(|(_, label)| label);
        for text in [&mut self.message, &mut self.expected, &mut self.help].into_iter().chain(labels) {
            clip(text);
            *text = characters::visible(text);
        }
        // A title is one line.
        self.message = self.message.replace('\n', "<U+000A>");
    }
}

/// The identity of a cause.
type Cause = (Id, &'static Location<'static>, String);

/// Further causes are only counted.
const MAX_CAUSES: usize = 500;
const MAX_LENGTH: usize = 1_000;

/// A group of diagnostics with one cause shows this number of locations.
const SHOWN_LOCATIONS: usize = 3;

/// All diagnostics of a run.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    /// The diagnostics of each cause, up to [`SHOWN_LOCATIONS`].
    found: Vec<Diagnostic>,
    /// The number of diagnostics of each cause.
    counts: HashMap<Cause, usize>,
    /// The number of diagnostics whose cause was not kept.
    left_out: usize,
    /// The number of all diagnostics.
    total: usize,
}

impl Diagnostics {
    pub(crate) fn push(&mut self, mut diagnostic: Diagnostic) {
        self.total += 1;
        let key = diagnostic.key();
        if self.counts.len() == MAX_CAUSES && !self.counts.contains_key(&key) {
            self.left_out += 1;
            return;
        }
        diagnostic.cause = Some(key.2.clone());
        let known = self.counts.entry(key).or_default();
        if *known < SHOWN_LOCATIONS {
            diagnostic.tidy();
            self.found.push(diagnostic);
        }
        *known += 1;
    }

    /// Adds a diagnostic that is expensive to create, such as one with a suggestion.
    pub(crate) fn push_with(&mut self, make: impl FnOnce() -> Diagnostic) {
        if self.counts.len() == MAX_CAUSES {
            self.total += 1;
            self.left_out += 1;
        } else {
            self.push(make());
        }
    }

    /// Adds other diagnostics.
    pub(crate) fn absorb(&mut self, others: Self) {
        self.left_out += others.left_out;
        self.total += others.total - others.found.len();
        for diagnostic in others.found {
            self.push(diagnostic);
        }
        for (cause, count) in others.counts {
            let more = count.saturating_sub(SHOWN_LOCATIONS);
            match self.counts.get_mut(&cause) {
                Some(known) => *known += more,
                None => self.left_out += more,
            }
        }
    }

    /// Whether an error was reported at a place, so that errors which follow from it are skipped.
    pub(crate) fn has_any_at(&self, place: Place) -> bool {
        self.found.iter().any(|diagnostic| diagnostic.place == place)
    }

    /// Whether there are no diagnostics.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the number of diagnostics, one for each location.
    pub fn len(&self) -> usize {
        self.total
    }

    /// The mistakes by file and place; of very many with one cause, and of very many causes, only the first that were
    /// found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.found.iter()
    }

    /// Returns the number of locations with the cause of a diagnostic.
    fn count(&self, diagnostic: &Diagnostic) -> usize {
        self.counts.get(&diagnostic.key()).copied().unwrap_or(1)
    }

    /// Groups the diagnostics by cause, each with the number of its locations.
    fn groups(&self) -> Vec<(Vec<&Diagnostic>, usize)> {
        let mut groups: Vec<(Vec<&Diagnostic>, usize)> = Vec::new();
        let mut indices: HashMap<Cause, usize> = HashMap::new();
        for diagnostic in &self.found {
            let count = self.count(diagnostic);
            let index = *indices.entry(diagnostic.key()).or_insert(groups.len());
            match groups.get_mut(index) {
                Some((group, _)) => group.push(diagnostic),
                None => groups.push((vec![diagnostic], count)),
            }
        }
        groups
    }

    pub(crate) fn sort(&mut self, sources: &SourceMap) {
        self.found.sort_by_cached_key(|diagnostic| {
            let file = sources.file(diagnostic.place.file).name.clone();
            (file, diagnostic.place.start, diagnostic.id, diagnostic.message.clone())
        });
    }
}

fn clip(text: &mut String) {
    if let Some((end, _)) = text.char_indices().nth(MAX_LENGTH) {
        text.truncate(end);
        text.push('…');
    }
}
