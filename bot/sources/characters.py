"""Characters in what sources call their departments and segments."""

import re

# JSON can bring them escaped. PostgreSQL takes no NUL and no database half a surrogate pair; the
# others are control characters that stand in no name.
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")


def is_text(found: str) -> bool:
    """Return whether a name can be kept and shown."""
    return _NOT_TEXT.search(found) is None
