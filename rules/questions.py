"""Numbers in what people type: `320 6`, `2.5k 40`, `１２０ 2`, `320 cf 6 enablers`."""

import re
import unicodedata
from decimal import ROUND_CEILING, Decimal

from rules.facts import Facts, FactsError, check_range, shorten
from rules.wording import say

_NUMBER = re.compile(
    r"(?P<sign>[-−]?)(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<fraction>\.\d+)?(?P<unit>[km]?)"
    r"(?P<label>[^\W\d][\w-]*)?"
)
# A comma inside a number is left there: where it is none of thousands the text is not read at all.
_GAP = re.compile(r"(?:[\s、;&]|,(?=\s|$))+")
_ZEROS = {"": 0, "k": 3, "m": 6}
_UNITS = {"people", "人", "名"}
"""Words after a number that do not say which side it is on."""
_LABELS = {
    "customer_facing": {"cf", "customer-facing", "teammates", "顧客担当", "顧客対応"},
    "enablers": {"e", "enabler", "enablers", "fte", "イネーブラー", "イネーブルメント", "担当者"},
}


def normalise(text: str) -> str:
    """Return text with full-width characters narrowed, case folded and spaces trimmed."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def find_headcount(text: str) -> Facts | None:
    """Return the headcount that a text consists of, or None where it says anything else.

    Raises:
        FactsError: If it is a headcount that cannot be true.

    >>> find_headcount("2.5k 40").customer_facing
    2500
    >>> find_headcount("6 enablers, 320 CF").customer_facing
    320
    >>> find_headcount("who should we hire?")
    """
    found: list[tuple[str | None, Decimal]] = []
    coming: str | None = None
    for token in filter(None, _GAP.split(normalise(text))):
        match = _NUMBER.fullmatch(token)
        word = match["label"] if match else token
        label = _find_label(word)
        if word and label is None and word not in _UNITS:
            return None
        if match:
            found.append((label or coming, _to_number(match)))
            coming = None
        elif label and found and found[-1][0] is None:
            found[-1] = (label, found[-1][1])
        elif label:
            coming = label
    return _assign(found) if found and coming is None else None


def parse_number(name: str, text: str) -> Decimal:
    """Return one number as typed into a field.

    Args:
        name: The attribute of `Facts` it is for.
        text: Such as `320`, `2.5k` or `１２０`.

    Raises:
        FactsError: If it is not a number.
    """
    match = _NUMBER.fullmatch(normalise(text))
    if match is None or match["label"]:
        raise FactsError(
            name,
            say(
                "I read {read}, which is not a number; try {example}.",
                read=shorten(text),
                example="5.5" if name == "enablers" else "320",
            ),
        )
    return _to_number(match)


def to_count(name: str, number: Decimal) -> int:
    """Return a number of whole people.

    Raises:
        FactsError: If it is out of range or not whole.
    """
    check_range(name, number)
    if number % 1:
        raise FactsError(
            name, say("I read {read}. Count whole people; try 320.", read=shorten(f"{number:f}"))
        )
    return int(number)


def swap(facts: Facts) -> Facts:
    """Return the two headcounts the other way round; a part of a person counts as one."""
    enablers = facts.enablers or Decimal(0)
    return Facts(int(enablers.to_integral_value(ROUND_CEILING)), Decimal(facts.customer_facing))


def _find_label(word: str | None) -> str | None:
    return next((name for name, words in _LABELS.items() if word in words), None)


def _to_number(match: re.Match[str]) -> Decimal:
    digits = match["digits"].replace(",", "") + (match["fraction"] or "").rstrip("0.")
    # Written out rather than multiplied: arithmetic keeps 28 digits, and people paste more.
    number = Decimal(f"{digits}e{_ZEROS[match['unit']]}")
    return number.copy_negate() if match["sign"] and number else number


def _assign(found: list[tuple[str | None, Decimal]]) -> Facts:
    """Give each number its meaning: labelled ones theirs, the others in the order typed."""
    read = shorten(", ".join(f"{number:f}" for _, number in found))
    labelled = {label for label, _ in found}
    free = [name for name in _LABELS if name not in labelled]
    meanings: dict[str, Decimal] = {}
    for label, number in found:
        name = label or (free.pop(0) if free else "customer_facing")
        if name in meanings:
            raise FactsError(
                name,
                say(
                    "I read {read}. Give teammates and enablers once each, as in 320 6.", read=read
                ),
            )
        meanings[name] = number
    if "customer_facing" not in meanings:
        raise FactsError(
            "customer_facing",
            say("I read {read}, but not how many teammates they support; try 320 6.", read=read),
        )
    count = to_count("customer_facing", meanings["customer_facing"])
    return Facts(count, meanings.get("enablers"))
