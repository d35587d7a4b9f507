"""What cited publications say, in our words and always with what they count (domain.md 6)."""

from collections.abc import Mapping
from types import MappingProxyType

from rules.provenance import (
    CSO_INSIGHTS,
    DECISENSE,
    IDOLMASWAR,
    KPI_GUIDES,
    SALES_MASTERY,
    SALESHOOD,
    SHOWPAD,
    TERASU,
    VOZAH,
    Statement,
    from_reference,
)
from rules.stages import Stage
from rules.wording import say

OTHER_COUNTS = from_reference(
    say("Other rules say one per 100, but of all employees: check which headcount is meant."),
    SALESHOOD,
)
CHARTER_PAYS = from_reference(
    say(
        "Of the firms surveyed 16% have a formal charter; their win rate on forecast deals is"
        " 55%, that of the others 39%. That is a correlation, not a cause."
    ),
    CSO_INSIGHTS,
)
FIRST_HIRES = from_reference(
    say("First enablement hires are made at 15 to 25 reps, when ramp is the bottleneck."), VOZAH
)
EXPECTATIONS_PAY = from_reference(
    say(
        "Where initiatives met most expectations 69% of sellers made quota, where they met few"
        " 55%, and without any 54% (450 answers)."
    ),
    SALES_MASTERY,
)
WHICH_PARTS = from_reference(
    say(
        "Ask which parts to centralise: standards, tools and metrics centrally, content and"
        " coaching near the field."
    ),
    SHOWPAD,
)
HOMES_IN_JAPAN = from_reference(
    say("In Japan enablement is at home in sales, in sales planning or strategy, or in HR."),
    IDOLMASWAR,
)
FIRST_OWNER_IN_JAPAN = from_reference(
    say("In a young Japanese sales organisation sales planning is the natural first owner."),
    DECISENSE,
)
ENABLEMENT_OR_OPERATIONS = from_reference(
    say(
        "Enablement works on skills and behaviour, sales operations on systems, targets and"
        " process."
    ),
    TERASU,
)

KPIS: Mapping[Stage, Statement] = MappingProxyType(
    {
        stage: from_reference(phrase, KPI_GUIDES)
        for stage, phrase in {
            Stage.TEAM_OF_ONE: say(
                "Ramp time, time to the first deal, and how much content is used."
            ),
            Stage.GROWTH: say("The spread of attainment, win rate, adoption and renewal."),
            Stage.SCALE: say("The portfolio of programmes, and how often managers coach."),
            Stage.ENTERPRISE: say("How far changes are adopted, and what share is co-created."),
        }.items()
    }
)
