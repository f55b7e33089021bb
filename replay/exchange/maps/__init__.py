"""Foreign tables as event files: a map is applied to a table, or suggested from it."""
