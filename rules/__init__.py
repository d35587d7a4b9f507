"""What the advisor knows: stages, ratios, roles and reporting lines, as data and pure functions."""
