"""Reading a query before a database does: one statement, and one that only reads.

Databases disagree about where a text or a comment ends, and whoever writes a query could use that to
hide a second statement. So whatever two of them would read differently is refused: a backslash, `#`,
`$`, a comment inside a comment. What a database can enforce, it enforces as well.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

from bot.errors import SourceConfigError
from rules.facts import LONGEST_ECHO
from rules.wording import Phrase, say

FIELD = "query"
LONGEST_QUERY = 10_000
NEEDED = say("Give one SELECT that returns n beside the columns you group by.")
READS = {"SELECT", "WITH"}
# Some databases need no semicolon between statements: words that begin one are refused anywhere.
WRITES = {
    "ALTER", "ATTACH", "BACKUP", "BEGIN", "BULK", "CALL", "COMMIT", "COPY", "CREATE", "DBCC",
    "DECLARE", "DELETE", "DENY", "DETACH", "DROP", "EXEC", "EXECUTE", "GRANT", "INSERT", "INTO",
    "KILL", "MERGE", "PRAGMA", "PREPARE", "RECONFIGURE", "RENAME", "REPLACE", "RESTORE", "REVOKE",
    "ROLLBACK", "SAVEPOINT", "SET", "SHUTDOWN", "TRUNCATE", "UPDATE", "UPSERT", "USE", "VACUUM",
    "WAITFOR",
}  # fmt: skip
FUNCTIONS = {"INSERT", "REPLACE", "TRUNCATE"}
"""These are functions too: before a bracket they only read."""
LOCKS = {("FOR", "SHARE"), ("FOR", "KEY"), ("LOCK", "IN")}


class Kind(StrEnum):
    """Kinds of tokens, named as the groups of `TOKEN`."""

    BLANK = "blank"
    TEXT = "text"
    NAME = "name"
    WORD = "word"
    NUMBER = "number"
    END = "end"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query and where it begins."""

    kind: Kind
    text: str
    start: int

    @property
    def word(self) -> str:
        """Return it as a keyword is compared; empty where it is none."""
        return self.text.upper() if self.kind is Kind.WORD else ""


NOTHING = Token(Kind.BLANK, "", 0)
TOKEN = re.compile(
    r"""
    (?P<blank>[ \t\n]+ | --(?=[ \t\n]|\Z)[^\n]* | /\*(?!M?!)(?:(?!/\*|\*/).)*\*/)
  | (?P<text>'[^'\\]*')              # a quote inside is written twice: two texts side by side
  | (?P<name>"[^"';`\\]*" | `[\w .]*` | \[[\w .]+\])
  | (?P<word>(?!n?q')[^\W\d]\w*)   # q'[…]' quotes by signs of the writer's choice
  | (?P<number>\d[\w.]*)
  | (?P<end>;)
  | (?P<sign>-(?!-) | /(?!\*) | [(),.*+<>=!|%&^~:?@])
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


def check_statement(query: str) -> str:
    """Return a query as it can be sent: without the semicolon at its end.

    Raises:
        SourceConfigError: If it is not one statement that only reads, or we cannot be sure.
    """
    text = query.replace("\r\n", "\n").strip()
    if len(text) > LONGEST_QUERY:
        raise _refused(say("The query is longer than {limit} characters.", limit=LONGEST_QUERY))
    tokens = [token for token in _tokenize(text) if token.kind is not Kind.BLANK]
    ends = [token for token in tokens if token.kind is Kind.END]
    statement = text[: ends[0].start] if ends else text
    _check_words([token for token in tokens if token.start < len(statement)])
    if tokens[-1].start > len(statement):
        raise _refused(say("The query holds more than one statement; give one."))
    return statement.rstrip()


def _tokenize(text: str) -> Iterator[Token]:
    place = 0
    while place < len(text):
        found = TOKEN.match(text, place)
        if found is None:
            raise _unreadable(text, place)
        yield Token(Kind(found.lastgroup or ""), found.group(), place)
        place = found.end()


def _check_words(tokens: Sequence[Token]) -> None:
    if not tokens:
        raise _refused(NEEDED)
    if tokens[0].word not in READS:
        raise _refused(
            say(
                "The query begins with “{text}”; it has to begin with SELECT or WITH.",
                text=_echo(tokens[0].text),
            )
        )
    for token, after in zip_longest(tokens, tokens[1:], fillvalue=NOTHING):
        is_call = token.word in FUNCTIONS and after.text == "("
        if token.word in WRITES and not is_call:
            raise _writes(token.text)
        if (token.word, after.word) in LOCKS:
            raise _writes(f"{token.text} {after.text}")


def _writes(text: str) -> SourceConfigError:
    return _refused(
        say(
            "“{text}” has no place in a query that only reads; put it in double quotes where it"
            " is the name of a column.",
            text=_echo(text),
        )
    )


def _unreadable(text: str, place: int) -> SourceConfigError:
    return _refused(
        say(
            "I cannot be sure how a database reads line {line} from “{text}” on. Write texts in"
            " single quotes and comments as -- comment; leave out backslashes, # and $.",
            line=text.count("\n", 0, place) + 1,
            text=_echo(text[place:].partition("\n")[0]),
        )
    )


def _refused(phrase: Phrase) -> SourceConfigError:
    return SourceConfigError(FIELD, phrase)


def _echo(text: str) -> str:
    return text[:LONGEST_ECHO]
