//! How far a job is.

/// How far a job is, each with the word that the server has for it; an empty text if it has none.
///
/// A condition that is true or false is a state too: done, or still running.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum JobState {
    /// It goes on, as far as is known: a word that nobody knows is no end.
    Running(String),
    /// It came to its end.
    Done(String),
    /// It ended otherwise, and will not go on.
    Failed(String),
}

impl JobState {
    /// The word of the server, if it has one.
    pub fn name(&self) -> Option<&str> {
        let (Self::Running(name) | Self::Done(name) | Self::Failed(name)) = self;
        Some(name.as_str()).filter(|name| !name.is_empty())
    }
}

impl From<bool> for JobState {
    fn from(is_done: bool) -> Self {
        if is_done { Self::Done(String::new()) } else { Self::Running(String::new()) }
    }
}

/// What an API says of a job that one of its operations shows.
#[derive(Clone, Copy, Debug)]
pub struct Job {
    done: &'static [&'static str],
    failed: &'static [&'static str],
    every_seconds: u64,
}

impl Job {
    /// A job by the words for its two kinds of end.
    pub const fn new(done: &'static [&'static str], failed: &'static [&'static str]) -> Self {
        Self { done, failed, every_seconds: 0 }
    }

    /// Sets how many seconds are between two looks at first.
    #[must_use]
    pub const fn every(mut self, seconds: u64) -> Self {
        self.every_seconds = seconds;
        self
    }

    pub(crate) fn every_seconds(&self) -> Option<u64> {
        Some(self.every_seconds).filter(|seconds| *seconds > 0)
    }

    /// The state with this word. Without a word, and with one that is not known, a job goes on.
    pub(crate) fn state(&self, word: Option<&str>) -> JobState {
        let word = word.unwrap_or_default();
        if self.done.contains(&word) {
            JobState::Done(word.to_owned())
        } else if self.failed.contains(&word) {
            JobState::Failed(word.to_owned())
        } else {
            JobState::Running(word.to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_that_are_known_end_a_job() {
        let job = Job::new(&["done", "no data"], &["failed"]);
        for (word, expected) in [
            (Some("done"), JobState::Done("done".into())),
            (Some("no data"), JobState::Done("no data".into())),
            (Some("failed"), JobState::Failed("failed".into())),
            (Some("exporting"), JobState::Running("exporting".into())),
            (Some("DONE"), JobState::Running("DONE".into())),
            (Some(""), JobState::Running(String::new())),
            (None, JobState::Running(String::new())),
        ] {
            assert_eq!(job.state(word), expected);
        }
        assert_eq!((job.every_seconds(), job.every(7).every_seconds()), (None, Some(7)));
        assert_eq!((job.state(Some("done")).name(), JobState::from(true).name()), (Some("done"), None));
    }
}
