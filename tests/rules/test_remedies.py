import pytest

from bot.views.language import translator
from bot.workspaces import Language
from rules.push_remedies import OF_PUSHES
from rules.remedies import DETAILS, REMEDIES, Remedy, describe_details
from rules.troubles import Detail, Incident, Trouble


def test_every_trouble_has_a_remedy_and_every_detail_a_wording() -> None:
    assert REMEDIES.keys() == set(Trouble)
    assert DETAILS.keys() == set(Detail)


def test_no_two_troubles_are_told_alike() -> None:
    told = [remedy.happened.text for remedy in REMEDIES.values()]
    assert sorted(told) == sorted(set(told))


@pytest.mark.parametrize(
    "remedy", [*REMEDIES.values(), *OF_PUSHES.values()], ids=lambda remedy: remedy.happened.text
)
@pytest.mark.parametrize("language", Language)
def test_what_happened_and_what_helps_are_a_sentence_each(
    remedy: Remedy, language: Language
) -> None:
    say = translator(language).say
    for phrase in (remedy.happened, remedy.helps):
        assert say(phrase).endswith("。" if language is Language.JA else ".")


def test_details_are_told_in_one_order_whatever_order_they_came_in() -> None:
    incident = Incident(
        Trouble.TOTAL_DISAGREES,
        {Detail.NAME: "emea", Detail.TOTAL: 812, Detail.LINE: 7, Detail.ROWS: 1000},
    )
    assert [translator(Language.EN).say(part) for part in describe_details(incident)] == [
        "rows read: 1,000",
        "announced: 812",
        "line 7",
        "name: emea",
    ]
    assert describe_details(Incident(Trouble.TIMED_OUT)) == ()


@pytest.mark.parametrize(
    ("detail", "value", "english", "japanese"),
    [
        (Detail.ROWS, 1000, "rows read: 1,000", "読み込んだ行数：1,000"),
        (Detail.TOTAL, 812, "announced: 812", "データソースが示した総数：812"),
        (Detail.LIMIT, 10_000, "the limit is 10,000", "上限：10,000"),
        (Detail.LINE, 7, "line 7", "7行目"),
        (Detail.COLUMN, "e-mail", "column “e-mail”", "列「e-mail」"),
        (Detail.CODE, "429", "answer 429", "応答コード：429"),
        (Detail.NAME, "sales-emea", "name: sales-emea", "名前：sales-emea"),
        (Detail.PEOPLE, 1, "people: 1", "人数：1"),
        (Detail.FTE, "200", "FTE: 200", "常勤換算：200"),
    ],
)
def test_a_detail_is_told_with_what_was_read(
    detail: Detail, value: int | str, english: str, japanese: str
) -> None:
    (phrase,) = describe_details(Incident(Trouble.SAID_NO, {detail: value}))
    assert translator(Language.EN).say(phrase) == english
    assert translator(Language.JA).say(phrase) == japanese
