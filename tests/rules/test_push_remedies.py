import pytest

from bot.views.language import translator
from bot.workspaces import Language
from rules.push_remedies import OF_PUSHES, describe_push, get_remedy
from rules.remedies import REMEDIES
from rules.troubles import Detail, Incident, Trouble

OF_THE_TEMPLATE = [trouble for trouble in Trouble if trouble.name.startswith(
    ("COUNT_", "FTE_", "DATE_", "CLASS_", "TEXT_", "ROW_REPEATED", "CELL_STRAY", *(t.name for t in OF_PUSHES))
)]  # fmt: skip


@pytest.mark.parametrize("trouble", OF_THE_TEMPLATE)
def test_a_program_is_told_of_no_file_and_no_cell(trouble: Trouble) -> None:
    english, remedy = translator(Language.EN), get_remedy(trouble)
    for phrase in (remedy.happened, remedy.helps):
        told = english.say(phrase)
        assert told.endswith(".")
        assert "file" not in told.lower()


def test_what_is_no_matter_of_files_is_told_as_ever() -> None:
    assert get_remedy(Trouble.ROW_REPEATED) is REMEDIES[Trouble.ROW_REPEATED]


@pytest.mark.parametrize(
    ("has_lines", "told"),
    [
        pytest.param(True, ["the limit is 9", "line 7", "column “count”"], id="csv"),
        pytest.param(False, ["row 7, counted from 1", "key “count”", "the limit is 9"], id="json"),
    ],
)
def test_json_has_rows_and_keys_where_csv_has_lines_and_columns(
    *, has_lines: bool, told: list[str]
) -> None:
    details: dict[Detail, int | str] = {Detail.LINE: 7, Detail.COLUMN: "count", Detail.LIMIT: 9}
    phrases = describe_push(Incident(Trouble.COUNT_NOT_READABLE, details), has_lines=has_lines)
    assert [translator(Language.EN).say(phrase) for phrase in phrases] == told
