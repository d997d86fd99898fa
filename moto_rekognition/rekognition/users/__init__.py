"""Users of a collection: created, given faces, searched, deleted."""
