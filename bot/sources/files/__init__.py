"""Headcount from a file: counts by class, or a roster without names that is counted in memory."""
