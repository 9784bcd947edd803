//! Folding for search: what the index holds and what a query is turned into.
