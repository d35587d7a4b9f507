"""Beside each number stands where it comes from, as of when, and what limits it."""

import json
from typing import Any

import pytest

from bot.views.ids import Action
from bot.views.language import translator
from bot.views.origins import NAMES, expired_headcount, is_expired, may_enter, name_source, origin
from bot.workspaces import Enquiry, Language, Origin
from rules.freshness import Freshness
from rules.headcounts import SourceKind
from tests.blockkit import action_ids, check_message, check_message_schema
from tests.builders import TODAY, some_facts

EN, JA = translator(Language.EN), translator(Language.JA)


def an_enquiry(source: SourceKind = SourceKind.REST, **changes: Any) -> Enquiry:
    return Enquiry(some_facts(), Origin(TODAY, source, **{"name": "HiBob", **changes}))


@pytest.mark.parametrize(
    ("enquiry", "said"),
    [
        pytest.param(
            Enquiry(some_facts()),
            "What-if with the numbers you gave. Nothing is stored.",
            id="a what-if",
        ),
        pytest.param(
            an_enquiry(), "Source: HiBob, read daily, as of March 2, 2026.", id="read daily"
        ),
        pytest.param(
            an_enquiry(is_weekly=True),
            "Source: HiBob, read weekly, as of March 2, 2026.",
            id="read weekly",
        ),
        pytest.param(
            an_enquiry(SourceKind.MANUAL, name=""),
            "Source: numbers entered by hand, as of March 2, 2026.",
            id="by hand",
        ),
        pytest.param(
            an_enquiry(SourceKind.PUSH, name="", is_weekly=True),
            "Source: pushed counts, as of March 2, 2026.",
            id="pushed: nobody reads it",
        ),
        pytest.param(
            an_enquiry(enablers_source=SourceKind.FILE, is_overridden=True),
            "Source: HiBob, read daily, as of March 2, 2026. Enablers: an imported file."
            " A number set by hand stands over its source.",
            id="from two sources, and overridden",
        ),
        pytest.param(
            an_enquiry(freshness=Freshness.STALE),
            "Source: HiBob, read daily, as of March 2, 2026."
            " These numbers are stale: their source has not confirmed them in time.",
            id="stale",
        ),
    ],
)
def test_where_numbers_come_from_is_said(enquiry: Enquiry, said: str) -> None:
    assert origin(EN, enquiry) == said


def test_in_japanese_the_sentences_follow_each_other_without_a_gap() -> None:
    enquiry = an_enquiry(enablers_source=SourceKind.FILE)
    assert origin(JA, enquiry) == (
        "出所：HiBob（毎日取得、2026年3月2日時点）。担当者数の出所：取り込んだファイル。"
    )


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", SourceKind)
def test_every_kind_of_source_has_a_name_for_those_without_one(
    kind: SourceKind, language: Language
) -> None:
    tr = translator(language)
    assert name_source(tr, kind, "") == tr.say(NAMES[kind]) != ""
    assert name_source(tr, kind, "HiBob") == "HiBob"


@pytest.mark.parametrize("freshness", Freshness)
def test_only_numbers_that_are_too_old_give_no_advice(freshness: Freshness) -> None:
    assert is_expired(an_enquiry(freshness=freshness)) is (freshness is Freshness.EXPIRED)
    assert not is_expired(Enquiry(some_facts()))


@pytest.mark.parametrize("language", Language)
def test_numbers_that_are_too_old_say_what_to_do(language: Language) -> None:
    enquiry = an_enquiry(name="<!channel>", freshness=Freshness.EXPIRED)
    message = expired_headcount(translator(language), enquiry, may_administer=True)
    check_message(message)
    check_message_schema(message)
    assert action_ids(message) == {Action.ENTER_NUMBERS, Action.CONNECT_SOURCE}
    assert "<!channel>" not in json.dumps(message)
    assert "320" not in json.dumps(message)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    ("source", "buttons"),
    [(SourceKind.FILE, {Action.ENTER_NUMBERS}), (SourceKind.REST, set())],
)
def test_members_see_only_what_works_for_them(
    source: SourceKind, buttons: set[Action], language: Language
) -> None:
    enquiry = an_enquiry(source, freshness=Freshness.EXPIRED)
    message = expired_headcount(translator(language), enquiry, may_administer=False)
    check_message(message)
    assert action_ids(message) == buttons


@pytest.mark.parametrize(
    ("known", "is_synced"),
    [
        pytest.param({"source": SourceKind.MANUAL}, False, id="typed"),
        pytest.param({"source": SourceKind.PUSH}, False, id="pushed"),
        pytest.param({"source": SourceKind.SQL}, True, id="read"),
        pytest.param(
            {"source": SourceKind.MANUAL, "enablers_source": SourceKind.REST}, True, id="in part"
        ),
        pytest.param(
            {"source": SourceKind.MANUAL, "is_overridden": True}, True, id="set over a source"
        ),
    ],
)
def test_what_is_read_by_itself_is_set_by_admins_only(
    known: dict[str, Any], *, is_synced: bool
) -> None:
    enquiry = an_enquiry(**known)
    assert may_enter(enquiry, may_administer=True)
    assert may_enter(enquiry, may_administer=False) is not is_synced
