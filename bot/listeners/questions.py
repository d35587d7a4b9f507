"""A command as it was typed, with what answering it needs."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.listeners.calls import Call
from bot.storage.engine import Database
from bot.storage.snapshots import find_current_snapshot
from bot.storage.workspaces import get_preferences
from bot.views.language import Translator, translator
from bot.views.notices import NOT_FOR_GUESTS, Message, no_headcount, notice
from bot.views.origins import expired_headcount, is_expired
from bot.views.places import name_place
from bot.workspaces import Briefing, Enquiry
from rules.headcounts import Segment, list_segments


@dataclass(frozen=True, slots=True)
class Question:
    """One typed command.

    Attributes:
        text: What stands after the command.
        channel_name: As Slack gives it: `directmessage` and `privategroup` are not names.
    """

    text: str
    channel_name: str
    briefing: Briefing
    database: Database
    may_administer: bool

    @property
    def tr(self) -> Translator:
        """Return the asker's language."""
        return translator(self.briefing.member.language)

    def find_own_enquiry(self) -> Enquiry | Message:
        """Return the enquiry about the workspace's own headcount, or why the asker gets none."""
        return find_own_enquiry(self.briefing, may_administer=self.may_administer)

    @property
    def place(self) -> str:
        """Return the channel as the asker would name it."""
        return name_place(self.tr, self.channel_name)

    def list_segments(self) -> list[Segment]:
        """Return the segments of the workspace's headcount that it chose to look at."""
        workspace_id = self.briefing.workspace.id
        snapshot = find_current_snapshot(self.database, workspace_id)
        segments = [] if snapshot is None else list_segments(snapshot)
        with Session(self.database.reader) as session:
            wanted = get_preferences(session, workspace_id).segments
        return [one for one in segments if wanted is None or one.name in wanted]


@dataclass(frozen=True, slots=True)
class Later:
    """An answer that needs Slack, so that it is given after the ack.

    Attributes:
        work: Answers; it runs in the background, and what it raises reaches the asker.
    """

    work: Callable[[Call], None]


def find_own_enquiry(briefing: Briefing, *, may_administer: bool) -> Enquiry | Message:
    """Return the enquiry about the workspace's own headcount, or why a member gets none."""
    tr = translator(briefing.member.language)
    if briefing.member.is_guest:
        return notice(tr, NOT_FOR_GUESTS)
    headcount = briefing.headcount
    if headcount is None:
        return no_headcount(tr, may_administer=may_administer)
    if is_expired(headcount):
        return expired_headcount(tr, headcount, may_administer=may_administer)
    return headcount
