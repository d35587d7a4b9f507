"""Headcount from a database: one SELECT that counts."""
