//! The state of a job.

/// The state of a job. Each variant contains the server's word for the state, or an empty string if there is none.
///
/// A `bool` converts to a state: `true` is done, and `false` is still running.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum JobState {
    /// The job is running, or its state is unknown: an unknown word does not end the waiting.
    Running(String),
    /// The job is done.
    Done(String),
    /// The job failed or was cancelled, and will not continue.
    Failed(String),
}

impl JobState {
    /// Returns the word of the server, if there is one.
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

/// The description of a job that an operation returns.
#[derive(Clone, Copy, Debug)]
pub struct Job {
    done: &'static [&'static str],
    failed: &'static [&'static str],
    poll_interval_seconds: u64,
}

impl Job {
    /// Creates a job from the words for its two terminal states.
    pub const fn new(done: &'static [&'static str], failed: &'static [&'static str]) -> Self {
        Self { done, failed, poll_interval_seconds: 0 }
    }

    /// Sets the first poll interval in seconds.
    #[must_use]
    pub const fn poll_interval(mut self, seconds: u64) -> Self {
        self.poll_interval_seconds = seconds;
        self
    }

    pub(crate) fn poll_interval_seconds(&self) -> Option<u64> {
        Some(self.poll_interval_seconds).filter(|seconds| *seconds > 0)
    }

    /// Returns the state with this word. A missing or unknown word counts as running.
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
    fn unknown_words_do_not_end_a_job() {
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
        assert_eq!((job.poll_interval_seconds(), job.poll_interval(7).poll_interval_seconds()), (None, Some(7)));
        assert_eq!((job.state(Some("done")).name(), JobState::from(true).name()), (Some("done"), None));
    }
}
