"""What an admin is told about a run says what happened, what helps and what to decide."""

import json
from typing import Any

import pytest

from bot.connections import Cause, Decision, Run
from bot.views.ids import Action
from bot.views.language import translator
from bot.views.runs import DECISIONS, STATUSES, run_line, run_notice
from bot.workspaces import Language
from rules.guards import Hold, HoldReason
from rules.headcounts import HeadcountClass, SourceKind
from rules.remedies import REMEDIES
from rules.troubles import Detail, Incident, RunStatus, Trouble
from tests.blockkit import action_ids, check_message, check_message_schema, texts
from tests.builders import NOON, TODAY, customer_facing, enablement

HOSTILE = "<!channel> & <@U1>"
HOLD = Hold(HoldReason.TOTAL_CHANGED, None, 320, 90)


def a_run(**changes: Any) -> Run:
    defaults: dict[str, Any] = {
        "workspace_id": "T1",
        "connection_id": 7,
        "kind": SourceKind.REST,
        "source": "HiBob",
        "status": RunStatus.HELD,
        "cause": Cause.SCHEDULE,
        "by": None,
        "started_at": NOON,
        "finished_at": NOON,
        "as_of": TODAY,
        "rows": (customer_facing(90), enablement(6)),
        "holds": (HOLD,),
        "id": 42,
    }
    return Run(**(defaults | changes))


def a_failure(trouble: Trouble, **details: int | str) -> Run:
    incident = Incident(trouble, {Detail(name): value for name, value in details.items()})
    return a_run(status=incident.status, rows=None, holds=(), incident=incident)


def check(run: Run, language: Language) -> str:
    """Return a notice as text, once Slack would take it."""
    notice = run_notice(translator(language), run)
    check_message(notice)
    check_message_schema(notice)
    return "\n".join(texts(notice))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("trouble", Trouble)
def test_every_trouble_says_what_happened_and_what_helps(
    trouble: Trouble, language: Language
) -> None:
    told = check(a_failure(trouble, rows=12, total=40, code=503, name="Sales"), language)
    tr, remedy = translator(language), REMEDIES[trouble]
    assert tr.mrkdwn(remedy.happened) in told
    assert tr.mrkdwn(remedy.helps) in told
    assert "HiBob" in told
    assert "503" in told


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("reason", HoldReason)
def test_every_hold_shows_both_numbers_and_the_buttons_that_decide(
    reason: HoldReason, language: Language
) -> None:
    side = HeadcountClass.CUSTOMER_FACING
    run = a_run(holds=(Hold(reason, side, 320, 90),))
    assert "320" in check(run, language)
    notice = run_notice(translator(language), run)
    assert action_ids(notice) == {Action.ACCEPT_RUN, Action.KEEP_OLD, Action.PAUSE_SOURCE}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("decision", Decision)
def test_what_is_decided_has_no_buttons_any_more(decision: Decision, language: Language) -> None:
    run = a_run(decision=decision, decided_by="U2", decided_at=NOON)
    notice = run_notice(translator(language), run)
    check_message(notice, may_mention=True)
    assert action_ids(notice) == set()
    assert "<@U2>" in json.dumps(notice)


@pytest.mark.parametrize(
    ("decision", "why"),
    [
        (Decision.KEPT, "decided against before"),
        (Decision.PAUSED, "The source was paused"),
        (Decision.HISTORY, "newer numbers count"),
    ],
)
def test_what_nobody_had_to_decide_says_why(decision: Decision, why: str) -> None:
    assert why in check(a_run(decision=decision), Language.EN)


@pytest.mark.parametrize("trouble", Trouble)
def test_what_passes_by_itself_needs_nobody(trouble: Trouble) -> None:
    told = check(a_failure(trouble), Language.EN)
    assert ("Nothing to do now" in told) != ("this needs you" in told)


@pytest.mark.parametrize("kind", SourceKind)
def test_a_source_without_a_name_is_called_by_its_kind(kind: SourceKind) -> None:
    told = check(a_run(kind=kind, source=""), Language.EN)
    assert "from :" not in told
    assert ": :" not in told


def test_a_name_that_an_admin_gave_pings_nobody() -> None:
    assert "<!" not in check(a_run(source=HOSTILE), Language.EN)
    assert "<!" not in check(a_failure(Trouble.GROUP_MISSING, name=HOSTILE), Language.EN)
    assert "<!channel>" not in run_line(translator(Language.EN), a_run(source=HOSTILE))


def test_every_status_and_decision_has_words() -> None:
    assert set(STATUSES) == set(RunStatus)
    assert set(DECISIONS) == set(Decision)


@pytest.mark.parametrize("language", Language)
def test_a_line_says_when_what_and_how(language: Language) -> None:
    tr = translator(language)
    ok = a_run(status=RunStatus.OK, holds=(), classified=812, unclassified=31)
    line = run_line(tr, ok)
    assert "HiBob" in line
    assert "812" in line
    assert "31" in line
    assert tr.say(STATUSES[RunStatus.OK]) in line
    past = run_line(tr, a_run(status=RunStatus.OK, decision=Decision.HISTORY))
    assert tr.say(DECISIONS[Decision.HISTORY]) in past
    assert tr.say(STATUSES[RunStatus.OK]) not in past
    failed = run_line(tr, a_failure(Trouble.UNREACHABLE))
    assert tr.say(REMEDIES[Trouble.UNREACHABLE].happened) in failed
