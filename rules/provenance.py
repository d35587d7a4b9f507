"""Where every figure and statement comes from, and how far it can be trusted."""

from dataclasses import dataclass
from enum import StrEnum

from rules.wording import Phrase, say


class Grade(StrEnum):
    """How a statement is backed; shown beside it."""

    SOURCE = "source"
    REFERENCE = "reference"
    JUDGEMENT = "judgement"


GRADES: dict[Grade, Phrase] = {
    Grade.SOURCE: say("source"),
    Grade.REFERENCE: say("reference"),
    Grade.JUDGEMENT: say("our judgement"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """A publication, or ourselves.

    Attributes:
        title: Author or publisher and work.
        where: Its address without a scheme; empty for our own judgement.
        counts: What its figures are counted in, such as employees or firms: they cannot be
            compared with customer-facing teammates.
    """

    title: str
    where: str
    counts: str


ARTICLE = Source(
    "Trust Enablement, Build an Enablement Organization", "trustenablement.com", "customer-facing"
)
SALESHOOD = Source(
    "SalesHood, Sales Enablement Org Design",
    "saleshood.com/blog/sales-enablement-org-design",
    "employees",
)
VOZAH = Source("Vozah, Enablement vs Sales Ops", "vozah.com/blog/enablement-vs-sales-ops", "reps")
CSO_INSIGHTS = Source(
    "CSO Insights, 5th enablement study, via Showpad",
    "showpad.com/blog/centralizing-or-decentralizing-sales-enablement-three-factors-to-consider",
    "firms",
)
SALES_MASTERY = Source("Sales Mastery 2021, via destinationCRM", "destinationcrm.com", "sellers")
GITLAB = Source("GitLab handbook, Field Enablement FY24", "handbook.gitlab.com", "team")
SHOWPAD = Source(
    "Showpad, Centralizing or decentralizing sales enablement",
    "showpad.com/blog/centralizing-or-decentralizing-sales-enablement-three-factors-to-consider",
    "parts of the work",
)
IDOLMASWAR = Source(
    "idolmaswar, homes of enablement in Japan",
    "idolmaswar.hatenablog.com/entry/2021/06/06/191006",
    "teams in Japan",
)
DECISENSE = Source(
    "decisense, organisation of ten sellers",
    "decisense.co.jp/guide/10-person-sales-organization-structure",
    "teams in Japan",
)
TERASU = Source(
    "terasu, What is sales enablement", "terasu.koromo.io/en/blog/what-is-sales-enablement", "words"
)
KPI_GUIDES = Source(
    "Trust Enablement KPI guide; Enablement Academy Japan",
    "enablementacademy.jp/2024/12/salesenablement-kpi",
    "measures",
)
OURS = Source("our judgement", "", "customer-facing")


@dataclass(frozen=True, slots=True)
class Statement:
    """Something the advisor says, with what backs it."""

    phrase: Phrase
    grade: Grade
    source: Source


@dataclass(frozen=True, slots=True)
class Figure:
    """A number the advisor decides by, with what backs it."""

    value: int
    grade: Grade
    source: Source


def from_article(phrase: Phrase) -> Statement:
    """Return what the article says, in our words."""
    return Statement(phrase, Grade.SOURCE, ARTICLE)


def from_reference(phrase: Phrase, source: Source) -> Statement:
    """Return what a named publication says, in our words."""
    return Statement(phrase, Grade.REFERENCE, source)


def our_judgement(phrase: Phrase) -> Statement:
    """Return what nobody has published and we hold all the same."""
    return Statement(phrase, Grade.JUDGEMENT, OURS)
