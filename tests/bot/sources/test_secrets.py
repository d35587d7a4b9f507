"""What each kind of source needs to be let in."""

from typing import Any

import pytest

from bot.errors import SourceConfigError
from bot.sources.secrets import list_secret_parts
from rules.headcounts import SourceKind

PLACES = [{"class": "enablement", "department": "Enablement"}]
REST, SQL, GOOGLE = SourceKind.REST, SourceKind.SQL, SourceKind.GOOGLE
GROUPS = [{"id": "S1", "handle": "sales", "headcount_class": "customer_facing"}]


@pytest.mark.parametrize(
    ("kind", "config", "parts"),
    [
        (REST, {"preset": "scim", "base_url": "https://a.b", "places": PLACES}, "token"),
        (REST, {"preset": "merge"}, "api_key account_token"),
        (REST, {"preset": "personio"}, "client_id client_secret"),
        (SQL, {"query": "select 'a' as department, 1 as n"}, "url"),
        (SourceKind.SLACK_USERGROUPS, {"groups": GROUPS}, ""),
        *((kind, {}, "") for kind in (SourceKind.FILE, SourceKind.MANUAL, SourceKind.PUSH)),
    ],
)
def test_a_source_is_let_in_with_these_parts(
    kind: SourceKind, config: dict[str, Any], parts: str
) -> None:
    assert list_secret_parts(kind, config) == tuple(parts.split())


@pytest.mark.parametrize("kind", [REST, SQL, GOOGLE, SourceKind.SLACK_USERGROUPS])
def test_without_a_configuration_nobody_can_be_let_in(kind: SourceKind) -> None:
    with pytest.raises(SourceConfigError):
        list_secret_parts(kind, {})
