"""What is wrong with a message or view."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """Whether Slack refuses, or takes it and a person suffers."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is wrong.

    Args:
        path: A JSON pointer such as `/blocks/0/text/text`.
        rule: A short name for the kind of fault, such as `too_long`.
    """

    path: str
    message: str
    rule: str
    severity: Severity = Severity.ERROR

    def to_json(self) -> dict[str, Any]:
        """For the page."""
        return asdict(self)

    def to_slack(self) -> str:
        """A line of Slack's `response_metadata.messages`."""
        return f"[ERROR] {self.message} [json-pointer:{self.path}]"
