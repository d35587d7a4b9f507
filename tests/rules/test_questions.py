from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rules.facts import LONGEST_ECHO, MOST_PEOPLE, Facts, FactsError
from rules.questions import find_headcount, parse_number, swap, to_count

HOSTILE = [
    "9" * 3_000,
    f"320 {'9' * 3_000}",
    f"320 0.{'1' * 3_000}",
    "x" * 3_000,
    "1," * 1_500,
    "-" * 3_000,
    "\u202e320 6\u202c",
    "٣٢٠ ٦",
    "<!channel> 320",
    "320\x00 6",
    "½ 6",
    "1e400",
    "nan inf",
    "🙂 320",
]


@pytest.mark.parametrize(
    ("text", "customer_facing", "enablers"),
    [
        ("320", 320, None), ("320 6", 320, "6"), ("320 cf 6 enablers", 320, "6"),
        ("320 CF 6 ENABLERS", 320, "6"), ("6 enablers, 320 CF", 320, "6"), ("2.5k 40", 2500, "40"),
        ("１２０ 2", 120, "2"), ("１２０　２", 120, "2"), ("1,200 10", 1200, "10"),
        ("1,200,000 10", 1_200_000, "10"), ("320 2.5", 320, "2.5"), ("0 0", 0, "0"),
        ("0", 0, None), ("320cf 6fte", 320, "6"), ("10m", 10_000_000, None),
        ("320人 2", 320, "2"), ("320人 6人", 320, "6"), ("cf 320 e 6", 320, "6"), ("3 6", 3, "6"), ("  320\t6 ", 320, "6"),
    ],
)  # fmt: skip
def test_reads_a_headcount(text: str, customer_facing: int, enablers: str | None) -> None:
    expected = None if enablers is None else Decimal(enablers)
    assert find_headcount(text) == Facts(customer_facing, expected)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "help", "who should we hire?", "300-400", "300–400 2", "300~400", "450 -> 650",
        "cf", "320 6 cf e", "320 apples", "abc", "roadmap 600",
    ],
)  # fmt: skip
def test_what_says_anything_else_is_no_headcount(text: str) -> None:
    assert find_headcount(text) is None


@pytest.mark.parametrize(
    ("text", "field", "said"),
    [
        pytest.param("-5", "customer_facing", "cannot be negative", id="negative"),
        pytest.param("320 -6", "enablers", "cannot be negative", id="negative enablers"),
        pytest.param("300 −6", "enablers", "cannot be negative", id="a real minus sign"),
        pytest.param("10000001", "customer_facing", "more than {limit} people", id="absurd"),
        pytest.param("3 5000000000", "enablers", "more than {limit} people", id="absurd team"),
        pytest.param("320.5", "customer_facing", "Count whole people", id="half a teammate"),
        pytest.param("320 6.25", "enablers", "one decimal is enough", id="quarter of an hour"),
        pytest.param("320 6 7", "customer_facing", "once each", id="three numbers"),
        pytest.param("320 cf 6 cf", "customer_facing", "once each", id="twice the same"),
        pytest.param("6 enablers", "customer_facing", "not how many teammates", id="no teammates"),
    ],
)
def test_a_headcount_that_cannot_be_is_refused(text: str, field: str, said: str) -> None:
    with pytest.raises(FactsError) as caught:
        find_headcount(text)
    assert caught.value.field == field
    assert said in caught.value.phrase.text
    assert "read" in caught.value.phrase.values


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_answered_or_refused_shortly(text: str) -> None:
    said = ""
    try:
        facts = find_headcount(text)
    except FactsError as error:
        said = str(error.phrase.values["read"])
    else:
        assert facts is None or facts.customer_facing >= 0
    assert len(said) <= LONGEST_ECHO


typed = st.text(max_size=80) | st.text("0123456789０１２.,-−kmcfe 人enablers", max_size=40)


@given(typed)
@example("-0 -0")
def test_nothing_typed_raises_or_counts_below_zero(text: str) -> None:
    try:
        facts = find_headcount(text)
    except FactsError:
        return
    if facts is not None:
        assert 0 <= facts.customer_facing <= MOST_PEOPLE
        assert facts.enablers is None or facts.enablers >= 0
        assert "-" not in f"{facts.enablers}"


@given(typed)
def test_a_field_takes_a_number_or_says_why_not(text: str) -> None:
    try:
        count = to_count("customer_facing", parse_number("customer_facing", text))
    except FactsError:
        return
    assert 0 <= count <= MOST_PEOPLE


@given(st.integers(0, 10_000_000), st.integers(0, 100_000_000))
def test_what_is_written_is_read(cf: int, tenths: int) -> None:
    enablers = Decimal(tenths) / 10
    assert find_headcount(f"{cf} {enablers:f}") == Facts(cf, enablers)
    assert find_headcount(f"{cf:,} {enablers:,f}") == Facts(cf, enablers)


@pytest.mark.parametrize(
    ("facts", "swapped"),
    [
        (Facts(3, Decimal(200)), Facts(200, Decimal(3))),
        (Facts(3, Decimal("7.5")), Facts(8, Decimal(3))),
        (Facts(3), Facts(0, Decimal(3))),
    ],
)
def test_swapping_counts_a_part_of_a_person_as_one(facts: Facts, swapped: Facts) -> None:
    assert swap(facts) == swapped


@pytest.mark.parametrize(
    ("cf", "enablers", "is_swapped"),
    [(0, "5", False), (1, "1", False), (1, "1.1", True), (6, "320", True), (320, "6", False)],
)
def test_more_enablers_than_teammates_look_swapped(
    cf: int, enablers: str, is_swapped: bool
) -> None:
    assert Facts(cf, Decimal(enablers)).looks_swapped is is_swapped
