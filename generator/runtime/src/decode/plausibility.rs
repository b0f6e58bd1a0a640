//! Times whose unit is probably not the unit of their field.
//!
//! A time of ten digits in a field of milliseconds is a day in January 1970. The value is kept, because this is not
//! certain, but there is a warning.

use super::reader::Reader;
use super::warning::WarningKind;

#[derive(Clone, Copy, Debug)]
pub(super) enum Unit {
    Seconds,
    Milliseconds,
}

impl Unit {
    const fn per_second(self) -> i64 {
        match self {
            Self::Seconds => 1,
            Self::Milliseconds => 1000,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Seconds => "seconds",
            Self::Milliseconds => "milliseconds",
        }
    }
}

/// The first second of the year 2000.
const EARLIEST: i64 = 946_684_800;
/// The first second of the year 2101.
const LATEST: i64 = 4_133_980_800;
/// From the year 2500 to the end of 9999. Such a time is not in a different unit, but means "never".
const NEVER: std::ops::Range<i64> = 16_725_225_600..253_402_300_800;

/// The largest values of types and formats, which also mean "never".
const LARGEST: [i64; 7] = [
    i64::MAX,
    i64::MAX / 1_000,
    i64::MAX / 1_000_000,
    i64::MAX / 1_000_000_000,
    (1 << 53) - 1,
    8_640_000_000_000_000,
    4_294_967_295,
];

/// Warns about a time before 2000 or after 2100. Zero, negative values and values that mean "never" are accepted.
#[inline]
pub(super) fn check(reader: &mut Reader<'_, '_>, value: i64, unit: Unit) {
    let second = unit.per_second();
    if !(EARLIEST * second..LATEST * second).contains(&value) && value > 0 {
        check_unusual(reader, value, unit);
    }
}

#[cold]
fn check_unusual(reader: &mut Reader<'_, '_>, value: i64, unit: Unit) {
    let (second, name) = (unit.per_second(), unit.name());
    if value < EARLIEST * second {
        let message = format_args!("{value} is before the year 2000 in Unix {name}: probably a different unit");
        reader.warn(WarningKind::ImplausibleTime, message);
    } else if !(NEVER.start * second..NEVER.end * second).contains(&value)
        && !LARGEST.iter().any(|largest| value == *largest || value == largest.saturating_mul(second))
    {
        let message = format_args!("{value} is after the year 2100 in Unix {name}: probably a different unit");
        reader.warn(WarningKind::ImplausibleTime, message);
    }
}
