//! Changes of a small spec, as an author makes them.
