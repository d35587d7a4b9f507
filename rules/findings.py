"""What a trigger finds when it weighs the facts."""

from dataclasses import dataclass

from rules.provenance import Statement, our_judgement
from rules.wording import Phrase


@dataclass(frozen=True, slots=True)
class Finding:
    """What a trigger says; `is_due` is None where the fact that decides is not known."""

    is_due: bool | None
    why: Statement


def due(why: Statement) -> Finding:
    """Return that a post is due."""
    return Finding(is_due=True, why=why)


def not_due(why: Statement) -> Finding:
    """Return that a post is not due."""
    return Finding(is_due=False, why=why)


def undecided(because: Phrase) -> Finding:
    """Return that the fact which decides is not known."""
    return Finding(is_due=None, why=our_judgement(because))
