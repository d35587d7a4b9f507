"""Every modal and message about sources is one that Slack accepts, whatever sources are called."""

from datetime import timedelta
from typing import Any

import pytest

from bot.connections import Decision
from bot.views import notices
from bot.views.ids import Action
from bot.views.language import translator
from bot.views.previews import preview_view, trouble_view
from bot.views.runs import HISTORY_ONLY, STATUSES, held_blocks, run_line, run_notice
from bot.views.sources import Status, said_view, sources_view
from bot.views.syncs import Outcome, synced_message
from bot.workspaces import Language
from rules.headcounts import HeadcountClass, HeadcountRow
from rules.troubles import Incident, RunStatus, Trouble
from rules.wording import Phrase
from tests.blockkit import (
    MOMENT,
    PING,
    action_ids,
    check_message,
    check_view,
    check_view_schema,
    mrkdwn,
    texts,
)
from tests.bot.views.source_samples import (
    SOMEBODY,
    a_connection,
    a_run,
    more_views,
    runs,
    views,
)
from tests.bot.views.test_typed_text import HOSTILE
from tests.builders import NOON

USUAL = "BambooHR"
NAMES = {"a usual name": USUAL, **HOSTILE}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_every_modal_about_sources_is_accepted(name: str, language: Language) -> None:
    tr = translator(language)
    for view in (*views(tr, name), *more_views(tr, name)):
        check_view(view, may_mention=True, may_show_braces="{" in name)
        assert not list_pings(view)


@pytest.mark.parametrize("language", Language)
def test_every_modal_about_sources_is_of_slacks_schema(language: Language) -> None:
    tr = translator(language)
    for view in (*views(tr, USUAL), *more_views(tr, USUAL)):
        check_view_schema(view)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    "phrase",
    [
        notices.DECIDED,
        notices.RUN_GONE,
        notices.SOURCE_GONE,
        notices.NO_KEY,
        notices.NO_GROUPS,
        notices.NOTHING_TO_READ,
        notices.BEING_READ,
        notices.paused_note(USUAL),
        notices.kept_by_source(USUAL),
    ],
)
def test_every_sentence_about_sources_can_be_told(phrase: Phrase, language: Language) -> None:
    tr = translator(language)
    check_message(notices.notice(tr, phrase))
    check_view(notices.notice_view(tr, phrase))
    check_view(said_view(tr, phrase))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("trouble", Trouble)
def test_every_trouble_can_be_told(trouble: Trouble, language: Language) -> None:
    tr, incident = translator(language), Incident(trouble)
    run = a_run(USUAL, status=incident.status, rows=None, incident=incident, holds=())
    check_message(run_notice(tr, run))
    check_view(trouble_view(tr, USUAL, incident))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_every_message_about_a_run_is_accepted(name: str, language: Language) -> None:
    tr = translator(language)
    for run in runs(name):
        for message in (
            run_notice(tr, run),
            synced_message(tr, [Outcome(a_connection(name), run)] * 40),
        ):
            check_message(message, may_mention=True, may_show_braces=True)
            assert not list_pings(message)


def list_pings(payload: dict[str, Any]) -> list[str]:
    """Return what would mention anybody but who decided."""
    shown = [MOMENT.sub("", text).replace(f"<@{SOMEBODY}>", "") for text in mrkdwn(payload)]
    return [text for text in shown if PING.search(text)]


def test_a_preview_says_what_changes_against_what_counts_now() -> None:
    tr = translator(Language.EN)
    before = (HeadcountRow(HeadcountClass.CUSTOMER_FACING, 320),)
    run = a_run("x", rows=(HeadcountRow(HeadcountClass.CUSTOMER_FACING, 318, "sales"),), holds=())
    shown = "\n".join(texts(preview_view(tr, run, before)))
    for said in (
        "Customer-facing teammates: 320 → 318 (−2)",
        "Sales: 318",
        "812 classified / 31 unclassified",
        "Contractors, not counted: 12",
        "Not started yet, not counted: 3",
        "Nothing of it counts until you publish it.",
    ):
        assert said in shown
    assert "Enablers" not in shown


def test_a_class_that_a_source_lost_is_shown_as_gone() -> None:
    tr = translator(Language.EN)
    before = (HeadcountRow(HeadcountClass.ENABLEMENT, 6),)
    run = a_run("x", rows=(HeadcountRow(HeadcountClass.CUSTOMER_FACING, 318),), holds=())
    assert "Enablers: 6 → 0 (−6)" in "\n".join(texts(preview_view(tr, run, before)))


@pytest.mark.parametrize("language", Language)
def test_every_status_of_a_run_has_a_word(language: Language) -> None:
    assert set(STATUSES) == set(RunStatus)
    tr = translator(language)
    for run in runs("x"):
        assert run_line(tr, run)
        assert "x" in run_line(tr, run) or not run.source
    for decided in Decision:
        run = a_run(
            "x", decision=decided, decided_by=SOMEBODY, decided_at=NOON + timedelta(hours=1)
        )
        assert not action_ids(held_blocks(tr, run)) & {Action.ACCEPT_RUN, Action.KEEP_OLD}


@pytest.mark.parametrize("language", Language)
def test_a_source_that_is_history_alone_waits_for_no_preview(language: Language) -> None:
    tr = translator(language)
    unconfirmed = a_connection(USUAL, is_confirmed=False, as_of=None, checked_at=None)
    waits = tr("Nothing of it counts before you have published a preview.")
    history = Status(unconfirmed, last=a_run(USUAL, decision=Decision.HISTORY))
    for status, said in ((Status(unconfirmed), waits), (history, tr.mrkdwn(HISTORY_ONLY))):
        shown = "".join(texts(sources_view(tr, [status])))
        assert [text in shown for text in (waits, said)] == [said == waits, True]
