"""Every company and every configuration that the rules must hold for."""

from decimal import Decimal

from hypothesis import strategies as st

from rules.facts import Facts, Role
from rules.ratios import Bounds

EDGES = [0, 1, 2, 14, 15, 44, 45, 49, 50, 51, 55, 56, 99, 100, 101, 499, 500, 501, 1999, 2000]
MOST_CUSTOMER_FACING = 120_000

customer_facing = st.sampled_from(EDGES) | st.integers(0, MOST_CUSTOMER_FACING)
bounds = st.integers(1, 300).flatmap(
    lambda low: st.builds(Bounds, st.just(low), st.integers(2 * low, 2 * low + 2_000))
) | st.just(Bounds(50, 500))
enablers = (
    st.integers(0, 30) | st.integers(0, 3_000) | st.integers(0, 10 * (MOST_CUSTOMER_FACING + 50))
).map(lambda tenths: Decimal(tenths) / 10)
small = st.integers(0, 12)


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    count = draw(customer_facing)
    sales = draw(st.none() | st.integers(0, count))
    return Facts(
        count,
        draw(st.none() | enablers),
        sales=sales,
        customer_success=draw(st.none() | st.integers(0, count - (sales or 0))),
        starters=draw(st.none() | small),
        launches=draw(st.none() | small),
        verticals=draw(st.none() | small),
        programmes=draw(st.none() | small),
        is_leader_skilled=draw(st.none() | st.booleans()),
        filled=draw(st.frozensets(st.sampled_from(Role))),
    )
