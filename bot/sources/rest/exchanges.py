"""What is asked of a source, and what it answers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, urlencode


@dataclass(frozen=True, slots=True)
class Request:
    """One request; what may carry a credential stays out of its representation.

    Attributes:
        url: Without `params`.
        params: By name; a list stands for the same name several times.
        body: Sent as JSON; None sends nothing.
        form: Sent as a form instead.
    """

    url: str
    method: str = "GET"
    params: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: Mapping[str, Any] | None = field(default=None, repr=False)
    form: Mapping[str, str] | None = field(default=None, repr=False)

    @property
    def address(self) -> str:
        """Return the whole URL. A space becomes %20: not every server reads + as one."""
        if not self.params:
            return self.url
        query = urlencode(self.params, doseq=True, quote_via=quote, safe="$,:()")
        return f"{self.url}?{query}"

    @property
    def mark(self) -> str:
        """Return what tells this request from others of the same run."""
        return f"{self.address} {json.dumps(self.body, sort_keys=True)}"

    def value(self, name: str, *, is_in_body: bool) -> Any:
        """Return a parameter, or a field of the body."""
        return (self.body or {})[name] if is_in_body else self.params[name]

    def with_values(self, values: Mapping[str, Any], *, is_in_body: bool) -> "Request":
        """Return the request with more parameters, or with more in its body."""
        if is_in_body:
            return replace(self, body={**(self.body or {}), **values})
        return replace(self, params={**self.params, **values})

    def going_to(self, url: str) -> "Request":
        """Return the same request to a URL that brings its own parameters."""
        return replace(self, url=url, params={})


@dataclass(frozen=True, slots=True)
class Answer:
    """One usable answer.

    Attributes:
        url: Where it came from.
        body: As JSON was read; it must not outlive the run.
        next_link: From the `Link` header; None where there is none.
    """

    url: str
    body: Any = field(repr=False)
    next_link: str | None = field(default=None, repr=False)
