"""What a button carries comes back as it was."""

from decimal import Decimal

from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.views.blocks import button
from bot.views.values import decode_enquiry, encode_enquiry
from bot.workspaces import Enquiry, Origin
from rules.facts import MOST_PEOPLE, Facts, FactsError, Role
from rules.freshness import Freshness
from rules.headcounts import SourceKind

counts = st.none() | st.integers(0, MOST_PEOPLE)
tenths = st.integers(0, MOST_PEOPLE * 10).map(lambda number: Decimal(number) / 10)
kinds = st.sampled_from(SourceKind)
names = st.text(max_size=80)
origins = st.builds(
    Origin,
    as_of=st.dates(),
    source=kinds,
    name=names,
    enablers_source=st.none() | kinds,
    enablers_name=names,
    is_overridden=st.booleans(),
    is_weekly=st.booleans(),
    freshness=st.sampled_from(Freshness),
)


@st.composite
def enquiries(draw: st.DrawFn) -> Enquiry:
    values = {
        name: draw(counts)
        for name in ("sales", "customer_success", "starters", "launches", "verticals", "programmes")
    }
    try:
        facts = Facts(
            draw(st.integers(0, MOST_PEOPLE)),
            draw(st.none() | tenths),
            is_leader_skilled=draw(st.none() | st.booleans()),
            filled=draw(st.frozensets(st.sampled_from(Role))),
            **values,
        )
    except FactsError:
        assume(False)
        raise
    return Enquiry(facts, draw(st.none() | origins))


@given(enquiries())
@example(Enquiry(Facts(0, Decimal(0))))
@example(Enquiry(Facts(10_000_000, Decimal("1E+6"), filled=frozenset(Role))))
def test_an_enquiry_survives_its_button(enquiry: Enquiry) -> None:
    value = encode_enquiry(enquiry)
    assert decode_enquiry(value) == enquiry
    assert button("Go", "go", value)["value"] == value


def test_unknown_and_zero_stay_apart() -> None:
    unknown, zero = Enquiry(Facts(5)), Enquiry(Facts(5, Decimal(0)))
    assert decode_enquiry(encode_enquiry(unknown)) == unknown
    assert decode_enquiry(encode_enquiry(zero)) == zero
    assert encode_enquiry(unknown) != encode_enquiry(zero)
