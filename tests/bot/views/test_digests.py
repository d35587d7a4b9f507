"""The digest in every state, as Slack takes it."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from bot.sandbox.blockkit.judge import judge_message
from bot.views.digests import SHOWN_ALERTS, Before, Summary, digest_message
from bot.views.language import translator
from bot.workspaces import Enquiry, Language, Origin
from rules.facts import Facts
from rules.headcounts import SourceKind
from rules.ratios import DEFAULT_BOUNDS
from rules.troubles import RunStatus
from tests.blockkit import check_message, check_message_schema, texts
from tests.bot.cards import a_card
from tests.builders import TODAY

EN = translator(Language.EN)
QUIET = Summary(
    headcount=Enquiry(Facts(320, Decimal(6)), Origin(TODAY, SourceKind.MANUAL)),
    bounds=DEFAULT_BOUNDS,
    since=TODAY - timedelta(weeks=1),
    before=Before(320, Decimal(6)),
    alerts=[],
    runs={RunStatus.OK: 7},
    is_monthly=False,
)
BUSY = replace(
    QUIET,
    before=Before(300, Decimal("5.5")),
    alerts=[a_card(), *[a_card(segment=f"<!here>{place}") for place in range(9)]],
    runs={RunStatus.HELD: 1, RunStatus.FAILED: 2, RunStatus.PARTIAL: 1},
    is_monthly=True,
)


def about(facts: Facts) -> Summary:
    return replace(QUIET, headcount=Enquiry(facts, Origin(TODAY, SourceKind.MANUAL)))


def said(summary: Summary) -> str:
    return "\n".join(texts(digest_message(EN, summary)))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    "summary",
    [
        pytest.param(QUIET, id="quiet"),
        pytest.param(BUSY, id="busy"),
        pytest.param(replace(QUIET, before=None), id="the first"),
        pytest.param(replace(QUIET, before=Before(0, None)), id="nobody before"),
        pytest.param(about(Facts(320, None)), id="enablers unknown"),
        pytest.param(about(Facts(0, Decimal(0))), id="nobody"),
        pytest.param(about(Facts(10_000_000, Decimal("0.1"))), id="biggest"),
    ],
)
def test_every_digest_is_one_that_slack_takes(summary: Summary, language: Language) -> None:
    message = digest_message(translator(language), summary)
    check_message(message)
    check_message_schema(message)
    assert judge_message(message["text"], message["blocks"]) == []


def test_a_quiet_week_says_so() -> None:
    told = said(QUIET)
    for sentence in ("The same as on February 23, 2026.", "No alert is open.", "No sync was held"):
        assert sentence in told


def test_a_busy_month_names_what_needs_somebody() -> None:
    told = said(BUSY)
    assert told.startswith("Monthly digest")
    assert "On February 23, 2026 it was 1:55 – 5.5 enablers for 300" in told
    assert f"and {len(BUSY.alerts) - SHOWN_ALERTS} more" in told
    assert "1 sync was held. 3 syncs failed." in told
