"""Headcount from anything that answers JSON over HTTP: a preset says how, as data."""
