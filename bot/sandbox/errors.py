"""What goes wrong in a sandbox, as Slack's API and as the page say it."""

from typing import Any


class SlackError(Exception):
    """A Web API call that Slack would refuse.

    Args:
        code: Slack's error code, such as `channel_not_found`.
        messages: Details for `response_metadata.messages`.
        retry_after: Whole seconds for the `Retry-After` header of a 429.
        extra: Further fields of the answer, such as `needed`.
    """

    def __init__(
        self,
        code: str,
        *,
        messages: list[str] | None = None,
        retry_after: int | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.messages = messages or []
        self.retry_after = retry_after
        self.extra = extra

    def to_json(self) -> dict[str, Any]:
        """The body of Slack's answer."""
        body = {"ok": False, "error": self.code, **self.extra}
        if self.messages:
            body["response_metadata"] = {"messages": self.messages}
        return body


class PersonError(Exception):
    """Something a person tried in the page that Slack's own client would not allow.

    Args:
        code: A short code for the page.
        message: A sentence for the person.
        is_missing: Whether the thing named does not exist (404 instead of 400).
        errors: A sentence per block id, for a form that was not filled in properly.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        is_missing: bool = False,
        errors: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.is_missing = is_missing
        self.errors = errors

    def to_json(self) -> dict[str, Any]:
        """The body of the answer to the page."""
        body: dict[str, Any] = {"ok": False, "error": self.code, "message": self.message}
        return body if self.errors is None else body | {"errors": self.errors}
