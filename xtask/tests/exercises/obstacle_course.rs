//! What the client of the obstacle course does beyond its contract test.
