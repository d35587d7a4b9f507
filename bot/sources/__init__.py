"""Headcount in, counts out: one interface, and behind it what each source speaks."""
