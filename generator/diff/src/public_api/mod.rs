//! Finds the differences between the public items of two clients, as their `api.txt` lists them.
//!
//! A kind of change declares its effect on code; the lists of public items show the effect. Where they show more, the
//! verdict is raised. Differences without a change of the spec come from the generator or its runtime.

mod aliases;
mod attribute;
mod differences;
mod elements;
mod level;

pub(super) use attribute::attribute;
pub(super) use differences::{Difference, differences};
