"""A program that pushes counts to a workbench."""

import io
import json
from http import HTTPStatus
from typing import Any
from wsgiref.util import setup_testing_defaults

from bot.push_tokens import digest_token, make_push_token
from bot.storage.briefings import find_briefing
from bot.storage.workspaces import save_push_token
from bot.wsgi import PUSH_PATH
from rules.headcounts import SourceKind
from tests.bot.workbench import Workbench
from tests.slack_payloads import TEAM, USER, Payload

ROWS = [
    {"class": "customer_facing", "function": "sales", "segment": "EMEA", "count": 320},
    {"class": "enablement", "count": 6, "fte": 5.5},
]
CSV = "class,function,segment,count,fte\ncustomer_facing,sales,EMEA,320,\nenablement,,,6,5.5\n"
JSON_TYPE, CSV_TYPE = "application/json", "text/csv; charset=utf-8"


class Program:
    """A program of a workspace's own, with its token."""

    def __init__(self, bench: Workbench) -> None:
        self.bench, self.token = bench, make_push_token()
        bench.add_member()
        with bench.database.sessions.begin() as session:
            save_push_token(session, TEAM, digest_token(self.token))

    def push(
        self, body: object = ROWS, content_type: str = JSON_TYPE, key: str = "", **environ: Any
    ) -> tuple[HTTPStatus, Payload, dict[str, str]]:
        """Push a body; return status, answer and headers."""
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        sent = text if isinstance(text, bytes) else text.encode()
        request: dict[str, Any] = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": PUSH_PATH,
            "CONTENT_TYPE": content_type,
            "CONTENT_LENGTH": str(len(sent)),
            "HTTP_AUTHORIZATION": f"Bearer {self.token}",
            "HTTP_IDEMPOTENCY_KEY": key,
            "wsgi.input": io.BytesIO(sent),
            **environ,
        }
        setup_testing_defaults(request)
        started: list[Any] = []
        chunks = self.bench.serve(request, lambda *args: started.append(args))  # type: ignore[arg-type]  # writes nothing
        status, headers, *_ = started[0]
        answer: Payload = json.loads(b"".join(chunks))
        return HTTPStatus(int(status.split()[0])), answer, dict(headers)


def counted(program: Program) -> tuple[int, str] | None:
    briefing = find_briefing(program.bench.database, TEAM, USER, program.bench.clock.now)
    if briefing is None or briefing.headcount is None:
        return None
    facts = briefing.headcount.facts
    assert briefing.headcount.origin is not None
    assert briefing.headcount.origin.source is SourceKind.PUSH
    return facts.customer_facing, str(facts.enablers)
