"""What a program that pushes counts is answered; in English, as those who write programs read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from bot.views.language import translator
from bot.workspaces import Language
from rules.wording import Phrase


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program gets back; always JSON."""

    status: HTTPStatus
    payload: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)


class PushRefusedError(Exception):
    """A push that cannot be taken."""

    def __init__(
        self,
        status: HTTPStatus,
        code: str,
        phrase: Phrase,
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(code)
        message = translator(Language.EN).say(phrase)
        payload = {"error": code, "message": message, **(more or {})}
        self.answer = Answer(status, payload, headers or {})
