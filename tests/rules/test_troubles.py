import pytest

from rules.troubles import Incident, RunStatus, Trouble

# Something arrived, but not all of it: a cap, a lost page, a total that does not fit.
PARTIAL = {
    "rate_limited",
    "page_failed",
    "total_disagrees",
    "pages_repeat",
    "too_many_pages",
    "too_many_rows",
    "too_many_bytes",
    "took_too_long",
}


@pytest.mark.parametrize("trouble", Trouble)
def test_what_arrived_in_part_is_partial_and_all_else_has_failed(trouble: Trouble) -> None:
    status = RunStatus.PARTIAL if trouble.value in PARTIAL else RunStatus.FAILED
    assert Incident(trouble).status is status


def test_no_trouble_ends_in_counts_that_are_published() -> None:
    statuses = {Incident(trouble).status for trouble in Trouble}
    assert statuses == {RunStatus.PARTIAL, RunStatus.FAILED}
