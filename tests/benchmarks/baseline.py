"""The least a Bolt app can do: acknowledge every command with a constant."""

import logging
import os
import threading

from slack_bolt import Ack, App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from tests.benchmarks.load import SECRET


def build_baseline() -> App:
    """Return a bare app, set up like ours where it matters for speed."""
    client = WebClient(
        "xoxb-bench", base_url=os.environ.get("SLACK_API_URL", "http://127.0.0.1:9/")
    )
    logging.disable(logging.WARNING)  # Bolt warns that the token comes with the client
    app = App(
        client=client,
        signing_secret=SECRET,
        authorize=lambda: AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-bench"),
        process_before_response=True,
    )

    @app.command("/enablement-plan")
    def answer(ack: Ack) -> None:
        ack("a constant")

    return app


def build_application() -> SlackRequestHandler:
    """Return what gunicorn serves."""
    return SlackRequestHandler(build_baseline())


def main() -> None:
    """Listen through Socket Mode until the process is ended."""
    SocketModeHandler(build_baseline(), "xapp-bench").connect()  # type: ignore[no-untyped-call]
    threading.Event().wait()


if __name__ == "__main__":
    main()
