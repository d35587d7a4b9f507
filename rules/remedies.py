"""What to tell an admin about a source in trouble: what happened, and what would work."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rules.troubles import Detail, Incident, Trouble
from rules.wording import Phrase, Value, say


@dataclass(frozen=True, slots=True)
class Remedy:
    """What happened and what helps, a sentence each."""

    happened: Phrase
    helps: Phrase


ASK_AGAIN = say("Nothing to do now: the next sync asks again.")
ASK_FOR_LESS = say("Narrow the filter of the source, so that it returns customer-facing people.")
CHECK_MAPPING = say("Compare the settings of the source with its documentation.")
RENEW_ACCESS = say(
    "Renew its credential with one that may read it: in the settings, or with source renew on the"
    " command line."
)
WRITE_THE_YEAR_FIRST = say("Write dates with the year first, as in 2026-03-31.")
NO_COMMAS = say(
    "Write 1200 without a comma, or put “1,200” in quotes: a bare comma parts two cells."
)
USE_THE_TEMPLATE = say(
    "Use the template: as_of, class, function, segment, count, fte. No names are needed."
)

REMEDIES: Mapping[Trouble, Remedy] = MappingProxyType(
    {
        Trouble.UNREACHABLE: Remedy(
            say("The source cannot be reached."), say("Check its address and that it is up.")
        ),
        Trouble.TIMED_OUT: Remedy(say("The source did not answer in time."), ASK_AGAIN),
        Trouble.ADDRESS_REFUSED: Remedy(
            say("The source's address is inside a private network, or is not https."),
            say("Whoever runs this bot can allow the host with SOURCE_ALLOWED_HOSTS."),
        ),
        Trouble.LEFT_ITS_ORIGIN: Remedy(
            say("The source pointed to another host, and I did not follow."),
            say("Give the address that it really answers at."),
        ),
        Trouble.UNAUTHORISED: Remedy(say("The source refused the credential."), RENEW_ACCESS),
        Trouble.FORBIDDEN: Remedy(
            say("The credential may not read what the source asks for."), RENEW_ACCESS
        ),
        Trouble.NOT_FOUND: Remedy(say("The source has nothing at that address."), CHECK_MAPPING),
        Trouble.RATE_LIMITED: Remedy(say("The source asks me to slow down."), ASK_AGAIN),
        Trouble.SERVER_ERROR: Remedy(say("The source failed on its own side."), ASK_AGAIN),
        Trouble.REFUSED_REQUEST: Remedy(
            say("The source did not understand the request."), CHECK_MAPPING
        ),
        Trouble.APP_REFUSED: Remedy(
            say("Slack does not let me read that."),
            say("Install the app again, or ask whoever manages your Slack to allow it."),
        ),
        Trouble.SCOPE_MISSING: Remedy(
            say("Slack did not grant me a scope that this needs."),
            say("Install the app again and grant it."),
        ),
        Trouble.PLAN_REQUIRED: Remedy(
            say("Your Slack plan has no user groups."), say("Choose another source.")
        ),
        Trouble.SECRET_MISSING: Remedy(
            say("The credential cannot be read any more."), RENEW_ACCESS
        ),
        Trouble.EXTRA_MISSING: Remedy(
            say("This bot was installed without what the source needs."),
            say("Whoever runs it can add the extra and start it again."),
        ),
        Trouble.NOT_READABLE: Remedy(
            say("The answer is not what the source's documentation promises."), CHECK_MAPPING
        ),
        Trouble.SAID_NO: Remedy(
            say("The source answered, but said that the request failed."), CHECK_MAPPING
        ),
        Trouble.NOTHING_AT_PATH: Remedy(
            say("The answer has no list of people where one should be."), CHECK_MAPPING
        ),
        Trouble.NO_NUMBER: Remedy(
            say("There is no number where a count should be."), CHECK_MAPPING
        ),
        Trouble.ROW_WITHOUT_ID: Remedy(
            say("Somebody came without an id, so doubles could not be told apart."), CHECK_MAPPING
        ),
        Trouble.GROUP_MISSING: Remedy(
            say("A user group that you chose is gone."), say("Choose the groups again.")
        ),
        Trouble.GROUP_DISABLED: Remedy(
            say("A user group that you chose is disabled."),
            say("Enable it in Slack, or choose the groups again."),
        ),
        Trouble.QUERY_REFUSED: Remedy(
            say("The query cannot be used."),
            say("Give one SELECT that returns n beside the columns you group by."),
        ),
        Trouble.PAGE_FAILED: Remedy(say("A page in the middle failed."), ASK_AGAIN),
        Trouble.TOTAL_DISAGREES: Remedy(
            say("The source announced another total than it delivered."), ASK_AGAIN
        ),
        Trouble.PAGES_REPEAT: Remedy(
            say("The source sent the same page again instead of the next."), CHECK_MAPPING
        ),
        Trouble.TOO_MANY_PAGES: Remedy(say("The source has more pages than I read."), ASK_FOR_LESS),
        Trouble.TOO_MANY_ROWS: Remedy(say("The source has more rows than I read."), ASK_FOR_LESS),
        Trouble.TOO_MANY_BYTES: Remedy(say("The answer is larger than I read."), ASK_FOR_LESS),
        Trouble.TOOK_TOO_LONG: Remedy(say("Reading the source took too long."), ASK_FOR_LESS),
        Trouble.FILE_TOO_LARGE: Remedy(say("The file is too large."), USE_THE_TEMPLATE),
        Trouble.FILE_TOO_LONG: Remedy(say("The file has more rows than I read."), USE_THE_TEMPLATE),
        Trouble.FILE_NOT_READABLE: Remedy(
            say("The file is neither CSV nor XLSX, or it is damaged."), USE_THE_TEMPLATE
        ),
        Trouble.FILE_EMPTY: Remedy(say("The file holds no rows."), USE_THE_TEMPLATE),
        Trouble.FILE_GONE: Remedy(
            say("The file is not in Slack any more."), say("Upload the file again.")
        ),
        Trouble.UNPACKS_TOO_LARGE: Remedy(
            say("The file is small, but unpacks to more than I read."),
            say("Save only the sheet with the table, or save it as CSV."),
        ),
        Trouble.FILE_LOCKED: Remedy(
            say("The file is protected by a password."),
            say("Save a copy without the password and send that."),
        ),
        Trouble.COLUMN_MISSING: Remedy(say("The file lacks a column."), USE_THE_TEMPLATE),
        Trouble.COLUMN_UNKNOWN: Remedy(
            say("The file has a column that I do not know."), USE_THE_TEMPLATE
        ),
        Trouble.COLUMN_REPEATED: Remedy(
            say("The file has the same column twice."),
            say("Delete one of the two and send the file again."),
        ),
        Trouble.PERSONAL_COLUMN: Remedy(
            say("The file has a column about single persons, so I did not read it."),
            say("Delete the column and send the file again."),
        ),
        Trouble.CELL_NOT_READABLE: Remedy(
            say("A cell cannot be read."), say("Correct it and send the file again.")
        ),
        Trouble.CELL_STRAY: Remedy(say("A row has something where no column is."), NO_COMMAS),
        Trouble.COUNT_NOT_READABLE: Remedy(
            say("There is no whole number where people are counted."),
            say("Write whole numbers such as 1200: no decimals, signs or words."),
        ),
        Trouble.FTE_NOT_READABLE: Remedy(
            say("There is no number where full-time equivalents should be."),
            say("Write numbers with at most one decimal, such as 5.5 or 1200."),
        ),
        Trouble.FTE_BEYOND_PEOPLE: Remedy(
            say("A row has more full-time equivalents than its people can fill."), NO_COMMAS
        ),
        Trouble.SHARE_NOT_READABLE: Remedy(
            say("There is no part of a full-time post where one should be."),
            say(
                "Write each person's part as a number from 0 to 2, such as 0.8, not as a percentage."
            ),
        ),
        Trouble.DATE_NOT_READABLE: Remedy(
            say("There is no date where one should be."), WRITE_THE_YEAR_FIRST
        ),
        Trouble.CLASS_UNKNOWN: Remedy(
            say("There is no class that I know where one should be."),
            say("Write customer_facing or enablement in each row, and leave rows of totals out."),
        ),
        Trouble.STATUS_UNKNOWN: Remedy(
            say("There is a status that I do not know."),
            say("Write active, on leave, pending or terminated, or leave the cell blank."),
        ),
        Trouble.KIND_UNKNOWN: Remedy(
            say("There is a kind of employment that I do not know."),
            say("Write employee or contractor, or leave the cell blank."),
        ),
        Trouble.TEXT_TOO_LONG: Remedy(
            say("A text is longer than I read."), say("Shorten it and try again.")
        ),
        Trouble.END_BEFORE_START: Remedy(
            say("Somebody's last day lies before their first."),
            say("Correct one of the two dates."),
        ),
        Trouble.FORMULA: Remedy(
            say("A cell begins like a formula."), say("Replace it by its value.")
        ),
        Trouble.DATE_UNCLEAR: Remedy(say("A date can be read in two ways."), WRITE_THE_YEAR_FIRST),
        Trouble.DATE_AHEAD: Remedy(
            say("A date lies in the future, and headcounts are of the past or today."),
            say("Correct the date, or take the row out."),
        ),
        Trouble.ROW_REPEATED: Remedy(
            say("A row counts what an earlier row has counted."),
            say("Leave one row for each date, class, function and segment."),
        ),
    }
)

DETAILS: Mapping[Detail, Callable[[Value], Phrase]] = MappingProxyType(
    {
        Detail.ROWS: lambda value: say("rows read: {rows}", rows=value),
        Detail.TOTAL: lambda value: say("announced: {total}", total=value),
        Detail.LIMIT: lambda value: say("the limit is {limit}", limit=value),
        Detail.LINE: lambda value: say("line {line}", line=value),
        Detail.COLUMN: lambda value: say("column “{column}”", column=value),
        Detail.CODE: lambda value: say("answer {code}", code=value),
        Detail.NAME: lambda value: say("name: {name}", name=value),
        Detail.PEOPLE: lambda value: say("people: {people}", people=value),
        Detail.FTE: lambda value: say("FTE: {fte}", fte=value),
    }
)


def describe_details(incident: Incident) -> tuple[Phrase, ...]:
    """Return what was read, part by part, in a fixed order."""
    return tuple(
        DETAILS[detail](incident.details[detail]) for detail in Detail if detail in incident.details
    )
