"""The posts of an enablement team: what each is called and from which stage on there is one."""

from collections.abc import Mapping
from types import MappingProxyType

from rules.facts import Role
from rules.stages import Stage
from rules.wording import Phrase, say

NAMES: Mapping[Role, Phrase] = MappingProxyType(
    {
        Role.LEADER: say("Enablement leader"),
        Role.ADULT_LEARNING: say("Adult-learning specialist"),
        Role.PROGRAMME_MANAGER: say("Programme manager"),
        Role.SALES_ENABLEMENT: say("Sales enablement"),
        Role.CS_ENABLEMENT: say("Customer success enablement"),
        Role.PRODUCT_ENABLEMENT: say("Product enablement (seated in product marketing)"),
        Role.LIAISON: say("Liaison for verticals and product teams"),
        Role.ENABLEMENT_OPS: say("Enablement operations and analysis"),
        Role.CONTENT: say("Content"),
        Role.COMMUNICATIONS: say("Field communications"),
        Role.REGIONAL: say("Regional enablement"),
        Role.PARTNER: say("Partner enablement"),
        Role.CHANGE_LEAD: say("Change lead"),
        Role.CO_CREATION: say("Co-creation owner"),
        Role.COE_HEAD: say("Head of the centre of excellence"),
    }
)
FIRST_STAGE: Mapping[Role, Stage] = MappingProxyType(
    {
        Role.LEADER: Stage.TEAM_OF_ONE,
        Role.ADULT_LEARNING: Stage.GROWTH,
        Role.PROGRAMME_MANAGER: Stage.GROWTH,
        Role.SALES_ENABLEMENT: Stage.GROWTH,
        Role.CS_ENABLEMENT: Stage.GROWTH,
        Role.PRODUCT_ENABLEMENT: Stage.GROWTH,
        Role.LIAISON: Stage.GROWTH,
        Role.CHANGE_LEAD: Stage.ENTERPRISE,
        Role.CO_CREATION: Stage.ENTERPRISE,
        Role.COE_HEAD: Stage.ENTERPRISE,
        Role.ENABLEMENT_OPS: Stage.SCALE,
        Role.CONTENT: Stage.SCALE,
        Role.COMMUNICATIONS: Stage.SCALE,
        Role.REGIONAL: Stage.SCALE,
        Role.PARTNER: Stage.SCALE,
    }
)
