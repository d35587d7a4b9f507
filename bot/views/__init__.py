"""Block Kit, as pure functions from values to plain dicts."""
