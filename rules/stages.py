"""The four stages of growth and what each one means for the team (domain.md 2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from rules.provenance import ARTICLE, Figure, Grade, Source, Statement, from_article
from rules.wording import Phrase, say


class Stage(StrEnum):
    """How far a company has grown, by its customer-facing teammates."""

    TEAM_OF_ONE = "team_of_one"
    GROWTH = "growth"
    SCALE = "scale"
    ENTERPRISE = "enterprise"


class OperatingModel(StrEnum):
    """How the enablement team works with the teams it supports."""

    SINGLE_OWNER = "single_owner"
    ORCHESTRATION = "orchestration"
    COLLABORATION = "collaboration"


@dataclass(frozen=True, slots=True)
class LeaderSplit:
    """How the leader's time divides, in per cent that add up to 100."""

    tactical: int
    strategic: int
    comment: Phrase
    grade: Grade
    source: Source


@dataclass(frozen=True, slots=True)
class StageProfile:
    """Everything we say about one stage.

    Attributes:
        starts_at: The least customer-facing teammates; that many are inside.
        strategic_work: What the strategic part of the leader's time goes into, where stated.
        reporting: Where enablement sits in the org chart, or that the source does not say.
        additions: What this stage adds to the one before.
    """

    stage: Stage
    name: Phrase
    starts_at: Figure
    team: Statement
    leader: LeaderSplit
    strategic_work: Statement | None
    focus: Statement
    operating_model: OperatingModel
    working_mode: Statement
    reporting: Statement
    additions: tuple[Statement, ...] = ()


ORCHESTRATION = from_article(
    say("orchestration. Enablement plans and conducts, the specialists deliver.")
)
REPORTING_NOT_STATED = from_article(
    say(
        "The source names no seat for this stage. Outside a revenue team there is more room for"
        " strategy; inside one there is more influence on the daily work."
    )
)

STAGES: Mapping[Stage, StageProfile] = MappingProxyType(
    {
        Stage.TEAM_OF_ONE: StageProfile(
            stage=Stage.TEAM_OF_ONE,
            name=say("team of one"),
            starts_at=Figure(0, Grade.SOURCE, ARTICLE),
            team=from_article(say("One enablement manager.")),
            leader=LeaderSplit(
                75,
                25,
                say("The quarter for strategy is the ideal; days are often reactive."),
                Grade.SOURCE,
                ARTICLE,
            ),
            strategic_work=from_article(
                say("Planning programmes, improving processes, choosing the first tools.")
            ),
            focus=from_article(
                say(
                    "Mostly one activity: onboarding and training, or content from creation to"
                    " delivery, or process improvement."
                )
            ),
            operating_model=OperatingModel.SINGLE_OWNER,
            working_mode=from_article(say("one owner, one activity.")),
            reporting=from_article(
                say("Process work often starts in Revenue Operations, sometimes in enablement.")
            ),
        ),
        Stage.GROWTH: StageProfile(
            stage=Stage.GROWTH,
            name=say("growth"),
            starts_at=Figure(50, Grade.SOURCE, ARTICLE),
            team=from_article(say("A leader, and specialists to consider in no fixed order.")),
            leader=LeaderSplit(
                50,
                50,
                say("Still led by tactics; half strategic is where this stage ends up."),
                Grade.SOURCE,
                ARTICLE,
            ),
            strategic_work=None,
            focus=from_article(say("Make programmes formal and let people specialise.")),
            operating_model=OperatingModel.ORCHESTRATION,
            working_mode=ORCHESTRATION,
            reporting=REPORTING_NOT_STATED,
        ),
        Stage.SCALE: StageProfile(
            stage=Stage.SCALE,
            name=say("scale"),
            starts_at=Figure(500, Grade.SOURCE, ARTICLE),
            team=from_article(
                say(
                    "Organised as in growth and hired in proportion; sales and customer success"
                    " enablement are led by leaders of their own."
                )
            ),
            leader=LeaderSplit(0, 100, say("Fully strategic."), Grade.SOURCE, ARTICLE),
            strategic_work=None,
            focus=from_article(say("Formal programmes and specialists, now with leaders.")),
            operating_model=OperatingModel.ORCHESTRATION,
            working_mode=ORCHESTRATION,
            reporting=REPORTING_NOT_STATED,
        ),
        Stage.ENTERPRISE: StageProfile(
            stage=Stage.ENTERPRISE,
            name=say("enterprise"),
            starts_at=Figure(2000, Grade.SOURCE, ARTICLE),
            team=from_article(say("All of the earlier posts, and three additions.")),
            leader=LeaderSplit(
                0,
                100,
                say("Carried over from the stage before; the source states no split here."),
                Grade.JUDGEMENT,
                ARTICLE,
            ),
            strategic_work=from_article(say("Making enablement part of the core business.")),
            focus=from_article(say("Change, co-creation and shared ownership.")),
            operating_model=OperatingModel.COLLABORATION,
            working_mode=from_article(
                say("from orchestration to collaboration. The field helps to build what it uses.")
            ),
            reporting=from_article(
                say(
                    "The leader stands level with the leaders of the teams supported, often under"
                    " the CRO or an equivalent."
                )
            ),
            additions=(
                from_article(say("A formal approach to change management.")),
                from_article(
                    say(
                        "A way to create and collaborate with the field, so that coaching, content"
                        " capture and delivery grow with the company."
                    )
                ),
                from_article(
                    say(
                        "One centre of excellence, with ownership shared by the customer-facing"
                        " teams."
                    )
                ),
            ),
        ),
    }
)

BOUNDARIES: tuple[int, ...] = tuple(
    profile.starts_at.value for profile in STAGES.values() if profile.starts_at.value
)

CAVEATS: tuple[Statement, ...] = (
    from_article(say("Building an enablement team is not an exact science.")),
    from_article(say("Size stands in for growth and maturity here; it is only an indicator.")),
    from_article(say("You may reach a need earlier or later than this.")),
    from_article(say("Change the structure where your needs differ.")),
)


def find_stage(customer_facing: int) -> Stage | None:
    """Return the stage of a company, or None where there is nobody to support.

    >>> find_stage(49), find_stage(50)
    (<Stage.TEAM_OF_ONE: 'team_of_one'>, <Stage.GROWTH: 'growth'>)
    """
    if customer_facing == 0:
        return None
    passed = [stage for stage in Stage if STAGES[stage].starts_at.value <= customer_facing]
    return passed[-1]


def find_near_boundary(customer_facing: int) -> int | None:
    """Return the boundary within ten per cent of a headcount, both ends inside.

    >>> find_near_boundary(45), find_near_boundary(44), find_near_boundary(55)
    (50, None, 50)
    """
    for boundary in BOUNDARIES:
        if 9 * boundary <= 10 * customer_facing <= 11 * boundary:
            return boundary
    return None


def find_next_boundary(customer_facing: int) -> int | None:
    """Return where the next stage begins, or None in the last one."""
    return next((boundary for boundary in BOUNDARIES if boundary > customer_facing), None)
