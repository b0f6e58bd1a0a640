//! Numbers that are likely times.

/// The unit of a Unix time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Milliseconds,
    Seconds,
}

/// The first second of the year 2000.
const EARLIEST: i64 = 946_684_800;
/// The first second of the year 2101.
const LATEST: i64 = 4_133_980_800;

impl Unit {
    pub(super) fn other(self) -> Self {
        match self {
            Self::Milliseconds => Self::Seconds,
            Self::Seconds => Self::Milliseconds,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Milliseconds => "milliseconds",
            Self::Seconds => "seconds",
        }
    }

    /// Returns the type in the format of the spec.
    pub(super) fn type_name(self) -> &'static str {
        match self {
            Self::Milliseconds => "timestamp_ms",
            Self::Seconds => "timestamp_s",
        }
    }
}

/// Whether a number is a time between 2000 and 2100 in this unit.
pub(super) fn is_plausible(number: i64, unit: Unit) -> bool {
    let second = match unit {
        Unit::Milliseconds => 1000,
        Unit::Seconds => 1,
    };
    (EARLIEST * second..LATEST * second).contains(&number)
}

/// Whether the last word of a name is one of a time, such as in `created_at`.
pub(super) fn is_name_of_time(name: &str) -> bool {
    use heck::ToSnakeCase;
    let words = name.to_snake_case();
    let last = words.rsplit('_').next().unwrap_or_default();
    ["at", "ts", "time", "timestamp", "date"].contains(&last)
}
