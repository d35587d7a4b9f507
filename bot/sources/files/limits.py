"""How much of a file is read, and not a byte more."""

from datetime import timedelta

MEGABYTE = 2**20
LARGEST_FILE = 10 * MEGABYTE
"""What Slack takes through a modal."""
LARGEST_UNPACKED = 128 * MEGABYTE
"""All parts of a spreadsheet together: 100,000 rows of a roster are a quarter of it."""
MOST_MEMORY = 128 * MEGABYTE
"""For reading a spreadsheet: enough for 100,000 rows of a roster."""
MOST_PROCESSOR_TIME = timedelta(seconds=15)
"""For reading a spreadsheet: 100,000 rows of a roster take a fifth of it."""

MOST_LINES = 2**20
"""Of a CSV file, blank ones as well: as many as a sheet has."""
MOST_ROSTER_ROWS = 200_000
MOST_COUNT_ROWS = 5_000
MOST_COUNT_LINES = 2 * MOST_COUNT_ROWS
"""Of counts that a program sends, blank ones as well: a megabyte of them would take seconds."""
MOST_COMBINATIONS = 20_000
"""Of department, title and region: whoever has more has names or numbers of people among them."""
MOST_COLUMNS = 100
LONGEST_RECORD = 100_000
"""Characters of a CSV file from one row to the next."""
LONGEST_TITLE = 200
LONGEST_NAME = 80
"""Characters of a department, region, function or segment; as the tables hold them."""
LONGEST_HEADER = 40
"""Characters of a header that an error repeats."""


def write_size(size: int) -> str:
    """Return bytes as people read them.

    >>> write_size(LARGEST_FILE)
    '10 MB'
    """
    return f"{size // MEGABYTE} MB"
