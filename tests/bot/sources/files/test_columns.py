import pytest

from bot.errors import SourceError
from bot.sources.files.columns import KNOWN_BY, NAMES, Column, Template, parse_header, simplify
from bot.sources.files.personal import PARTS, WHOLE
from rules.troubles import Detail, Incident, Trouble
from tests.bot.sources.files.readings import an_incident

PERSONAL = [
    "Name", "First Name", "last_name", "Full name", "E-Mail", "email address", "Work Phone", "Mobile phone",
    "Date of Birth", "DOB", "Birthday", "Home Address", "Zip Code", "Salary", "Base salary (EUR)", "Bonus",
    "Employee ID", "employee_number", "Employee", "User ID", "ID", "Gender", "Sex", "Age", "Nationality",
    "Manager", "Reports to", "SSN", "Marital Status", "Slack ID",
    "Vorname", "Nachname", "Geburtsdatum", "Straße", "Anschrift", "PLZ", "Telefon", "Gehalt", "Lohn",
    "Personalnummer", "Personal-Nr.", "Mitarbeiter-ID", "Geschlecht", "Alter", "Staatsangehörigkeit",
    "Vorgesetzte/r", "Vergütung",
    "氏名", "名前", "姓", "名", "社員名", "フリガナ", "ﾌﾘｶﾞﾅ", "メールアドレス", "電話番号", "携帯", "生年月日", "住所",
    "給与", "年収", "社員番号", "社員ID", "性別", "年齢", "国籍", "上司", "マイナンバー",
]  # fmt: skip


def refuse(*cells: str) -> Incident:
    with pytest.raises(SourceError) as caught:
        parse_header(cells)
    return caught.value.incident


@pytest.mark.parametrize("template", Template)
def test_every_name_of_a_column_is_known_in_any_writing(template: Template) -> None:
    for column, names in NAMES[template].items():
        others = [c.value for c in KNOWN_BY[template] if c is not column]
        for name in (column.value, *names):
            for written in (
                name,
                name.upper(),
                f" {name.replace(' ', '-')} ",
                name.replace("_", " "),
            ):
                assert parse_header([written, *others]).columns[0] is column


@pytest.mark.parametrize("template", Template)
def test_no_name_stands_for_two_columns_of_a_template(template: Template) -> None:
    keys = [simplify(n) for column, names in NAMES[template].items() for n in (column, *names)]
    assert len(keys) == len(set(keys))


def test_half_and_full_width_make_no_difference() -> None:
    assert parse_header(["ＣＬＡＳＳ", "人数", "ｾｸﾞﾒﾝﾄ"]).columns == (
        Column.CLASS,
        Column.COUNT,
        Column.SEGMENT,
    )


def test_the_header_decides_which_template_it_is() -> None:
    assert parse_header(["count", "class"]).template is Template.AGGREGATE
    assert parse_header(["department"]).template is Template.ROSTER
    assert parse_header(["title", "status"]).template is Template.ROSTER


@pytest.mark.parametrize("header", PERSONAL)
@pytest.mark.parametrize("others", [("class", "count"), ("department", "title"), ()])
def test_a_personal_column_is_named(header: str, others: tuple[str, ...]) -> None:
    assert refuse(*others, header) == an_incident(Trouble.PERSONAL_COLUMN, column=header)


def test_all_personal_columns_are_named_at_once_up_to_five() -> None:
    headers = ["Department", "First name", "Last name", "E-mail", "Phone", "Salary", "Gender"]
    named = "First name, Last name, E-mail, Phone, Salary, …"
    assert refuse(*headers) == an_incident(Trouble.PERSONAL_COLUMN, column=named)
    assert refuse(*headers[:6]).details == {Detail.COLUMN: named.removesuffix(", …")}


def test_no_column_of_ours_is_personal() -> None:
    ours = {simplify(n) for t in Template for c, names in NAMES[t].items() for n in (c, *names)}
    assert not ours & WHOLE
    assert {word for word in (*WHOLE, *PARTS) if word != simplify(word)} == set()


@pytest.mark.parametrize(
    ("headers", "unknown"),
    [
        (["class", "count", "notes"], "notes"),
        (["department", "title", "Cost centre", "count of"], "Cost centre, count of"),
        (["class", "count", "x" * 41], "x" * 39 + "…"),
        (["class", "count", "=1+1"], "=1+1"),
    ],
)
def test_another_column_is_named(headers: list[str], unknown: str) -> None:
    assert refuse(*headers) == an_incident(Trouble.COLUMN_UNKNOWN, column=unknown)


@pytest.mark.parametrize(
    ("headers", "missing"),
    [
        (["class"], "count"), (["count", "segment"], "class"), (["department", "count"], "class"),
        (["region", "status"], "class, count"), (["Sales", "12"], "class, count"), ([], "class, count"),
    ],
)  # fmt: skip
def test_a_missing_column_is_named(headers: list[str], missing: str) -> None:
    assert refuse(*headers) == an_incident(Trouble.COLUMN_MISSING, column=missing)


def test_two_columns_for_one_thing_are_named() -> None:
    incident = refuse("class", "count", "function", "Department")
    assert incident == an_incident(Trouble.COLUMN_REPEATED, column="function, Department")


def test_blank_headers_are_no_columns() -> None:
    assert parse_header(["class", "", " ", "count"]).columns == (
        Column.CLASS,
        None,
        None,
        Column.COUNT,
    )


def test_a_first_row_of_data_is_not_repeated() -> None:
    assert refuse("Jane Doe", "Paris") == an_incident(Trouble.COLUMN_MISSING, column="class, count")
    assert "jane" not in str(refuse("department", "jane.doe@gmail.com").details)
