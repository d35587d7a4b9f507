"""What to tell a program whose pushed counts cannot be read: there is no file, and JSON has no lines."""

from collections.abc import Mapping
from types import MappingProxyType

from rules.remedies import REMEDIES, USE_THE_TEMPLATE, Remedy, describe_details
from rules.troubles import Detail, Incident, Trouble
from rules.wording import Phrase, say

OF_PUSHES: Mapping[Trouble, Remedy] = MappingProxyType(
    {
        Trouble.FILE_EMPTY: Remedy(
            say("The push holds no rows."), say("Send at least one row with class and count.")
        ),
        Trouble.FILE_TOO_LONG: Remedy(
            say("The push has more rows than I read."),
            say("Send totals by class, function and segment, not people."),
        ),
        Trouble.FILE_NOT_READABLE: Remedy(
            say("The body is no text."), say("Send CSV as text, best in UTF-8, and no workbook.")
        ),
        Trouble.COLUMN_MISSING: Remedy(
            say("A row lacks something that every row needs."), USE_THE_TEMPLATE
        ),
        Trouble.COLUMN_UNKNOWN: Remedy(
            say("A row has something that I do not know."), USE_THE_TEMPLATE
        ),
        Trouble.COLUMN_REPEATED: Remedy(
            say("A row says the same thing twice, under two names."), USE_THE_TEMPLATE
        ),
        Trouble.PERSONAL_COLUMN: Remedy(
            say("A row says something about single persons, so I did not read it."),
            say("Leave it out, and push totals."),
        ),
        Trouble.CELL_NOT_READABLE: Remedy(
            say("A value cannot be read."),
            say("Send texts without control characters, and numbers such as 1200 or 5.5."),
        ),
        Trouble.FORMULA: Remedy(
            say("A text begins like a formula."),
            say("Send texts that begin with neither of = + - @ nor a tab."),
        ),
    }
)
"""Where the words for files would name what a push does not have."""


def get_remedy(trouble: Trouble) -> Remedy:
    """Return what happened to a push and what helps."""
    return OF_PUSHES.get(trouble, REMEDIES[trouble])


def describe_push(incident: Incident, *, has_lines: bool) -> tuple[Phrase, ...]:
    """Return what was read, part by part.

    Args:
        incident: What went wrong.
        has_lines: Whether it was CSV; JSON has rows and keys instead.
    """
    details = dict(incident.details)
    if has_lines:
        return describe_details(incident)
    place: list[Phrase] = []
    if Detail.LINE in details:
        place.append(say("row {row}, counted from 1", row=details.pop(Detail.LINE)))
    if Detail.COLUMN in details:
        place.append(say("key “{key}”", key=details.pop(Detail.COLUMN)))
    return (*place, *describe_details(Incident(incident.trouble, details)))
